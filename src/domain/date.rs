//! A day of the calendar, as data and in French words.

use std::borrow::Cow;
use std::fmt;

use jiff::ToSpan;
use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::identifiers::normalise;

/// A day; in the data a TOML date (`2026-03-02`) or a text `02/03/2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// As many days and months as the calendar has.
const DAYS: i32 = 7_304_483;
const MONTHS_APART: i32 = 239_975;

/// Whether a word, as `normalise` leaves it, is the name of a month.
pub fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|month| normalise(month) == word)
}

/// Whether a text names a day: « 9 décembre », « 09/12/2025 », « semaine du 8/12 ».
pub fn names_a_day(text: &str) -> bool {
    let normal = normalise(text);
    let words: Vec<&str> = normal.split(' ').collect();
    let day = |w: &str| matches!(w.trim_end_matches("er").parse(), Ok(1..=31));
    let month = is_month;
    let figures = |w: &str| {
        let mut parts = w.trim_matches(|c: char| !c.is_ascii_digit()).split(['/', '.', '-']);
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        day(first) && matches!(second.parse(), Ok(1..=12)) || (first.len() == 4 && matches!(second.parse(), Ok(1..=12)))
    };
    words.windows(2).any(|w| day(w[0]) && month(w[1])) || text.split_whitespace().any(figures)
}

impl Date {
    /// The day `year`-`month`-`day`, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Date)
    }

    /// Reads `2026-03-02` or `02/03/2026`; `None` for any other shape and for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let part = |s: &str| s.chars().all(|c| c.is_ascii_digit()).then(|| s.parse::<i16>().ok()).flatten();
        let day = |s: &str| part(s).and_then(|n| i8::try_from(n).ok());
        match *text.trim().split(['-', '/']).collect::<Vec<_>>() {
            [y, m, d] if y.len() == 4 && !text.contains('/') => Date::new(part(y)?, day(m)?, day(d)?),
            [d, m, y] if y.len() == 4 && !text.contains('-') => Date::new(part(y)?, day(m)?, day(d)?),
            _ => None,
        }
    }

    /// Whether `text` has one of the two shapes that are read, existing or not.
    pub fn looks_like(text: &str) -> bool {
        let digits = |s: &str, least, most| (least..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        let shape = |y: &str, m: &str, d: &str| digits(y, 4, 4) && digits(m, 1, 2) && digits(d, 1, 2);
        let parts = |separator| text.trim().split(separator).collect::<Vec<_>>();
        matches!(*parts('-'), [y, m, d] if shape(y, m, d)) || matches!(*parts('/'), [d, m, y] if shape(y, m, d))
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Day of the week: 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The day `n` days later (earlier when negative).
    pub fn plus_days(self, n: i32) -> Self {
        Date(self.0.saturating_add(n.clamp(-DAYS, DAYS).days()))
    }

    /// The same day `n` months later (earlier when negative), or the month's last day.
    pub fn plus_months(self, n: i32) -> Self {
        Date(self.0.saturating_add(n.clamp(-MONTHS_APART, MONTHS_APART).months()))
    }

    /// Full years from this day to another; negative before it.
    pub fn years_to(self, to: Date) -> i32 {
        let whole = i32::from(to.year()) - i32::from(self.year());
        whole - i32::from((to.month(), to.day()) < (self.month(), self.day()))
    }

    /// Every day from `self` to `last`, both included; empty when `last` is before.
    pub fn until(self, last: Date) -> impl Iterator<Item = Date> {
        // A period of more than fifty years is a slip of the pen, told elsewhere: do not walk it.
        let bound = last.min(self.plus_months(12 * 50));
        // The calendar ends: its last day has none after it.
        let next = |d: &Date| Some(d.plus_days(1)).filter(|next| next > d);
        std::iter::successors(Some(self), next).take_while(move |d| *d <= bound)
    }

    /// "2026-01-03", as data write it.
    pub fn iso(self) -> String {
        self.0.to_string()
    }

    /// "3 janvier 2026", "1er mai 2026", with no-break spaces.
    pub fn in_words(self) -> String {
        let day = if self.day() == 1 { "1er".to_owned() } else { self.day().to_string() };
        format!("{day}\u{a0}{}\u{a0}{}", MONTHS[(self.month() - 1) as usize], self.year())
    }
}

/// "du 6 janvier au 14 février 2025": a year that is the same is told once.
pub fn du_au(debut: Date, fin: Date) -> String {
    let (du, au) = (debut.in_words(), fin.in_words());
    let year = format!("\u{a0}{}", debut.year());
    let du = if debut.year() == fin.year() { du.strip_suffix(&year).unwrap_or(&du) } else { &du };
    format!("du {du} au {au}")
}

/// "le 6 janvier 2025", or from one day to another.
pub fn en_jours(debut: Date, fin: Date) -> String {
    if debut == fin { format!("le {}", debut.in_words()) } else { du_au(debut, fin) }
}

/// "novembre 2025".
pub fn mois_en_mots(annee: i16, mois: i8) -> String {
    let name = usize::try_from(mois - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    format!("{name}\u{a0}{annee}")
}

impl fmt::Display for Date {
    /// The short French form, "02/03/2026".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{:04}", self.day(), self.month(), self.year())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(d)?;
        Date::parse(&text).ok_or_else(|| D::Error::custom(format!("not a day: {text}")))
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_forms_and_refuses_days_that_do_not_exist() {
        assert_eq!(Date::parse("2026-03-02"), Date::new(2026, 3, 2));
        assert_eq!(Date::parse("02/03/2026"), Date::new(2026, 3, 2));
        for wrong in ["2026-02-30", "30/02/2026", "2026/03/02", "2-3-26", "", "2026-03", "x-y-z"] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        assert!(Date::looks_like("2026-02-30") && Date::looks_like("30/02/2026"));
        for shapeless in ["demain", "03/12/24", "02-03-2026", "2026/03/02", "1/2/2026/3"] {
            assert!(!Date::looks_like(shapeless), "{shapeless} may exist");
        }
    }

    #[test]
    fn words_are_french() {
        assert_eq!(Date::new(2026, 5, 1).unwrap().in_words(), "1er\u{a0}mai\u{a0}2026");
        assert_eq!(Date::new(2026, 12, 31).unwrap().to_string(), "31/12/2026");
    }

    #[test]
    fn a_text_names_a_day_or_none() {
        for text in
            ["Une visite le 9 décembre 2025.", "visite le 1er février", "Visites : 09/12/2025, 13/01.", "le 2025-12-09"]
        {
            assert!(names_a_day(text), "{text}");
        }
        for text in
            ["Une visite à mi-parcours, un appel avant la fin.", "2 visites en mars ou avril", "7 h par jour", ""]
        {
            assert!(!names_a_day(text), "{text}");
        }
    }

    #[test]
    fn walks_days() {
        let a = Date::new(2026, 2, 27).unwrap();
        assert_eq!(a.until(Date::new(2026, 3, 2).unwrap()).count(), 4);
        assert_eq!(a.until(a.plus_days(-1)).count(), 0);
        assert_eq!(a.weekday(), 5);
    }
}
