//! An exam: what `examen.toml` tells, the subject in parts and questions, its annexes.

mod acquis;
mod annexe;
mod copie;
mod evaluation;
mod inscrit;
mod mots;
mod note;
mod oral;
mod points;
mod portfolio;
mod reglage;
mod rubrique;
mod sujet;
mod variante;

use std::collections::BTreeMap;

pub use acquis::Acquis;
pub use annexe::{Annexe, NatureDocument, NumeroAnnexe, roman, sort as sort_annexes};
pub use copie::{Cellule, Copie, Copies, NOTES};
pub use evaluation::Evaluation;
pub use inscrit::{CANDIDATS, CandidatsFile, Inscrit};
pub use mots::{Locutions, MotsDuJury};
pub use note::{Calcul, NIVEAUX, NOTE_MAX, centiemes, nombre};
pub use oral::{FichePresentee, MembreCommission, ORAUX, Oral, Parametre, QualiteMembre, Scenario, Temps, Titulaire};
pub use points::Points;
pub use portfolio::{CadreElement, Element, EvaluationElement, FicheEvaluation, NatureElement, PORTFOLIOS, Portfolio};
pub use reglage::{Arrondi, Bareme, Calculatrice, Epreuve, ExamenFile, Materiel, Notation, Situation};
pub use rubrique::Rubrique;
pub use sujet::{DonneesPartie, DonneesQuestion, Ecart, Lieux, PartieSujet, Question, Raison, Repere, Sujet, numbered};
pub use variante::{VARIANTES, Variante, Variantes, parametres};

use super::dossier::Attachment;
use super::referentiel::{Epreuve as EpreuveReglement, Forme, Partie};
use super::referentiel::{Lecture, Referentiel};

/// Root file of the folder.
pub const FILE: &str = "examen.toml";
/// Folder of the annexes.
pub const ANNEXES: &str = "annexes";

/// An exam folder once read.
#[derive(Clone, Debug, Default)]
pub struct Examen {
    /// `examen.toml`.
    pub reglage: ExamenFile,
    pub sujet: Sujet,
    /// In the order of their numbers.
    pub annexes: Vec<Annexe>,
    /// Who is called, in the order of the file.
    pub inscrits: Vec<Inscrit>,
    /// The file that lists them.
    pub fichier_inscrits: String,
    /// In the order of their files.
    pub oraux: Vec<Oral>,
    /// In the order of their files.
    pub portfolios: Vec<Portfolio>,
    /// The points of the copies, once they are marked.
    pub copies: Copies,
    /// The values that differ from a variant of the subject to another.
    pub variantes: Variantes,
    /// The variant that this is, « A »; empty where there are none.
    pub variante: String,
    /// What the data names, by path.
    pub attachments: BTreeMap<String, Attachment>,
}

/// What the règlement d'examen says of the épreuve of a folder.
#[derive(Clone, Copy, Debug)]
pub struct Reglement<'r> {
    pub epreuve: &'r EpreuveReglement,
    /// Its form for these candidates, where what is told of them leaves one.
    pub forme: Option<&'r Forme>,
    /// The part or the situation that the paper is of.
    pub partie: Option<&'r Partie>,
}

impl Reglement<'_> {
    /// The reading that was taken of it and that its readers must know of: the text tells it in two ways for these
    /// candidates, or is known at second hand.
    pub fn lecture<'r>(&self, referentiel: &'r Referentiel) -> Option<&'r Lecture> {
        let find = |cle: Option<&str>| referentiel.lectures.iter().find(|l| Some(l.cle.as_str()) == cle);
        let of_forme = find(self.forme.and_then(|f| f.lecture.as_deref()));
        of_forme.or_else(|| find(self.epreuve.lecture.as_deref()).filter(|l| l.incertaine))
    }
}

impl Examen {
    /// What the règlement says of this épreuve; nothing where it does not know it.
    pub fn reglement<'r>(&self, referentiel: &'r Referentiel) -> Option<Reglement<'r>> {
        let told = &self.reglage.epreuve;
        let epreuve = referentiel.epreuves.iter().find(|e| e.code == told.code.trim())?;
        // Columns that say the same of this épreuve need not be told apart.
        let formes: Vec<&Forme> =
            told.colonnes(referentiel).into_iter().filter_map(|c| epreuve.forme(c.numero)).collect();
        let forme = formes.first().copied().filter(|first| formes.iter().all(|f| f.is_like(first)));
        let numero = told.partie.unwrap_or(1);
        let partie = forme.and_then(|f| f.parties.iter().find(|p| i32::from(p.numero) == numero));
        Some(Reglement { epreuve, forme, partie })
    }

    /// Every question, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sujet.parties.iter().flat_map(|p| &p.questions)
    }

    /// The points of all questions that tell theirs.
    pub fn points(&self) -> Points {
        self.questions().filter_map(|q| q.donnees.points).sum()
    }
}

/// The name of a file, without folder and ending: what the documents of a candidate are called after.
fn nom_court(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}
