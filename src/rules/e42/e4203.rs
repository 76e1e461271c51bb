//! E4203: no situation of insurance of persons.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E4203", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::situation(&RULE, ctx)
}
