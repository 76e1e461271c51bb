//! A table of a promotion that an export holds beside its pupils: who teaches, where, the stages, what holds for all of them.

use serde_json::Value;

use super::eleve::Origin;
use super::headings::{Field, fields};
use super::trouble::{Illisible, Trouble};
use crate::domain::fault::FaultKind;
use crate::sources::rows::Row;
use crate::sources::tables::{Lignes, Releve};

pub use crate::sources::tables::EXPLANATION;

/// Rows among which the headings are looked for.
const PREAMBLE: usize = 40;

/// A table, and where it stands.
#[derive(Clone, Debug)]
pub struct Tableau {
    pub origin: Origin,
    pub(super) releve: Releve,
}

impl PartialEq for Tableau {
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin
    }
}

impl Tableau {
    /// The key of the table: `referent`, `etablissement`.
    pub fn key(&self) -> &'static str {
        self.releve.key()
    }

    /// Its rows, the cells by the columns of our own tables.
    pub fn lignes(&self) -> Lignes {
        self.releve.lignes()
    }

    /// The headings that are not understood, with their sheet.
    pub fn unread(&self) -> Vec<String> {
        let sheet = self.origin.sheet.as_ref().map_or(String::new(), |s| format!(" (feuille « {s} »)"));
        self.releve.lignes().unread.into_iter().map(|heading| format!("{heading}{sheet}")).collect()
    }

    /// What is told of a sheet that is longer than a table can be.
    pub fn cut(&self) -> Option<Illisible> {
        let trouble = self.releve.is_cut().then_some(Trouble::TooLarge)?;
        Some(Illisible { origin: self.origin.clone(), column: None, trouble })
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

    /// Whether rows of a sheet that bears the name of a table list pupils: « Stages » may be the flat table of a class.
    pub(super) fn is_of_pupils(table: &str, rows: &[Row]) -> bool {
        if !["stage", "contrat", "avenant", "organisme"].contains(&table) {
            return false;
        }
        let is_of_pupils = |row: &Row| {
            let headings: Vec<String> = row.cells.iter().map(|c| c.text.trim().to_owned()).collect();
            let told = fields(&headings, &[]);
            let has = |field: Field| told.contains(&Some(field));
            let named = has(Field::Nom) || has(Field::NomFamille) || has(Field::NomPrenoms);
            // A firm has a name too, and whoever heads it a first name: only a pupil has these.
            let pupil = has(Field::Naissance) || has(Field::Ine) || has(Field::Numero) || has(Field::Classe);
            named && (pupil || table != "organisme" && has(Field::Prenom(1)))
        };
        rows.iter().take(PREAMBLE).any(is_of_pupils)
    }
}
