//! CV24: a mention of D124-4 that the convention does not tell: règlement intérieur non dit.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV24", check);

const CLES: &[Cle] = &[("clauses.reglement", |s| &s.clauses.reglement)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "les clauses du règlement intérieur qui s’appliquent (« néant » s’il n’y en a pas)",
        CLES,
    )
}
