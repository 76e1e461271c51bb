//! OR01: a scenario on a sheet that is not of the épreuve, not in the dossier, or in the dossier of another candidate.

use std::collections::BTreeSet;

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::examen::Oral;
use crate::domain::identifiers::normalise;
use crate::rules::words;

pub static RULE: Rule = Rule::examen("OR01", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(composition) = ctx.referentiel.composition(ctx.epreuve()) else { return Vec::new() };
    let mut out = Vec::new();
    for oral in &ctx.examen.oraux {
        let stranger = stranger(oral);
        // The sheets of another's dossier are not the candidate's: that is told once.
        let own = stranger.as_ref().is_none_or(|found| found.severity.is_some_and(|s| s != Severity::Error));
        out.extend(stranger);
        for (i, one) in oral.scenario.iter().enumerate() {
            let Some(fiche) = one.fiche else { continue };
            let place = || scenario(oral, i, "fiche");
            if !composition.fiches.iter().any(|f| i32::from(*f) == fiche) {
                let message = format!("la fiche {fiche} n’est pas une fiche d’{}", composition.epreuve);
                out.push(
                    RULE.at(place(), message)
                        .help(format!("choisissez parmi les fiches {}", words::or(&composition.fiches))),
                );
            } else if own && !oral.fiches.is_empty() && oral.fiche(fiche).is_none() {
                let message = format!("la fiche {fiche} n’est pas dans le dossier du candidat");
                let there = oral.fiches.iter().map(|f| f.numero);
                let there = there.filter(|n| composition.fiches.iter().any(|f| i32::from(*f) == *n));
                out.push(RULE.at(place(), message).help(format!("il a les fiches {}", words::and(there))));
            }
        }
    }
    out
}

/// What shows that the dossier of an oral is another candidate's. Neither numbers nor names are repeated.
fn stranger(oral: &Oral) -> Option<Finding> {
    let digits = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (told, found) = (digits(&oral.numero_candidat), digits(&oral.titulaire.numero));
    let at = |key: &str, message: &str| RULE.at(Place::value(&oral.file, key), message);
    let known = !told.is_empty() && !found.is_empty();
    if known && told != found {
        let message = "le dossier de cet oral est celui d’un autre candidat : il porte un autre numéro";
        let found = at("dossier", message).related(Place::value(&oral.file, "numero_candidat"), "numéro de l’oral");
        return Some(found.help("nommez le répertoire du dossier de ce candidat, ou corrigez le numéro"));
    }
    let words = |text: &str| normalise(text).split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (told, found) = (words(&oral.candidat), words(&oral.titulaire.noms));
    if oral.candidat.trim().is_empty() || oral.titulaire.noms.trim().is_empty() || !told.is_disjoint(&found) {
        return None;
    }
    // The number says whose it is: the name may be one that the dossier does not know.
    let severity = if known { Severity::Warning } else { Severity::Error };
    let found = at("candidat", "le nom imprimé sur les documents de cet oral n’est pas celui du dossier");
    Some(found.severity(severity).help("corrigez le nom, ou le répertoire du dossier"))
}
