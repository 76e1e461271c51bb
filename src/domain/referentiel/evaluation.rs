//! How a candidate is evaluated, and what another diploma grants: grids, juries, portfolio,
//! dispenses, correspondences (annexe II D and E; annexe IV).

use serde::{Deserialize, Serialize};

/// The criteria of evaluation of an épreuve (annexe II D).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grille {
    /// Code of the épreuve.
    pub epreuve: String,
    /// Criteria, in the order of the text.
    pub criteres: Vec<String>,
    /// Where it is read.
    pub source: String,
}

/// Who examines in an épreuve (annexe II D).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jury {
    /// Code of the épreuve.
    pub epreuve: String,
    /// Code of the domaine that it examines.
    pub domaine: String,
    /// Its members.
    pub membres: Vec<Membre>,
    /// Where it is read.
    pub source: String,
}

/// A member of a commission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membre {
    /// In what quality.
    pub intitule: String,
    /// Who sits in their absence.
    pub suppleant: Option<String>,
}

/// The portfolio of competences of a CCF (annexe II D, E5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portfolio {
    /// Code of the épreuve.
    pub epreuve: String,
    /// What its elements may be.
    pub elements: Vec<String>,
    /// What its activities must put to use.
    pub fonctionnalites: Vec<Fonctionnalite>,
    /// Where it is read.
    pub source: String,
}

/// A tool that the portfolio must show in use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fonctionnalite {
    /// Identifier.
    pub cle: String,
    /// Words of the text.
    pub intitule: String,
}

/// Diplomas that dispense from units (annexe II E): one row of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispense {
    /// Identifier.
    pub code: String,
    /// The diplomas of the row.
    pub diplome: String,
    /// Codes of the units from which they dispense.
    pub unites: Vec<String>,
    /// Key of the lecture that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// Units of the former diploma that give a unit of this one (annexe IV).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correspondance {
    /// Code of the unit of this diploma.
    pub unite: String,
    /// Units of the former diploma: all are needed.
    pub anciennes: Vec<AncienneUnite>,
    /// Where it is read.
    pub source: String,
}

/// A unit of the former diploma.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AncienneUnite {
    /// Code in the former diploma.
    pub code: String,
    /// Name in the former diploma.
    pub intitule: String,
}
