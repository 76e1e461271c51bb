//! The règlement d'examen: columns, épreuves and their forms, grids, juries (annexe II C, D, E; annexe IV).

use serde::{Deserialize, Serialize};

use crate::domain::Statut;
use crate::domain::choice::choice;
use crate::domain::fiche::Categorie;

/// A column of the règlement d'examen: for whom an épreuve takes which form (annexe II C).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colonne {
    /// 1 to 3, from left to right.
    pub numero: u8,
    /// Who belongs there, in the words of the text.
    #[serde(rename = "public")]
    pub publics: Vec<Public>,
    /// Key of the lecture that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// One line of a column's heading; a condition that is absent does not matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Public {
    /// Identifier.
    pub cle: String,
    /// Words of the text.
    pub intitule: String,
    /// Statuses of the candidates.
    pub statuts: Vec<Statut>,
    /// Kinds of établissement; empty where the line does not say.
    #[serde(default)]
    pub etablissements: Vec<NatureEtablissement>,
    /// Whether the établissement is habilité.
    pub habilite: Option<bool>,
    /// How much of the examination is in CCF.
    pub ccf: Option<EtendueCcf>,
}

choice! {
    /// The kinds of établissement that the columns tell apart.
    pub enum NatureEtablissement {
        Public = "public", "Établissement public";
        PriveSousContrat = "prive-sous-contrat", "Établissement privé sous contrat";
        PriveHorsContrat = "prive-hors-contrat", "Établissement privé hors contrat";
    }
}

choice! {
    /// How much of the examination of a formation continue is in CCF: the épreuves of column 1, or all those that column 2
    /// gives in CCF.
    pub enum EtendueCcf {
        Partiel = "partiel", "Contrôle en cours de formation de quelques épreuves";
        Integral = "integral", "Contrôle en cours de formation de toutes les épreuves qui le permettent";
    }
}

/// The languages of E2 and EF1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Langues {
    /// Languages, in French.
    pub autorisees: Vec<String>,
    /// Where it is read.
    pub source: String,
}

/// An épreuve or a sous-épreuve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Epreuve {
    /// `E31`.
    pub code: String,
    /// Name, as printed.
    pub intitule: String,
    /// Code of the unit; absent for an épreuve made of sous-épreuves.
    pub unite: Option<String>,
    /// Coefficient; absent for the facultative one.
    pub coefficient: Option<u8>,
    /// Code of the épreuve that it is a part of.
    pub parent: Option<String>,
    /// Whether the candidate may leave it.
    #[serde(default)]
    pub facultative: bool,
    /// Level of the cadre européen commun de référence, for a language.
    pub niveau_cecrl: Option<String>,
    /// Code of the épreuve whose language must be another.
    pub langue_autre_que: Option<String>,
    /// What the candidate may use.
    #[serde(default)]
    pub materiel: Vec<String>,
    /// Whether the subject is a dossier of documents on professional situations.
    #[serde(default)]
    pub dossier_documentaire: bool,
    /// Categories of insurance that the subject must all cover.
    #[serde(default)]
    pub categories_exigees: Vec<Categorie>,
    /// One form for each column; none for an épreuve made of sous-épreuves.
    #[serde(default, rename = "forme")]
    pub formes: Vec<Forme>,
    /// Key of the lecture that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

impl Epreuve {
    /// The form in a column.
    pub fn forme(&self, colonne: u8) -> Option<&Forme> {
        self.formes.iter().find(|forme| forme.colonne == colonne)
    }
}

/// The form of an épreuve in one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forme {
    /// Number of the [`Colonne`].
    pub colonne: u8,
    /// Ponctuelle or CCF.
    pub nature: NatureForme,
    /// Whether the text says that the situations weigh the same.
    #[serde(default)]
    pub poids_egal: bool,
    /// What the établissement keeps until the next session.
    #[serde(default)]
    pub conserve: Vec<String>,
    /// Parts of a ponctuelle, or situations of a CCF, in order.
    #[serde(rename = "partie")]
    pub parties: Vec<Partie>,
    /// Key of the lecture that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

impl Forme {
    /// Whether it says the same as another column's.
    pub fn is_like(&self, other: &Forme) -> bool {
        (self.nature, self.poids_egal, &self.parties) == (other.nature, other.poids_egal, &other.parties)
    }

    /// The number of situations of a CCF; 0 for a ponctuelle.
    pub fn situations(&self) -> usize {
        if self.nature == NatureForme::Ccf { self.parties.len() } else { 0 }
    }

    /// The whole duration in minutes, preparation left out; none where a part has none.
    pub fn duree_minutes(&self) -> Option<u16> {
        self.parties.iter().map(|partie| partie.duree_minutes).sum()
    }
}

choice! {
    /// How an épreuve is held: at one date, before a commission or in writing; or while the training goes on.
    pub enum NatureForme {
        Ponctuelle = "ponctuelle", "Épreuve ponctuelle";
        Ccf = "ccf", "Contrôle en cours de formation";
    }
}

/// How a part is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modalite {
    /// In writing.
    Ecrite,
    /// By word of mouth.
    Orale,
}

/// A part of a ponctuelle, or a situation of a CCF.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partie {
    /// Rank, from 1.
    pub numero: u8,
    /// Name, where the text gives one.
    pub intitule: Option<String>,
    /// Written or oral, where the text says.
    pub modalite: Option<Modalite>,
    /// Minutes, preparation left out.
    pub duree_minutes: Option<u16>,
    /// Whether the duration only indicates (« indicative », « comparable »).
    #[serde(default)]
    pub duree_indicative: bool,
    /// Minutes of preparation before it.
    #[serde(default)]
    pub preparation_minutes: u16,
    /// Year of the training in which it takes place.
    pub annee: Option<u8>,
    /// Fewest documents of the subject.
    pub documents_min: Option<u8>,
    /// Most documents of the subject.
    pub documents_max: Option<u8>,
    /// Whether its documents are of different natures, each with its date and its context.
    #[serde(default)]
    pub corpus: bool,
    /// The theme that its documents illustrate.
    pub theme: Option<ThemeVoulu>,
    /// Total of each mark that it receives, in points; empty where the text does not say.
    #[serde(default)]
    pub notes: Vec<u8>,
    /// What it is made of, in order.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// Where its values are read, where that is not where its form is.
    #[serde(default)]
    pub sources: SourcesPartie,
}

/// Where the values of a part are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SourcesPartie {
    /// Its durations, and those of its phases.
    pub duree: Option<String>,
    /// How many documents, and what they are.
    pub documents: Option<String>,
    /// The totals of its marks.
    pub notes: Option<String>,
}

/// Which theme of the programme of culture générale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeVoulu {
    /// Any of the programme.
    UnDuProgramme,
    /// The second.
    SecondDuProgramme,
}

/// The themes of the programme of culture générale, which change with the sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// « session-2024 ».
    pub cle: String,
    pub session: u16,
    /// In the order of the programme.
    pub themes: Vec<String>,
    /// Where they are read.
    pub source: String,
}

/// A phase of a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Name.
    pub intitule: String,
    /// Fewest minutes.
    pub minutes_min: Option<u16>,
    /// Most minutes.
    pub minutes_max: Option<u16>,
    /// Who writes its scenario.
    pub scenario: Option<Auteur>,
}

choice! {
    /// Who writes a scenario: the commission of the académie before the épreuve, or the one that examines.
    pub enum Auteur {
        CommissionAcademique = "commission-academique", "Commission académique";
        CommissionInterrogation = "commission-interrogation", "Commission d’interrogation";
    }
}
