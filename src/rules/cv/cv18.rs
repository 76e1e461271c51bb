//! CV18: a mention of D124-4 that the convention does not tell: gratification et versement non dits.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV18",
    severity: Severity::Error,
    title: "gratification et versement non dits",
    reference: "code de l’éducation, D124-4, 8°",
    nv: None,
    explain: include_str!("cv18.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[
    ("gratification.horaire", |s| &s.gratification.horaire),
    ("gratification.modalites", |s| &s.gratification.modalites),
];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "la gratification et ses modalités de versement (« néant » s’il n’y en a pas)",
        CLES,
    )
}
