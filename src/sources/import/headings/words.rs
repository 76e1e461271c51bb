//! The words that tell a heading from another, whatever its spelling.

use crate::domain::identifiers::normalise;
use crate::sources::rows::IDLE;

/// The words of a heading, whatever its case, accents, punctuation and plurals.
pub fn words(heading: &str) -> String {
    let normal = normalise(&heading.replace(['º', '№'], "°").replace('_', " "));
    match normal.as_str() {
        "du" => return "debut".to_owned(),
        "au" => return "fin".to_owned(),
        _ => {}
    }
    let words = normal.split(' ').flat_map(numbered).filter(|w| !IDLE.contains(w));
    words.map(singular).collect::<Vec<_>>().join(" ")
}

fn singular(word: &str) -> &str {
    match word {
        "legaux" => "legal",
        word if word.len() > 3 => word.strip_suffix(['s', 'x']).unwrap_or(word),
        word => word,
    }
}

/// « legal1 » is « legal 1 ».
fn numbered(word: &str) -> impl Iterator<Item = &str> {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let (name, number) = word.split_at(if bare.is_empty() { word.len() } else { bare.len() });
    [name, number].into_iter().filter(|w| !w.is_empty())
}
