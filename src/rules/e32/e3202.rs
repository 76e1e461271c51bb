//! E3202: no situation of property and liability insurance.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "E3202",
    severity: Severity::Error,
    title: "aucune situation d’assurance de biens et de responsabilité (E32)",
    reference: "référentiel, annexe II D, E32, 4 (l. 2681, 2682)",
    nv: Some(Nv::Other),
    explain: include_str!("e3202.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::situation(&RULE, ctx)
}
