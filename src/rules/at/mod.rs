//! AT: certificats and attestations (annexe III B, code de l’éducation).

mod at01;
mod at02;
mod at03;
mod at04;
mod at05;
mod at06;
mod at07;
mod presence;

use super::Rule;

/// The family, sorted by code.
pub const RULES: &[&Rule] =
    &[&at01::RULE, &at02::RULE, &at03::RULE, &at04::RULE, &at05::RULE, &at06::RULE, &at07::RULE];
