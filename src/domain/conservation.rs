//! How long archived things are kept: what the référentiel says of a CCF, and the rules that an office adds.

use serde::{Deserialize, Serialize};

use super::Date;

/// `droit/conservation.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReglesDeConservation {
    pub source: String,
    /// Month and day on which a session is over: `10-31`.
    pub fin_de_session: String,
    #[serde(default, rename = "regle")]
    pub regles: Vec<Regle>,
    #[serde(default, rename = "communicabilite")]
    pub delais: Vec<Delai>,
}

/// From when everybody may read what names people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delai {
    /// Kinds of folder.
    pub genres: Vec<String>,
    /// Day from which this is the law.
    pub depuis: Date,
    /// Years after the latest document.
    pub annees: u16,
    /// Where it is read.
    pub texte: String,
}

/// A rule that an office added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regle {
    /// Kind of folder: `dossier`, `promotion`, `examen`, `session`.
    pub genre: String,
    /// Years after the end of the session.
    pub annees: u16,
    /// `conserver` or `detruire`.
    pub sort: String,
    /// Where it is read.
    pub texte: String,
}

impl ReglesDeConservation {
    /// The delay of a kind of folder, as the law was on a day: the latest that was then in force.
    pub fn delai(&self, genre: &str, day: Date) -> Option<&Delai> {
        let of_it = self.delais.iter().filter(|d| d.genres.iter().any(|g| g == genre) && d.depuis <= day);
        of_it.max_by_key(|d| d.depuis)
    }

    /// The last day of a session; nothing where the setting is no day.
    pub fn fin(&self, session: i32) -> Option<Date> {
        // A year that no archive takes is a fault of the data, which is told elsewhere.
        if !(1..8000).contains(&session) {
            return None;
        }
        Date::parse(&format!("{session:04}-{}", self.fin_de_session.trim()))
    }
}
