//! `candidat.toml`: who the candidate is, with what status, and what was decided for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Date;
use super::choice::choice;

/// The diploma of a candidate who tells none.
pub const DIPLOME: &str = "bts-assurance";

/// Name of the file that makes a folder a candidate's.
pub const FILE: &str = "candidat.toml";

choice! {
    /// Under what status the candidate presents the diploma (annexe III B).
    pub enum Statut {
        Scolaire = "scolaire", "Voie scolaire";
        Apprentissage = "apprentissage", "Apprentissage";
        Professionnalisation = "professionnalisation", "Contrat de professionnalisation";
        PremiereFormation = "premiere-formation", "Formation continue, première formation";
        Reconversion = "reconversion", "Formation continue, reconversion";
        Perfectionnement = "perfectionnement", "Formation continue, perfectionnement";
        Distance = "distance", "Formation à distance";
        Experience = "experience", "Expérience professionnelle";
    }
}

choice! {
    /// How the candidate entered the training (annexe III C, second paragraph).
    pub enum Admission {
        PremiereAnnee = "premiere-annee", "Admission en première année";
        EnUnAn = "en-un-an", "Formation en un an";
        DeuxiemeAnnee = "deuxieme-annee", "Admission directe en deuxième année";
    }
}

choice! {
    /// Ground of a reduced duration (annexe III C).
    pub enum MotifReduction {
        ForceMajeure = "force-majeure", "Force majeure dûment constatée";
        Amenagement = "amenagement", "Décision d’aménagement de la formation";
        Positionnement = "positionnement", "Décision de positionnement";
        FormationEnUnAn = "formation-en-un-an", "Formation en un an";
        AdmissionDeuxiemeAnnee = "admission-deuxieme-annee", "Admission directe en deuxième année";
    }
}

choice! {
    /// What kept a student from a stage (annexe III B 1 a).
    pub enum MotifEmpechement {
        Maladie = "maladie", "Maladie";
        ForceMajeure = "force-majeure", "Force majeure";
    }
}

choice! {
    /// What an apprentice who failed presents at the next session (annexe III D).
    pub enum SituationApprenti {
        ContratProroge = "contrat-proroge", "Contrat d’apprentissage initial prorogé d’un an";
        NouveauContrat = "nouveau-contrat", "Nouveau contrat conclu avec un autre employeur";
        ContratInitialAutorise = "contrat-initial-autorise", "Contrat initial non prorogé, avec l’autorisation expresse du recteur";
    }
}

/// Fichier `candidat.toml` : l’identité, l’examen, l’établissement et les décisions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Candidat {
    /// Identité du candidat ou de la candidate.
    #[schemars(extend("x-requis" = true))]
    pub identite: Identite,
    /// Inscription à l’examen.
    #[schemars(extend("x-requis" = true))]
    pub examen: Examen,
    /// Établissement de formation.
    pub etablissement: Option<Etablissement>,
    /// Déroulement de la formation.
    pub formation: Option<Formation>,
    /// Durée de stage réduite (annexe III C).
    pub reduction: Option<Reduction>,
    /// Empêchement pendant le stage : maladie ou force majeure (annexe III B 1 a).
    pub empechement: Option<Empechement>,
    /// Échec à une session antérieure (annexe III D).
    pub redoublement: Option<Redoublement>,
}

/// Identité du candidat ou de la candidate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Identite {
    /// Nom de famille (nom de naissance), en capitales, avec ses accents.
    #[schemars(extend("x-requis" = true, "x-exemple" = "MARTIN"))]
    pub nom_famille: String,
    /// Nom d’usage, s’il est différent.
    #[schemars(extend("x-exemple" = "MARTIN-ROCHE"))]
    pub nom_usage: String,
    /// Prénoms, dans l’ordre de l’état civil.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Léa Inès"))]
    pub prenoms: String,
    /// Date de naissance ; elle n’est jamais reprise dans un nom de fichier.
    #[schemars(extend("x-exemple" = "2005-03-14"))]
    pub date_naissance: Option<Date>,
    /// Identifiant national élève, si l’on veut le faire contrôler.
    #[schemars(extend("x-exemple" = "1234567890V", "x-invente" = true))]
    pub ine: String,
}

/// Inscription à l’examen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Examen {
    /// Diplôme préparé : le nom du référentiel utilisé.
    #[schemars(extend("x-exemple" = "bts-assurance"))]
    pub diplome: String,
    /// Année de la session d’examen.
    #[schemars(extend("x-requis" = true, "x-exemple" = 2026), range(min = 2000, max = 2100))]
    pub session: Option<i32>,
    /// Numéro de candidat, entre guillemets pour garder les zéros du début (10 ou 11 chiffres).
    #[schemars(extend("x-requis" = true, "x-exemple" = "0123456789", "x-invente" = true))]
    pub numero_candidat: String,
    /// Académie d’inscription.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Lyon"))]
    pub academie: String,
    /// Statut sous lequel l’examen est présenté.
    #[schemars(extend("x-requis" = true, "x-exemple" = "scolaire"))]
    pub statut: Option<Statut>,
    /// Pour la formation à distance : le statut réel, celui dont on relève (annexe III B 4).
    #[schemars(extend("x-exemple" = "scolaire"))]
    pub statut_effectif: Option<Statut>,
}

/// Établissement de formation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Etablissement {
    /// Nom de l’établissement.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Lycée Jean-Perrin"))]
    pub nom: String,
    /// Code UAI de l’établissement : 7 chiffres et une lettre-clé.
    #[schemars(extend("x-requis" = true, "x-exemple" = "0310053P"))]
    pub uai: String,
    /// Adresse.
    #[schemars(extend("x-exemple" = "12 rue des Lilas"))]
    pub adresse: String,
    /// Code postal, entre guillemets.
    #[schemars(extend("x-exemple" = "69003"))]
    pub code_postal: String,
    /// Ville.
    #[schemars(extend("x-exemple" = "Lyon"))]
    pub ville: String,
}

/// Déroulement de la formation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Formation {
    /// Premier jour de la formation.
    #[schemars(extend("x-exemple" = "2024-09-02"))]
    pub debut: Option<Date>,
    /// Dernier jour de la formation.
    #[schemars(extend("x-exemple" = "2026-06-30"))]
    pub fin: Option<Date>,
    /// Mode d’admission en formation.
    #[schemars(extend("x-exemple" = "premiere-annee"))]
    pub admission: Option<Admission>,
    /// Dernier jour du premier semestre de la première année.
    #[schemars(extend("x-exemple" = "2025-01-31"))]
    pub fin_premier_semestre: Option<Date>,
    /// Formation continue suivie dans le cadre d’un contrat de travail de type particulier (annexe III B 3 a).
    #[schemars(extend("x-exemple" = false))]
    pub contrat_particulier: bool,
}

/// Durée de stage réduite (annexe III C).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reduction {
    /// Motif de la réduction.
    #[schemars(extend("x-exemple" = "positionnement"))]
    pub motif: Option<MotifReduction>,
    /// Nombre de journées de stage accordé.
    #[schemars(extend("x-exemple" = 45), range(min = 0, max = 400))]
    pub journees: Option<u32>,
    /// Autorité qui a décidé (le recteur de l’académie, sauf formation en un an ou admission directe).
    #[schemars(extend("x-exemple" = "Recteur de l’académie de Lyon"))]
    pub autorite: String,
    /// Date de la décision.
    #[schemars(extend("x-exemple" = "2025-11-12"))]
    pub date: Option<Date>,
    /// Référence de la décision.
    #[schemars(extend("x-exemple" = "DEC 2025-118", "x-invente" = true))]
    pub reference: String,
}

/// Empêchement pendant le stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Empechement {
    /// Ce qui a empêché le stage.
    #[schemars(extend("x-requis" = true, "x-exemple" = "maladie"))]
    pub motif: Option<MotifEmpechement>,
    /// Dérogation obtenue des services académiques.
    pub derogation: Option<Derogation>,
}

/// Dérogation obtenue des services académiques.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Derogation {
    /// Service qui l’a accordée.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Division des examens et concours, académie de Lyon"))]
    pub autorite: String,
    /// Date de la dérogation.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2026-01-15"))]
    pub date: Option<Date>,
    /// Référence de la dérogation.
    #[schemars(extend("x-exemple" = "DEC 2026-012", "x-invente" = true))]
    pub reference: String,
}

/// Échec à une session antérieure (annexe III D).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Redoublement {
    /// Session de l’échec.
    #[schemars(extend("x-requis" = true, "x-exemple" = 2025), range(min = 2000, max = 2100))]
    pub session_precedente: Option<i32>,
    /// Apprentis : ce qui est présenté à la session suivante.
    #[schemars(extend("x-exemple" = "contrat-proroge"))]
    pub situation: Option<SituationApprenti>,
    /// Date de l’autorisation expresse du recteur (contrat initial non prorogé).
    #[schemars(extend("x-exemple" = "2025-09-10"))]
    pub autorisation: Option<Date>,
    /// Voie scolaire : les modalités fixées par le chef d’établissement.
    #[schemars(extend("x-exemple" = "Seconde année complète, stage de quatre semaines conservé"))]
    pub modalites: String,
}

impl Candidat {
    /// The status whose rules apply: at distance, the actual one (annexe III B 4).
    pub fn statut(&self) -> Option<Statut> {
        match self.examen.statut {
            Some(Statut::Distance) => self.examen.statut_effectif.filter(|s| *s != Statut::Distance),
            other => other,
        }
    }

    /// The diploma that the dossier follows, told or by default.
    pub fn diplome(&self) -> &str {
        if self.examen.diplome.is_empty() { DIPLOME } else { &self.examen.diplome }
    }
}
