//! What a commission says of a candidate, wherever it is written: with an oral, a portfolio or the list of candidates.

use super::note::{Calcul, centiemes};
use super::{Examen, Inscrit, MembreCommission, Notation, Oral, Portfolio};
use crate::diagnostic::Place;

/// The levels, the mark and who gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation<'e> {
    /// What its documents are called after; empty in the list of candidates.
    pub nom_court: &'e str,
    pub candidat: String,
    pub numero: &'e str,
    /// In doubt about the dossier, the mark is reserved.
    pub reserve: bool,
    /// One for each criterion, 1 to 4; empty where the grid is to be filled.
    pub niveaux: &'e [u32],
    pub observations: &'e str,
    pub note_proposee: &'e str,
    pub membres: &'e [MembreCommission],
    /// The file that tells it.
    pub file: &'e str,
    /// Rank in the list of candidates, from 0, where it is told there.
    pub rang: Option<usize>,
    /// The keys above its own.
    above: String,
}

impl Evaluation<'_> {
    /// The place of one of its keys.
    pub fn place(&self, key: &str) -> Place {
        Place::value(self.file, format!("{}{key}", self.above))
    }

    /// Whether anything is said of the candidate.
    pub fn is_told(&self) -> bool {
        !self.niveaux.is_empty() || !self.observations.trim().is_empty() || !self.note_proposee.trim().is_empty()
    }

    /// What the levels give.
    pub fn calcul(&self, criteres: usize, notation: &Notation) -> Option<Calcul> {
        Calcul::of_levels(self.niveaux, criteres, notation)
    }

    /// The proposed mark in hundredths: as told, else as the levels give it.
    pub fn note(&self, criteres: usize, notation: &Notation) -> Option<u32> {
        match self.note_proposee.trim() {
            "" => self.calcul(criteres, notation).map(|c| c.note),
            told => centiemes(told),
        }
    }
}

impl Oral {
    /// What the commission says of the oral.
    pub fn evaluation(&self) -> Evaluation<'_> {
        Evaluation {
            nom_court: self.nom_court(),
            candidat: self.candidat.trim().to_owned(),
            numero: self.numero_candidat.trim(),
            reserve: self.reserve,
            niveaux: &self.niveaux,
            observations: &self.observations,
            note_proposee: &self.note_proposee,
            membres: &self.membre,
            file: &self.file,
            rang: None,
            above: String::new(),
        }
    }
}

impl Portfolio {
    /// What its commission says, or what it has to fill.
    pub fn evaluation(&self) -> Evaluation<'_> {
        let blank = Evaluation {
            nom_court: self.nom_court(),
            candidat: self.candidat.trim().to_owned(),
            numero: self.numero_candidat.trim(),
            membres: &self.membre,
            file: &self.file,
            above: "fiche.".to_owned(),
            ..Evaluation::default()
        };
        match &self.fiche {
            Some(fiche) => Evaluation {
                niveaux: &fiche.niveaux,
                observations: &fiche.observations,
                note_proposee: &fiche.note_proposee,
                ..blank
            },
            None => blank,
        }
    }
}

impl Inscrit {
    /// What is said of the candidate of rank `rank` (from 0) of `file`.
    fn evaluation<'e>(&'e self, file: &'e str, rank: usize) -> Evaluation<'e> {
        Evaluation {
            candidat: self.identite(),
            numero: self.numero_candidat.trim(),
            niveaux: &self.niveaux,
            observations: &self.observations,
            note_proposee: &self.note_proposee,
            file,
            rang: Some(rank),
            above: format!("candidat[{rank}]."),
            ..Evaluation::default()
        }
    }
}

impl Examen {
    /// All that is said of candidates: orals, portfolios, then the list.
    pub fn evaluations(&self) -> Vec<Evaluation<'_>> {
        let listed = self.inscrits.iter().enumerate().map(|(i, c)| c.evaluation(&self.fichier_inscrits, i));
        let apart = self.oraux.iter().map(Oral::evaluation).chain(self.portfolios.iter().map(Portfolio::evaluation));
        apart.chain(listed).collect()
    }
}
