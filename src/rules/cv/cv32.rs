//! CV32: one student more than six months in one organisme in the teaching year.

use std::collections::{BTreeMap, BTreeSet};

use super::annee::{self, Presences};
use super::textes::{listed, name};
use crate::diagnostic::{Finding, Place};
use crate::domain::Heures;
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV32", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    // By the stage that goes too far: the last one.
    let mut by_last: BTreeMap<usize, &Presences> = BTreeMap::new();
    for presences in annee::too_long(ctx) {
        if let Some((last, _)) = presences.stages.last() {
            // A stage of which each organisme may have the whole is told once.
            by_last.entry(*last).or_insert(presences);
        }
    }
    // Those that are too long alone, by the days and the hours of the defaults, are one fault.
    let alone: BTreeSet<usize> = by_last.iter().filter(|(_, p)| p.stages.len() == 1).map(|(i, _)| *i).collect();
    let same = |a: &Stage, b: &Stage| {
        (a.debut, a.fin, &a.jours, a.heures_semaine) == (b.debut, b.fin, &b.jours, b.heures_semaine)
    };
    let mut out: Vec<Finding> = Vec::new();
    for (place, rows) in ctx.gathered("fin", same, alone.iter().copied()) {
        if let [_, _, ..] = rows.as_slice() {
            out.push(together(ctx, place, &rows, by_last[&rows[0]]));
            by_last.retain(|last, _| !rows.contains(last));
        }
    }
    out.extend(by_last.values().filter_map(|presences| one(ctx, presences)));
    out
}

/// What is wrong with the stages of one student in one organisme.
fn one(ctx: &PromotionContext, presences: &Presences) -> Option<Finding> {
    let ((last, own), others) = presences.stages.split_last()?;
    let most = ctx.droit.heures(ctx.droit.mois_au_plus);
    let message = format!(
        "{} de présence dans cet organisme, convention {} comprise : {most} h au plus dans l’année",
        hours(presences.minutes()),
        name(ctx, *last)
    );
    let place = |i: usize| ctx.stage(i, "fin");
    let found = RULE.at(place(*last), message).label(hours(*own));
    let found = others.iter().fold(found, |f, (i, m)| f.related(place(*i), hours(*m)));
    let found = match others.is_empty() {
        true => found,
        false => found.help(format!("conventions additionnées : {}", annee::sum(presences))),
    };
    let found = if presences.unshared { found.help(annee::PARTAGE) } else { found };
    Some(found.help(help(ctx)))
}

/// The same of many that have their days of the defaults.
fn together(ctx: &PromotionContext, place: Place, rows: &[usize], first: &Presences) -> Finding {
    let most = ctx.droit.heures(ctx.droit.mois_au_plus);
    let message = format!(
        "{} de présence dans un organisme, {} conventions : {most} h au plus dans l’année",
        hours(first.minutes()),
        rows.len()
    );
    RULE.at(place, message).rows(rows).help(listed(ctx, rows)).help(help(ctx))
}

fn help(ctx: &PromotionContext) -> String {
    format!(
        "raccourcissez le stage ; {} h de présence font un jour, {} jours un mois",
        ctx.droit.heures_par_jour, ctx.droit.jours_par_mois
    )
}

fn hours(minutes: u32) -> String {
    Heures::of_minutes(minutes).in_words()
}
