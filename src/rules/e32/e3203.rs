//! E3203: no situation of insurance of persons.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "E3203",
    severity: Severity::Error,
    title: "aucune situation d’assurance de personnes (E32)",
    reference: "référentiel, annexe II D, E32, 4 (l. 2681, 2683)",
    nv: Some(Nv::Other),
    explain: include_str!("e3203.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::situation(&RULE, ctx)
}
