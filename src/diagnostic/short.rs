//! The rendering for editors and scripts: one line per fault.

use super::human::printable;
use super::{Diagnostic, Locate, Position};

/// `file:line:column: severity[CODE]: message`; no line and column for a file that is absent.
pub fn render(diagnostic: &Diagnostic, locate: &dyn Locate, prefix: &str) -> String {
    let d = diagnostic;
    let start = locate.span(&d.place).zip(locate.text(&d.place.file)).map(|(s, text)| Position::of(text, s.start));
    let at = start.map_or_else(String::new, |p| format!(":{}:{}", p.line, p.column));
    let line = format!("{prefix}{}{at}: {}[{}]: {}", d.place.file, d.severity.label(), d.code, d.message);
    printable(&line).replace('\n', " ") + "\n"
}
