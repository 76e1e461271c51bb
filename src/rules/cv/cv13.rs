//! CV13: a convention that names no competence.

use super::textes::{Public, message};
use crate::diagnostic::{Finding, Place};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV13", check);

/// What to do where no competence is named.
pub const HELP: &str = "citez leurs codes : competences = [\"C20\"] (liasse schema promotion)";

const KEY: &str = "pedagogie.competences";

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let told = without(ctx).into_iter().filter(|(_, rows)| is_told(ctx, rows));
    let one = |(place, rows): (Place, Vec<usize>)| {
        let message = message(ctx, &rows, "ne cite", "ne citent", "aucune compétence à acquérir ou à développer");
        RULE.at(place, message).rows(&rows).help(HELP)
    };
    told.map(one).collect()
}

/// The conventions that name no competence, by where that is to be mended: those of formation continue too, whose
/// objectives the référentiel wants in terms of competences (CV01).
pub fn without(ctx: &PromotionContext) -> Vec<(Place, Vec<usize>)> {
    let stages = ctx.promotion.stages.iter().enumerate();
    let wrong =
        stages.filter(|(_, s)| s.pedagogie.competences.is_empty() && Public::StagiairesDuTexte.includes(ctx, s));
    let groups = ctx.gathered(KEY, |a, b| a.pedagogie.competences == b.pedagogie.competences, wrong.map(|(i, _)| i));
    groups.into_iter().filter(|(place, _)| !ctx.lost_at(&place.file, KEY)).collect()
}

/// Whether D124-4 bears on one of these conventions: then it is told once, as its fault.
pub fn is_told(ctx: &PromotionContext, rows: &[usize]) -> bool {
    rows.iter().any(|i| Public::VoieScolaire.includes(ctx, &ctx.promotion.stages[*i]))
}
