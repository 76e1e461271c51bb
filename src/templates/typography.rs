//! French typography on text that people typed: spaces and apostrophes only, never a letter, never a meaning.

use crate::domain::Journees;
use crate::fonts::advance;

/// The narrow no-break space before `; : ! ?` and inside guillemets.
const NARROW: char = '\u{202f}';
/// Widest run without a place to break a line, in em: that of the narrowest column in which people's texts are set, but
/// for those that say so ([`within`]). A wider one would leave its column.
const RUN: f32 = 17.0;
/// Signs of a run after which an address may break already.
const ADDRESS: usize = 30;

/// The text as it is printed. What a key press could not type is set right: the space before a high mark does not
/// break, thousands hold together, an apostrophe between letters is ’. Nothing else changes, so that a text in
/// which these signs mean something else still reads as it was typed.
pub fn french(text: &str) -> String {
    let chars: Vec<char> = printable(text).chars().collect();
    let at = |i: usize| chars.get(i).copied();
    let mut out = String::with_capacity(text.len() + 8);
    // Signs and width of the run without a place to break; where the word began, and whether it is an address, once asked.
    let (mut run, mut wide, mut word, mut address) = (0, 0.0, 0, None);
    for (i, &c) in chars.iter().enumerate() {
        let (before, after) = (i.checked_sub(1).and_then(at), at(i + 1));
        let c = match c {
            '\'' if letter(before) && letter(after) => '’',
            ' ' | '\u{a0}' if holds(&chars, i) => NARROW,
            c => c,
        };
        (run, wide) = if breaks(c) { (0, 0.0) } else { (run + 1, wide + advance(c)) };
        if wide > RUN {
            out.push('\u{200b}');
            (run, wide) = (1, advance(c));
        }
        out.push(c);
        if c.is_whitespace() {
            (word, address) = (i + 1, None);
        } else if run > 8 && address_mark(c) && *address.get_or_insert_with(|| is_long_address(&chars[word..])) {
            out.push('\u{200b}');
            (run, wide) = (0, 0.0);
        }
        // Guillemets are set apart from their text, whoever forgot it.
        match (c, after) {
            ('«', Some(next)) if !next.is_whitespace() => out.push(NARROW),
            (c, Some('»')) if !c.is_whitespace() => out.push(NARROW),
            _ => {}
        }
    }
    out
}

/// A text that is shown as it is, an address or a code: only what no font shows is told apart.
pub fn verbatim(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut run, mut wide) = (0, 0.0);
    for c in printable(text).chars() {
        (run, wide) = if breaks(c) && c != '-' { (0, 0.0) } else { (run + 1, wide + advance(c)) };
        if wide > RUN {
            out.push('\u{200b}');
            (run, wide) = (1, advance(c));
        }
        out.push(c);
        if run > 8 && address_mark(c) {
            out.push('\u{200b}');
            (run, wide) = (0, 0.0);
        }
    }
    out
}

/// The text for a column of `em`, narrower than others: what is wider without a place to break gets some.
pub fn within(text: &str, em: f32) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(breaks) {
        if piece.chars().map(advance).sum::<f32>() <= em {
            out.push_str(piece);
            continue;
        }
        let mut wide = 0.0;
        for c in piece.chars() {
            wide += advance(c);
            if wide > em {
                out.push('\u{200b}');
                wide = advance(c);
            }
            out.push(c);
        }
    }
    out
}

/// What a text has room for in `em`, its end told by « … ».
pub fn first_words(text: &str, em: f32) -> String {
    let mut wide = 0.0;
    let fits = |c: &char| {
        wide += advance(*c);
        wide <= em
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() { kept } else { format!("{}…", kept.trim_end()) }
}

/// Whether a line may break after `c` wherever it stands.
fn breaks(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | NARROW | '\u{2060}') || matches!(c, '-' | '\u{ad}' | '\u{200b}')
}

/// After which an address may go on to the next line.
fn address_mark(c: char) -> bool {
    matches!(c, '/' | '?' | '&' | '.' | '@' | '_' | '=')
}

fn is_long_address(text: &[char]) -> bool {
    let word = text.split(|c| c.is_whitespace()).next().unwrap_or_default();
    word.len() > ADDRESS && word.windows(3).any(|w| w == [':', '/', '/'])
}

/// Characters that no font shows, by their number: a draft shows them where they are, and a piece to sign is never
/// refused for them. A tab is a space; hyphens that do not show and marks of bytes are no text.
fn printable(text: &str) -> String {
    let mut unshown = crate::fonts::unshown(text).peekable();
    if unshown.peek().is_none() && !text.contains(['\u{ad}', '\u{feff}', '\t']) {
        return text.replace("\r\n", "\n");
    }
    let mut out = String::with_capacity(text.len());
    // Of a heap of marks, one.
    let mut last = None;
    for (at, c) in text.char_indices() {
        if let Some((_, told)) = unshown.next_if(|(place, _)| *place == at) {
            if last != Some(told) || !crate::fonts::can_show(told) {
                out.push_str(&format!("[U+{:04X}]", told as u32));
            }
            last = Some(told);
            continue;
        }
        last = None;
        match c {
            '\u{ad}' | '\u{feff}' => {}
            '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("\r\n", "\n")
}

/// Whether the space at `i` must not break the line.
fn holds(chars: &[char], i: usize) -> bool {
    let (Some(before), Some(&after)) = (i.checked_sub(1).map(|b| chars[b]), chars.get(i + 1)) else { return false };
    match (before, after) {
        ('«', _) | (_, '»') => true,
        (b, ';' | ':' | '!' | '?') => !b.is_whitespace() && ends_mark(chars, i + 1),
        (b, '€' | '%') => b.is_ascii_digit(),
        (b, a) if b.is_ascii_digit() && a.is_ascii_digit() => thousands(chars, i),
        _ => false,
    }
}

/// Whether the high mark at `i` ends a phrase: what follows is a space or an end, as in « Pourquoi ? » and not in ` ?x`.
fn ends_mark(chars: &[char], i: usize) -> bool {
    chars.get(i + 1).is_none_or(|c| c.is_whitespace() || matches!(c, '»' | ')' | '!' | '?' | '…'))
}

/// Whether the space at `i` parts thousands: one to three digits before, three after, not a telephone number.
fn thousands(chars: &[char], i: usize) -> bool {
    let digits = |range: &mut dyn Iterator<Item = &char>| range.take_while(|c| c.is_ascii_digit()).count();
    let before = digits(&mut chars[..i].iter().rev());
    let after = digits(&mut chars[i + 1..].iter());
    (1..=3).contains(&before) && after == 3
}

fn letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphabetic)
}

/// A number with its thousands apart: "1 234".
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(NARROW);
        }
        out.push(c);
    }
    out
}

/// "3 journées", "1 journée".
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", number(n), if n < 2 { one } else { many })
}

/// "40,5 journées effectives".
pub fn journees(n: Journees, one: &str, many: &str) -> String {
    format!("{n}\u{a0}{}", if n.is_plural() { many } else { one })
}

/// A SIRET in its groups, "732 829 320 00074", when it has its fourteen digits; anything else as it was typed.
pub fn siret(text: &str) -> String {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 14 && digits.is_ascii() {
        return [&digits[..3], &digits[3..6], &digits[6..9], &digits[9..]].join("\u{202f}");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_hold_and_apostrophes_turn() {
        assert_eq!(french("l'avenir : « oui » ?"), "l’avenir\u{202f}: «\u{202f}oui\u{202f}»\u{202f}?");
        assert_eq!(french("«oui»"), "«\u{202f}oui\u{202f}»");
        assert_eq!(french("«\u{a0}oui\u{a0}»\u{a0}!"), "«\u{202f}oui\u{202f}»\u{202f}!");
        assert_eq!(french("12 300 € et 9 %"), "12\u{202f}300\u{202f}€ et 9\u{202f}%");
    }

    #[test]
    fn what_means_something_else_stays() {
        for text in ["04 65 71 20 14", "12:30", "a ?x=1", "5' 30\"", "'cité'", "http://a.b/c:d", "1 2", "en 2024 300"]
        {
            assert_eq!(french(text), text);
        }
        let hostile = "#panic(\"x\") [x] \\ \" $a$ // */ #read(\"/etc/passwd\")";
        assert_eq!(french(hostile), hostile);
    }

    #[test]
    fn long_runs_break_and_the_unprintable_is_told() {
        let address = french("voir https://www.exemple.fr/conditions/generales?v=2");
        assert_eq!(address, "voir https://www.\u{200b}exemple.fr/\u{200b}conditions/\u{200b}generales?\u{200b}v=2");
        for c in ['x', 'W', 'i'] {
            let set = french(&c.to_string().repeat(300));
            let widest = set.split('\u{200b}').map(|run| run.chars().map(advance).sum::<f32>()).fold(0.0, f32::max);
            assert!(widest <= RUN && widest > RUN - 1.0, "{c}: {widest}");
        }
        // No French word needs it.
        for word in ["anticonstitutionnellement", "ANTICONSTITUTIONNELLEMENT", "INTERGOUVERNEMENTALISATION"] {
            assert_eq!(french(word), word);
        }
        assert_eq!(within("2BTSAS1 B", 5.0), "2BTSAS1 B");
        assert_eq!(within("2BTSASSURANCE", 5.0).replace('\u{200b}', "|"), "2BTSASSU|RANCE");
        assert_eq!(french("a\u{f0b7}b"), "a[U+F0B7]b");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
