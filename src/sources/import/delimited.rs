//! Text tables: CSV of any separator, and Cyclades' lists.

use super::eleve::Origin;
use super::table::{COLUMNS, Table, known_columns};
use super::text;
use super::trouble::Trouble;
use super::{Kind, Sink};

/// Bytes of the text in which the separator is looked for.
const SAMPLE: usize = 64 << 10;

/// Reads a text; the separator is the one with which the headings are best understood.
pub fn read(bytes: &[u8], file: &Origin, mut sink: Sink<'_>) -> Result<Kind, (u64, Trouble)> {
    let text = text::decode(bytes);
    if text.contains('\0') {
        return Err((0, Trouble::NotRecognised));
    }
    let sample = &text.as_bytes()[..text.len().min(SAMPLE)];
    let known = |separator: &u8| known_columns(rows(sample, *separator).map(|(_, cells)| bare_all(&cells)));
    let separator = [b';', b'\t', b','].into_iter().rev().max_by_key(known).expect("there are three");
    let mut table = Table::new(file.clone(), &mut sink);
    for (line, cells) in rows(text.as_bytes(), separator) {
        table.row(line, &cells);
        if table.is_hopeless() {
            break;
        }
    }
    let cyclades = text.lines().take(40).any(|l| l.contains("N° Candidat") && l.contains("N° Inscription"));
    match table.finish() {
        true if cyclades => Ok(Kind::Cyclades),
        true => Ok(Kind::Csv),
        false => Err((0, Trouble::NoHeadings)),
    }
}

fn bare_all(cells: &[String]) -> Vec<String> {
    cells.iter().map(|c| super::table::bare(c)).collect()
}

/// The rows with the line at which each begins. A decoded text has no row that is not text.
fn rows(text: &[u8], separator: u8) -> impl Iterator<Item = (u64, Vec<String>)> {
    let mut builder = csv::ReaderBuilder::new();
    let reader = builder.delimiter(separator).has_headers(false).flexible(true).from_reader(text);
    let records = reader.into_byte_records().map_while(Result::ok);
    records.map(|r| {
        let line = r.position().map_or(0, csv::Position::line);
        (line, r.iter().take(COLUMNS).map(|c| String::from_utf8_lossy(c).into_owned()).collect())
    })
}
