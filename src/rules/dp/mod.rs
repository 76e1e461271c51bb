//! DP: dossier professionnel (annexe II B).

mod dp01;
mod dp02;
mod dp03;
mod dp04;
mod dp05;
mod dp06;
mod dp07;
mod dp08;
mod dp09;
mod dp10;
mod dp11;
mod dp12;
mod dp13;
mod dp14;
mod dp15;
mod dp16;
mod dp17;
mod dp18;
mod dp19;
mod dp20;
mod dp21;
mod dp22;
mod dp23;

use super::{Context, Rule, nv, sheets};
use crate::diagnostic::{Finding, Place};
use crate::domain::Fiche;

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[
    &dp01::RULE,
    &dp02::RULE,
    &dp03::RULE,
    &dp04::RULE,
    &dp05::RULE,
    &dp06::RULE,
    &dp07::RULE,
    &dp08::RULE,
    &dp09::RULE,
    &dp10::RULE,
    &dp11::RULE,
    &dp12::RULE,
    &dp13::RULE,
    &dp14::RULE,
    &dp15::RULE,
    &dp16::RULE,
    &dp17::RULE,
    &dp18::RULE,
    &dp19::RULE,
    &dp20::RULE,
    &dp21::RULE,
    &dp22::RULE,
    &dp23::RULE,
];

/// The sheets of an épreuve that no file can account for, one diagnostic per number.
fn missing_sheets(rule: &Rule, ctx: &Context, epreuve: &str) -> Vec<Finding> {
    let Some(composition) = ctx.referentiel.composition(epreuve) else { return vec![] };
    let ours = |n: &i32| composition.fiches.iter().any(|f| i32::from(*f) == *n);
    let tell = |numero: i32| {
        let file = Fiche::file_of(numero);
        let found = rule.at(Place::file(&file), format!("la fiche {numero} manque : {file} n’existe pas"));
        let found = found
            .help(format!("écrivez cette fiche ({}, pour l’épreuve {epreuve})", sheets::of_composition(composition)))
            .help("si elle est écrite, vérifiez le nom du fichier : Windows peut y cacher un « .txt » final");
        found.risk(nv::risk(ctx, Some(numero)))
    };
    sheets::missing(ctx).into_iter().filter(ours).map(tell).collect()
}
