//! ST21: in the year of the examination, earlier journées that nobody told: the total of the training is not known.

use super::{classe, words};
use crate::diagnostic::Finding;
use crate::domain::promotion::{Cumul, Etudiant};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("ST21", check);

/// Once for all the students, where it can be told for all of them.
fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let formation = &ctx.promotion.reglage.formation;
    if formation.is_last_year() != Some(true) {
        return Vec::new();
    }
    let open = |(_, e, cumul): &(usize, &Etudiant, &Cumul)| {
        !cumul.stages.is_empty() && cumul.verdict(e, &ctx.referentiel.stage).is_none()
    };
    let count = classe::bound(ctx).into_iter().filter(open).count();
    if count == 0 {
        return Vec::new();
    }
    let min = ctx.referentiel.stage.journees_min;
    let message = format!(
        "{count} étudiant{} : les journées de stage des années antérieures ne sont pas dites, les {min} journées ne sont \
        pas vérifiées",
        words::s(count)
    );
    let found = RULE.at(ctx.reglage("formation"), message);
    vec![found.help(
        "écrivez journees_anterieures (0 s’il n’y en a pas) dans [formation] pour toute la classe, ou à la ligne de \
        chaque étudiant",
    )]
}
