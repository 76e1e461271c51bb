//! Whether a heading says the rank of a part, in the languages of the épreuves.

use crate::domain::examen::roman;
use crate::domain::identifiers::normalise;

/// Words after which a rank counts parts, in the languages of the épreuves.
const PARTS: [&str; 30] = [
    "dossier",
    "partie",
    "exercice",
    "travail",
    "mission",
    "etude",
    "cas",
    "activite",
    "situation",
    "sujet",
    "theme",
    "atelier",
    "question",
    "section",
    "volet",
    "epreuve",
    "sequence",
    "etape",
    "document",
    "part",
    "exercise",
    "task",
    "teil",
    "aufgabe",
    "ejercicio",
    "parte",
    "esercizio",
    "exercicio",
    "tarea",
    "tarefa",
];
/// Ranks in letters, in those languages.
const ORDINALS: [&str; 28] = [
    "premier",
    "premiere",
    "deuxieme",
    "second",
    "seconde",
    "troisieme",
    "quatrieme",
    "cinquieme",
    "sixieme",
    "1er",
    "1re",
    "1ere",
    "2e",
    "2eme",
    "2nd",
    "2nde",
    "3e",
    "3eme",
    "4e",
    "first",
    "third",
    "erster",
    "zweiter",
    "primera",
    "segunda",
    "prima",
    "seconda",
    "primeira",
];

/// Whether a heading says the rank of a part: « Dossier 2 – … », « Partie B », « II. … », « Seconde partie ».
pub(super) fn has_rank(titre: &str) -> bool {
    let normal = normalise(titre);
    let mut words = normal.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let short = |w: &str| w.chars().count() == 1 && w.chars().all(char::is_alphabetic);
    let number = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit()) || roman(w).is_some();
    let ordinal = |w: &str| ORDINALS.contains(&w);
    // « A – … », « II. … », « 2) … »: a rank, then a sign.
    let sign = titre.trim_start().trim_start_matches(char::is_alphanumeric).trim_start();
    let alone = sign.is_empty() || sign.starts_with(['.', ')', '-', '–', '—', ':']);
    ordinal(first)
        || PARTS.contains(&first) && (number(second) || short(second) || ordinal(second))
        || (number(first) || short(first)) && alone
}
