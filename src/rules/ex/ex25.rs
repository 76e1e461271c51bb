//! EX25: a candidate of the list who holds the unit already: left out of the convocations, and told.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::examen::{Acquis, Evaluation};
use crate::rules::words;

pub static RULE: Rule = Rule::examen("EX25", check);

/// From how many candidates on one diagnostic tells them all.
const MANY: usize = 6;

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let unite = ctx.reglement.and_then(|r| r.epreuve.unite.as_deref()).unwrap_or_default();
    let ranks = 0..ctx.examen.inscrits.len();
    let held: Vec<_> = ranks.filter_map(|i| Some((i, ctx.examen.acquis(i, ctx.referentiel)?))).collect();
    let place = |(i, acquis): (usize, Acquis)| {
        let key = match acquis {
            Acquis::Conservee => "unites_conservees",
            Acquis::Dispense => "dispenses",
            Acquis::Ancienne => "unites_2007",
        };
        Place::value(&ctx.examen.fichier_inscrits, format!("candidat[{i}].{key}"))
    };
    const HELP: &str = "il n’est ni dans les convocations, ni dans les listes de salle ; s’il a choisi de repasser \
                        l’épreuve, ôtez ce qu’il détient";
    let mut out = Vec::new();
    match held.as_slice() {
        [first, .., _] if held.len() >= MANY => {
            let message = format!("{} candidats n’ont pas {unite} à passer : ils ne sont pas convoqués", held.len());
            let ranks = words::and(held.iter().map(|(i, _)| i + 1));
            out.push(
                RULE.at(place(*first), message).help(format!("candidats de rangs {ranks} de la liste")).help(HELP),
            );
        }
        few => out.extend(few.iter().map(|one| {
            let why = match one.1 {
                Acquis::Conservee => "la note est conservée",
                Acquis::Dispense => "un diplôme en dispense",
                Acquis::Ancienne => "le diplôme de 2007 la donne",
            };
            let message = format!("ce candidat n’a pas {unite} à passer ({why}) : il n’est pas convoqué");
            RULE.at(place(*one), message).help(HELP)
        })),
    }
    for e in ctx.examen.evaluations() {
        let holds = e.rang.is_some_and(|rang| held.iter().any(|(i, _)| *i == rang));
        out.extend(holds.then(|| told(&e, unite)).flatten());
    }
    out
}

/// What a commission says of who has nothing to take: no document prints it.
fn told(e: &Evaluation<'_>, unite: &str) -> Option<Finding> {
    let all = [
        ("note_proposee", "une note", !e.note_proposee.trim().is_empty()),
        ("niveaux", "des niveaux", !e.niveaux.is_empty()),
        ("observations", "des observations", !e.observations.trim().is_empty()),
    ];
    let mut said = all.iter().filter(|(.., is)| *is);
    let (key, what, _) = said.next()?;
    let message = match said.clone().next() {
        None if *key == "note_proposee" => {
            format!("une note est proposée pour {unite}, que ce candidat n’a pas à passer")
        }
        _ => {
            let all = words::and([*what].into_iter().chain(said.clone().map(|(_, what, _)| *what)));
            format!("{all} pour {unite}, que ce candidat n’a pas à passer : rien ne les imprime")
        }
    };
    let found = RULE.at(e.place(key), message).severity(Severity::Warning);
    let found = said.fold(found, |f, (key, what, _)| f.related(e.place(key), *what));
    Some(found.help(if *key == "note_proposee" {
        "ôtez la note, ou ce que le candidat détient"
    } else {
        "ôtez ce qui est dit de lui, ou ce que le candidat détient"
    }))
}
