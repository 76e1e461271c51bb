//! What the diploma certifies: domaines, activités, compétences, savoirs, unités (annexes I and II A).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The regulatory text and the sessions that it governs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texte {
    /// Identifier of the version, as in `versions/<id>.toml`.
    pub version: String,
    /// Full title of the text.
    pub intitule: String,
    /// Number NOR of the text.
    pub nor: Option<String>,
    /// First session (year) that the text governs.
    pub sessions_depuis: u16,
    /// Where it is read.
    pub source: String,
}

/// The diploma's names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diplome {
    /// Identifier of the pack.
    pub code: String,
    /// Short name.
    pub sigle: String,
    /// Full name, as printed.
    pub intitule: String,
    /// Where it is read.
    pub source: String,
}

/// A domaine d'activités (annexe I A), with what annexe I B gives for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domaine {
    /// `DA1`, `DA2`, `DA3`.
    pub code: String,
    /// Name, as printed.
    pub intitule: String,
    /// Resources given to the professional, in the groups of the text.
    pub ressources: Vec<Ressources>,
    /// Indicateurs d'évaluation.
    pub indicateurs: Vec<String>,
    /// Key of the [`Lecture`] that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// A group of resources of a domaine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ressources {
    /// Heading of the group, where the text gives one.
    pub groupe: Option<String>,
    /// The resources.
    pub elements: Vec<String>,
}

/// An activité emblématique (annexe I A), with its competences (annexe I B).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activite {
    /// `A.1.1`; DA3's own list is `A.3`.
    pub code: String,
    /// Code of its [`Domaine`].
    pub domaine: String,
    /// Name, as printed.
    pub intitule: String,
    /// Whether an oral on the dossier examines it (E32: A.1.1 and A.1.3; E42: A.2.1).
    pub examinee: bool,
    /// Codes of its principal competences (annexe I B).
    pub competences: Vec<String>,
    /// Tâches induites par l'activité.
    pub taches: Vec<String>,
    /// Résultats attendus; the text gives none for DA3.
    #[serde(default)]
    pub resultats: Vec<String>,
    /// Key of the [`Lecture`] that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// A competence (annexe I B) and the units that use it (annexe II A).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competence {
    /// `C1` to `C49`.
    pub code: String,
    /// Wording taken.
    pub intitule: String,
    /// Code of the one unit that evaluates it (x).
    pub evaluee: String,
    /// Codes of the units that mobilise it (o).
    #[serde(default)]
    pub mobilisee: Vec<String>,
    /// Key of the [`Lecture`] that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// A taxonomic level of the savoirs (annexe I B).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Niveau {
    /// 1 to 4.
    pub numero: u8,
    /// What the level asks.
    pub intitule: String,
    /// Where it is read.
    pub source: String,
}

/// A family of savoirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilleSavoirs {
    /// `S1` to `S13`.
    pub code: String,
    /// Name.
    pub intitule: String,
}

/// A savoir associé, with its level in each domaine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Savoir {
    /// `S2.1.1`.
    pub code: String,
    /// Code of its [`FamilleSavoirs`].
    pub famille: String,
    /// Wording.
    pub intitule: String,
    /// Level by code of [`Domaine`], 0 to 4; 0: not expected there.
    pub niveaux: BTreeMap<String, u8>,
}

impl Savoir {
    /// The level expected in a domaine; 0 where none is.
    pub fn niveau(&self, domaine: &str) -> u8 {
        self.niveaux.get(domaine).copied().unwrap_or(0)
    }
}

/// What kind of unit it is (annexe II A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NatureUnite {
    /// Common to several diplomas.
    Generale,
    /// Of the profession.
    Professionnelle,
    /// At the candidate's choice.
    Facultative,
}

/// A unit of the diploma (annexe II A).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unite {
    /// `U.31`.
    pub code: String,
    /// Name, as printed.
    pub intitule: String,
    /// Kind of unit.
    pub nature: NatureUnite,
    /// Code of the épreuve that grants it.
    pub epreuve: String,
    /// Code of its [`Domaine`], for a professional unit.
    pub domaine: Option<String>,
    /// Codes of the activities on which it bears.
    #[serde(default)]
    pub activites: Vec<String>,
    /// Key of the [`Lecture`] that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// A contradiction or a slip of the text, and the reading taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lecture {
    /// Identifier, cited by `lecture` keys.
    pub cle: String,
    /// What is in doubt.
    pub sujet: String,
    /// The reading taken.
    pub retenue: String,
    /// The readings set aside.
    pub autres: Vec<String>,
    /// Why.
    pub raison: String,
    /// Lines of the founding text.
    pub lignes: Vec<u16>,
    /// The reading rests on a text that is known at second hand.
    #[serde(default)]
    pub incertaine: bool,
}
