//! E4203: no situation of insurance of persons.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "E4203",
    severity: Severity::Error,
    title: "aucune situation d’assurance de personnes (E42)",
    reference: "référentiel, annexe II D, E42, 4 (l. 2841, 2843)",
    nv: Some(Nv::Other),
    explain: include_str!("e4203.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::situation(&RULE, ctx)
}
