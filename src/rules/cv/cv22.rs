//! CV22: a mention of D124-4 that the convention does not tell: validation en cas d’interruption non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV22",
    severity: Severity::Error,
    title: "validation en cas d’interruption non dite",
    reference: "code de l’éducation, D124-4, 12°",
    nv: None,
    explain: include_str!("cv22.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.validation", |s| &s.clauses.validation)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "la validation du stage en cas d’interruption", CLES)
}
