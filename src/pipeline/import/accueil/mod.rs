//! What exports tell of stages, beside their pupils or in sheets of their own, laid in the tables of organismes and of
//! stages: as long as no one has edited a table it is completed; what two rows do not tell alike, and what is not taken, is
//! told. Pure.

mod filling;
mod organismes;
mod stages;

use std::collections::BTreeSet;

use super::cellules::{canonical, plain};
use super::fichier::{Fichier, Lu};
use crate::domain::promotion::{Avenant, Contrat};
use crate::sources::import::journal::Present;
use crate::sources::import::registre::Registre;
use crate::sources::import::{Eleve, Illisible, Origin, Tableau};
use crate::sources::schema::Node;

pub use filling::Filling;
pub use organismes::{ORGANISMES, Organismes, organismes};
pub use stages::{STAGES, Told, stages};

/// What becomes of a table.
#[derive(Debug, Default)]
pub struct Table {
    /// What is written, if anything is.
    pub bytes: Option<Vec<u8>>,
    /// The digest of the table as an import wrote it; none for one that a person made.
    pub digest: Option<String>,
    /// Rows that were added or completed with what the exports tell.
    pub told: usize,
    /// Cells of which two rows of the exports tell something else: the first is taken.
    pub differences: Vec<Illisible>,
    /// Cells of which the exports tell something else, which stay as they are: line and column.
    pub kept: BTreeSet<(u64, String)>,
    /// Rows of the table of students whose student has no stage in a table that is a person's, or lacks one there: their lines.
    pub missing: Vec<u64>,
    /// Rows of the table of students of students whose stages are told, and whose status has none: their lines.
    pub no_stage: Vec<u64>,
    /// Rows that the exports tell and that are not added to a table that is a person's.
    pub left: usize,
}

/// Something that an export tells of a row: its cells by column, and where.
#[derive(Clone, Debug)]
pub struct Dit {
    pub cells: Vec<(String, String)>,
    pub origin: Origin,
}

impl Dit {
    /// What it tells of a column; nothing where it does not.
    pub fn get(&self, column: &str) -> &str {
        self.cells.iter().find(|(c, _)| c == column).map_or("", |(_, v)| v.as_str())
    }

    /// Takes away what it tells of a column.
    pub fn take(&mut self, column: &str) -> String {
        let at = self.cells.iter().position(|(c, _)| c == column);
        at.map(|at| self.cells.remove(at).1).unwrap_or_default()
    }

    pub fn put(&mut self, column: &str, value: String) {
        self.take(column);
        if !value.is_empty() {
            self.cells.insert(0, (column.to_owned(), value));
        }
    }
}

/// The other tables of a promotion that a sheet may be: the key, the name of the file without its ending, that of the sheet.
pub const OTHERS: [(&str, &str, &str); 2] = [("avenant", "avenants", "Avenants"), ("contrat", "contrats", "Contrats")];

/// One of the other tables, begun as a sheet tells it; none where it is there already and tells something else.
pub fn other(file: &Fichier, present: &Present, former: Option<&String>, key: &str, rows: &[Dit]) -> Option<Table> {
    let node = if key == "avenant" { Node::of::<Avenant>() } else { Node::of::<Contrat>() };
    let mut columns: Vec<String> = Vec::new();
    for (name, _) in rows.iter().flat_map(|d| &d.cells) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let mut table = Registre::new(columns.clone());
    for dit in rows {
        table.push(columns.iter().map(|c| plain(dit.get(c))).collect());
    }
    match (file.read(present, &columns), former) {
        (Lu::Absent, None) => {
            let (bytes, digest) = file.make(&table, &node)?;
            Some(Table { bytes: Some(bytes), digest: Some(digest), told: rows.len(), ..Table::default() })
        }
        (Lu::Table { registre, .. }, _) if tells(&registre, &columns, rows) => {
            Some(Table { digest: former.cloned(), ..Table::default() })
        }
        _ => None,
    }
}

/// Whether each row stands in a table, whatever else it holds.
fn tells(table: &Registre, columns: &[String], rows: &[Dit]) -> bool {
    let places: Vec<Option<usize>> = columns.iter().map(|c| table.column(c)).collect();
    let words = |cells: Vec<&str>| cells.into_iter().map(canonical).collect::<Vec<_>>();
    let there: BTreeSet<_> = table.rows.iter().map(|row| words(places.iter().map(|c| row.get(*c)).collect())).collect();
    rows.iter().all(|dit| there.contains(&words(columns.iter().map(|c| dit.get(c)).collect())))
}

/// The rows of sheets that are the table `key`.
pub fn of_sheets(tableaux: &[Tableau], key: &str) -> Vec<Dit> {
    let one = |tableau: &Tableau| {
        let lignes = tableau.lignes();
        let row = |(number, cells): &(u64, Vec<String>)| {
            let cells = lignes.columns.iter().zip(cells).filter(|(_, v)| !v.is_empty());
            let cells = cells.map(|(column, value)| (column.clone(), value.clone())).collect();
            Dit { cells, origin: tableau.origin.at(*number) }
        };
        lignes.rows.iter().map(row).collect::<Vec<_>>()
    };
    tableaux.iter().filter(|t| t.key() == key).flat_map(one).collect()
}

/// Each stage that stands beside a pupil who has a row, by its key: the firm and the stage.
pub fn beside(kept: &[Eleve], keys: &[Option<String>]) -> Vec<(String, Dit, Dit)> {
    let rows = kept.iter().zip(keys).filter_map(|(eleve, key)| Some((eleve, key.clone()?)));
    let told = |cells: &[(&'static str, String)], origin: &Origin| Dit {
        cells: cells.iter().map(|(c, v)| ((*c).to_owned(), v.clone())).collect(),
        origin: origin.clone(),
    };
    let one = |(eleve, key): (&Eleve, String)| {
        let all = eleve.accueils.iter();
        all.map(|a| (key.clone(), told(&a.organisme, &a.origin), told(&a.stage, &a.origin))).collect::<Vec<_>>()
    };
    rows.flat_map(one).collect()
}
