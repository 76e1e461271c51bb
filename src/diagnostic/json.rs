//! The rendering for programs: one JSON object per folder, on one line. Its shape is a promise (`schema`).

use serde::Serialize;

use super::human::drives;
use super::{Diagnostic, Locate, Nv, PieceToSign, Severity, Summary, ToSign};

/// Version of the shape; raised when a field changes its meaning or goes.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    folder: &'a str,
    kind: &'a str,
    diagnostics: Vec<Row<'a>>,
    /// For a candidate's dossier.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_sign: Option<&'a [PieceToSign]>,
    summary: Summary,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    field: Option<&'a str>,
    /// For a fault of a table, where a person finds it: the sheet of a workbook, the row, the column by its heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell_column: Option<String>,
    reference: &'a str,
    nv: Option<Nv>,
    help: &'a [String],
}

/// One line for `folder`, of the kind that its root file tells (`dossier`).
pub fn render(
    folder: &str,
    kind: &str,
    diagnostics: &[Diagnostic],
    to_sign: Option<&ToSign>,
    summary: Summary,
    locate: &dyn Locate,
) -> String {
    let rows = diagnostics.iter().map(|d| row(d, locate)).collect();
    let to_sign = to_sign.map(|t| t.pieces.as_slice());
    let report = Report { schema: SCHEMA, folder, kind, diagnostics: rows, to_sign, summary };
    escaped(serde_json::to_string(&report).expect("a report is a plain value") + "\n")
}

/// JSON whose characters are safe to show on a terminal: those that would drive it are written as escapes.
pub fn escaped(json: String) -> String {
    if !json.chars().any(drives) {
        return json;
    }
    // All of them are in the basic plane, and only strings hold them.
    json.chars().map(|c| if drives(c) { format!("\\u{:04x}", c as u32) } else { c.to_string() }).collect()
}

fn row<'a>(d: &'a Diagnostic, locate: &dyn Locate) -> Row<'a> {
    let span = locate.span(&d.place).filter(|_| locate.is_text(&d.place));
    let position = |offset| locate.position(&d.place, offset);
    let bounds = span.and_then(|s| position(s.start).zip(position(s.end)));
    let cell = locate.cell(&d.place);
    let (sheet, row, cell_column) = cell.map_or((None, None, None), |c| (c.sheet, Some(c.row), c.column));
    Row {
        code: d.code,
        severity: d.severity,
        message: &d.message,
        file: &d.place.file,
        line: bounds.map(|(start, _)| start.line),
        column: bounds.map(|(start, _)| start.column),
        end_line: bounds.map(|(_, end)| end.line),
        end_column: bounds.map(|(_, end)| end.column),
        field: d.place.field(),
        sheet,
        row,
        cell_column,
        reference: &d.reference,
        nv: d.nv,
        help: &d.help,
    }
}
