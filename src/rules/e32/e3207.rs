//! E3207: the situations are met only by counting one sheet twice.

use super::super::composition;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("E3207", check);

fn check(ctx: &Context) -> Vec<Finding> {
    composition::cumul(&RULE, ctx)
}
