//! What changes a convention that was signed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Stage;
use super::stage::Interruption;
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

impl Avenant {
    /// Changes what `stage` says of its days; what else an avenant changes does not bear on them.
    pub fn apply(&self, stage: &mut Stage) {
        match self.objet {
            Some(ObjetAvenant::Dates) => {
                if (self.debut, self.fin) != (None, None) {
                    stage.debut = self.debut.or(stage.debut);
                    stage.fin = self.fin.or(stage.fin);
                    // The number that was agreed was that of the former dates.
                    stage.journees = None;
                }
            }
            Some(ObjetAvenant::Interruption) => {
                let (debut, fin) = (self.debut, self.fin);
                stage.interruption.push(Interruption { debut, fin, ..Interruption::default() });
                stage.journees = None;
            }
            Some(ObjetAvenant::Rupture) => {
                stage.fin = self.fin.or(stage.fin);
                stage.journees = None;
            }
            Some(ObjetAvenant::Tuteur | ObjetAvenant::Lieu) | None => {}
        }
    }
}
