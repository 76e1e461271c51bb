//! CV16: a mention of D124-4 that the convention does not tell: durée hebdomadaire et présence particulière non dites.

use super::textes::{Cle, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV16",
    severity: Severity::Error,
    title: "durée hebdomadaire et présence particulière non dites",
    reference: "code de l’éducation, D124-4, 6°",
    nv: None,
    explain: include_str!("cv16.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("presence_particuliere", |s| &s.presence_particuliere)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        "la présence la nuit, le dimanche ou un jour férié (« néant » s’il n’y en a pas)",
        CLES,
    )
}
