//! The signature recorded on a piece: who, in what quality, when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Date;
use super::choice::choice;

choice! {
    /// In what quality somebody signs.
    pub enum Qualite {
        Responsable = "responsable", "Responsable de l’entreprise";
        Tuteur = "tuteur", "Tuteur ou maître d’apprentissage";
        Enseignant = "enseignant", "Enseignant";
        ChefEtablissement = "chef-etablissement", "Chef d’établissement";
        Candidat = "candidat", "Candidat";
    }
}

// The comments on the keys are what users read in docs/format-donnees.md and in their editor: in French.
/// Visa ou signature recueilli sur une pièce.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Visa {
    /// Nom de la personne qui a signé.
    #[schemars(extend("x-exemple" = "Claire DUMAS"))]
    pub nom: String,
    /// Qualité de la personne qui a signé.
    #[schemars(extend("x-exemple" = "tuteur"))]
    pub qualite: Option<Qualite>,
    /// Date de la signature.
    #[schemars(extend("x-exemple" = "2026-03-02"))]
    pub date: Option<Date>,
}

impl Visa {
    /// Who, quality and date are all told.
    pub fn is_complete(&self) -> bool {
        !self.nom.trim().is_empty() && self.qualite.is_some() && self.date.is_some()
    }
}
