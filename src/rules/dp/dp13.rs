//! DP13: an activity told as done in a firm on a day outside the periods.

use super::super::fmt::is_unlikely;
use super::super::words;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::fiche::Lieu;
use crate::domain::{Date, Fiche, Periode, periode};

pub static RULE: Rule = Rule::dossier("DP13", check);

fn check(ctx: &Context) -> Vec<Finding> {
    if ctx.dossier.periodes.is_empty() || ctx.lost_whole(periode::FILE) {
        return vec![];
    }
    ctx.dossier.fiches.iter().filter_map(|fiche| check_sheet(fiche, ctx)).collect()
}

/// What is told of a sheet whose days are outside the periods.
pub(super) fn check_sheet(fiche: &Fiche, ctx: &Context) -> Option<Finding> {
    let lieu = fiche.lieu.filter(|l| matches!(l, Lieu::Entreprise | Lieu::Stage))?;
    let firm = fiche.entreprise.as_str();
    // A period whose firm has no file (DP01) may be of any; a sheet whose firm has no file is told (FMT05, DP16).
    let of_firm = |(_, p): &(usize, &Periode)| {
        firm.is_empty() || p.entreprise == firm || ctx.dossier.entreprise(&p.entreprise).is_none()
    };
    let periodes: Vec<_> = ctx.dossier.periodes.iter().enumerate().filter(of_firm).collect();
    let label = words::small(lieu.label());
    if periodes.is_empty() {
        ctx.dossier.entreprise(firm)?;
        let message = format!("l’activité est dite menée {label} chez « {firm} », où aucune période n’est déclarée");
        let found = RULE.at(Place::value(&fiche.file, "entreprise"), message);
        return Some(found.help("corrigez l’entreprise de la fiche, ou ajoutez la période dans periodes.toml"));
    }
    // Nor is one of which FMT06 doubts the days.
    let known = |i: usize, p: &Periode| p.debut.zip(p.fin).filter(|(a, b)| a <= b && !is_unlikely(ctx, i, p));
    let spans: Option<Vec<_>> = periodes.iter().map(|(i, p)| known(*i, p)).collect();
    // A period whose days are not known could be the one.
    let mut spans = spans?;
    spans.sort();
    spans.dedup();
    let inside = |d: Date| spans.iter().any(|(a, b)| *a <= d && d <= *b);
    if fiche.date.zip(fiche.fin).is_some_and(|(a, b)| b < a) {
        return None;
    }
    let days = [("date", fiche.date), ("fin", fiche.fin)];
    let (key, day) = days.into_iter().find_map(|(key, day)| day.filter(|d| !inside(*d)).map(|d| (key, d)))?;
    let spans = words::and(spans.iter().map(|(a, b)| format!("du {a} au {b}")));
    let whose = if firm.is_empty() { String::new() } else { format!(" chez « {firm} »") };
    let message =
        format!("le {day} est hors des périodes déclarées{whose}, {spans}, or l’activité est dite menée {label}");
    let found = RULE.at(Place::value(&fiche.file, key), message);
    Some(found.help("corrigez la date, l’entreprise ou le lieu de la fiche, ou les dates de la période"))
}
