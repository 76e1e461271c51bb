//! The rendering for people: the place in its text, what is wrong, the clause, what to do.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde::{Deserialize, Serialize};

use super::{Diagnostic, Locate, Place, Severity};

/// How the terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    pub color: Color,
    /// Columns; texts are wrapped to it.
    pub width: usize,
}

/// Whether colours may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Color {
    Plain,
    Ansi,
}

impl Style {
    /// What a file or a pipe gets.
    pub const PLAIN: Style = Style { color: Color::Plain, width: 100 };
}

/// Renders one diagnostic; `prefix` is set before file names (`dossier/`).
pub fn render(diagnostic: &Diagnostic, locate: &dyn Locate, prefix: &str, style: Style) -> String {
    let d = diagnostic;
    let level = level(d.severity);
    // The label before the message takes room on the first line only; wrapping to less keeps one rule.
    let room = style.width.saturating_sub(14).max(30);
    let message = wrapped(&d.message, room);
    let mut group = level.primary_title(message).id(d.code).elements(elements(d, locate, prefix));
    group = group.element(Level::NOTE.with_name("texte").message(wrapped(&d.reference, room)));
    for help in &d.help {
        group = group.element(Level::HELP.with_name("aide").message(wrapped(help, room)));
    }
    let renderer = match style.color {
        Color::Plain => Renderer::plain(),
        Color::Ansi => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(style.width);
    let mut out = renderer.render(&[group]);
    out.push('\n');
    out
}

fn level(severity: Severity) -> Level<'static> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO,
        Severity::Human => Level::NOTE,
    };
    level.with_name(severity.label())
}

/// One snippet per file: the place of the fault first, then the related ones.
fn elements<'d>(d: &'d Diagnostic, locate: &'d dyn Locate, prefix: &str) -> Vec<Element<'d>> {
    let mut out = Vec::new();
    let mut files: Vec<&str> = vec![&d.place.file];
    for (place, _) in &d.related {
        if !files.contains(&place.file.as_str()) {
            files.push(&place.file);
        }
    }
    for file in files {
        let path = format!("{prefix}{}", printable(file));
        let here = file == d.place.file;
        let span = |place: &Place| locate.span(place).filter(|_| place.file == file);
        let Some(text) = locate.text(file).filter(|_| !here || span(&d.place).is_some()) else {
            out.push(Origin::path(path).into());
            continue;
        };
        let mut snippet = Snippet::source(text).path(path).fold(true);
        if let Some(bytes) = span(&d.place) {
            let annotation = AnnotationKind::Primary.span(one_line(text, bytes));
            snippet = snippet.annotation(annotation.label(d.label.as_deref()));
        }
        for (place, words) in &d.related {
            if let Some(bytes) = span(place) {
                snippet = snippet.annotation(AnnotationKind::Context.span(one_line(text, bytes)).label(words.as_str()));
            }
        }
        out.push(snippet.into());
    }
    out
}

/// The part of `bytes` on their first line: a table or a long text would draw a frame down the page.
fn one_line(text: &str, bytes: Range<usize>) -> Range<usize> {
    let end = text[bytes.clone()].find('\n').map_or(bytes.end, |i| bytes.start + i);
    bytes.start..end
}

/// `text` wrapped to `room` columns, never between a French sign and its space.
fn wrapped(text: &str, room: usize) -> String {
    let mut text = printable(text);
    for (loose, tied) in [
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" ?", "\u{a0}?"),
        (" !", "\u{a0}!"),
    ] {
        text = text.replace(loose, tied);
    }
    textwrap::fill(&text, room)
}

/// `text` with control characters made visible: what a stranger wrote must not drive the terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
