//! OR04: other times than those of the text.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::diagnostic::Place;
use crate::domain::clause::printed;
use crate::domain::examen::{Oral, Temps};
use crate::domain::referentiel::Partie;

pub static RULE: Rule = Rule::examen("OR04", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(forme) = ctx.reglement.and_then(|r| r.forme) else { return Vec::new() };
    let mut out = Vec::new();
    for oral in &ctx.examen.oraux {
        for (i, temps) in oral.temps.iter().enumerate() {
            let partie = forme.parties.iter().find(|p| Some(i32::from(p.numero)) == temps.partie);
            match partie {
                Some(partie) => {
                    let source = printed(partie.sources.duree.as_deref().unwrap_or(&forme.source));
                    out.extend(times(oral, i, temps, partie).into_iter().map(|found| found.reference(&source)));
                }
                None => {
                    let count = forme.parties.len();
                    let message = format!("cette partie n’existe pas : {} en a {count}", ctx.epreuve());
                    out.push(RULE.at(at(oral, i, "partie"), message));
                }
            }
        }
    }
    out
}

fn at(oral: &Oral, i: usize, key: &str) -> Place {
    Place::value(&oral.file, format!("temps[{i}].{key}"))
}

fn times(oral: &Oral, i: usize, temps: &Temps, partie: &Partie) -> Vec<Finding> {
    let mut out = Vec::new();
    let due = u32::from(partie.preparation_minutes);
    if let Some(found) = temps.preparation.filter(|m| *m != due) {
        let words =
            if due == 0 { "le texte n’en prévoit pas".to_owned() } else { format!("le texte en prévoit {due}") };
        out.push(
            RULE.at(at(oral, i, "preparation"), format!("{found} minutes de préparation sont annoncées, {words}")),
        );
    }
    if temps.phases.is_empty() {
        return out;
    }
    if temps.phases.len() != partie.phases.len() {
        let message =
            format!("{} durées sont annoncées, la partie a {} phases", temps.phases.len(), partie.phases.len());
        out.push(RULE.at(at(oral, i, "phases"), message));
        return out;
    }
    for (j, (minutes, phase)) in temps.phases.iter().zip(&partie.phases).enumerate() {
        let (least, most) = (phase.minutes_min.map(u32::from), phase.minutes_max.map(u32::from));
        let wrong = match (least, most) {
            (Some(least), _) if *minutes < least => format!("au moins {least}"),
            (_, Some(most)) if *minutes > most => format!("au plus {most}"),
            _ => continue,
        };
        let message = format!("« {} » dure {minutes} minutes, le texte en veut {wrong}", phase.intitule);
        out.push(RULE.at(at(oral, i, &format!("phases[{j}]")), message));
    }
    let sum: u32 = temps.phases.iter().sum();
    if let Some(due) = partie.duree_minutes.map(u32::from).filter(|d| out.is_empty() && *d != sum) {
        let message = format!("les phases font {sum} minutes, la partie en dure {due}");
        out.push(RULE.at(at(oral, i, "phases"), message));
    }
    out
}
