//! E4201: sheets 6 to 9 bear on too few different insurance products.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E4201", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::products(&RULE, ctx)
}
