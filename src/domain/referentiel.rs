//! The référentiel of a diploma, read from data: what the founding text has that is structured.
//!
//! `referentiel.toml` holds the text as first published; `versions/<id>.toml` hold only what a later
//! text changes. Nothing here reads the disk: the caller gives the tables.

mod certification;
mod coherence;
mod evaluation;
mod examen;
mod formation;
mod professionnel;

pub use certification::*;
pub use coherence::RenvoiPerdu;
pub use evaluation::*;
pub use examen::*;
pub use formation::*;
pub use professionnel::*;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::identifiers::normalise;
use super::merge::merge;

/// All that the founding text of a diploma has that is structured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referentiel {
    /// The text and its sessions.
    pub texte: Texte,
    /// The diploma's names.
    pub diplome: Diplome,
    /// Domaines d'activités.
    #[serde(rename = "domaine")]
    pub domaines: Vec<Domaine>,
    /// Activities, domaine by domaine.
    #[serde(rename = "activite")]
    pub activites: Vec<Activite>,
    /// Competences, in order.
    #[serde(rename = "competence")]
    pub competences: Vec<Competence>,
    /// Taxonomic levels.
    #[serde(rename = "niveau")]
    pub niveaux: Vec<Niveau>,
    /// Families of savoirs.
    #[serde(rename = "famille_savoirs")]
    pub familles_savoirs: Vec<FamilleSavoirs>,
    /// Savoirs, family by family.
    #[serde(rename = "savoir")]
    pub savoirs: Vec<Savoir>,
    /// Units.
    #[serde(rename = "unite")]
    pub unites: Vec<Unite>,
    /// Pieces of the dossier professionnel.
    #[serde(rename = "piece")]
    pub pieces: Vec<Piece>,
    /// The mention « non valide ».
    pub nv: Nv,
    /// Columns of the règlement d'examen.
    #[serde(rename = "colonne")]
    pub colonnes: Vec<Colonne>,
    /// Languages of the examination.
    pub langues: Langues,
    /// Themes of culture générale, session by session.
    #[serde(default, rename = "programme")]
    pub programmes: Vec<Programme>,
    /// Épreuves and sous-épreuves.
    #[serde(rename = "epreuve")]
    pub epreuves: Vec<Epreuve>,
    /// Criteria of evaluation.
    #[serde(rename = "grille")]
    pub grilles: Vec<Grille>,
    /// Commissions that examine.
    #[serde(rename = "jury")]
    pub jurys: Vec<Jury>,
    /// Portfolio of the CCF.
    pub portfolio: Portfolio,
    /// What the sheets must be, together.
    #[serde(rename = "composition")]
    pub compositions: Vec<Composition>,
    /// Diplomas that dispense from units.
    #[serde(rename = "dispense")]
    pub dispenses: Vec<Dispense>,
    /// Teachings of the grille horaire.
    #[serde(rename = "horaire")]
    pub horaires: Vec<Horaire>,
    /// Totals of the grille horaire.
    pub volume_horaire: VolumeHoraire,
    /// Durations of the stage.
    pub stage: Stage,
    /// What every convention tells.
    #[serde(rename = "convention_element")]
    pub elements_convention: Vec<ElementConvention>,
    /// The sectors of those that take stagiaires; empty where the text wants none.
    #[serde(default, rename = "secteur")]
    pub secteurs: Vec<SecteurDAccueil>,
    /// What is asked of each status.
    #[serde(rename = "statut")]
    pub statuts: Vec<RegleStatut>,
    /// What a candidate who failed may present.
    #[serde(rename = "redoublement")]
    pub redoublements: Vec<Redoublement>,
    /// Units that the former diploma gives.
    #[serde(rename = "correspondance")]
    pub correspondances: Vec<Correspondance>,
    /// Contradictions of the text, and the readings taken.
    #[serde(rename = "lecture")]
    pub lectures: Vec<Lecture>,
}

/// Why a référentiel cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReferentielError {
    /// Not TOML, or not of this shape; the detail tells the line or the path of keys.
    #[error("le référentiel ne se lit pas : {0}")]
    Forme(#[from] toml::de::Error),
    /// A code that names nothing, or that two entries bear.
    #[error("le référentiel se contredit : {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ; "))]
    Renvois(Vec<RenvoiPerdu>),
    /// A version that does not tell its sessions.
    #[error("la version du référentiel ne dit pas la session où elle commence (`[texte] sessions_depuis`)")]
    SansSession,
    /// A session before the text.
    #[error("la session {session} précède la première du texte, {premiere}")]
    SessionAnterieure {
        /// Session asked for.
        session: u16,
        /// First session of the text.
        premiere: u16,
    },
}

impl Referentiel {
    /// Reads a whole référentiel from its text; the error tells the line.
    pub fn parse(text: &str) -> Result<Self, ReferentielError> {
        toml::from_str::<Self>(text)?.coherent()
    }

    /// Reads a whole référentiel from a table, once laid over; the error tells the path of keys.
    pub fn from_toml(table: Table) -> Result<Self, ReferentielError> {
        table.try_into::<Self>()?.coherent()
    }

    /// The référentiel that governs a session: the base under the newest version that has begun.
    ///
    /// A version holds all its differences with the base; versions are not laid over each other.
    pub fn for_session(base: Table, versions: &[Table], session: u16) -> Result<Self, ReferentielError> {
        let premiere = sessions_depuis(&base)?;
        if session < premiere {
            return Err(ReferentielError::SessionAnterieure { session, premiere });
        }
        let mut begun = Vec::new();
        for version in versions {
            begun.push((sessions_depuis(version)?, version));
        }
        begun.retain(|(depuis, _)| *depuis <= session);
        let mut table = base;
        if let Some((_, version)) = begun.into_iter().max_by_key(|(depuis, _)| *depuis) {
            merge(&mut table, version.clone());
        }
        Self::from_toml(table)
    }

    fn coherent(self) -> Result<Self, ReferentielError> {
        let perdus = self.renvois_perdus();
        if perdus.is_empty() { Ok(self) } else { Err(ReferentielError::Renvois(perdus)) }
    }

    /// The domaine of a code (`DA1`).
    pub fn domaine(&self, code: &str) -> Option<&Domaine> {
        self.domaines.iter().find(|domaine| domaine.code == code)
    }

    /// The activity of a code (`A.1.1`).
    pub fn activite(&self, code: &str) -> Option<&Activite> {
        self.activites.iter().find(|activite| activite.code == code)
    }

    /// The competence of a code (`C1`).
    pub fn competence(&self, code: &str) -> Option<&Competence> {
        self.competences.iter().find(|competence| competence.code == code)
    }

    /// The savoir of a code (`S1.1`).
    pub fn savoir(&self, code: &str) -> Option<&Savoir> {
        self.savoirs.iter().find(|savoir| savoir.code == code)
    }

    /// The unit of a code (`U.31`).
    pub fn unite(&self, code: &str) -> Option<&Unite> {
        self.unites.iter().find(|unite| unite.code == code)
    }

    /// The competences that a unit evaluates.
    pub fn competences_evaluees<'a>(&'a self, unite: &'a str) -> impl Iterator<Item = &'a Competence> {
        self.competences.iter().filter(move |competence| competence.evaluee == unite)
    }

    /// The competences that a unit mobilises.
    pub fn competences_mobilisees<'a>(&'a self, unite: &'a str) -> impl Iterator<Item = &'a Competence> {
        self.competences.iter().filter(move |competence| competence.mobilisee.iter().any(|code| code == unite))
    }

    /// The épreuve of a code (`E31`).
    pub fn epreuve(&self, code: &str) -> Option<&Epreuve> {
        self.epreuves.iter().find(|epreuve| epreuve.code == code)
    }

    /// The criteria of an épreuve; none where the text gives none.
    pub fn criteres(&self, epreuve: &str) -> &[String] {
        self.grilles.iter().find(|grille| grille.epreuve == epreuve).map_or(&[], |grille| &grille.criteres)
    }

    /// The composition of an épreuve's sheets (`E32`).
    pub fn composition(&self, epreuve: &str) -> Option<&Composition> {
        self.compositions.iter().find(|composition| composition.epreuve == epreuve)
    }

    /// The composition that a sheet belongs to, by its number.
    pub fn composition_of_fiche(&self, numero: u8) -> Option<&Composition> {
        self.compositions.iter().find(|composition| composition.fiches.contains(&numero))
    }

    /// What is asked of a status, by its key (`scolaire`).
    pub fn statut(&self, code: &str) -> Option<&RegleStatut> {
        self.statuts.iter().find(|statut| statut.code.key() == code)
    }

    /// The sector that a table tells, by its code or another word for it.
    pub fn secteur(&self, told: &str) -> Option<&SecteurDAccueil> {
        let told = normalise(told);
        let named = |s: &&SecteurDAccueil| {
            [&s.code, &s.intitule].into_iter().chain(&s.variantes).any(|word| normalise(word) == told)
        };
        self.secteurs.iter().find(named)
    }

    /// The reading taken, by its key.
    pub fn lecture(&self, cle: &str) -> Option<&Lecture> {
        self.lectures.iter().find(|lecture| lecture.cle == cle)
    }
}

/// The first session that a text governs.
fn sessions_depuis(table: &Table) -> Result<u16, ReferentielError> {
    let session = table.get("texte").and_then(|texte| texte.get("sessions_depuis")).and_then(Value::as_integer);
    session.and_then(|session| u16::try_from(session).ok()).ok_or(ReferentielError::SansSession)
}
