//! A table as it stands in someone's sheet, to be laid in a promotion: its columns by the keys that they are, its cells as
//! they are shown, and the values that a settings file takes.

use std::fmt;

use serde_json::Value;

use super::headings::Leaf;
use super::row::{self, Lines};
use super::sheet::RawSheet;
use super::vertical::Beside;
use super::{Cell, PROMOTION, Table, cells, names, vocabulary};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::pays::is_france;
use crate::sources::rows::text::{self, MARK};
use crate::sources::rows::{CellKind, Epoch, Row, letters};
use crate::sources::schema::Node;

/// A table of a promotion that is no list of students.
#[derive(Clone)]
pub struct Releve {
    table: &'static Table,
    raw: RawSheet,
    /// The rows that are left out, of which a quote is not closed.
    pub quotes: Vec<u64>,
}

impl fmt::Debug for Releve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Releve").field("table", &self.table.key).field("raw", &self.raw).finish()
    }
}

/// Its rows, the cells by the names of their columns.
#[derive(Clone, Debug, Default)]
pub struct Lignes {
    /// The columns, as our own tables name them.
    pub columns: Vec<String>,
    pub rows: Vec<(u64, Vec<String>)>,
    /// Headings that are no key's, and columns without one.
    pub unread: Vec<String>,
    /// Cells of which there is something to tell: their row, the rank of their column, and what.
    pub odd: Vec<(u64, usize, Odd)>,
}

/// What there is to tell of a cell, of which its text tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// Bytes that are not of the encoding of their text.
    OtherEncoding,
    /// A formula of which no program has kept the value.
    Uncomputed,
    /// A telephone of nine digits, completed.
    Completed,
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

    /// A table in the bytes of a text; those of another encoding than the rest bear their mark until they are told.
    pub fn of_text(table: &'static Table, bytes: &[u8]) -> Option<Self> {
        let separator = RawSheet::separator(&text::decode(bytes), table);
        let mut raw = RawSheet::separated(text::decode_marked(bytes), separator);
        if raw.text.contains('\0') {
            return None;
        }
        for cell in raw.rows.iter_mut().flat_map(|r| &mut r.cells).filter(|c| c.text.contains(MARK)) {
            let plain = unmarked(&cell.text);
            if table.is_key(plain.trim()) {
                cell.text = plain;
            }
        }
        Releve::of(table, raw)
    }

    fn of(table: &'static Table, mut raw: RawSheet) -> Option<Self> {
        // Where such a row ends is not known.
        let quotes = raw.rows.iter().filter(|r| r.unclosed.is_some()).map(|r| r.number).collect();
        raw.rows.retain(|r| r.unclosed.is_none());
        table.is_in(&raw.rows).then_some(Releve { table, raw, quotes })
    }

    pub fn table(&self) -> &'static Table {
        self.table
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
        let places = self.places(&lines, &mut out);
        for row in &lines.rows {
            let is_pays =
                |leaf: &Leaf, cell: &Cell| leaf.key.name == "pays" && !cell.is_blank() && !is_france(&cell.text);
            let abroad = places.iter().any(|(column, leaf)| row.cells.get(*column).is_some_and(|c| is_pays(leaf, c)));
            let mut cells = Vec::new();
            for (rank, (column, leaf)) in places.iter().enumerate() {
                let (text, odd) = row.cells.get(*column).map(|c| shown(c, leaf, epoch, abroad)).unwrap_or_default();
                let number = lines.numbers.get(*column).copied().unwrap_or(row.number);
                out.odd.extend(odd.into_iter().map(|odd| (number, rank, odd)));
                cells.push(text);
            }
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

    /// The columns that are read, with what each holds; the others are told in `out`.
    fn places(&self, lines: &Lines, out: &mut Lignes) -> Vec<(usize, &'static Leaf)> {
        let mut places = Vec::new();
        for (i, cell) in lines.head.cells.iter().enumerate() {
            let heading = unmarked(cell.text.trim());
            if let Some((leaf, n)) = self.table.columns.of(&heading) {
                let leaf = &self.table.columns.leaves[leaf];
                let name = leaf.numbered(n);
                if !out.columns.contains(&name) {
                    out.columns.push(name);
                    places.push((i, leaf));
                    continue;
                }
            }
            out.unread.extend(Some(heading).filter(|h| !self.table.columns.is_idle(h)));
        }
        let beside = |b: &Beside| if b.heading.is_empty() { nameless(b.column) } else { unmarked(&b.heading) };
        out.unread.extend(lines.beside.iter().map(beside));
        places
    }

    /// The values of the rows, as a settings file has them, and those that cannot be read.
    pub fn values(&self) -> (Vec<Value>, Vec<Lost>) {
        let mut raw = self.raw.clone();
        for cell in raw.rows.iter_mut().flat_map(|r| &mut r.cells).filter(|c| c.text.contains(MARK)) {
            cell.text = unmarked(&cell.text);
        }
        let mut faults = Vec::new();
        let Some((values, grid)) = row::read(self.table, "", raw, &mut faults) else {
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

/// The text of a cell as a text table has it, and what there is to tell of it.
fn shown(cell: &Cell, leaf: &Leaf, epoch: Epoch, abroad: bool) -> (String, Vec<Odd>) {
    let text = unmarked(&cells::shown(cell, leaf.key.node == Node::Date, epoch));
    // Abroad, telephones have numbers of their own.
    let whole = cells::completed(&text, &leaf.key).filter(|_| !abroad);
    let odd = [
        (Odd::OtherEncoding, cell.text.contains(MARK)),
        (Odd::Uncomputed, cell.kind == CellKind::Uncomputed),
        (Odd::Completed, whole.is_some()),
    ];
    (whole.unwrap_or(text), odd.into_iter().filter(|(_, is)| *is).map(|(odd, _)| odd).collect())
}

fn unmarked(text: &str) -> String {
    text.replace(MARK, "")
}

fn nameless(column: usize) -> String {
    format!("colonne {} sans titre", letters(column))
}
