//! Why a file of rows could not be read: facts without words.

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The system's words.
    Io(String),
    NotRecognised,
    /// The Excel format of before 2007.
    OldExcel,
    Encrypted,
    /// A file within a zip whose name leaves it.
    Outside,
    /// The whole file, one of its texts, or what a zip unfolds to.
    TooLarge,
    TooManyFiles,
    TooDeep,
    Truncated,
    Malformed,
    Entity,
    /// Bytes that the declared encoding does not have, or an encoding that is unknown.
    Encoding,
    /// No row with the headings that are needed.
    NoHeadings,
    /// A value of a row that must be there.
    Missing,
    NotADate(String),
    ImpossibleDate(String),
    /// A number that a spreadsheet has cut: its leading zeros, or its last digits.
    CutNumber(String),
    TooLong,
}
