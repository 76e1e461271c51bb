//! EX22: another level of language than the text expects.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "EX22",
    severity: Severity::Error,
    title: "niveau de langue autre que celui du texte",
    reference: "référentiel, annexe II A, U.2 (l. 1633) et UF.1 (l. 1642) ; annexe II D, E2 (l. 2484) et EF1 (l. 2930)",
    nv: None,
    explain: include_str!("ex22.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let told = ctx.examen.reglage.epreuve.niveau.trim();
    let Some(epreuve) = ctx.reglement.map(|r| r.epreuve).filter(|_| !told.is_empty()) else { return Vec::new() };
    let place = || ctx.reglage("epreuve.niveau");
    match epreuve.niveau_cecrl.as_deref() {
        Some(due) if due.eq_ignore_ascii_case(told) => Vec::new(),
        Some(due) => {
            let message = format!("le niveau annoncé est {told}, {} attend le niveau {due}", epreuve.code);
            vec![RULE.at(place(), message)]
        }
        None => {
            let message = format!("{} n’est pas une épreuve de langue : aucun niveau n’y est attendu", epreuve.code);
            vec![RULE.at(place(), message).help("supprimez la ligne")]
        }
    }
}
