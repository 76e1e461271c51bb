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
    /// Identifiant de la règle de communicabilité (délai d’accès), dans le système d’archivage.
    #[schemars(extend("x-exemple" = "ACC-00025"))]
    pub communicabilite: String,
    /// Dossiers de candidats : les règles, si elles ne sont pas celles de tous.
    pub dossier: Regles,
    /// Promotions : les règles, si elles ne sont pas celles de tous.
    pub promotion: Regles,
    /// Sujets d’examen : les règles, si elles ne sont pas celles de tous.
    pub examen: Regles,
    /// Contrôle d’une session : les règles, si elles ne sont pas celles de tous.
    pub session: Regles,
    /// Statut juridique des archives, comme SEDA le nomme.
    #[schemars(extend("x-exemple" = "Public Archive"))]
    pub statut: String,
}

/// Règles de gestion de ce qui est d’un genre, comme le système d’archivage les nomme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Regles {
    /// Règle de la durée d’utilité administrative.
    #[schemars(extend("x-exemple" = "APP-00002"))]
    pub regle: String,
    /// Règle de communicabilité.
    #[schemars(extend("x-exemple" = "ACC-00003"))]
    pub communicabilite: String,
}

/// The words that stand where nobody said who they are.
pub const NON_RENSEIGNE: &str = "NON-RENSEIGNE";

impl Versement {
    fn of(&self, genre: &str) -> Option<&Regles> {
        match genre {
            "dossier" => Some(&self.dossier),
            "promotion" => Some(&self.promotion),
            "examen" => Some(&self.examen),
            "session" => Some(&self.session),
            _ => None,
        }
    }

    /// The name of the rule that tells how long a lot of that kind is kept; empty where nobody said.
    pub fn conservation(&self, genre: &str) -> &str {
        self.of(genre).map(|r| r.regle.trim()).filter(|r| !r.is_empty()).unwrap_or(self.regle.trim())
    }

    /// The name of the rule that tells when a lot of that kind may be read by all.
    pub fn communicabilite(&self, genre: &str) -> &str {
        let own = self.of(genre).map(|r| r.communicabilite.trim()).filter(|r| !r.is_empty());
        own.unwrap_or(self.communicabilite.trim())
    }

    /// The legal statuses that SEDA knows.
    pub const STATUTS: [&'static str; 3] = ["Public Archive", "Private Archive", "Public and Private Archive"];

    /// What nobody said of who transfers, and an archive system refuses a set without: each with the key that says it.
    pub fn missing(&self) -> Vec<&'static str> {
        let wanted = [
            (&self.accord, "l’accord de versement (accord)"),
            (&self.service_archives, "le service d’archives (service_archives)"),
            (&self.service_versant, "le service versant (service_versant)"),
        ];
        wanted.into_iter().filter(|(told, _)| told.trim().is_empty()).map(|(_, what)| what).collect()
    }

    /// What is told, or the words that say that it is not.
    pub fn told(value: &str) -> &str {
        let value = value.trim();
        if value.is_empty() { NON_RENSEIGNE } else { value }
    }
}
