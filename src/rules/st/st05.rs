//! ST05: two periods that share days of presence.

use std::collections::BTreeMap;

use super::presence;
use crate::diagnostic::{Finding, Severity};
use crate::domain::Date;
use crate::domain::periode::{NaturePeriode, Periode, Temps};
use crate::rules::cv::textes::name;
use crate::rules::{Context, PromotionContext, Rule};

pub static RULE: Rule = Rule::both("ST05", check, check_promotion);

fn check(ctx: &Context) -> Vec<Finding> {
    let mut dated: Vec<_> = ctx.dossier.periodes.iter().enumerate().collect();
    dated.retain(|(_, p)| p.debut.is_some());
    dated.sort_by_key(|(i, p)| (p.debut, *i));
    let days: Vec<_> = dated.iter().map(|(i, p)| presence::days(ctx, *i, p).unwrap_or_default()).collect();
    let mut out = Vec::new();
    for (b, (later, second)) in dated.iter().enumerate() {
        let mut found: Option<Finding> = None;
        for (a, (earlier, first)) in dated.iter().enumerate().take(b) {
            let Some(severity) = exclusive(first, second) else { continue };
            let common = in_both(&days[a], &days[b]);
            if common.is_empty() {
                continue;
            }
            let (first_rank, second_rank) = (earlier + 1, later + 1);
            let words = in_common(&common);
            let place = ctx.periode(*earlier, "debut");
            found = Some(match found {
                Some(found) => found.related(place, format!("période {first_rank} : {words}")),
                None => {
                    let message = format!("les périodes {first_rank} et {second_rank} se chevauchent : {words}");
                    let found = RULE.at(ctx.periode(*later, "debut"), message).severity(severity);
                    found.related(place, format!("période {first_rank}"))
                }
            });
        }
        out.extend(found.map(|d| {
            let d = d.help("corrigez les dates de l’une des deux périodes");
            match second.jours.is_empty() && second.nature == Some(NaturePeriode::Stage) {
                true => d.help(
                    "si la présence est hebdomadaire, dites les jours de chaque période, par exemple \
                    : jours = [\"mardi\"]",
                ),
                false => d,
            }
        }));
    }
    out
}

/// Two stages of one student, whatever the organismes, by the days that each foresees or records.
fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = Vec::new();
    for e in ctx.promotion.etudiants.iter().filter(|e| !e.cle.is_empty()) {
        let mut ranks: Vec<usize> = ctx.promotion.stages_of(&e.cle).map(|(i, _)| i).collect();
        if ranks.len() < 2 {
            continue;
        }
        ranks.sort_by_key(|i| (ctx.now(*i).debut, *i));
        let days: Vec<BTreeMap<Date, u32>> = ranks.iter().map(|i| present(ctx, *i)).collect();
        for (b, later) in ranks.iter().enumerate() {
            let shared = |(a, earlier): (usize, &usize)| {
                let common = in_both(&days[a], &days[b]);
                (!common.is_empty()).then_some((*earlier, common))
            };
            let shared: Vec<_> = ranks[..b].iter().enumerate().filter_map(shared).collect();
            out.extend(overlap(ctx, *later, &shared));
        }
    }
    out
}

/// The days that two have in common: half a day in the one and half in the other are a whole day.
fn in_both(first: &BTreeMap<Date, u32>, second: &BTreeMap<Date, u32>) -> Vec<Date> {
    let both = |(day, halves): (&Date, &u32)| first.get(day).is_some_and(|other| halves + other > 2).then_some(*day);
    second.iter().filter_map(both).collect()
}

/// The days of a stage, each with its half journées: those that it foresees as its avenants leave it, within its recorded presence.
fn present(ctx: &PromotionContext, i: usize) -> BTreeMap<Date, u32> {
    // Journées that are told without their days are on no day in particular.
    let Some(prevision) = ctx.prevision(i).filter(|p| p.dites.is_none()) else { return BTreeMap::new() };
    let done = ctx.promotion.stages[i].presence.as_ref();
    let (from, to) = (done.and_then(|p| p.debut), done.and_then(|p| p.fin));
    let within = |d: &Date| from.is_none_or(|from| from <= *d) && to.is_none_or(|to| *d <= to);
    prevision.jours.iter().filter(|(d, _)| within(d)).map(|(d, j)| (*d, j.demis)).collect()
}

fn overlap(ctx: &PromotionContext, later: usize, shared: &[(usize, Vec<Date>)]) -> Option<Finding> {
    let ((earlier, common), others) = shared.split_first()?;
    let (one, two) = (name(ctx, *earlier), name(ctx, later));
    let message = format!("les conventions {one} et {two} se chevauchent : {}", in_common(common));
    let found = RULE.at(ctx.stage(later, "debut"), message);
    let found = found.related(ctx.stage(*earlier, "debut"), format!("convention {one}"));
    let found = others.iter().fold(found, |f, (i, common)| {
        f.related(ctx.stage(*i, "debut"), format!("convention {} : {}", name(ctx, *i), in_common(common)))
    });
    Some(found.help(
        "corrigez les dates de l’une des deux, ou dites les jours de chacune si la présence est hebdomadaire : \
        jours = [\"mardi\"]",
    ))
}

fn in_common(days: &[Date]) -> String {
    match days {
        [day] => format!("le {day} leur est commun"),
        _ => format!("{} jours communs, du {} au {}", days.len(), days[0], days[days.len() - 1]),
    }
}

/// How much it weighs that these periods share a day; `None` where they may. Journées of stage are added up, and a
/// contract takes the working day; employments are not added up day by day (ST10), so a shared day is only odd.
fn exclusive(a: &Periode, b: &Periode) -> Option<Severity> {
    use NaturePeriode::{Apprentissage, Emploi, Professionnalisation, Stage};
    let partial = a.temps == Some(Temps::Partiel) || b.temps == Some(Temps::Partiel);
    match (a.nature?, b.nature?) {
        (Stage, Stage) => Some(Severity::Error),
        (Apprentissage | Professionnalisation, Apprentissage | Professionnalisation) if !partial => {
            Some(Severity::Error)
        }
        (Emploi, Emploi) if a.temps == Some(Temps::Plein) && b.temps == a.temps => Some(Severity::Warning),
        _ => None,
    }
}
