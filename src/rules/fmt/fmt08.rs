//! FMT08: the characters that the embedded fonts cannot show, each by its name, found before typesetting.

use super::{Rule, told};
use crate::diagnostic::Finding;
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule::files("FMT08", check);

/// More than anyone mends one by one: a text in a writing that no font here has.
const NAMED_LIMIT: usize = 12;

fn check(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| {
        let FaultKind::Unprintable { characters } = kind else { return None };
        let named: Vec<String> = characters.iter().take(NAMED_LIMIT).map(|(c, times)| named(*c, *times)).collect();
        let message = match (&named[..], characters.len()) {
            ([one], _) => format!("{one} ne peut pas être imprimé"),
            (all, n) if n > NAMED_LIMIT => {
                format!(
                    "ces caractères ne peuvent pas être imprimés : {} et {} autres",
                    all.join(", "),
                    n - NAMED_LIMIT
                )
            }
            (all, _) => format!("ces caractères ne peuvent pas être imprimés : {}", all.join(", ")),
        };
        Some(RULE.at(place.clone(), message).help(help(characters)))
    })
}

/// "« 😀 » (U+1F600, 3 fois)".
fn named(character: char, times: usize) -> String {
    let code = character as u32;
    let shown = match name(character) {
        Some(name) => name.to_owned(),
        None => format!("« {character} »"),
    };
    match times {
        1 => format!("{shown} (U+{code:04X})"),
        n => format!("{shown} (U+{code:04X}, {n} fois)"),
    }
}

/// What an invisible character is.
fn name(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{b}' => "un saut de ligne de traitement de texte",
        '\u{c}' => "un saut de page",
        '\u{2028}' | '\u{2029}' | '\u{85}' => "un saut de ligne invisible",
        '\u{fffd}' => "« \u{fffd} », la trace d’une lettre perdue dans une conversion",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "une marque invisible de sens d’écriture",
        '\u{f000}'..='\u{f0ff}' => "une puce ou un signe de traitement de texte",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => "un signe propre à une police",
        c if c.is_control() => "un caractère invisible",
        // One is shown: it is their heap that is not.
        c if crate::fonts::can_show(c) => "un accent posé trop de fois sur la même lettre",
        _ => return None,
    })
}

fn help(characters: &[(char, usize)]) -> &'static str {
    match characters {
        [('\u{fffd}', _)] => "retapez la lettre qui manque, ou reprenez le texte d’origine en l’enregistrant en UTF-8",
        [('\u{b}', _)] => "remplacez-le par un retour à la ligne",
        _ => {
            "remplacez-le par un mot ou un signe courant ; un texte collé depuis un traitement de texte apporte souvent des \
             puces ou des émojis"
        }
    }
}
