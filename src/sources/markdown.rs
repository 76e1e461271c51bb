//! Markdown texts to trees: sections, blocks, and the constructs that are refused, each with its bytes.
//!
//! What a word processor or another Markdown leaves in a text is printed as it was meant (`pasted`) or refused at its place
//! (`leftovers`): nothing is dropped, nothing is raw on paper.

mod blocks;
mod figures;
mod inlines;
mod leftovers;
mod pasted;
mod places;

use std::ops::Range;

use blocks::Builder;
use places::{fenced, located};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::diagnostic::Lines;
use crate::domain::fault::Construct;
use crate::domain::markdown::{Block, Inline, Section, plain};

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
    let mut builder = Builder { text, events, depth, literal: 0..0, footnoted: false, remarks: Vec::new() };
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
    let lines = Lines::of(text);
    remarks.dedup_by(|next, first| match (next, first) {
        (Remark::Refused { construct: b, bytes: later }, Remark::Refused { construct: a, bytes: earlier }) => {
            a == b && (later.start < earlier.end || lines.line(earlier.end) == lines.line(later.start))
        }
        _ => false,
    });
    (out, remarks)
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

/// Whether what stands between two blocks, where no block shows it, is a heading in HTML.
pub fn has_heading_in_html(between: &str) -> bool {
    const TAGS: [&str; 9] = ["<h1", "<h2", "<h3", "<h4", "<h5", "<h6", "<summary", "<legend", "<dt"];
    let told = between.to_lowercase();
    TAGS.iter().any(|tag| told.contains(tag))
}

/// The same as [`parse_blocks`], each text with its place, up to a heading in HTML: that it is refused is told, and whose what
/// stands below it is, is not known.
pub fn parse_located(text: &str, offset: usize) -> Located {
    let (pieces, remarks) = pieces(text, offset);
    let mut located = Located { remarks, ..Located::default() };
    let mut before = offset;
    for piece in pieces {
        if has_heading_in_html(&text[before - offset..piece.bytes.start.max(before) - offset]) {
            break;
        }
        before = piece.bytes.end;
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

#[cfg(test)]
mod tests;
