//! Identifiers with a control key, and names compared as people compare them.
//! Forms and keys: SIRET and SIREN by Luhn (La Poste excepted), UAI and INE (BEA) by the rest of 23, INE (base 36) by
//! a digit; an INE of the RNIE has no public key.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

const KEY_LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// The text with its accents on their letters (NFC): a Mac takes them apart in the names of files.
pub fn composed(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// The text without accents, case, apostrophe forms, punctuation or doubled spaces: what makes two headings the same.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut push = |c: char| match c {
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        c if c.is_alphanumeric() => out.push(c),
        _ if out.ends_with(' ') || out.is_empty() => {}
        _ => out.push(' '),
    };
    // Character by character: the order of marks, which are left out, is all that a whole decomposition adds.
    for c in text.chars() {
        match c {
            c if c.is_ascii() => push(c.to_ascii_lowercase()),
            c => decompose_canonical(c, |c| {
                if !is_combining_mark(c) {
                    c.to_lowercase().for_each(&mut push);
                }
            }),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The same without its spaces: « 2 ASS 1 » is « 2ASS1 », « Le Goff » is « Legoff ».
pub fn compact(text: &str) -> String {
    normalise(text).replace(' ', "")
}

/// A product's name as E32 and E42 compare it: also without plural marks and without articles. « Formule L » and « Formule D »
/// are two: a letter is an article only before its apostrophe, and no article ends a name.
pub fn normalise_product(name: &str) -> String {
    const ARTICLES: [&str; 8] = ["le", "la", "les", "un", "une", "des", "de", "du"];
    // « Auto + » is not « Auto ».
    let normal = normalise(&without_elisions(&name.replace('+', " plus ")));
    let words: Vec<&str> = normal.split(' ').collect();
    let last = words.len() - 1;
    let kept = words.iter().enumerate().filter(|(i, w)| *i == last || !ARTICLES.contains(w));
    let singular =
        |w: &'_ str| if w.len() > 3 { w.strip_suffix(['s', 'x']).unwrap_or(w).to_owned() } else { w.to_owned() };
    kept.map(|(_, w)| singular(w)).collect::<Vec<_>>().join(" ")
}

/// The text without the « l’ » and « d’ » that a word begins with.
fn without_elisions(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied();
    let is_elision = |i: usize| {
        let alone = i == 0 || at(i - 1).is_some_and(|c| !c.is_alphanumeric());
        let letter = matches!(at(i), Some('l' | 'L' | 'd' | 'D'));
        let apostrophe = matches!(at(i + 1), Some('\'' | '’' | 'ʼ'));
        alone && letter && apostrophe && at(i + 2).is_some_and(char::is_alphanumeric)
    };
    chars.iter().enumerate().filter(|(i, _)| !is_elision(*i)).map(|(_, c)| *c).collect()
}

/// Digits of `text`, spaces left out; `None` if anything else is there.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(10)).collect()
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |(i, d): (usize, &u32)| if i % 2 == 1 { if *d > 4 { 2 * d - 9 } else { 2 * d } } else { *d };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// Whether a SIRET is well formed and its key right. La Poste (356000000): its digits add up to a multiple of five.
pub fn siret_is_valid(text: &str) -> bool {
    let Some(d) = digits(text).filter(|d| d.len() == 14) else { return false };
    luhn(&d) || (d.starts_with(&[3, 5, 6, 0, 0, 0, 0, 0, 0]) && d.iter().sum::<u32>() % 5 == 0)
}

/// The letter that the number of an UAI or INE (BEA) calls for.
fn key_letter(number: &str) -> Option<char> {
    let n: u64 = number.parse().ok()?;
    Some(KEY_LETTERS[(n % 23) as usize] as char)
}

/// An UAI as it is written: its letter is a capital.
pub fn uai(text: &str) -> String {
    text.trim().to_uppercase()
}

/// Whether an UAI is seven digits and their letter, in capital or not.
pub fn uai_is_valid(text: &str) -> bool {
    let text = uai(text);
    text.len() == 8 && text.is_ascii() && expected_uai_key(&text).is_some_and(|k| text.ends_with(k))
}

/// The letter that the seven digits of an UAI call for.
pub fn expected_uai_key(text: &str) -> Option<char> {
    let number = text.trim().get(..7)?;
    number.bytes().all(|b| b.is_ascii_digit()).then(|| key_letter(number))?
}

/// What is known of an INE: only two of its three forms have a public key.
pub fn ine_is_valid(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    if text.len() != 11 || !text.is_ascii() {
        return false;
    }
    let (head, last) = (&text[..10], text.as_bytes()[10]);
    let numeric = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let rnie_letter = |b: u8| matches!(b, b'A'..=b'H' | b'J' | b'K');
    if numeric(head) && last.is_ascii_alphabetic() {
        return key_letter(head) == Some(last as char);
    }
    if numeric(&text[..9]) && rnie_letter(text.as_bytes()[9]) && rnie_letter(last) {
        return true;
    }
    let values: Option<Vec<u32>> = head.chars().map(|c| c.to_digit(36)).collect();
    let Some(values) = values else { return false };
    let key = (6 * values[..9].iter().sum::<u32>() + values[9]) % 10;
    (last as char).to_digit(10) == Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_identifiers() {
        for uai in ["0010856A", "0310053P", "0310053p", " 0310053p "] {
            assert!(uai_is_valid(uai), "{uai}");
        }
        assert!(!uai_is_valid("0310053A") && !uai_is_valid("031005P") && !uai_is_valid("é310053P"));
        assert!(ine_is_valid("1234567890V") && !ine_is_valid("1234567890A"));
        assert!(ine_is_valid("0DDG5R00015") && !ine_is_valid("0DDG5R00014"));
        assert!(ine_is_valid("123456789AK") && !ine_is_valid("123456789AI"));
        assert!(siret_is_valid("732 829 320 00074") && !siret_is_valid("73282932000075"));
        assert!(siret_is_valid("35600000000048"), "La Poste");
    }

    #[test]
    fn products_are_the_same_but_for_case_accents_spaces_and_plurals() {
        assert_eq!(normalise_product("L’Épargne  Retraite"), normalise_product("epargnes retraites"));
        assert_ne!(normalise_product("Auto Confort"), normalise_product("Auto Premium"));
        assert_ne!(normalise_product("Mobilité"), normalise_product("Mobilité +"));
        assert_eq!(normalise_product("Mobilité+"), normalise_product("mobilité plus"));
        assert_eq!(normalise_product("Formule de l'Essentiel"), normalise_product("formule essentiel"));
        assert_eq!(normalise_product("Garantie D’Accident"), normalise_product("Garantie accidents"));
        for (one, two) in
            [("Formule L", "Formule D"), ("Formule L", "Formule"), ("Pack LA", "Pack"), ("Option d", "Option l")]
        {
            assert_ne!(normalise_product(one), normalise_product(two), "{one} and {two}");
        }
        assert_eq!(normalise("Déroulement : l’œuvre"), "deroulement l oeuvre");
    }
}
