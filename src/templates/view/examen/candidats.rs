//! What is made for each candidate of an exam, and of all of them together. A proposed mark is in none of it.

use serde::Serialize;

use super::{Cadre, ExamenInputs, Presentation, duree};
use crate::domain::Date;
use crate::domain::examen::{Acquis, Inscrit};
use crate::domain::referentiel::{Epreuve, Forme, Modalite, NatureForme, Partie};
use crate::templates::typography::{french, verbatim};

/// One sheet for each candidate: the convocations, or the épreuves that each takes.
#[derive(Serialize)]
pub struct Feuilles<F> {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub centre: Vec<String>,
    pub feuilles: Vec<F>,
}

/// A convocation.
#[derive(Serialize)]
pub struct Convocation {
    pub nom: String,
    pub numero: String,
    /// Label and words: day, hour, room, seat, duration, arrangement.
    pub lignes: Vec<(&'static str, String)>,
    pub apporter: Vec<String>,
    pub consignes: Vec<String>,
}

/// The épreuves of a candidate.
#[derive(Serialize)]
pub struct FeuilleEpreuves {
    pub nom: String,
    pub numero: String,
    /// Épreuve, form, duration, coefficient, what becomes of it.
    pub epreuves: Vec<[String; 5]>,
}

/// The candidates of a room.
#[derive(Serialize)]
pub struct Salle {
    pub nom: String,
    /// Seat, name, number, arrangement.
    pub rangs: Vec<[String; 4]>,
}

/// A list of all candidates, by room: to sign, or as labels.
#[derive(Serialize)]
pub struct Liste {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub centre: Vec<String>,
    pub date: String,
    pub salles: Vec<Salle>,
}

/// The procès-verbal of the commission.
#[derive(Serialize)]
pub struct ProcesVerbal {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub centre: Vec<String>,
    pub date: String,
    pub president: String,
    pub membres: Vec<String>,
    pub inscrits: usize,
}

/// A candidate, and the rank in the list, from 0.
pub type Rang<'a> = (usize, &'a Inscrit);

/// Candidates in the order of rooms, then seats, then names.
pub fn ranges(mut all: Vec<Rang<'_>>) -> Vec<Rang<'_>> {
    all.sort_by(|(_, a), (_, b)| {
        (&a.salle, a.place.unwrap_or(u32::MAX), a.identite()).cmp(&(
            &b.salle,
            b.place.unwrap_or(u32::MAX),
            b.identite(),
        ))
    });
    all
}

fn centre(inputs: ExamenInputs<'_>) -> Vec<String> {
    let centre = &inputs.examen.reglage.centre;
    let lines = std::iter::once(&centre.nom).chain(&centre.adresse);
    lines.map(|l| french(l.trim())).filter(|l| !l.is_empty()).collect()
}

fn feuilles<F>(inputs: ExamenInputs<'_>, piece: &str, which: &[Rang<'_>], one: impl Fn(&Inscrit) -> F) -> Feuilles<F> {
    Feuilles {
        cadre: inputs.cadre(piece, Presentation::ORDINAIRE),
        centre: centre(inputs),
        feuilles: which.iter().map(|(_, c)| one(c)).collect(),
    }
}

/// The convocations of those candidates.
pub fn convocations(inputs: ExamenInputs<'_>, which: &[Rang<'_>]) -> Feuilles<Convocation> {
    let (reglage, identite) = (&inputs.examen.reglage, inputs.identite());
    let epreuve = &reglage.epreuve;
    feuilles(inputs, "Convocation", which, |c| {
        let heure = if c.heure.trim().is_empty() { &epreuve.heure } else { &c.heure };
        let place = c.place.map_or_else(String::new, |p| p.to_string());
        let lignes = [
            ("Jour", epreuve.date.map_or_else(String::new, Date::in_words)),
            ("Heure", french(heure.trim())),
            ("Salle", french(c.salle.trim())),
            ("Place", place),
            ("Durée", identite.duree.clone()),
            ("Aménagement", french(c.amenagement.trim())),
        ];
        Convocation {
            nom: french(&c.identite()),
            numero: verbatim(c.numero_candidat.trim()),
            lignes: lignes.into_iter().filter(|(_, words)| !words.is_empty()).collect(),
            apporter: super::sujet::materiel(inputs),
            consignes: reglage.centre.consignes.iter().map(|l| french(l.trim())).collect(),
        }
    })
}

/// The épreuves that each of those candidates takes, with what they hold already.
pub fn epreuves(inputs: ExamenInputs<'_>, which: &[Rang<'_>]) -> Feuilles<FeuilleEpreuves> {
    feuilles(inputs, "Épreuves", which, |c| FeuilleEpreuves {
        nom: french(&c.identite()),
        numero: verbatim(c.numero_candidat.trim()),
        epreuves: inputs
            .referentiel
            .epreuves
            .iter()
            .filter(|e| !e.formes.is_empty())
            .map(|e| row(inputs, c, e))
            .collect(),
    })
}

fn row(inputs: ExamenInputs<'_>, c: &Inscrit, epreuve: &Epreuve) -> [String; 5] {
    let colonnes = inputs.examen.reglage.epreuve.colonnes(inputs.referentiel);
    let formes: Vec<&Forme> = colonnes.into_iter().filter_map(|c| epreuve.forme(c.numero)).collect();
    let forme = formes.first().copied().filter(|first| formes.iter().all(|f| f.is_like(first)));
    let facultative = if epreuve.facultative { " (facultative)" } else { "" };
    [
        french(&format!("{} – {}{facultative}", epreuve.code, epreuve.intitule)),
        forme.map_or_else(|| "selon votre établissement".to_owned(), form_in_words),
        forme.map_or_else(String::new, durations),
        epreuve.coefficient.map_or_else(String::new, |n| n.to_string()),
        held(inputs, c, epreuve),
    ]
}

fn form_in_words(forme: &Forme) -> String {
    match forme.nature {
        NatureForme::Ccf => {
            let n = forme.situations();
            format!("CCF, {n}\u{a0}situation{}", if n > 1 { "s" } else { "" })
        }
        NatureForme::Ponctuelle => {
            let mode = |m| forme.parties.iter().any(|p| p.modalite == Some(m));
            let words = match (mode(Modalite::Ecrite), mode(Modalite::Orale)) {
                (true, true) => "écrite et orale",
                (false, true) => "orale",
                _ => "écrite",
            };
            format!("ponctuelle {words}")
        }
    }
}

fn durations(forme: &Forme) -> String {
    let one = |p: &Partie| {
        let minutes = duree(u32::from(p.duree_minutes?));
        let more = if p.preparation_minutes > 0 {
            format!(" (+ {} de préparation)", duree(p.preparation_minutes.into()))
        } else {
            String::new()
        };
        Some(minutes + &more)
    };
    if forme.nature == NatureForme::Ccf {
        String::new()
    } else {
        forme.parties.iter().filter_map(one).collect::<Vec<_>>().join(" et ")
    }
}

/// Why the candidate does not take it: a dispense, a kept unit, a unit of the former diploma.
fn held(inputs: ExamenInputs<'_>, c: &Inscrit, epreuve: &Epreuve) -> String {
    let Some(unite) = epreuve.unite.as_deref() else { return String::new() };
    let words = match c.acquis(unite, inputs.referentiel) {
        Some(Acquis::Conservee) => "note conservée",
        Some(Acquis::Dispense) => "dispensé ou dispensée",
        Some(Acquis::Ancienne) => "acquise (diplôme de 2007)",
        None => "à passer",
    };
    words.to_owned()
}

/// The lists of candidates, room by room: of who takes the épreuve.
pub fn liste(inputs: ExamenInputs<'_>, piece: &str) -> Liste {
    let mut salles: Vec<Salle> = Vec::new();
    for (_, c) in ranges(inputs.convoques()) {
        let nom = if c.salle.trim().is_empty() { "Salle à préciser".to_owned() } else { french(c.salle.trim()) };
        if salles.last().is_none_or(|s| s.nom != nom) {
            salles.push(Salle { nom, rangs: Vec::new() });
        }
        let place = c.place.map_or_else(String::new, |p| p.to_string());
        let rang = [place, french(&c.identite()), verbatim(c.numero_candidat.trim()), french(c.amenagement.trim())];
        salles.last_mut().expect("just added").rangs.push(rang);
    }
    Liste {
        cadre: inputs.cadre(piece, Presentation::ORDINAIRE),
        centre: centre(inputs),
        date: inputs.examen.reglage.epreuve.date.map_or_else(String::new, Date::in_words),
        salles,
    }
}

/// The procès-verbal.
pub fn proces_verbal(inputs: ExamenInputs<'_>) -> ProcesVerbal {
    let commission = &inputs.examen.reglage.commission;
    ProcesVerbal {
        cadre: inputs.cadre("Procès-verbal", Presentation::ORDINAIRE),
        centre: centre(inputs),
        date: inputs.examen.reglage.epreuve.date.map_or_else(String::new, Date::in_words),
        president: french(commission.president.trim()),
        membres: commission.membres.iter().map(|m| french(m.trim())).collect(),
        inscrits: inputs.convoques().len(),
    }
}
