//! CV33: a gratification that is due and not told, or below the minimum of the year.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::calcul::{self, Prevision};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV33",
    severity: Severity::Error,
    title: "gratification absente ou trop faible",
    reference: "code de l’éducation, L124-6, D124-6 et D124-8",
    nv: None,
    explain: include_str!("cv33.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for ((_, _), rows) in ctx.by_student_and_organisme() {
        let scolaire = |i: &&usize| Public::VoieScolaire.includes(ctx, &ctx.promotion.stages[**i]);
        let told: Option<Vec<_>> =
            rows.iter().filter(scolaire).map(|i| Some((*i, ctx.prevision(&ctx.promotion.stages[*i])?))).collect();
        let Some(told) = told else { continue };
        let hours: u32 = told.iter().map(|(_, p)| p.heures()).sum();
        if hours > ctx.droit.heures(ctx.droit.mois_sans_gratification) {
            out.extend(told.iter().flat_map(|(i, p)| too_little(ctx, *i, p, hours)));
        }
    }
    out
}

/// What is wrong with the gratification of stage `i`, where one is due.
fn too_little(ctx: &PromotionContext, i: usize, prevision: &Prevision, hours: u32) -> Vec<Diagnostic> {
    let stage = &ctx.promotion.stages[i];
    let Some(centimes) = calcul::horaire(stage) else { return Vec::new() };
    let limit = ctx.droit.heures(ctx.droit.mois_sans_gratification);
    let place = ctx.effective(i, "gratification.horaire");
    let working = format!("{} ; la gratification est due au-delà de {limit} h", prevision.working(stage, ctx.droit));
    if centimes == 0 {
        let message =
            format!("{hours} h de présence dans l’année, convention {} : la gratification est due", name(ctx, i));
        return vec![RULE.at(place, message).help(working)];
    }
    let mut out = Vec::new();
    for year in prevision.minutes.keys() {
        let words = |c: u64| format!("{},{:02} €", c / 100, c % 100);
        match ctx.droit.minimum(*year).map(u64::from) {
            Some(least) if centimes < least => {
                let message = format!(
                    "gratification de {} l’heure, convention {} : le minimum de {year} est de {}",
                    words(centimes),
                    name(ctx, i),
                    words(least)
                );
                out.push(RULE.at(place.clone(), message).help(working.clone()));
            }
            Some(_) => {}
            None => {
                let message =
                    format!("le minimum de la gratification de {year} n’est pas connu : il n’est pas vérifié");
                let found = RULE.at(place.clone(), message).severity(Severity::Warning);
                out.push(found.help("ajoutez l’année dans droit/stages.toml d’une surcharge (--pack)"));
            }
        }
    }
    out
}
