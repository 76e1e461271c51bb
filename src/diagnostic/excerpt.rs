//! The lines of a text that a diagnostic shows, cut where one is longer than anybody reads: what takes no room, such as a hundred
//! thousand accents on one letter, would fill the terminal whatever its width.

use std::borrow::Cow;
use std::ops::Range;

/// Longest line that is left whole, in bytes.
const LONG: usize = 4 << 10;
/// What is kept of a longer one: so much before what is marked, so much from there on.
const BEFORE: usize = 400;
const AFTER: usize = 1200;

/// Lines of a text, cut.
pub(super) struct Excerpt<'t> {
    pub text: Cow<'t, str>,
    /// What was kept of the long lines: where it was, and where it is.
    kept: Vec<(Range<usize>, usize)>,
}

impl<'t> Excerpt<'t> {
    /// The lines of `text`, in which those bytes are marked.
    pub fn of(text: &'t str, marks: &[Range<usize>]) -> Self {
        if text.len() <= LONG {
            return Excerpt { text: text.into(), kept: Vec::new() };
        }
        let (mut out, mut kept, mut begin) = (String::new(), Vec::new(), 0);
        for line in text.split_inclusive('\n') {
            let end = begin + line.trim_end_matches(['\r', '\n']).len();
            let wanted = if end - begin > LONG { around(text, begin..end, marks) } else { begin..end };
            out.push_str(if wanted.start > begin { "…" } else { "" });
            kept.push((wanted.clone(), out.len()));
            out.push_str(&text[wanted.clone()]);
            out.push_str(if wanted.end < end { "…" } else { "" });
            out.push_str(&text[end..begin + line.len()]);
            begin += line.len();
        }
        Excerpt { text: out.into(), kept }
    }

    /// Where those bytes of the text are in the excerpt.
    pub fn place(&self, bytes: Range<usize>) -> Range<usize> {
        let one = |byte: usize| {
            let rank = self.kept.partition_point(|(was, _)| was.start <= byte).saturating_sub(1);
            self.kept.get(rank).map_or(byte, |(was, is)| is + byte.clamp(was.start, was.end) - was.start)
        };
        // Behind the last byte of a line that is kept whole there may be its end.
        let (start, end) = (one(bytes.start), one(bytes.end));
        start..end.max(start)
    }
}

/// Whether a line of the text is cut before the byte that is marked there, so that its column is another in what is shown.
pub(super) fn is_cut_before(text: &str, byte: usize) -> bool {
    let begin = text[..byte].rfind('\n').map_or(0, |i| i + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |i| byte + i);
    end - begin > LONG && byte - begin > BEFORE
}

/// What is kept of a long line: what surrounds the first mark on it.
fn around(text: &str, line: Range<usize>, marks: &[Range<usize>]) -> Range<usize> {
    let mark = marks.iter().map(|m| m.start).filter(|at| line.contains(at)).min().unwrap_or(line.start);
    let start = text.floor_char_boundary(mark.saturating_sub(BEFORE).max(line.start));
    start..text.floor_char_boundary((mark + AFTER).min(line.end))
}

/// `text`, cut where it is longer than any of ours is.
pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    match text.len() > LONG {
        true => format!("{}…", &text[..text.floor_char_boundary(LONG)]).into(),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_kept_and_told_where_it_is() {
        let long = |n: usize| "e\u{301}".repeat(n);
        for text in [format!("avant\n{}x{}\naprès\n", long(3000), long(3000)), format!("{}x{}", long(9000), long(9000))]
        {
            let at = text.find('x').unwrap();
            let shown = Excerpt::of(&text, std::slice::from_ref(&(at..at + 1)));
            assert!(shown.text.len() < 2000 && shown.text.contains('…'), "{}", shown.text.len());
            assert_eq!(&shown.text[shown.place(at..at + 1)], "x");
            assert!(is_cut_before(&text, at));
            // What is beyond what is kept is at its end.
            let last = text.rfind(['e', 'x']).unwrap();
            let far = shown.place(last..last + 1);
            assert!(shown.text.is_char_boundary(far.start) && far.end <= shown.text.len());
        }
        let short = "un\ndeux\n".repeat(1000);
        let shown = Excerpt::of(&short, std::slice::from_ref(&(3..7)));
        assert!(shown.text == short && shown.place(3..7) == (3..7) && !is_cut_before(&short, 3));
    }
}
