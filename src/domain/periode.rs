//! `periodes.toml`: the periods of stage or employment, with their proof.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choice::choice;
use super::{Date, Journees, Statut, Visa};

/// Name of the file.
pub const FILE: &str = "periodes.toml";

choice! {
    /// What kind of presence a period is.
    pub enum NaturePeriode {
        Stage = "stage", "Stage";
        Apprentissage = "apprentissage", "Contrat d’apprentissage";
        Professionnalisation = "professionnalisation", "Contrat de professionnalisation";
        Emploi = "emploi", "Emploi";
    }
}

choice! {
    /// Which document proves a period.
    pub enum NatureJustificatif {
        CertificatStage = "certificat-stage", "Certificat de stage";
        AttestationEmployeur = "attestation-employeur", "Attestation de l’employeur";
        CertificatTravail = "certificat-travail", "Certificat de travail";
    }
}

choice! {
    /// A day of the week, Monday first.
    pub enum Jour {
        Lundi = "lundi", "lundi";
        Mardi = "mardi", "mardi";
        Mercredi = "mercredi", "mercredi";
        Jeudi = "jeudi", "jeudi";
        Vendredi = "vendredi", "vendredi";
        Samedi = "samedi", "samedi";
        Dimanche = "dimanche", "dimanche";
    }
}

impl Jour {
    /// Its number, 1 Monday … 7 Sunday.
    pub fn weekday(self) -> i8 {
        self as i8 + 1
    }

    /// The day that a word names, in small letters, one or several of them: « mardi », « mardis ».
    pub fn named(word: &str) -> Option<Self> {
        let singular = word.strip_suffix('s').unwrap_or(word);
        Jour::ALL.iter().copied().find(|jour| jour.label() == singular)
    }
}

choice! {
    /// Working time of an employment.
    pub enum Temps {
        Plein = "plein", "Temps plein";
        Partiel = "partiel", "Temps partiel";
    }
}

/// Fichier `periodes.toml` : les périodes de stage, de contrat ou d’emploi.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Periodes {
    /// Une période de stage, de contrat ou d’emploi.
    pub periode: Vec<Periode>,
}

/// Une période de stage, de contrat ou d’emploi.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Periode {
    /// Entreprise : le nom de son fichier dans `entreprises/`, sans `.toml`.
    #[schemars(extend("x-requis" = true, "x-exemple" = "assurances-du-parc"))]
    pub entreprise: String,
    /// Nature de la période.
    #[schemars(extend("x-requis" = true, "x-exemple" = "stage"))]
    pub nature: Option<NaturePeriode>,
    /// Premier jour.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-01-06"))]
    pub debut: Option<Date>,
    /// Dernier jour ; pour un emploi en cours, le jour du certificat.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-02-14"))]
    pub fin: Option<Date>,
    /// Stage : nombre de journées effectives de présence, demi-journées comprises (`30,5`).
    #[schemars(extend("x-exemple" = 30, "x-entier-nu" = true), range(min = 0, max = 2000))]
    pub journees: Option<Journees>,
    /// Jours de la semaine où la convention ou le contrat permet la présence (du lundi au vendredi si rien n’est dit).
    #[schemars(extend("x-exemple" = "lundi"))]
    pub jours: Vec<Jour>,
    /// Jours de la semaine où la présence n’est que d’une demi-journée (ils s’ajoutent à `jours`).
    #[schemars(extend("x-exemple" = "mercredi"))]
    pub demi_journees: Vec<Jour>,
    /// Samedis, dimanches et jours fériés où la présence est prévue.
    #[schemars(extend("x-exemple" = "2025-01-11"))]
    pub jours_supplementaires: Vec<Date>,
    /// Dates où une demi-journée de présence est prévue en plus.
    #[schemars(extend("x-exemple" = "2025-01-18"))]
    pub demi_journees_supplementaires: Vec<Date>,
    /// Calendrier des jours fériés : metropole (si rien n’est dit), alsace-moselle, guadeloupe, martinique, guyane, reunion, mayotte…
    #[schemars(extend("x-exemple" = "metropole"))]
    pub calendrier: String,
    /// Emploi : temps plein ou temps partiel.
    #[schemars(extend("x-exemple" = "plein"))]
    pub temps: Option<Temps>,
    /// Emploi : nature du poste occupé.
    #[schemars(extend("x-exemple" = "Conseillère en assurances"))]
    pub poste: String,
    /// Service d’accueil.
    #[schemars(extend("x-exemple" = "Agence de Villeurbanne"))]
    pub service: String,
    /// Tuteur ou maître d’apprentissage.
    pub tuteur: Option<Tuteur>,
    /// Certificat ou attestation qui prouve la période.
    pub justificatif: Option<Justificatif>,
}

/// Tuteur ou maître d’apprentissage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tuteur {
    /// Nom du tuteur.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Claire DUMAS"))]
    pub nom: String,
    /// Fonction du tuteur.
    #[schemars(extend("x-exemple" = "Responsable d’agence"))]
    pub fonction: String,
}

/// Certificat ou attestation qui prouve la période.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Justificatif {
    /// Nature du justificatif.
    #[schemars(extend("x-requis" = true, "x-exemple" = "certificat-stage"))]
    pub nature: Option<NatureJustificatif>,
    /// Document signé et numérisé (PDF, PNG ou JPEG), dans `pieces/`.
    #[schemars(extend("x-exemple" = "pieces/certificat-1.pdf"))]
    pub piece: String,
    /// Signature recueillie.
    pub visa: Vec<Visa>,
}

impl Periode {
    /// Half journées of presence that a weekday (1 Monday … 7 Sunday) allows: two for a whole one.
    pub fn halves_of(&self, weekday: i8) -> u32 {
        let has = |jours: &[Jour]| jours.iter().any(|j| j.weekday() == weekday);
        match () {
            () if has(&self.demi_journees) => 1,
            () if has(&self.jours) || self.jours.is_empty() && weekday <= 5 => 2,
            () => 0,
        }
    }

    /// The holiday calendar, told or by default.
    pub fn calendrier(&self) -> &str {
        if self.calendrier.is_empty() { "metropole" } else { &self.calendrier }
    }

    /// The kind of proof, where one is told.
    pub fn nature_justificatif(&self) -> Option<NatureJustificatif> {
        self.justificatif.as_ref().and_then(|j| j.nature)
    }

    /// The kind of proof that it has or is to have: told, or as its nature or the candidate's status asks.
    pub fn justificatif_attendu(&self, statut: Option<Statut>) -> NatureJustificatif {
        let by_nature = match self.nature {
            Some(NaturePeriode::Stage) => Some(NatureJustificatif::CertificatStage),
            Some(NaturePeriode::Emploi) => Some(NatureJustificatif::CertificatTravail),
            Some(_) => Some(NatureJustificatif::AttestationEmployeur),
            None => None,
        };
        self.nature_justificatif().or(by_nature).unwrap_or(match statut {
            Some(Statut::Apprentissage | Statut::Professionnalisation) => NatureJustificatif::AttestationEmployeur,
            Some(Statut::Perfectionnement | Statut::Experience) => NatureJustificatif::CertificatTravail,
            _ => NatureJustificatif::CertificatStage,
        })
    }
}
