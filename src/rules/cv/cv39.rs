//! CV39: a stage outside the periods that the établissement set.

use super::periodes;
use super::textes::{Public, message};
use crate::diagnostic::{Finding, Place};
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV39", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let stages = ctx.promotion.stages.iter().enumerate();
    let outside = stages
        .filter(|(i, s)| Public::VoieScolaire.includes(ctx, s) && periodes::is_outside(ctx, s) && !ctx.has_slipped(*i));
    let one = |(place, rows): (Place, Vec<usize>)| {
        let message = message(ctx, &rows, "sort", "sortent", "des périodes de stage de l’établissement");
        let last = if rows.len() > 1 { ctx.defaut("fin") } else { ctx.stage(rows[0], "fin") };
        let found = RULE.at(place, message).rows(&rows).related(last, "dernier jour");
        found.help("corrigez les dates, ou ajoutez la période dans [[periode_scolaire]]")
    };
    let same = |a: &Stage, b: &Stage| (a.debut, a.fin) == (b.debut, b.fin);
    ctx.gathered("debut", same, outside.map(|(i, _)| i)).into_iter().map(one).collect()
}
