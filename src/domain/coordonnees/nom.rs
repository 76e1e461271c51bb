//! Full names: a title, a first name, a family name.

use super::{Coordonnee, Sorte};
use crate::domain::identifiers::normalise;

/// A title, a first name and a family name, as in « M. Jean DUPONT »: not « Mme D. », « Mme Le Goff » nor « M. et Mme G. ».
pub fn nom_complet(text: &str) -> Option<Coordonnee> {
    const TITLES: [&str; 9] = ["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur"];
    const PARTICLES: [&str; 16] =
        ["al", "ben", "da", "de", "del", "des", "di", "dos", "du", "el", "la", "le", "les", "saint", "van", "von"];
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let is_name = |w: &str| {
        let bare = w.trim_end_matches(|c: char| !c.is_alphanumeric());
        bare.chars().next().is_some_and(char::is_uppercase) && bare.chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    let found = tokens.windows(3).find(|w| {
        TITLES.contains(&normalise(w[0]).as_str())
            && is_name(w[1])
            && w[1].chars().last().is_some_and(char::is_alphanumeric)
            && !PARTICLES.contains(&normalise(w[1]).as_str())
            && is_name(w[2])
    })?;
    let initial: String = found[2].chars().take(1).collect();
    let names = found[1..].iter().map(|w| w.trim_end_matches(|c: char| !c.is_alphanumeric()));
    Some(Coordonnee {
        sorte: Sorte::NomComplet,
        debut: format!("{} {} {initial}…", found[0], found[1]),
        cle: normalise(&names.collect::<Vec<_>>().join(" ")),
    })
}
