//! CV24: a mention of D124-4 that the convention does not tell: règlement intérieur non dit.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV24",
    severity: Severity::Error,
    title: "règlement intérieur non dit",
    reference: "code de l’éducation, D124-4, 14°",
    nv: None,
    explain: include_str!("cv24.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.reglement", |s| &s.clauses.reglement)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "les clauses du règlement intérieur qui s’appliquent (« néant » s’il n’y en a pas)",
        CLES,
    )
}
