//! E3206: a sheet 1 to 5 tied to neither a commercial interview nor prospecting.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "E3206",
    severity: Severity::Error,
    title: "fiche sans entretien commercial ni prospection (E32)",
    reference: "référentiel, annexe II D, E32, 4 (l. 2679)",
    nv: None,
    explain: include_str!("e3206.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::cadre(&RULE, ctx)
}
