//! Where a fault is: a file and a place in its data, turned into lines only when printed.

use std::ops::Range;

use super::Lines;

/// A place in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Path relative to the folder, with `/`.
    pub file: String,
    pub at: At,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// The file itself: absent, unreadable, or wrong as a whole.
    File,
    /// The value at a data path such as `periode[1].justificatif.nature`.
    Value(String),
    /// The name of the key at a data path.
    Key(String),
    /// A section of a Markdown file, by its title.
    Section(String),
    /// Bytes of the text, for what has no data path (syntax, Markdown).
    Bytes(Range<usize>),
}

impl Place {
    pub fn file(file: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::File }
    }

    pub fn value(file: impl Into<String>, path: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::Value(path.into()) }
    }

    pub fn key(file: impl Into<String>, path: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::Key(path.into()) }
    }

    pub fn section(file: impl Into<String>, title: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::Section(title.into()) }
    }

    pub fn bytes(file: impl Into<String>, bytes: Range<usize>) -> Self {
        Place { file: file.into(), at: At::Bytes(bytes) }
    }

    /// The data path, where there is one.
    pub fn field(&self) -> Option<&str> {
        match &self.at {
            At::Value(path) | At::Key(path) => Some(path),
            At::Section(title) => Some(title),
            At::File | At::Bytes(_) => None,
        }
    }
}

/// A cell of a table, as a person finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The row, from 1.
    pub row: u64,
    /// The column by its heading; none for a whole row.
    pub column: Option<String>,
}

impl CellPlace {
    /// "feuille « Stages », ligne 4, colonne « debut »".
    pub fn in_words(&self) -> String {
        let sheet = self.sheet.as_ref().map(|s| format!("feuille « {s} »"));
        let column = self.column.as_ref().map(|c| format!("colonne « {c} »"));
        let row = format!("ligne {}", self.row);
        [sheet, Some(row), column].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Who knows the texts and can find a place in them.
pub trait Locate {
    /// The text that a place is in, if it is in one that was read and may be shown. A sheet of a workbook has a text of its own,
    /// whose lines are its rows.
    fn text(&self, place: &Place) -> Option<&str>;

    /// The bytes of a place in its text, or of its nearest ancestor that exists.
    fn span(&self, place: &Place) -> Option<Range<usize>>;

    /// The cell of a place, where it is in a table.
    fn cell(&self, _place: &Place) -> Option<CellPlace> {
        None
    }

    /// The position of byte `offset` of the text of `place`.
    fn position(&self, place: &Place, offset: usize) -> Option<Position> {
        let text = self.text(place)?;
        Some(Lines::of(text).position(text, offset))
    }

    /// Whether the file of a place is the text itself, whose lines and columns an editor can go to.
    fn is_text(&self, place: &Place) -> bool {
        self.text(place).is_some()
    }
}

/// A position in a text: line and column from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}
