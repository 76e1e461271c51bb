//! A table of a promotion that stands in a workbook: its cells as texts, and whether it holds nothing but them.

use std::io::Cursor;
use std::ops::ControlFlow;

use super::registre::{Ligne, Registre};
use crate::domain::Date;

use crate::sources::rows::{Cell, CellKind, Row, Sheet, Sheets, workbook};
use crate::sources::zips::{Archive, Budget, Holds};

/// What parts of a workbook are called that hold more than cells.
const MORE: [&str; 10] = [
    "comment",
    "drawing",
    "media/",
    "pictures/",
    "object",
    "chart",
    "embeddings/",
    "pivot",
    "xl/tables/",
    "externallink",
];

/// A table as it was read.
#[derive(Debug)]
pub struct Tenue {
    pub registre: Registre,
    /// Whether writing its cells anew loses nothing but how they look: one sheet, no formula, no comment, no picture.
    pub is_plain: bool,
}

/// Reads the first sheet that has something; none if the bytes are no workbook, or a damaged one.
pub fn read(bytes: &[u8]) -> Option<Tenue> {
    let (mut archive, budget) = (Archive::open(Cursor::new(bytes)).ok()?, Budget::of_workbook());
    let holds = archive.holds();
    let mut names = Vec::new();
    for index in 0..archive.entries() {
        names.extend(archive.file(index, &budget).ok()?.map(|(name, _)| name.to_lowercase()));
    }
    let more = names.iter().any(|name| MORE.iter().any(|m| name.contains(m)));
    let mut reading = Reading { is_plain: !more, ..Reading::default() };
    match holds {
        Holds::Xlsx => {
            let sheets: Vec<_> = names.iter().filter(|n| n.starts_with("xl/worksheets/sheet")).cloned().collect();
            for sheet in sheets {
                reading.is_plain &= !archive.mentions(&sheet, b"mergeCell", &budget).ok()?;
            }
            workbook::read_xlsx(&mut archive, &budget, &mut reading).ok()?;
        }
        Holds::Ods => {
            for part in [&b"office:annotation"[..], b"number-rows-spanned=\"2", b"number-columns-spanned=\"2"] {
                reading.is_plain &= !archive.mentions("content.xml", part, &budget).ok()?;
            }
            workbook::read_ods(&mut archive, &budget, &mut reading).ok()?;
        }
        Holds::Files => return None,
    }
    let Reading { mut rows, is_plain, .. } = reading;
    let headings = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
    Some(Tenue { registre: Registre::of_rows(headings, rows), is_plain })
}

#[derive(Default)]
struct Reading {
    rows: Vec<Ligne>,
    is_plain: bool,
    /// The sheet that is the table has been read.
    done: bool,
    /// Something stands in the sheet that is being read.
    begun: bool,
}

impl Sheets for Reading {
    fn begin(&mut self, sheet: &Sheet<'_>) {
        self.is_plain &= !sheet.hidden;
        self.begun = false;
    }

    fn row(&mut self, row: Row) -> ControlFlow<()> {
        if row.cells.iter().all(Cell::is_blank) {
            return ControlFlow::Continue(());
        }
        self.begun = true;
        if self.done {
            // A second sheet: it would be lost.
            self.is_plain = false;
            return ControlFlow::Break(());
        }
        self.is_plain &= !row.cells.iter().any(|c| c.formula || c.kind == CellKind::Wrong);
        let mut cells: Vec<String> = row.cells.iter().map(text).collect();
        while cells.last().is_some_and(|c| c.trim().is_empty()) {
            cells.pop();
        }
        self.rows.push(Ligne { line: row.number, cells });
        ControlFlow::Continue(())
    }

    fn end(&mut self) {
        self.done |= self.begun;
    }
}

/// A day in the French form, as a text table has it.
fn text(cell: &Cell) -> String {
    match cell.kind {
        CellKind::Day => Date::parse(&cell.text).map_or_else(|| cell.text.clone(), |d| d.to_string()),
        _ => cell.text.clone(),
    }
}
