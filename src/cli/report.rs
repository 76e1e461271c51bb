//! Prints what was found in a folder, in the format that was asked for.

use std::fmt::Write as _;

use super::Format;
use crate::diagnostic::human::Style;
use crate::diagnostic::{Diagnostic, Locate, Severity, Summary, human, json, short};
use crate::sources::discover::Found;

/// The report of one folder.
pub fn render(
    found: &Found,
    all: &[Diagnostic],
    locate: &dyn Locate,
    summary: Summary,
    format: Format,
    style: Style,
) -> String {
    let folder = found.path.display().to_string().replace('\\', "/");
    let prefix = format!("{}/", folder.trim_end_matches('/'));
    match format {
        Format::Json => json::render(&folder, found.kind.name(), all, summary, locate),
        Format::Short => all.iter().map(|d| short::render(d, locate, &prefix)).collect(),
        Format::Human => {
            let mut out = String::new();
            for d in all.iter().filter(|d| d.severity != Severity::Human) {
                out.push_str(&human::render(d, locate, &prefix, style));
                out.push('\n');
            }
            out.push_str(&checklist(all, style));
            let _ = writeln!(out, "{} : {}", human::printable(&found.name), in_words(summary));
            out
        }
    }
}

/// What only a person can judge, told in a few lines: these are no faults.
fn checklist(all: &[Diagnostic], style: Style) -> String {
    let mut out = String::new();
    let mut humans = all.iter().filter(|d| d.severity == Severity::Human).peekable();
    if humans.peek().is_none() {
        return out;
    }
    out.push_str("À vérifier par une personne :\n");
    for d in humans {
        let bullet = |text: &str, first: &str, rest: &str| {
            let options = textwrap::Options::new(style.width).initial_indent(first).subsequent_indent(rest);
            textwrap::fill(&human::printable(text), options) + "\n"
        };
        out.push_str(&bullet(&format!("{} ({}, {})", d.message, d.code, d.reference), "  - ", "    "));
        for help in &d.help {
            out.push_str(&bullet(help, "      · ", "        "));
        }
    }
    out.push('\n');
    out
}

/// "conforme (1 avertissement, 2 points à vérifier)".
pub fn in_words(summary: Summary) -> String {
    let verdict = if summary.conforming { "conforme" } else { "non conforme" };
    let counts = [
        (summary.errors, "erreur", "erreurs"),
        (summary.warnings, "avertissement", "avertissements"),
        (summary.advice, "conseil", "conseils"),
        (summary.human, "point à vérifier", "points à vérifier"),
    ];
    let told: Vec<_> = counts
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }))
        .collect();
    if told.is_empty() { verdict.to_owned() } else { format!("{verdict} ({})", told.join(", ")) }
}
