//! OR08: an element of a portfolio that proves none of the competences evaluated, or whose reality nobody evaluated (E5).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::examen::{CadreElement, Element};
use crate::rules::words;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("OR08", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let unite = ctx.reglement.and_then(|r| r.epreuve.unite.as_deref());
    let of_unit = |c: &&crate::domain::referentiel::Competence| Some(c.evaluee.as_str()) == unite;
    let evaluated: Vec<&str> = ctx.referentiel.competences.iter().filter(of_unit).map(|c| c.code.as_str()).collect();
    let known: Vec<&str> = ctx.referentiel.competences.iter().map(|c| c.code.as_str()).collect();
    let mut out = Vec::new();
    for portfolio in &ctx.examen.portfolios {
        for (i, element) in portfolio.element.iter().enumerate() {
            let at = |key: &str| Place::value(&portfolio.file, format!("element[{i}].{key}"));
            let unknown = element.competences.iter().position(|c| !known.contains(&c.trim()));
            if let Some(j) = unknown {
                let told = element.competences[j].trim();
                let message = format!("« {told} » n’est pas une compétence du référentiel");
                let near =
                    nearest(told, known.iter().copied()).map_or_else(String::new, |n| format!("vouliez-vous {n} ? "));
                let found = RULE.at(at(&format!("competences[{j}]")), message);
                out.push(found.help(format!("{near}les compétences évaluées sont {}", words::and(&evaluated))));
            } else if !element.competences.is_empty()
                && !evaluated.is_empty()
                && !element.competences.iter().any(|c| evaluated.contains(&c.trim()))
            {
                let message = format!("« {} » ne prouve aucune des compétences évaluées", element.titre.trim());
                let found = RULE.at(at("competences"), message);
                out.push(found.help(format!("citez au moins une de {}", words::and(&evaluated))));
            }
            out.extend(joint(element, &at).map(|d| d.severity(Severity::Warning)));
        }
    }
    out
}

/// An activity in a company is evaluated by the teachers and the tuteur together.
fn joint(element: &Element, at: &impl Fn(&str) -> Place) -> Option<Finding> {
    if element.cadre != Some(CadreElement::Entreprise) {
        return None;
    }
    let told = element.evaluation.clone().unwrap_or_default();
    let missing: Vec<&str> = [("l’enseignant", &told.enseignant), ("le tuteur", &told.tuteur)]
        .into_iter()
        .filter(|(_, name)| name.trim().is_empty())
        .map(|(who, _)| who)
        .collect();
    let place = if element.evaluation.is_some() { at("evaluation") } else { at("titre") };
    let message = format!("la réalité de « {} » n’est pas évaluée par {}", element.titre.trim(), words::and(&missing));
    let found = RULE.at(place, message);
    (!missing.is_empty()).then(|| {
        found.help(
            "une activité en entreprise est évaluée par les enseignants et le tuteur ensemble : `[element.evaluation]`",
        )
    })
}
