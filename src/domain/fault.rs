//! What reading the files found wrong, before any rule: facts without words; the FMT rules say them.

use crate::diagnostic::Place;

/// One fault of a file, found while reading it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub place: Place,
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultKind {
    /// The file cannot be read, or not as text.
    Unreadable(Unreadable),
    /// The parser's words.
    Syntax { detail: String },
    /// A whole number that is written with zeros before it: as it is written.
    LeadingZero { found: String },
    /// A key that the type does not have, with the nearest it has.
    UnknownKey { key: String, nearest: Option<String> },
    /// A heading that names no key of the table, with the nearest it has.
    UnknownColumn { heading: String, nearest: Option<String> },
    /// A column, by its letters, that has values and no heading.
    NamelessColumn { letters: String },
    /// A cell of a printed table beyond its last heading: its row, from 1, its column by its letters, and what it says.
    CellBeyond { row: usize, letters: String, found: String },
    /// A column or a whole table that is told twice: what it is, the places in words, the first of them.
    Twice { what: String, places: Vec<String>, first: Place },
    /// A number that a spreadsheet has cut: its leading zeros, or its last digits. How many digits it should have.
    CutNumber { digits: usize },
    /// A telephone of nine digits, read with the zero that a spreadsheet took away.
    CompletedNumber,
    /// A sheet of a workbook that bears the name of no table.
    UnreadSheet { sheet: String },
    /// A file of rows that bears the name of no table, and lists so many pupils.
    UnreadList { pupils: usize },
    /// Lines with bytes of another encoding than the others.
    MixedEncoding { lines: Vec<usize> },
    /// A key that must be there is missing (`table` is its path) or is empty.
    Missing { key: String, description: String, example: Option<String>, empty: bool },
    /// A text that only holds the place of one, « à compléter », and whether the key must be there.
    Placeholder { key: String, description: String, example: Option<String>, required: bool },
    /// A value of another type or outside its list.
    WrongValue { found: String, expected: String, choices: Vec<String>, nearest: Option<String> },
    /// A day that no calendar has.
    ImpossibleDate { found: String },
    /// Characters that no embedded font can show, in the order of the text, and how many times it has each.
    Unprintable { characters: Vec<(char, usize)> },
    /// A file that the data names and that cannot be used.
    Reference { target: String, reason: BadReference },
    /// An image whose text alternative is empty.
    NoAlternative { target: String },
    /// A Markdown construct that is not accepted.
    Markdown { construct: Construct },
}

/// What a Markdown text may not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construct {
    Html,
    /// A link that is neither http(s) nor mailto.
    Link,
    /// More levels of lists and quotes than anyone reads.
    Depth,
    Strikethrough,
    Footnote,
    /// TeX.
    Formula,
    PageBreak,
    /// `==word==`.
    Highlight,
    /// `m^2^`.
    Superscript,
    /// `[!NOTE]`.
    Admonition,
    /// A link whose address has spaces.
    SpacedLink,
    /// `{#anchor}`, `{width=50%}`.
    Attributes,
    /// Rows of a table without the line of dashes below its heading.
    TableWithoutRule,
    /// A row with more cells than its table has columns.
    TooManyCells,
    /// Lines with tabs: what a copied table leaves.
    PastedTable,
    /// `#Heading`.
    HeadingWithoutSpace,
    /// A heading below four spaces or more.
    HeadingInRetreat,
    /// A line of dashes below a paragraph of several lines, which becomes a heading.
    Underline,
    /// A number after « > » or « + », which would be a quote or a list.
    Greater,
    Plus,
}

/// Why a file cannot be read. Sizes in bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Unreadable {
    Io(String),
    NotUtf8,
    TooLarge {
        size: u64,
        limit: u64,
    },
    TooMany {
        limit: usize,
    },
    NotRegular,
    Link,
    /// Two files whose names differ only by the form of their accents, or by their case.
    Twins,
    /// Its name is no text: nothing can ask for it.
    NotNamed,
    /// A file of rows.
    Table(BadTable),
}

/// Why a table cannot be read of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadTable {
    /// Neither a text nor a workbook that is known.
    NotATable,
    /// The Excel format of before 2007.
    OldExcel,
    Encrypted,
    Damaged,
    /// More rows, or more text, than a promotion can have.
    TooLarge,
    /// No row whose cells are keys of the table.
    NoHeadings,
    /// A workbook of several tables without a sheet that bears the name of one.
    NoSheet,
}

/// Why a file that the data names cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum BadReference {
    Missing,
    Outside,
    Link,
    /// Two files whose names differ only by the form of their accents, or by their case.
    Twins,
    /// Not one of the kinds that this place accepts; what it is, where that is known.
    Kind {
        accepted: &'static str,
        found: Option<Format>,
    },
    /// Damaged: the decoder's reason.
    Damaged(String),
    /// Larger than the limit, both in words.
    TooLarge {
        found: String,
        limit: String,
    },
    /// More than a scan may take to be drawn.
    Excess(Excess),
}

/// What a scan took more of than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    Time {
        seconds: u64,
    },
    Memory {
        mib: u64,
    },
    /// What reads it stopped.
    Crash,
}

/// A kind of file that people have and that no place accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Heic,
    Avif,
    WebP,
    Gif,
    Bmp,
    Tiff,
    Svg,
    /// Word, OpenDocument and what else is a package of files, or the binary formats of before.
    Office,
    Pdf,
}
