//! Holds the référentiel of the BTS Assurance to its founding text: counts, totals, names, references.

mod certification;
mod examen;
mod formation;
mod texte_fondateur;
mod versions;

use std::sync::LazyLock;

use liasse::domain::referentiel::Referentiel;

/// The data as shipped.
const BASE: &str = include_str!("../../templates/bts-assurance/referentiel.toml");

/// The référentiel as shipped; reading it also holds that every reference names something.
static REFERENTIEL: LazyLock<Referentiel> =
    LazyLock::new(|| Referentiel::parse(BASE).expect("the shipped data is sound"));

/// The codes of a list, with spaces between.
fn codes<'a>(codes: impl IntoIterator<Item = &'a String>) -> String {
    codes.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// `C9..C17` of the text: codes of one letter and following numbers.
fn suite(lettre: char, numeros: impl IntoIterator<Item = u8>) -> String {
    numeros.into_iter().map(|numero| format!("{lettre}{numero}")).collect::<Vec<_>>().join(" ")
}
