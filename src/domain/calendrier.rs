//! Which days are holidays, from dated data (`templates/droit/jours-feries.toml`).

use serde::Deserialize;

use super::Date;
use super::pays::{is_france, is_same};

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
    /// How the postal codes of its places begin; an empty beginning is that of all the others.
    #[serde(default)]
    pub codes_postaux: Vec<String>,
    /// Names of the countries and territories whose calendar it is.
    #[serde(default)]
    pub pays: Vec<String>,
    /// Whether it has only the holidays that name it: that of another country.
    #[serde(default)]
    pub propre: bool,
    /// Where it is read, and how surely.
    #[serde(default)]
    pub source: String,
}

/// One holiday: a fixed day of the year, or a number of days after Easter Sunday.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ferie {
    pub cle: String,
    pub nom: String,
    /// Month and day.
    pub jour: Option<(i8, i8)>,
    /// Days after Easter Sunday (negative: before).
    pub paques: Option<i32>,
    /// Keys of the calendars that have it; empty: all that are not `propre`.
    #[serde(default)]
    pub calendriers: Vec<String>,
    /// Its first and its last year, where it was not always one.
    pub depuis: Option<i16>,
    pub jusqua: Option<i16>,
    /// Where it is read, and how surely, if not where all of them are.
    #[serde(default)]
    pub source: String,
}

impl Calendriers {
    /// Whether `cle` names a calendar.
    pub fn has(&self, cle: &str) -> bool {
        self.calendrier(cle).is_some()
    }

    fn calendrier(&self, cle: &str) -> Option<&Calendrier> {
        self.calendrier.iter().find(|c| c.cle == cle)
    }

    /// The calendar of a place, by its country and its postal code; `ordinaire`, that of the school, where they do not
    /// tell, and everywhere in France where it is of no place. `None` abroad, where none is known.
    pub fn du_lieu<'a>(&'a self, pays: &str, code_postal: &str, ordinaire: &'a str) -> Option<&'a str> {
        let told = !pays.trim().is_empty();
        if let Some(c) = self.calendrier.iter().find(|c| told && c.pays.iter().any(|p| is_same(p, pays))) {
            return Some(&c.cle);
        }
        if !is_france(pays) {
            return None;
        }
        if self.calendrier(ordinaire).is_none_or(|c| c.codes_postaux.is_empty() && c.pays.is_empty()) {
            return Some(ordinaire);
        }
        let code: String = code_postal.chars().filter(|c| !c.is_whitespace()).collect();
        if code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Some(ordinaire);
        }
        let begins = |c: &'a Calendrier| c.codes_postaux.iter().map(move |b| (b.as_str(), c.cle.as_str()));
        let here = self.calendrier.iter().flat_map(begins).filter(|(begin, _)| code.starts_with(begin));
        Some(here.max_by_key(|(begin, _)| begin.len()).map_or(ordinaire, |(_, cle)| cle))
    }

    /// The holidays of `year` in the calendar `cle`.
    pub fn feries(&self, cle: &str, year: i16) -> Vec<Date> {
        let own = self.calendrier(cle).is_some_and(|c| c.propre);
        let here = |f: &&Ferie| match f.calendriers.is_empty() {
            true => !own,
            false => f.calendriers.iter().any(|c| c == cle),
        };
        let then = |f: &&Ferie| f.depuis.is_none_or(|y| y <= year) && f.jusqua.is_none_or(|y| year <= y);
        let day = |f: &Ferie| match (f.jour, f.paques) {
            (Some((month, day)), _) => Date::new(year, month, day),
            (None, Some(days)) => easter(year).map(|e| e.plus_days(days)),
            (None, None) => None,
        };
        self.ferie.iter().filter(here).filter(then).filter_map(day).collect()
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

    fn ours() -> Calendriers {
        toml::from_str(include_str!("../../templates/droit/jours-feries.toml")).unwrap()
    }

    #[test]
    fn a_place_has_its_calendar() {
        let all = ours();
        for (pays, code, calendar) in [
            ("", "69003", Some("metropole")),
            ("France", "67 000", Some("alsace-moselle")),
            ("", "57000", Some("alsace-moselle")),
            ("", "97400", Some("reunion")),
            ("La Réunion", "", Some("reunion")),
            ("", "97150", Some("saint-martin")),
            ("", "97133", Some("saint-barthelemy")),
            ("", "97110", Some("guadeloupe")),
            ("Nouvelle-Calédonie", "98800", Some("nouvelle-caledonie")),
            ("", "98713", Some("polynesie")),
            // Monaco writes French postal codes.
            ("Monaco", "98000", None),
            ("Belgique", "B-1040", None),
            ("Allemagne", "67433", None),
        ] {
            assert_eq!(all.du_lieu(pays, code, "metropole"), calendar, "{pays} {code}");
        }
        // What is not told is the school's; a calendar that is of no place is the school's own choice.
        assert_eq!(all.du_lieu("", "", "guyane"), Some("guyane"));
        assert_eq!(all.du_lieu("", "75001", "guyane"), Some("metropole"));
        let own = Calendrier {
            cle: "ecole".to_owned(),
            intitule: String::new(),
            codes_postaux: Vec::new(),
            pays: Vec::new(),
            propre: false,
            source: String::new(),
        };
        let mut all = ours();
        all.calendrier.push(own.clone());
        assert_eq!(all.du_lieu("", "67000", "ecole"), Some("ecole"));
        all.calendrier.push(Calendrier {
            cle: "belgique".to_owned(),
            pays: vec!["Belgique".to_owned()],
            propre: true,
            ..own
        });
        assert_eq!(all.du_lieu("Belgique", "1040", "metropole"), Some("belgique"));
        assert_eq!(all.feries("belgique", 2026), []);
    }

    /// The days that are holidays in one place and not everywhere.
    #[test]
    fn each_calendar_has_its_own_days() {
        let all = ours();
        let days = |cle: &str, year: i16| {
            let metropole = all.feries("metropole", year);
            let own = all.feries(cle, year).into_iter().filter(|d| !metropole.contains(d));
            own.map(|d| (d.day(), d.month())).collect::<Vec<_>>()
        };
        for (cle, own) in [
            ("alsace-moselle", vec![(3, 4), (26, 12)]),
            ("martinique", vec![(22, 5)]),
            ("guadeloupe", vec![(27, 5)]),
            ("saint-martin", vec![(28, 5)]),
            ("saint-barthelemy", vec![(9, 10)]),
            ("guyane", vec![(10, 6)]),
            ("reunion", vec![(20, 12)]),
            ("mayotte", vec![(27, 4)]),
            ("saint-pierre-et-miquelon", vec![]),
            ("nouvelle-caledonie", vec![(24, 9)]),
            ("wallis-et-futuna", vec![(28, 4), (29, 7)]),
            ("polynesie", vec![(3, 4), (5, 3), (20, 11)]),
        ] {
            assert_eq!(days(cle, 2026), own, "{cle}");
            assert_eq!(all.feries(cle, 2026).len(), 11 + own.len(), "{cle}");
        }
        assert!(days("polynesie", 2024).contains(&(29, 6)) && !days("polynesie", 2024).contains(&(20, 11)));
        assert_eq!(days("saint-martin", 2017), [(27, 5)]);
    }
}
