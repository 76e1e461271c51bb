//! The corrigé: the same source as the subject, for the jury alone.

use serde::Serialize;

use super::sujet::{QuestionVue, points, question};
use super::{Cadre, ExamenInputs, Presentation, langue};
use crate::domain::examen::{Points, Question};
use crate::templates::typography::french;
use crate::templates::view::markdown::Bloc;

/// The answers, question by question.
#[derive(Serialize)]
pub struct Corrige {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub parties: Vec<PartieCorrigee>,
    pub total: String,
    pub ramene: String,
    /// The reading taken of the text, where its readers must know.
    pub lecture: String,
}

/// A part.
#[derive(Serialize)]
pub struct PartieCorrigee {
    pub titre: String,
    pub points: String,
    /// The language in which its questions are put.
    pub langue: &'static str,
    pub questions: Vec<QuestionCorrigee>,
}

/// A question, its competences, its answer, how its points are shared.
#[derive(Serialize)]
pub struct QuestionCorrigee {
    #[serde(flatten)]
    pub question: QuestionVue,
    /// Codes and words.
    pub competences: Vec<(String, String)>,
    pub corrige: Vec<Bloc>,
    pub bareme: Vec<Bloc>,
}

/// The corrigé.
pub fn corrige(inputs: ExamenInputs<'_>) -> Corrige {
    let examen = inputs.examen;
    let sur = examen.reglage.bareme.total.map_or_else(|| examen.points(), Points::whole);
    let part = |p: &crate::domain::examen::PartieSujet| PartieCorrigee {
        titre: french(p.titre.trim()),
        points: points(p.donnees.points.unwrap_or_else(|| p.points())),
        langue: langue(&p.donnees.langue_reponse),
        questions: p.questions.iter().map(|q| answered(inputs, q)).collect(),
    };
    Corrige {
        cadre: inputs.cadre("Corrigé", Presentation::ORDINAIRE),
        parties: examen.sujet.parties.iter().map(part).collect(),
        total: points(sur),
        ramene: french(examen.reglage.bareme.ramene_a_20.trim()),
        lecture: inputs.lecture(),
    }
}

fn answered(inputs: ExamenInputs<'_>, q: &Question) -> QuestionCorrigee {
    let words = |code: &String| {
        let known = inputs.referentiel.competences.iter().find(|c| c.code == code.trim());
        (code.trim().to_owned(), known.map_or_else(String::new, |c| french(&c.intitule)))
    };
    QuestionCorrigee {
        question: question(inputs, q),
        competences: q.donnees.competences.iter().map(words).collect(),
        corrige: inputs.galerie().blocs(&q.corrige),
        bareme: inputs.galerie().blocs(&q.bareme),
    }
}
