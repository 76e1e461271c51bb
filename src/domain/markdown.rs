//! The text of sections as a tree that templates can print without reading markup.

use serde::Serialize;

use super::vide;

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

    /// Whether nothing is said in it: empty, or without a word.
    pub fn says_nothing(&self) -> bool {
        say_nothing(&self.blocks)
    }
}

impl Block {
    /// A paragraph of plain text.
    pub fn paragraph(text: &str) -> Self {
        Block::Paragraph { inlines: vec![Inline::Text { text: text.to_owned() }] }
    }

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

    /// Whether it shows a picture.
    fn shows(&self) -> bool {
        match self {
            Block::Heading { .. } | Block::Rule => false,
            Block::Paragraph { inlines } => inlines.iter().any(Inline::shows),
            Block::List { items, .. } => items.iter().flatten().any(Block::shows),
            Block::Table { header, rows, .. } => {
                header.iter().chain(rows.iter().flatten()).flatten().any(Inline::shows)
            }
            Block::Quote { blocks } => blocks.iter().any(Block::shows),
            Block::Figure { .. } => true,
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

    fn shows(&self) -> bool {
        match self {
            Inline::Image { .. } => true,
            Inline::Emph { inlines } | Inline::Strong { inlines } | Inline::Link { inlines, .. } => {
                inlines.iter().any(Inline::shows)
            }
            Inline::Text { .. } | Inline::Code { .. } | Inline::Break => false,
        }
    }
}

/// Whether blocks say nothing: no picture, and no word besides their headings.
pub fn say_nothing(blocks: &[Block]) -> bool {
    !blocks.iter().any(Block::shows) && vide::says_nothing(&body(blocks))
}

/// The text of blocks, their headings left out.
pub fn body(blocks: &[Block]) -> String {
    let told = blocks.iter().filter(|b| !matches!(b, Block::Heading { .. }));
    told.map(|b| text(std::slice::from_ref(b))).collect()
}

/// The text of runs, without their marks.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Emph { inlines } | Inline::Strong { inlines } | Inline::Link { inlines, .. } => {
                out.push_str(&plain(inlines));
            }
            Inline::Image { alternative, .. } => out.push_str(alternative),
            Inline::Break => out.push(' '),
        }
    }
    out
}

/// The text of blocks, without their marks: a line for each paragraph, item and cell.
pub fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } | Block::Paragraph { inlines } => line(plain(inlines)),
            Block::List { items, .. } => items.iter().for_each(|item| line(text(item))),
            Block::Table { header, rows, .. } => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| line(plain(cell)));
            }
            Block::Quote { blocks } => line(text(blocks)),
            Block::Figure { alternative, caption, .. } => line(format!("{alternative}\n{caption}")),
            Block::Rule => {}
        }
    }
    out
}

/// A text that stands by itself in a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leaf<'b> {
    Heading(&'b [Inline]),
    Paragraph(&'b [Inline]),
    /// A cell of the table of that rank in the tree; the header is row 0.
    Cell {
        inlines: &'b [Inline],
        table: usize,
        row: usize,
        column: usize,
    },
    Figure {
        alternative: &'b str,
        caption: &'b str,
    },
}

/// The texts of a tree, in the order in which they are read: that of the places which a reader tells of them.
pub fn leaves(blocks: &[Block]) -> Vec<Leaf<'_>> {
    let (mut out, mut tables) = (Vec::new(), 0);
    gather(blocks, &mut tables, &mut out);
    out
}

fn gather<'b>(blocks: &'b [Block], tables: &mut usize, out: &mut Vec<Leaf<'b>>) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } => out.push(Leaf::Heading(inlines)),
            Block::Paragraph { inlines } => out.push(Leaf::Paragraph(inlines)),
            Block::List { items, .. } => items.iter().for_each(|item| gather(item, tables, out)),
            Block::Table { header, rows, .. } => {
                for (row, cells) in std::iter::once(header).chain(rows).enumerate() {
                    let cell = |(column, inlines): (usize, &'b Vec<Inline>)| Leaf::Cell {
                        inlines,
                        table: *tables,
                        row,
                        column,
                    };
                    out.extend(cells.iter().enumerate().map(cell));
                }
                *tables += 1;
            }
            Block::Quote { blocks } => gather(blocks, tables, out),
            Block::Figure { alternative, caption, .. } => out.push(Leaf::Figure { alternative, caption }),
            Block::Rule => {}
        }
    }
}
