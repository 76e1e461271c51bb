//! Quantities that have halves: hours of presence, kept to the minute, and journées, kept by the half one.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A duration in hours; in the data a number (`35`, `17.5`) or a text (`"17,5"`, `"17 h 30"`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heures(u32);

/// A number of journées, by halves; in the data a number (`40`, `40.5`) or a text (`"40,5"`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Journees(u32);

impl Heures {
    pub const fn of_minutes(minutes: u32) -> Self {
        Heures(minutes)
    }

    pub fn minutes(self) -> u32 {
        self.0
    }

    /// Reads `35`, `17,5`, `17.5`, `17 h 30`, `17h`; a fraction is rounded to the minute. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bare = bare(text);
        let bare = ["heures", "heure"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(&bare);
        if let Some((hours, minutes)) = bare.split_once('h') {
            let minutes = minutes.strip_suffix("min").unwrap_or(minutes);
            let minutes = if minutes.is_empty() { 0 } else { digits(minutes).filter(|m| *m < 60)? };
            return Some(Heures(digits(hours)?.checked_mul(60)?.checked_add(minutes)?));
        }
        let (whole, millionths) = decimal(bare)?;
        // To the nearest minute: « 33,33 » is 33 h 20.
        let minutes = (u64::from(millionths) * 60 + 500_000) / 1_000_000;
        whole.checked_mul(60)?.checked_add(u32::try_from(minutes).ok()?).map(Heures)
    }
}

impl Journees {
    pub const fn of_halves(halves: u32) -> Self {
        Journees(halves)
    }

    pub fn halves(self) -> u32 {
        self.0
    }

    /// The whole journées in it.
    pub fn whole(self) -> u32 {
        self.0 / 2
    }

    /// Whether it takes a plural: from two on.
    pub fn is_plural(self) -> bool {
        self.0 >= 4
    }

    pub fn abs_diff(self, other: Self) -> Self {
        Journees(self.0.abs_diff(other.0))
    }

    /// Reads `40`, `40,5`, `40.5`, `40½`; `None` for anything else, quarters included.
    pub fn parse(text: &str) -> Option<Self> {
        let bare = bare(text);
        if let Some(whole) = bare.strip_suffix('½') {
            let whole = if whole.is_empty() { 0 } else { digits(whole)? };
            return whole.checked_mul(2)?.checked_add(1).map(Journees);
        }
        match decimal(&bare)? {
            (whole, 0) => whole.checked_mul(2).map(Journees),
            (whole, 500_000) => whole.checked_mul(2)?.checked_add(1).map(Journees),
            _ => None,
        }
    }
}

/// Without spaces, in small letters.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The whole part of a decimal number, and its millionths.
fn decimal(text: &str) -> Option<(u32, u32)> {
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let six: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Some((digits(whole)?, digits(&six)?))
}

impl From<u32> for Journees {
    fn from(whole: u32) -> Self {
        Journees(whole.saturating_mul(2))
    }
}

impl Add for Journees {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Journees(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Journees {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Journees {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Journees::default(), Add::add)
    }
}

/// "40", "40,5".
impl fmt::Display for Journees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format!("{}{}", self.0 / 2, if self.0 % 2 == 1 { ",5" } else { "" }))
    }
}

/// "7", "17,5", "8,75"; "5 h 50" where two decimals do not tell it.
impl fmt::Display for Heures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.0 / 60, self.0 % 60);
        // A minute is 5/3 of a hundredth of an hour: every third minute is whole ones.
        match minutes {
            0 => write!(f, "{hours}"),
            m if m % 6 == 0 => write!(f, "{hours},{}", m / 6),
            m if m % 3 == 0 => write!(f, "{hours},{:02}", m * 5 / 3),
            m => write!(f, "{hours} h {m:02}"),
        }
    }
}

impl Heures {
    /// "7 h", "17,5 h", "5 h 50": with its unit.
    pub fn in_words(self) -> String {
        let text = self.to_string();
        if text.contains('h') { text } else { format!("{text} h") }
    }
}

impl JsonSchema for Heures {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Heures".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["number", "string"], "x-quantite": "heures" })
    }
}

impl JsonSchema for Journees {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Journees".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["number", "string"], "x-quantite": "journees" })
    }
}

impl Serialize for Heures {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_string())
    }
}

impl Serialize for Journees {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Heures {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Heures::parse(&text).ok_or_else(|| de::Error::custom("a number of hours"))
    }
}

impl<'de> Deserialize<'de> for Journees {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Journees::parse(&text).ok_or_else(|| de::Error::custom("a number of journées"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, minutes, said) in [
            ("35", 2100, "35"),
            ("17,5", 1050, "17,5"),
            ("17.50", 1050, "17,5"),
            ("17 h 30", 1050, "17,5"),
            ("17h30min", 1050, "17,5"),
            ("35 heures", 2100, "35"),
            ("35 h", 2100, "35"),
            ("8,75", 525, "8,75"),
            ("33,33", 2000, "33 h 20"),
            ("7,05", 423, "7,05"),
        ] {
            let hours = Heures::parse(text);
            assert_eq!(hours, Some(Heures(minutes)), "{text}");
            assert_eq!(hours.unwrap().to_string(), said, "{text}");
        }
        for text in ["", "h", "17h60", "17,", ",5", "-1", "1e3", "dix", "99999999", "17 à 20", "17,5,5"] {
            assert_eq!(Heures::parse(text), None, "{text}");
        }
        assert_eq!([420, 1050, 350].map(|m| Heures(m).in_words()), ["7 h", "17,5 h", "5 h 50"]);
    }

    #[test]
    fn journees_have_halves_and_no_quarters() {
        for (text, halves, said) in
            [("40", 80, "40"), ("40,5", 81, "40,5"), ("40.50", 81, "40,5"), ("½", 1, "0,5"), ("0", 0, "0")]
        {
            let days = Journees::parse(text);
            assert_eq!(days, Some(Journees(halves)), "{text}");
            assert_eq!(days.unwrap().to_string(), said, "{text}");
        }
        for text in ["40,25", "quarante", "", "-1", "40,"] {
            assert_eq!(Journees::parse(text), None, "{text}");
        }
    }

    /// What is written is read back: the data pass through it.
    #[test]
    fn quantities_come_back() {
        for minutes in (0..3_000).step_by(7) {
            assert_eq!(Heures::parse(&Heures(minutes).to_string()), Some(Heures(minutes)));
        }
        for halves in 0..300 {
            assert_eq!(Journees::parse(&Journees(halves).to_string()), Some(Journees(halves)));
        }
    }
}
