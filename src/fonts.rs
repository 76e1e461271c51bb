//! The fonts that every document is set in, embedded, and which characters they have.

use std::sync::LazyLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use unicode_normalization::char::is_combining_mark;

/// The font files, in order of preference: a sans serif in four styles, then two that lend rare characters and,
/// for language papers, Hebrew.
pub fn files() -> impl Iterator<Item = &'static [u8]> {
    const LENDERS: [&str; 4] =
        ["DejaVuSansMono", "DejaVuSansMono-Bold", "LibertinusSerif-Regular", "LibertinusSerif-Bold"];
    static LENT: LazyLock<Vec<&'static [u8]>> = LazyLock::new(|| {
        let lends = |data: &&'static [u8]| postscript_name(data).is_some_and(|name| LENDERS.contains(&name.as_str()));
        typst_assets::fonts().filter(lends).collect()
    });
    [notosans::REGULAR_TTF, notosans::BOLD_TTF, notosans::ITALIC_TTF, notosans::BOLD_ITALIC_TTF]
        .into_iter()
        .chain(LENT.iter().copied())
}

/// The PostScript name of a font file.
fn postscript_name(data: &[u8]) -> Option<String> {
    let font = FontRef::new(data).ok()?;
    font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first().map(|name| name.to_string())
}

/// A font, as far as it is asked.
struct Face {
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    /// Units of its design in one em.
    em: f32,
}

impl Face {
    fn of(data: &'static [u8]) -> Self {
        let font = FontRef::new(data).expect("embedded fonts are well formed");
        let (size, style) = (Size::unscaled(), LocationRef::default());
        let em = f32::from(font.metrics(size, style).units_per_em);
        Face { characters: font.charmap(), metrics: font.glyph_metrics(size, style), em }
    }

    fn glyph(&self, c: char) -> Option<GlyphId> {
        self.characters.map(c).filter(|glyph| *glyph != GlyphId::NOTDEF)
    }

    /// How wide `c` is, in em.
    fn advance(&self, c: char) -> Option<f32> {
        Some(self.metrics.advance_width(self.characters.map(c)?)? / self.em)
    }
}

static FACES: LazyLock<Vec<Face>> = LazyLock::new(|| files().map(Face::of).collect());

/// Whether a text may hold `c`: line ends and tabs, or a character that a font can show and an archive can keep.
/// Private-use characters are refused even where a font draws them: nobody can read them back (PDF/A-2a, 6.2.11.7).
pub fn can_show(c: char) -> bool {
    match c {
        ' '..='~' | '\n' | '\t' | '\r' => true,
        _ if c.is_control() => false,
        // The mark of a character that a conversion lost, and marks that turn a text around without being seen.
        '\u{fffd}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => false,
        // What French is written with: every font has it, and most texts hold nothing else.
        'À'..='ÿ' | 'Œ' | 'œ' | '«' | '»' | '’' | '–' | '…' | '€' => true,
        // What shaping handles without a glyph of its own.
        '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202f}' | '\u{2060}' | '\u{feff}' => true,
        _ => FACES.iter().any(|face| face.glyph(c).is_some()),
    }
}

/// Most marks that one letter bears: what Unicode calls stream-safe (UAX #15, 12.1). No writing has as many, and shaping a
/// heap of them takes as many gigabytes as it has thousands.
const MARKS: usize = 30;

/// The characters of `text` that it may not hold ([`can_show`]), and the marks that a letter bears beyond [`MARKS`], with
/// their bytes.
pub fn unshown(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut marks = 0;
    text.char_indices().filter(move |(_, c)| {
        marks = if !c.is_ascii() && is_combining_mark(*c) { marks + 1 } else { 0 };
        marks > MARKS || !can_show(*c)
    })
}

/// How wide `c` is set, in em: in bold, the widest of the styles, or in the first other font that has it.
pub fn advance(c: char) -> f32 {
    static LATIN: LazyLock<Vec<f32>> = LazyLock::new(|| ('\0'..='\u{17f}').map(measured).collect());
    LATIN.get(c as usize).copied().unwrap_or_else(|| measured(c))
}

fn measured(c: char) -> f32 {
    const BOLD: usize = 1;
    // What no font tells is a square.
    FACES[BOLD].advance(c).or_else(|| FACES.iter().find_map(|face| face.advance(c))).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_is_shown_and_the_rest_is_known() {
        for c in "ÀÉÈÇŒœÿ« »’–—€…°²½§×÷ Ωαβ→☐☑☒✓אבגםןץתּ״₪".chars() {
            assert!(can_show(c), "{c:?}");
        }
        for c in ['\u{f0b7}', '\u{7}', '\u{1f600}', '中', '\u{fffd}'] {
            assert!(!can_show(c), "{c:?}");
        }
    }

    #[test]
    fn a_heap_of_marks_is_not_shown() {
        let heap = |n: usize| unshown(&format!("e{}t", "\u{301}".repeat(n))).count();
        assert_eq!([2, MARKS, MARKS + 1, 1000].map(heap), [0, 0, 1, 1000 - MARKS]);
        assert_eq!(unshown(&"e\u{301}".repeat(1000)).count(), 0);
        assert_eq!(unshown("a\u{7}é中").collect::<Vec<_>>(), [(1, '\u{7}'), (4, '中')]);
    }

    #[test]
    fn what_is_taken_for_granted_has_its_glyphs() {
        for c in (' '..='~').chain('À'..='ÿ').chain("Œœ«»’–…€".chars()) {
            assert!(FACES[0].glyph(c).is_some(), "{c:?}");
        }
    }

    #[test]
    fn a_wide_letter_is_wider() {
        assert!(advance('W') > 0.9 && advance('W') > advance('n') && advance('n') > advance('i'));
        assert!(advance('n') > 0.5 && advance('n') < 0.75 && advance('א') > 0.3);
    }

    #[test]
    fn every_file_is_there() {
        assert_eq!(files().count(), 8);
    }
}
