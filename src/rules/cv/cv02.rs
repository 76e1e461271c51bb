//! CV02: an element of annexe III B that the convention does not tell: modalités non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV02", check);

const CLES: &[Cle] = &[("pedagogie.modalites", |s| &s.pedagogie.modalites)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(
        ctx,
        &RULE,
        Public::StagiairesDuTexte,
        Neant::Refuse,
        "les modalités prévues pour atteindre les objectifs",
        CLES,
    )
}
