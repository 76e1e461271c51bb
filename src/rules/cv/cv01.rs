//! CV01: an element of annexe III B that the convention does not tell: objectifs, en termes de compétences.

use super::cv13;
use super::textes::{Cle, Neant, Public, message, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV01", check);

const CLES: &[Cle] = &[("pedagogie.objectifs", |s| &s.pedagogie.objectifs)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let what = "les objectifs, en termes de compétences";
    let mut out = untold(ctx, &RULE, Public::StagiairesDuTexte, Neant::Refuse, what, CLES);
    // The competences of voie scolaire are those of D124-4 too: CV13 tells them.
    let continuing = cv13::without(ctx).into_iter().filter(|(_, rows)| !cv13::is_told(ctx, rows));
    out.extend(continuing.map(|(place, rows)| {
        let what = "aucune compétence, et les objectifs se disent en termes de compétences";
        let message = message(ctx, &rows, "ne cite", "ne citent", what);
        RULE.at(place, message).rows(&rows).help(cv13::HELP)
    }));
    out
}
