//! What the rules quote of the founding text stands there, at the lines that they tell: the « Le texte » of their pages,
//! their references and what the référentiel's data say of where they are read.
//! Skipped, loudly, where no copy of the text stands beside the repository.

mod support;

use std::ops::RangeInclusive;
use std::path::Path;

use liasse::rules::RULES;
use support::{root, rule_pages};

const COPY: &str = "shared/reference/referentiel-bts-assurance.txt";

/// The founding text, normalised, and the line of each of its characters.
struct Text {
    lines: Vec<String>,
    chars: Vec<char>,
    line_of: Vec<usize>,
}

impl Text {
    /// The copy beside the repository; nothing, loudly, where there is none.
    fn read() -> Option<Text> {
        let copy = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|a| a.join(COPY)).find(|p| p.is_file());
        if copy.is_none() {
            eprintln!(
                "IGNORÉ : le texte fondateur ({COPY}) n’est pas à côté du dépôt, les citations ne sont pas tenues"
            );
        }
        let text = std::fs::read_to_string(copy?).expect("the copy can be read");
        let lines: Vec<String> = text.lines().map(without_notes).collect();
        let (mut chars, mut line_of) = (Vec::new(), Vec::new());
        for (i, line) in lines.iter().enumerate() {
            let line = line.trim_start_matches(|c: char| c.is_whitespace() || "-·\u{f0b7}\u{f0a7}".contains(c));
            for c in format!("{line} ").chars() {
                push(&mut chars, c, |len| line_of.resize(len, i + 1));
            }
        }
        Some(Text { lines, chars, line_of })
    }

    /// The lines at which the fragments of a quotation follow each other, each time that they do.
    fn find(&self, quote: &str) -> Vec<RangeInclusive<usize>> {
        let fragments: Vec<Vec<char>> = quote.split("[…]").map(fragment).filter(|f| !f.is_empty()).collect();
        let Some((first, rest)) = fragments.split_first() else { return Vec::new() };
        let at = |wanted: &[char], from: usize| {
            self.chars[from..].windows(wanted.len()).position(|w| w == wanted).map(|i| from + i)
        };
        let (mut out, mut from) = (Vec::new(), 0);
        while let Some(start) = at(first, from) {
            let end = rest.iter().try_fold(start + first.len(), |end, f| Some(at(f, end)? + f.len()));
            if let Some(end) = end {
                out.push(self.line_of[start]..=self.line_of[end - 1]);
            }
            from = start + 1;
        }
        out
    }
}

/// A line without the marks of its notes.
fn without_notes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[footnoteRef:") {
        out.push_str(before);
        rest = after.split_once(']').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// Adds a character as a reader compares it: one apostrophe, one blank, none before a colon, no case.
fn push(out: &mut Vec<char>, c: char, grown: impl FnOnce(usize)) {
    let c = match c {
        '’' | '‘' => '\'',
        c if c.is_whitespace() || c == '\u{f0b7}' => ' ',
        c => c,
    };
    match (out.last().copied(), c) {
        (None | Some(' '), ' ') => {}
        (Some(' '), ':') => *out.last_mut().expect("it has one") = ':',
        _ => out.extend(c.to_lowercase()),
    }
    grown(out.len());
}

fn fragment(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    text.trim().trim_end_matches(['.', ',', ';', ' ', '\u{a0}']).chars().for_each(|c| push(&mut out, c, |_| ()));
    while out.last() == Some(&' ') {
        out.pop();
    }
    out
}

/// The quotations of a section, with what follows each; quotations inside quotations are a part of them.
fn quotations(section: &str) -> Vec<(String, String)> {
    let section = section.lines().map(|l| l.strip_prefix('>').unwrap_or(l).trim()).collect::<Vec<_>>().join(" ");
    let (mut out, mut depth, mut start) = (Vec::new(), 0, 0);
    for (i, c) in section.char_indices() {
        match c {
            '«' => {
                depth += 1;
                if depth == 1 {
                    start = i + c.len_utf8();
                }
            }
            '»' => {
                depth -= 1;
                if depth == 0 {
                    let after: String = section[i + c.len_utf8()..].chars().take(160).collect();
                    out.push((section[start..i].to_owned(), after));
                }
            }
            _ => {}
        }
    }
    out
}

/// The lines that « (annexe II D, E1, l. 2436-2441 et 2469) » tells.
fn told_lines(words: &str) -> Vec<RangeInclusive<usize>> {
    let mut out = Vec::new();
    for after in words.split("l. ").skip(1) {
        let list: String = after.chars().take_while(|c| c.is_ascii_digit() || " ,-àet".contains(*c)).collect();
        for one in list.split([',', ' ']).filter(|w| w.starts_with(|c: char| c.is_ascii_digit())) {
            let (first, last) = one.split_once('-').unwrap_or((one, one));
            out.extend(first.parse().ok().zip(last.parse().ok()).map(|(a, b)| a..=b));
        }
    }
    out
}

fn section(page: &str) -> Option<&str> {
    let (_, after) = page.split_once("## Le texte\n")?;
    Some(after.split("\n## ").next().unwrap_or(after))
}

#[test]
fn each_quotation_stands_in_the_text_at_its_line() {
    let Some(text) = Text::read() else { return };
    let (mut wrong, mut held) = (Vec::new(), 0);
    for page in rule_pages() {
        let name = page.strip_prefix(root()).unwrap().display().to_string();
        let code = page.file_stem().unwrap().to_string_lossy().to_uppercase();
        let rule = RULES.iter().find(|r| r.code == code).unwrap_or_else(|| panic!("{name} is no rule's"));
        let content = std::fs::read_to_string(&page).unwrap();
        let Some(section) = section(&content) else { continue };
        let (references, mut cited) = (told_lines(rule.reference), false);
        let mut quoted = false;
        for (quote, after) in quotations(section) {
            let source = after.trim_start().strip_prefix('(').and_then(|a| a.split_once(')')).map_or("", |(s, _)| s);
            if source.starts_with("code ") {
                continue;
            }
            held += 1;
            quoted = true;
            let found = text.find(&quote);
            let told = told_lines(source);
            if found.is_empty() {
                wrong.push(format!("{name}: not in the text: « {} »", quote.trim()));
            } else if !found.iter().any(|f| told.iter().any(|t| t.contains(f.start()))) {
                wrong.push(format!("{name}: « {} » is at {found:?}, not at « {source} »", quote.trim()));
            }
            cited |= found.iter().any(|f| references.iter().any(|r| r.contains(f.start())));
        }
        if quoted && !cited {
            wrong.push(format!("{name}: none of its quotations is at a line of « {} »", rule.reference));
        }
    }
    assert!(held > 100, "{held} quotations");
    assert!(wrong.is_empty(), "{} citations:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_line_that_is_told_says_something() {
    let Some(text) = Text::read() else { return };
    let mut told: Vec<(String, String)> = Vec::new();
    told.extend(RULES.iter().map(|r| (r.code.to_owned(), r.reference.to_owned())));
    for file in ["referentiel.toml", "dossier.toml", "versions/2025.toml", "../droit/conservation.toml"] {
        let data = std::fs::read_to_string(root().join("templates/bts-assurance").join(file)).unwrap();
        // A reading may tell of a cell that is empty: only what is read somewhere has words there.
        let sources = data.lines().enumerate().filter(|(_, l)| l.trim_start().starts_with("source"));
        told.extend(sources.map(|(i, line)| (format!("{file}:{}", i + 1), line.to_owned())));
    }
    let (mut wrong, mut held) = (Vec::new(), 0);
    for (whose, words) in &told {
        for lines in told_lines(words) {
            held += 1;
            for line in [lines.start(), lines.end()] {
                let said = line.checked_sub(1).and_then(|i| text.lines.get(i));
                if said.is_none_or(|l| !l.chars().any(char::is_alphanumeric)) {
                    wrong.push(format!("{whose}: line {line} says nothing: {words}"));
                }
            }
        }
    }
    assert!(held > 200, "{held} lines");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The tests can fail.
#[test]
fn a_wrong_citation_is_seen() {
    let Some(text) = Text::read() else { return };
    assert_eq!(text.find("On propose trois à quatre documents de nature différente"), [2435..=2435]);
    assert_eq!(text.find("des activités A.1.1 […] et A.1.3 Développement commercial"), [2618..=2618]);
    assert!(text.find("On propose quatre à cinq documents").is_empty());
    assert!(text.find("des activités A.1.3 […] et A.1.1 Développement commercial").is_empty());
    assert_eq!(told_lines("annexe II D, l. 2436-2441 et 2469 ; E2, l. 2509"), [2436..=2441, 2469..=2469, 2509..=2509]);
    assert_eq!(told_lines("(l. 3166 à 3169)"), [3166..=3166, 3169..=3169]);
    let found = quotations("> « a « b » c » (l. 1)\n>\n> « d »");
    assert_eq!(found.iter().map(|(q, _)| q.as_str()).collect::<Vec<_>>(), [" a « b » c ", " d "]);
}
