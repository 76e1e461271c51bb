//! Why a file of rows could not be read: facts without words.

use crate::sources::zips::ZipTrouble;

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The system's words.
    Io(String),
    NotRecognised,
    /// The Excel format of before 2007.
    OldExcel,
    /// The whole file, one of its texts, or what a zip unfolds to.
    TooLarge,
    /// Of a zip, or of a workbook, which is one.
    Zip(ZipTrouble),
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
    /// Control characters, or characters that turn the direction of the text.
    Control,
    /// Bytes of another encoding than the rest: read as what they can only be.
    OtherEncoding,
    /// The text was damaged before: kept as it is.
    Damaged,
    /// A character was lost before.
    LostCharacter,
    /// A text that a spreadsheet took for a day.
    TurnedIntoDay(String),
    /// The spreadsheet's own fault, or a truth where a text should be.
    SheetValue(String),
    /// A formula whose value was not kept.
    Uncomputed,
    /// Family name and first names in one cell, which nothing tells apart.
    WholeName,
    /// More cells than headings: those of the row may be displaced.
    Displaced,
    /// A row whose cells are separated otherwise than the headings.
    OtherSeparator(char),
    /// Two columns of the same meaning that do not say the same.
    TwoValues,
    /// A single cell, which is not enough for a pupil.
    NotAPupil,
    /// A name with signs that no name has: kept.
    OddName,
    /// A quote that is not closed on its line.
    Quote,
    /// A value that is not of its column: what was found, and what is expected.
    Unexpected {
        found: String,
        expected: String,
    },
    /// A year of two digits, which may be of either century.
    ShortYear(String),
    /// A number that this other row has too, of another person: left out of both.
    SharedNumber(Elsewhere),
    /// Another row tells something else of the same person or organisme: that one is kept.
    Differs(Elsewhere),
}

/// Another row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub file: String,
    pub sheet: Option<String>,
    pub row: u64,
}

impl From<ZipTrouble> for Trouble {
    fn from(trouble: ZipTrouble) -> Self {
        Trouble::Zip(trouble)
    }
}
