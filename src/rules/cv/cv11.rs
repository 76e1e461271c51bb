//! CV11: the hours of teaching of the year are not told.

use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV11", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let told = ctx.promotion.reglage.formation.volume_horaire.is_some();
    if told || ctx.promotion.stages.is_empty() || ctx.lost_reglage("formation.volume_horaire") {
        return Vec::new();
    }
    let found = RULE.at(ctx.reglage("formation"), "le volume horaire d’enseignement de l’année n’est pas dit");
    vec![found.help("écrivez volume_horaire = 810 dans [formation], ou le volume de votre établissement")]
}
