//! Text tables: CSV of any separator, and Cyclades' lists.

use super::eleve::Origin;
use super::table::{Table, known_columns};
use super::trouble::Trouble;
use super::{Kind, Sink};
use crate::sources::rows::delimited::{SEPARATORS, records};
use crate::sources::rows::{COLUMNS, Cell, Epoch, text};

/// Characters of the text in which the separator is looked for.
const SAMPLE: usize = 64 << 10;

/// Reads a text; the separator is the one with which the headings are best understood.
pub fn read(bytes: &[u8], file: &Origin, mut sink: Sink<'_>) -> Result<Kind, (u64, Trouble)> {
    let text = text::decode_marked(bytes);
    if text.contains('\0') {
        return Err((0, Trouble::NotRecognised));
    }
    let sample = text.char_indices().nth(SAMPLE).map_or(text.as_str(), |(end, _)| &text[..end]);
    let known = |separator: &u8| known_columns(rows(sample, *separator).map(|(_, cells)| bare_all(&cells)));
    let separator = SEPARATORS.into_iter().rev().max_by_key(known).expect("there are three");
    let mut table = Table::new(file.clone(), Epoch::Of1900, Some(separator));
    for (line, cells) in rows(&text, separator) {
        let cells: Vec<Cell> = cells.into_iter().map(Cell::text).collect();
        table.row(line, false, &cells, &mut sink);
        if table.is_hopeless() {
            break;
        }
    }
    let cyclades = text.lines().take(40).any(|l| l.contains("N° Candidat") && l.contains("N° Inscription"));
    match table.finish(&mut sink) {
        true if cyclades => Ok(Kind::Cyclades),
        true => Ok(Kind::Csv),
        false => Err((0, Trouble::NoHeadings)),
    }
}

fn bare_all(cells: &[String]) -> Vec<String> {
    cells.iter().map(|c| text::bare(c)).collect()
}

/// The rows that are not blank, with the line at which each begins.
fn rows(text: &str, separator: u8) -> impl Iterator<Item = (u64, Vec<String>)> {
    let all = records(text, separator).filter(|r| r.fields.len() > 1 || !r.fields[0].text.is_empty());
    all.map(|r| (r.line, r.fields.into_iter().take(COLUMNS).map(|f| f.text).collect()))
}
