//! E3206: a sheet 1 to 5 tied to neither a commercial interview nor prospecting.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E3206", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::cadre(&RULE, ctx)
}
