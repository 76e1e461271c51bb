//! E3207: the situations are met only by counting one sheet twice.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "E3207",
    severity: Severity::Warning,
    title: "une fiche comptée pour deux situations (E32)",
    reference: "référentiel, annexe II D, E32, 4 (l. 2681-2685)",
    nv: None,
    explain: include_str!("e3207.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    composition::cumul(&RULE, ctx)
}
