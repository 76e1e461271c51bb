//! DP03: a sheet of E32 is missing.

use super::{Context, Rule, missing_sheets};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("DP03", check);

fn check(ctx: &Context) -> Vec<Finding> {
    missing_sheets(&RULE, ctx, "E32")
}
