//! The lines of a paragraph as they were meant: lists whose bullets a word processor drew, numbers of its own.

use crate::domain::markdown::{Block, Inline};

/// Bullets as they are drawn.
const BULLETS: [char; 15] = ['•', '·', '∙', '▪', '▫', '◦', '‣', '⁃', '●', '○', '■', '❖', '➢', '➤', '►'];
/// Signs that may open a line for another reason: bullets where several lines open so, or what is above announces them.
const DASHES: [char; 6] = ['–', '—', '→', '⇒', '✓', '✔'];
/// Letters that the symbol fonts of word processors show as bullets: only before a tab.
const SYMBOLS: [char; 5] = ['o', '§', 'Ø', 'ü', 'v'];
/// Boxes to tick: each stands on its line.
const BOXES: [char; 4] = ['☐', '☑', '☒', '□'];

/// What a line opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Bullet,
    /// A bullet if it is not alone.
    Dash,
    /// Printed as it is, on a line of its own.
    Number,
}

fn opening(line: &str) -> Option<Opening> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let spaced = rest.starts_with(char::is_whitespace);
    match first {
        c if BULLETS.contains(&c) && spaced => Some(Opening::Bullet),
        c if DASHES.contains(&c) && spaced => Some(Opening::Dash),
        c if SYMBOLS.contains(&c) && rest.starts_with('\t') => Some(Opening::Bullet),
        c if BOXES.contains(&c) => Some(Opening::Number),
        _ => numbered(line).then_some(Opening::Number),
    }
}

/// Whether a line opens an item: a bullet or a number of a word processor.
pub(super) fn opens_item(line: &str) -> bool {
    opening(line).is_some()
}

/// "a)", "(1)", "1°", "2/", "iv)": numbers of lists that Markdown does not know.
fn numbered(line: &str) -> bool {
    let word = line.split(char::is_whitespace).next().unwrap_or_default();
    if word.len() == line.len() {
        return false;
    }
    let inner = word.strip_prefix('(').unwrap_or(word);
    let Some(number) = inner.strip_suffix([')', '°', '/']) else { return false };
    let digits = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = number.len() <= 4 && number.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    !number.is_empty() && (digits || letter || roman)
}

/// A line of a paragraph, and whether a break that the author asked for stands before it.
struct Line {
    hard: bool,
    inlines: Vec<Inline>,
}

impl Line {
    fn opening(&self) -> Option<Opening> {
        match self.inlines.first() {
            Some(Inline::Text { text }) => opening(text),
            _ => None,
        }
    }

    fn ends_with_colon(&self) -> bool {
        crate::domain::markdown::plain(&self.inlines).trim_end().ends_with(':')
    }
}

/// The blocks of a paragraph whose line ends are still told by `\n` in its texts.
pub(super) fn blocks(inlines: Vec<Inline>) -> Vec<Block> {
    let lines = lines(inlines);
    let openings: Vec<_> = lines.iter().map(Line::opening).collect();
    let dashes = openings.iter().filter(|o| **o == Some(Opening::Dash)).count();
    let mut out: Vec<Block> = Vec::new();
    let mut announced = false;
    for (line, opening) in lines.into_iter().zip(openings) {
        if line.inlines.iter().all(Inline::is_empty) && !line.hard {
            continue;
        }
        let is_item = match opening {
            Some(Opening::Bullet) => true,
            Some(Opening::Dash) => dashes > 1 || announced,
            _ => false,
        };
        announced = line.ends_with_colon();
        if is_item {
            let item = vec![Block::Paragraph { inlines: without_bullet(line.inlines) }];
            match out.last_mut() {
                Some(Block::List { items, .. }) => items.push(item),
                _ => out.push(Block::List { ordered: false, start: 1, items: vec![item] }),
            }
            continue;
        }
        let last = match out.last_mut() {
            Some(Block::List { items, .. }) => items.last_mut().and_then(|item| item.last_mut()),
            other => other,
        };
        match last {
            Some(Block::Paragraph { inlines }) => {
                let parted = line.hard || opening == Some(Opening::Number);
                push(inlines, if parted { Inline::Break } else { Inline::Text { text: " ".to_owned() } });
                line.inlines.into_iter().for_each(|inline| push(inlines, inline));
            }
            _ => out.push(Block::Paragraph { inlines: line.inlines }),
        }
    }
    out
}

/// The line ends of `inlines` turned into spaces, where a text has no lines of its own.
pub(super) fn without_line_ends(inlines: &mut [Inline]) {
    for inline in inlines {
        if let Inline::Text { text } = inline
            && text.contains('\n')
        {
            *text = text.replace('\n', " ");
        }
    }
}

fn lines(inlines: Vec<Inline>) -> Vec<Line> {
    let mut out = vec![Line { hard: false, inlines: Vec::new() }];
    let mut next = |hard: bool, inline: Option<Inline>| {
        if hard || inline.is_none() {
            out.push(Line { hard, inlines: Vec::new() });
        }
        if let (Some(inline), Some(last)) = (inline, out.last_mut()) {
            last.inlines.push(inline);
        }
    };
    for inline in inlines {
        match inline {
            Inline::Break => next(true, None),
            Inline::Text { text } => {
                for (i, part) in text.split('\n').enumerate() {
                    if i > 0 {
                        next(false, None);
                    }
                    if !part.is_empty() {
                        next(false, Some(Inline::Text { text: part.to_owned() }));
                    }
                }
            }
            other => next(false, Some(other)),
        }
    }
    out
}

/// A line without its bullet and the spaces after it.
fn without_bullet(mut inlines: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline::Text { text }) = inlines.first_mut() {
        let mut rest = text.chars();
        rest.next();
        *text = rest.as_str().trim_start().to_owned();
    }
    inlines
}

/// Adds a run: texts that follow each other are one.
fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
        (_, inline) => inlines.push(inline),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Block> {
        blocks(vec![Inline::Text { text: text.to_owned() }])
    }

    fn items(block: &Block) -> Vec<String> {
        let Block::List { items, .. } = block else { panic!("a list: {block:?}") };
        items.iter().map(|item| crate::domain::markdown::text(item).trim_end().to_owned()).collect()
    }

    #[test]
    fn bullets_of_a_word_processor_are_a_list() {
        let blocks = of("Mes missions :\n•\taccueillir\nles clients\n• relancer");
        assert_eq!(blocks[0], Block::paragraph("Mes missions :"));
        assert_eq!(items(&blocks[1]), ["accueillir les clients", "relancer"]);
        assert_eq!(items(&of("o\tun\no\tdeux")[0]), ["un", "deux"]);
        assert_eq!(items(&of("– un\n– deux")[0]), ["un", "deux"]);
        assert_eq!(items(&of("Une chose :\n– un")[1]), ["un"]);
    }

    #[test]
    fn a_dash_alone_and_words_stay_text() {
        for text in ["– Bonjour, dit-elle.", "o ma mère", "à 10 % – taux réduit"] {
            assert_eq!(of(text), [Block::paragraph(text)]);
        }
        assert_eq!(of("une\nligne"), [Block::paragraph("une ligne")]);
    }

    #[test]
    fn numbers_that_markdown_does_not_know_keep_their_lines() {
        for text in ["Trois cas :\na) un\nb) deux", "Trois cas :\n1° un\n2° deux", "Cas :\n☐ oui\n☐ non"] {
            let [Block::Paragraph { inlines }] = &of(text)[..] else { panic!("{text}") };
            assert_eq!(inlines.iter().filter(|i| **i == Inline::Break).count(), 2, "{text}");
        }
        assert!(!numbered("12,5) et") && !numbered("2024/ 3") && !numbered("etc) suite"));
    }
}
