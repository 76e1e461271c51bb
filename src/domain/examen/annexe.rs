//! `annexes/*.md`: a document of the subject, its data between `+++`, then its text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Cellule;
use crate::diagnostic::Place;
use crate::domain::choice::choice;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::Block;

choice! {
    /// What a document is (annexe II D, E1).
    pub enum NatureDocument {
        TexteLitteraire = "texte-litteraire", "Texte littéraire";
        Texte = "texte", "Texte non littéraire";
        Iconographique = "iconographique", "Document iconographique";
        Statistique = "statistique", "Tableau statistique";
        Contrat = "contrat", "Contrat, conditions générales ou particulières";
        Reglementation = "reglementation", "Texte de droit";
        Professionnel = "professionnel", "Document professionnel";
        Enregistrement = "enregistrement", "Transcription d’un enregistrement";
    }
}

/// Fichier `annexes/*.md` : une annexe ou un document du sujet, ses données entre `+++`, puis son texte.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Annexe {
    /// Path of the file.
    #[serde(skip)]
    pub file: String,
    /// Numéro, comme les questions la citent : « 1 », « 2 », « A ».
    #[schemars(extend("x-requis" = true, "x-exemple" = "1"))]
    pub numero: String,
    /// Titre.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Conditions particulières du contrat multirisque habitation"))]
    pub titre: String,
    /// Source : auteur, ouvrage ou organisme, comme elle est imprimée.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Document interne, assurances Belrive"))]
    pub source: String,
    /// Date du document : un jour, une année ou une période, en mots.
    #[schemars(extend("x-exemple" = "14 mars 2025"))]
    pub date: String,
    /// Contexte du document : en une phrase, de quoi le situer.
    #[schemars(extend("x-exemple" = "Extrait d’un article paru pendant la révision de la directive."))]
    pub contexte: String,
    /// Nature du document.
    #[schemars(extend("x-exemple" = "contrat"))]
    pub nature: Option<NatureDocument>,
    /// Catégorie d’assurance dont l’annexe traite (E41).
    #[schemars(extend("x-exemple" = "personnes"))]
    pub categorie: Option<crate::domain::fiche::Categorie>,
    /// Langue du document, s’il n’est pas en français.
    #[schemars(extend("x-exemple" = "anglais"))]
    pub langue: String,
    /// L’annexe est un document réponse, que le candidat complète et rend avec sa copie.
    #[schemars(extend("x-exemple" = true))]
    pub a_rendre: bool,
    /// Session rappelée par le document, si elle l’est : elle doit être celle de l’examen.
    #[schemars(extend("x-exemple" = 2026), range(min = 1000, max = 9999))]
    pub session: Option<i32>,
    /// Code du sujet rappelé par le document, s’il l’est.
    #[schemars(extend("x-exemple" = "26ASCPSC"))]
    pub code_sujet: String,
    /// Tableau de l’annexe : un fichier CSV du dossier, sa première ligne en en-tête.
    #[schemars(extend("x-exemple" = "annexes/cotisations.csv"))]
    pub tableau: String,
    /// Document numérisé de l’annexe : un PDF ou une image du dossier.
    #[schemars(extend("x-exemple" = "annexes/constat.pdf"))]
    pub document: String,
    /// Ce que montre le document numérisé, pour qui ne le voit pas.
    #[schemars(extend("x-exemple" = "Constat amiable : les deux véhicules cochent la case 12."))]
    pub alternative: String,
    /// The text of the annexe.
    #[serde(skip)]
    pub blocks: Vec<Block>,
    /// The place of each text of it.
    #[serde(skip)]
    pub lieux: Vec<Place>,
    /// The rows of the table, its headings first.
    #[serde(skip)]
    pub lignes: Vec<Vec<Cellule>>,
}

/// The number of an annexe as numbers are compared and put in order: 2 before 2 bis before 10, then letters; Roman numbers
/// are numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NumeroAnnexe(Vec<Run>);

/// A run of a number: digits, the word that repeats them, letters. In the order in which they are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Run {
    Number(u32),
    /// bis, ter, quater…
    Again(usize),
    Letters(String),
}

const AGAIN: [&str; 5] = ["bis", "ter", "quater", "quinquies", "sexies"];

impl NumeroAnnexe {
    /// « 2 bis », « 2bis » and « Annexe n° 02 bis » are one number; nothing where nothing is told.
    pub fn of(told: &str) -> Option<NumeroAnnexe> {
        let normal = normalise(told);
        let words = normal.split(' ').filter(|w| !matches!(*w, "annexe" | "document" | "n" | "no" | "numero"));
        let mut runs = Vec::new();
        for word in words {
            let mut rest = word;
            while let Some(first) = rest.chars().next() {
                let digits = first.is_ascii_digit();
                let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
                let (run, after) = rest.split_at(end);
                rest = after;
                runs.push(match (run.parse(), AGAIN.iter().position(|a| *a == run)) {
                    (Ok(number), _) => Run::Number(number),
                    (_, Some(rank)) => Run::Again(rank),
                    _ => Run::Letters(run.to_owned()),
                });
            }
        }
        (!runs.is_empty()).then_some(NumeroAnnexe(runs))
    }

    /// What this number is worth in Roman figures, where it may be one.
    fn roman(&self) -> Option<u32> {
        match self.0.as_slice() {
            [Run::Letters(letters)] => roman(letters),
            _ => None,
        }
    }
}

/// What « xiv » is worth; nothing where it is not how a Roman number is written.
pub fn roman(letters: &str) -> Option<u32> {
    const VALUES: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
    let mut told = String::new();
    let (mut worth, mut rest) = (0, letters);
    for (figure, value) in VALUES {
        while let Some(after) = rest.strip_prefix(figure) {
            (worth, rest) = (worth + value, after);
        }
    }
    let mut left = worth;
    for (figure, value) in VALUES {
        while left >= value {
            told.push_str(figure);
            left -= value;
        }
    }
    (worth > 0 && rest.is_empty() && told == letters).then_some(worth)
}

/// Puts annexes in the order of their numbers; those that tell none come last, as they were.
pub fn sort(annexes: &mut [Annexe]) {
    let numbers: Vec<_> = annexes.iter().filter_map(|a| NumeroAnnexe::of(&a.numero)).collect();
    // I, V and X are letters too: they are figures where there is a I and every number can be one.
    let is_letters = |n: &&NumeroAnnexe| matches!(n.0.as_slice(), [Run::Letters(_)]);
    let mut lettered = numbers.iter().filter(is_letters).peekable();
    let romans = lettered.peek().is_some()
        && numbers.iter().any(|n| n.roman() == Some(1))
        && lettered.all(|n| n.roman().is_some());
    annexes.sort_by_key(|a| {
        let number = NumeroAnnexe::of(&a.numero);
        let worth = number.as_ref().filter(|_| romans).and_then(NumeroAnnexe::roman);
        (number.is_none(), worth, number)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(told: &[&str]) -> Vec<String> {
        let one = |n: &&str| Annexe { numero: (*n).to_owned(), ..Annexe::default() };
        let mut annexes: Vec<Annexe> = told.iter().map(one).collect();
        sort(&mut annexes);
        annexes.into_iter().map(|a| a.numero).collect()
    }

    #[test]
    fn annexes_stand_in_the_order_of_their_numbers() {
        for (told, expected) in [
            (vec!["10", "2", "1", "2bis", "3", "2 ter"], vec!["1", "2", "2bis", "2 ter", "3", "10"]),
            (vec!["A", "1", "12", "2"], vec!["1", "2", "12", "A"]),
            (vec!["X", "IX", "I", "II", "V", "IV"], vec!["I", "II", "IV", "V", "IX", "X"]),
            (vec!["D", "C", "I", "A"], vec!["A", "C", "D", "I"]),
            (vec!["A10", "A2", "B1", "A1"], vec!["A1", "A2", "A10", "B1"]),
            (vec!["", "2", "1"], vec!["1", "2", ""]),
        ] {
            assert_eq!(sorted(&told), expected);
        }
    }

    #[test]
    fn one_number_is_one_however_it_is_written() {
        for (a, b) in [("2 bis", "2bis"), ("01", "1"), ("Annexe n° 3", "3"), ("a1", "A 1"), ("II", "ii")] {
            assert_eq!(NumeroAnnexe::of(a), NumeroAnnexe::of(b), "{a} {b}");
        }
        assert!(NumeroAnnexe::of("2") != NumeroAnnexe::of("2bis") && NumeroAnnexe::of(" – ").is_none());
        assert_eq!(["xiv", "iiii", "vx", "iix", "abc", ""].map(roman), [Some(14), None, None, None, None, None]);
    }
}
