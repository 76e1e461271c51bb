//! CV04: an element of annexe III B that the convention does not tell: conditions matérielles non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV04",
    severity: Severity::Error,
    title: "conditions matérielles non dites",
    reference: "référentiel, annexe III B, B 1 f (l. 3142) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv04.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("pedagogie.conditions", |s| &s.pedagogie.conditions), ("horaires", |s| &s.horaires)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::StagiairesDuTexte, Neant::Refuse, "les conditions matérielles", CLES)
}
