//! What a family of hostile inputs is, and all of them.

use liasse::sources::MemoryFolder;

use super::{archives, dossiers, imports, pictures, promotions};

/// A kind of hostile input.
pub struct Family {
    pub name: &'static str,
    /// What is made of it, in the folder beside it.
    pub args: &'static [&'static str],
    /// The fixture that it is laid over; nothing where it is none.
    pub base: &'static str,
    /// The folder, so many times hostile.
    pub make: fn(usize, &mut MemoryFolder),
    /// Two sizes, the second one below the limit of the file.
    pub sizes: [usize; 2],
}

/// What is made of a folder.
pub const CHECK: &[&str] = &["check", "dossier"];

impl Family {
    /// The folder, so many times hostile.
    pub fn folder(&self, n: usize) -> MemoryFolder {
        let mut folder = match self.base {
            "" => MemoryFolder::default(),
            base => super::support::fixture(base),
        };
        (self.make)(n, &mut folder);
        folder
    }
}

pub fn all() -> impl Iterator<Item = &'static Family> {
    let parts = [dossiers::FAMILIES, promotions::FAMILIES, imports::FAMILIES, archives::FAMILIES, pictures::FAMILIES];
    parts.into_iter().flatten()
}
