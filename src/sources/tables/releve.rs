//! A table as it stands in someone's sheet, to be laid in a promotion: its columns by the keys that they are, its cells as
//! they are shown, and the values that a settings file takes.

use std::fmt;

use serde_json::Value;

use super::row::{self, Lines};
use super::sheet::RawSheet;
use super::vertical::Beside;
use super::{PROMOTION, Table, cells, names, vocabulary};
use crate::domain::fault::{Fault, FaultKind};
use crate::sources::rows::{Epoch, Row, letters};
use crate::sources::schema::Node;

/// A table of a promotion that is no list of students.
#[derive(Clone)]
pub struct Releve {
    table: &'static Table,
    raw: RawSheet,
}

impl fmt::Debug for Releve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Releve").field("table", &self.table.key).field("raw", &self.raw).finish()
    }
}

/// Its rows, the cells by the names of their columns.
#[derive(Debug, Default)]
pub struct Lignes {
    /// The columns, as our own tables name them.
    pub columns: Vec<String>,
    pub rows: Vec<(u64, Vec<String>)>,
    /// Headings that are no key's, and columns without one.
    pub unread: Vec<String>,
}

/// A value that cannot be read: its row, its column, and why.
pub type Lost = (u64, Option<String>, FaultKind);

impl Releve {
    /// The table that a sheet or a file of this name is; none for the students, whom exports tell in their own way.
    pub fn named(name: &str) -> Option<&'static Table> {
        PROMOTION.of_sheet(name).filter(|t| t.key != "etudiant")
    }

    /// Whether a sheet of this name lists people who are no students.
    pub fn is_of_others(name: &str) -> bool {
        vocabulary::is_of_others(name)
    }

    /// A table in a sheet of a workbook; none where its headings are not there.
    pub fn of_rows(table: &'static Table, sheet: &str, epoch: Epoch, rows: Vec<Row>) -> Option<Self> {
        Releve::of(table, RawSheet::of_rows(sheet, epoch, rows))
    }

    /// A table in a text.
    pub fn of_text(table: &'static Table, text: String) -> Option<Self> {
        Releve::of(table, RawSheet::of_text(text, table))
    }

    fn of(table: &'static Table, raw: RawSheet) -> Option<Self> {
        table.is_in(&raw.rows).then_some(Releve { table, raw })
    }

    /// The key of the table, with which data paths begin.
    pub fn key(&self) -> &'static str {
        self.table.key
    }

    /// Whether the sheet is longer than a table can be.
    pub fn is_cut(&self) -> bool {
        self.raw.too_large
    }

    /// The rows, the texts as they are shown.
    pub fn lignes(&self) -> Lignes {
        let mut raw = self.raw.clone();
        let epoch = raw.epoch;
        names::join(self.table, &mut raw.rows);
        let Some(lines) = Lines::of(self.table, &mut raw) else { return Lignes::default() };
        let mut out = Lignes::default();
        let mut places = Vec::new();
        for (i, cell) in lines.head.cells.iter().enumerate() {
            let heading = cell.text.trim();
            let leaf = self.table.columns.of(heading);
            if let Some((leaf, n)) = leaf {
                let leaf = &self.table.columns.leaves[leaf];
                let name = leaf.numbered(n);
                if !out.columns.contains(&name) {
                    out.columns.push(name);
                    places.push((i, leaf));
                    continue;
                }
            }
            out.unread.extend(Some(heading.to_owned()).filter(|h| !self.table.columns.is_idle(h)));
        }
        let nameless = |column: usize| format!("colonne {} sans titre", letters(column));
        let beside = |b: &Beside| if b.heading.is_empty() { nameless(b.column) } else { b.heading.clone() };
        out.unread.extend(lines.beside.iter().map(beside));
        for row in &lines.rows {
            let shown = |(column, leaf): &(usize, &super::headings::Leaf)| {
                row.cells.get(*column).map(|c| cells::shown(c, leaf.key.node == Node::Date, epoch)).unwrap_or_default()
            };
            let cells: Vec<String> = places.iter().map(shown).collect();
            let beyond = (0..row.cells.len()).filter(|i| !row.cells[*i].is_blank());
            let without = beyond.filter(|i| lines.head.cells.get(*i).is_none_or(|h| h.text.trim().is_empty()));
            for name in without.map(nameless) {
                if !out.unread.contains(&name) {
                    out.unread.push(name);
                }
            }
            if cells.iter().any(|c| !c.is_empty()) {
                out.rows.push((row.number, cells));
            }
        }
        out
    }

    /// The values of the rows, as a settings file has them, and those that cannot be read.
    pub fn values(&self) -> (Vec<Value>, Vec<Lost>) {
        let mut faults = Vec::new();
        let Some((values, grid)) = row::read(self.table, "", self.raw.clone(), &mut faults) else {
            return (Vec::new(), Vec::new());
        };
        let place = |fault: Fault| {
            let found = fault.place.field().and_then(|path| grid.find(path, &fault.place.at));
            let column = found.as_ref().and_then(|f| f.column.map(str::to_owned));
            (found.map_or(0, |f| f.row), column, fault.kind)
        };
        // What is missing is for the check to tell, once all is together.
        let told = faults.into_iter().filter(|f| !matches!(f.kind, FaultKind::Missing { .. }));
        (values, told.map(place).collect())
    }
}
