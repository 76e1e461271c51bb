//! EX09: a cover that would say nothing of the calculator.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::examen::{Calculatrice, FILE};

pub static RULE: Rule = Rule::examen("EX09", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let told = ctx.examen.reglage.materiel.calculatrice.is_some();
    if told || !ctx.is_written() || ctx.examen.sujet.files.is_empty() || ctx.lost_at(FILE, "materiel") {
        return Vec::new();
    }
    let keys: Vec<String> = Calculatrice::ALL.iter().map(|c| format!("\"{}\"", c.key())).collect();
    let found = RULE.at(ctx.reglage("materiel"), "rien ne dit si la calculatrice est autorisée");
    vec![found.help(format!("ajoutez `calculatrice = …` dans `[materiel]` : {}", crate::rules::words::or(&keys)))]
}
