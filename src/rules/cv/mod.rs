//! CV: conventions de stage (annexe III B, code de l’éducation).

pub mod annee;
mod cv01;
mod cv02;
mod cv03;
mod cv04;
mod cv05;
mod cv06;
mod cv07;
mod cv11;
mod cv12;
mod cv13;
mod cv14;
mod cv15;
mod cv16;
mod cv17;
mod cv18;
mod cv19;
mod cv20;
mod cv21;
mod cv22;
mod cv23;
mod cv24;
mod cv25;
mod cv30;
mod cv31;
mod cv32;
mod cv33;
mod cv34;
mod cv35;
mod cv36;
mod cv37;
mod cv38;
mod cv39;
mod cv40;
mod cv41;
mod cv42;
mod cv43;
mod horaires_mineurs;
pub mod lignes;
mod mineurs;
mod partages;
pub mod periodes;
pub mod textes;

use super::Rule;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[
    &cv01::RULE,
    &cv02::RULE,
    &cv03::RULE,
    &cv04::RULE,
    &cv05::RULE,
    &cv06::RULE,
    &cv07::RULE,
    &cv11::RULE,
    &cv12::RULE,
    &cv13::RULE,
    &cv14::RULE,
    &cv15::RULE,
    &cv16::RULE,
    &cv17::RULE,
    &cv18::RULE,
    &cv19::RULE,
    &cv20::RULE,
    &cv21::RULE,
    &cv22::RULE,
    &cv23::RULE,
    &cv24::RULE,
    &cv25::RULE,
    &cv30::RULE,
    &cv31::RULE,
    &cv32::RULE,
    &cv33::RULE,
    &cv34::RULE,
    &cv35::RULE,
    &cv36::RULE,
    &cv37::RULE,
    &cv38::RULE,
    &cv39::RULE,
    &cv40::RULE,
    &cv41::RULE,
    &cv42::RULE,
    &cv43::RULE,
];
