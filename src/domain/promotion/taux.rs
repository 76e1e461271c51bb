//! What an hour of presence is paid: one amount, one for each civil year, or a part of a ceiling that changes each year.

use std::collections::BTreeMap;

use super::calcul::centimes;
use super::stage::{Gratification, is_neant};
use crate::domain::droit::DroitDesStages;
use crate::domain::identifiers::normalise;

/// The hourly amount of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taux {
    /// There is none.
    Aucun,
    /// The same amount for every year but those told apart, in centimes.
    Montant { annees: BTreeMap<i16, u64>, autres: Option<u64> },
    /// Hundredths of a per cent of the plafond horaire de la sécurité sociale: « 15 % du plafond ».
    Plafond(u64),
    /// The least of each year.
    Minimum,
}

impl Taux {
    /// Reads a gratification; `None` where its amount is none of the forms. The years that the modalités tell, as in
    /// « 4,35 € en 2025, 4,50 € en 2026 », are those of the amount.
    pub fn read(gratification: &Gratification) -> Option<Taux> {
        let text = gratification.horaire.trim();
        if text.is_empty() || is_neant(text) {
            return Some(Taux::Aucun);
        }
        let words = words(text);
        if let Some(part) = plafond(&words) {
            return Some(Taux::Plafond(part));
        }
        const LEAST: [&str; 6] =
            ["minimum", "minimum legal", "au minimum legal", "le minimum legal", "le minimum", "minimum en vigueur"];
        if LEAST.contains(&normalise(text).as_str()) {
            return Some(Taux::Minimum);
        }
        let (annees, rest) = by_year(&words);
        if !annees.is_empty() {
            // Nothing but amounts and their years: what is not understood is not guessed.
            return rest.is_empty().then_some(Taux::Montant { annees, autres: None });
        }
        let amount: Vec<&str> = words.iter().map(String::as_str).filter(|w| !UNIT.contains(w)).collect();
        let autres = Some(centimes(&amount.concat())?);
        // The modalités tell other things too: their amounts are rates where the hourly one is among them, with its year.
        let (told, _) = by_year(&self::words(&gratification.modalites));
        let annees = if told.values().any(|c| Some(*c) == autres) { told } else { BTreeMap::new() };
        Some(Taux::Montant { annees, autres })
    }

    /// Centimes of an hour in a year; `None` where the year's are not told or its ceiling is not known.
    pub fn centimes(&self, annee: i16, droit: &DroitDesStages) -> Option<u64> {
        match self {
            Taux::Aucun => Some(0),
            Taux::Montant { annees, autres } => annees.get(&annee).copied().or(*autres),
            // Euros × hundredths of a per cent = hundredths of a centime; a begun centime is due.
            Taux::Plafond(part) => droit.plafond(annee).map(|p| (u64::from(p) * part).div_ceil(100)),
            Taux::Minimum => droit.minimum(annee).map(u64::from),
        }
    }
}

/// Words of an amount that say what it is paid for.
const UNIT: [&str; 14] =
    ["€", "euro", "euros", "par", "heure", "h", "/", "de", "presence", "l", "la", "l’heure", "l'heure", "brut"];
/// Words that may stand between an amount and its year.
const BETWEEN: [&str; 12] = ["en", "pour", "a", "partir", "des", "depuis", "janvier", "1er", "du", "annee", "le", "au"];
/// Words that may stand between two amounts.
const LINKS: [&str; 3] = ["puis", "et", "ensuite"];

/// The words of a text, in small letters, without accents; signs stand alone.
fn words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (i, c) in chars.iter().enumerate() {
        let digit = |j: Option<usize>| j.and_then(|j| chars.get(j)).is_some_and(char::is_ascii_digit);
        match c {
            ',' | '.' if digit(i.checked_sub(1)) && digit(Some(i + 1)) => spaced.push(*c),
            '€' | '%' | '/' => spaced.extend([' ', *c, ' ']),
            ',' | '.' | ';' | ':' | '(' | ')' | '’' | '\'' => spaced.push(' '),
            'à' | 'À' => spaced.push('a'),
            'é' | 'è' | 'É' | 'È' => spaced.push('e'),
            c => spaced.extend(c.to_lowercase()),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// The part of the ceiling that a text tells, in hundredths of a per cent.
fn plafond(words: &[String]) -> Option<u64> {
    const OF: [&str; 8] = ["du", "plafond", "horaire", "de", "la", "securite", "sociale", "phss"];
    let at = words.iter().position(|w| w == "%")?;
    let told = words[at + 1..].iter().chain(&words[..at - at.min(1)]).all(|w| OF.contains(&w.as_str()));
    let number = words.get(at.checked_sub(1)?)?;
    told.then(|| centimes(number)).flatten()
}

/// The amounts of a text that are told for a year, and the words that are of none.
fn by_year(words: &[String]) -> (BTreeMap<i16, u64>, Vec<&str>) {
    let year = |w: &str| w.parse::<i16>().ok().filter(|y| w.len() == 4 && (2000..=2100).contains(y));
    let (mut out, mut rest) = (BTreeMap::new(), Vec::new());
    let mut i = 0;
    while i < words.len() {
        let word = words[i].as_str();
        let amount = centimes(word).filter(|_| year(word).is_none());
        let between = |w: &String| UNIT.contains(&w.as_str()) || BETWEEN.contains(&w.as_str());
        let end = (i + 1..words.len()).find(|j| !between(&words[*j]));
        match (amount, end.and_then(|j| Some((j, year(&words[j])?)))) {
            (Some(amount), Some((j, year))) => {
                out.insert(year, amount);
                i = j;
            }
            _ if LINKS.contains(&word) => {}
            _ => rest.push(word),
        }
        i += 1;
    }
    (out, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(horaire: &str, modalites: &str) -> Option<Taux> {
        Taux::read(&Gratification { horaire: horaire.to_owned(), modalites: modalites.to_owned() })
    }

    fn fixed(autres: u64) -> Taux {
        Taux::Montant { annees: BTreeMap::new(), autres: Some(autres) }
    }

    fn years(all: [(i16, u64); 2], autres: Option<u64>) -> Taux {
        Taux::Montant { annees: all.into_iter().collect(), autres }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for text in [
            "4,50",
            "4.5",
            "4,50 €",
            "4,50 € par heure",
            "4,50€/h",
            "4,50 euros de l’heure",
            "4,50 € l'heure de présence",
        ] {
            assert_eq!(read(text, "Versée chaque mois."), Some(fixed(450)), "{text}");
        }
        for text in ["", "néant", "Néant.", "aucune"] {
            assert_eq!(read(text, ""), Some(Taux::Aucun), "{text}");
        }
        for text in ["15 % du plafond", "15% du plafond horaire de la sécurité sociale", "15,00 %", "15 % du PHSS"] {
            assert_eq!(read(text, ""), Some(Taux::Plafond(1500)), "{text}");
        }
        assert_eq!(read("Minimum légal", ""), Some(Taux::Minimum));
        for text in
            ["quatre euros", "600 € par mois", "15 % du salaire", "4,50 ou 5", "%", "4,35 en 2025, le reste ensuite"]
        {
            assert_eq!(read(text, ""), None, "{text}");
        }
    }

    #[test]
    fn each_civil_year_has_its_own() {
        let both = [(2025, 435), (2026, 450)];
        for text in [
            "4,35 en 2025 ; 4,50 en 2026",
            "4,35 € en 2025, puis 4,50 € en 2026",
            "4,35 € par heure en 2025 et 4,50 € par heure à partir du 1er janvier 2026",
            "4,35 (2025), 4,50 (2026)",
        ] {
            assert_eq!(read(text, ""), Some(years(both, None)), "{text}");
        }
        let told = "4,35 € en 2025, 4,50 € en 2026, versée chaque mois.";
        assert_eq!(read("4,35", told), Some(years(both, Some(435))));
        // Other figures of the modalités are no rate.
        for told in ["Versée le 5 de chaque mois, 12 fois en 2026 au plus.", "Prime de 300 € en 2026."] {
            assert_eq!(read("4,50", told), Some(fixed(450)), "{told}");
        }
    }
}
