//! E32: composition of the sheets 1 to 5 (annexe II D, E32). The checks are in `rules/composition.rs`.

mod e3201;
mod e3202;
mod e3203;
mod e3204;
mod e3205;
mod e3206;
mod e3207;

use super::{Context, Rule};

/// The family, sorted by code.
pub const RULES: &[&Rule] =
    &[&e3201::RULE, &e3202::RULE, &e3203::RULE, &e3204::RULE, &e3205::RULE, &e3206::RULE, &e3207::RULE];
