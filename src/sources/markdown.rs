//! Markdown texts to trees: sections, blocks, and the constructs that are refused, each with its bytes.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::domain::markdown::{Align, Block, Inline, Section, plain};

/// A construct that is not accepted, or an image, with its bytes in the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    Refused { construct: &'static str, bytes: Range<usize> },
    Image { source: String, alternative: String, bytes: Range<usize> },
}

/// A parsed text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markdown {
    pub sections: Vec<Section>,
    pub remarks: Vec<Remark>,
}

/// Deepest nesting of lists, quotes and emphasis: far above what anyone writes, far below the stack.
const DEPTH_LIMIT: usize = 24;

/// Parses `text`, whose first byte is byte `offset` of its file.
pub fn parse(text: &str, offset: usize) -> Markdown {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let mut builder = Builder { events, offset, depth: 0, remarks: Vec::new() };
    let mut sections = vec![Section::default()];
    while let Some((event, bytes)) = builder.events.next() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                let inlines = builder.inlines(TagEnd::Heading(HeadingLevel::H1));
                sections.push(Section { title: plain(&inlines), blocks: Vec::new() });
            }
            other => {
                let section = sections.last_mut().expect("there is always a section");
                builder.block(other, bytes, &mut section.blocks);
            }
        }
    }
    if sections[0].blocks.is_empty() {
        sections.remove(0);
    }
    let mut remarks = builder.remarks;
    // A block and its lines, an opening and a closing tag: one fault.
    remarks.dedup_by(|next, first| match (next, first) {
        (Remark::Refused { construct: b, bytes: later }, Remark::Refused { construct: a, bytes: earlier }) => {
            a == b && text.get(earlier.end - offset..later.start - offset).is_none_or(|t| !t.contains('\n'))
        }
        _ => false,
    });
    Markdown { sections, remarks }
}

/// Parses the text of a sheet: where no heading is of level 1, those of level 2 open the sections.
pub fn parse_sections(text: &str, offset: usize) -> Markdown {
    let mut parsed = parse(text, offset);
    let [only] = parsed.sections.as_mut_slice() else { return parsed };
    let opens = |b: &Block| matches!(b, Block::Heading { level: 2, .. });
    if !only.title.is_empty() || !only.blocks.iter().any(opens) {
        return parsed;
    }
    let blocks = std::mem::take(&mut only.blocks);
    for block in blocks {
        match block {
            Block::Heading { level: 2, inlines } => {
                parsed.sections.push(Section { title: plain(&inlines), blocks: Vec::new() });
            }
            Block::Heading { level, inlines } => {
                let heading = Block::Heading { level: level - 1, inlines };
                parsed.sections.last_mut().expect("there is always a section").blocks.push(heading);
            }
            other => parsed.sections.last_mut().expect("there is always a section").blocks.push(other),
        }
    }
    if parsed.sections[0].blocks.is_empty() {
        parsed.sections.remove(0);
    }
    parsed
}

/// Parses a text without sections, whose first byte is byte `offset` of its file: headings of level 1 become headings of
/// level 2.
pub fn parse_blocks(text: &str, offset: usize) -> (Vec<Block>, Vec<Remark>) {
    let parsed = parse(text, offset);
    let mut blocks = Vec::new();
    for section in parsed.sections {
        if !section.title.is_empty() {
            blocks.push(Block::Heading { level: 2, inlines: vec![Inline::Text { text: section.title }] });
        }
        blocks.extend(section.blocks);
    }
    (blocks, parsed.remarks)
}

struct Builder<'t> {
    events: OffsetIter<'t>,
    offset: usize,
    depth: usize,
    remarks: Vec<Remark>,
}

impl Builder<'_> {
    fn refuse(&mut self, construct: &'static str, bytes: Range<usize>) {
        let bytes = bytes.start + self.offset..bytes.end + self.offset;
        self.remarks.push(Remark::Refused { construct, bytes });
    }

    /// Reads the block that `event` opens into `out`.
    fn block(&mut self, event: Event<'_>, bytes: Range<usize>, out: &mut Vec<Block>) {
        match event {
            Event::Start(Tag::Paragraph) => {
                let inlines = self.inlines(TagEnd::Paragraph);
                out.extend(paragraphs(inlines));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let inlines = self.inlines(TagEnd::Heading(level));
                out.push(Block::Heading { level: level as u8, inlines });
            }
            Event::Start(Tag::List(start)) => {
                let items = self.items(start.is_some(), bytes);
                out.push(Block::List { ordered: start.is_some(), start: start.unwrap_or(1), items });
            }
            Event::Start(Tag::BlockQuote(kind)) => {
                let blocks = self.nested(TagEnd::BlockQuote(kind), bytes);
                out.push(Block::Quote { blocks });
            }
            Event::Start(Tag::Table(columns)) => out.push(self.grid(&columns)),
            Event::Start(Tag::CodeBlock(_)) => {
                let text = plain(&self.inlines(TagEnd::CodeBlock));
                let lines = text.trim_end().lines().map(|l| Inline::Code { text: l.to_owned() });
                let inlines = lines.flat_map(|l| [l, Inline::Break]).collect();
                out.push(Block::Paragraph { inlines });
            }
            Event::Start(Tag::HtmlBlock) => {
                self.refuse("du HTML", bytes);
                self.inlines(TagEnd::HtmlBlock);
            }
            Event::Rule => out.push(Block::Rule),
            Event::Html(_) => self.refuse("du HTML", bytes),
            // A tight list item: runs without a paragraph around them.
            other => {
                let mut inlines = Vec::new();
                self.inline(other, bytes, &mut inlines);
                match out.last_mut() {
                    Some(Block::Paragraph { inlines: last }) => last.extend(inlines),
                    _ => out.push(Block::Paragraph { inlines }),
                }
            }
        }
    }

    fn nested(&mut self, end: TagEnd, bytes: Range<usize>) -> Vec<Block> {
        self.depth += 1;
        let mut out = Vec::new();
        if self.depth == DEPTH_LIMIT {
            self.refuse("trop de niveaux imbriqués", bytes);
        }
        while let Some((event, bytes)) = self.events.next() {
            if event == Event::End(end) {
                break;
            }
            if self.depth < DEPTH_LIMIT {
                self.block(event, bytes, &mut out);
            } else if matches!(event, Event::Start(_)) {
                // Deeper than anyone reads: told once above, skipped without recursing.
                self.skip();
            }
        }
        self.depth -= 1;
        out
    }

    /// Passes over the rest of an element whose start was just read.
    fn skip(&mut self) {
        let mut open = 1usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
    }

    fn items(&mut self, ordered: bool, bytes: Range<usize>) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.nested(TagEnd::Item, bytes.clone())),
                Event::End(TagEnd::List(o)) if o == ordered => break,
                _ => {}
            }
        }
        items
    }

    fn grid(&mut self, columns: &[Alignment]) -> Block {
        let align = |a: &Alignment| match a {
            Alignment::Right => Align::Right,
            Alignment::Center => Align::Center,
            Alignment::Left | Alignment::None => Align::Left,
        };
        let (mut header, mut rows, mut row) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.inlines(TagEnd::TableCell)),
                Event::End(TagEnd::TableHead) => header = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { columns: columns.iter().map(align).collect(), header, rows }
    }

    /// The runs up to `end`.
    fn inlines(&mut self, end: TagEnd) -> Vec<Inline> {
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
        self.depth -= 1;
        out
    }

    fn inline(&mut self, event: Event<'_>, bytes: Range<usize>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => push_text(out, &text),
            Event::SoftBreak => push_text(out, " "),
            Event::HardBreak => out.push(Inline::Break),
            Event::Code(text) => out.push(Inline::Code { text: text.to_string() }),
            Event::Start(Tag::Emphasis) => {
                let inlines = self.inlines(TagEnd::Emphasis);
                out.push(Inline::Emph { inlines });
            }
            Event::Start(Tag::Strong) => {
                let inlines = self.inlines(TagEnd::Strong);
                out.push(Inline::Strong { inlines });
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
                        self.refuse("un lien qui n’est ni http(s) ni mailto", bytes);
                        out.extend(inlines);
                    }
                }
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let alternative = plain(&self.inlines(TagEnd::Image));
                let (source, caption) = (dest_url.to_string(), title.to_string());
                let at = bytes.start + self.offset..bytes.end + self.offset;
                self.remarks.push(Remark::Image {
                    source: source.clone(),
                    alternative: alternative.clone(),
                    bytes: at,
                });
                out.push(Inline::Image { source, alternative, caption });
            }
            Event::InlineHtml(_) | Event::Html(_) => self.refuse("du HTML", bytes),
            Event::Start(_) => self.skip(),
            _ => {}
        }
    }
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

/// A paragraph, its images taken out as figures: an image stands alone on its line in print.
fn paragraphs(inlines: Vec<Inline>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    let flush = |run: &mut Vec<Inline>, out: &mut Vec<Block>| {
        let inlines = std::mem::take(run);
        if !inlines.iter().all(Inline::is_empty) {
            out.push(Block::Paragraph { inlines });
        }
    };
    for inline in inlines {
        match inline {
            Inline::Image { source, alternative, caption } => {
                flush(&mut run, &mut out);
                out.push(Block::Figure { source, alternative, caption });
            }
            other => run.push(other),
        }
    }
    flush(&mut run, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::super::front_matter::body_start;
    use super::*;

    const FILE: &str =
        "+++\nnumero = 1\n+++\n\n# Contexte\n\nUn *mot* et\n<b>gras</b>.\n\n## Suite\n\n- a\n- b\n\n# Vide\n";

    #[test]
    fn sections_blocks_and_refusals_with_their_bytes() {
        let start = body_start(FILE);
        let parsed = parse(&FILE[start..], start);
        let titles: Vec<_> = parsed.sections.iter().map(|s| s.title.as_str()).collect();
        assert_eq!(titles, ["Contexte", "Vide"]);
        assert!(parsed.sections[1].is_empty());
        assert!(matches!(&parsed.sections[0].blocks[2], Block::List { ordered: false, items, .. } if items.len() == 2));
        let Remark::Refused { bytes, .. } = &parsed.remarks[0] else { panic!("HTML is refused") };
        assert_eq!(&FILE[bytes.clone()], "<b>");
    }

    #[test]
    fn sections_of_level_two() {
        let parsed = parse_sections("## Contexte\r\n\r\nmot\r\n\r\n### Suite\r\n\r\n## Vide\r\n", 0);
        let titles: Vec<_> = parsed.sections.iter().map(|s| s.title.as_str()).collect();
        assert_eq!(titles, ["Contexte", "Vide"]);
        assert!(matches!(parsed.sections[0].blocks[1], Block::Heading { level: 2, .. }));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "> ".repeat(5000) + "x";
        let parsed = parse(&deep, 0);
        assert!(parsed.remarks.iter().any(|r| matches!(r, Remark::Refused { .. })));
        let parsed = parse(&("*a ".repeat(3000) + &"b* ".repeat(3000)), 0);
        assert!(!parsed.sections.is_empty());
    }
}
