//! The rows of a table read against its shape: every fault at its cell, and clean values for serde.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Table;
use super::cells::{self, Told};
use super::grid::{Grid, Heading, Row};
use super::headings::{Leaf, Step};
use super::sheet::{RawRow, RawSheet};
use super::vertical::{self, Beside};
use super::{Cell, names};
use crate::diagnostic::{At, Place};
use crate::domain::fault::{BadTable, Fault, FaultKind, Unreadable};
use crate::domain::pays::is_france;
use crate::sources::reader::join;
use crate::sources::rows::letters;
use crate::sources::schema::{Key, Node};

/// What a column holds: a leaf of the table, and its block.
type Column<'t> = Option<(&'t Leaf, usize)>;

/// Reads the rows of `table` in `file`; none without headings, which is told.
pub fn read(
    table: &'static Table,
    file: &str,
    mut raw: RawSheet,
    faults: &mut Vec<Fault>,
) -> Option<(Vec<Value>, Grid)> {
    let mut reader =
        Reader { table, file, faults, columns: Vec::new(), misspelt: BTreeSet::new(), absent: BTreeSet::new() };
    if raw.too_large {
        reader.tell(At::File, FaultKind::Unreadable(Unreadable::Table(BadTable::TooLarge)));
    }
    names::join(table, &mut raw.rows);
    let Some(lines) = Lines::of(table, &mut raw) else {
        reader.tell(At::File, FaultKind::Unreadable(Unreadable::Table(BadTable::NoHeadings)));
        return None;
    };
    let RawSheet { sheet, epoch, text, .. } = raw;
    let Lines { head, rows, numbers, beside } = lines;
    let names: Vec<String> = head.cells.iter().map(|c| c.text.trim().to_owned()).collect();
    let headings = reader.headings(&names, &head, &numbers);
    let mut grid = Grid::new(sheet, text, head.number, headings, table.is_block);
    for Beside { column, heading, key } in beside {
        let path = names.get(key).map_or_else(|| table.key.to_owned(), |name| format!("{}.{name}", table.key));
        let kind = match heading.is_empty() {
            true => FaultKind::NamelessColumn { letters: letters(column) },
            false => FaultKind::UnknownColumn { heading, nearest: None },
        };
        reader.tell(At::Key(path), kind);
    }
    let mut values = Vec::new();
    let mut nameless = BTreeSet::new();
    for raw in &rows {
        let rank = values.len();
        if table.is_block && rank > 0 {
            let places = [&rows[0], raw].map(|r| format!("ligne {}", r.number)).to_vec();
            let first = Place::value(file, table.key);
            reader.tell(At::File, FaultKind::Twice { what: table.words.to_owned(), places, first });
            break;
        }
        if let Some(cell) = raw.unclosed {
            let detail = "unclosed quote in a table".to_owned();
            let bytes = raw.bytes[cell].start..raw.bytes[cell].start + 1;
            reader.tell(At::Bytes(bytes), FaultKind::Syntax { detail });
        }
        let filled = |i: &usize| !raw.cells[*i].text.trim().is_empty();
        let unnamed = (0..raw.cells.len()).filter(filled).find(|i| names.get(*i).is_none_or(String::is_empty));
        if let Some(column) = unnamed.filter(|i| nameless.insert(*i)) {
            let kind = FaultKind::NamelessColumn { letters: letters(column) };
            reader.tell(At::Value(table.row(rank)), kind);
        }
        values.push(reader.row(raw, rank, epoch, &grid));
        let first = (0..raw.cells.len()).find(filled).unwrap_or(0);
        grid.push(Row { number: raw.number, cells: raw.bytes.clone(), first });
    }
    Some((values, grid))
}

/// The headings and the rows below them, whatever way they stand in.
pub struct Lines {
    pub head: RawRow,
    pub rows: Vec<RawRow>,
    /// The row of each heading, where they stand one below the other.
    pub numbers: Vec<u64>,
    /// Columns that are not read.
    pub beside: Vec<Beside>,
}

impl Lines {
    /// Takes the rows of a sheet, whose text is made; `None` without headings.
    pub fn of(table: &Table, raw: &mut RawSheet) -> Option<Self> {
        let key = |name: &str| table.columns.of(name.trim()).map(|(leaf, _)| &table.columns.leaves[leaf].key);
        let is_day = |key: Option<&'_ Key>| key.is_some_and(|k| k.node == Node::Date);
        if let Some(layout) = vertical::keys(table, &raw.rows) {
            let days = raw.rows.iter().map(|r| is_day(layout.key(r).and_then(key))).collect::<Vec<_>>();
            show(raw, |row, column| layout.is_value(column) && days[row]);
            let turned = vertical::turn(table, layout, &raw.rows);
            let (cells, bytes) = turned.headings.into_iter().map(|(name, bytes)| (Cell::text(name), bytes)).unzip();
            let number = turned.numbers.first().copied()?;
            let head = RawRow { number, cells, bytes, unclosed: None };
            let unclosed = raw.rows.iter().find_map(|r| r.unclosed).map(|_| turned.cells.len().saturating_sub(1));
            let row = RawRow { number, cells: turned.cells, bytes: turned.bytes, unclosed };
            return Some(Lines { head, rows: vec![row], numbers: turned.numbers, beside: turned.beside });
        }
        let at = table.headings(&raw.rows)?;
        let days: Vec<bool> = raw.rows[at].cells.iter().map(|c| is_day(key(&c.text))).collect();
        show(raw, |_, column| days.get(column).copied().unwrap_or(false));
        let mut rows = std::mem::take(&mut raw.rows).split_off(at);
        let head = rows.remove(0);
        // Headings that are printed again on another page.
        let same = |(cell, heading): (&Cell, &Cell)| cell.text.trim() == heading.text.trim();
        rows.retain(|row| row.cells.len() != head.cells.len() || !row.cells.iter().zip(&head.cells).all(same));
        Some(Lines { head, rows, numbers: Vec::new(), beside: Vec::new() })
    }
}

/// Makes the text of a sheet of a workbook, its days as a person sees them.
fn show(raw: &mut RawSheet, is_day: impl Fn(usize, usize) -> bool) {
    if raw.sheet.is_none() {
        return;
    }
    let epoch = raw.epoch;
    raw.render(|row, column, cell| {
        let day = is_day(row, column).then(|| cells::day(cell, epoch)).flatten();
        day.map(|d| d.to_string())
    });
}

struct Reader<'r> {
    table: &'static Table,
    file: &'r str,
    faults: &'r mut Vec<Fault>,
    columns: Vec<Column<'static>>,
    /// Keys that a heading resembles: they are not missing besides.
    misspelt: BTreeSet<String>,
    /// Required keys that no column has, told once.
    absent: BTreeSet<String>,
}

impl Reader<'_> {
    fn tell(&mut self, at: At, kind: FaultKind) {
        self.faults.push(Fault { place: Place { file: self.file.to_owned(), at }, kind });
    }

    /// Takes the headings; those that are unknown, or twice there, are told.
    fn headings(&mut self, names: &[String], row: &RawRow, numbers: &[u64]) -> Vec<Heading> {
        let columns = &self.table.columns;
        let mut out: Vec<Heading> = Vec::new();
        for (name, bytes) in names.iter().zip(&row.bytes) {
            let column = columns.of(name).map(|(leaf, n)| (&columns.leaves[leaf], n));
            let path = column.map(|(leaf, n)| leaf.path(n));
            let at = || At::Key(format!("{}.{name}", self.table.key));
            let twice = path.as_ref().and_then(|p| out.iter().find(|h| h.path.as_ref() == Some(p)));
            let fault = match (&path, twice) {
                (Some(path), Some(first)) => {
                    let what = format!("la colonne « {} »", column.map(|(leaf, _)| leaf.name()).unwrap_or_default());
                    let places = [&first.name, name].map(|n| format!("« {n} »")).to_vec();
                    let first = Place::value(self.file, format!("{}.{path}", self.table.key));
                    Some(FaultKind::Twice { what, places, first })
                }
                (None, _) if !columns.is_idle(name) => {
                    let nearest = columns.nearest(name);
                    self.misspelt.extend(nearest.clone());
                    Some(FaultKind::UnknownColumn { heading: name.clone(), nearest })
                }
                _ => None,
            };
            // The first of two columns is the one that is read.
            let used = twice.is_none();
            if let Some(kind) = fault {
                self.tell(at(), kind);
            }
            self.columns.push(column.filter(|_| used));
            let row = numbers.get(out.len()).copied();
            out.push(Heading { name: name.clone(), bytes: bytes.clone(), path: path.filter(|_| used), row });
        }
        out
    }

    /// The value of a row, the `rank`th of the table.
    fn row(&mut self, raw: &RawRow, rank: usize, epoch: super::Epoch, grid: &Grid) -> Value {
        let here = self.table.row(rank);
        let mut object = Map::new();
        let mut lost = BTreeSet::new();
        let mut cut = Vec::new();
        for (cell, column) in raw.cells.iter().zip(self.columns.clone()) {
            let Some((leaf, n)) = column else { continue };
            let (value, fault) = match cells::read(cell, &leaf.key, epoch) {
                Told::Nothing => continue,
                Told::Value(value) => (Some(value), None),
                Told::Flawed(value, fault) => (Some(value), Some(fault)),
                Told::Fault(fault) => (None, Some(fault)),
            };
            match value {
                Some(value) => insert(&mut object, &leaf.steps, n, value),
                None => drop(lost.insert(leaf.path(n))),
            }
            match fault {
                Some(kind @ (FaultKind::CutNumber { .. } | FaultKind::CompletedNumber)) => {
                    cut.push((leaf, n, cell.text.trim(), kind));
                }
                Some(kind) => self.tell(At::Value(format!("{here}.{}", leaf.path(n))), kind),
                None => {}
            }
        }
        for (leaf, n, text, kind) in cut {
            // Abroad, postal codes, registers and telephones have numbers of their own.
            if is_abroad(&object) && ["code_postal", "siret", "telephone"].contains(&leaf.key.name.as_str()) {
                insert(&mut object, &leaf.steps, n, Value::from(text));
            } else {
                self.tell(At::Value(format!("{here}.{}", leaf.path(n))), kind);
            }
        }
        self.require(&self.table.keys, &object, &here, "", &lost, grid);
        Value::Object(object)
    }

    /// Tells the required keys that `object`, at `path` of its row, does not have.
    fn require(
        &mut self,
        keys: &'static [Key],
        object: &Map<String, Value>,
        here: &str,
        path: &str,
        lost: &BTreeSet<String>,
        grid: &Grid,
    ) {
        for key in keys {
            let path = join(path, &key.name);
            match (&key.node, object.get(&key.name)) {
                (Node::Table(keys), Some(Value::Object(inner))) => self.require(keys, inner, here, &path, lost, grid),
                (Node::List(inner), Some(Value::Array(blocks))) => {
                    let Node::Table(keys) = &**inner else { continue };
                    for (n, block) in blocks.iter().enumerate().filter_map(|(n, b)| Some((n, b.as_object()?))) {
                        self.require(keys, block, here, &format!("{path}[{n}]"), lost, grid);
                    }
                }
                (_, None) if key.required && !lost.contains(&path) => self.missing(key, here, &path, grid),
                _ => {}
            }
        }
    }

    /// An empty cell is told at the cell; a column that is not there, once for all the rows.
    fn missing(&mut self, key: &Key, here: &str, path: &str, grid: &Grid) {
        let plain: String = path.split(['[', ']']).step_by(2).collect();
        if self.misspelt.contains(&plain) {
            return;
        }
        let there = grid.has_column(path);
        if !there && !self.absent.insert(path.to_owned()) {
            return;
        }
        let at = At::Value(if there { format!("{here}.{path}") } else { self.table.key.to_owned() });
        self.tell(at, missing(key, &plain, there));
    }
}

/// The fault of a key that a row must tell; `there` when it has a column.
pub fn missing(key: &Key, name: &str, there: bool) -> FaultKind {
    let example = cells::example(key).map(|e| match there {
        true => e,
        false => format!("une colonne « {name} » où l’on écrit {e}"),
    });
    let description = key.description.clone();
    FaultKind::Missing { key: name.to_owned(), description, example, empty: there }
}

/// Puts a value where its steps lead, in block `n` where there are blocks.
fn insert(object: &mut Map<String, Value>, steps: &[Step], n: usize, value: Value) {
    let mut object = object;
    for step in &steps[..steps.len() - 1] {
        let inner = match step {
            Step::Key(name) => object.entry(name.clone()).or_insert_with(|| Value::Object(Map::new())),
            Step::Blocks(name) => {
                let blocks = object.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
                let blocks = blocks.as_array_mut().expect("a list of blocks is an array");
                // A second block without a first: an empty one holds its place.
                while blocks.len() <= n {
                    blocks.push(Value::Object(Map::new()));
                }
                &mut blocks[n]
            }
        };
        object = inner.as_object_mut().expect("what has parts is an object");
    }
    if let Some(Step::Key(name) | Step::Blocks(name)) = steps.last() {
        object.insert(name.clone(), value);
    }
}

fn is_abroad(object: &Map<String, Value>) -> bool {
    object.get("pays").and_then(Value::as_str).is_some_and(|p| !is_france(p))
}
