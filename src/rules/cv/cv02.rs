//! CV02: an element of annexe III B that the convention does not tell: modalités non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV02",
    severity: Severity::Error,
    title: "modalités non dites",
    reference: "référentiel, annexe III B, B 1 f (l. 3140) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv02.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("pedagogie.modalites", |s| &s.pedagogie.modalites)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::StagiairesDuTexte,
        Neant::Refuse,
        "les modalités prévues pour atteindre les objectifs",
        CLES,
    )
}
