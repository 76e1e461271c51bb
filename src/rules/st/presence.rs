//! On which days a period allows presence.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::periode::{self, Periode};
use crate::domain::promotion::calcul;
use crate::domain::{Date, Journees};
use crate::rules::Context;

/// The days on which the period's convention or contract allows presence, each with its half journées (two for a whole one):
/// its weekdays but the holidays of its calendar, and the days that it declares besides. `None` where any of them is untold, wrong or lost.
pub fn days(ctx: &Context, i: usize, p: &Periode) -> Option<BTreeMap<Date, u32>> {
    let (debut, fin) = (p.debut?, p.fin?);
    if fin < debut || hidden(ctx, i) || !ctx.calendriers.has(p.calendrier()) {
        return None;
    }
    let holidays = holidays(ctx, p);
    let usual =
        debut.until(fin).map(|d| (d, p.halves_of(d.weekday()))).filter(|(d, n)| *n > 0 && !holidays.contains(d));
    let mut days: BTreeMap<Date, u32> = usual.collect();
    let added = [(&p.demi_journees_supplementaires, 1), (&p.jours_supplementaires, 2)];
    for (day, halves) in added.into_iter().flat_map(|(days, halves)| days.iter().map(move |d| (*d, halves))) {
        if (debut..=fin).contains(&day) {
            let known = days.entry(day).or_default();
            *known = halves.max(*known);
        }
    }
    Some(days)
}

/// The journées that some of those days allow.
pub fn journees<'a>(days: impl IntoIterator<Item = (&'a Date, &'a u32)>) -> Journees {
    Journees::of_halves(days.into_iter().map(|(_, halves)| halves).sum())
}

/// The holidays that take a day from the period.
pub fn holidays(ctx: &Context, p: &Periode) -> BTreeSet<Date> {
    let (Some(debut), Some(fin)) = (p.debut, p.fin) else { return BTreeSet::new() };
    let all = calcul::feries(ctx.calendriers, p.calendrier(), debut, fin);
    all.into_iter().filter(|d| (debut..=fin).contains(d) && p.halves_of(d.weekday()) > 0).collect()
}

/// Whether the weekdays, the days besides or the calendar of period `i` were told and lost.
fn hidden(ctx: &Context, i: usize) -> bool {
    const KEYS: [&str; 5] =
        ["jours", "demi_journees", "jours_supplementaires", "demi_journees_supplementaires", "calendrier"];
    KEYS.iter().any(|key| ctx.lost_at(periode::FILE, &format!("periode[{i}].{key}")))
}
