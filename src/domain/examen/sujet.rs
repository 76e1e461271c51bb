//! The subject: parts of a paper, their questions with points, competences and answers in one place.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Place;
use crate::domain::markdown::Block;

/// A subject, whatever the number of its files.
#[derive(Clone, Debug, Default)]
pub struct Sujet {
    /// What stands before the first part: the situation that all parts share.
    pub introduction: Vec<Block>,
    pub parties: Vec<PartieSujet>,
    /// Its files, in order.
    pub files: Vec<String>,
    /// Texts of the jury that stand below no question: they are printed nowhere.
    pub egares: Vec<Place>,
}

/// A part: a dossier, a travail, an exercise. A heading of level 1.
#[derive(Clone, Debug, Default)]
pub struct PartieSujet {
    pub titre: String,
    pub donnees: DonneesPartie,
    /// The professional situation, or what is asked of the whole part.
    pub situation: Vec<Block>,
    pub questions: Vec<Question>,
    pub repere: Repere,
}

/// A question: a heading of level 2, its number first.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// As written: "1.2"; empty where the heading does not begin with one.
    pub numero: String,
    /// The rest of the heading.
    pub titre: String,
    pub donnees: DonneesQuestion,
    /// What follows the heading.
    pub enonce: Vec<Block>,
    /// Below « Corrigé »: for the jury alone.
    pub corrige: Vec<Block>,
    /// Below « Barème »: how the points are shared, for the jury alone.
    pub bareme: Vec<Block>,
    pub repere: Repere,
}

/// Bloc `toml` sous le titre d’une question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DonneesQuestion {
    /// Points de la question.
    #[schemars(extend("x-exemple" = 6), range(min = 0, max = 1000))]
    pub points: Option<u32>,
    /// Compétences du référentiel que la question évalue.
    #[schemars(extend("x-exemple" = ["C13", "C14"]))]
    pub competences: Vec<String>,
    /// Annexe sur laquelle le candidat répond, si ce n’est pas sur sa copie.
    #[schemars(extend("x-exemple" = "A"))]
    pub reponse: String,
}

/// Bloc `toml` sous le titre d’une partie.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DonneesPartie {
    /// Total annoncé des points de la partie.
    #[schemars(extend("x-exemple" = 40), range(min = 0, max = 1000))]
    pub points: Option<u32>,
    /// Langue de la réponse, à l’écrit de langue vivante.
    #[schemars(extend("x-exemple" = "français"))]
    pub langue_reponse: String,
    /// Catégorie d’assurance dont la partie traite (E41).
    #[schemars(extend("x-exemple" = "personnes"))]
    pub categorie: Option<crate::domain::fiche::Categorie>,
}

/// Where a part or a question stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repere {
    pub file: String,
    /// The line of its heading.
    pub titre: Range<usize>,
    /// All of it, to the next heading of its level.
    pub tout: Range<usize>,
    /// The values of its data, by key.
    pub cles: BTreeMap<String, Range<usize>>,
}

impl Repere {
    /// The place of a key of its data; of its heading where it does not tell that key.
    pub fn place(&self, key: &str) -> Place {
        Place::bytes(&self.file, self.cles.get(key).unwrap_or(&self.titre).clone())
    }
}
