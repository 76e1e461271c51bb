//! EX07: a subject that leaves out a category of insurance that its épreuve must cover (E41).

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use std::collections::BTreeSet;

use crate::rules::words;

pub static RULE: Rule = Rule::examen("EX07", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(epreuve) = ctx.reglement.map(|r| r.epreuve) else { return Vec::new() };
    let sujet = &ctx.examen.sujet;
    if epreuve.categories_exigees.is_empty() || sujet.parties.is_empty() || sujet.is_cut() {
        return Vec::new();
    }
    if sujet.parties.iter().any(|p| ctx.lost_in(&p.repere)) {
        return Vec::new();
    }
    let covered: BTreeSet<_> = sujet.parties.iter().filter_map(|p| p.donnees.categorie).collect();
    let missing: Vec<&str> =
        epreuve.categories_exigees.iter().filter(|c| !covered.contains(c)).map(|c| c.label()).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let message = format!("aucune partie du sujet ne dit traiter : {}", words::and(&missing));
    let found = RULE.at(sujet.parties[0].repere.place(""), message);
    vec![found.help("sous le titre de la partie qui en traite, dans un bloc `toml`, dites sa `categorie`")]
}
