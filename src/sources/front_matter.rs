//! The frame of a Markdown file: its data between two `+++` lines, and where its headings stand.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

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

/// The bytes of the heading of the section `title`: its first line.
pub fn heading_span(text: &str, title: &str) -> Option<Range<usize>> {
    let wanted = normalise(title);
    let body = body_start(text);
    let mut events = Parser::new_ext(&text[body..], Options::ENABLE_TABLES).into_offset_iter();
    let (mut depth, mut headings) = (0usize, Vec::new());
    while let Some((event, bytes)) = events.next() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                let end = TagEnd::Heading(level);
                let inner = events.by_ref().map(|(e, _)| e).take_while(|e| *e != Event::End(end));
                let words = inner.filter_map(|e| match e {
                    Event::Text(t) | Event::Code(t) => Some(t.to_string()),
                    Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
                    _ => None,
                });
                headings.push((level, words.collect::<String>(), bytes));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    let level = section_level(headings.iter().map(|(level, ..)| *level));
    let (.., bytes) = headings.into_iter().find(|(l, words, _)| *l == level && normalise(words) == wanted)?;
    let start = body + bytes.start;
    let line = text[start..].lines().next().unwrap_or_default();
    Some(start..start + line.trim_end().len())
}

/// The level of the headings that open sections: the first, or the second in a text that has none of the first.
fn section_level(mut levels: impl Iterator<Item = HeadingLevel>) -> HeadingLevel {
    let (mut any, first) = (false, HeadingLevel::H1);
    let has_first = levels.any(|level| {
        any = true;
        level == first
    });
    if any && !has_first { HeadingLevel::H2 } else { first }
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

    #[test]
    fn headings_of_sections() {
        let text = "+++\r\n+++\r\n## Contexte\r\n\r\nmot\r\n\r\n### Vide\r\n\r\n## Vide\r\n";
        assert_eq!(heading_span(text, "vide"), text.rfind("## Vide").map(|i| i..i + 7));
        let text = "+++\n+++\n```\n# Contexte\n```\n\nContexte\n========\n\n# Vide #\n\n## Contexte\n";
        assert_eq!(heading_span(text, "contexte"), text.find("Contexte\n===").map(|i| i..i + 8));
        assert_eq!(&text[heading_span(text, "vide").unwrap()], "# Vide #");
    }
}
