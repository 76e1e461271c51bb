//! CV07: an element of annexe III B that the convention does not tell: évaluation conjointe non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV07",
    severity: Severity::Error,
    title: "évaluation conjointe non dite",
    reference: "référentiel, annexe III B, B 1 f (l. 3145) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv07.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("pedagogie.evaluation", |s| &s.pedagogie.evaluation)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::StagiairesDuTexte, Neant::Refuse, "les modalités de l’évaluation conjointe", CLES)
}
