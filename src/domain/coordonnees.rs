//! The coordinates of a person in a text: telephone, e-mail, postal address, full name. What only resembles one is none:
//! amounts, dates, the numbers of contracts and claims, the hotline of an insurer.

mod adresse;
mod courriel;
mod nom;
mod telephone;

pub use adresse::adresse_key;
pub use nom::nom_complet;
pub use telephone::telephone_key;

/// What reaches or names somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sorte {
    Telephone,
    Courriel,
    Adresse,
    NomComplet,
}

/// A coordinate that a text tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordonnee {
    pub sorte: Sorte,
    /// Its beginning, enough to find it again and not to reach anybody: « 06 12 … ».
    pub debut: String,
    /// What makes two of them the same.
    pub cle: String,
}

/// The telephones, e-mails and postal addresses of a text.
pub fn find(text: &str) -> Vec<Coordonnee> {
    let mut out = telephone::telephones(text);
    out.extend(courriel::courriels(text));
    out.extend(adresse::adresses(text));
    out
}

#[cfg(test)]
mod tests;
