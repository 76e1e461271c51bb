//! EX16: documents all of one nature, or a theme that is not told (E1).

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use std::collections::BTreeSet;

use crate::domain::examen::FILE;

pub static RULE: Rule = Rule::examen("EX16", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let own = ctx.texte(|s| &s.documents);
    corpus(ctx).into_iter().map(|found| found.reference(&own)).collect()
}

fn corpus(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(partie) = ctx.reglement.and_then(|r| r.partie) else { return Vec::new() };
    if !partie.corpus {
        return Vec::new();
    }
    let mut out = Vec::new();
    if ctx.examen.reglage.epreuve.theme.trim().is_empty() && !ctx.lost_at(FILE, "epreuve.theme") {
        let found =
            RULE.at(ctx.reglage("epreuve.code"), "rien ne dit quel thème du programme les documents illustrent");
        out.push(found.help("ajoutez `theme` dans `[epreuve]`"));
    }
    let documents: Vec<_> = ctx.examen.annexes.iter().filter(|a| !a.a_rendre).collect();
    let untold = documents.iter().find(|a| a.nature.is_none() && !ctx.lost_at(&a.file, "nature"));
    if let Some(document) = untold {
        let message = format!("rien ne dit la nature du document {}", document.numero.trim());
        let found = RULE.at(ctx.annexe(document, "nature"), message);
        out.push(found.help("ajoutez `nature` : les documents doivent être de nature différente"));
        return out;
    }
    let natures: BTreeSet<_> = documents.iter().filter_map(|a| a.nature).collect();
    if let ([first, _, ..], 1) = (documents.as_slice(), natures.len()) {
        let nature = first.nature.map_or("", |n| n.label());
        let message = format!("les {} documents sont tous de même nature : « {nature} »", documents.len());
        let found = RULE.at(ctx.annexe(first, "nature"), message);
        out.push(found.help("remplacez l’un d’eux, ou corrigez sa nature"));
    }
    out
}
