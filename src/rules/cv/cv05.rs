//! CV05: an element of annexe III B that the convention does not tell: tutorat non dit.

use super::textes::{Cle, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV05",
    severity: Severity::Error,
    title: "tutorat non dit",
    reference: "référentiel, annexe III B, B 1 f (l. 3143) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv05.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("pedagogie.tutorat", |s| &s.pedagogie.tutorat)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::StagiairesDuTexte, "le suivi assuré par le tuteur", CLES)
}
