//! DP03: a sheet of E32 is missing.

use super::{Context, Rule, missing_sheets};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "DP03",
    severity: Severity::Error,
    title: "fiche d’activité 1 à 5 absente",
    reference: "référentiel, annexe II B, 3 (l. 2235)",
    nv: Some(Nv::Other),
    explain: include_str!("dp03.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    missing_sheets(&RULE, ctx, "E32")
}
