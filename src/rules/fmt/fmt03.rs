//! FMT03: an unknown key, with the nearest known one.

use super::{Check, REFERENCE, Rule, told};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule {
    code: "FMT03",
    severity: Severity::Error,
    title: "clé inconnue",
    reference: REFERENCE,
    nv: None,
    explain: include_str!("fmt03.md"),
    check: Check::Files(check),
};

fn check(faults: &[Fault]) -> Vec<Diagnostic> {
    told(faults, |place, kind| {
        let FaultKind::UnknownKey { key, nearest } = kind else { return None };
        let found = RULE.at(place.clone(), format!("la clé « {key} » n’existe pas à cet endroit"));
        Some(match nearest {
            Some(nearest) => {
                found.label(format!("vouliez-vous « {nearest} » ?")).help(format!("écrivez « {nearest} »"))
            }
            None => found.help("supprimez la ligne, ou placez-la dans le bloc qui la prévoit"),
        })
    })
}
