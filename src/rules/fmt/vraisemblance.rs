//! Days that exist and cannot be true: a birth, a period, held against the session.

use super::fmt06::RULE;
use super::{Context, PromotionContext};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::Date;
use crate::domain::periode::Periode;
use crate::domain::reglages::AgeInsolite;

/// The birth of the candidate, then the periods.
pub fn unlikely(ctx: &Context) -> Vec<Finding> {
    let born = born(ctx);
    let periods = ctx.dossier.periodes.iter().enumerate().filter_map(|(i, p)| period(ctx, i, p, born));
    birth(ctx).into_iter().chain(periods).collect()
}

/// Whether the days of a period are among those that cannot be true.
pub fn is_unlikely(ctx: &Context, i: usize, p: &Periode) -> bool {
    period(ctx, i, p, born(ctx)).is_some()
}

/// The day of birth; of one that is wrong nothing is concluded.
fn born(ctx: &Context) -> Option<Date> {
    ctx.dossier.candidat.identite.date_naissance.filter(|_| birth(ctx).is_none())
}

fn birth(ctx: &Context) -> Option<Finding> {
    let candidat = &ctx.dossier.candidat;
    let (born, session) = (candidat.identite.date_naissance?, candidat.examen.session?);
    let age = ctx.reglages.age_insolite(born, session)?;
    Some(told(age, session, ctx.candidat("identite.date_naissance"), ctx.candidat("examen.session")))
}

/// The births of a promotion's students, then their stages.
pub fn of_students(ctx: &PromotionContext) -> Vec<Finding> {
    let promotion = ctx.promotion;
    let births = promotion.etudiants.iter().enumerate().filter_map(|(i, e)| {
        let session = promotion.reglage.formation.session?;
        let age = ctx.reglages.age_insolite(e.date_naissance?, session)?;
        Some(told(age, session, ctx.etudiant(i, "date_naissance"), ctx.reglage("formation.session")))
    });
    let stages = promotion.stages.iter().enumerate().filter_map(|(i, s)| {
        let rank = promotion.rang_etudiant(&s.etudiant)?;
        let born = ctx.birth(&promotion.etudiants[rank])?;
        too_young(born, s.debut?, ctx.reglages.vraisemblance.age_au_travail, "ce stage", "l’étudiant ou l’étudiante")
            .map(|message| {
                let found = RULE.at(ctx.stage(i, "debut"), message);
                let found = found.related(ctx.etudiant(rank, "date_naissance"), "date de naissance");
                found.help("corrigez l’année du stage, ou celle de la naissance")
            })
    });
    births.chain(stages).collect()
}

/// An age at the session that is a slip of the pen, or that is to be looked at. The day of birth is not repeated.
fn told(age: AgeInsolite, session: i32, place: Place, reason: Place) -> Finding {
    let message = match age.ans {
        ..=-1 => format!("la date de naissance est postérieure à la session {session}"),
        ans => format!("la date de naissance donne {ans} an{} à la session {session}", plural(ans)),
    };
    let found = RULE.at(place, message).related(reason, "session de l’examen");
    match age.possible {
        true => found.severity(Severity::Warning).help("vérifiez l’année de naissance et celle de la session"),
        false => found.help("corrigez l’année de naissance, ou celle de la session"),
    }
}

/// What is wrong in what begins before who does it was old enough, in words.
fn too_young(born: Date, debut: Date, least: i32, what: &str, who: &str) -> Option<String> {
    let age = born.years_to(debut);
    (age < least).then(|| match age {
        ..=-1 => format!("{what} commence avant la naissance"),
        age => format!("{who} a {age} an{} au début de {what}", plural(age)),
    })
}

fn plural(n: i32) -> &'static str {
    if n > 1 { "s" } else { "" }
}

fn period(ctx: &Context, i: usize, p: &Periode, born: Option<Date>) -> Option<Finding> {
    let debut = p.debut?;
    if p.fin.is_some_and(|fin| fin < debut) {
        return None;
    }
    let bounds = &ctx.reglages.vraisemblance;
    let place = || ctx.periode(i, "debut");
    let young = |born| too_young(born, debut, bounds.age_au_travail, "cette période", "le candidat ou la candidate");
    if let Some(message) = born.and_then(young) {
        let found = RULE.at(place(), message).related(ctx.candidat("identite.date_naissance"), "date de naissance");
        return Some(found.help("corrigez l’année de la période, ou celle de la naissance"));
    }
    let session = ctx.dossier.candidat.examen.session?;
    let (first, last) = (session - bounds.annees_avant, session + bounds.annees_apres);
    let far = |year: i16, key: &str| {
        let message = format!("cette période tombe en {year}, la session est celle de {session}");
        let found =
            RULE.at(ctx.periode(i, key), message).related(ctx.candidat("examen.session"), "session de l’examen");
        found.help("corrigez l’année")
    };
    if i32::from(debut.year()) < first {
        return Some(far(debut.year(), "debut"));
    }
    let end = p.fin.filter(|fin| i32::from(fin.year()) > last)?;
    Some(far(end.year(), "fin").severity(Severity::Warning))
}
