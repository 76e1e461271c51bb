//! CV18: a mention of D124-4 that the convention does not tell: gratification et versement non dits.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV18", check);

const CLES: &[Cle] = &[
    ("gratification.horaire", |s| &s.gratification.horaire),
    ("gratification.modalites", |s| &s.gratification.modalites),
];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "la gratification et ses modalités de versement (« néant » s’il n’y en a pas)",
        CLES,
    )
}
