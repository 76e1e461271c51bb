//! EX20: a professional paper without documents, or without a situation.

use super::{ExamenContext, Rule};
use crate::diagnostic::Place;
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "EX20",
    severity: Severity::Error,
    title: "sujet sans dossier documentaire ou sans situation professionnelle",
    reference: "référentiel, annexe II D, E31, 4 A (l. 2608) et E41, 1 (l. 2745)",
    nv: None,
    explain: include_str!("ex20.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
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
