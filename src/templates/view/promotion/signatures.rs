//! The boxes to sign of a convention and of its avenants: the same people, each in their quality.

use serde::Serialize;

use super::Faits;
use super::mots::{nom, tuteurs};
use crate::domain::Date;
use crate::templates::typography::french;

/// A box to sign.
#[derive(Serialize)]
pub struct Signature {
    libelle: &'static str,
    nom: Option<String>,
    qualite: Option<String>,
    date: Option<String>,
}

/// A box; a blank name, quality or day is left to write.
pub fn signature(libelle: &'static str, nom: &str, qualite: &str, date: Option<Date>) -> Signature {
    let say = |text: &str| Some(french(text.trim())).filter(|t| !t.is_empty());
    Signature { libelle, nom: say(nom), qualite: say(qualite), date: date.map(Date::in_words) }
}

/// The boxes of the parties of a convention, dated where they have signed it.
pub fn signatures(faits: &Faits<'_>) -> Vec<Signature> {
    let s = &faits.stage.signatures;
    let days = [s.etablissement, s.organisme, s.etudiant, s.referent, s.tuteur];
    boxes(faits, days)
}

/// The boxes of the same parties, for what they have not signed yet.
pub fn signatures_de_l_avenant(faits: &Faits<'_>) -> Vec<Signature> {
    boxes(faits, [None; 5])
}

/// Days: établissement, organisme, student, teacher, tuteur.
fn boxes(faits: &Faits<'_>, days: [Option<Date>; 5]) -> Vec<Signature> {
    let (p, stage, e) = (faits.inputs.promotion, faits.stage, &faits.etudiant);
    let (ecole, signs) = (&p.reglage.etablissement.representant, faits.signataire());
    let mut out = vec![
        signature("Pour l’établissement", &ecole.nom, &ecole.qualite, days[0]),
        signature("Pour l’organisme d’accueil", &signs.nom, &signs.qualite, days[1]),
    ];
    out.push(match faits.mineur {
        true => signature("Le représentant légal du stagiaire", &e.representant_legal, "Représentant légal", days[2]),
        false => signature("Le ou la stagiaire", &nom(e), &stage.qualite, days[2]),
    });
    let referent = p.referent(&stage.referent).cloned().unwrap_or_default();
    out.push(signature("L’enseignant référent", &referent.nom, &referent.fonction, days[3]));
    // Who signs for the organisme and is the tuteur too signs in both qualities.
    out.extend(tuteurs(stage).map(|t| signature("Le tuteur", &t.nom, &t.fonction, days[4])));
    if tuteurs(stage).next().is_none() {
        out.push(signature("Le tuteur", "", "", days[4]));
    }
    out
}
