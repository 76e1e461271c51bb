//! Words that the documents of a promotion share: people, addresses, days, amounts.

use crate::domain::date::mois_en_mots;
use crate::domain::droit::DroitDesStages;
use crate::domain::periode::Jour;
use crate::domain::promotion::Regime;
use crate::domain::promotion::calcul::{Montant, Prevision};
use crate::domain::promotion::{Etudiant, Representant, Stage, Taux};
use crate::domain::{Date, Heures};
use crate::templates::typography::{self, french, number};
use crate::templates::view::valeur::{Texte, du_au};

/// "MARTIN-ROCHE Léa".
pub fn nom(etudiant: &Etudiant) -> String {
    french(format!("{} {}", etudiant.nom(), etudiant.prenoms.trim()).trim())
}

/// A text, or a line to fill by hand.
pub fn dit(text: &str) -> Texte {
    let text = text.trim();
    if text.is_empty() { Texte::Blanc } else { Texte::Dit(french(text)) }
}

/// A text that may be absent.
pub fn si(text: &str) -> Option<Texte> {
    (!text.trim().is_empty()).then(|| dit(text))
}

pub fn siret(text: &str) -> Option<Texte> {
    si(&typography::siret(text))
}

pub fn jour(date: Option<Date>) -> Texte {
    date.map_or(Texte::Blanc, |d| Texte::Dit(d.in_words()))
}

/// "du 17 novembre 2025 au 16 janvier 2026".
pub fn jours_ecrits(debut: Option<Date>, fin: Option<Date>) -> Texte {
    debut.zip(fin).map_or(Texte::Blanc, |(a, b)| Texte::Dit(du_au(a, b)))
}

/// What is told of `parts`, one after the other.
pub fn suite(parts: &[&str]) -> String {
    parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The lines of an address, the street's own line ends kept.
pub fn lignes_adresse(rue: &str, code: &str, ville: &str, pays: &str) -> Vec<String> {
    let town = format!("{} {}", code.trim(), ville.trim());
    let lines = rue.lines().chain([town.as_str(), pays]).map(str::trim).filter(|l| !l.is_empty());
    lines.map(str::to_owned).collect()
}

pub fn adresse(rue: &str, code: &str, ville: &str, pays: &str) -> Texte {
    dit(&lignes_adresse(rue, code, ville, pays).join(", "))
}

pub fn personne(p: &Representant) -> Texte {
    dit(&suite(&[&p.nom, &p.qualite]))
}

/// "1 984,50 €".
pub fn euros(centimes: u64) -> String {
    format!("{},{:02}\u{202f}€", number(centimes / 100), centimes % 100)
}

/// The hourly amount of each year, month by month and in total, as it can be counted again; or that there is none.
pub fn gratification(stage: &Stage, prevision: Option<&Prevision>, droit: &DroitDesStages) -> Vec<Texte> {
    let untold = || vec![dit(&stage.gratification.horaire)];
    let Some((p, amount)) = prevision.and_then(|p| Some((p, p.montant(stage, droit)?))) else { return untold() };
    let mut lines = vec![par_heure(stage, &amount)];
    for part in amount.parts.iter().filter(|part| part.taux > 0) {
        // Journées told without their days are of no month.
        if let Some(month) = part.mois {
            let (month, hours) = (mois_en_mots(part.annee, month), part.heures.in_words());
            lines.push(format!("{month} : {hours} × {} = {}", euros(part.taux), euros(part.montant)));
        }
    }
    lines.push(format!("total {} pour {}", euros(amount.total), p.duree().in_words()));
    lines.iter().map(|line| dit(line)).collect()
}

/// "4,35 € par heure de présence en 2025, 4,50 € en 2026", the part of the ceiling that it is told beside.
fn par_heure(stage: &Stage, amount: &Montant) -> String {
    let mut rates: Vec<(u64, i16)> = Vec::new();
    for part in &amount.parts {
        if !rates.contains(&(part.taux, part.annee)) {
            rates.push((part.taux, part.annee));
        }
    }
    let same = rates.iter().all(|(rate, _)| *rate == rates[0].0);
    let words = match rates.as_slice() {
        [(first, year), others @ ..] if !same => {
            let others = others.iter().map(|(rate, year)| format!(", {} en {year}", euros(*rate)));
            format!("{} par heure de présence en {year}{}", euros(*first), others.collect::<String>())
        }
        rates => format!("{} par heure de présence", euros(rates.first().map_or(0, |r| r.0))),
    };
    match Taux::read(&stage.gratification) {
        Some(Taux::Plafond(_) | Taux::Minimum) => format!("{} : {words}", stage.gratification.horaire.trim()),
        _ => words,
    }
}

/// "420 h × 4,50 € = 1 890,00 €"; "224 h × 4,35 € + 196 h × 4,50 € = 1 856,40 €".
pub fn total(amount: &Montant) -> String {
    let mut rates: Vec<(u64, u32)> = Vec::new();
    for part in amount.parts.iter().filter(|p| p.taux > 0) {
        match rates.iter_mut().find(|(rate, _)| *rate == part.taux) {
            Some((_, minutes)) => *minutes += part.heures.minutes(),
            None => rates.push((part.taux, part.heures.minutes())),
        }
    }
    let term = |(rate, minutes): &(u64, u32)| format!("{} × {}", Heures::of_minutes(*minutes).in_words(), euros(*rate));
    let terms: Vec<String> = rates.iter().map(term).collect();
    format!("{} = {}", terms.join(" + "), euros(amount.total))
}

/// "du lundi au jeudi, et le vendredi une demi-journée".
pub fn jours_de_presence(regime: &Regime) -> String {
    let (full, half) = (jours_de_la_semaine(&regime.full_days()), jours_de_la_semaine(&regime.half_days()));
    match (full.is_empty(), half.is_empty()) {
        (_, true) => full,
        (true, false) => format!("{half}, par demi-journées"),
        (false, false) => format!("{full}, et {half} une demi-journée"),
    }
}

/// "le mardi", "les lundi et jeudi", "du lundi au vendredi": weekdays in order, from 1.
pub fn jours_de_la_semaine(days: &[i8]) -> String {
    let name = |day: &i8| Jour::ALL.get(usize::try_from(day - 1).unwrap_or(7)).map_or("", |j| j.label());
    let run = days.windows(2).all(|pair| pair[1] == pair[0] + 1);
    match days {
        [] => String::new(),
        [one] => format!("le {}", name(one)),
        [first, .., last] if run && days.len() > 2 => format!("du {} au {}", name(first), name(last)),
        [others @ .., last] => {
            let others: Vec<&str> = others.iter().map(name).collect();
            format!("les {} et {}", others.join(", "), name(last))
        }
    }
}

/// "35 heures par semaine, 7 h par jour, du lundi au vendredi ; 9 h – 17 h".
pub fn horaires(regime: &Regime, clock: &str) -> String {
    let (whole, half) = regime.minutes_of_days();
    let hours = |minutes: u32| Heures::of_minutes(minutes).in_words();
    let weekly = regime.heures_semaine.map(|h| match h.to_string() {
        text if text.contains('h') => format!("{text} par semaine"),
        text => format!("{text} heures par semaine"),
    });
    let daily = weekly.is_some().then(|| match (regime.full_days().len(), regime.half_days().len()) {
        (0, _) => format!("{} par demi-journée", hours(half)),
        (_, 0) => format!("{} par jour", hours(whole)),
        _ => format!("{} par jour et {} par demi-journée", hours(whole), hours(half)),
    });
    let days = [weekly, daily, Some(jours_de_presence(regime))].into_iter().flatten().collect::<Vec<_>>().join(", ");
    [days.as_str(), clock.trim()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ; ")
}

/// "Lyon, le 16 janvier 2026": what is not known is left to write.
pub fn fait(lieu: &str, ville: &str, date: Option<Date>) -> Texte {
    let lieu = if lieu.trim().is_empty() { ville.trim() } else { lieu.trim() };
    match date {
        Some(date) if !lieu.is_empty() => dit(&format!("{lieu}, le {}", date.in_words())),
        _ => Texte::Blanc,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::periode::Jour::*;

    #[test]
    fn the_days_of_a_week_are_told_as_one_says_them() {
        let of = |jours: &[Jour], demi: &[Jour]| {
            jours_de_presence(&Regime { jours: jours.to_vec(), demi_journees: demi.to_vec(), ..Regime::default() })
        };
        assert_eq!(of(&[], &[]), "du lundi au vendredi");
        assert_eq!(of(&[Mardi], &[]), "le mardi");
        assert_eq!(of(&[Jeudi, Lundi], &[]), "les lundi et jeudi");
        assert_eq!(of(&[Lundi, Mardi, Jeudi, Vendredi], &[]), "les lundi, mardi, jeudi et vendredi");
        assert_eq!(of(&[], &[Vendredi]), "du lundi au jeudi, et le vendredi une demi-journée");
        assert_eq!(of(&[Lundi, Mardi], &[Lundi, Mardi]), "les lundi et mardi, par demi-journées");
    }

    #[test]
    fn hours_of_a_day_follow_from_those_of_the_week() {
        let of = |hours: &str, demi: &[Jour]| {
            let regime =
                Regime { heures_semaine: Heures::parse(hours), demi_journees: demi.to_vec(), ..Regime::default() };
            horaires(&regime, "")
        };
        assert_eq!(of("35", &[]), "35 heures par semaine, 7 h par jour, du lundi au vendredi");
        assert_eq!(
            of("17,5", &[Lundi, Mardi, Mercredi, Jeudi, Vendredi]),
            "17,5 heures par semaine, 3,5 h par demi-journée, du lundi au vendredi, par demi-journées"
        );
        assert_eq!(
            of("31,5", &[Vendredi]),
            "31,5 heures par semaine, 7 h par jour et 3,5 h par demi-journée, du lundi au jeudi, et le vendredi une demi-journée"
        );
        assert_eq!(of("", &[]), "du lundi au vendredi");
    }
}
