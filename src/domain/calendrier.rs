//! Which days are holidays, from dated data (`templates/droit/jours-feries.toml`).

use serde::Deserialize;

use super::Date;

/// The holidays of the French calendars.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendriers {
    /// Where the rules are from.
    pub source: String,
    pub calendrier: Vec<Calendrier>,
    pub ferie: Vec<Ferie>,
}

/// A place whose holidays differ.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendrier {
    pub cle: String,
    pub intitule: String,
}

/// One holiday: a fixed day of the year, or a number of days after Easter Sunday.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ferie {
    pub nom: String,
    /// Month and day.
    pub jour: Option<(i8, i8)>,
    /// Days after Easter Sunday (negative: before).
    pub paques: Option<i32>,
    /// Keys of the calendars that have it; empty: all of them.
    #[serde(default)]
    pub calendriers: Vec<String>,
}

impl Calendriers {
    /// Whether `cle` names a calendar.
    pub fn has(&self, cle: &str) -> bool {
        self.calendrier.iter().any(|c| c.cle == cle)
    }

    /// The holidays of `year` in the calendar `cle`.
    pub fn feries(&self, cle: &str, year: i16) -> Vec<Date> {
        let here = |f: &&Ferie| f.calendriers.is_empty() || f.calendriers.iter().any(|c| c == cle);
        let day = |f: &Ferie| match (f.jour, f.paques) {
            (Some((month, day)), _) => Date::new(year, month, day),
            (None, Some(days)) => easter(year).map(|e| e.plus_days(days)),
            (None, None) => None,
        };
        self.ferie.iter().filter(here).filter_map(day).collect()
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, of Meeus, "Astronomical Algorithms").
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Date::new(year, (sum / 31) as i8, (sum % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_of_known_years() {
        for (y, m, d) in [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)] {
            assert_eq!(easter(y), Date::new(y, m, d));
        }
    }
}
