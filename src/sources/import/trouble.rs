//! What could not be read of an export: facts without words; `cli::import` says them.

use super::eleve::Origin;
pub use crate::sources::rows::Trouble;

/// Something that could not be read, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Illisible {
    pub origin: Origin,
    /// The column, by its heading, or the element, by its name.
    pub column: Option<String>,
    pub trouble: Trouble,
}
