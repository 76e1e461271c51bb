//! CV23: a mention of D124-4 that the convention does not tell: avantages non dits.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV23",
    severity: Severity::Error,
    title: "avantages non dits",
    reference: "code de l’éducation, D124-4, 13°",
    nv: None,
    explain: include_str!("cv23.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.avantages", |s| &s.clauses.avantages)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "les avantages offerts : restauration, transport, activités sociales (« néant » s’il n’y en a pas)",
        CLES,
    )
}
