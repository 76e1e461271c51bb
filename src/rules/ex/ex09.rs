//! EX09: a cover that would say nothing of the calculator.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::examen::{Calculatrice, FILE};

pub static RULE: Rule = Rule {
    code: "EX09",
    severity: Severity::Error,
    title: "couverture qui ne dit rien de la calculatrice",
    reference: "circulaire 2015-178 : le sujet dit si la calculatrice est autorisée, et sous quelle forme",
    nv: None,
    explain: include_str!("ex09.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let told = ctx.examen.reglage.materiel.calculatrice.is_some();
    if told || !ctx.is_written() || ctx.examen.sujet.files.is_empty() || ctx.lost_at(FILE, "materiel") {
        return Vec::new();
    }
    let keys: Vec<String> = Calculatrice::ALL.iter().map(|c| format!("\"{}\"", c.key())).collect();
    let found = RULE.at(ctx.reglage("materiel"), "rien ne dit si la calculatrice est autorisée");
    vec![found.help(format!("ajoutez `calculatrice = …` dans `[materiel]` : {}", crate::rules::words::or(&keys)))]
}
