//! ST14: what the jury must be told.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST14",
    severity: Severity::Human,
    title: "situation à porter à la connaissance du jury",
    reference: "référentiel, annexe III B, B 1 a et D (l. 3132 et 3170)",
    nv: None,
    explain: include_str!("st14.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let candidat = &ctx.dossier.candidat;
    let mut out = Vec::new();
    if let Some(derogation) = candidat.empechement.as_ref().and_then(|e| e.derogation.as_ref()) {
        let date = derogation.date.map_or_else(String::new, |d| format!(" du {d}"));
        let message = format!("vérifier que le jury est informé de la dérogation{date}");
        let found = RULE.at(ctx.candidat("empechement.derogation"), message);
        out.push(found.help("joignez-la au dossier transmis au jury"));
    }
    if let Some(redoublement) = &candidat.redoublement {
        let session = redoublement.session_precedente.map_or_else(String::new, |s| {
            format!(
                " (échec à la \
            session {s})"
            )
        });
        let message = format!(
            "vérifier que le jury est informé de la situation du candidat ou de la \
            candidate{session}"
        );
        let mut found = RULE.at(ctx.candidat("redoublement"), message);
        if let Some(situation) = redoublement.situation {
            found = found.related(ctx.candidat("redoublement.situation"), situation.label());
        }
        out.push(found.help("l’établissement ou le service des examens le lui signale avant les épreuves"));
    }
    out
}
