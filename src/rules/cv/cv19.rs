//! CV19: a mention of D124-4 that the convention does not tell: protection sociale non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV19", check);

const CLES: &[Cle] = &[("clauses.protection_sociale", |s| &s.clauses.protection_sociale)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Refuse,
        "la protection sociale, les accidents du travail et, le cas échéant, la responsabilité civile",
        CLES,
    )
}
