//! DP07: a period without its justificatif.

use super::super::{nv, words};
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};
use crate::domain::periode;

pub static RULE: Rule = Rule {
    code: "DP07",
    severity: Severity::Error,
    title: "période sans justificatif",
    reference: "référentiel, annexe II B, 1 (l. 2233)",
    nv: Some(Nv::Other),
    explain: include_str!("dp07.md"),
    check,
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let accepted = ctx.statut().and_then(|s| ctx.referentiel.statut(s.key())).map(|r| r.justificatifs.as_slice());
    let mut out = Vec::new();
    for (i, periode) in ctx.dossier.periodes.iter().enumerate() {
        let path = format!("periode[{i}].justificatif");
        if periode.justificatif.is_some() || ctx.lost_at(periode::FILE, &path) {
            continue;
        }
        let days = periode.debut.zip(periode.fin).map(|(a, b)| format!(" du {a} au {b}")).unwrap_or_default();
        let expected = match accepted.filter(|a| !a.is_empty()) {
            Some(kinds) => words::or(kinds.iter().map(|k| words::small(k.label()))),
            None => "certificat ou attestation".to_owned(),
        };
        let found =
            RULE.at(ctx.periode(i, "entreprise"), format!("la période{days} n’a pas de justificatif ({expected})"));
        let found = found.help("ajoutez sous cette période le bloc [periode.justificatif], avec sa nature, la pièce numérisée et sa signature");
        out.push(found.help(nv::risk(ctx, None)));
    }
    out
}
