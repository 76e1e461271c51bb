//! Workbooks of a school: a sheet that bears the name of a table is that table; any other that has headings lists pupils.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use super::eleve::Origin;
use super::table::Table;
use super::tableau::Tableau;
use super::trouble::{Note, Remarque, Trouble};
use super::{Apport, Archive, Budget, Kind, Sink};
use crate::sources::rows::{Cell, CellKind, Epoch, ROWS, Row, Sheet, Sheets, workbook};
use crate::sources::tables::Releve;

/// The most that they may take.
const KEPT: usize = 96 << 20;

type Read1 = Result<Kind, (u64, Trouble)>;

/// Reads the sheets of an XLSX that have headings.
pub fn read_xlsx<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, file: &Origin, sink: Sink<'_>) -> Read1 {
    let mut tables = Tables { file, sink, current: Current::Unread, found: false, filled: false, kept: 0 };
    workbook::read_xlsx(archive, budget, &mut tables)?;
    if tables.found { Ok(Kind::Xlsx) } else { Err((0, Trouble::NoHeadings)) }
}

/// Reads the sheets of an ODS that have headings.
pub fn read_ods<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, file: &Origin, sink: Sink<'_>) -> Read1 {
    let mut tables = Tables { file, sink, current: Current::Unread, found: false, filled: false, kept: 0 };
    workbook::read_ods(archive, budget, &mut tables)?;
    if tables.found { Ok(Kind::Ods) } else { Err((0, Trouble::NoHeadings)) }
}

struct Tables<'a> {
    file: &'a Origin,
    sink: Sink<'a>,
    current: Current,
    found: bool,
    /// The sheet that is being read has something.
    filled: bool,
    /// What the rows of the named sheets take, in bytes.
    kept: usize,
}

/// The sheet that is being read.
enum Current {
    /// It is not looked at.
    Unread,
    /// It may list pupils.
    Pupils(Box<Table>),
    /// It bears the name of a table: its rows.
    Named { origin: Origin, epoch: Epoch, rows: Vec<Row> },
    /// It lists other people.
    Others(Origin),
}

impl Tables<'_> {
    fn remark(&mut self, origin: Origin, note: Note) {
        (self.sink)(Apport::Remarque(Remarque { origin, column: None, note }));
    }

    /// Ends the sheet of a table; one that tells pupils all the same, as a flat table of stages does, is theirs.
    fn named(&mut self, origin: Origin, epoch: Epoch, rows: Vec<Row>) {
        let name = origin.sheet.clone().unwrap_or_default();
        let table = Releve::named(&name).expect("it was known by its name");
        if !Tableau::is_of_pupils(table, &rows)
            && let Some(releve) = Releve::of_rows(table, &name, epoch, rows.clone())
        {
            self.found = true;
            return (self.sink)(Apport::Tableau(Tableau::new(origin, releve)));
        }
        let mut pupils = Table::new(origin.clone(), epoch, None);
        for row in rows {
            pupils.row(row.number, row.hidden, &row.cells, &mut self.sink);
        }
        let found = pupils.finish(&mut self.sink);
        self.found |= found;
        if !found && self.filled {
            self.remark(origin, Note::OtherSheet);
        }
    }
}

impl Sheets for Tables<'_> {
    fn begin(&mut self, sheet: &Sheet<'_>) {
        let origin = Origin { sheet: Some(sheet.name.into()), ..self.file.clone() };
        self.filled = false;
        self.current = if sheet.hidden {
            self.remark(origin, Note::HiddenSheet);
            Current::Unread
        } else if Releve::named(sheet.name).is_some() {
            Current::Named { origin, epoch: sheet.epoch, rows: Vec::new() }
        } else if Releve::is_of_others(sheet.name) {
            Current::Others(origin)
        } else {
            Current::Pupils(Box::new(Table::new(origin, sheet.epoch, None)))
        };
    }

    fn row(&mut self, row: Row) -> ControlFlow<()> {
        self.filled |= row.cells.iter().any(|c| !c.is_blank());
        match &mut self.current {
            Current::Unread => return ControlFlow::Break(()),
            Current::Others(_) if self.filled => return ControlFlow::Break(()),
            Current::Others(_) => {}
            Current::Pupils(table) => {
                table.row(row.number, row.hidden, &row.cells, &mut self.sink);
                if table.is_hopeless() {
                    return ControlFlow::Break(());
                }
            }
            Current::Named { rows, origin, .. } => {
                // A workbook may tell one long text once, and show it in each cell.
                self.kept += row.cells.iter().map(|c| c.text.len() + size_of::<Cell>()).sum::<usize>();
                if rows.len() == ROWS || self.kept > KEPT {
                    let (origin, column, trouble) = (origin.at(row.number), None, Trouble::TooLarge);
                    (self.sink)(Apport::Illisible(super::Illisible { origin, column, trouble }));
                    return ControlFlow::Break(());
                }
                let told = [
                    (row.hidden, Note::HiddenRow),
                    (row.cells.iter().any(|c| c.formula && c.kind != CellKind::Uncomputed), Note::Formula),
                ];
                for (_, note) in told.into_iter().filter(|(is, _)| *is && row.cells.iter().any(|c| !c.is_blank())) {
                    let origin = origin.at(row.number);
                    (self.sink)(Apport::Remarque(Remarque { origin, column: None, note }));
                }
                rows.extend(Some(row).filter(|r| r.cells.iter().any(|c| !c.is_blank())));
            }
        }
        ControlFlow::Continue(())
    }

    fn end(&mut self) {
        match std::mem::replace(&mut self.current, Current::Unread) {
            Current::Unread => {}
            Current::Others(origin) if self.filled => self.remark(origin, Note::OthersSheet),
            Current::Others(_) => {}
            Current::Named { origin, epoch, rows } => self.named(origin, epoch, rows),
            Current::Pupils(table) => {
                let origin = table.origin().clone();
                let found = table.finish(&mut self.sink);
                self.found |= found;
                // An empty sheet has nothing to tell.
                if self.filled && !found {
                    self.remark(origin, Note::OtherSheet);
                }
            }
        }
    }
}
