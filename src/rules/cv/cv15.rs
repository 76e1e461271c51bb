//! CV15: dates between which no day of presence is left.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Stage;
use crate::domain::promotion::calcul::Prevision;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV15",
    severity: Severity::Error,
    title: "aucun jour de présence",
    reference: "code de l’éducation, D124-4, 5°",
    nv: None,
    explain: include_str!("cv15.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let stages = ctx.promotion.stages.iter().enumerate().filter(|(_, s)| Public::VoieScolaire.includes(ctx, s));
    let empty = stages.filter_map(|(i, s)| Some((i, s, ctx.prevision(i).filter(|p| p.jours.is_empty())?)));
    let one = |(i, s, p): (usize, &Stage, &Prevision)| {
        let message = format!("la convention {} ne compte aucun jour de présence", name(ctx, i));
        let working = p.working(s, ctx.droit);
        RULE.at(ctx.stage(i, "debut"), message)
            .related(ctx.stage(i, "fin"), "dernier jour")
            .help(format!("corrigez les dates ou les jours de la semaine : {working}"))
    };
    empty.map(one).collect()
}
