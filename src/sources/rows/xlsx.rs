//! XLSX, streamed: its sheets, the texts and the formats that their cells refer to.

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::format::NumberFormat;
use super::merged::{Merge, Merges};
use super::workbook::{Done, SHARED_LIMIT, SHEETS, STYLES};
use super::xml::{Attributes, Step, Xml};
use super::{COLUMNS, Cell, CellKind, Epoch, Row, Sheet, Sheets, Trouble};
use crate::sources::zips::{Archive, Budget};

/// Reads the sheets of an XLSX.
pub fn read_xlsx<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, to: &mut dyn Sheets) -> Done {
    let whole = |trouble| (0, trouble);
    let (parts, epoch) = parts(archive, budget).map_err(whole)?;
    let shared = shared(archive, budget).map_err(whole)?;
    let formats = formats(archive, budget).map_err(whole)?;
    for Part { name, file, hidden } in parts.into_iter().take(SHEETS) {
        let merges = merges(archive, &file, budget).map_err(whole)?;
        let Some(mut xml) = archive.xml(&file, budget).map_err(whole)? else { continue };
        to.begin(&Sheet { name: &name, hidden, epoch });
        let (row, column) = (Row::default(), 0);
        let mut sheet = Reader { shared: &shared, formats: &formats, budget, epoch, merges, row, column };
        let result = sheet.read(&mut xml, to);
        to.end();
        result.map_err(|t| (sheet.row.number, t))?;
    }
    Ok(())
}

/// A sheet and the part that holds it.
struct Part {
    name: String,
    file: String,
    hidden: bool,
}

/// The sheets, in the order of the workbook.
fn parts<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget) -> Result<(Vec<Part>, Epoch), Trouble> {
    let mut files = HashMap::new();
    if let Some(mut xml) = archive.xml("xl/_rels/workbook.xml.rels", budget)? {
        while let Some(step) = xml.step()? {
            if let Step::Open(name, attributes) = step
                && name == "Relationship"
                && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
            {
                // Of two of one name, the first.
                files.entry(id.to_owned()).or_insert_with(|| part_name(target));
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
            && let Some(file) = attributes.get("id").and_then(|id| files.get(id))
        {
            let hidden = matches!(attributes.get("state"), Some("hidden" | "veryHidden"));
            let name = attributes.get("name").unwrap_or_default().to_owned();
            sheets.push(Part { name, file: file.clone(), hidden });
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
                    item.push_str(&unescaped(text));
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

/// The format of each style of cells.
fn formats<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget) -> Result<Vec<NumberFormat>, Trouble> {
    let (mut custom, mut out, mut of_cells) = (HashMap::new(), Vec::new(), false);
    let Some(mut xml) = archive.xml("xl/styles.xml", budget)? else { return Ok(out) };
    let number = |attributes: &Attributes| attributes.get("numFmtId").and_then(|n| n.parse::<u32>().ok());
    while let Some(step) = xml.step()? {
        match step {
            Step::Open(name, attributes) if name == "numFmt" && custom.len() < STYLES => {
                let code = attributes.get("formatCode").map(NumberFormat::of);
                custom.extend(number(&attributes).zip(code));
            }
            Step::Open(name, _) if name == "cellXfs" => of_cells = true,
            Step::Close(name) if name == "cellXfs" => of_cells = false,
            Step::Open(name, attributes) if of_cells && name == "xf" && out.len() < STYLES => {
                let id = number(&attributes).unwrap_or_default();
                out.push(custom.get(&id).cloned().unwrap_or_else(|| NumberFormat::builtin(id)));
            }
            _ => {}
        }
    }
    Ok(out)
}

/// The merged cells of a sheet, which it tells after its rows: they are looked for in it first.
fn merges<R: Read + Seek>(archive: &mut Archive<R>, file: &str, budget: &Budget) -> Result<Merges, Trouble> {
    if !archive.mentions(file, b"mergeCell", budget)? {
        return Ok(Merges::default());
    }
    let (mut all, Some(mut xml)) = (Vec::new(), archive.xml(file, budget)?) else { return Ok(Merges::default()) };
    while let Some(step) = xml.step()? {
        if let Step::Open(name, attributes) = step
            && name == "mergeCell"
            && all.len() < STYLES
        {
            all.extend(attributes.get("ref").and_then(merge));
        }
    }
    Ok(Merges::new(all))
}

/// The rows of `A2:C5`.
fn merge(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':')?;
    let row = |cell: &str| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<u64>().ok();
    let column = column_of(from).filter(|c| *c < COLUMNS)?;
    Some(Merge { column, first: row(from)?, last: row(to)? })
}

struct Reader<'s> {
    shared: &'s [Box<str>],
    formats: &'s [NumberFormat],
    budget: &'s Budget,
    epoch: Epoch,
    merges: Merges,
    row: Row,
    /// The column that a cell without a name has.
    column: usize,
}

impl Reader<'_> {
    fn read<R: Read>(&mut self, xml: &mut Xml<R>, to: &mut dyn Sheets) -> Result<(), Trouble> {
        while let Some(step) = xml.step()? {
            match step {
                Step::Open(name, attributes) if name == "row" => {
                    let told = attributes.get("r").and_then(|r| r.parse().ok());
                    let number = told.unwrap_or(self.row.number.saturating_add(1));
                    let hidden = matches!(attributes.get("hidden"), Some("1" | "true"));
                    (self.column, self.row) = (0, Row { number, hidden, cells: Vec::new() });
                }
                Step::Open(name, attributes) if name == "c" => self.cell(xml, &attributes)?,
                Step::Close(name) if name == "row" => {
                    let Row { number, hidden, cells } = &mut self.row;
                    let mut cells = std::mem::take(cells);
                    self.merges.fill(*number, &mut cells);
                    if to.row(Row { number: *number, hidden: *hidden, cells }).is_break() {
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
        let style = attributes.get("s").and_then(|s| s.parse::<usize>().ok()).unwrap_or_default();
        let (mut value, mut formula) = (String::new(), false);
        loop {
            match xml.step()?.ok_or(Trouble::Truncated)? {
                Step::Open(name, _) if name == "v" || name == "t" => value.push_str(&xml.text()?),
                Step::Open(name, _) if name == "rPh" => drop(xml.text()?),
                Step::Open(name, _) if name == "f" => {
                    formula = true;
                    xml.text()?;
                }
                Step::Close(name) if name == "c" => break,
                _ => {}
            }
        }
        if column >= COLUMNS {
            return Ok(());
        }
        let cells = &mut self.row.cells;
        cells.resize(cells.len().max(column + 1), Cell::default());
        let uncomputed = formula && value.is_empty() && kind != "str";
        let cell = if uncomputed {
            Cell { kind: CellKind::Uncomputed, ..Cell::default() }
        } else {
            valued(self.shared, &kind, value, self.formats.get(style), self.epoch)
        };
        // One long text may be told once, and shown in each cell.
        if kind == "s" {
            self.budget.spend(cell.text.len()).map_err(|_| Trouble::TooLarge)?;
        }
        self.row.cells[column] = Cell { formula, ..cell };
        Ok(())
    }
}

/// The cell of a kind that XLSX names.
fn valued(shared: &[Box<str>], kind: &str, value: String, format: Option<&NumberFormat>, epoch: Epoch) -> Cell {
    match kind {
        "s" => {
            let index = value.trim().parse::<usize>().ok();
            Cell::text(index.and_then(|i| shared.get(i)).map(ToString::to_string).unwrap_or_default())
        }
        "inlineStr" | "str" => Cell::text(unescaped(value)),
        // A day as the strict form of the format writes it.
        "d" => Cell { kind: CellKind::Day, ..Cell::text(value) },
        "b" => {
            let told = if value.trim() == "1" { "VRAI" } else { "FAUX" };
            Cell { kind: CellKind::Truth, ..Cell::text(told.to_owned()) }
        }
        "e" => Cell { kind: CellKind::Wrong, ..Cell::text(value) },
        _ => format.unwrap_or(&NumberFormat::General).show(&value, epoch),
    }
}

/// A text without `_x000D_`, by which Excel writes the characters that XML has no place for.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes()[at..].get(6) == Some(&b'_'));
        let escaped = code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32);
        let end = at + if escaped.is_some() { 7 } else { 2 };
        match escaped {
            Some(c) => {
                out.push_str(&rest[..at]);
                out.push(c);
            }
            None => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out + rest
}

/// The column, from 0, of a cell's name: `B7` → 1. Columns beyond those that are looked at are all the same.
fn column_of(cell: &str) -> Option<usize> {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.take(4).fold(0, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_excel_escapes() {
        for (written, read) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xyz_ _x12", "_xyz_ _x12"),
            ("_x", "_x"),
            ("é_x00E9_", "éé"),
        ] {
            assert_eq!(unescaped(written.to_owned()), read);
        }
    }

    #[test]
    fn ranges_and_columns() {
        assert_eq!(merge("A2:C5"), Some(Merge { column: 0, first: 2, last: 5 }));
        assert_eq!((column_of("B7"), column_of("AA1"), column_of("7")), (Some(1), Some(26), None));
        assert_eq!(merge("A2"), None);
    }
}
