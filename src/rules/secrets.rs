//! What a text says for the jury alone, told from the ordinary words of insurance and of papers.

mod examen;
mod labels;
mod tables;
mod words;

pub use examen::withhold;
use words::{MARK, Told, is_filled};

use crate::domain::examen::MotsDuJury;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::{Block, Inline, Leaf, leaves};

/// Where a text stands: what is ordinary differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lieu {
    /// The introduction, the situation of a part, a title: a barème may be shared between parts there.
    Sujet,
    /// A question.
    Enonce,
    /// A document: of an insurer, of a court, of a firm.
    Document,
    /// A document that the candidate fills and gives back.
    Reponse,
}

/// What was found in some blocks: the rank of the text among their leaves, its words, how many more in the same table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouve {
    pub rang: usize,
    pub mots: String,
    pub autres: usize,
}

/// The texts of `blocks` that are the jury's; of a table, the first.
pub fn in_blocks(mots: &MotsDuJury, blocks: &[Block], lieu: Lieu) -> Vec<Trouve> {
    let all = leaves(blocks);
    let texts: Vec<String> = all.iter().map(|leaf| marked(*leaf)).collect();
    let tables = tables_of(&all, &texts);
    let answers: Vec<_> = tables.iter().map(|rows| tables::answers(mots, rows, lieu)).collect();
    let mut out: Vec<Trouve> = Vec::new();
    let mut told = None;
    for (rang, leaf) in all.iter().enumerate() {
        let text = &texts[rang];
        let (table, found) = match leaf {
            Leaf::Cell { table, row, column, .. } => {
                let heads = answers[*table] == Some((*row, *column));
                let found = in_cell(mots, text, &tables[*table], lieu);
                (Some(*table), found.or_else(|| heads.then(|| text.trim().to_owned())))
            }
            _ => {
                let next = all.iter().zip(&texts).skip(rang + 1);
                let next =
                    next.take_while(|(leaf, _)| !matches!(leaf, Leaf::Heading(_))).map(|(_, text)| text.as_str());
                (None, in_text(mots, text, &next.take(8).collect::<Vec<_>>(), lieu))
            }
        };
        let Some(mots) = found else { continue };
        match out.last_mut().filter(|_| table.is_some() && told == table) {
            Some(first) => first.autres += 1,
            None => out.push(Trouve { rang, mots, autres: 0 }),
        }
        told = table;
    }
    out
}

/// What of a table of text cells is the jury's: its row, its column and its words, the first of them.
pub fn in_rows<'r>(
    mots: &MotsDuJury,
    rows: impl IntoIterator<Item = Vec<&'r str>>,
    lieu: Lieu,
) -> Option<(usize, usize, Trouve)> {
    let rows: Vec<Vec<&str>> = rows.into_iter().collect();
    let heads = tables::answers(mots, &rows, lieu);
    let cells = rows.iter().enumerate().flat_map(|(r, row)| row.iter().enumerate().map(move |(c, t)| (r, c, *t)));
    let mut all = cells.filter_map(|(r, c, text)| {
        let found = in_cell(mots, text, &rows, lieu);
        Some((r, c, found.or_else(|| (heads == Some((r, c))).then(|| text.trim().to_owned()))?))
    });
    let (row, column, mots) = all.next()?;
    let autres = all.count();
    Some((row, column, Trouve { rang: 0, mots, autres }))
}

/// The cells of each table among leaves, by row.
fn tables_of<'t>(all: &[Leaf<'_>], texts: &'t [String]) -> Vec<Vec<Vec<&'t str>>> {
    let mut out: Vec<Vec<Vec<&str>>> = Vec::new();
    for (leaf, text) in all.iter().zip(texts) {
        let Leaf::Cell { table, row, .. } = leaf else { continue };
        out.resize_with(out.len().max(table + 1), Vec::new);
        let rows = &mut out[*table];
        rows.resize_with(rows.len().max(row + 1), Vec::new);
        rows[*row].push(text);
    }
    out
}

/// The jury's words of a text, and what follows it: nothing where there are none.
pub fn in_text(mots: &MotsDuJury, text: &str, next: &[&str], lieu: Lieu) -> Option<String> {
    let told = Told::of(text, mots);
    told.phrase().or_else(|| told.labels(next, lieu)).map(|range| shown(text, range))
}

/// The same of a cell, among those of its table: a heading alone may be an ordinary one.
fn in_cell(mots: &MotsDuJury, text: &str, rows: &[Vec<&str>], lieu: Lieu) -> Option<String> {
    let alone = normalise(text);
    let full = || rows.iter().flatten().all(|cell| is_filled(cell));
    match alone.as_str() {
        "corrige" | "corriges" => {
            let beside = |cell: &&str| normalise(cell).split(' ').any(|word| mots.series.has(word));
            let ordinary = rows.iter().flatten().any(beside);
            return (!ordinary).then(|| text.trim().to_owned());
        }
        "correction" | "corrections" => {
            return (matches!(lieu, Lieu::Enonce | Lieu::Sujet) && full()).then(|| text.trim().to_owned());
        }
        normal if mots.colonnes.has(normal) => return None,
        _ => {}
    }
    in_text(mots, text, &[], lieu)
}

/// The words that were found, as people read them.
fn shown(text: &str, range: std::ops::Range<usize>) -> String {
    let words: String = text[range.start..].chars().filter(|c| *c != MARK).take(40).collect();
    words.lines().next().unwrap_or_default().trim().to_owned()
}

/// The words of a leaf, its breaks as line ends, the end of what is bold marked.
fn marked(leaf: Leaf<'_>) -> String {
    fn gather(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text { text } | Inline::Code { text } => out.push_str(text),
                Inline::Emph { inlines } | Inline::Strong { inlines } => {
                    gather(inlines, out);
                    out.push(MARK);
                }
                Inline::Link { inlines, .. } => gather(inlines, out),
                Inline::Image { alternative, caption, .. } => out.push_str(&format!("\n{alternative}\n{caption}\n")),
                Inline::Break => out.push('\n'),
            }
        }
    }
    let mut out = String::new();
    match leaf {
        Leaf::Heading(inlines) | Leaf::Paragraph(inlines) | Leaf::Cell { inlines, .. } => gather(inlines, &mut out),
        Leaf::Figure { alternative, caption } => out = format!("{alternative}\n{caption}"),
    }
    out
}

#[cfg(test)]
mod tests;
