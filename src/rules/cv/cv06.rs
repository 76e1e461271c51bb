//! CV06: an element of annexe III B that the convention does not tell: échanges non dits.

use super::textes::{Cle, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV06",
    severity: Severity::Error,
    title: "échanges non dits",
    reference: "référentiel, annexe III B, B 1 f (l. 3144) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv06.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] =
    &[("pedagogie.echanges", |s| &s.pedagogie.echanges), ("pedagogie.difficultes", |s| &s.pedagogie.difficultes)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::StagiairesDuTexte, "les échanges entre l’établissement et l’entreprise", CLES)
}
