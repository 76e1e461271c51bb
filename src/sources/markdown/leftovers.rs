//! What a text holds in another program's writing: constructs that Markdown leaves as they are, and that would stand raw on
//! paper.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::fault::Construct;

/// An image whose path has spaces, which CommonMark does not take for an image.
#[derive(Debug, PartialEq)]
pub(super) struct SpacedImage<'t> {
    pub(super) bytes: Range<usize>,
    pub(super) alternative: &'t str,
    pub(super) source: &'t str,
    pub(super) caption: &'t str,
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours")
}

static IMAGE: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"!\[([^\]\n]*)\]\(\s*([^()<>"\n]*[^()<>"\s]\.[A-Za-z]{2,5})\s*(?:"([^"\n]*)")?\s*\)"#));

/// The images of `text` that were left as text, in order.
pub(super) fn spaced_images(text: &str) -> Vec<SpacedImage<'_>> {
    if !text.contains("![") {
        return Vec::new();
    }
    let all = IMAGE.captures_iter(text).map(|found| {
        let part = |i: usize| found.get(i).map_or("", |m| m.as_str());
        let bytes = found.get(0).expect("the whole match").range();
        SpacedImage { bytes, alternative: part(1), source: part(2), caption: part(3) }
    });
    all.collect()
}

/// Each construct, and what it looks like; the first that is found at a place is told.
static PATTERNS: LazyLock<[(Construct, Regex); 8]> = LazyLock::new(|| {
    [
        (Construct::PageBreak, regex(r"\\(?:newpage|pagebreak|clearpage)\b")),
        // Sums of money are no formulas: between the signs stands something that only TeX has.
        (Construct::Formula, regex(r"\$\$|\$[^\s$][^$]*[\\^_{][^$]*\$|\\(?:begin|[a-zA-Z]{2,})\{")),
        (Construct::Footnote, regex(r"\[\^[^\]\s]+\]:?")),
        (Construct::Highlight, regex(r"==[^\s=](?:[^=]*[^\s=])?==")),
        (Construct::Superscript, regex(r"\w\^[^\s^]{1,12}\^")),
        (Construct::Admonition, regex(r"^\[![A-Za-z]+\]")),
        (Construct::SpacedLink, regex(r"\]\((?:https?://|mailto:|www\.)?[^)\s]*\s[^)]*\)")),
        // `{{cle}}` is a value of a variant.
        (Construct::Attributes, regex(r"(?:^|[^{])(\{(?:[#.][\w-]+[^{}]*|\s*[A-Za-z-]+\s*=[^{}]*)\})")),
    ]
});

/// What a run of literal text holds that is raw on paper, with its bytes.
pub(super) fn leftovers(text: &str) -> Vec<(Construct, Range<usize>)> {
    if !text.contains(['\\', '$', '[', '=', '^', '{', ']']) {
        return Vec::new();
    }
    // By their first byte: of two that overlap, the one before is the neighbour.
    let mut found: BTreeMap<usize, (Construct, usize)> = BTreeMap::new();
    for (construct, pattern) in PATTERNS.iter() {
        for m in pattern.captures_iter(text) {
            let Range { start, end } = m.get(1).or_else(|| m.get(0)).expect("the whole match").range();
            if found.range(..end).next_back().is_none_or(|(_, (_, other))| *other <= start) {
                found.insert(start, (*construct, end));
            }
        }
    }
    found.into_iter().map(|(start, (construct, end))| (construct, start..end)).collect()
}

/// Whether a line opens with a sign and a quantity, and is no calculation: the sign is meant.
pub(super) fn compares(line: &str) -> bool {
    static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^[>+]\s*\d[\d\s\u{a0}\u{202f}.,]*(?:%|€|k€|ans|an|mois|jours|km|m²|kg|euros?)(?:[^\p{L}=][^=]*)?$")
    });
    QUANTITY.is_match(line)
}

/// What the lines of a paragraph are, of those that Markdown would run together, with its bytes in `text`.
pub(super) fn of_paragraph(text: &str) -> Option<(Construct, Range<usize>)> {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| regex(r"^#{1,6}\p{Lu}[^#\n]*$"));
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    });
    let first = lines.next()?;
    static ROW: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*\|.*\|.*\|$"));
    if ROW.is_match(first.1) {
        return Some((Construct::TableWithoutRule, 0..first.1.len()));
    }
    if HEADING.is_match(first.1) {
        return Some((Construct::HeadingWithoutSpace, 0..first.1.len()));
    }
    // Two lines with a tab inside are what is left of a table that was copied.
    let tabbed = |line: &str| line.trim().contains('\t') && !super::pasted::opens_item(line.trim_start());
    let all: Vec<_> = std::iter::once(first).chain(lines).collect();
    let pair = all.windows(2).find(|pair| pair.iter().all(|(_, line)| tabbed(line)))?;
    Some((Construct::PastedTable, pair[0].0..pair[0].0 + pair[0].1.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<Construct> {
        leftovers(text).into_iter().map(|(construct, _)| construct).collect()
    }

    #[test]
    fn what_is_another_programs_writing_is_found() {
        for (text, construct) in [
            ("soit $x^2 + 1$", Construct::Formula),
            ("$$", Construct::Formula),
            (r"soit \frac{a}{b}", Construct::Formula),
            (r"\newpage", Construct::PageBreak),
            ("un mot[^1] et", Construct::Footnote),
            ("[^note]: en bas", Construct::Footnote),
            ("==important==", Construct::Highlight),
            ("12 m^2^ de surface", Construct::Superscript),
            ("[!NOTE]", Construct::Admonition),
            ("[le site](https://exemple.fr/ma page)", Construct::SpacedLink),
            ("{width=50%}", Construct::Attributes),
            ("Titre {#ancre}", Construct::Attributes),
        ] {
            assert_eq!(told(text), [construct], "{text}");
        }
    }

    #[test]
    fn what_people_write_is_left_alone() {
        for text in [
            "100 $ et 200 $",
            "5$US et 6$US, puis {{surface}} m²",
            r"C:\Users\dossier et \\serveur\partage",
            "(1+i)^12 = 1,26",
            "a == b, x = 2 == y",
            "[...] et [sic], voir (1) [2]",
            "| barre seule",
            "{entre accolades}",
            "prix{1}",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn an_image_with_spaces_in_its_path() {
        let images = spaced_images(r#"voir ![Le plan](images/mon plan.png "Plan") et ![Lui](un autre.png)"#);
        let [image, other] = &images[..] else { panic!("{images:?}") };
        assert_eq!((image.alternative, image.source, image.caption), ("Le plan", "images/mon plan.png", "Plan"));
        assert_eq!((other.alternative, other.source), ("Lui", "un autre.png"));
        assert_eq!(spaced_images("![sans fin](images/mon plan.png"), []);
        assert_eq!(spaced_images("un cri ! [entre crochets](note)"), []);
    }

    #[test]
    fn lines_that_would_run_together() {
        assert_eq!(of_paragraph("Nom\tÂge\nDurand\t18\n").unwrap().0, Construct::PastedTable);
        assert_eq!(of_paragraph("#Contexte\n").unwrap().0, Construct::HeadingWithoutSpace);
        assert_eq!(of_paragraph("| a | b |\n| 1 | 2 |\n").unwrap().0, Construct::TableWithoutRule);
        for text in ["Un\tseul\n", "•\tun\n•\tdeux\n", "#1 des ventes\n", "\tun\n\tdeux\n", "a)\tun\nb)\tdeux\n"] {
            assert_eq!(of_paragraph(text), None, "{text}");
        }
    }
}
