//! E32: composition of the sheets 1 to 5 (annexe II D, E32).

use super::Rule;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[];
