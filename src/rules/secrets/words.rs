//! A text cut in words, and the signs between them.

use crate::domain::examen::{Locutions, MotsDuJury};
use crate::domain::identifiers::normalise;

/// Stands where bold words end before a text that goes on with a capital or a figure.
pub(super) const MARK: char = '\u{2}';

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Space,
    Comma,
    /// A colon, a dash, an equals sign, the end of bold words: what is before is the label of what is after.
    Label,
    /// The end of a sentence, of a line, or of the text.
    End,
}

pub(super) struct Word {
    /// As words are compared.
    pub normal: String,
    pub start: usize,
    pub end: usize,
    pub after: Sign,
}

/// A text cut in words.
pub(super) struct Told<'t> {
    pub text: &'t str,
    pub words: Vec<Word>,
    /// Which words tell what is the jury's.
    pub mots: &'t MotsDuJury,
}

impl<'t> Told<'t> {
    pub fn of(text: &'t str, mots: &'t MotsDuJury) -> Self {
        // Letters that do not show stand inside words.
        let inside = |c: char| {
            c.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(c)
                || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
        };
        let mut words: Vec<Word> = Vec::new();
        let mut rest = 0;
        while let Some(start) = text[rest..].find(inside).map(|i| rest + i) {
            let mut end = text[start..].find(|c| !inside(c)).map_or(text.len(), |i| start + i);
            // « 1.2 » and « 422,28 » are one word.
            let digit = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_digit());
            while text[start..end].ends_with(|c: char| c.is_ascii_digit())
                && text[end..].starts_with(['.', ','])
                && digit(end + 1)
            {
                end = text[end + 1..].find(|c| !inside(c)).map_or(text.len(), |i| end + 1 + i);
            }
            let visible: String = text[start..end]
                .chars()
                .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
                .collect();
            words.push(Word { normal: normalise(&visible).replace(' ', "."), start, end, after: Sign::End });
            rest = end;
        }
        let next: Vec<(usize, bool)> = words
            .iter()
            .skip(1)
            .map(|w| (w.start, text[w.start..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())))
            .collect();
        for (word, (start, capital)) in words.iter_mut().zip(next) {
            word.after = sign(&text[word.end..start], capital);
        }
        // What follows the last word still tells a label from a word.
        if let Some(last) = words.last_mut() {
            let tail = &text[last.end..];
            last.after = if tail.contains(':') || tail.contains('=') { Sign::Label } else { Sign::End };
        }
        Told { text, words, mots }
    }

    /// Where the longest expression of `all` that opens at `at` ends, its words going on without the end of a sentence.
    pub fn longest(&self, at: usize, all: &Locutions) -> Option<usize> {
        let goes_on = |rest: &&Vec<String>| {
            rest.iter().enumerate().all(|(i, wanted)| {
                self.words[at + i].after != Sign::End
                    && self.words.get(at + i + 1).is_some_and(|word| word.normal == *wanted)
            })
        };
        all.after(&self.words.get(at)?.normal).iter().filter(goes_on).map(|rest| at + rest.len()).max()
    }

    /// All that follows, from the word `first` on.
    pub fn range(&self, first: usize) -> std::ops::Range<usize> {
        self.words[first].start..self.text.len()
    }
}

/// The sign that stands in what is between two words.
fn sign(between: &str, capital: bool) -> Sign {
    let has = |signs: &[char]| between.contains(signs);
    if has(&['\n', ';', '!', '?', '…', '•', '|', '(', ')', '[', ']', '{', '}', '«', '»', '→', '\u{2022}', '\u{f0b7}'])
    {
        // « Corrigé) : » is a label all the same.
        return if has(&[':', '=']) { Sign::Label } else { Sign::End };
    }
    let dash = ["–", "—", " -", "- ", "/"].iter().any(|d| between.contains(d));
    match () {
        () if has(&[':', '=']) || dash || has(&[MARK]) && capital => Sign::Label,
        () if has(&['.']) && between.contains(char::is_whitespace) => Sign::End,
        () if has(&[',']) => Sign::Comma,
        () => Sign::Space,
    }
}

/// "1.2", "2", "a", "iv": what counts questions.
pub(super) fn is_rank(word: &str) -> bool {
    let numbers = !word.is_empty() && word.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let question = word.strip_prefix('q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    numbers
        || question
        || (word.len() == 1 && word != "l" && word != "d")
        || crate::domain::examen::roman(word).is_some()
}

/// Whether a text says something: dots, lines and units are room to fill.
pub(super) fn is_filled(text: &str) -> bool {
    let normal = normalise(text);
    normal
        .split(' ')
        .any(|w| !w.is_empty() && !matches!(w, "eur" | "euro" | "euros" | "e" | "m2" | "jours" | "points" | "h"))
}
