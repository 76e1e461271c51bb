//! CV34: more than two months without the clause on leave.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::calcul::Prevision;
use crate::domain::promotion::{FILE, Stage};
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
    let long = |i: usize, s: &Stage| {
        let minutes = ctx.prevision(i).map_or(0, Prevision::total);
        minutes > ctx.droit.heures(ctx.droit.mois_sans_conges) * 60 && Public::VoieScolaire.includes(ctx, s)
    };
    let stages = ctx.promotion.stages.iter().enumerate();
    let lost = ctx.lost_at(&ctx.promotion.files.stages, "clauses.conges") || ctx.lost_at(FILE, "clauses.conges");
    let wrong = stages.filter(|(i, s)| !lost && s.clauses.conges.trim().is_empty() && long(*i, s));
    let one = |(i, _): (usize, &Stage)| {
        let message =
            format!("plus de deux mois, convention {} : elle ne dit rien des congés et des absences", name(ctx, i));
        RULE.at(ctx.stage(i, "clauses.conges"), message)
            .help("écrivez conges = \"…\" dans [defauts.clauses], ou dans la ligne du stage")
    };
    wrong.map(one).collect()
}
