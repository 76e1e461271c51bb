//! CV07: an element of annexe III B that the convention does not tell: évaluation conjointe non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV07", check);

const CLES: &[Cle] = &[("pedagogie.evaluation", |s| &s.pedagogie.evaluation)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(ctx, &RULE, Public::StagiairesDuTexte, Neant::Refuse, "les modalités de l’évaluation conjointe", CLES)
}
