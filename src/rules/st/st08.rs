//! ST08: the first period of stage that the text recommends.

use super::duree::Stages;
use super::second_year;
use crate::diagnostic::Finding;
use crate::domain::periode::Periode;
use crate::domain::{Date, Statut};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST08", check);

fn check(ctx: &Context) -> Vec<Finding> {
    advice(ctx).into_iter().collect()
}

fn advice(ctx: &Context) -> Option<Finding> {
    let stages = Stages::of(ctx).filter(|s| s.is_enough() && s.dated())?;
    if ctx.statut() != Some(Statut::Scolaire) {
        return None;
    }
    let year = second_year(ctx)?.year();
    let told = ctx.dossier.candidat.formation.as_ref().and_then(|f| f.fin_premier_semestre);
    let (month, day) = ctx.reglages.calendrier.fin_premier_semestre;
    let end = told.or_else(|| Date::new(year, month, day))?;
    let first = &ctx.referentiel.stage.premiere_periode;
    let week = u32::from(ctx.referentiel.stage.jours_par_semaine);
    let wanted = u32::from(first.semaines_min)..=u32::from(first.semaines_max);
    let done = |p: &Periode| p.fin.is_some_and(|fin| fin <= end) && weeks(p, week).is_some_and(|w| wanted.contains(&w));
    if stages.periodes.iter().any(|(_, p)| done(p)) {
        return None;
    }
    let (i, _) = stages.periodes.iter().min_by_key(|(_, p)| p.debut)?;
    let words = if told.is_some() { "" } else { ", jour par défaut" };
    let (min, max) = (first.semaines_min, first.semaines_max);
    let message = format!(
        "aucune période de {min} à {max} semaines consécutives avant la fin du premier \
        semestre ({end}{words})"
    );
    let found = RULE.at(ctx.periode(*i, "debut"), message).label("première période déclarée");
    Some(found.help("ce n’est pas une faute : le texte le recommande, l’établissement décide du calendrier"))
}

/// How many weeks in a row, to the nearest; `None` for a presence of some days a week.
fn weeks(p: &Periode, week: u32) -> Option<u32> {
    let weekdays: Vec<i8> = (1..=7).filter(|day| p.halves_of(*day) > 0).collect();
    let whole = weekdays.len() >= week as usize;
    let days = p.debut?.until(p.fin?).filter(|d| d.weekday() <= 5 && weekdays.contains(&d.weekday())).count();
    whole.then(|| (u32::try_from(days).unwrap_or(0) + week / 2) / week)
}
