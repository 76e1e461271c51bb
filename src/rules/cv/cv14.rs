//! CV14: a mention of D124-4 that the convention does not tell: activités non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV14",
    severity: Severity::Error,
    title: "activités non dites",
    reference: "code de l’éducation, D124-4, 4°",
    nv: None,
    explain: include_str!("cv14.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("clauses.activites", |s| &s.clauses.activites)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les activités confiées au stagiaire", CLES)
}
