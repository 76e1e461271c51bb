//! The subject as the candidate gets it: nothing here comes from what is the jury's.

use serde::Serialize;

use super::{Cadre, ExamenInputs, Presentation, langue};
use crate::domain::examen::{Annexe, PartieSujet, Points, Question};
use crate::templates::typography::french;
use crate::templates::view::markdown::Bloc;

/// The whole subject.
#[derive(Serialize)]
pub struct Sujet {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub materiel: Vec<String>,
    /// Annexes to give back with the copy, as the cover names them.
    pub a_rendre: Vec<String>,
    /// What its annexes are called: « Annexe », or « Document » where the text speaks of documents.
    pub mot: &'static str,
    /// The theme that the documents illustrate.
    pub theme: String,
    pub introduction: Vec<Bloc>,
    pub parties: Vec<Partie>,
    pub total: String,
    pub ramene: String,
    pub annexes: Vec<AnnexeVue>,
}

/// A part and its questions.
#[derive(Serialize)]
pub struct Partie {
    pub titre: String,
    pub points: String,
    /// The language in which its questions are put.
    pub langue: &'static str,
    pub situation: Vec<Bloc>,
    pub questions: Vec<QuestionVue>,
}

/// A question.
#[derive(Serialize)]
pub struct QuestionVue {
    pub numero: String,
    pub titre: String,
    pub points: String,
    pub enonce: Vec<Bloc>,
    /// The annexe on which it is answered.
    pub reponse: String,
}

/// An annexe.
#[derive(Serialize)]
pub struct AnnexeVue {
    pub numero: String,
    pub titre: String,
    pub source: String,
    pub date: String,
    pub contexte: String,
    pub langue: &'static str,
    pub a_rendre: bool,
    pub blocs: Vec<Bloc>,
    pub entete: Vec<String>,
    pub lignes: Vec<Vec<String>>,
    /// The pages of a scan, or its picture.
    pub pages: Vec<Page>,
}

/// A page of a scan, and what it shows.
#[derive(Serialize)]
pub struct Page {
    pub image: String,
    pub alternative: String,
}

/// The subject in a presentation.
pub fn sujet(inputs: ExamenInputs<'_>, presentation: Presentation) -> Sujet {
    let (examen, reglage) = (inputs.examen, &inputs.examen.reglage);
    let total = reglage.bareme.total.map_or_else(|| examen.points(), Points::whole);
    let rendre = |a: &&Annexe| a.a_rendre;
    Sujet {
        cadre: inputs.cadre("", presentation),
        materiel: materiel(inputs),
        a_rendre: examen
            .annexes
            .iter()
            .filter(rendre)
            .map(|a| french(&format!("annexe {}", a.numero.trim())))
            .collect(),
        mot: mot(inputs),
        theme: french(reglage.epreuve.theme.trim()),
        introduction: inputs.galerie().blocs(&examen.sujet.introduction),
        parties: examen.sujet.parties.iter().map(|p| partie(inputs, p)).collect(),
        total: points(total),
        ramene: french(reglage.bareme.ramene_a_20.trim()),
        annexes: examen.annexes.iter().map(|a| annexe(inputs, a)).collect(),
    }
}

fn partie(inputs: ExamenInputs<'_>, partie: &PartieSujet) -> Partie {
    Partie {
        titre: french(partie.titre.trim()),
        points: points(partie.donnees.points.unwrap_or_else(|| partie.points())),
        langue: langue(&partie.donnees.langue_reponse),
        situation: inputs.galerie().blocs(&partie.situation),
        questions: partie.questions.iter().map(|q| question(inputs, q)).collect(),
    }
}

/// A question, what is the jury's left out.
pub fn question(inputs: ExamenInputs<'_>, question: &Question) -> QuestionVue {
    QuestionVue {
        numero: french(&question.numero),
        titre: french(question.titre.trim()),
        points: question.donnees.points.map_or_else(String::new, points),
        enonce: inputs.galerie().blocs(&question.enonce),
        reponse: french(question.donnees.reponse.trim()),
    }
}

/// In general culture and languages, the text speaks of documents.
fn mot(inputs: ExamenInputs<'_>) -> &'static str {
    let documents = inputs
        .reglement()
        .is_some_and(|r| r.epreuve.niveau_cecrl.is_some() || r.partie.is_some_and(|p| p.documents_min.is_some()));
    if documents { "Document" } else { "Annexe" }
}

/// "1 point", "1,5 point", "6 points".
pub fn points(n: Points) -> String {
    format!("{n}\u{a0}point{}", if n < Points::whole(2) { "" } else { "s" })
}

/// What the cover and the convocations say of the material.
pub fn materiel(inputs: ExamenInputs<'_>) -> Vec<String> {
    let told = &inputs.examen.reglage.materiel;
    let calculatrice = told.calculatrice.map(|c| french(&format!("{}.", c.label())));
    let autorise = told.autorise.iter().map(|m| french(&format!("Autorisé : {}.", m.trim().trim_end_matches('.'))));
    calculatrice.into_iter().chain(autorise).collect()
}

/// An annexe.
pub fn annexe(inputs: ExamenInputs<'_>, a: &Annexe) -> AnnexeVue {
    let mut lignes = a.lignes.iter().map(|row| row.iter().map(|cell| french(cell.text.trim())).collect::<Vec<_>>());
    let entete = lignes.next().unwrap_or_default();
    let width = entete.len();
    // A row is as long as the headings: what a table lacks is empty, what it has more has no column.
    let whole = |mut row: Vec<String>| {
        row.resize(width, String::new());
        row
    };
    AnnexeVue {
        numero: french(a.numero.trim()),
        titre: french(a.titre.trim()),
        source: french(a.source.trim()),
        date: french(a.date.trim()),
        contexte: french(a.contexte.trim()),
        langue: langue(&a.langue),
        a_rendre: a.a_rendre,
        blocs: inputs.galerie().blocs(&a.blocks),
        lignes: lignes.map(whole).collect(),
        entete,
        pages: pages(inputs, a),
    }
}

fn pages(inputs: ExamenInputs<'_>, a: &Annexe) -> Vec<Page> {
    let paths = inputs.galerie().paths(a.document.trim());
    let (count, told) = (paths.len(), french(a.alternative.trim()));
    let words = |i: usize| if count > 1 { format!("{told} (page {} sur {count})", i + 1) } else { told.clone() };
    paths.into_iter().enumerate().map(|(i, image)| Page { image, alternative: words(i) }).collect()
}
