//! The boxes to sign of a convention and of its avenants: the same people, each in their quality.

use serde::Serialize;

use super::Faits;
use crate::domain::Date;
use crate::domain::promotion::stage::Signatures;
use crate::domain::promotion::{Partie, Signataire};
use crate::templates::typography::french;

/// A box to sign.
#[derive(Serialize)]
pub struct Signature {
    libelle: String,
    nom: Option<String>,
    qualite: Option<String>,
    date: Option<String>,
}

/// A box; a blank name, quality or day is left to write.
pub fn signature(libelle: &str, nom: &str, qualite: &str, date: Option<Date>) -> Signature {
    let say = |text: &str| Some(french(text.trim())).filter(|t| !t.is_empty());
    Signature { libelle: french(libelle), nom: say(nom), qualite: say(qualite), date: date.map(Date::in_words) }
}

/// The boxes of the parties of a convention or of an avenant to it, dated where they have signed it.
pub fn signatures(faits: &Faits<'_>, signatures: &Signatures) -> Vec<Signature> {
    let all = faits.inputs.promotion.signataires(faits.stage, signatures);
    let shared = faits.second.is_some();
    let one = |s: &Signataire| {
        let qualite = if s.partie == Partie::RepresentantLegal { "Représentant légal" } else { &s.qualite };
        signature(&faits.qualite(s.partie, shared), &s.nom, qualite, s.date)
    };
    all.iter().map(one).collect()
}

impl Faits<'_> {
    /// In which quality one signs; where two organismes share the stage, of which.
    pub fn qualite(&self, partie: Partie, shared: bool) -> String {
        let of = |second: bool| match (&self.second, second) {
            (Some(other), true) => other.nom.trim().to_owned(),
            _ => self.organisme.nom.trim().to_owned(),
        };
        match partie {
            Partie::Etablissement => "Pour l’établissement".to_owned(),
            Partie::Organisme { second } if shared => format!("Pour l’organisme d’accueil {}", of(second)),
            Partie::Organisme { .. } => "Pour l’organisme d’accueil".to_owned(),
            Partie::Etudiant => "Le ou la stagiaire".to_owned(),
            Partie::RepresentantLegal => "Le représentant légal du stagiaire".to_owned(),
            Partie::Referent => "L’enseignant référent".to_owned(),
            Partie::Tuteur { second } if shared => format!("Le tuteur, {}", of(second)),
            Partie::Tuteur { .. } => "Le tuteur".to_owned(),
        }
    }
}
