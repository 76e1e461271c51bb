//! The portfolio of a candidate (E5 in CCF), as the candidate has it: nothing here comes from the commission's sheet.

use serde::Serialize;

use super::{Cadre, ExamenInputs, Presentation};
use crate::domain::Date;
use crate::domain::examen::{Element, EvaluationElement, Portfolio};
use crate::templates::typography::{french, verbatim};
use crate::templates::view::markdown::Bloc;

/// The portfolio.
#[derive(Serialize)]
pub struct PortfolioVue {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub candidat: String,
    pub numero: String,
    /// Code, words, and the ranks of the elements that prove it; empty where none does.
    pub competences: Vec<[String; 3]>,
    /// A tool in the words of the text, and the ranks of the elements that use it.
    pub outils: Vec<[String; 2]>,
    pub elements: Vec<ElementVue>,
}

/// An element.
#[derive(Serialize)]
pub struct ElementVue {
    pub titre: String,
    /// Label and words.
    pub lignes: Vec<(&'static str, String)>,
    pub description: Vec<Bloc>,
    /// Who evaluated its reality, and what they say; empty where nobody did.
    pub evaluation: Vec<(&'static str, String)>,
}

/// The portfolio of a candidate.
pub fn portfolio(inputs: ExamenInputs<'_>, portfolio: &Portfolio) -> PortfolioVue {
    let r = inputs.referentiel;
    let unite = r.epreuve(inputs.examen.reglage.epreuve.code.trim()).and_then(|e| e.unite.as_deref());
    let ranks = |has: &dyn Fn(&Element) -> bool| {
        let all = portfolio.element.iter().enumerate().filter(|(_, e)| has(e)).map(|(i, _)| (i + 1).to_string());
        all.collect::<Vec<_>>().join(", ")
    };
    let told = |list: &[String], code: &str| list.iter().any(|c| c.trim() == code);
    let competences = r.competences.iter().filter(|c| Some(c.evaluee.as_str()) == unite);
    PortfolioVue {
        cadre: inputs.cadre("Portfolio", Presentation::ORDINAIRE),
        candidat: french(portfolio.candidat.trim()),
        numero: verbatim(portfolio.numero_candidat.trim()),
        competences: competences
            .map(|c| [c.code.clone(), french(&c.intitule), ranks(&|e| told(&e.competences, &c.code))])
            .collect(),
        outils: r
            .portfolio
            .fonctionnalites
            .iter()
            .map(|f| [french(&f.intitule), ranks(&|e| told(&e.outils, &f.cle))])
            .collect(),
        elements: portfolio.element.iter().map(|e| element(inputs, e)).collect(),
    }
}

fn element(inputs: ExamenInputs<'_>, e: &Element) -> ElementVue {
    let outil = |cle: &String| {
        let known = inputs.referentiel.portfolio.fonctionnalites.iter().find(|f| f.cle == cle.trim());
        // The text lists what its last kind of tool may be: here its first words are enough.
        let words = known.map_or(cle.as_str(), |f| f.intitule.split(" : ").next().unwrap_or(&f.intitule));
        words.trim().to_owned()
    };
    let lignes = [
        ("Nature", e.nature.map_or_else(String::new, |n| n.label().to_owned())),
        ("Cadre", e.cadre.map_or_else(String::new, |c| c.label().to_owned())),
        ("Date", e.date.map_or_else(String::new, Date::in_words)),
        ("Outils", e.outils.iter().map(outil).collect::<Vec<_>>().join(", ")),
        ("Compétences", e.competences.iter().map(|c| c.trim()).collect::<Vec<_>>().join(", ")),
        ("Accès à la production", e.acces.trim().to_owned()),
    ];
    ElementVue {
        titre: french(e.titre.trim()),
        lignes: filled(lignes),
        description: inputs.galerie().blocs(&e.blocks),
        evaluation: e.evaluation.as_ref().map(evaluation).unwrap_or_default(),
    }
}

fn evaluation(e: &EvaluationElement) -> Vec<(&'static str, String)> {
    filled([
        ("Enseignant ou enseignante", e.enseignant.trim().to_owned()),
        ("Tuteur ou tutrice", e.tuteur.trim().to_owned()),
        ("Date", e.date.map_or_else(String::new, Date::in_words)),
        ("Constat", e.constat.trim().to_owned()),
    ])
}

fn filled<const N: usize>(lines: [(&'static str, String); N]) -> Vec<(&'static str, String)> {
    lines.into_iter().filter(|(_, words)| !words.is_empty()).map(|(label, words)| (label, french(&words))).collect()
}
