//! The values that a page shows: words, gaps, lists and boxes to tick.

use serde::{Serialize, Serializer, ser::SerializeMap};

pub use crate::domain::date::du_au;

/// A text, or the place where one is missing.
#[derive(Clone, Debug, PartialEq)]
pub enum Texte {
    Dit(String),
    /// Shown as « [À COMPLÉTER : …] ».
    Manque(String),
    /// A line to fill by hand.
    Blanc,
}

impl Serialize for Texte {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let entry = |s: S, key: &str, value: &str| {
            let mut map = s.serialize_map(Some(1))?;
            map.serialize_entry(key, value)?;
            map.end()
        };
        match self {
            Texte::Dit(text) => s.serialize_str(text),
            Texte::Manque(what) => entry(s, "manque", what),
            Texte::Blanc => entry(s, "blanc", ""),
        }
    }
}

/// A choice, ticked or not.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    pub libelle: String,
    pub coche: bool,
}

/// What stands in the right column of a table of particulars.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Valeur {
    Texte(Texte),
    Liste {
        liste: Vec<Texte>,
    },
    /// `manque`: what a draft says where none is ticked.
    Cases {
        cases: Vec<Case>,
        manque: Option<Texte>,
    },
    /// A code and its words, several of them.
    Codes {
        codes: Vec<(String, String)>,
    },
}

/// A row of a table of particulars.
#[derive(Clone, Debug, Serialize)]
pub struct Ligne {
    pub libelle: &'static str,
    pub valeur: Valeur,
}

/// A row.
pub fn ligne(libelle: &'static str, texte: Texte) -> Ligne {
    Ligne { libelle, valeur: Valeur::Texte(texte) }
}

/// A row for a text that may be absent: no row then.
pub fn ligne_si(libelle: &'static str, texte: Option<Texte>) -> Option<Ligne> {
    texte.map(|t| ligne(libelle, t))
}

/// A row of boxes, one of which is ticked.
pub fn cases<T: Copy + PartialEq>(
    libelle: &'static str,
    all: &[T],
    label: impl Fn(T) -> &'static str,
    chosen: Option<T>,
    manque: Texte,
) -> Ligne {
    let manque = Some(manque).filter(|t| chosen.is_none() && matches!(t, Texte::Manque(_)));
    let case = |v: &T| Case { libelle: label(*v).to_owned(), coche: chosen == Some(*v) };
    Ligne { libelle, valeur: Valeur::Cases { cases: all.iter().map(case).collect(), manque } }
}
