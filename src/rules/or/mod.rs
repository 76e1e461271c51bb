//! OR: oral épreuves, and what only a jury may read (annexe II B, D).

use super::{ExamenContext, Rule};
use crate::diagnostic::Place;
use crate::domain::examen::Oral;
use crate::domain::referentiel::Auteur;

mod or01;
mod or02;
mod or03;
mod or04;
mod or05;
mod or06;
mod or07;
mod or08;
mod or09;
mod or10;
mod or11;
mod or12;
mod or13;
mod or14;
mod or15;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[
    &or01::RULE,
    &or02::RULE,
    &or03::RULE,
    &or04::RULE,
    &or05::RULE,
    &or06::RULE,
    &or07::RULE,
    &or08::RULE,
    &or09::RULE,
    &or10::RULE,
    &or11::RULE,
    &or12::RULE,
    &or13::RULE,
    &or14::RULE,
    &or15::RULE,
];

/// The place of scenario `i` (from 0) of an oral, or of one of its keys.
fn scenario(oral: &Oral, i: usize, key: &str) -> Place {
    Place::value(&oral.file, format!("scenario[{i}].{key}"))
}

/// Who writes each of the scenarios that the épreuve has for these candidates, in order.
fn slots(ctx: &ExamenContext) -> Vec<Auteur> {
    let forme = ctx.reglement.and_then(|r| r.forme);
    forme.into_iter().flat_map(|f| &f.parties).flat_map(|p| &p.phases).filter_map(|phase| phase.scenario).collect()
}
