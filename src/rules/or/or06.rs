//! OR06: a text of the jury where candidates read.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::examen::Raison;
use crate::rules::secrets::{Trouve, withhold};

pub static RULE: Rule = Rule::examen("OR06", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let stray = ctx.examen.sujet.ecarts.iter().filter(|e| e.raison == Raison::SansQuestion);
    let mut out: Vec<Finding> = stray
        .map(|ecart| {
            let message = "ce texte du jury n’est sous aucune question : il n’est imprimé nulle part";
            RULE.at(ecart.place.clone(), message).help("placez-le sous la question qu’il corrige")
        })
        .collect();
    // Of a copy, what is found is taken out: here it is told.
    out.extend(withhold(&mut ctx.examen.clone(), ctx.mots).into_iter().map(|fuite| told(&fuite.trouve, fuite.place)));
    out
}

fn told(found: &Trouve, place: Place) -> Finding {
    let others = match found.autres {
        0 => String::new(),
        1 => " (et un autre dans ce tableau)".to_owned(),
        n => format!(" (et {n} autres dans ce tableau)"),
    };
    let message = format!("« {} » est dans ce que le candidat lit{others}", found.mots.trim_end_matches([' ', ':']));
    RULE.at(place, message)
        .help("mettez-le sous un titre « ### Corrigé » ou « ### Barème » (dans un oral : `role` ou `attendus`)")
        .help("si ces mots sont ceux du document lui-même, dites-les autrement")
}
