//! CV35: weekly hours above the limits, or a night, a Sunday or a holiday that is not told.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Date;
use crate::domain::periode::Jour;
use crate::domain::promotion::stage::is_neant;
use crate::domain::promotion::{Stage, calcul};
use crate::rules::{Check, PromotionContext, Rule, words};

pub static RULE: Rule = Rule {
    code: "CV35",
    severity: Severity::Error,
    title: "durée hebdomadaire ou présence particulière",
    reference: "code de l’éducation, D124-4, 6° ; code du travail, L3121-20",
    nv: None,
    explain: include_str!("cv35.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = weekly(ctx);
    out.extend(daily(ctx));
    out.extend(silent(ctx, "nuit", |a, b| a.nuit == b.nuit, |s| s.nuit));
    out.extend(silent(ctx, "jours", |a, b| a.jours == b.jours, |s| !s.nuit && s.jours.contains(&Jour::Dimanche)));
    let besides = |s: &Stage| {
        let holiday = |d: &Date| ctx.calendriers.feries(ctx.calendrier(), d.year()).contains(d) || d.weekday() == 7;
        !s.nuit && !s.jours.contains(&Jour::Dimanche) && s.jours_supplementaires.iter().any(holiday)
    };
    let same = |a: &Stage, b: &Stage| a.jours_supplementaires == b.jours_supplementaires;
    out.extend(silent(ctx, "jours_supplementaires", same, besides));
    out
}

/// The hours of the week against what is usual, and what nothing allows.
fn weekly(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let (usual, most) = (ctx.droit.heures_conseillees, ctx.droit.heures_au_plus);
    let hours = |s: &Stage| s.heures_semaine.filter(|_| Public::VoieScolaire.includes(ctx, s)).unwrap_or(0);
    let groups =
        ctx.grouped("heures_semaine", |a, b| a.heures_semaine == b.heures_semaine, |s: &Stage| hours(s) > usual);
    let one = |(place, rows): (_, Vec<usize>)| {
        let hours = hours(&ctx.promotion.stages[rows[0]]);
        let n = rows.len();
        let found = RULE.at(place, format!("{hours} heures par semaine, {n} convention{}", words::s(n)));
        match hours > most {
            true => found.help(format!("jamais plus de {most} heures")),
            false => found.severity(Severity::Warning).help(format!("la durée légale est de {usual} heures")),
        }
    };
    groups.into_iter().map(one).collect()
}

/// The hours of a day: those of the week are often left as they are where the days become fewer.
fn daily(ctx: &PromotionContext) -> Vec<Diagnostic> {
    const DAY: u32 = 24;
    let most = ctx.droit.heures_par_jour_au_plus;
    let mut out = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate().filter(|(_, s)| Public::VoieScolaire.includes(ctx, s)) {
        let (Some(weekly), days) = (s.heures_semaine, s.weekdays().len()) else { continue };
        let hours = calcul::minutes_of_day(s).div_ceil(60);
        // What the week itself has too much of is told there.
        if hours <= most || weekly > ctx.droit.heures_au_plus {
            continue;
        }
        let message = format!("{weekly} heures par semaine sur {days} jour{}, {hours} heures par jour", words::s(days));
        let found = RULE.at(ctx.stage(i, "jours"), format!("{message}, convention {}", name(ctx, i)));
        let found = if hours > DAY { found } else { found.severity(Severity::Warning) };
        out.push(found.help(format!("dites les heures de ces jours dans heures_semaine : {most} au plus par jour")));
    }
    out
}

/// The conventions whose presence at `key` is at night, on a Sunday or on a holiday, and that agree on nothing for it.
fn silent(
    ctx: &PromotionContext,
    key: &str,
    same: impl Fn(&Stage, &Stage) -> bool,
    special: impl Fn(&Stage) -> bool,
) -> Vec<Diagnostic> {
    let wrong = |s: &Stage| {
        let text = s.presence_particuliere.trim();
        special(s) && Public::VoieScolaire.includes(ctx, s) && is_neant(text)
    };
    let one = |(place, rows): (_, Vec<usize>)| {
        let whose = match rows.as_slice() {
            [row] => format!("convention {}", name(ctx, *row)),
            rows => format!("{} conventions", rows.len()),
        };
        let message = format!("présence la nuit, un dimanche ou un jour férié, {whose} : rien n’est convenu");
        RULE.at(place, message).help("dites ce qui est convenu dans presence_particuliere")
    };
    ctx.grouped(key, same, wrong).into_iter().map(one).collect()
}
