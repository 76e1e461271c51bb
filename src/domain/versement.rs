//! `versement.toml`: who transfers archives, and to whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Fichier `versement.toml` : qui verse, qui reçoit, par quel accord.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Versement {
    /// Identifiant du service d’archives qui reçoit.
    #[schemars(extend("x-exemple" = "AD31"))]
    pub service_archives: String,
    /// Identifiant du service qui verse.
    #[schemars(extend("x-exemple" = "RECTORAT-TOULOUSE"))]
    pub service_versant: String,
    /// Identifiant du service producteur, s’il n’est pas celui qui verse.
    #[schemars(extend("x-exemple" = "DEC-TOULOUSE"))]
    pub service_producteur: String,
    /// Identifiant de l’accord de versement (contrat d’entrée).
    #[schemars(extend("x-exemple" = "IC-000001"))]
    pub accord: String,
    /// Identifiant de la règle de gestion de la durée d’utilité administrative, dans le système d’archivage.
    #[schemars(extend("x-exemple" = "APP-00001"))]
    pub regle: String,
    /// Statut juridique des archives, comme SEDA le nomme.
    #[schemars(extend("x-exemple" = "Public Archive"))]
    pub statut: String,
}

/// The words that stand where nobody said who they are.
pub const NON_RENSEIGNE: &str = "NON-RENSEIGNE";

impl Versement {
    /// What is told, or the words that say that it is not.
    pub fn told(value: &str) -> &str {
        let value = value.trim();
        if value.is_empty() { NON_RENSEIGNE } else { value }
    }
}
