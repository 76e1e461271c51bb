//! CV25: a mention of D124-4 that the convention does not tell: délivrance de l’attestation non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV25",
    severity: Severity::Error,
    title: "délivrance de l’attestation non dite",
    reference: "code de l’éducation, D124-4, 15°",
    nv: None,
    explain: include_str!("cv25.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.attestation", |s| &s.clauses.attestation)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Refuse,
        "les conditions de délivrance de l’attestation de stage",
        CLES,
    )
}
