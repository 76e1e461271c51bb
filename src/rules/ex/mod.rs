//! EX: written papers and contrôle en cours de formation (annexe II C, D, E; annexe IV).

use super::{ExamenContext, Rule};

mod citations;
mod ex01;
mod ex02;
mod ex03;
mod ex04;
mod ex05;
mod ex06;
mod ex07;
mod ex08;
mod ex09;
mod ex10;
mod ex11;
mod ex12;
mod ex13;
mod ex14;
mod ex15;
mod ex16;
mod ex17;
mod ex18;
mod ex19;
mod ex20;
mod ex21;
mod ex22;
mod ex23;
mod ex24;
mod ex25;
mod ex26;
mod ex30;
mod points;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[
    &ex01::RULE,
    &ex02::RULE,
    &ex03::RULE,
    &ex04::RULE,
    &ex05::RULE,
    &ex06::RULE,
    &ex07::RULE,
    &ex08::RULE,
    &ex09::RULE,
    &ex10::RULE,
    &ex11::RULE,
    &ex12::RULE,
    &ex13::RULE,
    &ex14::RULE,
    &ex15::RULE,
    &ex16::RULE,
    &ex17::RULE,
    &ex18::RULE,
    &ex19::RULE,
    &ex20::RULE,
    &ex21::RULE,
    &ex22::RULE,
    &ex23::RULE,
    &ex24::RULE,
    &ex25::RULE,
    &ex26::RULE,
    &ex30::RULE,
];
