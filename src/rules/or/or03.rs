//! OR03: a first simulation in which nothing of the sheet is modified (E32).

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::identifiers::normalise;

pub static RULE: Rule = Rule::examen("OR03", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let mut out = Vec::new();
    for oral in ctx.examen.oraux.iter().filter(|_| super::slots(ctx).len() > 1) {
        let Some(first) = oral.scenario.first() else { continue };
        if ctx.lost_at(&oral.file, "scenario.parametre") {
            continue;
        }
        let changed = first.parametre.iter().any(|p| normalise(&p.fiche) != normalise(&p.scenario));
        if !changed {
            let found = match first.parametre.is_empty() {
                true => "aucun paramètre de la fiche n’est modifié",
                false => "les paramètres disent dans le scénario ce qu’ils disent dans la fiche",
            };
            let key = if first.parametre.is_empty() { "fiche" } else { "parametre[0].scenario" };
            let help =
                "ajoutez un bloc `[[scenario.parametre]]` : ce qui change, ce que dit la fiche, ce que dit le scénario";
            out.push(RULE.at(scenario(oral, 0, key), found).help(help));
        }
    }
    out
}
