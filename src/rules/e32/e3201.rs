//! E3201: sheets 1 to 5 bear on too few different products.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E3201", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::products(&RULE, ctx)
}
