//! Blocks: what an event of the parser opens, read to its end; a text in retreat, lists, tables.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, OffsetIter, Tag, TagEnd};

use super::figures::{paragraphs, with_spaced_images};
use super::{Remark, flat, leftovers, parse_at, pasted};
use crate::domain::fault::Construct;
use crate::domain::markdown::{Align, Block, Inline, plain};

/// Deepest nesting of lists, quotes and emphasis: far above what anyone writes, far below the stack.
pub(super) const DEPTH_LIMIT: usize = 24;

pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) events: OffsetIter<'t>,
    pub(super) depth: usize,
    /// The run of text under way, as it is written: neither marks nor escapes in it.
    pub(super) literal: Range<usize>,
    /// Whether a note was refused: its text is not refused besides.
    pub(super) footnoted: bool,
    pub(super) remarks: Vec<Remark>,
}

impl Builder<'_> {
    pub(super) fn refuse(&mut self, construct: Construct, bytes: Range<usize>) {
        self.footnoted |= construct == Construct::Footnote;
        self.remarks.push(Remark::Refused { construct, bytes });
    }

    /// A line of dashes below several lines makes a heading of them all, which nobody means.
    fn underlined(&mut self, heading: &Range<usize>) {
        let text = self.text[heading.clone()].trim();
        if !text.starts_with('#') && text.lines().count() > 2 {
            self.refuse(Construct::Underline, heading.clone());
        }
    }

    /// A sign before a quantity that Markdown takes for a mark, and does not print: `> 18 ans`, `+ 20 %`.
    fn sign(&mut self, construct: Construct, bytes: &Range<usize>) {
        let line = self.text[bytes.clone()].lines().next().unwrap_or_default();
        if leftovers::compares(line) {
            self.refuse(construct, bytes.start..bytes.start + line.len());
        }
    }

    /// A paragraph in retreat, as word processors open theirs: its text without the retreat.
    fn retreated(&mut self, out: &mut Vec<Block>) {
        let (mut text, mut lines) = (String::new(), Vec::new());
        for (event, bytes) in self.events.by_ref() {
            match event {
                Event::Text(line) => {
                    lines.push((text.len(), bytes.start));
                    text.push_str(&line);
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let place = |at: usize| {
            let (begun, start) = lines[..lines.partition_point(|(begun, _)| *begun <= at)].last().unwrap_or(&(0, 0));
            start + at - begun
        };
        let (blocks, remarks) = flat(parse_at(&text, self.depth + 1));
        for mut remark in remarks {
            let (Remark::Refused { bytes, .. } | Remark::Image { bytes, .. }) = &mut remark;
            *bytes = place(bytes.start)..place(bytes.end.saturating_sub(1)) + 1;
            self.remarks.push(remark);
        }
        if blocks.iter().any(|b| matches!(b, Block::Heading { .. })) {
            let start = lines.first().map_or(0, |(_, start)| *start);
            self.refuse(Construct::HeadingInRetreat, start..start + text.find('\n').unwrap_or(text.len()));
        }
        out.extend(blocks);
    }

    /// Reads the block that `event` opens into `out`.
    pub(super) fn block(&mut self, event: Event<'_>, bytes: Range<usize>, out: &mut Vec<Block>) {
        match event {
            Event::Start(Tag::Paragraph) => {
                if let Some((construct, found)) = leftovers::of_paragraph(&self.text[bytes.clone()]) {
                    self.refuse(construct, bytes.start + found.start..bytes.start + found.end);
                }
                let inlines = self.inlines(TagEnd::Paragraph);
                append(out, paragraphs(inlines));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.underlined(&bytes);
                let inlines = self.inlines(TagEnd::Heading(level));
                out.push(Block::Heading { level: level as u8, inlines });
            }
            Event::Start(Tag::List(start)) => {
                self.sign(Construct::Plus, &bytes);
                let items = self.items(start.is_some(), bytes);
                out.push(Block::List { ordered: start.is_some(), start: start.unwrap_or(1), items });
            }
            Event::Start(Tag::BlockQuote(kind)) => {
                self.sign(Construct::Greater, &bytes);
                let blocks = self.nested(TagEnd::BlockQuote(kind), bytes);
                out.push(Block::Quote { blocks });
            }
            Event::Start(Tag::Table(columns)) => out.push(self.grid(&columns)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if self.depth + 1 < DEPTH_LIMIT => {
                self.retreated(out);
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                // Its call is told; one that nothing calls is told here.
                if !self.footnoted {
                    self.refuse(Construct::Footnote, bytes);
                }
                out.extend(self.nested(TagEnd::FootnoteDefinition, Range::default()));
            }
            Event::Start(Tag::CodeBlock(_)) => {
                let text = plain(&self.inlines(TagEnd::CodeBlock));
                let lines = text.trim_end().lines().map(|l| Inline::Code { text: l.to_owned() });
                let inlines = lines.flat_map(|l| [l, Inline::Break]).collect();
                out.push(Block::Paragraph { inlines });
            }
            Event::Start(Tag::HtmlBlock) => {
                self.refuse(Construct::Html, bytes);
                self.inlines(TagEnd::HtmlBlock);
            }
            Event::Rule => out.push(Block::Rule),
            Event::Html(_) => self.refuse(Construct::Html, bytes),
            // A tight list item: runs without a paragraph around them.
            other => {
                let inlines = match out.last_mut() {
                    Some(Block::Paragraph { inlines }) => inlines,
                    _ => {
                        out.push(Block::Paragraph { inlines: Vec::new() });
                        let Some(Block::Paragraph { inlines }) = out.last_mut() else { return };
                        inlines
                    }
                };
                self.inline(other, bytes, inlines);
            }
        }
    }

    fn nested(&mut self, end: TagEnd, bytes: Range<usize>) -> Vec<Block> {
        self.depth += 1;
        let mut out = Vec::new();
        if self.depth == DEPTH_LIMIT {
            self.refuse(Construct::Depth, bytes);
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
        self.literal(None);
        self.depth -= 1;
        // The lines of a tight item.
        let mut settled = Vec::with_capacity(out.len());
        for block in out {
            match block {
                Block::Paragraph { inlines } => append(&mut settled, pasted::blocks(with_spaced_images(inlines))),
                other => settled.push(other),
            }
        }
        settled
    }

    /// Passes over the rest of an element whose start was just read.
    pub(super) fn skip(&mut self) {
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
        while let Some((event, bytes)) = self.events.next() {
            match event {
                // The cells that a row has too many would be dropped.
                Event::Start(Tag::TableRow) if cells(&self.text[bytes.clone()]) > columns.len() => {
                    self.refuse(
                        Construct::TooManyCells,
                        bytes.start..bytes.start + self.text[bytes.clone()].trim_end().len(),
                    );
                }
                Event::Start(Tag::TableCell) => row.push(self.inlines(TagEnd::TableCell)),
                Event::End(TagEnd::TableHead) => header = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { columns: columns.iter().map(align).collect(), header, rows }
    }
}

/// How many cells a row is written with.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut escaped = false;
    let mut count = 1;
    for c in row.chars() {
        count += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    count - usize::from(row.ends_with('|') && !row.ends_with("\\|"))
}

/// Blocks after others: a list that goes on after a blank line is one list.
fn append(out: &mut Vec<Block>, blocks: Vec<Block>) {
    for block in blocks {
        match (out.last_mut(), block) {
            (Some(Block::List { ordered: false, items, .. }), Block::List { ordered: false, items: more, .. }) => {
                items.extend(more);
            }
            (_, block) => out.push(block),
        }
    }
}
