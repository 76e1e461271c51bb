//! What the labour code allows a stagiaire on the days on which he or she is a minor (L3161-1 to L3164-8), told by CV35.

use super::cv35::{RULE, told_with_adults};
use super::textes::{Public, name};
use crate::diagnostic::Diagnostic;
use crate::domain::Date;
use crate::domain::promotion::{Organisme, Stage, calcul};
use crate::rules::{PromotionContext, words};

/// Whether the student is a minor on a day of presence of stage `i`, in France: elsewhere the country's law applies.
pub fn is_minor(ctx: &PromotionContext, i: usize) -> bool {
    days(ctx, i).next().is_some()
}

/// What is wrong in the stages of minors.
pub fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let stages = ctx.promotion.stages.iter().enumerate();
    let minors = stages.filter(|(i, s)| Public::VoieScolaire.includes(ctx, s) && is_minor(ctx, *i));
    let mut out = Vec::new();
    let told = told_with_adults(ctx);
    for (i, s) in minors {
        out.extend(night(ctx, i, s).filter(|_| !told.contains(&i)));
        out.extend(hours(ctx, i, s));
        out.extend(rest(ctx, i));
        out.extend(holidays(ctx, i));
    }
    out
}

/// The days of presence on which the student is a minor, in order.
fn days<'a>(ctx: &'a PromotionContext, i: usize) -> impl Iterator<Item = Date> + 'a {
    let stage = &ctx.promotion.stages[i];
    let etudiant = ctx.promotion.etudiant(&stage.etudiant);
    let abroad = ctx.promotion.organisme(&stage.organisme).is_some_and(Organisme::is_abroad);
    let age = ctx.droit.mineurs.age;
    let days = ctx.prevision(i).filter(|_| !abroad).into_iter().flat_map(|p| p.jours.keys().copied());
    days.take_while(move |d| etudiant.is_some_and(|e| e.is_under(age, *d)))
}

/// Night: L3163-2 forbids it.
fn night(ctx: &PromotionContext, i: usize, s: &Stage) -> Option<Diagnostic> {
    let law = &ctx.droit.mineurs;
    if !s.nuit || !law.nuit_interdite {
        return None;
    }
    let message = format!("présence la nuit, convention {} : l’étudiant est mineur", name(ctx, i));
    let help = format!("retirez nuit = true : un mineur ne travaille pas {} (L3163-1 et L3163-2)", law.nuit);
    Some(RULE.at(ctx.stage(i, "nuit"), message).help(help))
}

/// The hours of the week, else those of the day, else those of a week that has a day more (L3162-1).
fn hours(ctx: &PromotionContext, i: usize, s: &Stage) -> Option<Diagnostic> {
    let (law, key) = (&ctx.droit.mineurs, "heures_semaine");
    let (weekly, daily) = (law.heures_par_semaine, law.heures_par_jour);
    let convention = name(ctx, i);
    let minutes = calcul::minutes_of_day(ctx.now(i));
    let found = if s.heures_semaine.is_some_and(|h| h.minutes() > weekly * 60) {
        let hours = s.heures_semaine.unwrap_or_default();
        RULE.at(
            ctx.stage(i, key),
            format!("{hours} heures par semaine, convention {convention} : l’étudiant est mineur"),
        )
    } else if minutes > daily * 60 {
        let hours = minutes.div_ceil(60);
        RULE.at(ctx.stage(i, key), format!("{hours} heures par jour, convention {convention} : l’étudiant est mineur"))
    } else {
        let monday = busy_week(ctx, i)?;
        let message = format!("semaine du {monday}, convention {convention} : plus de {weekly} heures pour un mineur");
        RULE.at(ctx.stage(i, "jours_supplementaires"), message)
    };
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
fn rest(ctx: &PromotionContext, i: usize) -> Option<Diagnostic> {
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
    let message = format!(
        "semaine du {monday}, convention {} : un mineur a {wanted} jours de repos de suite par semaine",
        name(ctx, i)
    );
    Some(RULE.at(ctx.stage(i, key), message).help(
        "laissez deux jours de suite sans présence (L3164-2) ; seul un accord collectif, ou l’inspecteur du travail, permet \
         moins",
    ))
}

/// The holidays of the place (L3164-6).
fn holidays(ctx: &PromotionContext, i: usize) -> Option<Diagnostic> {
    if !ctx.droit.mineurs.feries_interdits {
        return None;
    }
    let stage = ctx.now(i);
    let worked: Vec<Date> =
        days(ctx, i).filter(|d| stage.jours_supplementaires.contains(d) && ctx.is_ferie(stage, *d)).collect();
    if worked.is_empty() {
        return None;
    }
    let message = format!(
        "présence un jour férié ({}), convention {} : l’étudiant est mineur",
        words::and(&worked),
        name(ctx, i)
    );
    let found = RULE.at(ctx.stage(i, "jours_supplementaires"), message);
    Some(found.help("retirez ce jour : un mineur ne travaille pas les jours de fête reconnus par la loi (L3164-6)"))
}

/// The Monday of a day's week.
fn monday(day: Date) -> Date {
    day.plus_days(1 - i32::from(day.weekday()))
}
