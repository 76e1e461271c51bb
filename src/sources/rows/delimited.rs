//! Text tables: records of fields between separators, with the bytes each stands at.

use std::ops::Range;

/// Separators that are known.
pub const SEPARATORS: [u8; 3] = [b';', b'\t', b','];

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The line at which it begins, from 1.
    pub line: u64,
    pub fields: Vec<Field>,
}

/// A field: its text, and its bytes with the quotes around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub text: String,
    pub bytes: Range<usize>,
    /// Its opening quote is never closed: it holds all that follows.
    pub unclosed: bool,
    /// Something stands after its closing quote, which is then that of another field.
    pub broken: bool,
}

impl Record {
    /// Whether a quote that is opened in it is closed on another line, by another's: the lines between are rows of their own.
    pub fn swallows(&self) -> bool {
        self.fields.iter().any(|f| f.broken && f.text.contains('\n'))
    }
}

/// The rows of a text, blank lines too; lines end as on any system. A field that begins with a quote ends with the
/// next one that is not doubled; a quote elsewhere is itself.
pub fn records(text: &str, separator: u8) -> Records<'_> {
    Records { text, separator, at: 0, line: 1 }
}

/// The rows that are still to be read.
pub struct Records<'t> {
    text: &'t str,
    separator: u8,
    at: usize,
    line: u64,
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.at >= self.text.len() {
            return None;
        }
        let (line, mut fields) = (self.line, Vec::new());
        loop {
            fields.push(self.field());
            if self.byte() == Some(self.separator) {
                self.at += 1;
                continue;
            }
            self.end_of_line();
            return Some(Record { line, fields });
        }
    }
}

impl Records<'_> {
    /// Takes back a row: the next one begins on the line after its first, whose cells are given as they stand there.
    pub fn take_back(&mut self, row: &Record) -> Record {
        let start = row.fields.first().map_or(self.at, |f| f.bytes.start);
        let rest = &self.text[start..];
        let end = rest.find('\n').map_or(self.text.len(), |end| start + end);
        (self.at, self.line) = ((end + 1).min(self.text.len()), row.line + 1);
        let mut at = start;
        let field = |cell: &str| {
            let bytes = at..at + cell.len();
            at = bytes.end + 1;
            let unclosed = cell.starts_with('"') && (cell.len() == 1 || !cell.ends_with('"'));
            Field { text: cell.trim_matches('"').to_owned(), bytes, unclosed, broken: unclosed }
        };
        let cells = self.text[start..end].trim_end_matches('\r').split(char::from(self.separator));
        Record { line: row.line, fields: cells.map(field).collect() }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn end_of_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += if rest.starts_with(b"\r\n") { 2 } else { rest.len().min(1) };
        self.line += 1;
    }

    fn field(&mut self) -> Field {
        let start = self.at;
        let (mut text, mut unclosed) = (String::new(), false);
        let is_quoted = self.byte() == Some(b'"');
        if is_quoted {
            self.at += 1;
            unclosed = !self.quoted(&mut text);
        }
        let rest = &self.text.as_bytes()[self.at..];
        let end = rest.iter().position(|b| *b == self.separator || matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        text.push_str(&self.text[self.at..self.at + end]);
        self.at += end;
        let broken = unclosed || is_quoted && end > 0;
        Field { text, bytes: start..self.at, unclosed, broken }
    }

    /// Reads up to the closing quote; whether there is one.
    fn quoted(&mut self, text: &mut String) -> bool {
        loop {
            let rest = &self.text[self.at..];
            let end = rest.find('"').unwrap_or(rest.len());
            text.push_str(&rest[..end]);
            self.line += rest.as_bytes()[..end].iter().filter(|b| **b == b'\n').count() as u64;
            self.at += (end + 1).min(rest.len());
            if end == rest.len() {
                return false;
            }
            if self.byte() != Some(b'"') {
                return true;
            }
            text.push('"');
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>)> {
        records(text, b';').map(|r| (r.line, r.fields.into_iter().map(|f| f.text).collect())).collect()
    }

    fn row(line: u64, fields: &[&str]) -> (u64, Vec<String>) {
        (line, fields.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn fields_as_spreadsheets_write_them() {
        assert_eq!(read("a;b\r\nc;\n"), [row(1, &["a", "b"]), row(2, &["c", ""])]);
        assert_eq!(read("\"a;\"\"b\"\"\nc\";d\n\ne"), [row(1, &["a;\"b\"\nc", "d"]), row(3, &[""]), row(4, &["e"])]);
        assert_eq!(read("5\" pouces;\"x\"y"), [row(1, &["5\" pouces", "xy"])]);
        assert!(read("").is_empty());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_known() {
        let all: Vec<_> = records("a;\"b\nc;d", b';').collect();
        assert_eq!(all.len(), 1);
        assert!(all[0].fields[1].unclosed && all[0].fields[1].bytes == (2..8));
    }

    #[test]
    fn a_row_that_is_taken_back_gives_its_other_lines() {
        let mut rows = records("a;\"b\nc;d\n\"e\";f\n", b';');
        let row = rows.next().unwrap();
        assert!(row.swallows() && !row.fields[1].unclosed);
        let first = rows.take_back(&row);
        assert_eq!(
            first.fields.iter().map(|f| (f.text.as_str(), f.unclosed)).collect::<Vec<_>>(),
            [("a", false), ("b", true)]
        );
        let rest: Vec<_> = rows.map(|r| (r.line, r.fields.len())).collect();
        assert_eq!(rest, [(2, 2), (3, 2)]);
    }
}
