//! Telephones of persons, in every usual writing: not amounts, dates, the numbers of things, an insurer's hotline.

use std::ops::Range;

use super::{Coordonnee, Sorte};
use crate::domain::identifiers::normalise;

/// What makes two telephones the same: the last nine digits.
pub fn telephone_key(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(9)..].iter().collect()
}

/// A group of digits: its bytes, and the separator before it (none for the first of a run).
struct Group<'t> {
    digits: &'t str,
    bytes: Range<usize>,
    separator: Option<char>,
}

/// Where the number that follows is a telephone.
const CALLED: [&str; 19] = [
    "appel",
    "appeler",
    "appelez",
    "appelle",
    "fixe",
    "gsm",
    "joignable",
    "joindre",
    "mobile",
    "port",
    "portable",
    "rappel",
    "rappeler",
    "rappelle",
    "sms",
    "tel",
    "telephone",
    "telephonique",
    "whatsapp",
];
/// Where it is the number of a thing.
const NUMBERED: [&str; 28] = [
    "adherent",
    "avenant",
    "compte",
    "contrat",
    "contrats",
    "cotisation",
    "declaration",
    "devis",
    "dossier",
    "facture",
    "iban",
    "identifiant",
    "immatriculation",
    "matricule",
    "no",
    "numero",
    "n",
    "orias",
    "permis",
    "police",
    "proposition",
    "quittance",
    "ref",
    "reference",
    "references",
    "siren",
    "siret",
    "sinistre",
];
/// Whose fixed line is nobody's own.
const SERVICES: [&str; 12] = [
    "assistance",
    "assureur",
    "compagnie",
    "hotline",
    "mediateur",
    "mutuelle",
    "plateforme",
    "plate",
    "service",
    "services",
    "siege",
    "standard",
];
/// Calling codes of France, its overseas, and the neighbours.
const ABROAD: [&str; 22] = [
    "33", "262", "590", "594", "596", "508", "681", "687", "689", "32", "41", "352", "49", "44", "34", "39", "351",
    "212", "213", "216", "221", "377",
];

pub(super) fn telephones(text: &str) -> Vec<Coordonnee> {
    let groups = groups(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let Some(length) = telephone_at(text, &groups, at) else {
            at += 1;
            continue;
        };
        let bytes = groups[at].bytes.start..groups[at + length - 1].bytes.end;
        let written = &text[bytes];
        let debut: String = written.chars().take(5).collect();
        out.push(Coordonnee {
            sorte: Sorte::Telephone,
            debut: format!("{} …", debut.trim_end()),
            cle: telephone_key(written),
        });
        at += length;
    }
    out
}

/// Every run of digits, those of one run knowing what parts them.
fn groups(text: &str) -> Vec<Group<'_>> {
    let mut out: Vec<Group<'_>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let separator = out.last().and_then(|last| separator(&text[last.bytes.end..start]));
        out.push(Group { digits: &text[start..at], bytes: start..at, separator });
    }
    out
}

/// The one sign between two groups of a number; spaces are one.
fn separator(between: &str) -> Option<char> {
    let inner = between.trim_matches(['(', ')']);
    if inner.is_empty() {
        return Some(' ');
    }
    if inner.chars().all(char::is_whitespace) {
        return (inner.chars().count() <= 2).then_some(' ');
    }
    let mut signs = inner.chars().filter(|c| !c.is_whitespace());
    let sign = signs.next().filter(|c| matches!(c, '.' | '-' | '/' | '‑' | '–'));
    sign.filter(|_| signs.next().is_none())
}

/// How many groups from `at` are a telephone.
fn telephone_at(text: &str, groups: &[Group<'_>], at: usize) -> Option<usize> {
    let before = &text[..groups[at].bytes.start];
    // « AB-06-… » and « 12,06… » are the middle of something.
    let mut back = before.chars().rev();
    let previous = back.next();
    let glued = previous.is_some_and(|c| c.is_alphanumeric() || c == '_')
        || (previous.is_some_and(|c| matches!(c, '-' | '/' | '.' | ','))
            && back.next().is_some_and(char::is_alphanumeric));
    if glued {
        return None;
    }
    let length = if previous == Some('+') || groups[at].digits.starts_with("00") {
        international(text, groups, at)?
    } else {
        national(groups, at)?
    };
    let after = &text[groups[at + length - 1].bytes.end..];
    let closed = after.chars().next().is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '€' | '%' | '_')));
    (closed && is_called(before, groups, at, length)).then_some(length)
}

fn national(groups: &[Group<'_>], at: usize) -> Option<usize> {
    const SHAPES: [&[usize]; 5] = [&[10], &[2, 2, 2, 2, 2], &[4, 2, 2, 2], &[4, 3, 3], &[2, 4, 4]];
    let fits = |shape: &&&[usize]| {
        let Some(window) = groups.get(at..at + shape.len()) else { return false };
        let sizes = window.iter().zip(shape.iter()).all(|(g, n)| g.digits.len() == *n);
        let separators: Vec<_> = window[1..].iter().map(|g| g.separator).collect();
        sizes && separators.iter().all(|s| s.is_some() && *s == separators[0])
    };
    let shape = SHAPES.iter().find(fits)?;
    let window = &groups[at..at + shape.len()];
    let digits: String = window.iter().map(|g| g.digits).collect();
    // 08 is a service's.
    let subscriber = digits.starts_with('0') && !matches!(digits.as_bytes()[1], b'0' | b'8');
    // « 05 06 07 08 09 » counts; a longer row of pairs is a list.
    let pairs: Vec<u8> = window.iter().filter_map(|g| g.digits.parse().ok()).collect();
    let counting = shape.len() == 5 && pairs.windows(2).all(|p| p[1] == p[0] + 1);
    let beyond = groups.get(at + shape.len()).is_some_and(|g| {
        g.separator.is_some()
            && g.separator == groups[at + shape.len() - 1].separator
            && g.digits.len() == 2
            && shape.len() == 5
    });
    let short_of = shape.len() == 5
        && groups[at].separator.is_some()
        && groups[at].separator == groups[at + 1].separator
        && at > 0
        && groups[at - 1].digits.len() == 2;
    (subscriber && !counting && !beyond && !short_of).then_some(shape.len())
}

/// « +33 6 12 34 56 78 », « 0033612345678 », « +262 692 12 34 56 ».
fn international(text: &str, groups: &[Group<'_>], at: usize) -> Option<usize> {
    let first = groups[at].digits.strip_prefix("00").unwrap_or(groups[at].digits);
    let country = ABROAD.iter().find(|code| first == **code || (first.len() > 8 && first.starts_with(**code)));
    country?;
    let mut digits = first.len();
    let mut length = 1;
    // As far as a telephone of twelve digits goes, « (0) » besides.
    while digits < 11 {
        let Some(next) = groups.get(at + length).filter(|g| g.separator.is_some()) else { break };
        let aside = next.digits == "0" && text[..next.bytes.start].ends_with('(');
        if !aside {
            digits += next.digits.len();
        }
        length += 1;
    }
    (10..=13).contains(&digits).then_some(length)
}

/// Whether what stands before a number lets it be a person's telephone.
fn is_called(before: &str, groups: &[Group<'_>], at: usize, length: usize) -> bool {
    // Of the same sentence, and near: a line of many numbers is not read whole for each.
    const NEAR: usize = 400;
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
    let sentence = near.rsplit(['\n', ';', '!', '?']).next().unwrap_or_default();
    let words = normalise(sentence);
    let last: Vec<&str> = words.rsplit(' ').take(5).collect();
    if last.iter().any(|w| CALLED.contains(w)) {
        return true;
    }
    if last.iter().take(3).any(|w| NUMBERED.contains(w)) {
        return false;
    }
    let mobile = matches!(groups[at].digits.as_bytes(), [b'0', b'6' | b'7', ..]);
    let abroad = before.ends_with('+') || groups[at].digits.starts_with("00");
    match length {
        // Ten digits in a row may be any number.
        1 if !abroad => mobile,
        _ => mobile || abroad || !last.iter().any(|w| SERVICES.contains(w)),
    }
}
