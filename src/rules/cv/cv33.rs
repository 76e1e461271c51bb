//! CV33: a gratification that is due and not told, or below the minimum of the year.

use std::collections::{BTreeMap, BTreeSet};

use super::annee::{self, Presences};
use super::lignes::{self, Faute};
use super::periodes;
use super::textes::name;
use crate::diagnostic::{Finding, Severity};
use crate::domain::promotion::calcul::{Prevision, euros};
use crate::domain::promotion::{ObjetAvenant, Stage, Taux};
use crate::domain::{Date, Heures};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV33", check);

const KEY: &str = "gratification.horaire";

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let limit = ctx.droit.heures(ctx.droit.mois_sans_gratification) * 60;
    let (mut faults, mut told) = (Vec::new(), BTreeSet::new());
    // The years whose minimum is not known, with the stages that each bears on.
    let mut unknown: BTreeMap<i16, BTreeSet<usize>> = BTreeMap::new();
    let slipped = |p: &Presences| p.stages.iter().any(|(i, _)| ctx.has_slipped(*i));
    for presences in ctx.presences().iter().filter(|p| p.minutes() > limit && !slipped(p)) {
        for (i, _) in &presences.stages {
            let Some(prevision) = ctx.prevision(*i).filter(|_| !is_doubtful(ctx, *i)) else { continue };
            // What both organismes of a shared stage owe is one amount.
            if !told.contains(i) {
                let found = too_little(ctx, *i, prevision, presences);
                told.extend(found.iter().map(|f| f.row));
                faults.extend(found);
            }
            // Outside every period, a year that is not known is a slip, which CV39 tells.
            let outside = periodes::is_outside(ctx, &ctx.promotion.stages[*i]);
            for year in prevision.minutes.keys().filter(|_| !outside).filter(|y| ctx.droit.minimum(**y).is_none()) {
                unknown.entry(*year).or_default().insert(*i);
            }
        }
    }
    let mut out = tell(ctx, faults);
    out.extend(unknown.into_iter().filter_map(|(year, stages)| unchecked(ctx, year, &stages)));
    out
}

/// Whether an avenant to the gratification cannot be: what it would have made of it is not known.
fn is_doubtful(ctx: &PromotionContext, i: usize) -> bool {
    ctx.impossibles(i).iter().any(|a| a.objet == Some(ObjetAvenant::Gratification))
}

/// At the row of the convention, at the default that rows have, or at the avenant that tells the amount.
fn tell(ctx: &PromotionContext, fautes: Vec<Faute>) -> Vec<Finding> {
    let same = |a: &Stage, b: &Stage| a.gratification.horaire == b.gratification.horaire;
    let mut out = lignes::told(ctx, &RULE, fautes, same);
    let default = &ctx.promotion.reglage.defauts.gratification.horaire;
    for found in &mut out {
        // The row alone is too long; the default that it follows is told beside.
        let [row] = found.rows.as_slice() else { continue };
        if ctx.promotion.stages[*row].gratification.horaire == *default && !default.is_empty() {
            found.related.push((ctx.defaut(KEY), "valeur par défaut".to_owned()));
        }
    }
    out
}

/// What is wrong with the gratification of stage `i`, where one is due.
fn too_little(ctx: &PromotionContext, i: usize, prevision: &Prevision, presences: &Presences) -> Vec<Faute> {
    let rates = rates(ctx, i, prevision);
    // An amount that is none of the forms is FMT05's.
    let Some(rates) = rates else { return Vec::new() };
    let mut help = vec![working(ctx, i, prevision, presences)];
    if presences.unshared {
        help.push(annee::PARTAGE.to_owned());
    }
    if rates.values().all(|rate| *rate == Some(0)) {
        let hours = Heures::of_minutes(presences.minutes()).in_words();
        let limit = ctx.droit.heures(ctx.droit.mois_sans_gratification);
        help.extend(prevision.minimum(ctx.droit));
        let (what, after) = match presences.unshared {
            true => ("de présence dans l’année pour deux organismes", " : la gratification peut être due"),
            false => ("de présence dans l’année", " : la gratification est due"),
        };
        let faute = Faute::new(i, KEY, format!("{hours} {what}"), after).many(format!("plus de {limit} h {what}"));
        return vec![help.into_iter().fold(faute, Faute::help)];
    }
    let mut out = Vec::new();
    for ((first, year), rate) in &rates {
        let from = if rates.keys().any(|(other, _)| other != first) {
            format!(" à partir du {first}")
        } else {
            String::new()
        };
        let Some(least) = ctx.droit.minimum(*year).map(u64::from) else { continue };
        let (before, after) = match rate {
            Some(rate) if *rate >= least => continue,
            Some(0) => (
                format!("aucune gratification{from}"),
                format!(" : elle est due dès le premier jour, {} l’heure en {year}", euros(least)),
            ),
            Some(rate) => (
                format!("gratification de {} l’heure{from}", euros(*rate)),
                format!(" : le minimum de {year} est de {}", euros(least)),
            ),
            None => (
                format!("la gratification de {year} n’est pas dite"),
                format!(" : le minimum est de {} l’heure", euros(least)),
            ),
        };
        let avenant = ctx.avenant_from(i, ObjetAvenant::Gratification, *first);
        let faute = Faute::new(i, KEY, before, after).of_avenant(avenant);
        out.push(help.iter().cloned().fold(faute, Faute::help));
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

/// "63 journées … = 441 h, soit 63 jours de 7 h ; la gratification est due au-delà de 308 h".
fn working(ctx: &PromotionContext, i: usize, prevision: &Prevision, presences: &Presences) -> String {
    let limit = ctx.droit.heures(ctx.droit.mois_sans_gratification);
    let several = match presences.stages.len() {
        1 => String::new(),
        _ => format!(" ; conventions additionnées : {}", annee::sum(presences)),
    };
    let own = prevision.working(ctx.droit);
    let part = match presences.stages.iter().find(|(rank, _)| *rank == i) {
        Some((_, minutes)) if ctx.now(i).is_shared() && !presences.unshared => {
            format!(" ; {} dans cet organisme", Heures::of_minutes(*minutes).in_words())
        }
        _ => String::new(),
    };
    format!("{own}{part}{several} ; la gratification est due au-delà de {limit} h")
}

fn unchecked(ctx: &PromotionContext, year: i16, stages: &BTreeSet<usize>) -> Option<Finding> {
    let first = *stages.first()?;
    let whose = match stages.len() {
        1 => format!("la convention {}", name(ctx, first)),
        n => format!("{n} conventions"),
    };
    let message =
        format!("le minimum de la gratification de {year} n’est pas connu : il n’est pas vérifié pour {whose}");
    let found = RULE.at(ctx.stage(first, "fin"), message).severity(Severity::Warning);
    Some(found.help("ajoutez l’année dans droit/stages.toml d’une surcharge (--pack)"))
}
