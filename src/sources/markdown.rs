//! Markdown texts to trees: sections, blocks, and the constructs that are refused, each with its bytes.
//!
//! What a word processor or another Markdown leaves in a text is printed as it was meant (`pasted`) or refused at its place
//! (`leftovers`): nothing is dropped, nothing is raw on paper.

mod leftovers;
mod pasted;

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::domain::fault::Construct;
use crate::domain::markdown::{Align, Block, Inline, Leaf, Section, leaves, plain};

/// A construct that is not accepted, or an image, with its bytes in the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    Refused { construct: Construct, bytes: Range<usize> },
    Image { source: String, alternative: String, bytes: Range<usize> },
}

/// A parsed text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markdown {
    pub sections: Vec<Section>,
    pub remarks: Vec<Remark>,
}

/// A block of the first level, and where it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub block: Block,
    /// Its bytes, without the line end that closes it.
    pub bytes: Range<usize>,
    /// The bytes of each of its texts, in the order of `domain::markdown::leaves`.
    pub leaves: Vec<Range<usize>>,
    /// A block of code: what its fence says.
    pub code: Option<Code>,
    /// It stands in retreat, as paragraphs of word processors do.
    pub retreat: bool,
}

/// A block of code as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What follows the fence: « toml ».
    pub info: String,
    /// The bytes between the fences.
    pub inner: Range<usize>,
    /// Whether the fence is closed; without one, it holds all that follows.
    pub closed: bool,
}

/// Deepest nesting of lists, quotes and emphasis: far above what anyone writes, far below the stack.
const DEPTH_LIMIT: usize = 24;

/// What is read besides CommonMark: tables and boxes to tick; the rest, so that it can be refused.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES);

/// Parses `text`, whose first byte is byte `offset` of its file.
pub fn parse(text: &str, offset: usize) -> Markdown {
    let mut parsed = parse_at(text, 0);
    parsed.remarks.iter_mut().for_each(|remark| remark.shift(offset));
    parsed
}

/// The blocks of a text, whose first byte is byte `offset` of its file, each with its place, and what is refused in them.
pub fn pieces(text: &str, offset: usize) -> (Vec<Piece>, Vec<Remark>) {
    let (mut pieces, mut remarks) = pieces_at(text, 0);
    let shift = |bytes: &mut Range<usize>| *bytes = bytes.start + offset..bytes.end + offset;
    for piece in &mut pieces {
        let inner = piece.code.as_mut().map(|c| &mut c.inner);
        std::iter::once(&mut piece.bytes).chain(&mut piece.leaves).chain(inner).for_each(shift);
    }
    remarks.iter_mut().for_each(|remark| remark.shift(offset));
    (pieces, remarks)
}

/// The same for a text of which `depth` levels are open already; its bytes are those of `text`.
fn pieces_at(text: &str, depth: usize) -> (Vec<Piece>, Vec<Remark>) {
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let mut builder = Builder { text, events, depth, literal: 0..0, remarks: Vec::new() };
    let mut out: Vec<Piece> = Vec::new();
    while let Some((event, bytes)) = builder.events.next() {
        let whole = bytes.start..bytes.start + text[bytes.clone()].trim_end().len();
        let code = match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => Some(fenced(text, whole.clone(), info)),
            _ => None,
        };
        let retreat = matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
        let paragraph = matches!(event, Event::Start(Tag::Paragraph));
        let mut blocks = Vec::new();
        builder.block(event, bytes, &mut blocks);
        for block in blocks {
            let leaves = located(text, &whole, &block);
            match (out.last_mut(), block) {
                // A pasted list that goes on after a blank line is one list.
                (
                    Some(Piece { block: Block::List { ordered: false, items, .. }, bytes, leaves: before, .. }),
                    Block::List { ordered: false, items: more, .. },
                ) if paragraph => {
                    items.extend(more);
                    before.extend(leaves);
                    bytes.end = whole.end;
                }
                (_, block) => out.push(Piece { block, bytes: whole.clone(), leaves, code: code.clone(), retreat }),
            }
        }
    }
    let mut remarks = builder.remarks;
    // A block and its lines, an opening and a closing tag: one fault.
    remarks.dedup_by(|next, first| match (next, first) {
        (Remark::Refused { construct: b, bytes: later }, Remark::Refused { construct: a, bytes: earlier }) => {
            a == b && text.get(earlier.end..later.start).is_none_or(|t| !t.contains('\n'))
        }
        _ => false,
    });
    (out, remarks)
}

/// The bytes of each text of a block: from its first words to the end of their line, or of the cell. Marks and escapes inside
/// words leave the line of what is before.
fn located(text: &str, bytes: &Range<usize>, block: &Block) -> Vec<Range<usize>> {
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
        let within = &text[at..bytes.end];
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
fn fenced(text: &str, bytes: Range<usize>, info: &str) -> Code {
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

/// The sections of a text of which `depth` levels are open already; its bytes are those of `text`.
fn parse_at(text: &str, depth: usize) -> Markdown {
    let (pieces, remarks) = pieces_at(text, depth);
    let mut sections = vec![Section::default()];
    for piece in pieces {
        match piece.block {
            Block::Heading { level: 1, inlines } => {
                sections.push(Section { title: plain(&inlines), blocks: Vec::new() });
            }
            block => sections.last_mut().expect("there is always a section").blocks.push(block),
        }
    }
    if sections[0].blocks.is_empty() {
        sections.remove(0);
    }
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
    flat(parse(text, offset))
}

fn flat(parsed: Markdown) -> (Vec<Block>, Vec<Remark>) {
    let mut blocks = Vec::new();
    for section in parsed.sections {
        if !section.title.is_empty() {
            blocks.push(Block::Heading { level: 2, inlines: vec![Inline::Text { text: section.title }] });
        }
        blocks.extend(section.blocks);
    }
    (blocks, parsed.remarks)
}

/// A text without sections: its blocks, and the bytes of each of their texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    pub blocks: Vec<Block>,
    pub leaves: Vec<Range<usize>>,
    pub remarks: Vec<Remark>,
}

/// The same as [`parse_blocks`], each text with its place.
pub fn parse_located(text: &str, offset: usize) -> Located {
    let (pieces, remarks) = pieces(text, offset);
    let mut located = Located { remarks, ..Located::default() };
    for piece in pieces {
        located.leaves.extend(piece.leaves);
        located.blocks.push(match piece.block {
            Block::Heading { level: 1, inlines } => Block::Heading { level: 2, inlines },
            block => block,
        });
    }
    located
}

impl Remark {
    /// Moves it by `offset` bytes.
    fn shift(&mut self, offset: usize) {
        let (Remark::Refused { bytes, .. } | Remark::Image { bytes, .. }) = self;
        *bytes = bytes.start + offset..bytes.end + offset;
    }
}

struct Builder<'t> {
    text: &'t str,
    events: OffsetIter<'t>,
    depth: usize,
    /// The run of text under way, as it is written: neither marks nor escapes in it.
    literal: Range<usize>,
    remarks: Vec<Remark>,
}

impl Builder<'_> {
    fn refuse(&mut self, construct: Construct, bytes: Range<usize>) {
        self.remarks.push(Remark::Refused { construct, bytes });
    }

    /// Goes on with the run of literal text, or looks at the one that ends.
    fn literal(&mut self, bytes: Option<&Range<usize>>) {
        if let Some(bytes) = bytes.filter(|b| b.start == self.literal.end) {
            self.literal.end = bytes.end;
            return;
        }
        let start = self.literal.start;
        let run = &self.text[std::mem::replace(&mut self.literal, bytes.cloned().unwrap_or_default())];
        let image = leftovers::spaced_image(run);
        for (construct, bytes) in leftovers::leftovers(run) {
            if image.as_ref().is_none_or(|i| bytes.end <= i.bytes.start || i.bytes.end <= bytes.start) {
                self.refuse(construct, start + bytes.start..start + bytes.end);
            }
        }
        if let Some(image) = image {
            self.remarks.push(Remark::Image {
                source: image.source.to_owned(),
                alternative: image.alternative.to_owned(),
                bytes: start + image.bytes.start..start + image.bytes.end,
            });
        }
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
    fn block(&mut self, event: Event<'_>, bytes: Range<usize>, out: &mut Vec<Block>) {
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
                if !self.remarks.iter().any(|r| matches!(r, Remark::Refused { construct: Construct::Footnote, .. })) {
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
        self.literal(None);
        self.depth -= 1;
        if end != TagEnd::Paragraph {
            pasted::without_line_ends(&mut out);
        }
        out
    }

    fn inline(&mut self, event: Event<'_>, bytes: Range<usize>, out: &mut Vec<Inline>) {
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

/// Runs in which the images whose paths have spaces are images.
fn with_spaced_images(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text { text } => match leftovers::spaced_image(&text) {
                Some(image) => {
                    let part = |text: &str| Inline::Text { text: text.to_owned() };
                    out.push(part(&text[..image.bytes.start]));
                    out.push(Inline::Image {
                        source: image.source.to_owned(),
                        alternative: image.alternative.to_owned(),
                        caption: image.caption.to_owned(),
                    });
                    out.extend(with_spaced_images(vec![part(&text[image.bytes.end..])]));
                }
                None => out.push(Inline::Text { text }),
            },
            other => out.push(other),
        }
    }
    out
}

/// A paragraph, its images taken out as figures: an image stands alone on its line in print.
fn paragraphs(inlines: Vec<Inline>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    let flush = |run: &mut Vec<Inline>, out: &mut Vec<Block>| {
        let inlines = std::mem::take(run);
        if !inlines.iter().all(Inline::is_empty) {
            out.extend(pasted::blocks(inlines));
        }
    };
    for inline in with_spaced_images(inlines) {
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
    /// The blocks of a text and what is refused of it.
    fn read(text: &str) -> (String, Vec<Construct>) {
        let (blocks, remarks) = parse_blocks(text, 0);
        let refused = |r: &Remark| match r {
            Remark::Refused { construct, .. } => Some(*construct),
            Remark::Image { .. } => None,
        };
        (crate::domain::markdown::text(&blocks), remarks.iter().filter_map(refused).collect())
    }

    #[test]
    fn a_text_of_a_word_processor_is_printed_as_it_was_meant() {
        for (written, printed) in [
            ("soit 2*3*4 = 24", "soit 2*3*4 = 24\n"),
            ("taux*prime*durée", "taux*prime*durée\n"),
            ("100*2* et 3**4**5", "100*2* et 3**4**5\n"),
            ("environ ~10 et ~20~ euros", "environ ~10 et ~20~ euros\n"),
            (
                "    Un alinéa *en retrait*\n    et sa suite.\n\nUn autre.",
                "Un alinéa en retrait et sa suite.\nUn autre.\n",
            ),
            ("\tUn alinéa.", "Un alinéa.\n"),
            ("Mes missions :\n• accueillir\n• relancer", "Mes missions :\naccueillir\n\nrelancer\n\n"),
            ("• un\n\n• deux", "un\n\ndeux\n\n"),
            ("- [x] fait\n- [ ] à faire", "☑ fait\n\n☐ à faire\n\n"),
        ] {
            assert_eq!(read(written), (printed.to_owned(), vec![]), "{written}");
        }
    }

    #[test]
    fn what_would_be_raw_or_dropped_is_refused() {
        for (written, construct) in [
            ("un mot ~~barré~~ ici", Construct::Strikethrough),
            ("une note[^1]\n\n[^1]: en bas", Construct::Footnote),
            ("une note[^1] sans texte", Construct::Footnote),
            ("soit $x^2$ et", Construct::Formula),
            ("Avant\n\n\\newpage\n\nAprès", Construct::PageBreak),
            ("> [!NOTE]\n> mot", Construct::Admonition),
            ("![Plan](images/plan.png){width=50%}", Construct::Attributes),
            ("| a | b |\n| 1 | 2 |", Construct::TableWithoutRule),
            ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", Construct::TooManyCells),
            ("Nom\tÂge\nDurand\t18", Construct::PastedTable),
            ("#Contexte", Construct::HeadingWithoutSpace),
            ("    # Contexte\n", Construct::HeadingInRetreat),
            ("une ligne\nune autre\nune troisième\n---", Construct::Underline),
            ("> 18 ans : tarif A", Construct::Greater),
            ("+ 20 % sur un an", Construct::Plus),
        ] {
            let (printed, refused) = read(written);
            assert!(refused.contains(&construct), "{written}: {refused:?}\n{printed}");
            assert!(refused.iter().all(|c| *c == construct), "{written}: {refused:?}");
        }
        let tables = "| a | b |\n|---|---|\n| 1 |\n| un \\| deux | 3 |\n";
        assert_eq!(read(tables).1, []);
        assert_eq!(read("Titre\n---\n\n+ un\n+ 2 contrats\n\n> 9 400 – 450 = 8 950 €\n\n> 12 mars : dit-il").1, []);
    }

    #[test]
    fn remarks_in_a_retreat_have_their_bytes() {
        let text = "Mot.\n\n    un ~~barré~~\n    et <b>gras\n";
        let (_, remarks) = parse_blocks(text, 0);
        let bytes: Vec<_> = remarks
            .iter()
            .map(|r| match r {
                Remark::Refused { bytes, .. } | Remark::Image { bytes, .. } => &text[bytes.clone()],
            })
            .collect();
        assert_eq!(bytes, ["~~barré~~", "<b>"]);
    }

    #[test]
    fn an_image_whose_path_is_written_as_an_address() {
        let (blocks, _) = parse_blocks("![Le plan](images/mon%20plan%C3%A9.png)", 0);
        assert!(matches!(&blocks[0], Block::Figure { source, .. } if source == "images/mon plané.png"), "{blocks:?}");
    }

    #[test]
    fn an_image_whose_path_has_spaces_is_an_image() {
        let text = "voir\n![Le plan](images/mon plan.png \"Plan\")";
        let (blocks, remarks) = parse_blocks(text, 0);
        assert!(matches!(&blocks[1], Block::Figure { source, .. } if source == "images/mon plan.png"), "{blocks:?}");
        let [Remark::Image { bytes, .. }] = &remarks[..] else { panic!("{remarks:?}") };
        assert_eq!(&text[bytes.clone()], "![Le plan](images/mon plan.png \"Plan\")");
    }
}
