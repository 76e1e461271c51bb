//! An organisme that takes students.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Representant;
use crate::domain::choice::choice;
use crate::domain::pays::is_france;

choice! {
    /// Whose law the organisme follows.
    pub enum NatureOrganisme {
        Prive = "prive", "Organisme de droit privé";
        Public = "public", "Organisme de droit public";
    }
}

/// Un organisme d’accueil : une ligne du tableau des organismes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Organisme {
    /// Clé par laquelle les lignes de stage le nomment.
    #[schemars(extend("x-requis" = true, "x-exemple" = "delorme"))]
    pub cle: String,
    /// Nom ou raison sociale.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Agence Delorme Assurances"))]
    pub nom: String,
    /// Droit privé (si rien n’est dit) ou public.
    #[schemars(extend("x-exemple" = "prive"))]
    pub nature: Option<NatureOrganisme>,
    /// Secteur d’activité : assurance, banque, service-assurance ou autre.
    #[schemars(extend("x-exemple" = "assurance"))]
    pub secteur: String,
    /// Numéro SIRET.
    #[schemars(extend("x-exemple" = "35600000000048"))]
    pub siret: String,
    /// Adresse.
    #[schemars(extend("x-requis" = true, "x-exemple" = "18 cours de la Liberté"))]
    pub adresse: String,
    /// Code postal.
    #[schemars(extend("x-exemple" = "69003"))]
    pub code_postal: String,
    /// Ville.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Lyon"))]
    pub ville: String,
    /// Pays (France si rien n’est dit).
    #[schemars(extend("x-exemple" = "France"))]
    pub pays: String,
    /// Téléphone.
    #[schemars(extend("x-exemple" = "04 78 00 00 00"))]
    pub telephone: String,
    /// Courriel.
    #[schemars(extend("x-exemple" = "agence@delorme.example"))]
    pub courriel: String,
    /// Effectif, pour le quota de stagiaires.
    #[schemars(extend("x-exemple" = 12), range(min = 0, max = 1_000_000))]
    pub effectif: Option<u32>,
    /// Représentant, qui signe la convention.
    pub representant: Representant,
    /// Second représentant, s’ils sont deux à signer ensemble.
    pub second_representant: Representant,
    /// Assureur et contrat de responsabilité civile.
    #[schemars(extend("x-exemple" = "Mutuelle des Deux-Rives, contrat 45 210"))]
    pub responsabilite_civile: String,
}

impl Organisme {
    /// Whether it stands abroad: overseas is France.
    pub fn is_abroad(&self) -> bool {
        !is_france(&self.pays)
    }

    /// Whether public law applies.
    pub fn is_public(&self) -> bool {
        self.nature == Some(NatureOrganisme::Public)
    }
}
