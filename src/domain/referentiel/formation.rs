//! The training: stages, statuses and what proves them, convention, hours (annexe III).

use serde::{Deserialize, Serialize};

use crate::domain::Statut;
use crate::domain::candidat::{MotifEmpechement, MotifReduction, SituationApprenti};
use crate::domain::periode::{NatureJustificatif, NaturePeriode};

/// The durations of the stage (annexe III B).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Fewest weeks.
    pub semaines_min: u16,
    /// Most weeks.
    pub semaines_max: u16,
    /// Fewest days (journées).
    pub journees_min: u16,
    /// Most days.
    pub journees_max: u16,
    /// Days in a week of stage (derived).
    pub jours_par_semaine: u16,
    /// The first period that the text recommends.
    pub premiere_periode: PremierePeriode,
    /// The reduced duration.
    pub reduction: Reduction,
    /// Grounds of a dérogation.
    #[serde(rename = "empechement")]
    pub empechements: Vec<Empechement>,
    /// Where it is read.
    pub source: String,
}

/// The first period of stage, « fortement recommandée » (annexe III B, B 1 c).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremierePeriode {
    /// Year of the training.
    pub annee: u8,
    /// Fewest consecutive weeks.
    pub semaines_min: u16,
    /// Most consecutive weeks.
    pub semaines_max: u16,
    /// Before what.
    pub avant: String,
    /// Where it is read.
    pub source: String,
}

/// The reduced duration of the stage (annexe III B, C).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reduction {
    /// Fewest weeks.
    pub semaines_min: u16,
    /// Fewest days (derived).
    pub journees_min: u16,
    /// Grounds.
    #[serde(rename = "motif")]
    pub motifs: Vec<Motif>,
    /// Where it is read.
    pub source: String,
}

/// A ground of a reduction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motif {
    /// Key in `candidat.toml`.
    pub code: MotifReduction,
    /// Words for the reader.
    pub intitule: String,
    /// Whether the recteur decides.
    pub decision_recteur: bool,
    /// Where it is read.
    pub source: String,
}

/// What may keep a student from a stage (annexe III B, B 1 a).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empechement {
    /// Key in `candidat.toml`.
    pub code: MotifEmpechement,
    /// Words for the reader.
    pub intitule: String,
    /// Where it is read.
    pub source: String,
}

/// A sector of those that take stagiaires: the list is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecteurDAccueil {
    /// As data tell it.
    pub code: String,
    /// Words for the reader.
    pub intitule: String,
    /// Other words that tables have for it.
    #[serde(default)]
    pub variantes: Vec<String>,
    /// Whether the text's stage may be there.
    pub convient: Convient,
    /// Where it is read.
    pub source: String,
}

/// Whether a sector is the one that the text wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Convient {
    Oui,
    Non,
    /// A person judges.
    AVerifier,
}

/// What the text asks of candidates of one status (annexe III B, B 1 to 5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegleStatut {
    /// The status.
    pub code: Statut,
    /// Words for the reader.
    pub intitule: String,
    /// Whether the rules are those of the actual status (formation à distance).
    #[serde(default)]
    pub selon_statut_effectif: bool,
    /// Kinds of justificatif accepted.
    pub justificatifs: Vec<NatureJustificatif>,
    /// Kinds of period accepted.
    pub natures: Vec<NaturePeriode>,
    /// Kinds of period accepted under a « contrat de travail de type particulier » (B 3 a).
    #[serde(default)]
    pub natures_contrat_particulier: Vec<NaturePeriode>,
    /// Whether the durations of [`Stage`] bind.
    pub duree_de_stage: bool,
    /// Whether the text wants an entreprise of the insurance sector.
    pub secteur_assurance: bool,
    /// The employment that may stand for the stage (B 3 b).
    pub emploi: Option<Emploi>,
    /// Key of the lecture that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// The employment that may stand for a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emploi {
    /// In full-time work.
    pub temps_plein: Anciennete,
    /// In part-time work.
    pub temps_partiel: Anciennete,
}

/// So many months of employment within the months before the examination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anciennete {
    /// Months of employment.
    pub mois: u16,
    /// Months before the examination in which they are counted.
    pub sur_mois: u16,
}

/// What a candidate who failed may present at the next session (annexe III B, D).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redoublement {
    /// Key in `candidat.toml`.
    pub code: SituationApprenti,
    /// Words for the reader.
    pub intitule: String,
    /// Statuses to which it is open.
    pub statuts: Vec<Statut>,
    /// Whether the recteur must have authorised it.
    pub autorisation_recteur: bool,
    /// Where it is read.
    pub source: String,
}

/// What every convention de stage tells (annexe III B, B 1 f).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementConvention {
    /// Code of the clause that finds it missing.
    pub code: String,
    /// Identifier.
    pub cle: String,
    /// Words of the text.
    pub intitule: String,
    /// Where it is read.
    pub source: String,
}

/// A teaching of the grille horaire (annexe III A).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Horaire {
    /// Identifier.
    pub cle: String,
    /// Name.
    pub intitule: String,
    /// Whether the student may leave it; then it is not in the totals.
    #[serde(default)]
    pub facultatif: bool,
    /// Hours of each year.
    pub annees: Vec<HoraireAnnuel>,
    /// Where it is read.
    pub source: String,
}

/// The hours of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoraireAnnuel {
    /// Year of the training, 1 or 2.
    pub numero: u8,
    /// Hours a week: `classe_entiere` + `dedoublees`.
    pub hebdomadaire: u16,
    /// Hours a week with the whole class (a).
    pub classe_entiere: u16,
    /// Hours a week with the class in two groups (b).
    pub dedoublees: u16,
    /// Hours a year, indicative; absent where the text gives none.
    pub annuel: Option<u16>,
}

/// The totals of the grille horaire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumeHoraire {
    /// Weeks of teaching in a year (derived).
    pub semaines_par_annee: u16,
    /// Totals of each year.
    pub annees: Vec<HoraireAnnuel>,
    /// Fewest hours over the two years.
    pub deux_ans_min: u16,
    /// Most hours over the two years.
    pub deux_ans_max: u16,
    /// Where it is read.
    pub source: String,
}
