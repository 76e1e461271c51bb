//! E4204: a sheet 6 to 9 tied to neither a claim nor a demand for benefits.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "E4204",
    severity: Severity::Error,
    title: "fiche sans sinistre ni demande de prestation (E42)",
    reference: "référentiel, annexe II D, E42, 4 (l. 2840) ; unité U.42 (l. 1638) et C25 (l. 2801)",
    nv: None,
    explain: include_str!("e4204.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::cadre(&RULE, ctx)
}
