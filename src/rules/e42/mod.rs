//! E42: composition of the sheets 6 to 9 (annexe II D, E42). The checks are in `rules/composition.rs`.

mod e4201;
mod e4202;
mod e4203;
mod e4204;

use super::{Context, Rule};

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[&e4201::RULE, &e4202::RULE, &e4203::RULE, &e4204::RULE];
