//! Text tables: CSV of any separator, and Cyclades' lists.

use super::eleve::Origin;
use super::table::{Table, known_columns};
use super::tableau::Tableau;
use super::trouble::{Illisible, Trouble};
use super::{Apport, Kind, Sink};
use crate::sources::rows::delimited::{SEPARATORS, records};
use crate::sources::rows::{COLUMNS, Cell, Epoch, ROWS, Row, text};

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
    let (mut records, mut swallowed) = (records(&text, separator), 0);
    while let Some(record) = records.next() {
        if record.swallows() {
            records.take_back(&record);
            swallowed += 1;
            let trouble = if swallowed > ROWS { Trouble::TooLarge } else { Trouble::Quote };
            sink(Apport::Illisible(Illisible { origin: file.at(record.line), column: None, trouble }));
            if swallowed > ROWS {
                break;
            }
            continue;
        }
        if record.fields.len() == 1 && record.fields[0].text.is_empty() {
            continue;
        }
        let cells: Vec<Cell> = record.fields.into_iter().take(COLUMNS).map(|f| Cell::text(f.text)).collect();
        table.row(record.line, false, &cells, &mut sink);
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

/// Whether a text that bears the name of a table lists pupils.
pub fn is_of_pupils(table: &crate::sources::tables::Table, bytes: &[u8]) -> bool {
    let text = text::decode(bytes);
    let sample = text.char_indices().nth(SAMPLE).map_or(text.as_str(), |(end, _)| &text[..end]);
    let row = |(number, cells): (u64, Vec<String>)| Row {
        number,
        hidden: false,
        cells: bare_all(&cells).into_iter().map(Cell::text).collect(),
    };
    let of = |separator: u8| rows(sample, separator).map(row).collect::<Vec<_>>();
    SEPARATORS.into_iter().any(|separator| Tableau::is_of_pupils(table, &of(separator)))
}

fn bare_all(cells: &[String]) -> Vec<String> {
    cells.iter().map(|c| text::bare(c)).collect()
}

/// The rows that are not blank, with the line at which each begins.
fn rows(text: &str, separator: u8) -> impl Iterator<Item = (u64, Vec<String>)> {
    let all = records(text, separator).filter(|r| r.fields.len() > 1 || !r.fields[0].text.is_empty());
    all.map(|r| (r.line, r.fields.into_iter().take(COLUMNS).map(|f| f.text).collect()))
}
