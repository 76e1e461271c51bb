//! CV19: a mention of D124-4 that the convention does not tell: protection sociale non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV19",
    severity: Severity::Error,
    title: "protection sociale non dite",
    reference: "code de l’éducation, D124-4, 9°",
    nv: None,
    explain: include_str!("cv19.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.protection_sociale", |s| &s.clauses.protection_sociale)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Refuse,
        "la protection sociale, les accidents du travail et, le cas échéant, la responsabilité civile",
        CLES,
    )
}
