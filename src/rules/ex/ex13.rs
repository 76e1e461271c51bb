//! EX13: a dispense or a correspondence that the text does not give.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use std::collections::BTreeSet;

use crate::diagnostic::Place;
use crate::domain::examen::Inscrit;
use crate::rules::words;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("EX13", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let all = ctx.examen.inscrits.iter().enumerate();
    all.flat_map(|(i, inscrit)| {
        let mut out = dispenses(ctx, i, inscrit);
        out.extend(anciennes(ctx, i, inscrit));
        out.extend(conservees(ctx, i, inscrit));
        out
    })
    .collect()
}

fn at(ctx: &ExamenContext, i: usize, key: &str, j: usize) -> Place {
    Place::value(&ctx.examen.fichier_inscrits, format!("candidat[{i}].{key}[{j}]"))
}

fn suggested(found: Finding, told: &str, known: &[&str]) -> Finding {
    let near = nearest(told, known.iter().copied()).map_or_else(String::new, |n| format!("vouliez-vous {n} ? "));
    found.help(format!("{near}le texte connaît {}", words::and(known)))
}

fn dispenses(ctx: &ExamenContext, i: usize, inscrit: &Inscrit) -> Vec<Finding> {
    let known: Vec<&str> = ctx.referentiel.dispenses.iter().map(|d| d.code.as_str()).collect();
    let wrong = inscrit.dispenses.iter().enumerate().filter(|(_, told)| !known.contains(&told.trim()));
    let one = |(j, told): (usize, &String)| {
        let message = format!("« {} » n’est pas un diplôme qui dispense d’une unité du BTS", told.trim());
        suggested(RULE.at(at(ctx, i, "dispenses", j), message), told.trim(), &known)
    };
    wrong.map(one).collect()
}

fn anciennes(ctx: &ExamenContext, i: usize, inscrit: &Inscrit) -> Vec<Finding> {
    let held: BTreeSet<&str> = inscrit.unites_2007.iter().map(|u| u.trim()).collect();
    let table = &ctx.referentiel.correspondances;
    let known: Vec<&str> = table.iter().flat_map(|c| &c.anciennes).map(|a| a.code.as_str()).collect();
    let mut out = Vec::new();
    for (j, told) in inscrit.unites_2007.iter().map(|u| u.trim()).enumerate() {
        let Some(row) = table.iter().find(|c| c.anciennes.iter().any(|a| a.code == told)) else {
            let message = format!("« {told} » n’est pas une unité du diplôme de 2007 qui en donne une de celui-ci");
            out.push(suggested(RULE.at(at(ctx, i, "unites_2007", j), message), told, &known));
            continue;
        };
        let missing: Vec<&str> = row.anciennes.iter().map(|a| a.code.as_str()).filter(|c| !held.contains(c)).collect();
        if !missing.is_empty() {
            let message = format!("{told} du diplôme de 2007 ne donne pas {} sans {}", row.unite, words::and(&missing));
            let found = RULE.at(at(ctx, i, "unites_2007", j), message);
            out.push(found.help("ajoutez l’autre si elle est acquise ; sinon, ôtez celle-ci"));
        }
    }
    out
}

fn conservees(ctx: &ExamenContext, i: usize, inscrit: &Inscrit) -> Vec<Finding> {
    let known: Vec<&str> = ctx.referentiel.unites.iter().map(|u| u.code.as_str()).collect();
    let wrong = inscrit.unites_conservees.iter().enumerate().filter(|(_, told)| !known.contains(&told.trim()));
    let one = |(j, told): (usize, &String)| {
        let message = format!("« {} » n’est pas une unité du diplôme", told.trim());
        suggested(RULE.at(at(ctx, i, "unites_conservees", j), message), told.trim(), &known)
    };
    wrong.map(one).collect()
}
