//! CV01: an element of annexe III B that the convention does not tell: objectifs, en termes de compétences.

use super::cv13;
use super::textes::{Cle, Neant, Public, message, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV01",
    severity: Severity::Error,
    title: "objectifs non dits",
    reference: "référentiel, annexe III B, B 1 f (l. 3138 et 3139) ; voie scolaire et formation continue",
    nv: None,
    explain: include_str!("cv01.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("pedagogie.objectifs", |s| &s.pedagogie.objectifs)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let what = "les objectifs, en termes de compétences";
    let mut out = untold(ctx, &RULE, Public::StagiairesDuTexte, Neant::Refuse, what, CLES);
    // The competences of voie scolaire are those of D124-4 too: CV13 tells them.
    let continuing = cv13::without(ctx).into_iter().filter(|(_, rows)| !cv13::is_told(ctx, rows));
    out.extend(continuing.map(|(place, rows)| {
        let what = "aucune compétence, et les objectifs se disent en termes de compétences";
        let message = message(ctx, &rows, "ne cite", "ne citent", what);
        RULE.at(place, message).rows(&rows).help(cv13::HELP)
    }));
    out
}
