//! What the labour code allows a stagiaire on the days on which he or she is a minor (L3161-1 to L3164-8), told by CV35.

use super::cv35::{RULE, told_with_adults};
use super::horaires_mineurs;
use super::lignes::{self, Faute};
use super::textes::Public;
use crate::diagnostic::Finding;
use crate::domain::Date;
use crate::domain::promotion::Regime;
use crate::domain::promotion::{ObjetAvenant, Organisme, Stage};
use crate::rules::{PromotionContext, words};

const MINEUR: &str = " : l’étudiant est mineur";

/// Whether the student is a minor on a day of presence of stage `i`, in France: elsewhere the country's law applies.
pub fn is_minor(ctx: &PromotionContext, i: usize) -> bool {
    days(ctx, i).next().is_some()
}

/// What is wrong in the stages of minors: what comes of the defaults is told once.
pub fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let stages = ctx.promotion.stages.iter().enumerate();
    let minors = stages.filter(|(i, s)| Public::VoieScolaire.includes(ctx, s) && is_minor(ctx, *i));
    let mut out = Vec::new();
    let told = told_with_adults(ctx);
    for (i, s) in minors {
        let hours = hours(ctx, i);
        // Of hours that are too many already, the clock is not told besides.
        out.extend(if hours.is_some() { hours } else { horaires_mineurs::check(ctx, i) });
        out.extend(night(ctx, i, s).filter(|_| !told.contains(&i)));
        out.extend(rest(ctx, i));
        out.extend(holidays(ctx, i));
    }
    let week =
        |s: &Stage| (s.jours.clone(), s.heures_semaine, s.horaires.clone(), s.nuit, s.jours_supplementaires.clone());
    lignes::told(ctx, &RULE, out, |a, b| week(a) == week(b))
}

/// The days of presence on which the student is a minor, in order.
pub fn days<'a>(ctx: &'a PromotionContext, i: usize) -> impl Iterator<Item = Date> + 'a {
    let stage = &ctx.promotion.stages[i];
    let etudiant = ctx.promotion.etudiant(&stage.etudiant).filter(|e| ctx.birth(e).is_some());
    let abroad = |cle: &str| ctx.promotion.organisme(cle).is_some_and(Organisme::is_abroad);
    let elsewhere = [abroad(&stage.organisme), stage.is_shared() && abroad(&stage.second_organisme)];
    let age = ctx.droit.mineurs.age;
    let days = ctx.prevision(i).into_iter().flat_map(|p| p.jours.keys().copied());
    let days = days.filter(move |d| !elsewhere[usize::from(stage.is_in_second(*d))]);
    days.take_while(move |d| etudiant.is_some_and(|e| e.is_under(age, *d)))
}

/// Night: L3163-2 forbids it.
fn night(ctx: &PromotionContext, i: usize, s: &Stage) -> Option<Faute> {
    let law = &ctx.droit.mineurs;
    if !s.nuit || !law.nuit_interdite {
        return None;
    }
    let help = format!("retirez nuit = true : un mineur ne travaille pas {} (L3163-1 et L3163-2)", law.nuit);
    Some(Faute::new(i, "nuit", "présence la nuit", MINEUR).help(help))
}

/// The hours of the week, else those of the day, else those of a week that has a day more (L3162-1).
fn hours(ctx: &PromotionContext, i: usize) -> Option<Faute> {
    let (law, key) = (&ctx.droit.mineurs, "heures_semaine");
    let (weekly, daily) = (law.heures_par_semaine, law.heures_par_jour);
    let all: Vec<Date> = days(ctx, i).collect();
    let of_regime = |(first, last, regime): (Date, Date, Regime)| {
        let bears = all.iter().any(|d| (first..=last).contains(d));
        let (hours, minutes) = (regime.heures_semaine.unwrap_or_default(), regime.minutes_of_days().0);
        let found = match () {
            () if !bears => return None,
            () if hours.minutes() > weekly * 60 => format!("{hours} heures par semaine"),
            () if minutes > daily * 60 => format!("{} heures par jour", minutes.div_ceil(60)),
            () => return None,
        };
        let avenant = ctx.avenant_from(i, ObjetAvenant::Horaires, first);
        Some(Faute::new(i, key, found, MINEUR).of_avenant(avenant))
    };
    let found = ctx.now(i).regimes_dates().into_iter().find_map(of_regime).or_else(|| {
        let monday = busy_week(ctx, i)?;
        let after = format!(" : plus de {weekly} heures pour un mineur");
        Some(Faute::new(i, "jours_supplementaires", format!("semaine du {monday}"), after))
    })?;
    Some(found.help(format!(
        "au plus {weekly} heures par semaine et {daily} heures par jour avant dix-huit ans (L3162-1), sauf dérogation de \
         l’inspecteur du travail"
    )))
}

/// The Monday of the first week whose days as a minor have more minutes than a minor's week.
fn busy_week(ctx: &PromotionContext, i: usize) -> Option<Date> {
    let prevision = ctx.prevision(i)?;
    let most = ctx.droit.mineurs.heures_par_semaine * 60;
    let days: Vec<Date> = days(ctx, i).collect();
    let minutes = |day: &Date| prevision.jours.get(day).map_or(0, |j| j.minutes);
    let week = |one: &[Date]| one.iter().map(minutes).sum::<u32>() > most;
    days.chunk_by(|a, b| monday(*a) == monday(*b)).find(|one| week(one)).map(|one| monday(one[0]))
}

/// Two days of rest in a row in each week that ends before the birthday (L3164-2); a Sunday and the Monday after it, or
/// before which it is, are two in a row.
fn rest(ctx: &PromotionContext, i: usize) -> Option<Faute> {
    let wanted = i32::try_from(ctx.droit.mineurs.jours_de_repos).ok().filter(|n| (1..=7).contains(n))?;
    let (stage, prevision) = (&ctx.promotion.stages[i], ctx.prevision(i)?);
    let etudiant = ctx.promotion.etudiant(&stage.etudiant)?;
    let all: Vec<Date> = days(ctx, i).collect();
    let here = |d: Date| prevision.jours.contains_key(&d);
    let restless = |monday: Date| {
        let free = |from: i32| (from..from + wanted).all(|n| !here(monday.plus_days(n)));
        !(1 - wanted..=6).any(free)
    };
    let mondays = all.chunk_by(|a, b| monday(*a) == monday(*b)).map(|one| monday(one[0]));
    let mut whole = mondays.filter(|m| etudiant.is_under(ctx.droit.mineurs.age, m.plus_days(6)));
    let monday = whole.find(|m| restless(*m))?;
    // The days of every week, or one that was added.
    let added = stage.jours_supplementaires.iter().any(|d| (0..7).any(|n| monday.plus_days(n) == *d));
    let key = if added { "jours_supplementaires" } else { "jours" };
    let after = format!(" : un mineur a {wanted} jours de repos de suite par semaine");
    Some(Faute::new(i, key, format!("semaine du {monday}"), after).help(
        "laissez deux jours de suite sans présence (L3164-2) ; seul un accord collectif, ou l’inspecteur du travail, permet \
         moins",
    ))
}

/// The holidays of the place (L3164-6).
fn holidays(ctx: &PromotionContext, i: usize) -> Option<Faute> {
    if !ctx.droit.mineurs.feries_interdits {
        return None;
    }
    let stage = ctx.now(i);
    let worked: Vec<Date> =
        days(ctx, i).filter(|d| stage.jours_supplementaires.contains(d) && ctx.is_ferie(stage, *d)).collect();
    if worked.is_empty() {
        return None;
    }
    let found = format!("présence un jour férié ({})", words::and(&worked));
    Some(
        Faute::new(i, "jours_supplementaires", found, MINEUR)
            .help("retirez ce jour : un mineur ne travaille pas les jours de fête reconnus par la loi (L3164-6)"),
    )
}

/// The Monday of a day's week.
fn monday(day: Date) -> Date {
    day.plus_days(1 - i32::from(day.weekday()))
}
