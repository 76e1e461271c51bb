//! E3205: no situation of savings, by insurance or bank.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "E3205",
    severity: Severity::Error,
    title: "aucune situation d’épargne (E32)",
    reference: "référentiel, annexe II D, E32, 4 (l. 2681, 2685)",
    nv: Some(Nv::Other),
    explain: include_str!("e3205.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::situation(&RULE, ctx)
}
