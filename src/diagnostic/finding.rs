//! What a rule finds, before its clause says what it weighs.

use super::{Diagnostic, Nv, Place, Severity};

/// A fault as a rule reports it: the clause of its code gives what it does not say itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub code: &'static str,
    /// The weight, where it is not the clause's.
    pub severity: Option<Severity>,
    /// What was found and what is expected: starts in lower case, no final stop.
    pub message: String,
    pub place: Place,
    /// A few words under the place, or nothing.
    pub label: Option<String>,
    /// Other places that explain the fault, each with a few words.
    pub related: Vec<(Place, String)>,
    /// The text that it breaks, where the clause bears on several.
    pub reference: Option<String>,
    /// The units that it puts at risk of a « non valide ».
    pub unites: Vec<String>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    /// Ranks of the rows that a fault of their common default bears on; empty where its place tells them.
    pub rows: Vec<usize>,
    /// Whether it brings the mention that its clause tells: a fault of the lists brings none to anyone.
    pub mention: bool,
}

/// What a fault puts at risk: the units, and the words that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    pub unites: Vec<String>,
    pub words: String,
}

/// What a clause says of every fault that breaks it.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    pub severity: Severity,
    /// The text, in the words a reader can look up.
    pub reference: &'a str,
    /// Whether the fault may bring a « non valide ».
    pub nv: Option<Nv>,
    /// Whether an error keeps back the documents of its row.
    pub keeps_back: bool,
}

impl Finding {
    pub fn new(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Finding {
            code,
            severity: None,
            message: message.into(),
            place,
            label: None,
            related: Vec::new(),
            reference: None,
            unites: Vec::new(),
            help: Vec::new(),
            rows: Vec::new(),
            mention: true,
        }
    }

    /// Adds the few words that stand under the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place that explains the fault.
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// Adds what the fault puts at risk.
    pub fn risk(mut self, risk: Risk) -> Self {
        self.unites = risk.unites;
        self.help.push(risk.words);
        self
    }

    /// Adds something to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Tells which rows a fault of their common default bears on.
    pub fn rows(mut self, rows: &[usize]) -> Self {
        self.rows = rows.to_vec();
        self
    }

    /// The same fault with the place of the text that it breaks, where its clause bears on several.
    pub fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// The same fault with another weight than its clause's: it may tell two.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// The diagnostic that it is under its clause. A weight of its own that is no error brings no « non valide ».
    pub fn under(self, law: Law<'_>) -> Diagnostic {
        Diagnostic {
            code: self.code,
            severity: self.severity.unwrap_or(law.severity),
            message: self.message,
            place: self.place,
            label: self.label,
            related: self.related,
            reference: self.reference.unwrap_or_else(|| law.reference.to_owned()),
            nv: law.nv.filter(|_| self.mention && self.severity.is_none_or(|s| s == Severity::Error)),
            unites: self.unites,
            help: self.help,
            rows: self.rows,
            keeps_back: law.keeps_back,
        }
    }
}
