//! Rows of tables, wherever their cells come from: text, XLSX, ODS. Streamed and bounded, without formulas.

pub mod delimited;
mod format;
mod merged;
mod ods;
pub mod text;
pub mod trouble;
pub mod workbook;
mod xlsx;
pub mod xml;

use std::ops::ControlFlow;

pub use trouble::{Elsewhere, Trouble};

use crate::domain::Date;

/// Columns that are looked at.
pub const COLUMNS: usize = 256;
/// Rows among which the headings are looked for: a table may begin with a title, an export with a preamble.
pub const PREAMBLE: usize = 40;
/// Most rows of a table that is kept whole.
pub const ROWS: usize = 50_000;
/// Words of a heading that change nothing: « Nom de famille » is `nom_famille`, « Prénom(s) » is `prenoms`.
pub const IDLE: [&str; 18] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "par", "a", "au", "aux", "en", "s", "e", "et", "dans", "sur"];
/// Longest text of a cell that is kept, in bytes; what is longer is cut, and longer than any spreadsheet allows.
pub const CELL_LIMIT: usize = 128 << 10;

/// What a cell of a workbook holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Text,
    /// A quantity: leading zeros are lost, and a day is the number of days since the epoch.
    Number,
    /// A day, written `2005-03-14`, that the workbook itself says to be one.
    Day,
    /// True or false.
    Truth,
    /// The spreadsheet's own fault, such as `#N/A`.
    Wrong,
    /// A formula of which no program has kept the value.
    Uncomputed,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub kind: CellKind,
    /// Its value is the last one that a formula had.
    pub formula: bool,
}

impl Cell {
    /// A cell of text, cut where no one reads any more.
    pub fn text(mut text: String) -> Self {
        cut(&mut text);
        Cell { text, ..Cell::default() }
    }

    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.kind != CellKind::Uncomputed
    }
}

/// A number, or nothing where the cell has none.
fn numeric(value: &str) -> Cell {
    let Cell { text, .. } = Cell::text(number(value));
    let kind = if text.is_empty() { CellKind::Text } else { CellKind::Number };
    Cell { text, kind, formula: false }
}

/// A number as a person would type it: no fraction if it has none.
fn number(value: &str) -> String {
    const EXACT: f64 = 9e15;
    match value.trim().parse::<f64>() {
        Ok(n) if n.fract() == 0.0 && n.abs() < EXACT => format!("{n:.0}"),
        _ => value.trim().to_owned(),
    }
}

/// What spreadsheets show for a formula that fails.
const FAULTS: [&str; 14] = [
    "#N/A", "#REF!", "#VALEUR!", "#VALUE!", "#DIV/0!", "#NOM?", "#NAME?", "#NOMBRE!", "#NUM!", "#NUL!", "#NULL!",
    "#N/D", "#####", "#SPILL!",
];

/// Whether a text is a spreadsheet's own fault, wherever it was written.
pub fn is_fault(text: &str) -> bool {
    FAULTS.contains(&text) || text.starts_with("Err:5")
}

/// The text of a day without the hour that may stand after it (`14/03/2005 00:00`, `2005-03-14T00:00:00`); the whole text where
/// something else does.
pub fn without_hour(text: &str) -> &str {
    let Some((day, rest)) = text.split_once([' ', 'T']) else { return text };
    let hour = rest.trim();
    let clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | 'h' | 'H' | 'Z' | ' ');
    if hour.starts_with(|c: char| c.is_ascii_digit()) && hour.chars().all(clock) { day } else { text }
}

/// The letters by which spreadsheets name a column, from 0: A, B … Z, AA.
pub fn letters(column: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    match column / 26 {
        0 => letter(column).to_string(),
        n => format!("{}{}", letter(n - 1), letter(column)),
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
    /// What an ODS says.
    At(Date),
}

impl Epoch {
    /// The day of a number, the hour after it left out. A small number is a slip, not a day of long ago: so the 29th of
    /// February 1900, number 60 of Excel, is none, and the days before it, which Excel counts one too far, are none.
    pub fn of_number(self, number: &str) -> Option<Date> {
        const FIRST: i16 = 1910;
        const LAST: i16 = 2100;
        let whole = number.split('.').next().unwrap_or_default();
        let number: i32 = whole.parse().ok().filter(|n| (0..100_000).contains(n))?;
        let zero = match self {
            Epoch::Of1900 => Date::new(1899, 12, 30)?,
            Epoch::Of1904 => Date::new(1904, 1, 1)?,
            Epoch::At(day) => day,
        };
        Some(zero.plus_days(number)).filter(|d| (FIRST..LAST).contains(&d.year()))
    }
}

/// A sheet as its workbook presents it.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'s> {
    pub name: &'s str,
    pub hidden: bool,
    pub epoch: Epoch,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// From 1.
    pub number: u64,
    pub hidden: bool,
    /// What a merged cell holds is in the first of its columns, on each of its rows.
    pub cells: Vec<Cell>,
}

/// Takes the sheets of a workbook, in their order.
pub trait Sheets {
    /// A sheet begins.
    fn begin(&mut self, sheet: &Sheet<'_>);

    /// The next row of the sheet; a break when no more of its rows are wanted.
    fn row(&mut self, row: Row) -> ControlFlow<()>;

    /// The sheet ends, or cannot be read further.
    fn end(&mut self);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_no_part_of_a_day_and_a_word_is() {
        for text in ["14/03/2005 00:00", "14/03/2005T08:30:00.5Z", "14/03/2005  8 h 30", "14/03/2005"] {
            assert_eq!(without_hour(text), "14/03/2005", "{text}");
        }
        for text in ["14/03/2005 (à vérifier)", "14 mars 2005", "14/03/2005 ?", "14/03/2005 ou 15/03/2005"] {
            assert_eq!(without_hour(text), text);
        }
    }

    #[test]
    fn columns_have_their_letters() {
        assert_eq!([0, 25, 26, 255].map(letters), ["A", "Z", "AA", "IV"]);
    }
}
