//! CV14: a mention of D124-4 that the convention does not tell: activités non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV14", check);

const CLES: &[Cle] = &[("clauses.activites", |s| &s.clauses.activites)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(ctx, &RULE, Public::VoieScolaire, Neant::Refuse, "les activités confiées au stagiaire", CLES)
}
