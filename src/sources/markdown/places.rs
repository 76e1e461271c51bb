//! Where texts and the inside of fences stand in what was written.

use std::ops::Range;

use super::Code;
use crate::domain::markdown::{Block, Leaf, leaves, plain};

/// The bytes of each text of a block: from its first words to the end of their line, or of the cell. Marks and escapes inside
/// words leave the line of what is before.
pub(super) fn located(text: &str, bytes: &Range<usize>, block: &Block) -> Vec<Range<usize>> {
    // The next words are not far: a block of many texts is not searched whole for each.
    const NEAR: usize = 16 << 10;
    let line = |from: usize| from..text[from..bytes.end].find('\n').map_or(bytes.end, |i| from + i);
    let (mut at, mut out) = (bytes.start, Vec::new());
    for leaf in leaves(std::slice::from_ref(block)) {
        let (words, cell) = match leaf {
            Leaf::Heading(inlines) | Leaf::Paragraph(inlines) => (plain(inlines), false),
            Leaf::Cell { inlines, .. } => (plain(inlines), true),
            Leaf::Figure { alternative, .. } => (alternative.to_owned(), false),
        };
        let first = words.trim().lines().next().unwrap_or_default().trim();
        let word = || first.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty());
        let within = &text[at..text.floor_char_boundary(bytes.end.min(at + NEAR + first.len()))];
        let found = (!first.is_empty()).then(|| within.find(first).map(|i| (i, first.len()))).flatten();
        let found = found.or_else(|| word().and_then(|w| within.find(w).map(|i| (i, w.len()))));
        let Some((start, length)) = found.map(|(i, length)| (at + i, length)) else {
            out.push(line(at));
            continue;
        };
        out.push(if cell { start..start + length } else { line(start) });
        at = start + length;
    }
    out
}

/// A fenced block, from its fence: as long as the opening one, of the same sign, alone on the last line.
pub(super) fn fenced(text: &str, bytes: Range<usize>, info: &str) -> Code {
    let whole = &text[bytes.clone()];
    let first = whole.find('\n').map_or(whole.len(), |i| i + 1);
    let fence = whole.trim_start().chars().next().unwrap_or('`');
    let marks = |line: &str| line.chars().take_while(|c| *c == fence).count();
    let length = marks(whole.trim_start());
    let last = whole.rfind('\n').map_or(whole.len(), |i| i + 1);
    let line = whole[last..].trim();
    let ends = marks(line) >= length && marks(line) == line.chars().count();
    // A fence that opens inside is that of the next block: what closes that one closed this one by mistake.
    let opens = |line: &str| marks(line) >= length && marks(line) < line.chars().count();
    let closed = last >= first && ends && !whole[first..last].lines().any(|l| opens(l.trim()));
    let end = if closed { last } else { whole.len() };
    Code { info: info.trim().to_lowercase(), inner: bytes.start + first..bytes.start + end, closed }
}
