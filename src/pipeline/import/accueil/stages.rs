//! The table of stages: a row for each student whose status has stages, with what the exports tell of it; then the
//! secretary's. Pure.

use std::collections::{BTreeSet, HashMap};

use super::{Dit, Filling, Table};
use crate::domain::promotion::Stage;
use crate::domain::referentiel::Referentiel;
use crate::pipeline::import::cellules::same;
use crate::pipeline::import::etudiants::{self, statut_of};
use crate::pipeline::import::fichier::{Fichier, Lu};
use crate::sources::import::journal::Present;
use crate::sources::import::registre::{Ligne, Registre};
use crate::sources::schema::Node;

/// The name of its file, without its ending, and of its sheet.
pub const STAGES: (&str, &str) = ("stages", "Stages");

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

/// A stage that is told: the student, by the key of their row or as a sheet names them.
pub struct Told {
    pub etudiant: String,
    pub dit: Dit,
}

/// The table of stages, completed as long as no one has edited it.
pub fn stages(
    file: &Fichier,
    present: &Present,
    former: Option<&String>,
    students: &Registre,
    referentiel: &Referentiel,
    told: &[Told],
) -> Table {
    let known: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    let (table, ours) = match (file.read(present, &known), former) {
        (Lu::Absent, None) => (Registre::new(known), true),
        // Someone took it away: the stages are told elsewhere.
        (Lu::Absent, Some(_)) | (Lu::Unreadable, _) => {
            return Table { digest: former.cloned(), left: told.len(), ..Table::default() };
        }
        (Lu::Table { registre, digest, is_plain }, last) => (registre, is_plain && last == Some(&digest)),
    };
    let names = told.iter().flat_map(|t| t.dit.cells.iter().map(|(name, _)| name.as_str()));
    let mut filling = Filling::new(table, ours, COLUMNS.into_iter().chain(names));
    let key = students.column(etudiants::KEY);
    let of_status = Statuts::of(students, referentiel);
    let lines: HashMap<&str, &Ligne> = students.rows.iter().map(|r| (r.get(key), r)).collect();
    let mut names = Names::of(&filling);
    let mut of: HashMap<String, Vec<usize>> = HashMap::new();
    for row in 0..filling.table.rows.len() {
        of.entry(filling.cell(row, "etudiant").to_owned()).or_default().push(row);
    }
    for Told { etudiant, dit } in told {
        // A sheet may name who has no row: its stage is kept, for a person to see.
        let student = lines.get(etudiant.as_str()).copied();
        let line = student.map_or(0, |s| s.line);
        if student.is_some_and(|s| !of_status.has_stage(s)) {
            filling.out.no_stage.push(line);
            continue;
        }
        let row = of.get(etudiant).into_iter().flatten().copied().find(|row| fits(&filling, *row, dit));
        let row = match row {
            Some(row) => row,
            // Filled by hand: what is not there is told.
            None if !ours => {
                match student {
                    Some(_) => filling.out.missing.push(line),
                    None => filling.out.left += 1,
                }
                continue;
            }
            None => {
                let row = names.add(&mut filling, etudiant, dit.get(etudiants::KEY));
                of.entry(etudiant.clone()).or_default().push(row);
                row
            }
        };
        if !filling.lay(row, dit).is_empty() {
            filling.out.missing.push(line);
        }
    }
    filling.out.kept.retain(|(_, column)| column != etudiants::KEY);
    let mut changed = *present == Present::No || filling.out.told > 0;
    for student in students.rows.iter().filter(|r| !r.get(key).is_empty() && !of.contains_key(r.get(key))) {
        if !of_status.has_stage(student) {
            continue;
        }
        if ours {
            names.add(&mut filling, student.get(key), "");
            changed = true;
        } else {
            filling.out.missing.push(student.line);
        }
    }
    filling.out.missing.sort_unstable();
    filling.out.missing.dedup();
    filling.done(file, &Node::of::<Stage>(), ours && changed, former)
}

/// Whether a row may be that stage: it says nothing else of where and when.
fn fits(filling: &Filling<'_>, row: usize, dit: &Dit) -> bool {
    ["organisme", "debut", "fin"].into_iter().all(|name| {
        let (there, told) = (filling.cell(row, name), dit.get(name));
        there.is_empty() || told.is_empty() || same(there, told)
    })
}

/// Which status has stages.
struct Statuts<'r> {
    referentiel: &'r Referentiel,
    column: Option<usize>,
}

impl<'r> Statuts<'r> {
    fn of(students: &Registre, referentiel: &'r Referentiel) -> Self {
        Statuts { referentiel, column: students.column("statut") }
    }

    fn has_stage(&self, student: &Ligne) -> bool {
        use crate::domain::periode::NaturePeriode::Stage;
        let statut = statut_of(student.get(self.column));
        self.referentiel.statut(statut.key()).is_some_and(|s| s.natures.contains(&Stage))
    }
}

/// The keys of a table of stages.
struct Names {
    taken: BTreeSet<String>,
    next: usize,
}

impl Names {
    fn of(filling: &Filling<'_>) -> Self {
        let key = filling.column(etudiants::KEY);
        let rows = &filling.table.rows;
        Names { taken: rows.iter().map(|r| r.get(key).to_owned()).collect(), next: rows.len() + 1 }
    }

    /// Adds a row for a student, with the key that it has, or one of its own.
    fn add(&mut self, filling: &mut Filling<'_>, cle: &str, own: &str) -> usize {
        let name = loop {
            if !own.is_empty() && self.taken.insert(own.to_owned()) {
                break own.to_owned();
            }
            let name = format!("c-{:02}", self.next);
            self.next += 1;
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        filling.add(&[(etudiants::KEY, name.as_str()), ("etudiant", cle)])
    }
}
