//! OR10: a scenario written by another commission than the text says.

use super::{ExamenContext, Rule};
use super::{scenario, slots};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::examen("OR10", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let slots = slots(ctx);
    let mut out = Vec::new();
    for oral in ctx.examen.oraux.iter().filter(|_| !slots.is_empty()) {
        if oral.scenario.len() != slots.len() {
            let told = match oral.scenario.len() {
                0 => "aucun scénario n’est dit".to_owned(),
                1 => "un seul scénario est dit".to_owned(),
                n => format!("{n} scénarios sont dits"),
            };
            let message = format!("{told}, {} en demande {}", ctx.epreuve(), slots.len());
            let found = RULE.at(crate::diagnostic::Place::key(&oral.file, "scenario"), message);
            out.push(found.help("un bloc `[[scenario]]` pour chaque simulation, dans l’ordre"));
            continue;
        }
        for (i, (one, due)) in oral.scenario.iter().zip(&slots).enumerate() {
            if let Some(told) = one.auteur.filter(|a| a != due) {
                let message =
                    format!("ce scénario est établi par : {} ; le texte le confie à : {}", told.label(), due.label());
                out.push(RULE.at(scenario(oral, i, "auteur"), message));
            }
        }
    }
    out
}
