//! Which file holds which table of a promotion.

use super::FILE;

/// The file of each table and of each block: `promotion.toml` where it stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct Files {
    pub etudiants: String,
    pub organismes: String,
    pub stages: String,
    pub avenants: String,
    pub contrats: String,
    pub referents: String,
    pub periodes: String,
    pub etablissement: String,
    pub formation: String,
    pub defauts: String,
}

impl Default for Files {
    fn default() -> Self {
        Files::told(|_| None)
    }
}

impl Files {
    /// The files that `told` gives by the key of each table; `promotion.toml` for the others.
    pub fn told(mut told: impl FnMut(&str) -> Option<String>) -> Self {
        let mut file = |key| told(key).unwrap_or_else(|| FILE.to_owned());
        Files {
            etudiants: file("etudiant"),
            organismes: file("organisme"),
            stages: file("stage"),
            avenants: file("avenant"),
            contrats: file("contrat"),
            referents: file("referent"),
            periodes: file("periode_scolaire"),
            etablissement: file("etablissement"),
            formation: file("formation"),
            defauts: file("defauts"),
        }
    }

    /// The file where a data path is: that of its table.
    pub fn of(&self, path: &str) -> &str {
        match path.split(['[', '.']).next().unwrap_or_default() {
            "etudiant" => &self.etudiants,
            "organisme" => &self.organismes,
            "stage" => &self.stages,
            "avenant" => &self.avenants,
            "contrat" => &self.contrats,
            "referent" => &self.referents,
            "periode_scolaire" => &self.periodes,
            "etablissement" => &self.etablissement,
            "formation" => &self.formation,
            "defauts" => &self.defauts,
            _ => FILE,
        }
    }
}
