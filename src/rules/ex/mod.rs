//! EX: written papers and contrôle en cours de formation (annexe II C, D, E; annexe IV).

use super::{ExamenContext, Rule};

mod ex02;
mod ex03;
mod ex10;

/// Sorted by code.
pub const RULES: &[&Rule] = &[&ex02::RULE, &ex03::RULE, &ex10::RULE];
