//! E3204: no situation of insurance of a professional of the text's list.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E3204", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::situation(&RULE, ctx)
}
