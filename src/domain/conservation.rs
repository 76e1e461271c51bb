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
    /// The last day of a session; nothing where the setting is no day.
    pub fn fin(&self, session: i32) -> Option<Date> {
        Date::parse(&format!("{session:04}-{}", self.fin_de_session.trim()))
    }
}
