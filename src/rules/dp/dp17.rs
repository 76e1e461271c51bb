//! DP17: a dossier deposited after the session's limit.

use super::Rule;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::SessionContext;

pub static RULE: Rule = Rule {
    code: "DP17",
    severity: Severity::Warning,
    title: "dossier déposé après la date limite de la session",
    reference: "référentiel, annexe III B (l. 3134) ; date limite fixée par les autorités académiques",
    nv: None,
    explain: include_str!("dp17.md"),
    check: crate::rules::Check::Session(check),
};

fn check(ctx: &SessionContext) -> Vec<Diagnostic> {
    let Some(limite) = ctx.session.fichier.session.date_limite else { return Vec::new() };
    let late = ctx.suivis.iter().filter_map(|s| Some((s.rang, s.inscription.depot.filter(|d| *d > limite)?)));
    late.map(|(rang, depot)| {
        let message =
            format!("le dossier est déposé le {}, la date limite était le {}", depot.in_words(), limite.in_words());
        RULE.at(ctx.inscription(rang, "depot"), message)
            .help("vérifiez la date ; sinon, une personne décide : liasse decider")
    })
    .collect()
}
