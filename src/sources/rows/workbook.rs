//! Workbooks, XLSX and ODS, streamed: no cell that a file merely claims to have takes any memory.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use super::archive::{Archive, Budget};
use super::xml::{Attributes, Step, Xml};
use super::{CELL_LIMIT, COLUMNS, Cell, CellKind, Epoch, Sheets, Trouble, cut};

/// Bytes that the texts shared by the cells of a workbook may take.
const SHARED_LIMIT: usize = 24 << 20;
/// Sheets that are looked at.
const SHEETS: usize = 50;
/// Times that a row of an ODS is repeated at most: more is the empty end of a sheet.
const REPEATED: u64 = 100;

/// Nothing, or the row at which reading stopped (0 for the file as a whole) and why.
type Done = Result<(), (u64, Trouble)>;

/// Reads the sheets of an XLSX.
pub fn read_xlsx<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, to: &mut dyn Sheets) -> Done {
    let whole = |trouble| (0, trouble);
    let (sheets, epoch) = sheets(archive, budget).map_err(whole)?;
    let shared = shared(archive, budget).map_err(whole)?;
    for (name, part) in sheets.into_iter().take(SHEETS) {
        let Some(mut xml) = archive.xml(&part, budget).map_err(whole)? else { continue };
        to.begin(&name, epoch);
        let mut sheet = XlsxSheet { shared: &shared, row: 0, cells: Vec::new(), column: 0 };
        let result = sheet.read(&mut xml, to);
        to.end();
        result.map_err(|t| (sheet.row, t))?;
    }
    Ok(())
}

/// The names of the sheets and the parts that hold them, in the order of the workbook.
type Parts = Vec<(String, String)>;

fn sheets<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget) -> Result<(Parts, Epoch), Trouble> {
    let mut parts = Vec::new();
    if let Some(mut xml) = archive.xml("xl/_rels/workbook.xml.rels", budget)? {
        while let Some(step) = xml.step()? {
            if let Step::Open(name, attributes) = step
                && name == "Relationship"
                && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
            {
                parts.push((id.to_owned(), part_name(target)));
            }
        }
    }
    let (mut sheets, mut epoch) = (Vec::new(), Epoch::Of1900);
    let Some(mut xml) = archive.xml("xl/workbook.xml", budget)? else { return Ok((sheets, epoch)) };
    while let Some(step) = xml.step()? {
        let Step::Open(name, attributes) = step else { continue };
        if name == "workbookPr" && matches!(attributes.get("date1904"), Some("1" | "true")) {
            epoch = Epoch::Of1904;
        }
        if name == "sheet"
            && let Some((_, part)) = parts.iter().find(|(id, _)| Some(id.as_str()) == attributes.get("id"))
        {
            sheets.push((attributes.get("name").unwrap_or_default().to_owned(), part.clone()));
        }
    }
    Ok((sheets, epoch))
}

/// The targets of relations are relative to `xl/`, unless they begin with a slash.
fn part_name(target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
}

/// The texts that cells refer to.
fn shared<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget) -> Result<Vec<Box<str>>, Trouble> {
    let (mut out, mut size) = (Vec::new(), 0);
    let Some(mut xml) = archive.xml("xl/sharedStrings.xml", budget)? else { return Ok(out) };
    let mut item: Option<String> = None;
    while let Some(step) = xml.step()? {
        match step {
            Step::Open(name, _) if name == "si" => item = Some(String::new()),
            // How a text is pronounced is not the text.
            Step::Open(name, _) if name == "rPh" => drop(xml.text()?),
            Step::Open(name, _) if name == "t" => {
                let text = xml.text()?;
                if let Some(item) = &mut item {
                    item.push_str(&text);
                }
            }
            Step::Close(name) if name == "si" => {
                let text = item.take().unwrap_or_default();
                size += text.len() + size_of::<Box<str>>();
                if size > SHARED_LIMIT {
                    return Err(Trouble::TooLarge);
                }
                out.push(text.into());
            }
            _ => {}
        }
    }
    Ok(out)
}

struct XlsxSheet<'s> {
    shared: &'s [Box<str>],
    row: u64,
    cells: Vec<Cell>,
    column: usize,
}

impl XlsxSheet<'_> {
    fn read<R: Read>(&mut self, xml: &mut Xml<R>, to: &mut dyn Sheets) -> Result<(), Trouble> {
        while let Some(step) = xml.step()? {
            match step {
                Step::Open(name, attributes) if name == "row" => {
                    let told = attributes.get("r").and_then(|r| r.parse().ok());
                    self.row = told.unwrap_or(self.row + 1);
                    (self.column, self.cells) = (0, Vec::new());
                }
                Step::Open(name, attributes) if name == "c" => self.cell(xml, &attributes)?,
                Step::Close(name) if name == "row" => {
                    let wanted = to.row(self.row, std::mem::take(&mut self.cells));
                    if wanted.is_break() {
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn cell<R: Read>(&mut self, xml: &mut Xml<R>, attributes: &Attributes) -> Result<(), Trouble> {
        let column = attributes.get("r").and_then(column_of).unwrap_or(self.column);
        self.column = column.saturating_add(1);
        let kind = attributes.get("t").unwrap_or_default().to_owned();
        let mut value = String::new();
        loop {
            match xml.step()?.ok_or(Trouble::Truncated)? {
                Step::Open(name, _) if name == "v" || name == "t" => value.push_str(&xml.text()?),
                Step::Open(name, _) if name == "rPh" || name == "f" => drop(xml.text()?),
                Step::Close(name) if name == "c" => break,
                _ => {}
            }
        }
        if column >= COLUMNS {
            return Ok(());
        }
        self.cells.resize(self.cells.len().max(column + 1), Cell::default());
        self.cells[column] = self.valued(&kind, value);
        Ok(())
    }

    /// The cell of a kind that XLSX names.
    fn valued(&self, kind: &str, value: String) -> Cell {
        match kind {
            "s" => {
                let index = value.trim().parse::<usize>().ok();
                Cell::text(index.and_then(|i| self.shared.get(i)).map(ToString::to_string).unwrap_or_default())
            }
            "inlineStr" | "str" | "d" => Cell::text(value),
            "b" => {
                let told = if value.trim() == "1" { "VRAI" } else { "FAUX" };
                Cell { text: told.to_owned(), kind: CellKind::Truth }
            }
            "e" => Cell { kind: CellKind::Wrong, ..Cell::text(value) },
            _ => numeric(&value),
        }
    }
}

/// A number, or nothing where the cell has none.
fn numeric(value: &str) -> Cell {
    let Cell { text, .. } = Cell::text(number(value));
    let kind = if text.is_empty() { CellKind::Text } else { CellKind::Number };
    Cell { text, kind }
}

/// The column, from 0, of a cell's name: `B7` → 1. Columns beyond those that are looked at are all the same.
fn column_of(cell: &str) -> Option<usize> {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.take(4).fold(0, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

/// A number as a person would type it: no fraction if it has none, nor the hour of a day.
fn number(value: &str) -> String {
    const EXACT: f64 = 9e15;
    match value.trim().parse::<f64>() {
        Ok(n) if n.fract() == 0.0 && n.abs() < EXACT => format!("{n:.0}"),
        _ => value.trim().to_owned(),
    }
}

/// Reads the sheets of an ODS.
pub fn read_ods<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, to: &mut dyn Sheets) -> Done {
    let xml = archive.xml("content.xml", budget).map_err(|t| (0, t))?;
    let mut xml = xml.ok_or((0, Trouble::NotRecognised))?;
    while let Some(step) = xml.step().map_err(|t| (0, t))? {
        if let Step::Open(name, attributes) = step
            && name == "table"
        {
            // Days are told by their dates: the epoch is of no matter.
            to.begin(attributes.get("name").unwrap_or_default(), Epoch::Of1900);
            let mut row = 0;
            let result = ods_sheet(&mut xml, to, &mut row);
            to.end();
            result.map_err(|t| (row, t))?;
        }
    }
    Ok(())
}

fn ods_sheet<R: Read>(xml: &mut Xml<R>, to: &mut dyn Sheets, row: &mut u64) -> Result<(), Trouble> {
    let (mut cells, mut repeated): (Vec<Cell>, u64) = (Vec::new(), 1);
    // The end of a sheet that is not wanted is still to be gone through.
    let mut wanted = ControlFlow::Continue(());
    loop {
        match xml.step()?.ok_or(Trouble::Truncated)? {
            Step::Open(name, attributes) if name == "table-row" => {
                repeated = times(&attributes, "number-rows-repeated");
                cells.clear();
            }
            Step::Open(name, attributes) if name == "table-cell" || name == "covered-table-cell" => {
                let value = ods_cell(xml, &attributes)?;
                let times = times(&attributes, "number-columns-repeated");
                let room = (COLUMNS - cells.len().min(COLUMNS)) as u64;
                cells.extend((0..times.min(room)).map(|_| value.clone()));
            }
            Step::Close(name) if name == "table-row" => {
                let empty = cells.iter().all(|c| c.text.is_empty());
                for i in 0..repeated.min(if empty { 0 } else { REPEATED }) {
                    if wanted.is_continue() {
                        wanted = to.row(row.saturating_add(i + 1), cells.clone());
                    }
                }
                *row = row.saturating_add(repeated);
            }
            Step::Close(name) if name == "table" => return Ok(()),
            _ => {}
        }
    }
}

fn times(attributes: &Attributes, name: &str) -> u64 {
    attributes.get(name).and_then(|n| n.parse().ok()).unwrap_or(1)
}

/// A cell: its text; a date or a number by its value, since its text is as the sheet shows it.
fn ods_cell<R: Read>(xml: &mut Xml<R>, attributes: &Attributes) -> Result<Cell, Trouble> {
    let told = match attributes.get("value-type") {
        Some("date") => attributes.get("date-value").map(|d| Cell::text(d.to_owned())),
        Some("float" | "currency") => attributes.get("value").map(numeric),
        _ => None,
    };
    let mut text = String::new();
    loop {
        match xml.step()?.ok_or(Trouble::Truncated)? {
            Step::Text(part) if text.len() < CELL_LIMIT => text.push_str(&part),
            Step::Open(name, _) if name == "annotation" => drop(xml.text()?),
            Step::Open(name, _) if name == "s" || name == "tab" => text.push(' '),
            Step::Open(name, _) if name == "line-break" => text.push('\n'),
            Step::Open(name, _) if name == "p" && !text.is_empty() => text.push('\n'),
            Step::Close(name) if name == "table-cell" || name == "covered-table-cell" => break,
            _ => {}
        }
    }
    cut(&mut text);
    Ok(told.unwrap_or(Cell { text, kind: CellKind::Text }))
}
