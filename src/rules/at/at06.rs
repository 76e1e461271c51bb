//! AT06: a recorded presence that cannot be: outside the stage, more days than the calendar, hours that are not its days'.

use crate::diagnostic::{Finding, Severity};
use crate::domain::promotion::calcul;
use crate::domain::promotion::stage::Presence;
use crate::domain::{Date, Heures, Journees};
use crate::rules::cv::lignes::{self, Faute};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("AT06", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut fautes = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let Some(presence) = s.presence.as_ref().filter(|_| !ctx.has_doubtful_days(i)) else { continue };
        fautes.extend(outside(ctx, i, presence));
        fautes.extend(too_many(ctx, i, presence).or_else(|| hours(ctx, i, presence)));
    }
    lignes::told(ctx, &RULE, fautes, |a, b| a.presence == b.presence)
}

/// A first or a last day that is not during the stage, as its avenants leave it.
fn outside(ctx: &PromotionContext, i: usize, presence: &Presence) -> Vec<Faute> {
    let now = ctx.now(i);
    let Some((debut, fin)) = now.debut.zip(now.fin).filter(|(a, b)| a <= b) else { return Vec::new() };
    let days = [("presence.debut", presence.debut), ("presence.fin", presence.fin)];
    let wrong = days.into_iter().filter_map(|(key, day)| Some((key, day?))).filter(|(_, d)| !(debut..=fin).contains(d));
    let one = |(key, day)| {
        let found = format!("présence constatée le {day}, hors du stage (du {debut} au {fin})");
        Faute::new(i, key, found, "").help("corrigez ce jour ; un stage qui a duré plus longtemps demande un avenant")
    };
    wrong.map(one).collect()
}

/// Whether the hours cannot be those of the journées: what is computed of them is not told besides.
pub fn tells_hours(ctx: &PromotionContext, i: usize, presence: &Presence) -> bool {
    let told = too_many(ctx, i, presence).or_else(|| hours(ctx, i, presence));
    told.is_some_and(|d| d.severity.is_none_or(|s| s == Severity::Error))
}

/// Whether the journées are more than the calendar has, or the last day is after the stage: told here, and here alone.
pub fn tells(ctx: &PromotionContext, i: usize, presence: &Presence) -> bool {
    !outside(ctx, i, presence).is_empty() || too_many(ctx, i, presence).is_some()
}

/// More journées than there are days to be present on: all but Sundays, and the Sundays that are agreed.
fn too_many(ctx: &PromotionContext, i: usize, presence: &Presence) -> Option<Faute> {
    let (now, done) = (ctx.now(i), presence.journees?);
    let (debut, fin) = (presence.debut.or(now.debut)?, presence.fin.or(now.fin)?);
    if fin < debut {
        return None;
    }
    let sundays = now.weekdays().contains(&7);
    let added = |d: &Date| now.jours_supplementaires.contains(d) || now.demi_journees_supplementaires.contains(d);
    let most = debut.until(fin).filter(|d| d.weekday() != 7 || sundays || added(d)).count();
    if done <= Journees::from(u32::try_from(most).unwrap_or(u32::MAX)) {
        return None;
    }
    let found = format!("{done} journées faites du {debut} au {fin}, où il n’y a que {most} jours");
    Some(Faute::new(i, "presence.journees", found, "").help("recopiez les journées du relevé de présence"))
}

/// Hours that the journées do not make, at the hours of the convention's day.
fn hours(ctx: &PromotionContext, i: usize, presence: &Presence) -> Option<Faute> {
    let (done, hours) = (presence.journees?, presence.heures?);
    // What a journée holds on average: half ones, and hours that an avenant changed, are in it.
    let foreseen = ctx.prevision(i).filter(|p| p.journees() > Journees::default());
    let (minutes, halves) =
        foreseen.map_or_else(|| (calcul::minutes_of_day(ctx.now(i)), 2), |p| (p.total(), p.journees().halves()));
    let (told, counted) = (u64::from(hours.minutes()), u64::from(calcul::proportion(done.halves(), minutes, halves)));
    let day = calcul::proportion(2, minutes, halves);
    let away = told.abs_diff(counted) * 100;
    let beyond = |percent: u32| away > counted * u64::from(percent);
    let law = &ctx.droit.presence;
    if !beyond(law.heures_pourcent) {
        return None;
    }
    let severity = if beyond(law.heures_pourcent_au_plus) { Severity::Error } else { Severity::Warning };
    // Journées that the convention does not foresee are AT03's.
    if severity == Severity::Warning && ctx.prevision(i).is_some_and(|p| done > p.journees()) {
        return None;
    }
    let expected = format!(
        " : {} par journée prévues, soit {}",
        Heures::of_minutes(day).in_words(),
        Heures::of_minutes(u32::try_from(counted).unwrap_or(u32::MAX)).in_words()
    );
    let faute = Faute::new(i, "presence.heures", format!("{hours} heures pour {done} journées"), expected);
    let faute = faute.severity(severity).related("presence.journees", "les journées");
    Some(faute.help("recopiez les journées et les heures du relevé de présence"))
}
