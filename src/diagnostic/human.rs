//! The rendering for people: the place in its text, what is wrong, the clause, what to do.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde::{Deserialize, Serialize};

use super::excerpt::{Excerpt, bounded, is_cut_before};
use super::{Diagnostic, Locate, Place, Position, Severity};

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
    for (place, words) in &d.related {
        // Where the text may not be shown, nothing marks them in it.
        if let (None, Some(span)) = (locate.text(place), locate.span(place)) {
            let line = locate.position(place, span.start).filter(|_| locate.cell(place).is_none());
            let line = line.map_or_else(String::new, |p| format!(", ligne {}", p.line));
            let told = format!("{}{line} : {words}", origin(place, locate, prefix));
            group = group.element(Level::NOTE.with_name("voir").message(wrapped(&told, room)));
        }
    }
    for help in &d.help {
        group = group.element(Level::HELP.with_name("aide").message(wrapped(help, room)));
    }
    let renderer = match style.color {
        Color::Plain => Renderer::plain(),
        Color::Ansi => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(style.width);
    let mut out = renderer.render(&[group]);
    // A cell is told by its sheet, row and column: the place of the line in what is shown is nothing to a person.
    for place in std::iter::once(&d.place).chain(d.related.iter().map(|(place, _)| place)) {
        let origin = origin(place, locate, prefix);
        let cut = locate.text(place).zip(locate.span(place)).filter(|(text, span)| is_cut_before(text, span.start));
        if locate.cell(place).is_some() {
            out = without_position(&out, &origin);
        } else if let Some(at) = cut.and_then(|(_, span)| locate.position(place, span.start)) {
            out = with_column(&out, &origin, at);
        }
    }
    out.push('\n');
    out
}

/// Where a place is: its file, and its cell in a table.
fn origin(place: &Place, locate: &dyn Locate, prefix: &str) -> String {
    let path = format!("{prefix}{}", printable(&place.file));
    match locate.cell(place) {
        Some(cell) => format!("{path}, {}", printable(&cell.in_words())),
        None => path,
    }
}

/// `text` with the column of the text itself behind `origin` and its line, where what is shown of it is cut before that.
fn with_column(text: &str, origin: &str, at: Position) -> String {
    let head = format!("{origin}:{}:", at.line);
    let Some((before, after)) = text.split_once(&head) else { return text.to_owned() };
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{before}{head}{}{rest}", at.column)
}

/// `text` without the `:line:column` that follows `origin`.
fn without_position(text: &str, origin: &str) -> String {
    let digits = |rest: &str| {
        let rest = rest.strip_prefix(':')?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        (end > 0).then(|| rest[end..].to_owned())
    };
    let Some((before, after)) = text.split_once(origin) else { return text.to_owned() };
    match digits(after).and_then(|rest| digits(&rest)) {
        Some(rest) => format!("{before}{origin}{rest}"),
        None => text.to_owned(),
    }
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

/// One snippet per text: the place of the fault first, then the related ones.
fn elements<'d>(d: &'d Diagnostic, locate: &'d dyn Locate, prefix: &str) -> Vec<Element<'d>> {
    // A workbook has a text for each of its sheets.
    let source = |place: &Place| (place.file.clone(), locate.cell(place).and_then(|c| c.sheet));
    let mut firsts: Vec<&Place> = vec![&d.place];
    for (place, _) in &d.related {
        if firsts.iter().all(|f| source(f) != source(place)) {
            firsts.push(place);
        }
    }
    let one = |first: &'d Place| snippet(d, first, &|place| source(place) == source(first), locate, prefix);
    firsts.into_iter().map(one).collect()
}

/// Where `first` is, and the places that are in the same text.
fn snippet<'d>(
    d: &'d Diagnostic,
    first: &'d Place,
    is_here: &dyn Fn(&Place) -> bool,
    locate: &'d dyn Locate,
    prefix: &str,
) -> Element<'d> {
    let path = origin(first, locate, prefix);
    let span = |place: &Place| locate.span(place).filter(|_| is_here(place));
    let is_primary = is_here(&d.place);
    let Some(text) = locate.text(first).filter(|_| !is_primary || span(&d.place).is_some()) else {
        // A text that may not be shown is told by its line.
        let position = locate.span(first).and_then(|span| locate.position(first, span.start));
        let origin = Origin::path(path);
        return match position {
            Some(at) => origin.line(at.line).char_column(at.column).into(),
            None => origin.into(),
        };
    };
    let mut marks: Vec<(AnnotationKind, Range<usize>, Option<String>)> = Vec::new();
    marks.extend(
        span(&d.place).map(|bytes| (AnnotationKind::Primary, one_line(text, bytes), d.label.as_deref().map(label))),
    );
    for (place, words) in &d.related {
        marks.extend(span(place).map(|b| (AnnotationKind::Context, one_line(text, b), Some(label(words)))));
    }
    // The lines that are shown, and no more: a table may have thousands.
    let window = lines(text, &marks);
    let line = locate.position(first, window.start).map_or(1, |p| p.line);
    let shift = |bytes: Range<usize>| bytes.start - window.start..bytes.end - window.start;
    let places: Vec<Range<usize>> = marks.iter().map(|(_, bytes, _)| shift(bytes.clone())).collect();
    let excerpt = Excerpt::of(&text[window.clone()], &places);
    let annotations: Vec<_> =
        marks.into_iter().map(|(kind, bytes, label)| kind.span(excerpt.place(shift(bytes))).label(label)).collect();
    let snippet = Snippet::source(without_c1(excerpt.text)).line_start(line).fold(true);
    let snippet = snippet.annotations(annotations);
    snippet.path(path).into()
}

/// `text` with the control characters that the renderer lets through made visible, each in as many bytes.
fn without_c1(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_c1 = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if text.contains(is_c1) { text.replace(is_c1, "·").into() } else { text }
}

/// What is said beside a mark.
fn label(words: &str) -> String {
    printable(&bounded(words))
}

/// The whole lines that hold all the marks; the whole text without a mark.
fn lines(text: &str, marks: &[(AnnotationKind, Range<usize>, Option<String>)]) -> Range<usize> {
    let Some(start) = marks.iter().map(|(_, b, _)| b.start).min() else { return 0..text.len() };
    let end = marks.iter().map(|(_, b, _)| b.end).max().unwrap_or(start);
    let start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let end = text[end..].find('\n').map_or(text.len(), |i| end + i + 1);
    start..end
}

/// The part of `bytes` on their first line: a table or a long text would draw a frame down the page.
fn one_line(text: &str, bytes: Range<usize>) -> Range<usize> {
    let end = text[bytes.clone()].find('\n').map_or(bytes.end, |i| bytes.start + i);
    bytes.start..end
}

/// `text` wrapped to `room` columns, never between a French sign and its space.
fn wrapped(text: &str, room: usize) -> String {
    let mut text = printable(&bounded(text));
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

/// `text` with what drives a terminal made visible, tabs too: what a stranger wrote must not.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if drives(c) || c == '\t' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The same for a whole page of ours, whose tabs are meant.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if !text.contains(drives) {
        return text.into();
    }
    text.chars().map(|c| if drives(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Whether a character gives a terminal an order, or turns the direction of what follows it.
pub fn drives(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && !matches!(c, '\n' | '\t'))
}
