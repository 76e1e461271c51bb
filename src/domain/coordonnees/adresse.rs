//! Postal addresses, from the number of a house to the name of its street.

use super::{Coordonnee, Sorte};
use crate::domain::identifiers::normalise;

/// What makes two postal addresses the same, street types unabridged.
pub fn adresse_key(text: &str) -> String {
    let long = |w: &str| match w {
        "av" | "ave" => "avenue".to_owned(),
        "bd" | "bld" | "bvd" | "boul" => "boulevard".to_owned(),
        "fg" | "fbg" => "faubourg".to_owned(),
        "che" | "chem" => "chemin".to_owned(),
        "pl" => "place".to_owned(),
        "rte" => "route".to_owned(),
        w => w.to_owned(),
    };
    normalise(text).split(' ').map(long).collect::<Vec<_>>().join(" ")
}

/// Types of streets that are nothing else after a number.
const STREETS: [&str; 20] = [
    "allee",
    "av",
    "ave",
    "avenue",
    "bd",
    "bld",
    "boulevard",
    "bvd",
    "chaussee",
    "chemin",
    "esplanade",
    "faubourg",
    "fbg",
    "impasse",
    "rue",
    "ruelle",
    "sente",
    "sentier",
    "venelle",
    "boul",
];
/// Types that are words of every day too: a name must follow.
const PLACES: [&str; 12] = [
    "clos",
    "hameau",
    "lotissement",
    "mail",
    "montee",
    "place",
    "promenade",
    "quai",
    "residence",
    "square",
    "traverse",
    "villa",
];
/// Types that count other things still: a postcode must follow.
const OTHERS: [&str; 5] = ["cite", "cours", "passage", "route", "voie"];
/// What stands between the type and the name.
const SMALL: [&str; 11] = ["a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "les"];

pub(super) fn adresses(text: &str) -> Vec<Coordonnee> {
    let tokens: Vec<(usize, &str)> =
        text.split_whitespace().map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w)).collect();
    let mut out = Vec::new();
    for (i, (_, word)) in tokens.iter().enumerate().skip(1) {
        let kind = normalise(word);
        let (street, place, other) =
            (STREETS.contains(&kind.as_str()), PLACES.contains(&kind.as_str()), OTHERS.contains(&kind.as_str()));
        // A type that ends its clause has no name after it.
        if !(street || place || other) || word.ends_with([',', ';', ':', '!', '?', ')', '»']) {
            continue;
        }
        let Some(first) = house(&tokens, i) else { continue };
        let name = name_after(&tokens[i + 1..]);
        let named = match () {
            () if street => name.words > 0,
            () if place => name.proper,
            () => name.proper && tokens[i + 1..].iter().take(12).any(|(_, w)| is_postcode(w)),
        };
        if !named {
            continue;
        }
        let (_, last) = tokens[i + name.words];
        let end = tokens[i + name.words].0 + last.len();
        let written = text[tokens[first].0..end].trim_end_matches([',', '.', ';', ':']);
        out.push(Coordonnee {
            sorte: Sorte::Adresse,
            debut: format!("{} {word} …", tokens[first].1.trim_end_matches(',')),
            cle: adresse_key(written),
        });
    }
    out
}

/// The token of the house's number, where one stands before the type at `i`.
fn house(tokens: &[(usize, &str)], i: usize) -> Option<usize> {
    let bis = |w: &str| matches!(normalise(w).as_str(), "bis" | "ter" | "quater" | "a" | "b" | "c");
    let first = if i > 1 && bis(tokens[i - 1].1) && is_house(tokens[i - 2].1) { i - 2 } else { i - 1 };
    let written = tokens[first].1;
    // « Le 12, rue des Lilas » is a day.
    let day =
        written.ends_with(',') && first > 0 && matches!(normalise(tokens[first - 1].1).as_str(), "le" | "du" | "au");
    (is_house(written) && !day).then_some(first)
}

/// « 12 », « 12, », « 12bis », « 12-14 »; not a year.
fn is_house(word: &str) -> bool {
    let word = word.trim_end_matches(',').trim_start_matches(['(', '«', '"']);
    let number: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = normalise(&word[number.len()..]);
    let range = rest.chars().all(|c| c.is_ascii_digit()) && rest.len() <= 3;
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    (1..=4).contains(&number.len())
        && !year
        && (matches!(rest.as_str(), "bis" | "ter" | "quater" | "a" | "b" | "c" | "d") || range)
}

/// The name of a street: how many words, and whether one of them is a proper name or a number.
struct Name {
    words: usize,
    proper: bool,
}

fn name_after(tokens: &[(usize, &str)]) -> Name {
    let mut name = Name { words: 0, proper: false };
    for (_, word) in tokens.iter().take(5) {
        let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let own = bare.rsplit(['’', '\'']).next().unwrap_or(bare);
        let proper = own.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let small = SMALL.contains(&normalise(word).as_str());
        if bare.is_empty() || matches!(normalise(word).as_str(), "et" | "ou" | "est" | "sont") {
            break;
        }
        name.words += 1;
        name.proper |= proper;
        if word.ends_with([',', '.', ';', ':', ')', '!', '?']) || (!proper && !small) {
            break;
        }
    }
    name
}

fn is_postcode(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit())
}
