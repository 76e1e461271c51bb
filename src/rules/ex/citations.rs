//! Annexes and documents that a text cites: « l’annexe n° 3 », « les annexes 1 et 2 bis », « documents A à C », « annexe II »,
//! « les documents ».

use crate::domain::examen::roman;
use crate::domain::markdown::{Block, text};

/// What is cited, in the languages in which questions are put.
const ONE: [&str; 5] = ["annexe", "document", "documento", "dokument", "מסמך"];
const SEVERAL: [&str; 6] = ["annexes", "documents", "documentos", "documenti", "dokumente", "מסמכים"];
/// What Hebrew writes before a noun, in the same word.
const PREFIXES: [char; 6] = ['ב', 'ה', 'ו', 'ל', 'מ', 'ש'];
/// What repeats a number.
const AGAIN: [&str; 5] = ["bis", "ter", "quater", "quinquies", "sexies"];

/// What a text cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citations {
    /// Numbers, as written, in order.
    pub numeros: Vec<String>,
    /// It speaks of the annexes or the documents without a number: of all of them.
    pub all: bool,
}

/// How a number is written: a paper that has no annexe of a kind may speak of another text's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forme {
    /// "3", "2 bis", "A": nearly always the paper's own.
    Simple,
    /// "II"
    Romaine,
    /// "A1", "1.2", "1a"
    Composee,
}

impl Forme {
    /// The form of a number.
    pub fn of(numero: &str) -> Forme {
        let told = numero.trim();
        let bare = AGAIN.iter().find_map(|a| told.strip_suffix(a)).unwrap_or(told).trim_end();
        let is = |all: fn(char) -> bool| !bare.is_empty() && bare.chars().all(all);
        match () {
            () if is(|c| c.is_ascii_digit()) || bare.chars().count() == 1 => Forme::Simple,
            () if roman(&bare.to_lowercase()).is_some() => Forme::Romaine,
            () => Forme::Composee,
        }
    }
}

/// What `blocks` cite.
pub fn citations(blocks: &[Block]) -> Citations {
    let mut found = Citations::default();
    let text = text(blocks);
    let words = words(&text);
    let mut at = 0;
    while at < words.len() {
        let word = words[at].0.to_lowercase();
        at += 1;
        let is_of = |list: &[&str]| {
            list.contains(&word.as_str()) || word.strip_prefix(PREFIXES).is_some_and(|w| list.contains(&w))
        };
        let several = is_of(&SEVERAL);
        if !several && !is_of(&ONE) {
            continue;
        }
        let begun = found.numeros.len();
        at = match several {
            true => numbers(&words, at, &mut found.numeros),
            // « L’annexe 3 et 24 lignes »: one has one number.
            false => match number(&words, at) {
                Some((numero, next)) => {
                    found.numeros.push(numero);
                    next
                }
                None => at,
            },
        };
        found.all |= several && found.numeros.len() == begun;
    }
    found
}

/// The words of a text, each with what stands between it and the next one.
fn words(text: &str) -> Vec<(&str, &str)> {
    let mut out: Vec<(&str, &str)> = Vec::new();
    let inside = |c: char| c.is_alphanumeric() && c != 'º';
    let mut rest = text;
    while let Some(start) = rest.find(inside) {
        let end = rest[start..].find(|c| !inside(c)).map_or(rest.len(), |i| start + i);
        let after = &rest[end..];
        let gap = &after[..after.find(inside).unwrap_or(after.len())];
        out.push((&rest[start..end], gap));
        rest = after;
    }
    out
}

/// The number at word `at`, « n° » passed over, and the word after it.
fn number(words: &[(&str, &str)], at: usize) -> Option<(String, usize)> {
    let mut at = at;
    if matches!(words.get(at)?.0.to_lowercase().as_str(), "n" | "no" | "nos" | "numero" | "numéro" | "numéros") {
        at += 1;
        // « n°s 1 et 2 »
        at += usize::from(words.get(at)?.0 == "s");
    }
    let (word, gap) = *words.get(at)?;
    let next = words.get(at + 1).map_or("", |w| w.0);
    let digits = |w: &str| (1..=2).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit());
    let letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    // « A-1 », « A.1 », « 1.2 ».
    let joined = (letter && matches!(gap, "-" | ".") || digits(word) && gap == ".") && digits(next);
    if joined {
        return Some((format!("{word}{gap}{next}"), at + 2));
    }
    if digits(word) {
        let again = AGAIN.contains(&next.to_lowercase().as_str()) && gap.trim().is_empty();
        return Some(if again { (format!("{word} {next}"), at + 2) } else { (word.to_owned(), at + 1) });
    }
    let cut = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (before, after) = word.split_at(cut);
    let repeated = digits(before) && (after.len() == 1 || AGAIN.contains(&after));
    let lettered = word.is_ascii() && word[..1].bytes().all(|b| b.is_ascii_uppercase()) && digits(&word[1..]);
    let figures =
        word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase()) && roman(&word.to_lowercase()).is_some();
    (letter || repeated || lettered || figures).then(|| (word.to_owned(), at + 1))
}

/// Takes the numbers that follow, « 1, 2 et 3 », « 1 à 4 », « 1-4 »; where they end.
fn numbers(words: &[(&str, &str)], mut at: usize, out: &mut Vec<String>) -> usize {
    let (mut last, mut range): (Option<String>, bool) = (None, false);
    while at < words.len() {
        if let Some((numero, next)) = number(words, at) {
            match last.as_deref().filter(|_| range) {
                Some(first) => out.extend(between(first, &numero)),
                None => out.push(numero.clone()),
            }
            range = matches!(words[next - 1].1, "-" | "–");
            (last, at) = (Some(numero), next);
            continue;
        }
        match words[at].0 {
            "à" if last.is_some() => range = true,
            "et" | "ou" | "puis" if last.is_some() && number(words, at + 1).is_some() => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// The numbers after `first`, up to `last`.
fn between(first: &str, last: &str) -> Vec<String> {
    if let (Ok(a), Ok(b)) = (first.parse::<u8>(), last.parse::<u8>()) {
        return (a.saturating_add(1)..=b).map(|n| n.to_string()).collect();
    }
    // « A1 à A4 »
    if let (Some((a, from)), Some((b, to))) = (first.split_at_checked(1), last.split_at_checked(1))
        && a == b
        && let (Ok(from), Ok(to)) = (from.parse::<u8>(), to.parse::<u8>())
    {
        return (from.saturating_add(1)..=to).map(|n| format!("{a}{n}")).collect();
    }
    if let (Some(from), Some(to)) = (roman(&first.to_lowercase()), roman(&last.to_lowercase()))
        && (from == 1 || first.len() > 1 || last.len() > 1)
    {
        return (from + 1..=to.min(99)).map(in_roman).collect();
    }
    match (first.as_bytes(), last.as_bytes()) {
        ([a], [b]) if a.is_ascii_uppercase() && b.is_ascii_uppercase() => {
            (a + 1..=*b).map(|c| char::from(c).to_string()).collect()
        }
        _ => vec![last.to_owned()],
    }
}

/// A number below a hundred in Roman figures.
fn in_roman(number: u32) -> String {
    const TENS: [&str; 10] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let digit = |n: u32| (n % 10) as usize;
    format!("{}{}", TENS[digit(number / 10)], ONES[digit(number)])
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
            ("les annexes 2-4", vec!["2", "3", "4"], false),
            ("documents A à C", vec!["A", "B", "C"], false),
            ("une synthèse des documents proposés", vec![], true),
            ("le document 2026 est un document interne", vec![], false),
            ("l’annexe 3 à rendre", vec!["3"], false),
            ("l’annexe 3 et 24 points", vec!["3"], false),
            ("Resuma el documento 1.", vec!["1"], false),
            ("כתבו סיכום של מסמך 2, לפי המסמך 3", vec!["2", "3"], false),
            ("l’annexe n° 1, l’annexe n°2, l’annexe no 3, l’annexe nº 4", vec!["1", "2", "3", "4"], false),
            ("les annexes n° 1 et 2 ; les annexes n°s 3 à 5", vec!["1", "2", "3", "4", "5"], false),
            ("l’annexe 2 bis et l’annexe 3ter", vec!["2 bis", "3ter"], false),
            ("l’annexe II ; les annexes III à V", vec!["II", "III", "IV", "V"], false),
            ("l’annexe A1, l’annexe A-2, les annexes B1 à B3", vec!["A1", "A-2", "B1", "B2", "B3"], false),
            ("l’annexe 1.2", vec!["1.2"], false),
            ("Lisez l’annexe 1. 2 lignes suffisent", vec!["1"], false),
            ("cette annexe a été ajoutée, l’annexe CG aussi", vec![], false),
        ] {
            let found = citations(&[Block::paragraph(text)]);
            let expected = Citations { numeros: numeros.into_iter().map(str::to_owned).collect(), all };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn numbers_have_a_form() {
        for (numero, forme) in [
            ("3", Forme::Simple),
            ("2 bis", Forme::Simple),
            ("A", Forme::Simple),
            ("II", Forme::Romaine),
            ("A1", Forme::Composee),
            ("1.2", Forme::Composee),
        ] {
            assert_eq!(Forme::of(numero), forme, "{numero}");
        }
    }
}
