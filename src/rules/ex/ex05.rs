//! EX05: too few or too many documents, one without a date or a context.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::examen("EX05", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(partie) = ctx.reglement.and_then(|r| r.partie) else { return Vec::new() };
    let texte = || ctx.texte(|s| &s.documents);
    let documents: Vec<_> = ctx.examen.annexes.iter().filter(|a| !a.a_rendre).collect();
    let (mut out, count) = (Vec::new(), documents.len());
    let least = partie.documents_min.map_or(0, usize::from);
    if let Some(most) = partie.documents_max.map(usize::from)
        && !(least..=most).contains(&count)
    {
        let due = match (least, most) {
            (0, most) => format!("{most} au plus"),
            (least, most) => format!("de {least} à {most}"),
        };
        let message = format!("le sujet a {count} document{}, il en faut {due}", crate::rules::words::s(count));
        let found = RULE.at(ctx.reglage("epreuve.code"), message).reference(texte());
        out.push(found.help("ajoutez ou ôtez un fichier du répertoire `annexes/`"));
    }
    for document in documents.into_iter().filter(|_| partie.corpus) {
        let numero = document.numero.trim();
        if document.date.trim().is_empty() && !ctx.lost_at(&document.file, "date") {
            let found = RULE.at(ctx.annexe(document, "date"), format!("le document {numero} n’est pas daté"));
            out.push(found.reference(texte()).help("ajoutez `date`, un jour, une année ou une période"));
        }
        if document.contexte.trim().is_empty() && !ctx.lost_at(&document.file, "contexte") {
            let message = format!("le document {numero} n’est pas situé dans son contexte");
            let found = RULE.at(ctx.annexe(document, "contexte"), message).reference(texte());
            out.push(found.help("ajoutez `contexte`, en une phrase : qui écrit, quand, à quelle occasion"));
        }
    }
    out
}
