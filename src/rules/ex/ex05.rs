//! EX05: too few or too many documents, one without a date or a context (E1).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "EX05",
    severity: Severity::Error,
    title: "documents trop ou trop peu nombreux, non datés ou non situés",
    reference: "référentiel, annexe II D, E1 (l. 2435, 2450, 2462)",
    nv: None,
    explain: include_str!("ex05.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let Some(partie) = ctx.reglement.and_then(|r| r.partie) else { return Vec::new() };
    let (Some(least), Some(most)) = (partie.documents_min, partie.documents_max) else { return Vec::new() };
    let documents: Vec<_> = ctx.examen.annexes.iter().filter(|a| !a.a_rendre).collect();
    let (mut out, count) = (Vec::new(), documents.len());
    if !(usize::from(least)..=usize::from(most)).contains(&count) {
        let message =
            format!("le sujet a {count} document{}, il en faut de {least} à {most}", crate::rules::words::s(count));
        let found = RULE.at(ctx.reglage("epreuve.code"), message);
        out.push(found.help("ajoutez ou ôtez un fichier du répertoire `annexes/`"));
    }
    for document in documents {
        let numero = document.numero.trim();
        if document.date.trim().is_empty() && !ctx.lost_at(&document.file, "date") {
            let found = RULE.at(ctx.annexe(document, "date"), format!("le document {numero} n’est pas daté"));
            out.push(found.help("ajoutez `date`, un jour, une année ou une période"));
        }
        if document.contexte.trim().is_empty() && !ctx.lost_at(&document.file, "contexte") {
            let message = format!("le document {numero} n’est pas situé dans son contexte");
            let found = RULE.at(ctx.annexe(document, "contexte"), message);
            out.push(found.help("ajoutez `contexte`, en une phrase : qui écrit, quand, à quelle occasion"));
        }
    }
    out
}
