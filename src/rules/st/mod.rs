//! ST: stage and employment durations (annexe III B).

use super::Rule;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[];
