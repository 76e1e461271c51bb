//! ODS, streamed: its sheets, and what their cells show.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek};
use std::ops::ControlFlow;

use super::format::NumberFormat;
use super::merged::{Merge, Merges};
use super::workbook::{Done, STYLES};
use super::xml::{Attributes, Step, Xml};
use super::{CELL_LIMIT, COLUMNS, Cell, CellKind, Epoch, Row, Sheet, Sheets, Trouble, cut};
use crate::domain::Date;
use crate::sources::zips::{Archive, Budget};

/// Times that a row is repeated at most: more is the empty end of a sheet.
const REPEATED: u64 = 100;

/// Reads the sheets of an ODS.
pub fn read_ods<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, to: &mut dyn Sheets) -> Done {
    let whole = |trouble| (0, trouble);
    let mut styles = Styles::default();
    if let Some(mut xml) = archive.xml("styles.xml", budget).map_err(whole)? {
        while let Some(step) = xml.step().map_err(whole)? {
            styles.take(&step);
        }
    }
    let mut xml = archive.xml("content.xml", budget).map_err(whole)?.ok_or((0, Trouble::NotRecognised))?;
    let mut epoch = Epoch::Of1900;
    while let Some(step) = xml.step().map_err(whole)? {
        match &step {
            Step::Open(name, attributes) if name == "null-date" => {
                epoch = attributes.get("date-value").and_then(Date::parse).map_or(epoch, Epoch::At);
            }
            Step::Open(name, attributes) if name == "table" => {
                let hidden = attributes.get("style-name").is_some_and(|s| styles.hidden.contains(s));
                to.begin(&Sheet { name: attributes.get("name").unwrap_or_default(), hidden, epoch });
                let mut row = 0;
                let result = sheet(&mut xml, &styles, to, &mut row);
                to.end();
                result.map_err(|t| (row, t))?;
            }
            _ => styles.take(&step),
        }
    }
    Ok(())
}

/// The styles that change what a cell shows.
#[derive(Default)]
struct Styles {
    /// The number style, or the style of cells or of sheets, that is being told.
    current: String,
    /// Digits that number styles show at least.
    digits: HashMap<String, usize>,
    /// The number style of each style of cells.
    of_cells: HashMap<String, String>,
    /// The styles of sheets that do not show.
    hidden: HashSet<String>,
}

impl Styles {
    fn take(&mut self, step: &Step) {
        let Step::Open(name, attributes) = step else { return };
        match name.as_str() {
            "number-style" | "style" => {
                self.current = attributes.get("name").unwrap_or_default().to_owned();
                if let Some(data) = attributes.get("data-style-name").filter(|_| self.of_cells.len() < STYLES) {
                    self.of_cells.insert(self.current.clone(), data.to_owned());
                }
            }
            "number" => {
                let whole = attributes.get("decimal-places").is_none_or(|n| n == "0");
                let digits = attributes.get("min-integer-digits").and_then(|n| n.parse().ok()).filter(|_| whole);
                if let Some(digits) = digits.filter(|_| self.digits.len() < STYLES) {
                    self.digits.insert(self.current.clone(), digits);
                }
            }
            "table-properties" if attributes.get("display") == Some("false") => {
                self.hidden.insert(self.current.clone());
            }
            _ => {}
        }
    }

    fn format(&self, cell: Option<&str>) -> NumberFormat {
        let digits = cell.and_then(|c| self.digits.get(self.of_cells.get(c)?));
        digits.map_or(NumberFormat::General, |n| NumberFormat::at_least(*n))
    }
}

fn sheet<R: Read>(xml: &mut Xml<R>, styles: &Styles, to: &mut dyn Sheets, row: &mut u64) -> Result<(), Trouble> {
    let (mut line, mut repeated) = (Row::default(), 1);
    // The styles of columns, which a cell without a style has.
    let mut columns: Vec<Option<String>> = Vec::new();
    let mut merges = Merges::default();
    // The end of a sheet that is not wanted is still to be gone through.
    let mut wanted = ControlFlow::Continue(());
    loop {
        match xml.step()?.ok_or(Trouble::Truncated)? {
            Step::Open(name, attributes) if name == "table-column" => {
                let style = attributes.get("default-cell-style-name").map(str::to_owned);
                columns.extend((0..room(columns.len(), &attributes)).map(|_| style.clone()));
            }
            Step::Open(name, attributes) if name == "table-row" => {
                repeated = times(&attributes, "number-rows-repeated");
                line.hidden = matches!(attributes.get("visibility"), Some("collapse" | "filter"));
                line.cells.clear();
            }
            Step::Open(name, attributes) if name == "table-cell" || name == "covered-table-cell" => {
                let column = line.cells.len();
                let style = attributes.get("style-name").or_else(|| columns.get(column)?.as_deref());
                let value = cell(xml, &attributes, &styles.format(style))?;
                let spanned = times(&attributes, "number-rows-spanned");
                if spanned > 1 && column < COLUMNS {
                    let first = row.saturating_add(1);
                    merges.begin(Merge { column, first, last: row.saturating_add(spanned) });
                }
                line.cells.extend((0..room(column, &attributes)).map(|_| value.clone()));
            }
            Step::Close(name) if name == "table-row" => {
                let empty = line.cells.iter().all(Cell::is_blank);
                for i in 0..repeated.min(if empty { 0 } else { REPEATED }) {
                    if wanted.is_continue() {
                        let mut line = line.clone();
                        line.number = row.saturating_add(i + 1);
                        merges.fill(line.number, &mut line.cells);
                        wanted = to.row(line);
                    }
                }
                *row = row.saturating_add(repeated);
            }
            Step::Close(name) if name == "table" => return Ok(()),
            _ => {}
        }
    }
}

/// How many more columns what is repeated takes, of those that are looked at.
fn room(taken: usize, attributes: &Attributes) -> u64 {
    times(attributes, "number-columns-repeated").min((COLUMNS - taken.min(COLUMNS)) as u64)
}

fn times(attributes: &Attributes, name: &str) -> u64 {
    attributes.get(name).and_then(|n| n.parse().ok()).unwrap_or(1)
}

/// A cell: its text; a day or a number by its value, but for the zeros that the sheet shows before it.
fn cell<R: Read>(xml: &mut Xml<R>, attributes: &Attributes, format: &NumberFormat) -> Result<Cell, Trouble> {
    let text = text(xml)?;
    let formula = attributes.get("formula").is_some();
    let plain = |kind| Cell { kind, formula, ..Cell::text(text.clone()) };
    // LibreOffice says of a text that it is a fault in an attribute of its own.
    if attributes.has("value-type", "error") {
        return Ok(plain(CellKind::Wrong));
    }
    let told = match attributes.get("value-type") {
        Some("date") => attributes.get("date-value").map(|d| {
            let day = d.split('T').next().unwrap_or_default();
            Cell { kind: CellKind::Day, ..Cell::text(day.to_owned()) }
        }),
        Some("float" | "currency") => attributes.get("value").map(|v| shown(v, &text, format)),
        Some("percentage") if text.is_empty() => {
            attributes.get("value").map(|v| NumberFormat::Percent.show(v, Epoch::Of1900))
        }
        Some("boolean") => Some(plain(CellKind::Truth)),
        None if formula && text.is_empty() => Some(plain(CellKind::Uncomputed)),
        _ => None,
    };
    Ok(Cell { formula, ..told.unwrap_or_else(|| plain(CellKind::Text)) })
}

/// A number as the sheet shows it: with zeros before it, where its text or its style has them.
fn shown(value: &str, text: &str, format: &NumberFormat) -> Cell {
    let plain = super::numeric(value);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let only = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '/'));
    if only && digits.len() > plain.text.len() && digits.trim_start_matches('0') == plain.text {
        return Cell::text(text.trim().to_owned());
    }
    if text.is_empty() { format.show(value, Epoch::Of1900) } else { plain }
}

/// The text up to the end of a cell.
fn text<R: Read>(xml: &mut Xml<R>) -> Result<String, Trouble> {
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
    Ok(text)
}
