//! FMT: the data themselves, whatever the document: files, syntax, keys, values, identifiers, characters, images.

mod fmt01;
mod fmt02;
mod fmt03;
mod fmt04;
mod fmt05;
mod fmt06;
mod fmt07;
mod fmt08;
mod fmt09;
mod fmt10;
mod fmt11;
mod fmt12;
mod keys;
mod vraisemblance;

pub use vraisemblance::is_unlikely;

use super::{Context, ExamenContext, PromotionContext, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::fault::{Fault, FaultKind};

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[
    &fmt01::RULE,
    &fmt02::RULE,
    &fmt03::RULE,
    &fmt04::RULE,
    &fmt05::RULE,
    &fmt06::RULE,
    &fmt07::RULE,
    &fmt08::RULE,
    &fmt09::RULE,
    &fmt10::RULE,
    &fmt11::RULE,
    &fmt12::RULE,
];

/// The diagnostics of the faults that `say` has words for.
fn told(faults: &[Fault], say: impl Fn(&Place, &FaultKind) -> Option<Finding>) -> Vec<Finding> {
    faults.iter().filter_map(|fault| say(&fault.place, &fault.kind)).collect()
}
