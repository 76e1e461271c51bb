//! CV21: a mention of D124-4 that the convention does not tell: suspension et résiliation non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV21", check);

const CLES: &[Cle] = &[("clauses.resiliation", |s| &s.clauses.resiliation)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les conditions de suspension et de résiliation", CLES)
}
