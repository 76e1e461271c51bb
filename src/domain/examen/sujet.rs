//! The subject: parts of a paper, their questions with points, competences and answers in one place.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Points;
use crate::diagnostic::{At, Place};
use crate::domain::markdown::Block;

/// A subject, whatever the number of its files.
#[derive(Clone, Debug, Default)]
pub struct Sujet {
    /// What stands before the first part: the situation that all parts share.
    pub introduction: Vec<Block>,
    pub parties: Vec<PartieSujet>,
    /// Its files, in order.
    pub files: Vec<String>,
    /// What its reader could give neither to the candidate nor to the jury: printed nowhere, and told.
    pub ecarts: Vec<Ecart>,
    /// The place of each text of the introduction.
    pub lieux: Vec<Place>,
}

/// A text that is printed nowhere, since it may be the jury's.
#[derive(Clone, Debug)]
pub struct Ecart {
    pub raison: Raison,
    /// The words of its heading, or of the line that is wrong.
    pub titre: String,
    /// That heading, or that line.
    pub place: Place,
    pub blocks: Vec<Block>,
}

/// Why a text is printed nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raison {
    /// An answer or a barème below no question.
    SansQuestion,
    /// A heading of a question that is not of the closed list.
    TitreInconnu,
    /// A heading of level 2 that has neither number nor data: no question.
    PasUneQuestion,
    /// A heading inside a list or a quote, in what the candidate reads of a question.
    TitreImbrique,
    /// « ##1.2 »: the space that makes a heading is missing.
    TitreColle,
    /// Below a heading in HTML, which is refused.
    Balise,
    /// « Barème » before the answer, without points: the jury's, or an ordinary word of insurance.
    BaremeAmbigu,
    /// More énoncé after the answer.
    EnonceApresCorrige,
    /// A heading of level 1 after an answer, that does not say that it opens a part.
    PasUnePartie,
    /// A part that has no question.
    PartieVide,
    /// A block of code that is never closed: it holds all that follows.
    BlocOuvert,
    /// A text at the head of a file that goes on a subject, before any heading.
    SansTitre,
    /// Data elsewhere than below the heading of a question or a part.
    DonneesEgarees,
}

impl Raison {
    /// Whether a question or a part may be in the text: what is counted of them is then not known.
    pub fn hides_structure(self) -> bool {
        !matches!(
            self,
            Raison::TitreInconnu | Raison::TitreImbrique | Raison::BaremeAmbigu | Raison::EnonceApresCorrige
        )
    }
}

impl Sujet {
    /// Whether questions or parts may be in what was set aside: a rule that counts them asks here, so that one fault is
    /// told once.
    pub fn is_cut(&self) -> bool {
        self.ecarts.iter().any(|e| e.raison.hides_structure())
    }
}

/// A part: a dossier, a travail, an exercise. A heading of level 1.
#[derive(Clone, Debug, Default)]
pub struct PartieSujet {
    pub titre: String,
    pub donnees: DonneesPartie,
    /// The professional situation, or what is asked of the whole part.
    pub situation: Vec<Block>,
    /// The place of each text of the situation.
    pub lieux: Vec<Place>,
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
    pub lieux: Lieux,
    pub repere: Repere,
}

/// The place of each text of a question (`markdown::leaves`), in order.
#[derive(Clone, Debug, Default)]
pub struct Lieux {
    pub enonce: Vec<Place>,
    pub corrige: Vec<Place>,
    pub bareme: Vec<Place>,
}

/// Bloc `toml` sous le titre d’une question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DonneesQuestion {
    /// Points de la question ; un demi-point s’écrit `1.5`.
    #[schemars(extend("x-exemple" = 6))]
    pub points: Option<Points>,
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
    #[schemars(extend("x-exemple" = 40))]
    pub points: Option<Points>,
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

impl Repere {
    /// Whether a place is in these bytes.
    pub fn holds(&self, place: &Place) -> bool {
        place.file == self.file
            && matches!(&place.at, At::Bytes(b) if b.start >= self.tout.start && b.end <= self.tout.end)
    }
}

impl PartieSujet {
    /// The points of its questions that tell theirs.
    pub fn points(&self) -> Points {
        self.questions.iter().filter_map(|q| q.donnees.points).sum()
    }
}

/// The number that opens a heading, and the rest: "1.2 Calculez" is "1.2" and "Calculez".
pub fn numbered(titre: &str) -> (String, String) {
    let titre = titre.strip_prefix("Question ").unwrap_or(titre);
    let (first, rest) = titre.split_once(char::is_whitespace).unwrap_or((titre, ""));
    let numero = first.trim_end_matches(['.', ')', '-', ':']);
    let is_number = !numero.is_empty()
        && numero.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && numero.bytes().any(|b| b.is_ascii_digit());
    match is_number {
        true => (numero.to_owned(), rest.trim_start_matches(['-', '–', ':', ' ']).to_owned()),
        false => (String::new(), titre.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_opens_a_heading() {
        for (titre, numero, rest) in [
            ("1.1 Calculez", "1.1", "Calculez"),
            ("Question 2. – Justifiez", "2", "Justifiez"),
            ("A1) Lisez", "A1", "Lisez"),
            ("Justifiez 3 choix", "", "Justifiez 3 choix"),
            ("1.1", "1.1", ""),
        ] {
            assert_eq!(numbered(titre), (numero.to_owned(), rest.to_owned()), "{titre}");
        }
    }
}
