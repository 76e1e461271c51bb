//! EX21: a candidate of a CCF without a proposed mark when the time for it is over.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::examen::Evaluation;
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
    let (notation, criteres) = (&ctx.examen.reglage.notation, ctx.referentiel.criteres(ctx.epreuve()).len());
    let all = ctx.examen.evaluations();
    // An oral or a portfolio is marked by its commission: OR13 and the procès-verbal tell what lacks there.
    let listed = all.iter().skip(ctx.examen.oraux.len() + ctx.examen.portfolios.len());
    let without = listed.filter(|c| c.note_proposee.trim().is_empty() && c.calcul(criteres, notation).is_none());
    // The candidate is told by the place alone: a report bears no name.
    let one = |c: &Evaluation<'_>| {
        let message = format!("aucune note n’est proposée au jury, qui l’attendait pour le {}", limite.in_words());
        RULE.at(c.place("note_proposee"), message)
            .help("ajoutez `note_proposee` : elle ne sera imprimée sur aucun document du candidat")
    };
    without.map(one).collect()
}
