//! EX: written papers and contrôle en cours de formation (annexe II C, D, E; annexe IV).

use super::{ExamenContext, Rule};

mod citations;
mod ex02;
mod ex03;
mod ex04;
mod ex08;
mod ex10;
mod ex11;

/// Sorted by code.
pub const RULES: &[&Rule] = &[&ex02::RULE, &ex03::RULE, &ex04::RULE, &ex08::RULE, &ex10::RULE, &ex11::RULE];
