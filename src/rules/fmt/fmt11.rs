//! FMT11: a Markdown construct that is not accepted, raw HTML first of all.

use super::{Check, REFERENCE, Rule, told};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule {
    code: "FMT11",
    severity: Severity::Error,
    title: "écriture Markdown non acceptée",
    reference: REFERENCE,
    nv: None,
    explain: include_str!("fmt11.md"),
    check: Check::Files(check),
};

fn check(faults: &[Fault]) -> Vec<Diagnostic> {
    told(faults, |place, kind| {
        let FaultKind::Markdown { construct } = kind else { return None };
        let help = "écrivez des paragraphes, **gras**, *italique*, des listes, des tableaux, des liens ou des images ; \
                    pour un signe « < », écrivez \\<";
        Some(RULE.at(place.clone(), format!("le texte contient {construct}, qui n’est pas accepté")).help(help))
    })
}
