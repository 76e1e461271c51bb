//! Names of files and folders that every system takes, from words that people wrote.

use super::identifiers::normalise;

/// Longest name, in characters.
const LIMIT: usize = 60;

/// `text` as a name of a file or a folder, or a part of one: small letters of ASCII, digits and hyphens, cut between
/// words; empty where `text` has none of them. What Windows takes for a device (« con », « lpt1 ») is set apart.
pub fn slug(text: &str) -> String {
    let ascii: String = normalise(text).chars().flat_map(in_ascii).collect();
    let mut name = String::new();
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        let room = LIMIT - name.len();
        match name.is_empty() {
            true => name.push_str(&word[..word.len().min(room)]),
            false if word.len() < room => name.extend(["-", word]),
            false => break,
        }
    }
    if is_device(&name) {
        name.push_str("-x");
    }
    name
}

/// Whether Windows takes that name, whatever its ending, for a device.
pub fn is_device(name: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let name = name.to_lowercase();
    let port = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    DEVICES.contains(&name.as_str()) || port.is_some_and(|n| n.chars().count() == 1)
}

/// The letters that have no accent to take off.
fn in_ascii(c: char) -> impl Iterator<Item = char> {
    let pair = match c {
        'ß' => ['s', 's'],
        'þ' => ['t', 'h'],
        'ø' => ['o', '\0'],
        'ł' => ['l', '\0'],
        'đ' | 'ð' => ['d', '\0'],
        'ı' => ['i', '\0'],
        c => [c, '\0'],
    };
    pair.into_iter().filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_everywhere() {
        let long = "x".repeat(300);
        for (text, expected) in [
            ("CON", "con-x"),
            ("com1", "com1-x"),
            ("lpt²", "lpt"),
            ("../x", "x"),
            ("a/b\\c:d", "a-b-c-d"),
            ("Œuvrard d’Été", "oeuvrard-d-ete"),
            ("Agence d’Été & Cie", "agence-d-ete-cie"),
            ("Straße Łódź", "strasse-lodz"),
            ("李", ""),
            ("nul.txt", "nul-txt"),
            (&long, &long[..LIMIT]),
            (&format!("agence {}", "y".repeat(LIMIT)), "agence"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }
}
