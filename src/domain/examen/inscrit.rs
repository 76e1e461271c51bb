//! `candidats.toml`: who is called to the exam, where, with what arrangement and what they hold already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The file.
pub const CANDIDATS: &str = "candidats.toml";

/// Fichier `candidats.toml` : les candidats convoqués.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CandidatsFile {
    /// Un candidat.
    pub candidat: Vec<Inscrit>,
}

/// Un candidat ou une candidate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Inscrit {
    /// Numéro de candidat.
    #[schemars(extend("x-requis" = true, "x-exemple" = "0212345678"))]
    pub numero_candidat: String,
    /// Nom de famille.
    #[schemars(extend("x-requis" = true, "x-exemple" = "MARTIN"))]
    pub nom: String,
    /// Prénoms.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Léa Inès"))]
    pub prenoms: String,
    /// Salle.
    #[schemars(extend("x-exemple" = "Salle B12"))]
    pub salle: String,
    /// Place dans la salle.
    #[schemars(extend("x-exemple" = 4), range(min = 1, max = 9999))]
    pub place: Option<u32>,
    /// Heure de convocation, si elle n’est pas celle de l’épreuve.
    #[schemars(extend("x-exemple" = "13 h 30"))]
    pub heure: String,
    /// Aménagement accordé, comme il est imprimé.
    #[schemars(extend("x-exemple" = "Un tiers de temps supplémentaire ; sujet en caractères de 16 points"))]
    pub amenagement: String,
    /// Diplômes acquis qui dispensent d’unités (annexe II E), par leur code dans le référentiel.
    #[schemars(extend("x-exemple" = ["droit"]))]
    pub dispenses: Vec<String>,
    /// Unités du diplôme de 2007 déjà acquises (annexe IV).
    #[schemars(extend("x-exemple" = ["U.51", "U.52"]))]
    pub unites_2007: Vec<String>,
    /// Unités de ce diplôme dont la note est conservée.
    #[schemars(extend("x-exemple" = ["U.2"]))]
    pub unites_conservees: Vec<String>,
    /// En CCF, niveau de chaque critère de la grille, de 1 à 4, dans l’ordre du référentiel.
    #[schemars(extend("x-exemple" = [3, 4, 2, 3]))]
    pub niveaux: Vec<u32>,
    /// En CCF, observations imprimées sur la grille.
    #[schemars(extend("x-exemple" = "Analyse juste, calculs sans erreur."))]
    pub observations: String,
    /// En CCF, note proposée au jury ; celle que donnent les niveaux si rien n’est dit. Elle n’est imprimée sur aucun
    /// document du candidat.
    #[schemars(extend("x-exemple" = "14,5"))]
    pub note_proposee: String,
}

impl Inscrit {
    /// "MARTIN Léa Inès".
    pub fn identite(&self) -> String {
        format!("{} {}", self.nom.trim(), self.prenoms.trim()).trim().to_owned()
    }
}
