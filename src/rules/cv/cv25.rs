//! CV25: a mention of D124-4 that the convention does not tell: délivrance de l’attestation non dite.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV25", check);

const CLES: &[Cle] = &[("clauses.attestation", |s| &s.clauses.attestation)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Refuse,
        "les conditions de délivrance de l’attestation de stage",
        CLES,
    )
}
