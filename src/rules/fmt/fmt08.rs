//! FMT08: a character that the embedded fonts cannot show, found before typesetting.

use super::{Check, Rule, told};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule {
    code: "FMT08",
    severity: Severity::Error,
    title: "caractère impossible à imprimer",
    reference: "PDF/A-2a (ISO 19005-2, 6.2.11) : chaque caractère a son dessin et son code",
    nv: None,
    explain: include_str!("fmt08.md"),
    check: Check::Files(check),
};

fn check(faults: &[Fault]) -> Vec<Diagnostic> {
    told(faults, |place, kind| {
        let FaultKind::Unprintable { character, more } = kind else { return None };
        let shown =
            if character.is_control() { "un caractère invisible".to_owned() } else { format!("« {character} »") };
        let others = match more {
            0 => String::new(),
            1 => " (et un autre après lui)".to_owned(),
            n => format!(" (et {n} autres après lui)"),
        };
        let code = *character as u32;
        let message = format!("{shown} (U+{code:04X}) ne peut pas être imprimé{others}");
        let help = "remplacez-le par un mot ou un signe courant ; un texte collé depuis un traitement de texte \
                    apporte souvent des puces ou des émojis";
        Some(RULE.at(place.clone(), message).help(help))
    })
}
