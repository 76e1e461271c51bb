//! E42: composition of the sheets 6 to 9 (annexe II D, E42).

use super::Rule;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[];
