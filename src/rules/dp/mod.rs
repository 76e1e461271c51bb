//! DP: dossier professionnel (annexe II B).

use super::Rule;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[];
