//! The tree of a written text, made ready: typography set, headings in order, pictures sized and found.

use serde::Serialize;

use super::Galerie;
use crate::domain::markdown::{Align, Block, Inline};
use crate::templates::typography::{french, verbatim, within};

/// A block ready to print.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Bloc {
    /// `rang` counts from 1 below the section.
    Titre {
        rang: usize,
        inlines: Vec<Run>,
    },
    /// `tient`, here and below: short enough to be kept whole with what follows it. `annonce`: it opens on what
    /// follows it. `libre`: it holds an address that would tear its justified lines.
    Paragraphe {
        inlines: Vec<Run>,
        tient: bool,
        annonce: bool,
        libre: bool,
    },
    /// `fin_tient`: the last item is short enough.
    Liste {
        ordonnee: bool,
        debut: u64,
        articles: Vec<Vec<Bloc>>,
        tient: bool,
        fin_tient: bool,
    },
    Tableau {
        colonnes: Vec<Align>,
        entete: Vec<Vec<Run>>,
        /// Too long to be repeated over the pages.
        entete_longue: bool,
        lignes: Vec<Rangee>,
        tient: bool,
    },
    Citation {
        blocs: Vec<Bloc>,
    },
    Figure {
        image: String,
        alternative: String,
        legende: String,
        largeur: f64,
        tient: bool,
    },
    Absente {
        cible: String,
    },
    Filet,
}

/// A row of a table; one that holds on a page is not split.
#[derive(Debug, Serialize)]
pub struct Rangee {
    pub cellules: Vec<Vec<Run>>,
    pub insecable: bool,
}

/// A run of text ready to print.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Run {
    Text { text: String },
    Emph { inlines: Vec<Run> },
    Strong { inlines: Vec<Run> },
    Code { text: String },
    Link { url: String, inlines: Vec<Run> },
    Image { image: String, alternative: String, hauteur: f64 },
    Break,
}

/// Longest text, in characters, that is kept whole: a third of a page.
const WHOLE_LIMIT: usize = 1_400;
/// Longest word that a justified line bears.
const WORD_LIMIT: usize = 34;
/// Largest figure, in millimetres.
const FIGURE: (f64, f64) = (170.0, 100.0);
/// Longest address that is worth a link.
const URL_LIMIT: usize = 2_000;

impl Galerie<'_> {
    /// The blocks of a section.
    pub fn blocs(&self, blocks: &[Block]) -> Vec<Bloc> {
        let mut depth = Vec::new();
        blocks.iter().filter(|b| !is_void(b)).map(|b| self.bloc(b, Some(&mut depth))).collect()
    }

    /// `depth`: the levels of the headings above; none where a heading would be out of order.
    fn bloc(&self, block: &Block, depth: Option<&mut Vec<u8>>) -> Bloc {
        match block {
            Block::Heading { level, inlines } => match depth {
                Some(depth) => {
                    // A level that was skipped is no level: the structure of the page has none missing.
                    depth.retain(|above| above < level);
                    depth.push(*level);
                    Bloc::Titre { rang: depth.len(), inlines: self.runs(inlines) }
                }
                None => paragraphe(vec![Run::Strong { inlines: self.runs(inlines) }], inlines),
            },
            Block::Paragraph { inlines } => paragraphe(self.runs(inlines), inlines),
            Block::List { ordered, start, items } => {
                let article = |item: &Vec<Block>| self.nested(item);
                let short =
                    |items: &[Vec<Block>]| items.iter().flatten().map(block_length).sum::<usize>() < WHOLE_LIMIT / 2;
                let (tient, fin_tient) = (short(items), short(&items[items.len().saturating_sub(1)..]));
                Bloc::Liste {
                    ordonnee: *ordered,
                    debut: *start,
                    articles: items.iter().map(article).collect(),
                    tient,
                    fin_tient,
                }
            }
            Block::Table { columns, header, rows } => {
                // 170 mm shared, less what parts the columns, at 9 pt.
                let em = (170.0 / columns.len().max(1) as f32 - 4.0).max(2.0) / 3.175;
                let row = |cells: &Vec<Vec<Inline>>| Rangee {
                    cellules: (0..columns.len())
                        .map(|i| cells.get(i).map_or_else(Vec::new, |c| narrow(self.runs(c), em)))
                        .collect(),
                    insecable: cells.iter().map(|c| length(c)).max().unwrap_or(0) < WHOLE_LIMIT / columns.len().max(1),
                };
                let entete = row(header);
                Bloc::Tableau {
                    colonnes: columns.clone(),
                    entete_longue: !entete.insecable,
                    entete: entete.cellules,
                    lignes: rows.iter().map(row).collect(),
                    tient: rows.len() < 12
                        && rows.iter().flatten().chain(header).map(|c| length(c)).sum::<usize>() < WHOLE_LIMIT / 2,
                }
            }
            Block::Quote { blocks } => Bloc::Citation { blocs: self.nested(blocks) },
            Block::Figure { source, alternative, caption } => self.figure(source, alternative, caption, FIGURE),
            Block::Rule => Bloc::Filet,
        }
    }

    fn nested(&self, blocks: &[Block]) -> Vec<Bloc> {
        blocks.iter().filter(|b| !is_void(b)).map(|b| self.bloc(b, None)).collect()
    }

    /// A picture in a box of millimetres, never enlarged beyond what its pixels bear.
    pub fn figure(&self, source: &str, alternative: &str, caption: &str, (width, height): (f64, f64)) -> Bloc {
        let found = self.attachments.get(source).zip(self.paths(source).into_iter().next());
        let Some((attachment, image)) = found else { return Bloc::Absente { cible: verbatim(source) } };
        let (w, h) = (f64::from(attachment.width.max(1)), f64::from(attachment.height.max(1)));
        let natural = w * 25.4 / 110.0;
        Bloc::Figure {
            image,
            alternative: alternative_of(alternative, caption),
            legende: french(caption.trim()),
            tient: caption.len() < 400,
            largeur: natural.min(width).min(height * w / h).max(8.0),
        }
    }

    fn runs(&self, inlines: &[Inline]) -> Vec<Run> {
        let mut runs: Vec<_> = inlines.iter().map(|i| self.run(i)).collect();
        while matches!(runs.last(), Some(Run::Break)) {
            runs.pop();
        }
        runs
    }

    fn run(&self, inline: &Inline) -> Run {
        match inline {
            Inline::Text { text } => Run::Text { text: french(text) },
            Inline::Emph { inlines } => Run::Emph { inlines: self.runs(inlines) },
            Inline::Strong { inlines } => Run::Strong { inlines: self.runs(inlines) },
            Inline::Code { text } => Run::Code { text: verbatim(text) },
            Inline::Link { url, inlines } => {
                let known = ["http://", "https://", "mailto:"].iter().any(|s| url.starts_with(s));
                let url = if known && url.len() < URL_LIMIT { url.clone() } else { String::new() };
                Run::Link { url, inlines: self.runs(inlines) }
            }
            Inline::Image { source, alternative, caption } => {
                match self.figure(source, alternative, caption, (60.0, 12.0)) {
                    Bloc::Figure { image, alternative, .. } => Run::Image { image, alternative, hauteur: 12.0 },
                    _ => Run::Text { text: format!("[image absente\u{202f}: {}]", verbatim(source)) },
                }
            }
            Inline::Break => Run::Break,
        }
    }
}

/// The runs of a cell whose column is of `em`.
fn narrow(runs: Vec<Run>, em: f32) -> Vec<Run> {
    let one = |run: Run| match run {
        Run::Text { text } => Run::Text { text: within(&text, em) },
        Run::Code { text } => Run::Code { text: within(&text, em) },
        Run::Emph { inlines } => Run::Emph { inlines: narrow(inlines, em) },
        Run::Strong { inlines } => Run::Strong { inlines: narrow(inlines, em) },
        Run::Link { url, inlines } => Run::Link { url, inlines: narrow(inlines, em) },
        other => other,
    };
    runs.into_iter().map(one).collect()
}

/// A paragraph, with what tells how it stands on its page.
fn paragraphe(runs: Vec<Run>, inlines: &[Inline]) -> Bloc {
    let tient = length(inlines) < WHOLE_LIMIT;
    let text = written(inlines);
    let libre = text.split_whitespace().any(|word| word.chars().count() > WORD_LIMIT);
    Bloc::Paragraphe { inlines: runs, tient, annonce: tient && text.trim_end().ends_with(':'), libre }
}

/// The text alternative of a picture: never empty, since a page for all has none without.
fn alternative_of(alternative: &str, caption: &str) -> String {
    let told = [alternative.trim(), caption.trim()].into_iter().find(|t| !t.is_empty());
    told.map_or_else(|| "Image sans description".to_owned(), french)
}

/// Headings that say nothing would be headings of nothing.
fn is_void(block: &Block) -> bool {
    match block {
        Block::Heading { inlines, .. } => inlines.iter().all(Inline::is_empty),
        Block::Rule => false,
        Block::Table { columns, .. } => columns.is_empty(),
        other => other.is_empty(),
    }
}

fn block_length(block: &Block) -> usize {
    match block {
        Block::Heading { inlines, .. } | Block::Paragraph { inlines } => length(inlines) + 60,
        Block::List { items, .. } => items.iter().flatten().map(block_length).sum(),
        Block::Quote { blocks } => blocks.iter().map(block_length).sum(),
        Block::Table { .. } | Block::Figure { .. } => WHOLE_LIMIT,
        Block::Rule => 10,
    }
}

/// The words of a text, without their look.
fn written(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.clone(),
        Inline::Emph { inlines } | Inline::Strong { inlines } | Inline::Link { inlines, .. } => written(inlines),
        Inline::Image { .. } | Inline::Break => " ".to_owned(),
    };
    inlines.iter().map(one).collect()
}

fn length(inlines: &[Inline]) -> usize {
    let one = |inline: &Inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.chars().count(),
        Inline::Emph { inlines } | Inline::Strong { inlines } | Inline::Link { inlines, .. } => length(inlines),
        // A line of its own, or nearly.
        Inline::Image { .. } | Inline::Break => 80,
    };
    inlines.iter().map(one).sum()
}
