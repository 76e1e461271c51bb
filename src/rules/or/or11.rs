//! OR11: a scenario of E42 that names no contract and its conditions générales.

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::examen("OR11", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    // The épreuve on claims is the one whose domaine is DA2.
    let due = ctx.referentiel.composition(ctx.epreuve()).is_some_and(|c| c.domaine == "DA2");
    let mut out = Vec::new();
    for oral in ctx.examen.oraux.iter().filter(|_| due) {
        for (i, one) in oral.scenario.iter().enumerate() {
            for (key, told, words) in [
                ("contrat", &one.contrat, "le contrat support"),
                ("conditions_generales", &one.conditions_generales, "les conditions générales du contrat"),
            ] {
                if told.trim().is_empty() && !ctx.lost_at(&oral.file, &format!("scenario.{key}")) {
                    let found = RULE.at(scenario(oral, i, key), format!("le scénario ne nomme pas {words}"));
                    out.push(found.help(format!("ajoutez `{key}`")));
                }
            }
        }
    }
    out
}
