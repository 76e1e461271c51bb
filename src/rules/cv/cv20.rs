//! CV20: a mention of D124-4 that the convention does not tell: absences non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV20",
    severity: Severity::Error,
    title: "absences non dites",
    reference: "code de l’éducation, D124-4, 10°",
    nv: None,
    explain: include_str!("cv20.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.absences", |s| &s.clauses.absences)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les conditions d’autorisation d’absence", CLES)
}
