//! Rows of tables, wherever their cells come from: text, XLSX, ODS. Streamed and bounded, without formulas.

pub mod archive;
pub mod delimited;
pub mod text;
pub mod trouble;
pub mod workbook;
pub mod xml;

use std::ops::ControlFlow;

pub use trouble::Trouble;

/// Columns that are looked at.
pub const COLUMNS: usize = 256;
/// Longest text of a cell that is kept, in bytes; what is longer is cut, and longer than any spreadsheet allows.
pub const CELL_LIMIT: usize = 128 << 10;

/// What a cell of a workbook holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Text,
    /// A quantity: leading zeros are lost, and a day is the number of days since the epoch.
    Number,
    /// True or false.
    Truth,
    /// The spreadsheet's own fault, such as `#N/A`.
    Wrong,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub kind: CellKind,
}

impl Cell {
    /// A cell of text, cut where no one reads any more.
    pub fn text(mut text: String) -> Self {
        cut(&mut text);
        Cell { text, kind: CellKind::Text }
    }
}

/// Cuts what is longer than a cell may be.
pub fn cut(text: &mut String) {
    if text.len() > CELL_LIMIT {
        let end = (0..=CELL_LIMIT).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        text.truncate(end);
    }
}

/// The day that number 0 is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Epoch {
    #[default]
    Of1900,
    /// What Excel for Macintosh wrote.
    Of1904,
}

/// Takes the sheets of a workbook, in their order.
pub trait Sheets {
    /// A sheet begins.
    fn begin(&mut self, name: &str, epoch: Epoch);

    /// The next row of the sheet, by its number from 1; a break when no more of its rows are wanted.
    fn row(&mut self, number: u64, cells: Vec<Cell>) -> ControlFlow<()>;

    /// The sheet ends, or cannot be read further.
    fn end(&mut self);
}
