//! Where a fault is: a file and a place in its data, turned into lines only when printed.

use std::ops::Range;

/// A place in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Path relative to the folder, with `/`.
    pub file: String,
    pub at: At,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// The file itself: absent, unreadable, or wrong as a whole.
    File,
    /// The value at a data path such as `periode[1].justificatif.nature`.
    Value(String),
    /// The name of the key at a data path.
    Key(String),
    /// A section of a Markdown file, by its title.
    Section(String),
    /// Bytes of the text, for what has no data path (syntax, Markdown).
    Bytes(Range<usize>),
}

impl Place {
    pub fn file(file: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::File }
    }

    pub fn value(file: impl Into<String>, path: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::Value(path.into()) }
    }

    pub fn key(file: impl Into<String>, path: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::Key(path.into()) }
    }

    pub fn section(file: impl Into<String>, title: impl Into<String>) -> Self {
        Place { file: file.into(), at: At::Section(title.into()) }
    }

    pub fn bytes(file: impl Into<String>, bytes: Range<usize>) -> Self {
        Place { file: file.into(), at: At::Bytes(bytes) }
    }

    /// The data path, where there is one.
    pub fn field(&self) -> Option<&str> {
        match &self.at {
            At::Value(path) | At::Key(path) => Some(path),
            At::Section(title) => Some(title),
            At::File | At::Bytes(_) => None,
        }
    }
}

/// Who knows the texts and can find a place in them.
pub trait Locate {
    /// The text of a file of the folder, if it is a text and was read.
    fn text(&self, file: &str) -> Option<&str>;

    /// The bytes of a place, or of its nearest ancestor that exists.
    fn span(&self, place: &Place) -> Option<Range<usize>>;
}

/// A position in a text: line and column from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// The position of byte `offset` of `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        // Between the two characters that end a line on Windows is nowhere: the line ends before them.
        if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_not_bytes() {
        assert_eq!(Position::of("é = 1\nœuf = 2", "é = 1\nœ".len()), Position { line: 2, column: 2 });
        assert_eq!(Position::of("é", 1), Position { line: 1, column: 1 });
        assert_eq!(Position::of("a\r\nb", 2), Position { line: 1, column: 2 });
    }
}
