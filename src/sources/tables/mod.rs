//! The tables of a folder that stand in files of rows or in TOML files of their own: which file is which table.

mod cells;
mod grid;
mod headings;
mod held;
mod names;
mod releve;
mod row;
mod sheet;
mod vertical;
mod vocabulary;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::LazyLock;

use serde_json::{Map, Value};

pub use grid::Grid;
use headings::Columns;
pub use held::in_workbook;
use held::sheets;
pub use releve::{Lignes, Odd, Releve};
pub use row::missing;
use sheet::{RawRow, RawSheet};
pub use vertical::EXPLANATION;

use super::import::{self, Apport};
use super::loader::Loader;
use super::rows::{Cell, Epoch, PREAMBLE};
use super::schema::{Key, Node};
use crate::diagnostic::Place;
use crate::domain::fault::{Fault, FaultKind, Unreadable};
use crate::domain::identifiers::normalise;
use crate::domain::{examen, promotion, session};

/// Largest file of rows, in bytes.
const LIMIT: u64 = 16 << 20;
/// The endings of the files that may hold a table; an old workbook is told, not read.
const ENDINGS: [&str; 5] = ["toml", "csv", "xlsx", "ods", "xls"];
/// Those of workbooks.
const WORKBOOKS: [&str; 3] = ["xlsx", "ods", "xls"];

/// The tables of one kind of folder.
pub struct Family {
    /// The file of the folder in which they may stand too.
    file: &'static str,
    /// The name of a workbook that may hold them all.
    workbook: &'static str,
    pub tables: Vec<Table>,
}

/// A table.
pub struct Table {
    /// Its key in the folder's own file, with which the data paths of its rows begin.
    pub key: &'static str,
    /// The name of its files and of its sheets.
    pub name: &'static str,
    /// What it holds, in words.
    pub words: &'static str,
    /// It is a block that stands once in the folder's own file, « [etablissement] », and not a list of rows.
    pub is_block: bool,
    /// The keys of a row.
    pub keys: Vec<Key>,
    pub columns: Columns,
    /// The shape of a TOML file that holds it alone.
    shape: Node,
}

/// Which tables a file may hold, by its name.
#[derive(Clone, Copy)]
pub enum Named {
    One(&'static Table),
    /// The workbook of the whole folder.
    All,
}

/// The tables of a promotion, compiled once in a process: the lists, then the blocks.
pub static PROMOTION: LazyLock<Family> = LazyLock::new(|| {
    let names = [
        ("etudiant", "etudiants", "le tableau des étudiants"),
        ("organisme", "organismes", "le tableau des organismes"),
        ("stage", "stages", "le tableau des stages"),
        ("avenant", "avenants", "le tableau des avenants"),
        ("contrat", "contrats", "le tableau des contrats"),
        ("referent", "referents", "le tableau des enseignants référents"),
        ("periode_scolaire", "periodes_scolaires", "le tableau des périodes de stage"),
        ("etablissement", "etablissement", "l’établissement"),
        ("formation", "formation", "la formation"),
        ("defauts", "defauts", "les valeurs par défaut"),
    ];
    Family::new(promotion::FILE, "promotion", &super::promotion::SHAPE, &names)
});

/// The only table of an exam: who is called.
pub static EXAMEN: LazyLock<Family> = LazyLock::new(|| {
    let names = [("candidat", "candidats", "la liste des candidats")];
    Family::new(examen::FILE, "examen", &super::examen::INSCRITS, &names)
});

/// The only table of a session: who is registered.
pub static SESSION: LazyLock<Family> = LazyLock::new(|| {
    let names = [("candidat", "candidats", "la liste des candidats")];
    Family::new(session::FILE, "session", &super::session::INSCRITS, &names)
});

impl Family {
    /// The tables of those names among the keys of `shape`.
    fn new(
        file: &'static str,
        workbook: &'static str,
        shape: &Node,
        names: &[(&'static str, &'static str, &'static str)],
    ) -> Self {
        let Node::Table(all) = shape else { unreachable!("a file is a table") };
        let table = |(key, name, words): &(&'static str, &'static str, &'static str)| {
            let shape = all.iter().find(|k| k.name == *key).expect("each table is a key of the file");
            let (row, is_block) = match &shape.node {
                Node::List(row) => (&**row, false),
                block => (block, true),
            };
            let Node::Table(keys) = row else { unreachable!("its rows have keys") };
            let columns = Columns::new(key, keys, is_block);
            Table { key, name, words, is_block, keys: keys.clone(), columns, shape: Node::Table(vec![shape.clone()]) }
        };
        Family { file, workbook, tables: names.iter().map(table).collect() }
    }

    /// The table of a key.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.key == key)
    }

    /// Which tables a file of this name may hold. None for one that an office program keeps beside one that is open
    /// (« ~$stages.xlsx »).
    pub fn of_file(&'static self, name: &str) -> Option<Named> {
        let (stem, ending) = name.rsplit_once('.').filter(|(stem, _)| !stem.starts_with(['~', '.']))?;
        let ending = ending.to_lowercase();
        let is = |endings: &[&str]| endings.contains(&ending.as_str());
        match self.named(stem) {
            Some(table) => is(&ENDINGS).then_some(Named::One(table)),
            None => (is(&WORKBOOKS) && normalise(stem) == self.workbook).then_some(Named::All),
        }
    }

    /// The table that a sheet is named after, also as people call it: « Entreprises », « Élèves ».
    fn of_sheet(&self, name: &str) -> Option<&Table> {
        self.named(name).or_else(|| self.table(vocabulary::of_sheet(name)?))
    }

    /// The table that a sheet or a file is named after: « Étudiants », `organisme`.
    fn named(&self, name: &str) -> Option<&Table> {
        let name = normalise(name);
        self.tables.iter().find(|t| [t.name, t.key].into_iter().any(|known| name == normalise(known)))
    }
}

impl Table {
    /// How many of the cells are headings of this table.
    fn known<'c>(&self, cells: impl Iterator<Item = &'c str>) -> usize {
        cells.filter(|c| self.columns.of(c.trim()).is_some()).count()
    }

    /// The data path of a row.
    fn row(&self, rank: usize) -> String {
        if self.is_block { self.key.to_owned() } else { format!("{}[{rank}]", self.key) }
    }

    /// Whether it holds for a whole school: a block, who teaches, when the stages are.
    pub fn is_setting(&self) -> bool {
        self.is_block || ["referent", "periode_scolaire"].contains(&self.key)
    }

    fn is_key(&self, heading: &str) -> bool {
        self.columns.of(heading).is_some()
    }

    /// Whether rows have the headings of this table, one beside the other or, for a block, one below the other.
    fn is_in(&self, rows: &[RawRow]) -> bool {
        self.headings(rows).is_some() || vertical::keys(self, rows).is_some()
    }

    /// The row of the headings among the first: the first that has two of them, or else one.
    fn headings(&self, rows: &[RawRow]) -> Option<usize> {
        let known = |r: &RawRow| self.known(r.cells.iter().map(|c| c.text.as_str()));
        let counts: Vec<usize> = rows.iter().take(PREAMBLE).map(known).collect();
        counts.iter().position(|n| *n >= 2).or_else(|| counts.iter().position(|n| *n == 1))
    }
}

/// A table that was found, and where.
struct Found {
    table: &'static Table,
    file: String,
    content: Content,
}

enum Content {
    /// Already read with the folder's own file.
    Here,
    /// The text of a TOML file.
    Toml(String),
    Rows(Box<RawSheet>),
}

impl Found {
    fn in_words(&self) -> String {
        match &self.content {
            Content::Rows(raw) if raw.sheet.is_some() => {
                format!("dans {} (feuille « {} »)", self.file, raw.sheet.as_deref().unwrap_or_default())
            }
            _ => format!("dans {}", self.file),
        }
    }
}

/// Reads the tables of the folder into the value of its own file; in which file each is.
pub(super) fn load(
    loader: &mut Loader<'_>,
    family: &'static Family,
    value: &mut Value,
) -> BTreeMap<&'static str, String> {
    let mut found = Vec::new();
    for table in &family.tables {
        let here =
            value.get(table.key).is_some_and(|value| if table.is_block { tells(value) } else { has_rows(value) });
        found.extend(here.then(|| Found { table, file: family.file.to_owned(), content: Content::Here }));
    }
    for file in loader.list("", "") {
        find(loader, family, &file, &mut found);
    }
    if family.workbook == "promotion" && found.iter().all(|f| f.table.is_setting()) {
        unread_lists(loader);
    }
    let mut files = BTreeMap::new();
    for table in &family.tables {
        let (of_table, others) = found.into_iter().partition(|f: &Found| std::ptr::eq(f.table, table));
        found = others;
        if let Some((file, rows)) = one(loader, table, of_table) {
            if !value.is_object() {
                *value = Value::Object(Map::new());
            }
            if let (Some(rows), Some(object)) = (rows, value.as_object_mut()) {
                // What the folder's own file begins and leaves empty is told here, or is missing here.
                let is_told = table.is_block || has_rows(&rows);
                loader.faults.retain(|f| !(is_told && is_missing(f, family.file, table)));
                for fault in loader.faults.iter_mut().filter(|f| !is_told && is_missing(f, family.file, table)) {
                    fault.place = Place::file(&file);
                }
                object.insert(table.key.to_owned(), rows);
            }
            files.insert(table.key, file);
        }
    }
    files
}

/// Whether a block tells something: one that was begun and not filled does not.
fn tells(value: &Value) -> bool {
    match value {
        Value::Object(keys) => keys.values().any(tells),
        Value::Array(items) => items.iter().any(tells),
        Value::String(text) => !text.trim().is_empty(),
        Value::Null => false,
        _ => true,
    }
}

/// Whether a list has rows that tell something.
fn has_rows(value: &Value) -> bool {
    value.as_array().is_some_and(|rows| rows.iter().any(tells))
}

/// Whether a fault says that the folder's own file lacks what `table` has.
fn is_missing(fault: &Fault, file: &str, table: &Table) -> bool {
    let FaultKind::Missing { key, .. } = &fault.kind else { return false };
    let whole = [format!("[{}]", table.key), format!("[[{}]]", table.key)].contains(key);
    let path = fault.place.field().unwrap_or_default();
    let within = path.strip_prefix(table.key).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    fault.place.file == file && (whole || within)
}

/// Tells the lists of pupils of a promotion that has no table at all: someone put an export there for it to be read.
fn unread_lists(loader: &mut Loader<'_>) {
    for file in loader.list("", "") {
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        if !ending.is_some_and(|e| ["csv", "xlsx", "ods"].contains(&e.as_str())) {
            continue;
        }
        let Ok(Some(bytes)) = loader.folder.read(&file, LIMIT) else { continue };
        let mut pupils = 0;
        let mut count = |told| pupils += usize::from(matches!(told, Apport::Eleve(_)));
        import::read_bytes(&file, Cursor::new(bytes), &mut count, &mut |_, _| {});
        if pupils > 0 {
            loader.fault(Place::file(&file), FaultKind::UnreadList { pupils });
        }
    }
}

/// Takes the first of the places in which a table is; the others are told, and nothing is merged.
fn one(loader: &mut Loader<'_>, table: &'static Table, found: Vec<Found>) -> Option<(String, Option<Value>)> {
    if let [first, second, ..] = found.as_slice() {
        let places = found.iter().map(Found::in_words).collect();
        // A table of the folder's own file is shown by its first row.
        let shown = |f: &Found| match f.content {
            Content::Here if table.is_block => Place::value(&f.file, table.key),
            Content::Here => Place::value(&f.file, format!("{}[0]", table.key)),
            _ => Place::file(&f.file),
        };
        let kind = FaultKind::Twice { what: table.words.to_owned(), places, first: shown(first) };
        loader.fault(Place::file(&second.file), kind);
    }
    let Found { file, content, .. } = found.into_iter().next()?;
    let rows = match content {
        Content::Here => None,
        Content::Toml(text) => {
            let mut value: Value = loader.data(&file, &text, 0, &table.shape);
            loader.sources.insert(&file, text);
            value.get_mut(table.key).map(Value::take)
        }
        Content::Rows(raw) => {
            let (mut values, grid) = row::read(table, &file, *raw, &mut loader.faults)?;
            loader.sources.insert_grid(&file, table.key, grid);
            // A block of which nothing is told is the one of the folder's own file.
            if table.is_block { Some(values.drain(..).next()?) } else { Some(Value::Array(values)) }
        }
    };
    Some((file, rows))
}

/// Adds what `file` holds of the tables, if it is named after one, or after the kind of folder.
fn find(loader: &mut Loader<'_>, family: &'static Family, file: &str, found: &mut Vec<Found>) {
    let own = match family.of_file(file) {
        None => return,
        Some(Named::One(table)) => Some(table),
        Some(Named::All) => None,
    };
    if file.to_lowercase().ends_with(".toml") {
        let text = loader.text_within(file, LIMIT);
        found.extend(own.zip(text).map(|(table, text)| {
            let file = file.to_owned();
            Found { table, file, content: Content::Toml(text) }
        }));
        return;
    }
    let bad = match loader.folder.read(file, LIMIT) {
        Ok(None) => return,
        Ok(Some(bytes)) => match sheets(bytes, family, own) {
            Ok((sheets, aside)) => {
                aside.into_iter().for_each(|kind| loader.fault(Place::file(file), kind));
                let one = |(table, raw)| Found { table, file: file.to_owned(), content: Content::Rows(Box::new(raw)) };
                return found.extend(sheets.into_iter().map(one));
            }
            Err(bad) => Unreadable::Table(bad),
        },
        Err(reason) => reason,
    };
    loader.fault(Place::file(file), FaultKind::Unreadable(bad));
}

/// The key that a heading names in a table of a promotion, with those that it is in: `reduction.motif`.
pub fn path_of(table: &str, heading: &str) -> Option<String> {
    let columns = &PROMOTION.table(table)?.columns;
    columns.of(heading).map(|(leaf, n)| columns.leaves[leaf].numbered(n))
}
