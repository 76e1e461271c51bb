//! CV11: the hours of teaching of the year are not told.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV11",
    severity: Severity::Error,
    title: "volume horaire de la formation non dit",
    reference: "code de l’éducation, D124-4, 1° ; référentiel, annexe III A (l. 3090-3097, 3112)",
    nv: None,
    explain: include_str!("cv11.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let told = ctx.promotion.reglage.formation.volume_horaire.is_some();
    if told || ctx.promotion.stages.is_empty() || ctx.lost_reglage("formation.volume_horaire") {
        return Vec::new();
    }
    let found = RULE.at(ctx.reglage("formation"), "le volume horaire d’enseignement de l’année n’est pas dit");
    vec![found.help("écrivez volume_horaire = 810 dans [formation], ou le volume de votre établissement")]
}
