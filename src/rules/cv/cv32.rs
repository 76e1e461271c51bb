//! CV32: one student more than six months in one organisme in the teaching year.

use super::annee;
use super::textes::name;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Heures;
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
    let droit = ctx.droit;
    let most = droit.heures(droit.mois_au_plus);
    let mut out = Vec::new();
    for presences in annee::too_long(ctx) {
        let total: u32 = presences.iter().map(|(_, m)| m).sum();
        let Some(((last, own), others)) = presences.split_last() else { continue };
        let hours = |minutes: u32| Heures::of_minutes(minutes).in_words();
        let message = format!(
            "{} de présence dans cet organisme, convention {} comprise : {most} h au plus dans l’année",
            hours(total),
            name(ctx, *last)
        );
        let place = |i: usize| ctx.stage(i, "fin");
        let found = RULE.at(place(*last), message).label(hours(*own));
        let found = others.iter().fold(found, |f, (i, m)| f.related(place(*i), hours(*m)));
        let found = match others.is_empty() {
            true => found,
            false => found.help(format!("conventions additionnées : {}", annee::sum(&presences))),
        };
        out.push(found.help(format!(
            "raccourcissez le stage ; {} h de présence font un jour, {} jours un mois",
            droit.heures_par_jour, droit.jours_par_mois
        )));
    }
    out
}
