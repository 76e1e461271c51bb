//! CV15: dates between which no day of presence is left.

use super::textes::{Public, message};
use crate::diagnostic::{Finding, Place};
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV15", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let stages = ctx.promotion.stages.iter().enumerate().filter(|(_, s)| Public::VoieScolaire.includes(ctx, s));
    let empty = stages.filter(|(i, _)| ctx.prevision(*i).is_some_and(|p| p.jours.is_empty())).map(|(i, _)| i);
    let same = |a: &Stage, b: &Stage| (a.debut, a.fin, &a.jours) == (b.debut, b.fin, &b.jours);
    let one = |(place, rows): (Place, Vec<usize>)| {
        let message = message(ctx, &rows, "ne compte", "ne comptent", "aucun jour de présence");
        let first = rows[0];
        let last = if rows.len() > 1 { ctx.defaut("fin") } else { ctx.stage(first, "fin") };
        let working = ctx.prevision(first).map_or_else(String::new, |p| p.working(ctx.droit));
        RULE.at(place, message)
            .rows(&rows)
            .related(last, "dernier jour")
            .help(format!("corrigez les dates ou les jours de la semaine : {working}"))
    };
    ctx.gathered("debut", same, empty).into_iter().map(one).collect()
}
