//! CV17: a mention of D124-4 that the convention does not tell: encadrement et suivi non dits.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV17", check);

const CLES: &[Cle] = &[("clauses.encadrement", |s| &s.clauses.encadrement)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les conditions d’encadrement et de suivi", CLES)
}
