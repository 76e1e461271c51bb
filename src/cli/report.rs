//! Prints what was found in a folder, in the format that was asked for.

use std::fmt::Write as _;

use super::{Extent, Format, Manner};
use crate::diagnostic::human::Style;
use crate::diagnostic::{Diagnostic, Locate, Severity, Summary, ToSign, human, json, short};
use crate::sources::discover::Found;

/// More faults than that are a wall: the first are shown, and how many there are of each file.
const WALL: usize = 12;
/// What is shown of a wall.
const FIRST: usize = 5;

/// The report of one folder; `to_sign` where it is a candidate's dossier.
pub fn render(
    found: &Found,
    all: &[Diagnostic],
    locate: &dyn Locate,
    to_sign: Option<&ToSign>,
    summary: Summary,
    manner: Manner,
) -> String {
    let Manner { format, style, extent } = manner;
    let folder = found.path.display().to_string().replace('\\', "/");
    let prefix = human::printable(&format!("{}/", folder.trim_end_matches('/')));
    match format {
        Format::Json => json::render(&folder, found.kind.name(), all, to_sign, summary, locate),
        Format::Short => {
            let faults = all.iter().map(|d| short::render(d, locate, &prefix));
            let pieces = to_sign.iter().flat_map(|t| &t.pieces).map(|p| short::to_sign(p, &prefix));
            faults.chain(pieces).collect()
        }
        Format::Human => {
            let mut faults: Vec<&Diagnostic> = all.iter().filter(|d| d.severity != Severity::Human).collect();
            faults.sort_by_key(|d| urgency(d));
            let is_wall = extent == Extent::First && faults.len() > WALL;
            let mut out = String::new();
            if is_wall {
                out.push_str("À faire d’abord :\n\n");
            }
            for d in faults.iter().take(if is_wall { FIRST } else { faults.len() }) {
                out.push_str(&human::render(d, locate, &prefix, style));
                out.push('\n');
            }
            if is_wall {
                out.push_str(&by_file(&faults));
                let (humans, s) = (summary.human, if summary.human > 1 { "s" } else { "" });
                if humans > 0 {
                    let _ = writeln!(out, "  {:<WIDTH$}  {humans} point{s}", "à vérifier par une personne");
                }
                if let Some(words) = to_sign.map(|t| &t.words).filter(|words| !words.is_empty()) {
                    let _ = writeln!(out, "  {:<WIDTH$}  {words}", "reste à signer à la main");
                }
                let quoted = human::printable(&folder);
                let _ = writeln!(
                    out,
                    "Tout voir : liasse verifier {quoted} --tout ; une ligne par faute : --format short\n"
                );
            } else {
                out.push_str(&checklist(all, style));
                out.push_str(&signatures(to_sign, style));
            }
            let verdict = verdict(summary, to_sign);
            let _ = writeln!(out, "{} : {verdict}", human::printable(&found.name));
            out
        }
    }
}

/// Column of the counts.
const WIDTH: usize = 36;

/// In which order a person mends: what keeps a file from being read, errors before the rest, and the folder's own file
/// before those that depend on it.
pub fn urgency(d: &Diagnostic) -> (bool, Severity, u8) {
    let unread = matches!(d.code, "FMT01" | "FMT02");
    let file = match d.place.file.as_str() {
        "candidat.toml" | "promotion.toml" | "examen.toml" | "session.toml" => 0,
        "periodes.toml" => 1,
        file if !file.contains('/') => 2,
        file if file.starts_with("entreprises/") => 3,
        _ => 4,
    };
    (!unread, d.severity, file)
}

/// How many faults each file has, in the order in which they are mended.
fn by_file(faults: &[&Diagnostic]) -> String {
    let mut files: Vec<(&str, Summary)> = Vec::new();
    for d in faults {
        let counts = match files.iter_mut().find(|(file, _)| *file == d.place.file) {
            Some((_, counts)) => counts,
            None => {
                files.push((&d.place.file, Summary::default()));
                &mut files.last_mut().expect("just pushed").1
            }
        };
        match d.severity {
            Severity::Error => counts.errors += 1,
            Severity::Warning => counts.warnings += 1,
            Severity::Advice => counts.advice += 1,
            Severity::Human => counts.human += 1,
        }
    }
    let mut out = String::from("Par fichier :\n");
    for (file, counts) in files {
        let _ = writeln!(out, "  {:<WIDTH$}  {}", human::printable(file), counted(counts));
    }
    out
}

/// The verdict, and what is still to be signed of a dossier that conforms: it cannot be handed in before.
pub fn verdict(summary: Summary, to_sign: Option<&ToSign>) -> String {
    let rest = to_sign.map(|t| t.words.as_str()).filter(|words| summary.conforming && !words.is_empty());
    match rest {
        Some(words) => format!("{} ; reste à signer : {words}", in_words(summary)),
        None => in_words(summary),
    }
}

/// What is printed with an empty box.
fn signatures(to_sign: Option<&ToSign>, style: Style) -> String {
    let Some(told) = to_sign.filter(|t| !t.lines.is_empty()) else { return String::new() };
    let mut out = "Reste à signer à la main, sur les pièces imprimées :\n".to_owned();
    for line in &told.lines {
        out.push_str(&bullet(line, "  - ", "    ", style));
    }
    out.push_str(&bullet(
        "une pièce signée se numérise dans pieces/ et se nomme par la clé « piece »",
        "      · ",
        "        ",
        style,
    ));
    out.push('\n');
    out
}

fn bullet(text: &str, first: &str, rest: &str, style: Style) -> String {
    let options = textwrap::Options::new(style.width).initial_indent(first).subsequent_indent(rest);
    textwrap::fill(&human::printable(text), options) + "\n"
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
        out.push_str(&bullet(&format!("{} ({}, {})", d.message, d.code, d.reference), "  - ", "    ", style));
        for help in &d.help {
            out.push_str(&bullet(help, "      · ", "        ", style));
        }
    }
    out.push('\n');
    out
}

/// "conforme (1 avertissement, 2 points à vérifier)".
pub fn in_words(summary: Summary) -> String {
    let verdict = if summary.conforming { "conforme" } else { "non conforme" };
    let told = counted(summary);
    if told.is_empty() { verdict.to_owned() } else { format!("{verdict} ({told})") }
}

/// "1 erreur, 2 avertissements".
pub fn counted(summary: Summary) -> String {
    let counts = [
        (summary.errors, "erreur", "erreurs"),
        (summary.warnings, "avertissement", "avertissements"),
        (summary.advice, "conseil", "conseils"),
        (summary.human, "point à vérifier", "points à vérifier"),
    ];
    let told = counts.iter().filter(|(n, ..)| *n > 0);
    told.map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many })).collect::<Vec<_>>().join(", ")
}
