//! E3202: no situation of property and liability insurance.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E3202", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::situation(&RULE, ctx)
}
