//! CV33: a gratification that is due and not told, or below the minimum of the year.

use std::collections::BTreeMap;

use super::annee::{self, Presences};
use super::textes::name;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Taux;
use crate::domain::promotion::calcul::{Prevision, euros};
use crate::domain::{Date, Heures};
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
    let limit = ctx.droit.heures(ctx.droit.mois_sans_gratification) * 60;
    let mut out = Vec::new();
    // The years whose minimum is not known, with the first stage that each bears on and how many.
    let mut unknown: BTreeMap<i16, (usize, usize)> = BTreeMap::new();
    for presences in annee::by_year(ctx) {
        if presences.iter().map(|(_, m)| m).sum::<u32>() <= limit {
            continue;
        }
        for (i, _) in &presences {
            let Some(prevision) = ctx.prevision(*i) else { continue };
            out.extend(too_little(ctx, *i, prevision, &presences));
            for year in prevision.minutes.keys().filter(|y| ctx.droit.minimum(**y).is_none()) {
                unknown.entry(*year).or_insert((*i, 0)).1 += 1;
            }
        }
    }
    out.extend(unknown.into_iter().map(|(year, (first, count))| unchecked(ctx, year, first, count)));
    out
}

/// What is wrong with the gratification of stage `i`, where one is due.
fn too_little(ctx: &PromotionContext, i: usize, prevision: &Prevision, presences: &Presences) -> Vec<Diagnostic> {
    let rates = rates(ctx, i, prevision);
    // An amount that is none of the forms is FMT05's.
    let Some(rates) = rates else { return Vec::new() };
    let working = working(ctx, i, prevision, presences);
    if rates.values().all(|rate| *rate == Some(0)) {
        let hours = Heures::of_minutes(presences.iter().map(|(_, m)| m).sum()).in_words();
        let message =
            format!("{hours} de présence dans l’année, convention {} : la gratification est due", name(ctx, i));
        let found = at(ctx, i, message).help(working);
        return vec![prevision.minimum(ctx.droit).into_iter().fold(found, Diagnostic::help)];
    }
    let mut out = Vec::new();
    for ((first, year), rate) in &rates {
        let from = if rates.keys().any(|(other, _)| other != first) {
            format!(" à partir du {first}")
        } else {
            String::new()
        };
        let Some(least) = ctx.droit.minimum(*year).map(u64::from) else { continue };
        let message = match rate {
            Some(rate) if *rate >= least => continue,
            Some(0) => format!(
                "aucune gratification{from}, convention {} : elle est due dès le premier jour, {} l’heure en {year}",
                name(ctx, i),
                euros(least)
            ),
            Some(rate) => format!(
                "gratification de {} l’heure{from}, convention {} : le minimum de {year} est de {}",
                euros(*rate),
                name(ctx, i),
                euros(least)
            ),
            None => format!(
                "la gratification de {year} n’est pas dite, convention {} : le minimum est de {} l’heure",
                name(ctx, i),
                euros(least)
            ),
        };
        out.push(at(ctx, i, message).help(working.clone()));
    }
    out
}

/// The hourly amounts of a stage as its avenants leave it, by the day from which they hold and the civil year of days of
/// presence; an amount that is not known is none.
type Rates = BTreeMap<(Date, i16), Option<u64>>;

fn rates(ctx: &PromotionContext, i: usize, prevision: &Prevision) -> Option<Rates> {
    let mut out = Rates::new();
    // Journées told without their days may be any of the dates'.
    for (first, last, regime) in ctx.now(i).regimes_dates() {
        let taux = Taux::read(&regime.gratification)?;
        for year in prevision.jours.range(first..=last).map(|(day, _)| day.year()) {
            out.entry((first, year)).or_insert_with(|| taux.centimes(year, ctx.droit));
        }
    }
    Some(out)
}

/// At the row, which alone is too long; the default that it follows is told beside.
fn at(ctx: &PromotionContext, i: usize, message: String) -> Diagnostic {
    let key = "gratification.horaire";
    let (own, default) =
        (&ctx.promotion.stages[i].gratification.horaire, &ctx.promotion.reglage.defauts.gratification.horaire);
    let found = RULE.at(ctx.stage(i, key), message);
    if own == default && !own.is_empty() { found.related(ctx.defaut(key), "valeur par défaut") } else { found }
}

/// "63 journées … = 441 h, soit 63 jours de 7 h ; la gratification est due au-delà de 308 h".
fn working(ctx: &PromotionContext, i: usize, prevision: &Prevision, presences: &Presences) -> String {
    let limit = ctx.droit.heures(ctx.droit.mois_sans_gratification);
    let several = match presences.len() {
        1 => String::new(),
        _ => format!(" ; conventions additionnées : {}", annee::sum(presences)),
    };
    let own = prevision.working(&ctx.promotion.stages[i], ctx.droit);
    format!("{own}{several} ; la gratification est due au-delà de {limit} h")
}

fn unchecked(ctx: &PromotionContext, year: i16, first: usize, count: usize) -> Diagnostic {
    let whose = match count {
        1 => format!("la convention {}", name(ctx, first)),
        n => format!("{n} conventions"),
    };
    let message =
        format!("le minimum de la gratification de {year} n’est pas connu : il n’est pas vérifié pour {whose}");
    let found = RULE.at(ctx.stage(first, "fin"), message).severity(Severity::Warning);
    found.help("ajoutez l’année dans droit/stages.toml d’une surcharge (--pack)")
}
