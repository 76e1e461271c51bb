//! The tables of stages and of organismes of a promotion: begun for the secretary to fill, then hers. Pure.

use std::collections::{BTreeSet, HashMap};

use super::cellules::plain;
use super::etudiants::{self, statut_of};
use super::fichier::{Fichier, Lu};
use crate::domain::identifiers::normalise;
use crate::domain::promotion::{Organisme, Stage};
use crate::domain::referentiel::Referentiel;
use crate::domain::slug::slug;
use crate::sources::import::journal::Present;
use crate::sources::import::registre::{Ligne, Registre};
use crate::sources::import::{Accueil, Eleve};
use crate::sources::schema::{Key, Node};

/// The names of their files, without their ending, and of their sheets.
pub const STAGES: (&str, &str) = ("stages", "Stages");
pub const ORGANISMES: (&str, &str) = ("organismes", "Organismes");

/// The columns that a new table of stages has; any other key of a stage may be added to them.
const COLUMNS: [&str; 12] = [
    "cle",
    "etudiant",
    "organisme",
    "referent",
    "debut",
    "fin",
    "service",
    "lieux",
    "tuteur.nom",
    "tuteur.fonction",
    "tuteur.courriel",
    "tuteur.telephone",
];

/// What becomes of a table.
#[derive(Debug, Default)]
pub struct Table {
    /// What is written, if anything is.
    pub bytes: Option<Vec<u8>>,
    /// The digest of the table as an import wrote it; none for one that a person made.
    pub digest: Option<String>,
    /// Rows of the table of students whose student has no stage in a table that is a person's, or lacks one there: their lines.
    pub missing: Vec<u64>,
    /// Rows that were added or completed with what the exports tell.
    pub told: usize,
    /// Rows of the table of students of students whose stages are told, and whose status has none: their lines.
    pub no_stage: Vec<u64>,
    /// Organismes that the exports tell and that are not added to a table that is a person's.
    pub left: usize,
}

/// A student's stage as the exports tell it, by the key of the student's row.
pub type Placed<'a> = (&'a str, &'a Accueil);

/// The stages that the exports tell of the students that have a row.
pub fn placed<'a>(kept: &'a [Eleve], keys: &'a [Option<String>]) -> Vec<Placed<'a>> {
    let rows = kept.iter().zip(keys).filter_map(|(eleve, key)| Some((eleve, key.as_deref()?)));
    rows.flat_map(|(eleve, key)| eleve.accueils.iter().map(move |a| (key, a))).collect()
}

/// The table of organismes: its headings, for a new one, and those that the exports tell as long as no one has edited it.
/// The key of the organisme of each stage comes second.
pub fn organismes(
    file: &Fichier,
    present: &Present,
    former: Option<&String>,
    placed: &[Placed<'_>],
) -> (Table, Vec<String>) {
    let rows = Node::of::<Organisme>();
    let headings = paths(&rows, "");
    let (mut table, ours) = match (file.read(present, &headings), former) {
        (Lu::Absent, None) => (Registre::new(headings), true),
        (Lu::Table { registre, digest, is_plain }, last) => (registre, is_plain && last == Some(&digest)),
        (Lu::Absent, Some(_)) | (Lu::Unreadable, _) => (Registre::new(headings), false),
    };
    let mut out = Table { digest: former.cloned(), ..Table::default() };
    let key = table.column(etudiants::KEY);
    let mut taken: BTreeSet<String> = table.rows.iter().map(|r| r.get(key).to_lowercase()).collect();
    let mut keys = Vec::new();
    for (_, accueil) in placed {
        if accueil.organisme.is_empty() {
            keys.push(String::new());
            continue;
        }
        let same = |row: &&Ligne| is_same(&table, row, &accueil.organisme);
        if let Some(row) = table.rows.iter().find(same) {
            keys.push(row.get(key).to_owned());
            continue;
        }
        let cle = new_key(&mut taken, told(&accueil.organisme, "nom"));
        if ours {
            let mut cells = vec![String::new(); table.headings.len()];
            let columns = accueil.organisme.iter().map(|(name, v)| (*name, v.as_str()));
            for (name, value) in columns.chain([(etudiants::KEY, cle.as_str())]) {
                if let Some(cell) = table.column(name).and_then(|c| cells.get_mut(c)) {
                    *cell = plain(value);
                }
            }
            table.push(cells);
            out.told += 1;
        } else {
            out.left += 1;
        }
        keys.push(cle);
    }
    if out.told > 0 || *present == Present::No && former.is_none() {
        let Table { bytes, digest, .. } = written(file, &table, &rows);
        (out.bytes, out.digest) = (bytes, digest);
    }
    (out, keys)
}

fn told<'a>(cells: &'a [(&str, String)], name: &str) -> &'a str {
    cells.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str())
}

fn new_key(taken: &mut BTreeSet<String>, nom: &str) -> String {
    let name = Some(slug(nom)).filter(|s| !s.is_empty()).unwrap_or_else(|| "organisme".to_owned());
    let names = (1..).map(|n| if n == 1 { name.clone() } else { format!("{name}-{n}") });
    names.into_iter().find(|n| taken.insert(n.clone())).expect("numbers do not end")
}

/// Whether a row is that organisme: the same SIRET, or else the same name in one place.
fn is_same(table: &Registre, row: &Ligne, organisme: &[(&'static str, String)]) -> bool {
    let both = |name: &str| {
        let (here, there) = (normalise(row.get(table.column(name))), normalise(told(organisme, name)));
        (!here.is_empty() && !there.is_empty()).then(|| here.replace(' ', "") == there.replace(' ', ""))
    };
    both("siret").unwrap_or_else(|| {
        both("nom") == Some(true) && both("code_postal").unwrap_or(true) && both("ville").unwrap_or(true)
    })
}

/// The table of stages: a row for each student whose status has stages, with what the exports tell of it; completed as
/// long as no one has edited it.
pub fn stages(
    file: &Fichier,
    present: &Present,
    former: Option<&String>,
    students: &Registre,
    referentiel: &Referentiel,
    placed: &[(Placed<'_>, String)],
) -> Table {
    let known: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    let kept = Table { digest: former.cloned(), ..Table::default() };
    let (mut table, ours) = match (file.read(present, &known), former) {
        (Lu::Absent, None) => (Registre::new(known), true),
        // Someone took it away: the stages are told elsewhere.
        (Lu::Absent, Some(_)) | (Lu::Unreadable, _) => return kept,
        (Lu::Table { registre, digest, is_plain }, last) => (registre, is_plain && last == Some(&digest)),
    };
    let of = table.column("etudiant");
    let key = students.column(etudiants::KEY);
    let lines: HashMap<&str, &Ligne> = students.rows.iter().map(|r| (r.get(key), r)).collect();
    let mut names = Names::of(&table);
    let (mut missing, mut no_stage): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
    let (mut changed, mut filled) = (*present == Present::No, 0);
    for ((cle, accueil), organisme) in placed {
        let Some(student) = lines.get(cle).copied() else { continue };
        let cells = cells(accueil, organisme);
        let row = table.rows.iter().position(|r| r.get(of) == *cle && fits(&table, r, &cells));
        if !has_stage(students, student, referentiel) {
            no_stage.push(student.line);
            continue;
        }
        if !ours {
            // Filled by hand: what is not there is told.
            let there = row.is_some_and(|i| missing_cells(&table, &table.rows[i], &cells).is_empty());
            missing.extend((!there).then_some(student.line));
            continue;
        }
        let row = row.unwrap_or_else(|| names.add(&mut table, cle));
        let absent = missing_cells(&table, &table.rows[row], &cells);
        filled += usize::from(!absent.is_empty());
        for (column, value) in absent {
            table.rows[row].set(column, plain(&value));
            changed = true;
        }
    }
    let told: BTreeSet<String> = table.rows.iter().map(|r| r.get(of).to_owned()).collect();
    let has_stage = |row: &&Ligne| has_stage(students, row, referentiel);
    let without = students.rows.iter().filter(|r| !r.get(key).is_empty() && !told.contains(r.get(key)));
    for student in without.filter(has_stage) {
        if ours {
            names.add(&mut table, student.get(key));
            changed = true;
        } else {
            missing.push(student.line);
        }
    }
    missing.sort_unstable();
    missing.dedup();
    let table = if ours && changed { written(file, &table, &Node::of::<Stage>()) } else { kept };
    Table { missing, no_stage, told: filled, ..table }
}

/// The cells of a stage, by the columns of the table.
fn cells<'a>(accueil: &'a Accueil, organisme: &'a str) -> Vec<(&'static str, &'a str)> {
    let stage = accueil.stage.iter().map(|(name, value)| (*name, value.as_str()));
    [("organisme", organisme)].into_iter().chain(stage).filter(|(_, v)| !v.is_empty()).collect()
}

/// Whether a row may be that stage: it says nothing else of where and when.
fn fits(table: &Registre, row: &Ligne, cells: &[(&'static str, &str)]) -> bool {
    let place = ["organisme", "debut", "fin"];
    cells.iter().filter(|(name, _)| place.contains(name)).all(|(name, value)| {
        let told = row.get(table.column(name));
        told.is_empty() || super::cellules::same(told, value)
    })
}

/// The cells that a row lacks.
fn missing_cells(table: &Registre, row: &Ligne, cells: &[(&'static str, &str)]) -> Vec<(usize, String)> {
    let absent = |(name, value): &(&'static str, &str)| {
        let column = table.column(name)?;
        row.get(Some(column)).is_empty().then(|| (column, (*value).to_owned()))
    };
    cells.iter().filter_map(absent).collect()
}

/// The keys of a table of stages.
struct Names {
    taken: BTreeSet<String>,
    next: usize,
}

impl Names {
    fn of(table: &Registre) -> Self {
        let key = table.column(etudiants::KEY);
        Names { taken: table.rows.iter().map(|r| r.get(key).to_owned()).collect(), next: table.rows.len() + 1 }
    }

    /// Adds a row for a student, with a key of its own.
    fn add(&mut self, table: &mut Registre, cle: &str) -> usize {
        let name = loop {
            let name = format!("c-{:02}", self.next);
            self.next += 1;
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        let mut cells = vec![String::new(); table.headings.len()];
        for (column, value) in [(etudiants::KEY, name.as_str()), ("etudiant", cle)] {
            if let Some(cell) = table.column(column).and_then(|c| cells.get_mut(c)) {
                value.clone_into(cell);
            }
        }
        table.push(cells);
        table.rows.len() - 1
    }
}

fn has_stage(students: &Registre, row: &Ligne, referentiel: &Referentiel) -> bool {
    use crate::domain::periode::NaturePeriode::Stage;
    referentiel.statut(statut_of(students, row).key()).is_some_and(|s| s.natures.contains(&Stage))
}

fn written(file: &Fichier, table: &Registre, rows: &Node) -> Table {
    let (bytes, digest) = file.make(table, rows).unzip();
    Table { bytes, digest, ..Table::default() }
}

/// The keys of a table, those of a table within it after its name and a point.
fn paths(node: &Node, above: &str) -> Vec<String> {
    let Node::Table(keys) = node else { return Vec::new() };
    let path = |key: &Key| match above {
        "" => key.name.clone(),
        above => format!("{above}.{}", key.name),
    };
    let one = |key: &Key| match &key.node {
        inner @ Node::Table(_) => paths(inner, &path(key)),
        _ => vec![path(key)],
    };
    keys.iter().flat_map(one).collect()
}
