//! A table of a promotion as it stands on disk, whatever a spreadsheet made of it: every cell is kept, so that an import
//! changes those that are its own and leaves the others as they are.

use std::fmt::Write as _;

use crate::domain::identifiers::normalise;
use crate::sources::rows::text;

/// The byte order mark by which a French spreadsheet knows UTF-8.
const MARK: char = '\u{feff}';
/// What a table that we make is separated with, as in France.
const SEPARATOR: u8 = b';';

/// The headings, and the rows below them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registre {
    separator: u8,
    pub headings: Vec<String>,
    pub rows: Vec<Ligne>,
}

/// A row; it may have fewer cells than there are headings, or more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ligne {
    /// The line at which it begins, from 1.
    pub line: u64,
    pub cells: Vec<String>,
}

impl Registre {
    /// A table without rows.
    pub fn new(headings: Vec<String>) -> Self {
        Registre { separator: SEPARATOR, headings, rows: Vec::new() }
    }

    /// A table of these rows.
    pub fn of_rows(headings: Vec<String>, rows: Vec<Ligne>) -> Self {
        Registre { separator: SEPARATOR, headings, rows }
    }

    /// Reads a text table in whatever encoding it is; its separator is the one that knows most of the headings `known`.
    pub fn parse(bytes: &[u8], known: &[String]) -> Self {
        let text = text::decode(bytes);
        let count = |separator: &u8| {
            let headings = rows(&text, *separator).next().map(|l| l.cells).unwrap_or_default();
            known.iter().filter(|k| column(&headings, k).is_some()).count()
        };
        let separator = [b',', b'\t', SEPARATOR].into_iter().max_by_key(count).expect("there are three");
        let mut rows = rows(&text, separator);
        let headings = rows.next().map(|l| l.cells).unwrap_or_default();
        Registre { separator, headings, rows: rows.collect() }
    }

    /// The column of a heading, whatever its case and accents.
    pub fn column(&self, key: &str) -> Option<usize> {
        column(&self.headings, key)
    }

    /// Adds a row at the end.
    pub fn push(&mut self, cells: Vec<String>) {
        let line = self.rows.last().map_or(2, |l| l.line + 1 + l.cells.iter().map(|c| lines(c)).sum::<u64>());
        self.rows.push(Ligne { line, cells });
    }

    /// The file's text: UTF-8 with its mark, lines that end as on Windows, the separator that it had.
    pub fn to_text(&self) -> String {
        let mut out = MARK.to_string();
        write_row(&mut out, &self.headings, self.separator);
        for row in &self.rows {
            write_row(&mut out, &row.cells, self.separator);
        }
        out
    }
}

impl Ligne {
    /// A cell without the spaces around it; empty where there is none.
    pub fn get(&self, column: Option<usize>) -> &str {
        column.and_then(|c| self.cells.get(c)).map_or("", |c| c.trim())
    }

    pub fn set(&mut self, column: usize, value: String) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = value;
    }
}

fn column(headings: &[String], key: &str) -> Option<usize> {
    let plain = |text: &str| normalise(&text.replace('_', " "));
    let key = plain(key);
    headings.iter().position(|h| plain(h) == key)
}

fn lines(cell: &str) -> u64 {
    cell.bytes().filter(|b| *b == b'\n').count() as u64
}

/// The rows that have a cell which is not empty.
fn rows(text: &str, separator: u8) -> impl Iterator<Item = Ligne> {
    let mut builder = csv::ReaderBuilder::new();
    let reader = builder.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records = reader.into_records().map_while(Result::ok);
    let rows = records.map(move |r| Ligne {
        line: r.position().map_or(0, |at| at.line() + line_ends(text, at.byte())),
        cells: r.iter().map(str::to_owned).collect(),
    });
    rows.filter(|l| l.cells.iter().any(|c| !c.trim().is_empty()))
}

/// Ends of lines that stand before a row begins: its position is told before the `\n` of `\r\n`, and before empty lines.
fn line_ends(text: &str, at: u64) -> u64 {
    let rest = usize::try_from(at).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n').count() as u64
}

fn write_row(out: &mut String, cells: &[String], separator: u8) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(char::from(separator));
        }
        let special = |c: char| c == '"' || c == '\n' || c == '\r' || c == char::from(separator);
        let spaced = cell.len() != cell.trim().len();
        if cell.contains(special) || spaced {
            let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["cle", "nom_famille", "classe"].map(str::to_owned).to_vec()
    }

    #[test]
    fn what_was_read_is_written_again() {
        let text = "\u{feff}cle;nom_famille;Mon café;classe\r\nx;\"D'A;B\";\"a \"\"b\"\"\nc\";2ASS1\r\ny;;;\r\n";
        let registre = Registre::parse(text.as_bytes(), &known());
        assert_eq!(registre.to_text(), text);
        assert_eq!(
            (registre.column("classe"), registre.column("mon_cafe"), registre.column("x")),
            (Some(3), Some(2), None)
        );
        assert_eq!(registre.rows.iter().map(|l| l.line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn a_table_that_a_spreadsheet_saved() {
        let excel = b"cle;nom_famille;classe\r\nx;C\x8cURET;2ASS1\r\n;;\r\n\r\ny;Z;\r\n";
        let registre = Registre::parse(excel, &known());
        assert_eq!(registre.rows.iter().map(|l| l.line).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(registre.rows[0].get(Some(1)), "CŒURET");
        for separator in [",", "\t"] {
            let text = format!("cle{separator}classe\nx{separator}2;3\n");
            let mut registre = Registre::parse(text.as_bytes(), &known());
            registre.push(vec!["y".into(), "z".into()]);
            assert_eq!(
                registre.to_text(),
                format!("\u{feff}cle{separator}classe\r\nx{separator}2;3\r\ny{separator}z\r\n")
            );
            assert_eq!(registre.rows[1].line, 3);
        }
    }
}
