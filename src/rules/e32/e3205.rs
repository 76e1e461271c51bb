//! E3205: no situation of savings, by insurance or bank.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E3205", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::situation(&RULE, ctx)
}
