//! CV03: an element of annexe III B that the convention does not tell: informations de l’entreprise non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV03", check);

const CLES: &[Cle] = &[("pedagogie.informations", |s| &s.pedagogie.informations)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    untold(
        ctx,
        &RULE,
        Public::StagiairesDuTexte,
        Neant::Refuse,
        "les informations que l’entreprise s’engage à fournir",
        CLES,
    )
}
