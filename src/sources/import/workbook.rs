//! Workbooks of pupils: each sheet that has headings is a table.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use super::eleve::Origin;
use super::table::Table;
use super::trouble::Trouble;
use super::{Archive, Budget, Kind, Sink};
use crate::sources::rows::{Cell, CellKind, Epoch, Sheets, workbook};

type Read1 = Result<Kind, (u64, Trouble)>;

/// Reads the sheets of an XLSX that have headings.
pub fn read_xlsx<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, file: &Origin, sink: Sink<'_>) -> Read1 {
    let mut tables = Tables { file, sink, table: None, found: false };
    workbook::read_xlsx(archive, budget, &mut tables)?;
    if tables.found { Ok(Kind::Xlsx) } else { Err((0, Trouble::NoHeadings)) }
}

/// Reads the sheets of an ODS that have headings.
pub fn read_ods<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, file: &Origin, sink: Sink<'_>) -> Read1 {
    let mut tables = Tables { file, sink, table: None, found: false };
    workbook::read_ods(archive, budget, &mut tables)?;
    if tables.found { Ok(Kind::Ods) } else { Err((0, Trouble::NoHeadings)) }
}

struct Tables<'a> {
    file: &'a Origin,
    sink: Sink<'a>,
    table: Option<Table>,
    found: bool,
}

impl Sheets for Tables<'_> {
    fn begin(&mut self, name: &str, _: Epoch) {
        self.table = Some(Table::new(Origin { sheet: Some(name.into()), ..self.file.clone() }));
    }

    fn row(&mut self, number: u64, cells: Vec<Cell>) -> ControlFlow<()> {
        let Some(table) = &mut self.table else { return ControlFlow::Break(()) };
        // A truth or a fault is no value of ours.
        let told = |c: Cell| if matches!(c.kind, CellKind::Text | CellKind::Number) { c.text } else { String::new() };
        let cells: Vec<String> = cells.into_iter().map(told).collect();
        table.row(number, &cells, &mut self.sink);
        if table.is_hopeless() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn end(&mut self) {
        self.found |= self.table.take().is_some_and(|t| t.finish(&mut self.sink));
    }
}
