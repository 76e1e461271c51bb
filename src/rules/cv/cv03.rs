//! CV03: an element of annexe III B that the convention does not tell: informations de l’entreprise non dites.

use super::textes::{Cle, Neant, Public, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV03",
    severity: Severity::Error,
    title: "informations de l’entreprise non dites",
    reference: "référentiel, annexe III B, B 1 f (l. 3141) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv03.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("pedagogie.informations", |s| &s.pedagogie.informations)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    untold(
        ctx,
        &RULE,
        Public::StagiairesDuTexte,
        Neant::Refuse,
        "les informations que l’entreprise s’engage à fournir",
        CLES,
    )
}
