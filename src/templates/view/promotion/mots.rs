//! Words that the documents of a promotion share: people, addresses, days, amounts.

use crate::domain::Date;
use crate::domain::promotion::calcul::{self, Prevision};
use crate::domain::promotion::stage::TuteurDeStage;
use crate::domain::promotion::{Etudiant, Representant, Stage};
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

/// The tuteurs that a stage names.
pub fn tuteurs(stage: &Stage) -> impl Iterator<Item = &TuteurDeStage> {
    stage.tuteur.iter().filter(|t| !t.nom.trim().is_empty())
}

/// "1 984,50 €".
pub fn euros(centimes: u64) -> String {
    format!("{},{:02}\u{202f}€", number(centimes / 100), centimes % 100)
}

/// The hourly amount, month by month and in total; or that there is none.
pub fn gratification(stage: &Stage, prevision: Option<&Prevision>) -> Texte {
    match (calcul::horaire(stage), prevision) {
        (Some(hourly), Some(p)) if hourly > 0 => {
            let amount = p.montant(stage, hourly);
            let months: Vec<_> = amount.mois.iter().map(|((y, m), c)| format!("{m:02}/{y} : {}", euros(*c))).collect();
            let (hourly, total) = (euros(hourly), euros(amount.total));
            dit(&format!("{hourly} par heure de présence ; {} ; total {total}", months.join(", ")))
        }
        _ => dit(&stage.gratification.horaire),
    }
}

/// "Lyon, le 16 janvier 2026": what is not known is left to write.
pub fn fait(lieu: &str, ville: &str, date: Option<Date>) -> Texte {
    let lieu = if lieu.trim().is_empty() { ville.trim() } else { lieu.trim() };
    match date {
        Some(date) if !lieu.is_empty() => dit(&format!("{lieu}, le {}", date.in_words())),
        _ => Texte::Blanc,
    }
}
