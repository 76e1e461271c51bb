//! EX22: another level of language than the text expects.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::examen("EX22", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
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
