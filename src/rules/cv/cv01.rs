//! CV01: an element of annexe III B that the convention does not tell: objectifs non dits.

use super::textes::{Cle, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV01",
    severity: Severity::Error,
    title: "objectifs non dits",
    reference: "référentiel, annexe III B, B 1 f (l. 3139) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv01.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("pedagogie.objectifs", |s| &s.pedagogie.objectifs)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::StagiairesDuTexte, "les objectifs, en termes de compétences", CLES)
}
