//! EX21: a candidate of a CCF without a proposed mark when the time for it is over.

use super::{ExamenContext, Rule};
use crate::diagnostic::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::examen::CANDIDATS;
use crate::domain::referentiel::NatureForme;

pub static RULE: Rule = Rule {
    code: "EX21",
    severity: Severity::Warning,
    title: "candidat du CCF sans note proposée à la date limite",
    reference: "référentiel, annexe II D (l. 2471, 2560, 2613, 2735)",
    nv: None,
    explain: include_str!("ex21.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let limite = ctx.examen.reglage.centre.date_limite_notes.filter(|d| *d <= ctx.aujourdhui);
    let Some(limite) = limite.filter(|_| ctx.forme() == Some(NatureForme::Ccf)) else { return Vec::new() };
    let without = ctx.examen.inscrits.iter().enumerate().filter(|(_, c)| c.note_proposee.trim().is_empty());
    // The candidate is told by the place alone: a report bears no name.
    let one = |(i, _)| {
        let place = Place::value(CANDIDATS, format!("candidat[{i}].note_proposee"));
        let message = format!("aucune note n’est proposée au jury, qui l’attendait pour le {}", limite.in_words());
        RULE.at(place, message).help("ajoutez `note_proposee` : elle ne sera imprimée sur aucun document du candidat")
    };
    without.map(one).collect()
}
