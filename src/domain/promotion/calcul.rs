//! Computations on a stage, each with its working: effective days, hours, gratification.
//!
//! Days are those of the exam (journées de présence); hours bring the law's units: 7 h = 1 day, 22 days = 1 month (D124-6).

use std::collections::{BTreeMap, BTreeSet};

use super::regime::Regime;
use super::stage::{MotifInterruption, Stage};
use super::taux::Taux;
use crate::domain::calendrier::Calendriers;
use crate::domain::date::{du_au, en_jours};
use crate::domain::droit::DroitDesStages;
use crate::domain::{Date, Heures, Journees};

/// The presence that a convention foresees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prevision {
    /// Days of presence, in order.
    pub jours: BTreeMap<Date, JourPrevu>,
    /// Holidays that took a day.
    pub feries: Vec<Date>,
    /// Whether no calendar of the place is known: its holidays took none.
    pub feries_inconnus: bool,
    /// Interruptions, and what each took.
    pub arrets: Vec<Arret>,
    /// Minutes of presence, by calendar year.
    pub minutes: BTreeMap<i16, u32>,
    /// Journées that the convention tells, where they are not those of the dates.
    pub dites: Option<Journees>,
    /// Minutes of a whole day; of the longest, where hours changed.
    pub par_jour: u32,
    /// First and last day of each run of days with the same hours, where there are several.
    tranches: Vec<(Date, Date)>,
}

/// What a day of presence holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JourPrevu {
    /// 2 for a whole journée, 1 for half a one.
    pub demis: u32,
    pub minutes: u32,
}

/// An interruption, with the journées that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arret {
    pub debut: Date,
    pub fin: Date,
    pub motif: Option<MotifInterruption>,
    pub pris: Journees,
}

/// What a gratification comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Montant {
    pub parts: Vec<Part>,
    pub total: u64,
}

/// The hours of one month that are paid at one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub annee: i16,
    /// `None` where the convention tells its journées without their days.
    pub mois: Option<i8>,
    pub heures: Heures,
    /// Centimes of an hour.
    pub taux: u64,
    /// Centimes, a begun one counted.
    pub montant: u64,
}

/// The holidays of every year that two days touch, in order.
pub fn feries(calendriers: &Calendriers, calendrier: &str, debut: Date, fin: Date) -> BTreeSet<Date> {
    (debut.year()..=fin.year()).flat_map(|y| calendriers.feries(calendrier, y)).collect()
}

/// The presence that a stage foresees, the holidays of its years known; `None` where its dates are not told or not in order.
/// Those of each organisme's place hold on the days that are spent there (`None`: its calendar is not known); the second ones
/// are of no use where there is no second organisme.
pub fn prevision_avec(stage: &Stage, holidays: [Option<&BTreeSet<Date>>; 2]) -> Option<Prevision> {
    let (debut, fin) = (stage.debut?, stage.fin?);
    if fin < debut {
        return None;
    }
    let mut out = Prevision::default();
    let here = |day: Date| holidays[usize::from(stage.is_in_second(day))];
    let is_holiday = |day: &Date| here(*day).is_some_and(|all| all.contains(day));
    let added = |d: &Date| match () {
        () if stage.jours_supplementaires.contains(d) => Some(2),
        () if stage.demi_journees_supplementaires.contains(d) => Some(1),
        () => None,
    };
    let mut jours: Vec<(Date, JourPrevu)> = Vec::new();
    let regimes = stage.regimes_dates();
    for (first, last, regime) in &regimes {
        let (full, half) = (regime.full_days(), regime.half_days());
        let (whole, part) = regime.minutes_of_days();
        out.par_jour = out.par_jour.max(whole);
        for day in first.until(*last) {
            let foreseen = match day.weekday() {
                n if full.contains(&n) => Some(2),
                n if half.contains(&n) => Some(1),
                _ => None,
            };
            let demis = match added(&day) {
                Some(demis) => demis.max(foreseen.filter(|_| !is_holiday(&day)).unwrap_or(0)),
                None if is_holiday(&day) => {
                    out.feries.extend(foreseen.map(|_| day));
                    continue;
                }
                None => foreseen.unwrap_or(0),
            };
            out.feries_inconnus |= demis > 0 && here(day).is_none();
            match demis {
                0 => {}
                1 => jours.push((day, JourPrevu { demis, minutes: part })),
                _ => jours.push((day, JourPrevu { demis, minutes: whole })),
            }
        }
    }
    for stop in &stage.interruption {
        let Some((debut, fin)) = stop.debut.zip(stop.fin) else { continue };
        let mut pris = Journees::default();
        jours.retain_mut(|(day, jour)| {
            if !(debut..=fin).contains(day) {
                return true;
            }
            let stays = stop.partielle && jour.demis > 1;
            pris += Journees::of_halves(if stays { 1 } else { jour.demis });
            if stays {
                *jour = JourPrevu { demis: 1, minutes: jour.minutes / 2 };
            }
            stays
        });
        out.arrets.push(Arret { debut, fin, motif: stop.motif, pris });
    }
    for (day, jour) in &jours {
        *out.minutes.entry(day.year()).or_insert(0) += jour.minutes;
    }
    let hours = |r: &Regime| (r.full_days(), r.half_days(), r.heures_semaine);
    for pair in 0..regimes.len() {
        let (first, last, regime) = &regimes[pair];
        let same = pair.checked_sub(1).is_some_and(|before| hours(&regimes[before].2) == hours(regime));
        match out.tranches.last_mut().filter(|_| same) {
            Some(run) => run.1 = *last,
            None => out.tranches.push((*first, *last)),
        }
    }
    let counted: Journees = jours.iter().map(|(_, j)| Journees::of_halves(j.demis)).sum();
    out.dites = stage.journees.filter(|n| *n != counted);
    // From days in order, a map is made at once.
    out.jours = jours.into_iter().collect();
    Some(out)
}

/// Minutes of one whole day of presence: the weekly hours shared among the days of the week; 7 hours where none is told.
pub fn minutes_of_day(stage: &Stage) -> u32 {
    stage.regime().minutes_of_days().0
}

impl Prevision {
    /// Journées of presence: those that the convention tells, else those of its dates.
    pub fn journees(&self) -> Journees {
        self.dites.unwrap_or_else(|| self.jours.values().map(|j| Journees::of_halves(j.demis)).sum())
    }

    /// Minutes of presence.
    pub fn total(&self) -> u32 {
        self.dites.map_or_else(|| self.minutes.values().sum(), |days| days.halves().saturating_mul(self.par_jour) / 2)
    }

    /// Hours of presence.
    pub fn duree(&self) -> Heures {
        Heures::of_minutes(self.total())
    }

    /// Minutes of presence that are sure: where the holidays of the place are not known, as many as a country may have
    /// (twenty a year, our own reckoning) are left out.
    pub fn surs(&self) -> u32 {
        const A_YEAR: i64 = 20;
        let span = || Some(self.jours.first_key_value()?.0.until(*self.jours.last_key_value()?.0).count());
        let days = span().filter(|_| self.feries_inconnus && self.dites.is_none()).unwrap_or(0);
        let doubtful = u32::try_from((days as i64 * A_YEAR).div_euclid(365) + i64::from(days > 0)).unwrap_or(0);
        self.total().saturating_sub(doubtful * self.par_jour)
    }

    /// Hours of presence, a begun hour counted whole.
    pub fn heures(&self) -> u32 {
        self.total().div_ceil(60)
    }

    /// Journées that interruptions took.
    pub fn interrompus(&self) -> Journees {
        self.arrets.iter().map(|a| a.pris).sum()
    }

    /// "40 journées (2 jours fériés déjà retirés) × 7 h = 280 h, soit 40 jours de 7 h"; with half days or hours that change,
    /// "42,5 journées : 40 journées × 7 h + 5 demi-journées × 3,5 h = 297,5 h, …".
    pub fn working(&self, droit: &DroitDesStages) -> String {
        let (n, sum) = (self.journees(), self.duree().in_words());
        let taken = match self.dites {
            Some(_) => " (dites par la convention)".to_owned(),
            None => {
                let unknown = self.feries_inconnus.then(|| "jours fériés du pays non retirés".to_owned());
                let taken: Vec<String> = self.taken().into_iter().chain(unknown).collect();
                if taken.is_empty() { String::new() } else { format!(" ({})", taken.join(" ; ")) }
            }
        };
        let law = self.in_law(droit);
        let days =
            |n: Journees| format!("{n} journée{}", if n.is_plural() || n == Journees::default() { "s" } else { "" });
        let groups = self.groups();
        let each = |minutes: u32| Heures::of_minutes(minutes).in_words();
        let left = match groups.as_slice() {
            _ if self.dites.is_some() => format!("{}{taken} × {}", days(n), each(self.par_jour)),
            [] => format!("0 journées{taken} × {}", each(self.par_jour)),
            [(_, jour, _)] if jour.demis == 2 => format!("{}{taken} × {}", days(n), each(jour.minutes)),
            several => {
                let term = |(count, jour, when): &(u32, JourPrevu, String)| {
                    let (one, many) =
                        if jour.demis == 2 { ("journée", "journées") } else { ("demi-journée", "demi-journées") };
                    format!("{count} {} × {}{when}", if *count == 1 { one } else { many }, each(jour.minutes))
                };
                let terms: Vec<String> = several.iter().map(term).collect();
                format!("{}{taken} : {}", days(n), terms.join(" + "))
            }
        };
        format!("{left} = {sum}, soit {law}")
    }

    /// Days alike, in the order of the runs of hours: how many, what each holds, and when, where the hours change.
    fn groups(&self) -> Vec<(u32, JourPrevu, String)> {
        let mut out: Vec<(u32, JourPrevu, String)> = Vec::new();
        for (rank, (first, last)) in self.tranches.iter().enumerate() {
            let when = match self.tranches.len() {
                1 => String::new(),
                _ if rank == 0 => format!(" (jusqu’au {})", last.in_words()),
                n if rank + 1 == n => format!(" (à partir du {})", first.in_words()),
                _ => format!(" ({})", du_au(*first, *last)),
            };
            let mut here: BTreeMap<JourPrevu, u32> = BTreeMap::new();
            self.jours.range(*first..=*last).for_each(|(_, jour)| *here.entry(*jour).or_default() += 1);
            out.extend(here.into_iter().rev().map(|(jour, count)| (count, jour, when.clone())));
        }
        out
    }

    /// "2 jours fériés et 3 jours d’interruption, du 2 février au 4 février 2026, déjà retirés": interruptions with their days.
    fn taken(&self) -> Option<String> {
        let holidays = match self.feries.len() {
            0 => None,
            1 => Some("1 jour férié".to_owned()),
            n => Some(format!("{n} jours fériés")),
        };
        let stops: Vec<String> =
            self.arrets.iter().filter(|a| a.pris > Journees::default()).map(|a| en_jours(a.debut, a.fin)).collect();
        let stopped = self.interrompus();
        let stops = (!stops.is_empty()).then(|| {
            let days = if stopped.is_plural() { "jours" } else { "jour" };
            format!("{stopped} {days} d’interruption, {},", stops.join(" et "))
        });
        let one = Journees::from(u32::try_from(self.feries.len()).unwrap_or(u32::MAX)) + stopped;
        let parts: Vec<String> = [holidays, stops].into_iter().flatten().collect();
        (!parts.is_empty())
            .then(|| format!("{} déjà retiré{}", parts.join(" et "), if one.is_plural() { "s" } else { "" }))
    }

    /// "40 jours de 7 h", "21 jours de 7 h et 3,5 h": seven hours of presence are a day of the law.
    fn in_law(&self, droit: &DroitDesStages) -> String {
        let unit = droit.heures_par_jour * 60;
        let (days, rest) = (self.total() / unit, self.total() % unit);
        let plural = if days > 1 || days == 0 { "s" } else { "" };
        let rest = if rest == 0 { String::new() } else { format!(" et {}", Heures::of_minutes(rest).in_words()) };
        format!("{days} jour{plural} de {} h{rest}", droit.heures_par_jour)
    }

    /// "217 h × 4,35 € = 943,95 € (2025), 224 h × 4,50 € = 1008,00 € (2026)": the least gratification of each calendar
    /// year; `None` where the year of some hours or its minimum is not known.
    pub fn minimum(&self, droit: &DroitDesStages) -> Option<String> {
        if self.dites.is_some() {
            return None;
        }
        let year = |(year, minutes): (&i16, &u32)| {
            let (least, hours) = (u64::from(droit.minimum(*year)?), Heures::of_minutes(*minutes).in_words());
            let amount = (u64::from(*minutes) * least).div_ceil(60);
            Some(format!("{hours} × {} = {} ({year})", euros(least), euros(amount)))
        };
        let years: Option<Vec<String>> = self.minutes.iter().map(year).collect();
        Some(format!("au moins : {}", years?.join(", ")))
    }

    /// The gratification, month by month and rate by rate; `None` where there is none, or where an amount is not known.
    ///
    /// Journées that the convention tells are of no month: they are paid only where every day is paid the same.
    pub fn montant(&self, stage: &Stage, droit: &DroitDesStages) -> Option<Montant> {
        let mut minutes: BTreeMap<(i16, i8, u64), u32> = BTreeMap::new();
        for (first, last, regime) in stage.regimes_dates() {
            let taux = Taux::read(&regime.gratification)?;
            for (day, jour) in self.jours.range(first..=last) {
                let key = (day.year(), day.month(), taux.centimes(day.year(), droit)?);
                *minutes.entry(key).or_default() += jour.minutes;
            }
        }
        if self.dites.is_some() {
            let mut rates = minutes.keys().map(|(.., rate)| *rate);
            let (year, rate) = (minutes.keys().next()?.0, rates.next()?);
            minutes =
                if rates.all(|r| r == rate) { BTreeMap::from([((year, 0, rate), self.total())]) } else { return None };
        }
        let part = |((annee, mois, taux), minutes): ((i16, i8, u64), u32)| Part {
            annee,
            mois: (mois > 0).then_some(mois),
            heures: Heures::of_minutes(minutes),
            taux,
            montant: (u64::from(minutes) * taux).div_ceil(60),
        };
        let parts: Vec<Part> = minutes.into_iter().map(part).collect();
        let total = parts.iter().map(|p| p.montant).sum();
        (total > 0).then_some(Montant { parts, total })
    }
}

/// What `n` parts of `whole` are of `other`: minutes, half-journées.
pub fn proportion(n: u32, other: u32, whole: u32) -> u32 {
    u32::try_from(u64::from(n) * u64::from(other) / u64::from(whole.max(1))).unwrap_or(u32::MAX)
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
