//! ST06: more journées than the days on which the period allows presence.

use super::{journees, presence, words};
use crate::diagnostic::Finding;
use crate::domain::Date;
use crate::domain::periode::Periode;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST06", check);

fn check(ctx: &Context) -> Vec<Finding> {
    ctx.dossier.periodes.iter().enumerate().filter_map(|(i, p)| too_many(ctx, i, p)).collect()
}

fn too_many(ctx: &Context, i: usize, p: &Periode) -> Option<Finding> {
    let (told, debut, fin) = (p.journees?, p.debut?, p.fin?);
    let possible = presence::journees(&presence::days(ctx, i, p)?);
    if told <= possible {
        return None;
    }
    let message = format!("{} du {debut} au {fin}, mais cette période n’en permet que {possible}", journees(told));
    let mut found = RULE.at(ctx.periode(i, "journees"), message).label(format!("{possible} au plus"));
    found = found.reference(reference(ctx, p.calendrier()));
    let outside = |d: &Date| *d < debut || *d > fin;
    if let Some((n, day)) = p.jours_supplementaires.iter().enumerate().find(|(_, d)| outside(d)) {
        let place = ctx.periode(i, &format!("jours_supplementaires[{n}]"));
        found = found.related(place, format!("le {day} n’est pas dans la période"));
    }
    let holidays = presence::holidays(ctx, p);
    let lost: Vec<_> = holidays.iter().filter(|d| !p.jours_supplementaires.contains(d)).map(Date::to_string).collect();
    if !lost.is_empty() {
        let calendar = ctx.calendriers.calendrier.iter().find(|c| c.cle == p.calendrier()).map_or("", |c| &c.intitule);
        found = found.help(format!("jours fériés qui ne comptent pas ({calendar}) : {}", words::and(&lost)));
    }
    Some(found.help(
        "corrigez les journées ou les dates ; si la convention prévoit un samedi, un dimanche ou un jour férié, \
         déclarez-le dans jours_supplementaires (ou le jour de la semaine dans jours)",
    ))
}

/// The articles that the holidays of a calendar come from: a place that has days of its own has articles of its own.
fn reference(ctx: &Context, calendrier: &str) -> String {
    let own = ctx.calendriers.ferie.iter().any(|f| f.calendriers.iter().any(|c| c == calendrier));
    let articles = if own { ctx.calendriers.source.as_str() } else { "code du travail, L3133-1" };
    format!("référentiel, annexe III B, B 1 a et B 1 d ; {articles} (jours fériés)")
}
