//! From Typst source to PDF bytes, in memory: no disk, no network, no clock, and no word of French.

pub mod emit;
mod engine;
pub mod picture;
pub mod scan;
mod world;

pub use engine::{Engine, Failure, Pdf, forget};
