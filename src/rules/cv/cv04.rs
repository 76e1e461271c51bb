//! CV04: an element of annexe III B that the convention does not tell: conditions matérielles non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV04", check);

const CLES: &[Cle] = &[("pedagogie.conditions", |s| &s.pedagogie.conditions), ("horaires", |s| &s.horaires)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(ctx, &RULE, Public::StagiairesDuTexte, Neant::Refuse, "les conditions matérielles", CLES)
}
