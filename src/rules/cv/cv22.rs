//! CV22: a mention of D124-4 that the convention does not tell: validation en cas d’interruption non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV22", check);

const CLES: &[Cle] = &[("clauses.validation", |s| &s.clauses.validation)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "la validation du stage en cas d’interruption", CLES)
}
