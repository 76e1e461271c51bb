//! E3201: sheets 1 to 5 bear on too few different products.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "E3201",
    severity: Severity::Error,
    title: "moins de trois produits différents (E32)",
    reference: "référentiel, annexe II D, E32, 4 (l. 2679)",
    nv: None,
    explain: include_str!("e3201.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::products(&RULE, ctx)
}
