//! A document on its way to the page: Typst source, data and files, as plain values.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Bytes that several documents share.
pub type Shared = Arc<[u8]>;

/// Path of the data in the virtual tree.
pub const DATA: &str = "data.json";
/// Path of the main file in the virtual tree.
pub const MAIN: &str = "main.typ";

/// What is needed to typeset one document, and nothing else: no disk stands behind it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// Source of the main file.
    pub main: String,
    /// Template that wrote the main file: where its faults are to be mended.
    pub origin: String,
    /// JSON that the templates read: text that is never parsed as markup.
    pub data: String,
    /// The rest of the virtual tree, by path without a leading slash: libraries, pictures. Bytes that documents share
    /// travel apart from them.
    #[serde(skip)]
    pub files: BTreeMap<String, Shared>,
    /// Title in the metadata. Not in the source: styles that vary would undo what is laid out once for all.
    pub title: String,
    /// What identifies the document from one build to the next; only its hash is written.
    pub ident: String,
    /// Moment that the metadata tell, in seconds since 1970. PDF/A wants one: it comes from the data, not from a clock.
    pub timestamp: i64,
}

/// A fault of a template, with its place: never the user's fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateFault {
    pub kind: TemplateFaultKind,
    /// File of the pack or of the generated source; empty where it is not known.
    pub file: String,
    /// From 1; 0 where it is not known.
    pub line: usize,
    /// From 1, in characters; 0 where it is not known.
    pub column: usize,
    pub message: String,
    pub hints: Vec<String>,
}

/// What a template did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TemplateFaultKind {
    /// The page would not meet PDF/A-2a or PDF/UA-1.
    Standard,
    /// The template does not compile, or stopped on its data.
    Template,
}

impl TemplateFaultKind {
    /// Code of the clause (clauses.md, PR).
    pub fn code(self) -> &'static str {
        match self {
            TemplateFaultKind::Standard => "PR01",
            TemplateFaultKind::Template => "PR02",
        }
    }
}

impl std::fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        }
        write!(f, "{}", self.message)
    }
}

/// A text as a Typst string expression, closed whatever it holds.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_closed() {
        assert_eq!(literal("a\"; #panic(\\\n"), r#""a\"; #panic(\\\u{a}""#);
    }
}
