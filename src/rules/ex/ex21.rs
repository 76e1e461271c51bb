//! EX21: a candidate of a CCF without a proposed mark when the time for it is over.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::examen::{Evaluation, Portfolio};
use crate::domain::referentiel::NatureForme;

pub static RULE: Rule = Rule::examen("EX21", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let limite = ctx.examen.reglage.centre.date_limite_notes.filter(|d| *d <= ctx.aujourdhui);
    let Some(limite) = limite.filter(|_| ctx.forme() == Some(NatureForme::Ccf)) else { return Vec::new() };
    let (notation, criteres) = (&ctx.examen.reglage.notation, ctx.referentiel.criteres(ctx.epreuve()).len());
    let all = ctx.examen.evaluations();
    let without = |c: &&Evaluation<'_>| c.note_proposee.trim().is_empty() && c.calcul(criteres, notation).is_none();
    // The candidate is told by the place alone: a report bears no name.
    let one = |c: &Evaluation<'_>| {
        let key = if c.rang.is_none() && c.note_proposee.is_empty() { "dossier" } else { "note_proposee" };
        let message = format!("aucune note n’est proposée au jury, qui l’attendait pour le {}", limite.in_words());
        RULE.at(c.place(key), message).help(
            "ajoutez `note_proposee`, ou les `niveaux` de la grille : la note ne sera imprimée sur aucun document du \
             candidat",
        )
    };
    all.iter().filter(|c| is_due(ctx, c, &all)).filter(without).map(one).collect()
}

/// Whether a mark is due where `one` stands.
fn is_due(ctx: &ExamenContext, one: &Evaluation<'_>, all: &[Evaluation<'_>]) -> bool {
    match one.rang {
        // Who holds the unit has no mark; who has an oral or a portfolio has it there.
        Some(rang) => {
            let apart = |e: &Evaluation<'_>| e.rang.is_none() && !e.numero.is_empty() && e.numero == one.numero;
            ctx.examen.acquis(rang, ctx.referentiel).is_none() && !all.iter().any(apart)
        }
        // In doubt about the dossier, the mark waits. Without its sheet, a portfolio is OR13's matter.
        None => {
            let told = |p: &Portfolio| p.file != one.file || p.fiche.is_some();
            !one.reserve && ctx.examen.portfolios.iter().all(told)
        }
    }
}
