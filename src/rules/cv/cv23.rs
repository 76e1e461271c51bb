//! CV23: a mention of D124-4 that the convention does not tell: avantages non dits.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV23", check);

const CLES: &[Cle] = &[("clauses.avantages", |s| &s.clauses.avantages)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "les avantages offerts : restauration, transport, activités sociales (« néant » s’il n’y en a pas)",
        CLES,
    )
}
