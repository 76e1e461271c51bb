//! Where the lines of a text begin, and its columns: found once, for as many look-ups as are wanted, however long a line is.

use super::Position;

/// Bytes from one mark to the next.
const STRIDE: usize = 1 << 10;

/// The lines of a text.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The byte at which each line begins.
    starts: Vec<usize>,
    /// The characters before every [`STRIDE`]th byte.
    marks: Vec<usize>,
}

impl Lines {
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|i| i + 1)).collect();
        let mut marks = vec![0];
        for chunk in bytes.chunks(STRIDE) {
            marks.push(marks[marks.len() - 1] + begun(chunk));
        }
        Lines { starts, marks }
    }

    /// The line of byte `at`, from 0.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The position of byte `offset` of `text`, the text of these lines.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        // Between the two characters that end a line on Windows is nowhere: the line ends before them.
        if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
            offset -= 1;
        }
        let line = self.line(offset);
        let column = self.characters(text, offset) - self.characters(text, self.starts[line]);
        Position { line: line + 1, column: column + 1 }
    }

    /// The characters before byte `at`.
    fn characters(&self, text: &str, at: usize) -> usize {
        let mark = at / STRIDE;
        self.marks[mark] + begun(&text.as_bytes()[mark * STRIDE..at])
    }
}

/// The characters that begin in `bytes`.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_not_bytes() {
        let of = |text: &str, at| Lines::of(text).position(text, at);
        assert_eq!(of("é = 1\nœuf = 2", "é = 1\nœ".len()), Position { line: 2, column: 2 });
        assert_eq!(of("é", 1), Position { line: 1, column: 1 });
        assert_eq!(of("a\r\nb", 2), Position { line: 1, column: 2 });
        assert_eq!(of("", 9), Position { line: 1, column: 1 });
        assert_eq!(of("a\n", 2), Position { line: 2, column: 1 });
    }

    #[test]
    fn a_long_line_has_its_columns() {
        let text = format!("œ\n{}x", "é".repeat(3 * STRIDE));
        let lines = Lines::of(&text);
        for column in [0, 1, STRIDE / 2, STRIDE, 3 * STRIDE] {
            assert_eq!(lines.position(&text, 3 + 2 * column), Position { line: 2, column: column + 1 });
        }
    }
}
