//! The text of sections as a tree that templates can print without reading markup.

use serde::Serialize;

/// A section of a sheet: a level-1 heading and what follows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Section {
    /// The heading; empty for text before the first one.
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Block {
    /// A heading below the section's: level 2 or more.
    Heading {
        level: u8,
        inlines: Vec<Inline>,
    },
    Paragraph {
        inlines: Vec<Inline>,
    },
    List {
        ordered: bool,
        start: u64,
        items: Vec<Vec<Block>>,
    },
    Table {
        columns: Vec<Align>,
        header: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Quote {
        blocks: Vec<Block>,
    },
    /// An image that stands alone; `source` is relative to the folder.
    Figure {
        source: String,
        alternative: String,
        caption: String,
    },
    Rule,
}

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    Left,
    Center,
    Right,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Inline {
    Text { text: String },
    Emph { inlines: Vec<Inline> },
    Strong { inlines: Vec<Inline> },
    Code { text: String },
    Link { url: String, inlines: Vec<Inline> },
    Image { source: String, alternative: String, caption: String },
    Break,
}

impl Section {
    /// Whether the section says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(Block::is_empty)
    }
}

impl Block {
    /// Whether the block prints nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Block::Heading { .. } | Block::Rule => true,
            Block::Paragraph { inlines } => inlines.iter().all(Inline::is_empty),
            Block::List { items, .. } => items.iter().flatten().all(Block::is_empty),
            Block::Table { header, rows, .. } => {
                header.iter().chain(rows.iter().flatten()).flatten().all(Inline::is_empty)
            }
            Block::Quote { blocks } => blocks.iter().all(Block::is_empty),
            Block::Figure { .. } => false,
        }
    }
}

impl Inline {
    /// Whether the run prints nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Inline::Text { text } | Inline::Code { text } => text.trim().is_empty(),
            Inline::Emph { inlines } | Inline::Strong { inlines } | Inline::Link { inlines, .. } => {
                inlines.iter().all(Inline::is_empty)
            }
            Inline::Image { .. } => false,
            Inline::Break => true,
        }
    }
}
