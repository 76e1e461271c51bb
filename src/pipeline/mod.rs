//! From a folder to its diagnostics and its documents.

pub mod build;
pub mod clock;
pub mod control;
mod findings;
pub mod import;
pub mod manifest;
pub mod output;
pub mod starter;

pub use control::{Controlled, Library, Texts, control};
