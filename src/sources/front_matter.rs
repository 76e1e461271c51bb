//! The frame of a Markdown file: its data between two `+++` lines, and where its headings stand.

use std::ops::Range;

use crate::domain::identifiers::normalise;

/// The bytes between the two `+++` lines that open a file; `None` if the file has no front matter.
pub fn front_matter(text: &str) -> Option<Range<usize>> {
    let open = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.len() - open.len();
    let first = open.lines().next()?;
    if first.trim_end() != "+++" {
        return None;
    }
    let start = start + open.find('\n').map_or(open.len(), |i| i + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some(start..at);
        }
        at += line.len();
    }
    None
}

/// Where the Markdown of a file begins: after its front matter.
pub fn body_start(text: &str) -> usize {
    front_matter(text).map_or(0, |front| {
        let rest = &text[front.end..];
        front.end + rest.find('\n').map_or(rest.len(), |i| i + 1)
    })
}

/// The bytes of the level-1 heading `title`.
pub fn heading_span(text: &str, title: &str) -> Option<Range<usize>> {
    let wanted = normalise(title);
    let body = body_start(text);
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        if let Some(heading) = line.strip_prefix("# ")
            && normalise(heading) == wanted
        {
            return Some(at..at + line.trim_end().len());
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "+++\nnumero = 1\n+++\n\n# Contexte\n\nUn mot.\n";

    #[test]
    fn front_matter_body_and_headings() {
        assert_eq!(&FILE[front_matter(FILE).unwrap()], "numero = 1\n");
        assert!(FILE[body_start(FILE)..].starts_with("\n# Contexte"));
        assert_eq!(&FILE[heading_span(FILE, "CONTEXTE").unwrap()], "# Contexte");
        assert_eq!(front_matter("+++\nsans fin"), None);
        assert_eq!(front_matter("\u{feff}+++\r\na = 1\r\n+++\r\n").map(|r| r.len()), Some(7));
    }
}
