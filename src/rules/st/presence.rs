//! On which days a period allows presence.

use std::collections::BTreeSet;

use crate::domain::Date;
use crate::domain::periode::{self, Periode};
use crate::rules::Context;

/// The days on which the period's convention or contract allows presence: its weekdays but the holidays of its
/// calendar, and the days that it declares besides. `None` where any of them is untold, wrong or lost.
pub fn days(ctx: &Context, i: usize, p: &Periode) -> Option<BTreeSet<Date>> {
    let (debut, fin) = (p.debut?, p.fin?);
    if fin < debut || hidden(ctx, i) || !ctx.calendriers.has(p.calendrier()) {
        return None;
    }
    let holidays = holidays(ctx, p);
    let weekdays = p.weekdays();
    let mut days: BTreeSet<_> = debut.until(fin).filter(|d| weekdays.contains(&d.weekday())).collect();
    days.retain(|d| !holidays.contains(d));
    days.extend(p.jours_supplementaires.iter().filter(|d| (debut..=fin).contains(d)));
    Some(days)
}

/// The holidays that take a day from the period.
pub fn holidays(ctx: &Context, p: &Periode) -> BTreeSet<Date> {
    let (Some(debut), Some(fin)) = (p.debut, p.fin) else { return BTreeSet::new() };
    let weekdays = p.weekdays();
    let all = (debut.year()..=fin.year()).flat_map(|year| ctx.calendriers.feries(p.calendrier(), year));
    all.filter(|d| (debut..=fin).contains(d) && weekdays.contains(&d.weekday())).collect()
}

/// Whether the weekdays, the days besides or the calendar of period `i` were told and lost.
fn hidden(ctx: &Context, i: usize) -> bool {
    let keys = [format!("periode[{i}].jour"), format!("periode[{i}].calendrier")];
    let journees = format!("periode[{i}].journees");
    ctx.losses(periode::FILE).any(|path| path != journees && keys.iter().any(|key| path.starts_with(key)))
}
