//! EX20: a professional paper without documents, or without a situation.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::diagnostic::Place;

pub static RULE: Rule = Rule::examen("EX20", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let due = ctx.reglement.is_some_and(|r| r.epreuve.dossier_documentaire);
    let sujet = &ctx.examen.sujet;
    let Some(file) = sujet.files.first().filter(|_| due && ctx.is_written() && !sujet.parties.is_empty()) else {
        return Vec::new();
    };
    let own = ctx.texte(|s| &s.documents);
    let mut out = Vec::new();
    if ctx.examen.annexes.is_empty() {
        let found = RULE.at(Place::file(file), "le sujet n’a aucun document").reference(&own);
        out.push(found.help("ajoutez le dossier documentaire, un fichier par document, dans `annexes/`"));
    }
    let told = !sujet.ecarts.is_empty()
        || !sujet.introduction.is_empty()
        || sujet.parties.iter().any(|p| !p.situation.is_empty());
    if !told {
        let found = RULE.at(sujet.parties[0].repere.place(""), "le sujet ne présente aucune situation professionnelle");
        out.push(found.reference(&own).help("décrivez-la avant la première question, sous le titre de la partie"));
    }
    out
}
