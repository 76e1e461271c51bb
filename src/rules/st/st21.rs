//! ST21: in the year of the examination, earlier journées that nobody told: the total of the training is not known.

use super::{classe, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::{Cumul, Etudiant};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "ST21",
    severity: Severity::Advice,
    title: "journées antérieures non dites",
    reference: "référentiel, annexe III B, B 1 a et c (l. 3132 et 3134)",
    nv: None,
    explain: include_str!("st21.md"),
    check: Check::Promotion(check),
};

/// Once for all the students, where it can be told for all of them.
fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let formation = &ctx.promotion.reglage.formation;
    if formation.is_last_year() != Some(true) {
        return Vec::new();
    }
    let open = |(_, e, cumul): &(usize, &Etudiant, &Cumul)| {
        !cumul.stages.is_empty() && cumul.verdict(e, &ctx.referentiel.stage).is_none()
    };
    let count = classe::bound(ctx).into_iter().filter(open).count();
    if count == 0 {
        return Vec::new();
    }
    let min = ctx.referentiel.stage.journees_min;
    let message = format!(
        "{count} étudiant{} : les journées de stage des années antérieures ne sont pas dites, les {min} journées ne sont \
        pas vérifiées",
        words::s(count)
    );
    let found = RULE.at(ctx.reglage("formation"), message);
    vec![found.help(
        "écrivez journees_anterieures (0 s’il n’y en a pas) dans [formation] pour toute la classe, ou à la ligne de \
        chaque étudiant",
    )]
}
