//! An exam's documents with ready French words: what the candidate gets, and apart from it what the jury knows.

mod candidats;
mod corrige;
mod document;
mod grille;
pub mod lecture;
mod notation;
mod oral;
mod portfolio;
mod sujet;

use std::collections::BTreeMap;

use serde::Serialize;

use super::garde::Courant;
use super::{Galerie, Mode};
use crate::domain::Examen;
use crate::domain::document::Shared;
use crate::domain::examen::Reglement;
use crate::domain::referentiel::Referentiel;
use crate::templates::typography::{french, verbatim};

pub use candidats::{Convocation, Feuilles, convocations, epreuves, liste, proces_verbal, ranges};
pub use corrige::corrige;
pub use document::document_oral;
pub use grille::grilles;
pub use notation::{Notation, notation, notation_des_copies};
pub use oral::{scenario_jury, situation_orale};
pub use portfolio::portfolio;
pub use sujet::sujet;

/// What the documents of an exam are made from.
#[derive(Clone, Copy)]
pub struct ExamenInputs<'a> {
    pub examen: &'a Examen,
    pub referentiel: &'a Referentiel,
    /// Pictures by the path that the data names.
    pub images: &'a BTreeMap<String, Vec<Shared>>,
    pub mode: Mode,
}

/// Size of a document's characters and sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Presentation {
    /// Points of the running text: 11, or what an arrangement asks for.
    pub corps: u8,
    pub a3: bool,
    /// More space between lines and paragraphs.
    pub aeree: bool,
}

impl Presentation {
    /// As everybody gets it.
    pub const ORDINAIRE: Presentation = Presentation { corps: 11, a3: false, aeree: false };

    /// "sujet-adapte-16-a3".
    pub fn name(self) -> String {
        format!("sujet-adapte-{}{}", self.corps, if self.a3 { "-a3" } else { "" })
    }
}

/// What all documents of an exam say of it: cover, foot, metadata and file names tell the same.
#[derive(Clone, Debug, Serialize)]
pub struct Identite {
    pub diplome: String,
    pub sigle: String,
    /// "E3 Développement commercial et gestion des contrats", for a sous-épreuve.
    pub epreuve: String,
    /// "Sous-épreuve E31 – Culture professionnelle et suivi du client"; empty where there is none.
    pub sous_epreuve: String,
    pub unite: String,
    pub session: String,
    pub code: String,
    /// "2 heures", "4 heures", "1 heure 30".
    pub duree: String,
    pub coefficient: String,
    /// "Contrôle en cours de formation – situation 1 : …"; empty for a ponctuelle.
    pub situation: String,
    pub langue: String,
    /// « A »; empty where the subject has no variants.
    pub variante: String,
}

/// What stands above and around every document of an exam.
#[derive(Serialize)]
pub struct Cadre {
    pub courant: Courant,
    pub identite: Identite,
    pub presentation: Presentation,
}

impl<'a> ExamenInputs<'a> {
    /// What stands around a document: `piece` says which it is, where it is not the subject.
    fn cadre(self, piece: &str, presentation: Presentation) -> Cadre {
        Cadre { courant: self.courant(piece), identite: self.identite(), presentation }
    }

    /// The candidates of the list who take the épreuve, with their ranks in it.
    pub fn convoques(self) -> Vec<candidats::Rang<'a>> {
        self.examen.convoques(self.referentiel)
    }

    fn reglement(self) -> Option<Reglement<'a>> {
        self.examen.reglement(self.referentiel)
    }

    /// The reading taken of the text, where its readers must know; else empty.
    fn lecture(self) -> String {
        let known = self.reglement().and_then(|r| r.lecture(self.referentiel));
        known.map_or_else(String::new, |l| {
            french(&format!("{} : lecture retenue, {} ({}).", l.sujet, l.retenue, l.raison))
        })
    }

    fn galerie(self) -> Galerie<'a> {
        Galerie { attachments: &self.examen.attachments, images: self.images }
    }

    /// What all documents say of the exam.
    pub fn identite(self) -> Identite {
        let (told, reglement) = (&self.examen.reglage.epreuve, self.reglement());
        let epreuve = reglement.map(|r| r.epreuve);
        let parent = epreuve.and_then(|e| e.parent.as_deref()).and_then(|code| self.referentiel.epreuve(code));
        let named = |e: &crate::domain::referentiel::Epreuve| format!("{} – {}", e.code, e.intitule);
        let partie = reglement.and_then(|r| r.partie);
        let minutes = told.duree_minutes.or_else(|| partie?.duree_minutes.map(u32::from));
        let coefficient = told.coefficient.or_else(|| epreuve?.coefficient.map(u32::from));
        Identite {
            diplome: french(&self.referentiel.diplome.intitule),
            sigle: french(&self.referentiel.diplome.sigle),
            epreuve: french(&parent.or(epreuve).map_or_else(|| told.code.clone(), named)),
            sous_epreuve: french(&parent.and(epreuve).map(named).unwrap_or_default()),
            unite: epreuve.and_then(|e| e.unite.clone()).unwrap_or_default(),
            session: told.session.map_or_else(String::new, |s| s.to_string()),
            code: verbatim(told.code_sujet.trim()),
            duree: minutes.map_or_else(String::new, duree),
            coefficient: coefficient.map_or_else(String::new, |c| c.to_string()),
            situation: self.situation(),
            langue: french(told.langue.trim()),
            variante: verbatim(&self.examen.variante),
        }
    }

    fn situation(self) -> String {
        let Some(reglement) = self.reglement() else { return String::new() };
        let ccf = reglement.forme.is_some_and(|f| f.situations() > 0);
        let Some(partie) = reglement.partie.filter(|_| ccf) else { return String::new() };
        let words = partie.intitule.as_ref().map_or_else(String::new, |t| format!(" : {t}"));
        french(&format!("Contrôle en cours de formation – situation {}{words}", partie.numero))
    }

    /// The running lines: `piece` says which document it is, where it is not the subject.
    fn courant(self, piece: &str) -> Courant {
        let id = self.identite();
        let titre = if id.sous_epreuve.is_empty() { &id.epreuve } else { &id.sous_epreuve };
        let session = if id.session.is_empty() { String::new() } else { format!(" · Session {}", id.session) };
        Courant {
            gauche: french(&format!("{}{session} · {titre}", id.sigle)),
            droite: [piece, &id.code].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · "),
            a_qui: id.code.clone(),
            brouillon: self.mode == Mode::Draft,
        }
    }

    /// The name of a document's file, without folder and ending: épreuve, session and code of the subject.
    pub fn fichier(self, piece: &str) -> String {
        let told = &self.examen.reglage.epreuve;
        let session = told.session.map_or_else(String::new, |s| s.to_string());
        crate::domain::slug::slug(&format!("{} {session} {} {piece}", told.code, told.code_sujet))
    }

    /// The title of a document.
    pub fn titre(self, piece: &str) -> String {
        let id = self.identite();
        let whole = if id.sous_epreuve.is_empty() { &id.epreuve } else { &id.sous_epreuve };
        french(&format!("{piece} – {} – session {} – {whole} – {}", id.sigle, id.session, id.code))
    }
}

/// "4 heures", "1 heure 30", "45 minutes".
pub fn duree(minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let plural = if hours > 1 { "s" } else { "" };
    match (hours, rest) {
        (0, m) => format!("{m}\u{a0}minutes"),
        (h, 0) => format!("{h}\u{a0}heure{plural}"),
        (h, m) => format!("{h}\u{a0}heure{plural}\u{a0}{m:02}"),
    }
}

/// The language's code, as the metadata of a text tell it.
pub fn langue(nom: &str) -> &'static str {
    match crate::domain::identifiers::normalise(nom).as_str() {
        "anglais" => "en",
        "allemand" => "de",
        "espagnol" => "es",
        "italien" => "it",
        "portugais" => "pt",
        "hebreu" => "he",
        _ => "fr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_as_a_cover_says_them() {
        assert_eq!(
            [240, 90, 45, 60].map(duree),
            ["4\u{a0}heures", "1\u{a0}heure\u{a0}30", "45\u{a0}minutes", "1\u{a0}heure"]
        );
    }
}
