//! What liasse says of someone's data: one value per fault, and its three renderings.

pub mod difference;
mod excerpt;
mod finding;
pub mod human;
pub mod io;
pub mod json;
mod lines;
pub mod place;
pub mod short;

pub use finding::{Finding, Law, Risk};
pub use lines::Lines;
pub use place::{At, CellPlace, Locate, Place, Position};

use serde::Serialize;

/// How much a diagnostic weighs. Only an error makes a dossier non-conforming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The dossier does not conform: nothing final is rendered.
    Error,
    /// Rendered, and told.
    Warning,
    /// A recommendation of the text, or something worth knowing.
    Advice,
    /// Only a person can judge: printed in the checklist, never dropped.
    Human,
}

impl Severity {
    /// The word that users read, in lower case.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Error => "erreur",
            Severity::Warning => "avertissement",
            Severity::Advice => "conseil",
            Severity::Human => "à vérifier",
        }
    }
}

/// The risk of a « non valide » that a fault brings (référentiel, annexe II B, note *).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Nv {
    /// One of the three situations that the text lists.
    Listed,
    /// Another non-conformity of the dossier.
    Other,
}

/// One fault, with its place, its clause and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Code of the clause, as in docs/conformite.md.
    pub code: &'static str,
    pub severity: Severity,
    /// What was found and what is expected: starts in lower case, no final stop.
    pub message: String,
    /// Where it is.
    pub place: Place,
    /// A few words under the place, or nothing.
    pub label: Option<String>,
    /// Other places that explain the fault, each with a few words.
    pub related: Vec<(Place, String)>,
    /// The text that the fault breaks, in the words a reader can look up.
    pub reference: String,
    pub nv: Option<Nv>,
    /// The units that it puts at risk of it.
    pub unites: Vec<String>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    /// Ranks of the rows that a fault of their common default bears on; empty where its place tells them.
    pub rows: Vec<usize>,
    /// Whether an error keeps back the documents of its row: what is judged of a whole training does not.
    pub keeps_back: bool,
}

/// How many of each weight, and whether the folder conforms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
    pub human: usize,
    pub conforming: bool,
}

impl Summary {
    /// Counts `diagnostics`; with `strict`, a warning is not conforming either.
    pub fn of(diagnostics: &[Diagnostic], strict: Strictness) -> Self {
        let count = |s| diagnostics.iter().filter(|d| d.severity == s).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let conforming = errors == 0 && (strict == Strictness::Normal || warnings == 0);
        Summary { errors, warnings, advice: count(Severity::Advice), human: count(Severity::Human), conforming }
    }
}

/// What a dossier still has somebody sign by hand, once it is printed: no fault, and no dossier that can be handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToSign {
    /// In the order of the dossier.
    pub pieces: Vec<PieceToSign>,
    /// The same for a person: "fiches 1 à 9 : visa du tuteur ou de l’enseignant".
    pub lines: Vec<String>,
    /// All of it in a few words, "2 justificatifs et fiches 1 à 9"; nothing where nothing is left.
    pub words: String,
}

/// A piece that is printed with empty boxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PieceToSign {
    /// "fiche 3".
    pub piece: String,
    /// Where its data are.
    pub file: String,
    /// What stands above its boxes.
    pub by: Vec<String>,
}

/// Whether warnings count against conformity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    #[default]
    Normal,
    Strict,
}

/// Sorts by file, then by place in the file, then by code, as a person reads.
pub fn sort(diagnostics: &mut [Diagnostic], locate: &dyn Locate) {
    diagnostics.sort_by_cached_key(|d| {
        let start = locate.span(&d.place).map_or(0, |s| s.start);
        (d.place.file.clone(), start, d.code, d.severity)
    });
}
