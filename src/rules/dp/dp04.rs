//! DP04: a sheet of E42 is missing.

use super::{Context, Rule, missing_sheets};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "DP04",
    severity: Severity::Error,
    title: "fiche d’activité 6 à 9 absente",
    reference: "référentiel, annexe II B, 4 (l. 2236)",
    nv: Some(Nv::Other),
    explain: include_str!("dp04.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    missing_sheets(&RULE, ctx, "E42")
}
