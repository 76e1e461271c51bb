//! The fonts that every document is set in, embedded, and which characters they have.

use std::sync::LazyLock;

use ttf_parser::Face;

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
    let face = Face::parse(data, 0).ok()?;
    let name =
        face.names().into_iter().find(|n| n.name_id == ttf_parser::name_id::POST_SCRIPT_NAME && n.is_unicode())?;
    name.to_string()
}

static FACES: LazyLock<Vec<Face<'static>>> =
    LazyLock::new(|| files().map(|data| Face::parse(data, 0).expect("embedded fonts are well formed")).collect());

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
        _ => FACES.iter().any(|face| face.glyph_index(c).is_some_and(|g| g.0 != 0)),
    }
}

/// How wide `c` is set, in em: in bold, the widest of the styles, or in the first other font that has it.
pub fn advance(c: char) -> f32 {
    static LATIN: LazyLock<Vec<f32>> = LazyLock::new(|| ('\0'..='\u{17f}').map(measured).collect());
    LATIN.get(c as usize).copied().unwrap_or_else(|| measured(c))
}

fn measured(c: char) -> f32 {
    const BOLD: usize = 1;
    // What no font tells is a square.
    let of = |face: &Face<'_>| {
        Some(f32::from(face.glyph_hor_advance(face.glyph_index(c)?)?) / f32::from(face.units_per_em()))
    };
    of(&FACES[BOLD]).or_else(|| FACES.iter().find_map(of)).unwrap_or(1.0)
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
    fn what_is_taken_for_granted_has_its_glyphs() {
        for c in (' '..='~').chain('À'..='ÿ').chain("Œœ«»’–…€".chars()) {
            assert!(FACES[0].glyph_index(c).is_some_and(|g| g.0 != 0), "{c:?}");
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
