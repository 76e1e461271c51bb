//! Where the cells of a table are: from the data path that a rule reports to the row, the column and the bytes.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::At;
use crate::sources::located::Text;

/// A table of a file of rows, once read.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The sheet, in a workbook; the text is then a rendition of it, a line for each row.
    pub sheet: Option<String>,
    pub(in crate::sources) text: Text,
    /// The row of the headings, from 1.
    heading_row: u64,
    headings: Vec<Heading>,
    rows: Vec<Row>,
    /// It holds one block, whose data paths name no row.
    is_block: bool,
    /// Columns by the data path of their values within a row.
    by_path: HashMap<String, usize>,
}

/// The heading of a column: its words, its bytes, and the data path of its values within a row.
#[derive(Clone, Debug)]
pub struct Heading {
    pub name: String,
    pub bytes: Range<usize>,
    pub path: Option<String>,
    /// Its row, where the headings stand one below the other.
    pub row: Option<u64>,
}

/// A row of data: its number, and the bytes of its cells.
#[derive(Clone, Debug)]
pub struct Row {
    pub number: u64,
    pub cells: Vec<Range<usize>>,
    /// Its first cell that is not empty.
    pub first: usize,
}

/// What a data path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'g> {
    pub row: u64,
    /// The heading; none for a whole row.
    pub column: Option<&'g str>,
    pub bytes: Range<usize>,
}

impl Grid {
    pub(super) fn new(
        sheet: Option<String>,
        text: String,
        heading_row: u64,
        headings: Vec<Heading>,
        is_block: bool,
    ) -> Self {
        let by_path = |(i, h): (usize, &Heading)| Some((h.path.clone()?, i));
        let by_path = headings.iter().enumerate().filter_map(by_path).collect();
        Grid { sheet, text: Text::new(text), heading_row, headings, rows: Vec::new(), is_block, by_path }
    }

    pub(super) fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Whether some column holds the value at `path` of a row, or a part of it.
    pub fn has_column(&self, path: &str) -> bool {
        self.column(path).is_some()
    }

    /// What `stage[3].tuteur[0].nom` leads to: the cell, or the row; `stage.debut` the heading of a key, and as the
    /// name of a key (`At::Key`) the last heading that reads so.
    pub fn find(&self, path: &str, at: &At) -> Option<Found<'_>> {
        let rest = path.trim_start_matches(|c: char| !matches!(c, '[' | '.'));
        if let Some((rank, rest)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            return self.in_row(rank.parse().ok()?, rest.trim_start_matches('.'));
        }
        let name = rest.trim_start_matches('.');
        if self.is_block && matches!(at, At::Value(_)) && !self.rows.is_empty() {
            return self.in_row(0, name);
        }
        let column = match at {
            At::Key(_) => self.headings.iter().rposition(|h| h.name == name),
            _ => self.column(name),
        };
        let heading = column.and_then(|c| self.headings.get(c));
        let shown = heading.or_else(|| self.headings.iter().find(|h| !h.bytes.is_empty()))?;
        let column = heading.map(|h| h.name.as_str());
        Some(Found { row: shown.row.unwrap_or(self.heading_row), column, bytes: shown.bytes.clone() })
    }

    fn in_row(&self, rank: usize, path: &str) -> Option<Found<'_>> {
        let row = self.rows.get(rank)?;
        let column = self.nearest(path);
        let bytes = match column.or(Some(row.first)).and_then(|c| row.cells.get(c)) {
            Some(bytes) => bytes.clone(),
            // A row that ends before the column.
            None => row.cells.last().map_or(0..0, |last| last.end..last.end),
        };
        let heading = column.map(|c| &self.headings[c]);
        let number = heading.and_then(|h| h.row).unwrap_or(row.number);
        Some(Found { row: number, column: heading.map(|h| h.name.as_str()), bytes })
    }

    /// The column of a path or of its nearest ancestor that has one.
    fn nearest(&self, path: &str) -> Option<usize> {
        let mut path = path;
        while !path.is_empty() {
            if let Some(column) = self.column(path) {
                return Some(column);
            }
            path = &path[..path.rfind(['.', '[']).unwrap_or(0)];
        }
        None
    }

    /// The column of a path, or the first that holds a part of it.
    fn column(&self, path: &str) -> Option<usize> {
        let part = |h: &Heading| {
            h.path.as_deref().and_then(|p| p.strip_prefix(path)).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        self.by_path.get(path).copied().or_else(|| self.headings.iter().position(part))
    }
}
