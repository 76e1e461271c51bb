//! CV35: weekly hours above the limits, or a night, a Sunday or a holiday that is not told, or that a minor may not work.

use super::mineurs;
use super::textes::{Public, name, whose};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::Date;
use crate::domain::periode::Jour;
use crate::domain::promotion::stage::is_neant;
use crate::domain::promotion::{Stage, calcul};
use crate::rules::{PromotionContext, Rule, words};

pub static RULE: Rule = Rule::promotion("CV35", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = weekly(ctx);
    out.extend(daily(ctx));
    out.extend(mineurs::check(ctx));
    out.extend(silent(ctx, NUIT, |a, b| a.nuit == b.nuit, |s| s.nuit));
    out.extend(silent(ctx, "jours", |a, b| a.jours == b.jours, |s| !s.nuit && s.jours.contains(&Jour::Dimanche)));
    let besides = |s: &Stage| {
        let holiday = |d: &Date| d.weekday() == 7 || ctx.is_ferie(s, *d);
        !s.nuit && !s.jours.contains(&Jour::Dimanche) && s.jours_supplementaires.iter().any(holiday)
    };
    let same = |a: &Stage, b: &Stage| a.jours_supplementaires == b.jours_supplementaires;
    out.extend(silent(ctx, "jours_supplementaires", same, besides));
    out
}

/// The stages of voie scolaire of adults: what a minor's hours may be is told by `mineurs`.
fn adults<'a>(ctx: &'a PromotionContext) -> impl Iterator<Item = (usize, &'a Stage)> {
    let stages = ctx.promotion.stages.iter().enumerate();
    stages.filter(|(i, s)| Public::VoieScolaire.includes(ctx, s) && !mineurs::is_minor(ctx, *i))
}

/// The hours of the week against what is usual, and what nothing allows.
fn weekly(ctx: &PromotionContext) -> Vec<Finding> {
    let (usual, most) = (ctx.droit.heures_conseillees, ctx.droit.heures_au_plus);
    let hours = |s: &Stage| s.heures_semaine.unwrap_or_default();
    let wrong = adults(ctx).filter(|(_, s)| hours(s).minutes() > usual * 60).map(|(i, _)| i);
    let groups = ctx.gathered("heures_semaine", |a, b| a.heures_semaine == b.heures_semaine, wrong);
    let one = |(place, rows): (Place, Vec<usize>)| {
        let hours = hours(&ctx.promotion.stages[rows[0]]);
        let n = rows.len();
        let found = RULE.at(place, format!("{hours} heures par semaine, {n} convention{}", words::s(n))).rows(&rows);
        match hours.minutes() > most * 60 {
            true => found.help(format!("jamais plus de {most} heures")),
            false => found.severity(Severity::Warning).help(format!("la durée légale est de {usual} heures")),
        }
    };
    groups.into_iter().map(one).collect()
}

/// The hours of a day: those of the week are often left as they are where the days become fewer.
fn daily(ctx: &PromotionContext) -> Vec<Finding> {
    const DAY: u32 = 24;
    let most = ctx.droit.heures_par_jour_au_plus;
    let hours = |s: &Stage| calcul::minutes_of_day(s).div_ceil(60);
    let wrong = adults(ctx).filter(|(_, s)| {
        // What the week itself has too much of is told there.
        hours(s) > most && s.heures_semaine.is_some_and(|weekly| weekly.minutes() <= ctx.droit.heures_au_plus * 60)
    });
    let same = |a: &Stage, b: &Stage| a.jours == b.jours && a.heures_semaine == b.heures_semaine;
    let one = |(place, rows): (Place, Vec<usize>)| {
        let s = &ctx.promotion.stages[rows[0]];
        let (weekly, days, hours) = (s.heures_semaine.unwrap_or_default(), s.weekdays().len(), hours(s));
        let whose = whose(ctx, &rows);
        let message = format!("{weekly} heures par semaine sur {days} jour{}, {hours} heures par jour", words::s(days));
        let found = RULE.at(place, format!("{message}, {whose}")).rows(&rows);
        let found = if hours > DAY { found } else { found.severity(Severity::Warning) };
        found.help(format!("dites les heures de ces jours dans heures_semaine : {most} au plus par jour"))
    };
    ctx.gathered("jours", same, wrong.map(|(i, _)| i)).into_iter().map(one).collect()
}

/// The conventions whose presence at `key` is at night, on a Sunday or on a holiday, and that agree on nothing for it.
fn silent(
    ctx: &PromotionContext,
    key: &str,
    same: impl Fn(&Stage, &Stage) -> bool,
    special: impl Fn(&Stage) -> bool,
) -> Vec<Finding> {
    let wrong = |s: &Stage| {
        let text = s.presence_particuliere.trim();
        special(s) && Public::VoieScolaire.includes(ctx, s) && is_neant(text)
    };
    let one = |(place, rows): (_, Vec<usize>)| {
        let whose = whose(ctx, &rows);
        let message = format!("présence la nuit, un dimanche ou un jour férié, {whose} : rien n’est convenu");
        let found = RULE.at(place, message).rows(&rows).help("dites ce qui est convenu dans presence_particuliere");
        match rows.iter().find(|i| key == NUIT && mineurs::is_minor(ctx, **i)) {
            Some(i) => {
                found.help(format!("convention {} : l’étudiant est mineur, la nuit lui est interdite", name(ctx, *i)))
            }
            None => found,
        }
    };
    let groups = ctx.grouped(key, same, wrong).into_iter();
    groups.filter(|(_, rows)| key != NUIT || !all_minors(ctx, rows)).map(one).collect()
}

const NUIT: &str = "nuit";

/// Whether nobody of these stages may be there at night: that is told, not what is agreed.
fn all_minors(ctx: &PromotionContext, rows: &[usize]) -> bool {
    rows.iter().all(|i| mineurs::is_minor(ctx, *i))
}

/// The conventions of minors at night that are told with those of adults.
pub fn told_with_adults(ctx: &PromotionContext) -> Vec<usize> {
    let wrong = |s: &Stage| s.nuit && Public::VoieScolaire.includes(ctx, s) && is_neant(&s.presence_particuliere);
    let groups = ctx.grouped(NUIT, |a, b| a.nuit == b.nuit, wrong).into_iter();
    groups.filter(|(_, rows)| !all_minors(ctx, rows)).flat_map(|(_, rows)| rows).collect()
}
