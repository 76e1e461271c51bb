//! CV17: a mention of D124-4 that the convention does not tell: encadrement et suivi non dits.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV17",
    severity: Severity::Error,
    title: "encadrement et suivi non dits",
    reference: "code de l’éducation, D124-4, 7°",
    nv: None,
    explain: include_str!("cv17.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.encadrement", |s| &s.clauses.encadrement)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les conditions d’encadrement et de suivi", CLES)
}
