//! E3204: no situation of insurance of a professional of the text's list.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "E3204",
    severity: Severity::Error,
    title: "aucune situation d’assurance du professionnel (E32)",
    reference: "référentiel, annexe II D, E32, 4 (l. 2681, 2684)",
    nv: Some(Nv::Other),
    explain: include_str!("e3204.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::situation(&RULE, ctx)
}
