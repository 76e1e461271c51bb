//! A session under control: who is registered, what a person decided of a dossier, what became of each.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::appariement::{Doute, Suivi, number, same_number, suivis};
use super::choice::choice;
use super::{Date, candidat};

/// Root file of the folder.
pub const FILE: &str = "session.toml";
/// The decisions, which `decide` writes and a person may edit.
pub const DECISIONS: &str = "decisions.toml";
/// Folder of the dossiers, where the session names no other.
pub const DOSSIERS: &str = "dossiers";

/// Fichier `session.toml` : une session d’examen à contrôler.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SessionFile {
    /// La session.
    #[schemars(extend("x-requis" = true))]
    pub session: Reglage,
    /// Le centre d’examen, pour les courriers.
    #[schemars(extend("x-requis" = true))]
    pub centre: Centre,
}

/// La session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reglage {
    /// Nom du diplôme, s’il n’est pas `bts-assurance`.
    #[schemars(extend("x-exemple" = "bts-assurance"))]
    pub diplome: String,
    /// Année de la session.
    #[schemars(extend("x-requis" = true, "x-exemple" = 2026), range(min = 1000, max = 9999))]
    pub annee: Option<i32>,
    /// Dernier jour pour déposer un dossier.
    #[schemars(extend("x-exemple" = "2026-04-30"))]
    pub date_limite: Option<Date>,
    /// Dernier jour pour compléter un dossier : après lui, une non-conformité est proposée au « non valide ».
    #[schemars(extend("x-exemple" = "2026-05-18"))]
    pub delai: Option<Date>,
    /// Jour du contrôle, imprimé sur le registre et les courriers ; aujourd’hui si rien n’est dit.
    #[schemars(extend("x-exemple" = "2026-05-22"))]
    pub jour: Option<Date>,
    /// Répertoire des dossiers reçus, dans celui de la session ; `dossiers` si rien n’est dit.
    #[schemars(extend("x-exemple" = "dossiers"))]
    pub dossiers: String,
}

/// Le centre d’examen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Centre {
    /// Nom du service.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Division des examens et concours"))]
    pub nom: String,
    /// Adresse, ligne à ligne.
    #[schemars(extend("x-exemple" = ["75 rue Saint-Roch", "31000 Toulouse"]))]
    pub adresse: Vec<String>,
    /// Ville d’où les courriers partent.
    #[schemars(extend("x-exemple" = "Toulouse"))]
    pub ville: String,
    /// Qui signe les courriers, avec sa qualité.
    #[schemars(extend("x-exemple" = "Jeanne OLIVIER, cheffe de la division des examens"))]
    pub signataire: String,
    /// Où un candidat s’adresse : une ligne par moyen.
    #[schemars(extend("x-exemple" = ["dec-bts@exemple.fr"]))]
    pub contact: Vec<String>,
}

/// La liste des candidats inscrits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InscritsFile {
    /// Un candidat.
    pub candidat: Vec<Inscription>,
}

/// Un candidat inscrit à la session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Inscription {
    /// Numéro de candidat.
    #[schemars(extend("x-requis" = true, "x-exemple" = "0212345678"))]
    pub numero_candidat: String,
    /// Nom de famille.
    #[schemars(extend("x-requis" = true, "x-exemple" = "MARTIN"))]
    pub nom: String,
    /// Prénoms.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Léa Inès"))]
    pub prenoms: String,
    /// Établissement.
    #[schemars(extend("x-exemple" = "Lycée Jean-Perrin"))]
    pub etablissement: String,
    /// Son dossier, dans le répertoire des dossiers, s’il ne se reconnaît pas au numéro de candidat : un répertoire, un zip ou un PDF.
    #[schemars(extend("x-exemple" = "martin-lea"))]
    pub dossier: String,
    /// Jour du dépôt.
    #[schemars(extend("x-exemple" = "2026-04-28"))]
    pub depot: Option<Date>,
}

choice! {
    /// What a person decided.
    pub enum Quoi {
        Reserve = "reserve", "Doute sur la conformité : le candidat est interrogé, la note est réservée";
        Accepte = "accepte", "Dossier accepté après vérification par une personne";
        NonValide = "non-valide", "Mention « non valide » prononcée";
    }
}

/// Fichier `decisions.toml` : ce qu’une personne a décidé de chaque dossier ; la dernière décision d’un candidat vaut.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionsFile {
    /// Une décision.
    pub decision: Vec<Decision>,
}

/// Une décision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Decision {
    /// Numéro du candidat.
    #[schemars(extend("x-requis" = true, "x-exemple" = "0212345678"))]
    pub numero_candidat: String,
    /// Ce qui est décidé.
    #[schemars(extend("x-requis" = true, "x-exemple" = "reserve"))]
    pub quoi: Option<Quoi>,
    /// Qui décide, avec sa qualité.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Jeanne OLIVIER, cheffe de division"))]
    pub par: String,
    /// Quand.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2026-05-20"))]
    pub le: Option<Date>,
    /// Pourquoi.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Le cachet du certificat n° 2 est illisible ; l’entreprise est interrogée."))]
    pub motif: String,
}

/// A session folder once read.
#[derive(Clone, Debug, Default)]
pub struct Session {
    pub fichier: SessionFile,
    pub inscriptions: Vec<Inscription>,
    /// The file that lists them.
    pub fichier_inscriptions: String,
    pub decisions: Vec<Decision>,
}

impl Identite {
    pub fn is_empty(&self) -> bool {
        [&self.nom_famille, &self.nom_usage, &self.prenoms].iter().all(|t| t.trim().is_empty())
    }
}

impl Session {
    /// The pack of its diploma.
    pub fn diplome(&self) -> &str {
        let told = self.fichier.session.diplome.trim();
        if told.is_empty() { candidat::DIPLOME } else { told }
    }

    /// The folder of the dossiers.
    pub fn dossiers(&self) -> &str {
        let told = self.fichier.session.dossiers.trim().trim_matches('/');
        if told.is_empty() { DOSSIERS } else { told }
    }

    /// The last decision on each candidate, by the number as it is compared.
    pub fn decided(&self) -> HashMap<String, &Decision> {
        let decided = self.decisions.iter().filter(|d| d.quoi.is_some());
        decided.map(|d| (number(&d.numero_candidat), d)).filter(|(numero, _)| !numero.is_empty()).collect()
    }
}

/// How a dossier came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrivee {
    #[default]
    Repertoire,
    Zip,
    /// A PDF made elsewhere, or a zip without a dossier that liasse can read: for a person.
    AutreForme,
}

/// A fault, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manque {
    pub code: String,
    pub message: String,
    /// The file and the place, where there is one.
    pub lieu: String,
    pub reference: String,
    pub aide: Vec<String>,
    /// It may bring a « non valide ».
    pub nv: bool,
    /// To which units.
    pub unites: Vec<String>,
}

/// What the control found of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controle {
    /// Its name in the folder of the dossiers.
    pub nom: String,
    pub arrivee: Arrivee,
    /// The candidate's number that it tells.
    pub numero: String,
    /// The session that it tells.
    pub session: Option<i32>,
    /// Errors: what makes it not conform.
    pub manques: Vec<Manque>,
    pub avertissements: usize,
    /// What only a person can judge.
    pub humains: Vec<Manque>,
    /// Reductions and other exceptions, for the jury.
    pub derogations: Vec<String>,
    /// What of it is printed with an empty box, in words: the signatures are to be seen on paper.
    #[serde(default)]
    pub a_signer: String,
    /// Why liasse could not read it, in words; nothing where it could.
    pub illisible: Option<String>,
    /// Whose it says that it is: compared, and never told.
    #[serde(skip)]
    pub identite: Identite,
}

/// The names that a dossier bears.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identite {
    pub nom_famille: String,
    pub nom_usage: String,
    pub prenoms: String,
}

choice! {
    /// What becomes of a candidate's dossier.
    pub enum Etat {
        Conforme = "conforme", "conforme";
        ACompleter = "a-completer", "à compléter";
        NonValide = "non-valide", "non valide";
        Reserve = "reserve", "réservé";
        Accepte = "accepte", "accepté après vérification";
        ALire = "a-lire", "à lire par une personne";
        Absent = "absent", "absent";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_decision_of_each_candidate_is_the_one_that_counts() {
        let one = |numero: &str, quoi, motif: &str| Decision {
            numero_candidat: numero.to_owned(),
            quoi,
            motif: motif.to_owned(),
            ..Decision::default()
        };
        let decisions = vec![
            one("0212345678", Some(Quoi::Reserve), "first"),
            one("212 345 678", Some(Quoi::Accepte), "last"),
            one("0212345678", None, "nothing decided"),
            one("", Some(Quoi::NonValide), "of nobody"),
        ];
        let session = Session { decisions, ..Session::default() };
        let decided = session.decided();
        assert_eq!(decided.len(), 1);
        assert_eq!(decided[&number("0212345678")].motif, "last");
    }
}
