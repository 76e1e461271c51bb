//! A table of a promotion that an export holds beside its pupils: who teaches, where, the stages, what holds for all of them.

use serde_json::Value;

use super::eleve::Origin;
use super::headings::{Field, fields};
use super::trouble::{Illisible, Note, Remarque, Trouble};
use super::valeur::looks_damaged;
use crate::domain::fault::FaultKind;
use crate::sources::rows::{PREAMBLE, Row};
use crate::sources::tables::{Lignes, Odd, Releve, Table};

pub use crate::sources::tables::EXPLANATION;

/// A table, and where it stands.
#[derive(Clone, Debug)]
pub struct Tableau {
    pub origin: Origin,
    releve: Releve,
    lignes: Lignes,
}

impl PartialEq for Tableau {
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin
    }
}

impl Tableau {
    pub(super) fn new(origin: Origin, releve: Releve) -> Self {
        let lignes = releve.lignes();
        Tableau { origin, releve, lignes }
    }

    /// The key of the table: `referent`, `etablissement`.
    pub fn key(&self) -> &'static str {
        self.releve.table().key
    }

    /// It stands once in a promotion, and is no list of rows.
    pub fn is_block(&self) -> bool {
        self.releve.table().is_block
    }

    /// It holds for a whole school, and is laid in the settings.
    pub fn is_setting(&self) -> bool {
        self.releve.table().is_setting()
    }

    /// Its rows, the cells by the columns of our own tables.
    pub fn lignes(&self) -> &Lignes {
        &self.lignes
    }

    /// The headings that are not understood, with their sheet.
    pub fn unread(&self) -> Vec<String> {
        let sheet = self.origin.sheet.as_ref().map_or(String::new(), |s| format!(" (feuille « {s} »)"));
        self.lignes.unread.iter().map(|heading| format!("{heading}{sheet}")).collect()
    }

    /// What is told of it as it is read, whatever becomes of it: a sheet that is longer than a table can be, rows that are left
    /// out, cells that are doubtful or that were completed.
    pub fn told(&self) -> (Vec<Illisible>, Vec<Remarque>) {
        let at = |row, column: Option<&String>| (self.origin.at(row), column.cloned());
        let mut illisibles: Vec<Illisible> = Vec::new();
        let mut trouble = |row, column, trouble| {
            let (origin, column) = at(row, column);
            illisibles.push(Illisible { origin, column, trouble });
        };
        if self.releve.is_cut() {
            trouble(0, None, Trouble::TooLarge);
        }
        self.releve.quotes.iter().for_each(|row| trouble(*row, None, Trouble::Quote));
        let mut remarques = Vec::new();
        for (row, rank, odd) in &self.lignes.odd {
            let column = self.lignes.columns.get(*rank);
            match odd {
                Odd::OtherEncoding => trouble(*row, column, Trouble::OtherEncoding),
                // A setting's is told with its value.
                Odd::Uncomputed if self.is_setting() => {}
                Odd::Uncomputed => trouble(*row, column, Trouble::Uncomputed),
                Odd::Completed => {
                    let (origin, column) = at(*row, column);
                    remarques.push(Remarque { origin, column, note: Note::Completed });
                }
            }
        }
        for (row, cells) in &self.lignes.rows {
            for (column, _) in self.lignes.columns.iter().zip(cells).filter(|(_, text)| looks_damaged(text)) {
                trouble(*row, Some(column), Trouble::Damaged);
            }
        }
        illisibles.sort_by_key(|i| i.origin.row);
        (illisibles, remarques)
    }

    /// Its values, as a settings file has them, and what could not be read of them.
    pub fn values(&self) -> (Vec<Value>, Vec<Illisible>) {
        let (values, lost) = self.releve.values();
        let one = |(row, column, kind)| {
            let trouble = match kind {
                FaultKind::ImpossibleDate { found } => Trouble::ImpossibleDate(found),
                FaultKind::WrongValue { found, expected, .. } => Trouble::Unexpected { found, expected },
                FaultKind::CutNumber { .. } => Trouble::CutNumber(String::new()),
                FaultKind::Twice { .. } => Trouble::TwoValues,
                // The columns that are not read are told with the file; the rest is for the check to tell where it will stand.
                _ => return None,
            };
            Some(Illisible { origin: self.origin.at(row), column, trouble })
        };
        (values, lost.into_iter().filter_map(one).collect())
    }

    /// Whether rows of a sheet that bears the name of a table list pupils: « Stages » may be the flat table of a class, and
    /// « École » the pupils of a school.
    pub(super) fn is_of_pupils(table: &Table, rows: &[Row]) -> bool {
        let is_of_pupils = |(rank, row): (usize, &Row)| {
            let headings: Vec<String> = row.cells.iter().map(|c| c.text.trim().to_owned()).collect();
            let told = fields(&headings, &[]);
            let has = |field: Field| told.contains(&Some(field));
            let named = has(Field::Nom) || has(Field::NomFamille) || has(Field::NomPrenoms);
            let numbered = has(Field::Ine) || has(Field::Numero);
            // A firm has a name too, and whoever heads it a first name: only a pupil has these.
            let pupil = numbered || has(Field::Naissance) || has(Field::Classe);
            let first_name = has(Field::Prenom(1));
            named
                && match table.key {
                    // A teacher may have a class, and a birthday.
                    "referent" => numbered,
                    // A period has a name, and its classes.
                    "periode_scolaire" => numbered || has(Field::Naissance) || first_name,
                    "organisme" => pupil,
                    // A school has one head: a row.
                    _ if table.is_block => pupil || first_name && rows.len() > rank + 2,
                    _ => pupil || first_name,
                }
        };
        rows.iter().take(PREAMBLE).enumerate().any(is_of_pupils)
    }
}
