//! CV34: more than two months without the clause on leave.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Stage;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV34",
    severity: Severity::Error,
    title: "clause des congés absente",
    reference: "code de l’éducation, L124-13",
    nv: None,
    explain: include_str!("cv34.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let long = |s: &Stage| {
        let hours = ctx.prevision(s).map_or(0, |p| p.heures());
        hours > ctx.droit.heures(ctx.droit.mois_sans_conges) && Public::VoieScolaire.includes(ctx, s)
    };
    let stages = ctx.promotion.stages.iter().enumerate();
    let wrong = stages.filter(|(_, s)| s.clauses.conges.trim().is_empty() && long(s));
    let one = |(i, _): (usize, &Stage)| {
        let message =
            format!("plus de deux mois, convention {} : elle ne dit rien des congés et des absences", name(ctx, i));
        RULE.at(ctx.stage(i, "clauses.conges"), message)
            .help("écrivez conges = \"…\" dans [defauts.clauses], ou dans la ligne du stage")
    };
    wrong.map(one).collect()
}
