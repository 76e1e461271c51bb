//! From a folder to its diagnostics and its documents.

pub mod control;

pub use control::{Controlled, Texts, control};
