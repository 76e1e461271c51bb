//! E4201: sheets 6 to 9 bear on too few different insurance products.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "E4201",
    severity: Severity::Error,
    title: "moins de trois produits d’assurance différents (E42)",
    reference: "référentiel, annexe II D, E42, 4 (l. 2840)",
    nv: None,
    explain: include_str!("e4201.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::products(&RULE, ctx)
}
