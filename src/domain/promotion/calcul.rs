//! Computations on a stage, each with its working: effective days, hours, gratification.
//!
//! Days are those of the exam (journées de présence); hours bring the law's units: 7 h = 1 day, 22 days = 1 month (D124-6).

use std::collections::{BTreeMap, BTreeSet};

use super::stage::{Stage, is_neant};
use crate::domain::Date;
use crate::domain::calendrier::Calendriers;
use crate::domain::droit::DroitDesStages;

/// The presence that a convention foresees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prevision {
    /// Days of presence, in order.
    pub jours: BTreeSet<Date>,
    /// Holidays that took a day.
    pub feries: Vec<Date>,
    /// Whether no calendar of the place is known: its holidays took none.
    pub feries_inconnus: bool,
    /// Days that interruptions took.
    pub interrompus: usize,
    /// Minutes of presence, by calendar year.
    pub minutes: BTreeMap<i16, u32>,
    /// Journées that the convention tells, where they are not those of the dates.
    pub dites: Option<u32>,
    /// Minutes of one day.
    pub par_jour: u32,
}

/// What a gratification comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Montant {
    /// Centimes by month, as (year, month).
    pub mois: BTreeMap<(i16, i8), u64>,
    pub total: u64,
}

/// The presence that a stage foresees, with the calendar of its place (`None`: not known); `None` where its dates are not
/// told or not in order.
pub fn prevision(stage: &Stage, calendriers: &Calendriers, calendrier: Option<&str>) -> Option<Prevision> {
    let (debut, fin) = (stage.debut?, stage.fin?);
    let Some(calendrier) = calendrier else { return prevision_avec(stage, None) };
    if !calendriers.has(calendrier) {
        return None;
    }
    prevision_avec(stage, Some(&feries(calendriers, calendrier, debut, fin)))
}

/// The holidays of every year that two days touch, in order.
pub fn feries(calendriers: &Calendriers, calendrier: &str, debut: Date, fin: Date) -> BTreeSet<Date> {
    (debut.year()..=fin.year()).flat_map(|y| calendriers.feries(calendrier, y)).collect()
}

/// The same presence, the holidays of its years known: for many stages at a time.
pub fn prevision_avec(stage: &Stage, holidays: Option<&BTreeSet<Date>>) -> Option<Prevision> {
    let feries_inconnus = holidays.is_none();
    let none = BTreeSet::new();
    let holidays = holidays.unwrap_or(&none);
    let (debut, fin) = (stage.debut?, stage.fin?);
    if fin < debut {
        return None;
    }
    let weekdays = stage.weekdays();
    let foreseen = |d: &Date| weekdays.contains(&d.weekday());
    let added: BTreeSet<Date> =
        stage.jours_supplementaires.iter().copied().filter(|d| (debut..=fin).contains(d)).collect();
    let feries: Vec<Date> =
        holidays.range(debut..=fin).copied().filter(|d| foreseen(d) && !added.contains(d)).collect();
    let mut jours: Vec<Date> = debut.until(fin).filter(|d| foreseen(d) && !holidays.contains(d)).collect();
    if !added.is_empty() {
        jours.extend(added);
        jours.sort_unstable();
        jours.dedup();
    }
    let before = jours.len();
    let stopped =
        |d: &Date| stage.interruption.iter().any(|i| i.debut.zip(i.fin).is_some_and(|(a, b)| (a..=b).contains(d)));
    if !stage.interruption.is_empty() {
        jours.retain(|d| !stopped(d));
    }
    let interrompus = before - jours.len();
    let par_jour = minutes_of_day(stage);
    let mut minutes = BTreeMap::new();
    for day in &jours {
        *minutes.entry(day.year()).or_insert(0) += par_jour;
    }
    let dites = stage.journees.filter(|n| *n as usize != jours.len());
    // From days in order, a set is made at once.
    let jours = jours.into_iter().collect();
    Some(Prevision { jours, feries, feries_inconnus, interrompus, minutes, dites, par_jour })
}

/// Minutes of one day of presence: the weekly hours shared among the days of the week; 7 hours where none is told.
pub fn minutes_of_day(stage: &Stage) -> u32 {
    const USUAL: u32 = 7 * 60;
    let days = u32::try_from(stage.weekdays().len()).unwrap_or(5).max(1);
    stage.heures_semaine.map_or(USUAL, |hours| hours * 60 / days)
}

impl Prevision {
    /// Journées of presence: those that the convention tells, else those of its dates.
    pub fn journees(&self) -> u32 {
        self.dites.unwrap_or_else(|| u32::try_from(self.jours.len()).unwrap_or(u32::MAX))
    }

    /// Minutes of presence.
    pub fn total(&self) -> u32 {
        self.dites.map_or_else(|| self.minutes.values().sum(), |days| days.saturating_mul(self.par_jour))
    }

    /// Minutes of presence that are sure: where the holidays of the place are not known, as many as a country may have
    /// (twenty a year, our own reckoning) are left out.
    pub fn surs(&self) -> u32 {
        const A_YEAR: i64 = 20;
        let span = || Some(self.jours.first()?.until(*self.jours.last()?).count());
        let days = span().filter(|_| self.feries_inconnus && self.dites.is_none()).unwrap_or(0);
        let doubtful = u32::try_from((days as i64 * A_YEAR).div_euclid(365) + i64::from(days > 0)).unwrap_or(0);
        self.total().saturating_sub(doubtful * self.par_jour)
    }

    /// Hours of presence, a begun hour counted whole.
    pub fn heures(&self) -> u32 {
        self.total().div_ceil(60)
    }

    /// The law's days: 7 hours each, begun ones counted.
    pub fn jours_de_droit(&self, droit: &DroitDesStages) -> u32 {
        self.heures().div_ceil(droit.heures_par_jour)
    }

    /// "40 journées (2 jours fériés déjà retirés) × 7 h = 280 h, soit 40 jours de 7 h".
    pub fn working(&self, _: &Stage, droit: &DroitDesStages) -> String {
        let count =
            |n: usize, one: &str, many: &str| (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }));
        let taken = [
            count(self.feries.len(), "jour férié", "jours fériés"),
            count(self.interrompus, "jour d’interruption", "jours d’interruption"),
        ];
        let taken: Vec<String> = taken.into_iter().flatten().collect();
        let taken = (!taken.is_empty()).then(|| format!("{} déjà retirés", taken.join(" et ")));
        let unknown = self.feries_inconnus.then(|| "jours fériés du pays non retirés".to_owned());
        let taken: Vec<String> = taken.into_iter().chain(unknown).collect();
        let taken = match (self.dites, taken.as_slice()) {
            (Some(_), _) => " (dites par la convention)".to_owned(),
            (None, []) => String::new(),
            (None, taken) => format!(" ({})", taken.join(" ; ")),
        };
        let day = duree(self.par_jour);
        let (n, h, j) = (self.journees(), self.heures(), self.jours_de_droit(droit));
        format!("{n} journées{taken} × {day} = {h} h, soit {j} jours de {} h", droit.heures_par_jour)
    }

    /// "217 h × 4,35 € = 943,95 € (2025), 224 h × 4,50 € = 1008,00 € (2026)": the least gratification of each calendar
    /// year; `None` where the year of some hours or its minimum is not known.
    pub fn minimum(&self, droit: &DroitDesStages) -> Option<String> {
        if self.dites.is_some() {
            return None;
        }
        let year = |(year, minutes): (&i16, &u32)| {
            let (least, hours) = (u64::from(droit.minimum(*year)?), minutes.div_ceil(60));
            let amount = (u64::from(*minutes) * least).div_ceil(60);
            Some(format!("{hours} h × {} = {} ({year})", euros(least), euros(amount)))
        };
        let years: Option<Vec<String>> = self.minutes.iter().map(year).collect();
        Some(format!("au moins : {}", years?.join(", ")))
    }

    /// The gratification at `centimes` an hour. Journées that the convention tells are of no month: the total alone.
    pub fn montant(&self, stage: &Stage, centimes: u64) -> Montant {
        if self.dites.is_some() {
            let total = (u64::from(self.total()) * centimes).div_ceil(60);
            return Montant { mois: BTreeMap::new(), total };
        }
        let mut minutes: BTreeMap<(i16, i8), u64> = BTreeMap::new();
        for day in &self.jours {
            *minutes.entry((day.year(), day.month())).or_default() += u64::from(minutes_of_day(stage));
        }
        let mois: BTreeMap<_, _> = minutes.into_iter().map(|(m, n)| (m, (n * centimes).div_ceil(60))).collect();
        let total = mois.values().sum();
        Montant { mois, total }
    }
}

/// "7 h", "7 h 48".
pub fn duree(minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    if rest == 0 { format!("{hours} h") } else { format!("{hours} h {rest:02}") }
}

/// "4,50 €".
pub fn euros(centimes: u64) -> String {
    format!("{},{:02} €", centimes / 100, centimes % 100)
}

/// An amount in euros as a person writes it, in centimes: « 4,50 », « 1 197,00 € », « 4.5 ».
pub fn centimes(text: &str) -> Option<u64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let (euros, cents) = bare.split_once([',', '.']).unwrap_or((&bare, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if euros.is_empty() || euros.len() > 9 || !digits(euros) || cents.len() > 2 || !digits(cents) {
        return None;
    }
    let cents: u64 = format!("{cents:0<2}").parse().ok()?;
    Some(euros.parse::<u64>().ok()? * 100 + cents)
}

/// The hourly gratification of a stage, in centimes; 0 where it is told that there is none.
pub fn horaire(stage: &Stage) -> Option<u64> {
    let text = stage.gratification.horaire.trim();
    if text.is_empty() || is_neant(text) { Some(0) } else { centimes(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (text, value) in [("4,50", 450), ("4.5", 450), ("1 197,00 €", 119_700), ("4", 400)] {
            assert_eq!(centimes(text), Some(value), "{text}");
        }
        for text in ["", "quatre", "4,505", "-4", "4,5,0"] {
            assert_eq!(centimes(text), None, "{text}");
        }
    }
}
