//! EX08: a text of the paper recalls another session, or another code, than the paper's own.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::examen::FILE;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::text;

pub static RULE: Rule = Rule {
    code: "EX08",
    severity: Severity::Error,
    title: "session ou code différents d’un endroit du sujet à l’autre",
    reference: "présentation des sujets : couverture, pied de page, annexes et métadonnées disent la même session et le même code",
    nv: None,
    explain: include_str!("ex08.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let told = &ctx.examen.reglage.epreuve;
    let mut out = Vec::new();
    if let Some(session) = told.session {
        let sujet = &ctx.examen.sujet;
        if let Some(file) = sujet.files.first() {
            out.extend(recalled(&text(&sujet.introduction), session, || Place::file(file)));
        }
        for partie in &sujet.parties {
            let words = format!("{}\n{}", partie.titre, text(&partie.situation));
            out.extend(recalled(&words, session, || partie.repere.place("")));
        }
        for annexe in &ctx.examen.annexes {
            let wrong = annexe.session.filter(|s| *s != session);
            out.extend(wrong.map(|s| other(ctx.annexe(annexe, "session"), s, session)));
            out.extend(recalled(&annexe.titre, session, || ctx.annexe(annexe, "titre")));
        }
    }
    let code = told.code_sujet.trim();
    if !code.is_empty() && !ctx.lost_at(FILE, "epreuve.code_sujet") {
        for annexe in &ctx.examen.annexes {
            let recalled = annexe.code_sujet.trim();
            if !recalled.is_empty() && recalled != code {
                let message =
                    format!("l’annexe {} rappelle le code {recalled}, celui du sujet est {code}", annexe.numero);
                let found = RULE.at(ctx.annexe(annexe, "code_sujet"), message);
                out.push(found.related(ctx.reglage("epreuve.code_sujet"), "code du sujet").help(HELP));
            }
        }
    }
    out
}

const HELP: &str =
    "corrigez celui des deux qui est faux, ou ôtez le rappel : la couverture et le pied de page le disent déjà";

/// The first « session 2025 » of a text that is not the paper's.
fn recalled(words: &str, session: i32, place: impl Fn() -> Place) -> Option<Diagnostic> {
    let normal = normalise(words);
    let words: Vec<&str> = normal.split(' ').collect();
    let told = words.windows(2).filter(|w| w[0] == "session").filter_map(|w| w[1].parse::<i32>().ok());
    let wrong = told.into_iter().find(|s| (1900..2200).contains(s) && *s != session)?;
    Some(other(place(), wrong, session))
}

fn other(place: Place, found: i32, session: i32) -> Diagnostic {
    let message = format!("ce texte rappelle la session {found}, le sujet est de la session {session}");
    RULE.at(place, message).related(Place::value(FILE, "epreuve.session"), "session de l’examen").help(HELP)
}
