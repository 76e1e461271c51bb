//! DP04: a sheet of E42 is missing.

use super::{Context, Rule, missing_sheets};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("DP04", check);

fn check(ctx: &Context) -> Vec<Finding> {
    missing_sheets(&RULE, ctx, "E42")
}
