//! AT07: a total of the gratification that is not the hours at their rate, or none where one is due.

use std::collections::BTreeSet;

use super::at06;
use crate::diagnostic::{Finding, Severity};
use crate::domain::Heures;
use crate::domain::promotion::calcul::{Prevision, centimes, euros, proportion};
use crate::domain::promotion::stage::{Presence, is_neant};
use crate::rules::cv::annee::Presences;
use crate::rules::cv::lignes::{self, Faute};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("AT07", check);

const KEY: &str = "presence.gratification";

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut fautes = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        // What an avenant that cannot be would have made of the days or of the rate is not known.
        let judged = |p: &&Presence| ctx.impossibles(i).is_empty() && !at06::tells_hours(ctx, i, p);
        let Some(presence) = s.presence.as_ref().filter(judged) else { continue };
        if let Some((told, hours)) = told(presence).zip(presence.heures) {
            fautes.extend(against_rate(ctx, i, told, hours).or_else(|| due(ctx, i, told, hours)));
        }
    }
    lignes::told(ctx, &RULE, fautes, |a, b| a.presence == b.presence)
}

/// The total that is told, in centimes; none is told where it is blank or no amount (AT02, FMT05).
fn told(presence: &Presence) -> Option<u64> {
    let text = presence.gratification.trim();
    if is_neant(text) { Some(0) } else { centimes(text) }
}

/// The total against the recorded hours at the rate of the convention.
fn against_rate(ctx: &PromotionContext, i: usize, told: u64, hours: Heures) -> Option<Faute> {
    // The rates of each year and each avenant: of which hours the recorded ones are is not known.
    let rates = rates(ctx, i)?;
    let (low_rate, rate) = (*rates.first()?, *rates.last()?);
    let at = |rate: u64| (u64::from(hours.minutes()) * rate).div_ceil(60);
    let (least, most) = (at(low_rate), at(rate));
    let nearest = told.clamp(least, most);
    let tolerance = u64::from(ctx.droit.presence.gratification_centimes);
    // A rate below the minimum is CV33's: more may have been paid.
    let low = ctx.prevision(i).is_some_and(|p| {
        let least = p.minutes.keys().filter_map(|year| ctx.droit.minimum(*year)).max();
        least.is_some_and(|least| low_rate < u64::from(least))
    });
    if told.abs_diff(nearest) <= tolerance || (told > nearest && low) {
        return None;
    }
    let counted = format!(" : {} × {} = {}", hours.in_words(), to(low_rate, rate), to(least, most));
    let faute = Faute::new(i, KEY, format!("gratification de {}", euros(told)), counted);
    let found = faute.related("presence.heures", "les heures");
    // More than what was agreed is no fault of the law's: it may be meant.
    Some(match told > nearest {
        true => found.severity(Severity::Warning).help("vérifiez le total ; plus que le taux convenu est permis"),
        false => {
            found.help("recopiez le total des versements, ou corrigez les heures : l’attestation porte l’un et l’autre")
        }
    })
}

/// "4,50 €"; "4,35 € à 4,50 €".
fn to(low: u64, high: u64) -> String {
    if low == high { euros(low) } else { format!("{} à {}", euros(low), euros(high)) }
}

/// The rates that a stage pays, in order; none where one of them is nothing or not known.
fn rates(ctx: &PromotionContext, i: usize) -> Option<BTreeSet<u64>> {
    let amount = ctx.prevision(i)?.montant(ctx.now(i), ctx.droit)?;
    Some(amount.parts.iter().map(|p| p.taux).collect()).filter(|rates: &BTreeSet<u64>| !rates.contains(&0))
}

/// None where the recorded hours make one due, though the convention foresaw fewer.
fn due(ctx: &PromotionContext, i: usize, told: u64, hours: Heures) -> Option<Faute> {
    let foreseen = ctx.prevision(i).map(Prevision::total)?;
    if told > 0 || hours.minutes() <= foreseen {
        return None;
    }
    let limit = ctx.droit.heures(ctx.droit.mois_sans_gratification);
    // The other stages of the year in this organisme count too, for what they record or foresee.
    let recorded = |(rank, planned): &(usize, u32)| {
        let (stage, whole) = (ctx.now(*rank), ctx.prevision(*rank).map_or(0, Prevision::total));
        let hours = ctx.promotion.stages[*rank].presence.as_ref().and_then(|p| p.heures).map(Heures::minutes);
        // The hours that two organismes attest together are those of each as the convention shares them.
        let hours = if stage.is_shared() { hours.map(|done| proportion(done, *planned, whole)) } else { hours };
        hours.unwrap_or(*planned)
    };
    let done = |year: &Presences| year.stages.iter().map(recorded).fold(0, u32::saturating_add);
    let here = |year: &Presences| year.stages.iter().any(|(rank, _)| *rank == i) && !year.unshared;
    let short = |year: &Presences| year.minutes() <= limit * 60 && done(year) > limit * 60;
    let done = ctx.presences().iter().find(|year| here(year) && short(year)).map(done)?;
    let done = format!("{} de présence dans l’année", Heures::of_minutes(done).in_words());
    let faute = Faute::new(i, KEY, done, " : la gratification est due, et l’attestation n’en dit aucune");
    Some(faute.help(format!("elle est due au-delà de {limit} h, dès la première heure : écrivez le total versé")))
}
