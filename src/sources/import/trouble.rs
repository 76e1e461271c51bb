//! What is to be told of an export: what could not be read of it, and how the rest was; facts without words, `cli::import`
//! says them.

use super::eleve::Origin;
pub use crate::sources::rows::{Elsewhere, Trouble};

/// Something that could not be read, or that is doubtful, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Illisible {
    pub origin: Origin,
    /// The column, by its heading, or the element, by its name.
    pub column: Option<String>,
    pub trouble: Trouble,
}

/// Something that was read in a way that a person should know, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Remarque {
    pub origin: Origin,
    pub column: Option<String>,
    pub note: Note,
}

/// What a person should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// A telephone of nine digits, completed.
    Completed,
    /// A year of two digits, which can only be of one century.
    ShortYear,
    /// Family name and first names in one cell, told apart by their capitals.
    Parted,
    /// Two legal representatives in one cell, told apart.
    TwoParents,
    /// More than two legal representatives: the first two are taken.
    MoreParents,
    /// The last value of a formula.
    Formula,
    /// A hidden row, read as the others.
    HiddenRow,
    /// A hidden sheet, not read.
    HiddenSheet,
    /// A sheet without headings of pupils, not read.
    OtherSheet,
    /// A sheet of people who are no pupils, not read.
    OthersSheet,
    /// A row of totals, left out.
    Total,
    /// The headings again, left out.
    Repeated,
    /// A comment or a legend, left out.
    Comment,
    /// A pupil's row in a group, which is no class, left out.
    Group,
}
