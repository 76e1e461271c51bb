//! A block whose keys stand one below the other, each before its value: turned into one row below its headings.

use std::ops::Range;

use super::Table;
use super::sheet::RawRow;
use crate::domain::identifiers::normalise;
use crate::sources::rows::{Cell, PREAMBLE};

/// Columns in which the keys are looked for: the first may be empty, or number the rows.
const COLUMNS: usize = 3;
/// What people write above the values.
const VALUES: [&str; 4] = ["valeur", "valeurs", "reponse", "contenu"];

/// What stands above the explanations of our own blocks.
pub const EXPLANATION: &str = "explication";

/// Where the keys and the values stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    keys: usize,
    values: usize,
    /// The row of the heading of the values, if they have one.
    head: Option<usize>,
}

impl Layout {
    /// The key of a row.
    pub fn key<'r>(&self, row: &'r RawRow) -> Option<&'r str> {
        row.cells.get(self.keys).map(|c| c.text.as_str())
    }

    /// Whether the values stand in this column.
    pub fn is_value(&self, column: usize) -> bool {
        column == self.values
    }
}

/// A block turned: its keys, its values, and what stands beside them and is not read, as columns.
#[derive(Debug, Default)]
pub struct Turned {
    pub headings: Vec<(String, Range<usize>)>,
    /// The row of each key.
    pub numbers: Vec<u64>,
    pub cells: Vec<Cell>,
    pub bytes: Vec<Range<usize>>,
    pub beside: Vec<Beside>,
}

/// A column that stands beside the values and is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    pub column: usize,
    /// Its heading, if it has one.
    pub heading: String,
    /// The rank of the key beside which its first cell stands.
    pub key: usize,
}

/// How the keys of `table` stand one below the other in these rows; `None` where they do not.
pub fn keys(table: &Table, rows: &[RawRow]) -> Option<Layout> {
    if !table.is_block {
        return None;
    }
    let text =
        |row: &RawRow, column: usize| row.cells.get(column).map(|c| c.text.trim().to_owned()).unwrap_or_default();
    let known =
        |column: usize| rows.iter().filter(|r| r.cells.len() > column + 1 && table.is_key(&text(r, column))).count();
    let keys = (0..COLUMNS).rev().max_by_key(|c| known(*c))?;
    let across = rows.iter().take(PREAMBLE).map(|r| table.known(r.cells.iter().map(|c| c.text.as_str()))).max()?;
    if known(keys) == 0 || known(keys) < across {
        return None;
    }
    let is_head = |row: &RawRow| {
        row.cells.iter().position(|c| VALUES.contains(&normalise(&c.text).as_str())).filter(|at| *at > keys)
    };
    let head = rows.iter().take(PREAMBLE).enumerate().find_map(|(i, r)| Some((i, is_head(r)?)));
    Some(match head {
        Some((row, values)) => Layout { keys, values, head: Some(row) },
        None => Layout { keys, values: keys + 1, head: None },
    })
}

/// Turns the rows of a block. A value that goes on below, beside no key, is one with the one above; a key that no one knows
/// and that has no value is a title.
pub fn turn(table: &Table, layout: Layout, rows: &[RawRow]) -> Turned {
    let mut out = Turned::default();
    let head = layout.head.map(|at| &rows[at]);
    let heading = |column: usize| head.and_then(|r| r.cells.get(column)).map(|c| c.text.trim()).unwrap_or_default();
    // What a person keeps for themselves, and what we explain ourselves.
    let idle = |column: usize| heading(column).starts_with('#') || normalise(heading(column)) == EXPLANATION;
    for row in &rows[layout.head.map_or(0, |at| at + 1)..] {
        let cell = |column: usize| row.cells.get(column).filter(|c| !c.is_blank());
        let at = |column: usize| row.bytes.get(column).cloned().unwrap_or_default();
        let key = cell(layout.keys).map(|c| c.text.trim().to_owned()).unwrap_or_default();
        let value = cell(layout.values);
        match (key.is_empty(), value) {
            (true, Some(value)) => match out.cells.last_mut() {
                Some(above) => above.text = format!("{}\n{}", above.text, value.text),
                None => continue,
            },
            (true, None) => {}
            (false, value) => {
                if value.is_none() && !table.is_key(&key) {
                    continue;
                }
                out.headings.push((key, at(layout.keys)));
                out.numbers.push(row.number);
                out.cells.push(value.cloned().unwrap_or_default());
                out.bytes.push(at(layout.values));
            }
        }
        let key = out.cells.len().saturating_sub(1);
        for column in (layout.keys + 1..row.cells.len()).filter(|c| *c != layout.values && cell(*c).is_some()) {
            if !idle(column) && !out.beside.iter().any(|b| b.column == column) {
                out.beside.push(Beside { column, heading: heading(column).to_owned(), key });
            }
        }
    }
    out
}
