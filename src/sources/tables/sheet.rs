//! The rows of one sheet, or of one text, as they were read, and the text in which their cells are shown.

use std::ops::{ControlFlow, Range};

use super::{Family, Table};
use crate::sources::rows::delimited::{Record, SEPARATORS, records};
use crate::sources::rows::text::bare;
use crate::sources::rows::{COLUMNS, Cell, Epoch, PREAMBLE, ROWS, Row, Sheet, Sheets};

/// The last row of a sheet, as spreadsheets have it.
const LAST_ROW: u64 = 1 << 20;
/// Bytes of the text of a sheet.
const TEXT: usize = 24 << 20;

/// What stands between the cells of a workbook where they are shown.
const SEPARATOR: &str = " | ";

/// A row: its number from 1, its cells, and their bytes in the text.
#[derive(Clone, Debug)]
pub struct RawRow {
    pub number: u64,
    pub cells: Vec<Cell>,
    pub bytes: Vec<Range<usize>>,
    /// The cell whose quote is never closed.
    pub unclosed: Option<usize>,
}

impl RawRow {
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// A sheet, or a text table.
#[derive(Clone, Debug, Default)]
pub struct RawSheet {
    pub sheet: Option<String>,
    pub epoch: Epoch,
    /// Rows that are not blank.
    pub rows: Vec<RawRow>,
    /// The text itself, or once shown a rendition of the sheet.
    pub text: String,
    /// Bytes that the rendition of a sheet will have.
    size: usize,
    /// There was more than a folder can have.
    pub too_large: bool,
}

impl RawSheet {
    /// Reads a text that may hold `table`.
    pub fn of_text(text: String, table: &Table) -> Self {
        let separator = RawSheet::separator(&text, table);
        RawSheet::separated(text, separator)
    }

    /// The separator with which the headings of `table` are best understood.
    pub fn separator(text: &str, table: &Table) -> u8 {
        let known = |separator: &u8| {
            let rows = || records(text, *separator).take(PREAMBLE);
            let across = rows().map(|r| table.known(r.fields.iter().map(|f| f.text.as_str()))).max().unwrap_or(0);
            // The keys of a block may stand one below the other, each before its value.
            let first = |r: Record| r.fields.into_iter().next().filter(|_| table.is_block).map(|f| f.text);
            let several = |r: &Record| r.fields.len() > 1;
            let below: Vec<String> = rows().filter(several).filter_map(first).collect();
            across.max(table.known(below.iter().map(String::as_str)))
        };
        SEPARATORS.into_iter().rev().max_by_key(known).expect("there are three")
    }

    /// Reads a text whose cells stand between those signs. A row of which a quote is not closed takes no other with it.
    pub fn separated(text: String, separator: u8) -> Self {
        let mut out = RawSheet::default();
        let mut all = records(&text, separator);
        while let Some(record) = all.next() {
            let record = if record.swallows() { all.take_back(&record) } else { record };
            let unclosed = record.fields.iter().take(COLUMNS).position(|f| f.unclosed);
            let fields = record.fields.into_iter().take(COLUMNS);
            let (cells, bytes) = fields.map(|f| (Cell::text(bare(&f.text)), f.bytes)).unzip();
            let row = RawRow { number: record.line, cells, bytes, unclosed };
            out.too_large |= out.rows.len() >= ROWS;
            if !row.is_blank() && !out.too_large {
                out.rows.push(row);
            }
        }
        out.text = text;
        out
    }

    /// The rows of a sheet of a workbook.
    pub fn of_rows(sheet: &str, epoch: Epoch, rows: Vec<Row>) -> Self {
        let mut out = RawSheet { sheet: Some(sheet.to_owned()), epoch, ..RawSheet::default() };
        rows.into_iter().for_each(|row| out.push(row.number, row.cells));
        out
    }

    /// Adds a row of a workbook.
    fn push(&mut self, number: u64, mut cells: Vec<Cell>) {
        while cells.last().is_some_and(Cell::is_blank) {
            cells.pop();
        }
        if cells.is_empty() {
            return;
        }
        let last = self.rows.last().map_or(0, |r| r.number);
        self.size += cells.iter().map(|c| c.text.len() + SEPARATOR.len()).sum::<usize>();
        // Numbers that go back would put two rows on a line.
        if self.rows.len() >= ROWS || number <= last || number > LAST_ROW || self.size > TEXT {
            self.too_large = true;
            return;
        }
        self.rows.push(RawRow { number, cells, bytes: Vec::new(), unclosed: None });
    }

    /// Makes the text in which the cells of a workbook are shown: a line for each row, blank ones too, so that the
    /// number of a line is that of its row. `shown` has other words for a cell of a row and a column, where it has some.
    pub fn render(&mut self, shown: impl Fn(usize, usize, &Cell) -> Option<String>) {
        let (mut text, mut line) = (String::with_capacity(self.size), 1);
        for (n, row) in self.rows.iter_mut().enumerate() {
            text.extend(std::iter::repeat_n('\n', usize::try_from(row.number - line).unwrap_or(0)));
            line = row.number;
            for (i, cell) in row.cells.iter().enumerate() {
                text.push_str(if i > 0 { SEPARATOR } else { "" });
                let start = text.len();
                let other = shown(n, i, cell);
                let words = other.as_deref().unwrap_or(cell.text.trim());
                text.extend(words.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
                row.bytes.push(start..text.len());
            }
        }
        self.text = text;
    }
}

/// The sheets of a workbook that are tables.
pub struct Wanted {
    family: &'static Family,
    /// The table that the workbook itself is named after.
    own: Option<&'static Table>,
    current: RawSheet,
    current_table: Option<&'static Table>,
    /// The sheets that bear the name of a table, and the first of another name that has the headings of `own`.
    pub named: Vec<(&'static Table, RawSheet)>,
    pub other: Option<RawSheet>,
    /// The sheets that have rows and are no table, by their names; what a person hides or begins with # is theirs.
    pub unread: Vec<String>,
    is_shown: bool,
}

impl Wanted {
    pub fn new(family: &'static Family, own: Option<&'static Table>) -> Self {
        let (current, named) = (RawSheet::default(), Vec::new());
        Wanted { family, own, current, current_table: None, named, other: None, unread: Vec::new(), is_shown: true }
    }
}

impl Sheets for Wanted {
    fn begin(&mut self, sheet: &Sheet<'_>) {
        let name = Some(sheet.name.to_owned());
        self.current = RawSheet { sheet: name, epoch: sheet.epoch, ..RawSheet::default() };
        self.current_table = self.family.of_sheet(sheet.name);
        self.is_shown = !sheet.hidden && !sheet.name.starts_with('#');
    }

    fn row(&mut self, row: Row) -> ControlFlow<()> {
        let Row { number, cells, .. } = row;
        let maybe_own = self.own.filter(|_| self.other.is_none());
        let Some(table) = self.current_table.or(maybe_own) else {
            // Its first row is enough to know that it is not empty.
            self.current.push(number, cells);
            return if self.current.rows.is_empty() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        };
        self.current.push(number, cells);
        // A sheet of another name that has no headings is none of ours.
        let hopeless =
            self.current_table.is_none() && self.current.rows.len() == PREAMBLE && !table.is_in(&self.current.rows);
        if hopeless || self.current.too_large { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn end(&mut self) {
        let sheet = std::mem::take(&mut self.current);
        match (self.current_table.take(), self.own) {
            (Some(table), _) => self.named.push((table, sheet)),
            (None, Some(own)) if self.other.is_none() && own.is_in(&sheet.rows) => {
                self.other = Some(sheet);
            }
            _ if self.is_shown && !sheet.rows.is_empty() => self.unread.extend(sheet.sheet),
            _ => {}
        }
    }
}
