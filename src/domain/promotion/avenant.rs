//! What changes a convention that was signed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::Date;
use crate::domain::choice::choice;

choice! {
    /// What an avenant changes.
    pub enum ObjetAvenant {
        Dates = "dates", "Dates du stage";
        Tuteur = "tuteur", "Tuteur";
        Lieu = "lieu", "Lieu du stage";
        Interruption = "interruption", "Interruption du stage";
        Rupture = "rupture", "Rupture de la convention";
    }
}

/// Un avenant à une convention : une ligne du tableau des avenants.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Avenant {
    /// Convention modifiée : la clé de la ligne de stage.
    #[schemars(extend("x-requis" = true, "x-exemple" = "c-07"))]
    pub convention: String,
    /// Numéro de l’avenant à cette convention.
    #[schemars(extend("x-requis" = true, "x-exemple" = 1), range(min = 1, max = 99))]
    pub numero: Option<u32>,
    /// Date de l’avenant.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-12-08"))]
    pub date: Option<Date>,
    /// Ce qui change : dates, tuteur, lieu, interruption ou rupture.
    #[schemars(extend("x-requis" = true, "x-exemple" = "dates"))]
    pub objet: Option<ObjetAvenant>,
    /// Nouveau premier jour, ou premier jour de l’interruption.
    #[schemars(extend("x-exemple" = "2025-12-01"))]
    pub debut: Option<Date>,
    /// Nouveau dernier jour, dernier jour de l’interruption, ou jour de la rupture.
    #[schemars(extend("x-exemple" = "2026-01-23"))]
    pub fin: Option<Date>,
    /// Nom du nouveau tuteur.
    #[schemars(extend("x-exemple" = "Karim BELHADJ"))]
    pub tuteur: String,
    /// Fonction du nouveau tuteur.
    #[schemars(extend("x-exemple" = "Chargé de clientèle"))]
    pub tuteur_fonction: String,
    /// Nouveau lieu du stage.
    #[schemars(extend("x-exemple" = "Agence de Bron, 2 avenue Camille-Rousset, 69500 Bron"))]
    pub lieu: String,
    /// Motif.
    #[schemars(extend("x-exemple" = "Report à la demande de l’organisme"))]
    pub motif: String,
    /// Qui signe pour l’organisme, si ce n’est plus la même personne que sur la convention (ce sera signalé).
    #[schemars(extend("x-exemple" = "Marc DELORME"))]
    pub signataire_organisme: String,
}
