//! `stages.csv` and `organismes.csv` of a promotion: begun for the secretary to fill, then hers. Pure.

use std::collections::BTreeSet;

use super::etudiants::{self, statut_of};
use crate::domain::promotion::Organisme;
use crate::domain::referentiel::Referentiel;
use crate::pipeline::manifest::sha256;
use crate::sources::import::journal::Present;
use crate::sources::import::registre::Registre;
use crate::sources::schema::{Key, Node};

/// Names of the tables.
pub const STAGES: &str = "stages.csv";
pub const ORGANISMES: &str = "organismes.csv";

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
    pub text: Option<String>,
    /// The digest of the table as an import wrote it; none for one that a person made.
    pub digest: Option<String>,
    /// Rows of `etudiants.csv` whose student has no stage in a table that is a person's: their lines.
    pub missing: Vec<u64>,
}

/// The table of organismes: its headings, for a new one; whatever is there is kept.
pub fn organismes(present: &Present, former: Option<&String>) -> Table {
    match (present, former) {
        (Present::No, None) => written(&Registre::new(paths(&Node::of::<Organisme>(), ""))),
        _ => Table { digest: former.cloned(), ..Table::default() },
    }
}

/// The table of stages: a row for each student whose status has stages; completed as long as no one has edited it.
pub fn stages(present: &Present, former: Option<&String>, students: &Registre, referentiel: &Referentiel) -> Table {
    let known: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    let kept = Table { digest: former.cloned(), ..Table::default() };
    let (mut table, ours) = match (present, former) {
        (Present::No, None) => (Registre::new(known), true),
        // Someone took it away: the stages are told elsewhere.
        (Present::No, Some(_)) | (Present::Other, _) => return kept,
        (Present::Yes(bytes), last) => (Registre::parse(bytes, &known), last == Some(&sha256(bytes))),
    };
    let of = table.column("etudiant");
    let told: BTreeSet<String> = table.rows.iter().map(|r| r.get(of).to_owned()).collect();
    let key = students.column(etudiants::KEY);
    let has_stage = |row: &&_| has_stage(students, row, referentiel);
    let missing = students.rows.iter().filter(|r| !r.get(key).is_empty() && !told.contains(r.get(key)));
    let missing = missing.filter(has_stage);
    if !ours {
        return Table { missing: missing.map(|r| r.line).collect(), ..kept };
    }
    let mut number = table.rows.len();
    let before = number;
    for student in missing {
        number += 1;
        let mut cells = vec![String::new(); table.headings.len()];
        cells[0] = format!("c-{number:02}");
        cells[1] = student.get(key).to_owned();
        table.push(cells);
    }
    if number > before || *present == Present::No { written(&table) } else { kept }
}

fn has_stage(students: &Registre, row: &crate::sources::import::registre::Ligne, referentiel: &Referentiel) -> bool {
    use crate::domain::periode::NaturePeriode::Stage;
    referentiel.statut(statut_of(students, row).key()).is_some_and(|s| s.natures.contains(&Stage))
}

fn written(table: &Registre) -> Table {
    let text = table.to_text();
    Table { digest: Some(sha256(text.as_bytes())), text: Some(text), missing: Vec::new() }
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
