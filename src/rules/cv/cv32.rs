//! CV32: one student more than six months in one organisme in the teaching year.

use super::textes::name;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV32",
    severity: Severity::Error,
    title: "plus de six mois dans un organisme",
    reference: "code de l’éducation, L124-5 et D124-6",
    nv: None,
    explain: include_str!("cv32.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let most = ctx.droit.heures(ctx.droit.mois_au_plus);
    let mut out = Vec::new();
    for rows in ctx.by_student_and_organisme().into_values() {
        let hours: Option<Vec<_>> =
            rows.iter().map(|i| Some((*i, ctx.prevision(&ctx.promotion.stages[*i])?.heures()))).collect();
        let Some(hours) = hours else { continue };
        let total: u32 = hours.iter().map(|(_, h)| h).sum();
        if total <= most {
            continue;
        }
        let (last, own) = hours[hours.len() - 1];
        let place = |i: usize| ctx.stage(i, "fin");
        let message = format!(
            "{total} h de présence dans cet organisme, convention {} comprise : {most} h au plus dans l’année",
            name(ctx, last)
        );
        let found = RULE.at(place(last), message).label(format!("{own} h"));
        let found = hours[..hours.len() - 1].iter().fold(found, |f, (i, h)| f.related(place(*i), format!("{h} h")));
        out.push(found.help("raccourcissez le stage ; 7 h de présence font un jour, 22 jours un mois"));
    }
    out
}
