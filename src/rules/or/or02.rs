//! OR02: the second simulation on the sheet of the first, or on its contract (E32).

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::domain::examen::Oral;
use crate::domain::identifiers::normalise_product;

pub static RULE: Rule = Rule::examen("OR02", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    // Only E32 has two scenarios: the parts of its règlement say how many.
    let mut out = Vec::new();
    for oral in ctx.examen.oraux.iter().filter(|_| super::slots(ctx).len() > 1) {
        let mut before = Vec::new();
        for (i, one) in oral.scenario.iter().enumerate() {
            let Some(fiche) = one.fiche else { continue };
            if let Some((_, first)) = before.iter().find(|(f, _)| *f == fiche) {
                let message = format!("la fiche {fiche} sert aux deux simulations, la seconde porte sur une autre");
                let found = RULE.at(scenario(oral, i, "fiche"), message);
                out.push(
                    found
                        .related(scenario(oral, *first, "fiche"), "première simulation")
                        .help("choisissez une autre fiche"),
                );
            } else if let Some((_, first)) = before.first().filter(|(f, _)| is_of(ctx, *f) && is_of(ctx, fiche)) {
                out.extend(same_contract(oral, *first, i));
            }
            before.push((fiche, i));
        }
    }
    out
}

/// Whether the épreuve rests on the sheets of that number: another is OR01's matter.
fn is_of(ctx: &ExamenContext, fiche: i32) -> bool {
    let composition = ctx.referentiel.composition(ctx.epreuve());
    composition.is_some_and(|c| c.fiches.iter().any(|n| i32::from(*n) == fiche))
}

/// The second simulation bears on another of the contracts that the dossier presents.
fn same_contract(oral: &Oral, first: usize, second: usize) -> Option<Finding> {
    let contrats = |i: usize| oral.contrats(&oral.scenario[i]);
    let (of_first, of_second) = (contrats(first), contrats(second));
    let in_first = |c: &&str| of_first.iter().any(|f| normalise_product(f) == normalise_product(c));
    if of_first.is_empty() || of_second.is_empty() || !of_second.iter().all(in_first) {
        return None;
    }
    let place =
        |i: usize| scenario(oral, i, if oral.scenario[i].contrat.trim().is_empty() { "fiche" } else { "contrat" });
    let contrat = of_second[0];
    let found = match of_first.len() {
        1 => {
            let message = format!("les deux simulations portent sur le même contrat, « {contrat} »");
            RULE.at(place(second), message).help("choisissez une fiche qui présente un autre contrat")
        }
        // The first sheet presents several contracts: which one it bears on is not told.
        _ => {
            let message = format!("la seconde simulation peut porter sur un contrat de la première, « {contrat} »");
            let found = RULE.at(place(second), message).severity(Severity::Warning);
            found.help("dites le `contrat` de chacun des deux scénarios, ou choisissez une autre fiche")
        }
    };
    Some(found.related(place(first), "première simulation"))
}
