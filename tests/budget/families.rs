//! What a family of hostile inputs is, and all of them.

use liasse::sources::MemoryFolder;

use super::{dossiers, promotions};

/// A kind of hostile input.
pub struct Family {
    pub name: &'static str,
    /// The fixture that it is laid over.
    pub base: &'static str,
    /// The folder, so many times hostile.
    pub make: fn(usize, &mut MemoryFolder),
    /// Two sizes, the second one below the limit of the file.
    pub sizes: [usize; 2],
}

pub fn all() -> impl Iterator<Item = &'static Family> {
    dossiers::FAMILIES.iter().chain(promotions::FAMILIES)
}
