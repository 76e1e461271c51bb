//! OR01: a scenario on a sheet that is not of the épreuve, or not in the dossier.

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::words;

pub static RULE: Rule = Rule {
    code: "OR01",
    severity: Severity::Error,
    title: "fiche hors de l’épreuve, ou absente du dossier",
    reference: "référentiel, annexe II D, E32 (l. 2688) et E42 (l. 2845)",
    nv: None,
    explain: include_str!("or01.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let Some(composition) = ctx.referentiel.composition(ctx.epreuve()) else { return Vec::new() };
    let mut out = Vec::new();
    for oral in &ctx.examen.oraux {
        for (i, one) in oral.scenario.iter().enumerate() {
            let Some(fiche) = one.fiche else { continue };
            let place = || scenario(oral, i, "fiche");
            if !composition.fiches.iter().any(|f| i32::from(*f) == fiche) {
                let message = format!("la fiche {fiche} n’est pas une fiche d’{}", composition.epreuve);
                out.push(
                    RULE.at(place(), message)
                        .help(format!("choisissez parmi les fiches {}", words::or(&composition.fiches))),
                );
            } else if !oral.fiches.is_empty() && !oral.fiches.iter().any(|(n, _)| *n == fiche) {
                let message = format!("la fiche {fiche} n’est pas dans le dossier du candidat");
                let there = oral
                    .fiches
                    .iter()
                    .map(|(n, _)| *n)
                    .filter(|n| composition.fiches.iter().any(|f| i32::from(*f) == *n));
                out.push(RULE.at(place(), message).help(format!("il a les fiches {}", words::and(there))));
            }
        }
    }
    out
}
