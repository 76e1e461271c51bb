//! The marking sheets: one for each copy, with the points it got and their sums, or to fill. For the jury alone.

use std::ops::Range;

use serde::Serialize;

use super::sujet::points;
use super::{Cadre, ExamenInputs, Presentation};
use crate::domain::examen::{Calcul, Cellule, Copie, PartieSujet, Points, nombre};
use crate::templates::typography::{french, verbatim};

/// What every mark is brought to.
const SUR_VINGT: Points = Points::whole(20);

/// The sheets.
#[derive(Serialize)]
pub struct Notation {
    #[serde(flatten)]
    pub cadre: Cadre,
    /// Whether there is a sheet for each copy, or one to photocopy.
    pub par_copie: bool,
    pub feuilles: Vec<Feuille>,
}

/// The sheet of a copy.
#[derive(Serialize)]
pub struct Feuille {
    /// Number of the copy; empty where it is to be written.
    pub copie: String,
    pub lignes: Vec<Ligne>,
}

/// A line: a question, or a sum.
#[derive(Serialize)]
pub struct Ligne {
    pub numero: String,
    pub titre: String,
    pub sur: String,
    /// What the copy got; empty where it is to be written.
    pub points: String,
    pub somme: bool,
}

/// A sheet to photocopy.
pub fn notation(inputs: ExamenInputs<'_>) -> Notation {
    let feuilles = vec![feuille(inputs, &Copie::default())];
    Notation { cadre: inputs.cadre("Feuille de notation", Presentation::ORDINAIRE), par_copie: false, feuilles }
}

impl ExamenInputs<'_> {
    /// How many copies have a sheet of their own: those of `notes.csv`, else one to fill for each candidate.
    pub fn copies(self) -> usize {
        let told = self.examen.copies.copies.len();
        if told > 0 { told } else { self.examen.convoques(self.referentiel).len() }
    }
}

/// The sheets of the copies of those ranks.
pub fn notation_des_copies(inputs: ExamenInputs<'_>, which: Range<usize>) -> Notation {
    let told = &inputs.examen.copies.copies;
    let numbered = |i: usize| Cellule { text: (i + 1).to_string(), ..Cellule::default() };
    let blank = |i: usize| Copie { numero: numbered(i), points: Vec::new() };
    let feuilles = which.map(|i| feuille(inputs, told.get(i).unwrap_or(&blank(i)))).collect();
    Notation { cadre: inputs.cadre("Notation des copies", Presentation::ORDINAIRE), par_copie: true, feuilles }
}

fn feuille(inputs: ExamenInputs<'_>, copie: &Copie) -> Feuille {
    let examen = inputs.examen;
    let mut lignes = Vec::new();
    for partie in &examen.sujet.parties {
        for q in &partie.questions {
            lignes.push(Ligne {
                numero: french(&q.numero),
                titre: french(q.titre.trim()),
                sur: q.donnees.points.map_or_else(String::new, points),
                points: copie.points(&examen.copies.questions, &q.numero).map_or_else(String::new, nombre),
                somme: false,
            });
        }
        let titre = if partie.titre.trim().is_empty() { "questions" } else { partie.titre.trim() };
        let due = partie.donnees.points.unwrap_or_else(|| partie.points());
        lignes.push(somme(&format!("Total – {titre}"), points(due), got(inputs, copie, [partie])));
    }
    let sur = examen.reglage.bareme.total.map_or_else(|| examen.points(), Points::whole);
    let all = got(inputs, copie, &examen.sujet.parties);
    lignes.push(somme("Total de la copie", points(sur), all));
    let notation = &examen.reglage.notation;
    let arrondi = inputs.arrondi_in_words();
    if sur != SUR_VINGT || !arrondi.is_empty() {
        let ramene = examen.reglage.bareme.ramene_a_20.trim();
        let rounded = if arrondi.is_empty() { String::new() } else { format!(", {arrondi}") };
        let words = format!("Note sur 20{rounded}. {}", if sur == SUR_VINGT { "" } else { ramene });
        let note = all.and_then(|all| Calcul::new(all, sur.in_hundredths(), notation)).map(|c| c.note);
        lignes.push(somme(words.trim().trim_end_matches('.'), points(SUR_VINGT), note));
    }
    Feuille { copie: verbatim(copie.numero.text.trim()), lignes }
}

/// The hundredths that a copy got in those parts: nothing until each of their questions is marked.
fn got<'p>(inputs: ExamenInputs<'_>, copie: &Copie, parties: impl IntoIterator<Item = &'p PartieSujet>) -> Option<u32> {
    let questions = parties.into_iter().flat_map(|p| &p.questions);
    questions.map(|q| copie.points(&inputs.examen.copies.questions, &q.numero)).sum()
}

fn somme(titre: &str, sur: String, points: Option<u32>) -> Ligne {
    let points = points.map_or_else(String::new, nombre);
    Ligne { numero: String::new(), titre: french(titre), sur, points, somme: true }
}
