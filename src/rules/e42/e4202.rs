//! E4202: no situation of property and liability insurance.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "E4202",
    severity: Severity::Error,
    title: "aucune situation d’assurance de biens et de responsabilité (E42)",
    reference: "référentiel, annexe II D, E42, 4 (l. 2841, 2842)",
    nv: Some(Nv::Other),
    explain: include_str!("e4202.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::situation(&RULE, ctx)
}
