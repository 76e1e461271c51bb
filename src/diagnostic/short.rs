//! The rendering for editors and scripts: one line per fault.

use super::human::printable;
use super::{CellPlace, Diagnostic, Locate, PieceToSign, Place, Position};

/// `file:line:column: severity[CODE]: message`; no line and column for a file that is absent or no text. A fault of a
/// table ends with its cell: `(feuille « Stages », ligne 4, colonne « debut »)`.
pub fn render(diagnostic: &Diagnostic, locate: &dyn Locate, prefix: &str) -> String {
    let d = diagnostic;
    let start = start(&d.place, locate);
    let cell = locate.cell(&d.place).map(|cell| in_line(cell, start.is_some()));
    let at = start.map_or_else(String::new, |p| format!(":{}:{}", p.line, p.column));
    let cell = cell.flatten().map_or_else(String::new, |words| format!(" ({words})"));
    let line = format!("{prefix}{}{at}: {}[{}]: {}{cell}", d.place.file, d.severity.label(), d.code, d.message);
    printable(&line).replace('\n', " ") + "\n"
}

/// Where a place stands in its text, if that is one that can be shown.
fn start(place: &Place, locate: &dyn Locate) -> Option<Position> {
    let span = locate.span(place).filter(|_| locate.is_text(place))?;
    locate.position(place, span.start)
}

/// `file:line`, for who looks it up.
pub fn place(place: &Place, locate: &dyn Locate) -> String {
    let at = start(place, locate).map_or_else(String::new, |p| format!(":{}", p.line));
    printable(&format!("{}{at}", place.file))
}

/// The words of a cell; where the line is told already, those of its column alone.
fn in_line(cell: CellPlace, line_is_told: bool) -> Option<String> {
    if line_is_told { cell.column.map(|c| format!("colonne « {c} »")) } else { Some(cell.in_words()) }
}

/// `file: à signer: fiche 3 (visa du tuteur ou de l’enseignant)`.
pub fn to_sign(piece: &PieceToSign, prefix: &str) -> String {
    let line = format!("{prefix}{}: à signer: {} ({})", piece.file, piece.piece, piece.by.join(", "));
    printable(&line).replace('\n', " ") + "\n"
}
