//! OR02: the second simulation on the sheet of the first (E32).

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "OR02",
    severity: Severity::Error,
    title: "seconde simulation sur la fiche de la première",
    reference: "référentiel, annexe II D, E32 (l. 2689, 2699, 2724, 2725)",
    nv: None,
    explain: include_str!("or02.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    // Only E32 has two scenarios: the parts of its règlement say how many.
    let mut out = Vec::new();
    for oral in ctx.examen.oraux.iter().filter(|_| super::slots(ctx).len() > 1) {
        let mut before = Vec::new();
        for (i, one) in oral.scenario.iter().enumerate() {
            let Some(fiche) = one.fiche else { continue };
            if let Some((_, first)) = before.iter().find(|(f, _)| *f == fiche) {
                let message = format!("la fiche {fiche} sert aux deux simulations, la seconde porte sur une autre");
                let found = RULE.at(scenario(oral, i, "fiche"), message);
                out.push(
                    found
                        .related(scenario(oral, *first, "fiche"), "première simulation")
                        .help("choisissez une autre fiche"),
                );
            }
            before.push((fiche, i));
        }
    }
    out
}
