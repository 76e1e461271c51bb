//! CV20: a mention of D124-4 that the convention does not tell: absences non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV20", check);

const CLES: &[Cle] = &[("clauses.absences", |s| &s.clauses.absences)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les conditions d’autorisation d’absence", CLES)
}
