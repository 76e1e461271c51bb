//! Days that exist and cannot be true: a birth, a period, held against the session.

use super::Context;
use super::fmt06::RULE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Date;
use crate::domain::periode::Periode;

/// The birth of the candidate, then the periods.
pub fn unlikely(ctx: &Context) -> Vec<Diagnostic> {
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

/// Full years between two days; negative before the first.
fn years(from: Date, to: Date) -> i32 {
    let whole = i32::from(to.year()) - i32::from(from.year());
    let before = (to.month(), to.day()) < (from.month(), from.day());
    whole - i32::from(before)
}

fn birth(ctx: &Context) -> Option<Diagnostic> {
    let candidat = &ctx.dossier.candidat;
    let (born, session) = (candidat.identite.date_naissance?, candidat.examen.session?);
    let (exam, _) = ctx.reglages.premiere_epreuve(session)?;
    let bounds = &ctx.reglages.vraisemblance;
    let age = years(born, exam);
    let usual = (bounds.age_usuel.0..=bounds.age_usuel.1).contains(&age);
    if usual {
        return None;
    }
    let place = ctx.candidat("identite.date_naissance");
    let severity = match (bounds.age_possible.0..=bounds.age_possible.1).contains(&age) {
        true => Severity::Warning,
        false => Severity::Error,
    };
    // The day of birth is not repeated.
    let message = match age {
        ..=-1 => format!("la date de naissance est postérieure à la session {session}"),
        age => format!("la date de naissance donne {age} ans à la session {session}"),
    };
    let found = RULE.at(place, message).severity(severity);
    let found = found.related(ctx.candidat("examen.session"), "session de l’examen");
    Some(match severity {
        Severity::Error => found.help("corrigez l’année de naissance, ou celle de la session"),
        _ => found.help("vérifiez l’année de naissance et celle de la session"),
    })
}

fn period(ctx: &Context, i: usize, p: &Periode, born: Option<Date>) -> Option<Diagnostic> {
    let debut = p.debut?;
    if p.fin.is_some_and(|fin| fin < debut) {
        return None;
    }
    let bounds = &ctx.reglages.vraisemblance;
    let place = || ctx.periode(i, "debut");
    if let Some(born) = born.filter(|born| years(*born, debut) < bounds.age_au_travail) {
        let message = match years(born, debut) {
            ..=-1 => "cette période commence avant la naissance".to_owned(),
            age => format!(
                "le candidat ou la candidate a {age} an{} au début de cette période",
                if age > 1 { "s" } else { "" }
            ),
        };
        let found = RULE.at(place(), message).related(ctx.candidat("identite.date_naissance"), "date de naissance");
        return Some(found.help("corrigez l’année de la période, ou celle de la naissance"));
    }
    let session = ctx.dossier.candidat.examen.session?;
    let (first, last) = (session - bounds.annees_avant, session + bounds.annees_apres);
    let told = |year: i16, key: &str| {
        let message = format!("cette période tombe en {year}, la session est celle de {session}");
        let found =
            RULE.at(ctx.periode(i, key), message).related(ctx.candidat("examen.session"), "session de l’examen");
        found.help("corrigez l’année")
    };
    if i32::from(debut.year()) < first {
        return Some(told(debut.year(), "debut"));
    }
    let end = p.fin.filter(|fin| i32::from(fin.year()) > last)?;
    Some(told(end.year(), "fin").severity(Severity::Warning))
}
