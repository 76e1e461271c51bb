//! Annexes and documents that a text cites: « l’annexe 3 », « les annexes 1 et 2 », « documents A à C », « les documents ».

use crate::domain::markdown::{Block, text};

/// What is cited, in the languages in which questions are put.
const ONE: [&str; 4] = ["annexe", "document", "documento", "dokument"];
const SEVERAL: [&str; 5] = ["annexes", "documents", "documentos", "documenti", "dokumente"];

/// What a text cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citations {
    /// Numbers, as written, in order.
    pub numeros: Vec<String>,
    /// It speaks of the annexes or the documents without a number: of all of them.
    pub all: bool,
}

/// What `blocks` cite.
pub fn citations(blocks: &[Block]) -> Citations {
    let mut found = Citations::default();
    let text = text(blocks);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    let mut at = 0;
    while at < words.len() {
        let word = words[at].to_lowercase();
        at += 1;
        let several = SEVERAL.contains(&word.as_str());
        if !several && !ONE.contains(&word.as_str()) {
            continue;
        }
        let begun = found.numeros.len();
        at = match several {
            true => numbers(&words, at, &mut found.numeros),
            // « L’annexe 3 et 24 lignes »: one has one number.
            false => {
                found.numeros.extend(words.get(at).filter(|w| is_number(w)).map(|w| (*w).to_owned()));
                at
            }
        };
        found.all |= several && found.numeros.len() == begun;
    }
    found
}

/// Takes the numbers that follow, « 1, 2 et 3 », « 1 à 4 »; where they end.
fn numbers<'t>(words: &[&'t str], mut at: usize, out: &mut Vec<String>) -> usize {
    let (mut last, mut range): (Option<&'t str>, bool) = (None, false);
    while let Some(word) = words.get(at) {
        match *word {
            n if is_number(n) => {
                match (range, last) {
                    (true, Some(first)) => out.extend(between(first, n)),
                    _ => out.push(n.to_owned()),
                }
                (last, range) = (Some(n), false);
            }
            "à" if last.is_some() => range = true,
            "et" | "ou" if last.is_some() && words.get(at + 1).is_some_and(|w| is_number(w)) => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// "3", "12", "A": what numbers an annexe; a year or a word does not.
fn is_number(word: &str) -> bool {
    let digits = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    digits || (word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// The numbers after `first`, up to `last`.
fn between(first: &str, last: &str) -> Vec<String> {
    if let (Ok(a), Ok(b)) = (first.parse::<u8>(), last.parse::<u8>()) {
        return (a.saturating_add(1)..=b).map(|n| n.to_string()).collect();
    }
    match (first.as_bytes(), last.as_bytes()) {
        ([a], [b]) if a.is_ascii_uppercase() && b.is_ascii_uppercase() => {
            (a + 1..=*b).map(|c| char::from(c).to_string()).collect()
        }
        _ => vec![last.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cited_is_found_and_nothing_else() {
        for (text, numeros, all) in [
            ("Appuyez-vous sur l’annexe 1 et sur l’annexe 2.", vec!["1", "2"], false),
            ("les annexes 1, 2 et 4 ; le document A", vec!["1", "2", "4", "A"], false),
            ("(annexes 2 à 5)", vec!["2", "3", "4", "5"], false),
            ("documents A à C", vec!["A", "B", "C"], false),
            ("une synthèse des documents proposés", vec![], true),
            ("le document 2026 est un document interne", vec![], false),
            ("l’annexe 3 à rendre", vec!["3"], false),
            ("l’annexe 3 et 24 points", vec!["3"], false),
            ("Resuma el documento 1.", vec!["1"], false),
        ] {
            let found = citations(&[Block::paragraph(text)]);
            let expected = Citations { numeros: numeros.into_iter().map(str::to_owned).collect(), all };
            assert_eq!(found, expected, "{text}");
        }
    }
}
