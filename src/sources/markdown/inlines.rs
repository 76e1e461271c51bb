//! Runs of text: marks that a person meant, and signs that only look like marks.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::blocks::{Builder, DEPTH_LIMIT};
use super::{Remark, leftovers, pasted};
use crate::domain::fault::Construct;
use crate::domain::markdown::{Inline, plain};

impl Builder<'_> {
    /// Goes on with the run of literal text, or looks at the one that ends.
    pub(super) fn literal(&mut self, bytes: Option<&Range<usize>>) {
        if let Some(bytes) = bytes.filter(|b| b.start == self.literal.end) {
            self.literal.end = bytes.end;
            return;
        }
        let start = self.literal.start;
        let run = &self.text[std::mem::replace(&mut self.literal, bytes.cloned().unwrap_or_default())];
        let images = leftovers::spaced_images(run);
        for (construct, bytes) in leftovers::leftovers(run) {
            // The image that begins last before the construct ends is the only one that it may be of.
            let before = images.partition_point(|i| i.bytes.start < bytes.end);
            if before.checked_sub(1).is_none_or(|i| images[i].bytes.end <= bytes.start) {
                self.refuse(construct, start + bytes.start..start + bytes.end);
            }
        }
        for image in images {
            self.remarks.push(Remark::Image {
                source: image.source.to_owned(),
                alternative: image.alternative.to_owned(),
                bytes: start + image.bytes.start..start + image.bytes.end,
            });
        }
    }

    /// The runs up to `end`.
    pub(super) fn inlines(&mut self, end: TagEnd) -> Vec<Inline> {
        let mut out = Vec::new();
        self.depth += 1;
        while let Some((event, bytes)) = self.events.next() {
            if event == Event::End(end) {
                break;
            }
            if self.depth < DEPTH_LIMIT {
                self.inline(event, bytes, &mut out);
            } else if matches!(event, Event::Start(_)) {
                self.skip();
            }
        }
        self.literal(None);
        self.depth -= 1;
        if end != TagEnd::Paragraph {
            pasted::without_line_ends(&mut out);
        }
        out
    }

    pub(super) fn inline(&mut self, event: Event<'_>, bytes: Range<usize>, out: &mut Vec<Inline>) {
        self.literal(matches!(event, Event::Text(_)).then_some(&bytes));
        match event {
            Event::Text(text) => push_text(out, &text),
            // Until it is known whether its lines are those of a list (`pasted`).
            Event::SoftBreak => push_text(out, "\n"),
            Event::TaskListMarker(done) => push_text(out, if done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(_) => self.refuse(Construct::Footnote, bytes),
            Event::HardBreak => out.push(Inline::Break),
            Event::Code(text) => out.push(Inline::Code { text: text.to_string() }),
            Event::Start(Tag::Emphasis) => {
                let inlines = self.inlines(TagEnd::Emphasis);
                match multiplies(self.text, &bytes, 1) {
                    true => as_written(out, "*", inlines),
                    false => out.push(Inline::Emph { inlines }),
                }
            }
            Event::Start(Tag::Strong) => {
                let inlines = self.inlines(TagEnd::Strong);
                match multiplies(self.text, &bytes, 2) {
                    true => as_written(out, "**", inlines),
                    false => out.push(Inline::Strong { inlines }),
                }
            }
            Event::Start(Tag::Strikethrough) => {
                // One tilde is « environ ».
                let inlines = self.inlines(TagEnd::Strikethrough);
                match self.text[bytes.clone()].starts_with("~~") {
                    true => {
                        self.refuse(Construct::Strikethrough, bytes);
                        out.extend(inlines);
                    }
                    false => as_written(out, "~", inlines),
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let url = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                let inlines = self.inlines(TagEnd::Link);
                match safe_url(&url) {
                    true => out.push(Inline::Link { url, inlines }),
                    false => {
                        self.refuse(Construct::Link, bytes);
                        out.extend(inlines);
                    }
                }
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let alternative = plain(&self.inlines(TagEnd::Image));
                let (source, caption) = (as_named(&dest_url), title.to_string());
                self.remarks.push(Remark::Image { source: source.clone(), alternative: alternative.clone(), bytes });
                out.push(Inline::Image { source, alternative, caption });
            }
            Event::InlineHtml(_) | Event::Html(_) => self.refuse(Construct::Html, bytes),
            Event::Start(_) => self.skip(),
            _ => {}
        }
    }
}

/// The path of a file as its folder names it: a program may have written its spaces and accents as an address does.
fn as_named(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8().map_or_else(|_| path.to_owned(), Into::into)
}

fn safe_url(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|s| url.starts_with(s))
}

fn push_text(out: &mut Vec<Inline>, more: &str) {
    match out.last_mut() {
        Some(Inline::Text { text }) => text.push_str(more),
        _ => out.push(Inline::Text { text: more.to_owned() }),
    }
}

/// Whether the stars around `bytes` are signs of a product, as in `2*3*4` or `taux*prime*durée`: nobody leans on half a word.
fn multiplies(text: &str, bytes: &Range<usize>, marks: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text[..bytes.start].chars().next_back();
    let (first, after) = (text[bytes.start + marks..].chars().next(), text[bytes.end..].chars().next());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text[bytes.clone()].starts_with('*') && (word(before) && word(after) || digit(before) && digit(first))
}

/// Runs between marks that are signs of the text.
fn as_written(out: &mut Vec<Inline>, mark: &str, inlines: Vec<Inline>) {
    push_text(out, mark);
    for inline in inlines {
        match inline {
            Inline::Text { text } => push_text(out, &text),
            other => out.push(other),
        }
    }
    push_text(out, mark);
}
