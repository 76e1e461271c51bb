//! ST14: what the jury must be told.

use crate::diagnostic::Finding;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST14", check);

fn check(ctx: &Context) -> Vec<Finding> {
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
