//! Workbooks of pupils: each sheet that has headings is a table.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use super::eleve::Origin;
use super::table::Table;
use super::trouble::{Note, Remarque, Trouble};
use super::{Apport, Archive, Budget, Kind, Sink};
use crate::sources::rows::{Row, Sheet, Sheets, workbook};

type Read1 = Result<Kind, (u64, Trouble)>;

/// Reads the sheets of an XLSX that have headings.
pub fn read_xlsx<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, file: &Origin, sink: Sink<'_>) -> Read1 {
    let mut tables = Tables { file, sink, table: None, found: false, sheet: None };
    workbook::read_xlsx(archive, budget, &mut tables)?;
    if tables.found { Ok(Kind::Xlsx) } else { Err((0, Trouble::NoHeadings)) }
}

/// Reads the sheets of an ODS that have headings.
pub fn read_ods<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, file: &Origin, sink: Sink<'_>) -> Read1 {
    let mut tables = Tables { file, sink, table: None, found: false, sheet: None };
    workbook::read_ods(archive, budget, &mut tables)?;
    if tables.found { Ok(Kind::Ods) } else { Err((0, Trouble::NoHeadings)) }
}

struct Tables<'a> {
    file: &'a Origin,
    sink: Sink<'a>,
    /// The sheet that is being read, and what it has shown so far.
    sheet: Option<Origin>,
    table: Option<Table>,
    found: bool,
}

impl Tables<'_> {
    fn remark(&mut self, origin: Origin, note: Note) {
        (self.sink)(Apport::Remarque(Remarque { origin, column: None, note }));
    }
}

impl Sheets for Tables<'_> {
    fn begin(&mut self, sheet: &Sheet<'_>) {
        let origin = Origin { sheet: Some(sheet.name.into()), ..self.file.clone() };
        if sheet.hidden {
            self.remark(origin, Note::HiddenSheet);
            return;
        }
        self.table = Some(Table::new(origin, sheet.epoch, None));
        self.sheet = None;
    }

    fn row(&mut self, row: Row) -> ControlFlow<()> {
        let Some(table) = &mut self.table else { return ControlFlow::Break(()) };
        table.row(row.number, row.hidden, &row.cells, &mut self.sink);
        if self.sheet.is_none() && row.cells.iter().any(|c| !c.is_blank()) {
            self.sheet = Some(table.origin().clone());
        }
        if table.is_hopeless() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn end(&mut self) {
        let Some(table) = self.table.take() else { return };
        let found = table.finish(&mut self.sink);
        self.found |= found;
        // An empty sheet has nothing to tell.
        if let Some(origin) = self.sheet.take().filter(|_| !found) {
            self.remark(origin, Note::OtherSheet);
        }
    }
}
