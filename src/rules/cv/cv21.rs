//! CV21: a mention of D124-4 that the convention does not tell: suspension et résiliation non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV21",
    severity: Severity::Error,
    title: "suspension et résiliation non dites",
    reference: "code de l’éducation, D124-4, 11°",
    nv: None,
    explain: include_str!("cv21.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.resiliation", |s| &s.clauses.resiliation)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les conditions de suspension et de résiliation", CLES)
}
