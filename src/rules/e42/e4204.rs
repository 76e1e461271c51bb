//! E4204: a sheet 6 to 9 tied to neither a claim nor a demand for benefits.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E4204", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::cadre(&RULE, ctx)
}
