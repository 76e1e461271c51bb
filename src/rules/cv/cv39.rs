//! CV39: a stage outside the periods that the établissement set.

use super::periodes;
use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Stage;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV39",
    severity: Severity::Warning,
    title: "stage hors des périodes de l’établissement",
    reference: "référentiel, annexe III B, B 1 a (l. 3132)",
    nv: None,
    explain: include_str!("cv39.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let stages = ctx.promotion.stages.iter().enumerate();
    let outside = stages.filter(|(_, s)| Public::VoieScolaire.includes(ctx, s) && periodes::is_outside(ctx, s));
    let one = |(i, _): (usize, &Stage)| {
        let message = format!("la convention {} sort des périodes de stage de l’établissement", name(ctx, i));
        let found = RULE.at(ctx.stage(i, "debut"), message).related(ctx.stage(i, "fin"), "dernier jour");
        found.help("corrigez les dates, ou ajoutez la période dans [[periode_scolaire]]")
    };
    outside.map(one).collect()
}
