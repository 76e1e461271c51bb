//! CV16: a mention of D124-4 that the convention does not tell: durée hebdomadaire et présence particulière non dites.

use super::textes::{Cle, Neant, Public, message, name, untold};
use super::{lignes, partages};
use crate::diagnostic::{Finding, Severity};
use crate::domain::periode::Jour;
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV16", check);

const CLES: &[Cle] = &[("presence_particuliere", |s| &s.presence_particuliere)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = hours(ctx);
    out.extend(untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "la présence la nuit, le dimanche ou un jour férié (« néant » s’il n’y en a pas)",
        CLES,
    ));
    out.extend(other_hours(ctx));
    out.extend(elsewhere(ctx));
    let same = |a: &Stage, b: &Stage| (&a.partage, a.debut, a.fin, &a.jours) == (&b.partage, b.debut, b.fin, &b.jours);
    out.extend(lignes::told(ctx, &RULE, partages::check(ctx), same));
    out
}

/// The rows whose days or hours are not those of the defaults, and that say nothing of the clock: what the defaults say of
/// it is of other days, and is not printed.
fn other_hours(ctx: &PromotionContext) -> Vec<Finding> {
    let defaults = &ctx.promotion.reglage.defauts;
    let wrong = |(_, s): &(usize, &Stage)| Public::VoieScolaire.includes(ctx, s) && s.clock(defaults) != s.horaires;
    let one = |(i, s): (usize, &Stage)| {
        let message = format!(
            "les horaires par défaut sont ceux d’autres jours, convention {} : ils ne sont pas imprimés",
            name(ctx, i)
        );
        let key = if s.jours == defaults.jours && s.demi_journees == defaults.demi_journees {
            "heures_semaine"
        } else {
            "jours"
        };
        let found = RULE.at(ctx.stage(i, key), message).severity(Severity::Warning);
        let found = found.related(ctx.defaut("horaires"), "horaires par défaut");
        found.help("dites ceux de ce stage : horaires = \"…\" dans sa ligne")
    };
    ctx.promotion.stages.iter().enumerate().filter(wrong).map(one).collect()
}

/// The days of télétravail that are no days of presence.
fn elsewhere(ctx: &PromotionContext) -> Vec<Finding> {
    let absent = |s: &Stage| s.teletravail.iter().copied().find(|j| !s.weekdays().contains(&j.weekday()));
    let same = |a: &Stage, b: &Stage| a.teletravail == b.teletravail && a.weekdays() == b.weekdays();
    let one = |(place, rows): (_, Vec<usize>)| {
        let day = absent(&ctx.promotion.stages[rows[0]]).map_or("", Jour::label);
        let message = format!("télétravail le {day}, qui n’est pas un jour de présence");
        RULE.at(place, message).rows(&rows).help("ajoutez ce jour à « jours », ou retirez-le de « teletravail »")
    };
    ctx.grouped("teletravail", same, |s| absent(s).is_some()).into_iter().map(one).collect()
}

/// The weekly hours, which are a number.
fn hours(ctx: &PromotionContext) -> Vec<Finding> {
    let key = "heures_semaine";
    let wrong = |s: &Stage| s.heures_semaine.is_none() && Public::VoieScolaire.includes(ctx, s);
    let groups = ctx.grouped(key, |a, b| a.heures_semaine == b.heures_semaine, wrong);
    let told = groups.into_iter().filter(|(place, _)| !ctx.lost_at(&place.file, key));
    let one = |(place, rows): (_, Vec<usize>)| {
        let message = message(ctx, &rows, "ne dit pas", "ne disent pas", "la durée hebdomadaire de présence");
        let help = format!("écrivez heures_semaine = 35 dans la ligne du stage, ou dans {}", ctx.ou_defauts());
        RULE.at(place, message).rows(&rows).label("« heures_semaine » manque").help(help)
    };
    told.map(one).collect()
}
