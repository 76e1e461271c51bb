//! A TOML text: its values with their bytes, every syntax error, and places looked up in it.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Lines;
use crate::domain::Date;

/// A parsed text and what the parser could not read.
pub struct Parsed<'t> {
    pub table: Spanned<DeTable<'t>>,
    /// Each error: its bytes and the parser's words; of very many, those that come first, the last one saying so.
    pub errors: Vec<(Range<usize>, String)>,
}

/// Errors of a text that are told one by one: a file that has more of them is no file of data.
const ERRORS: usize = 2000;
/// What is said of the one after them.
pub const MANY: &str = "many errors";

impl Parsed<'_> {
    /// The byte from which nothing is judged, as what stands there has too many errors before it.
    pub fn judged_until(&self) -> usize {
        self.errors.last().filter(|(_, said)| said == MANY).map_or(usize::MAX, |(span, _)| span.start)
    }
}

/// Parses `text`, going on after an error where the rest can still be told apart.
pub fn parse(text: &str) -> Parsed<'_> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let words = |span: &Range<usize>, said: &str| {
        let mut rest = text[span.start.min(text.len())..].chars().take_while(|c| *c != '\n');
        // The parser speaks of quotes where nothing at all was written.
        if said.contains("quoted") && rest.all(char::is_whitespace) {
            return "missing value".to_owned();
        }
        // … and of a key where a block is opened a second time.
        let opens = text[..span.start.min(text.len())].ends_with('[');
        if opens && said == "duplicate key" { "duplicate table".to_owned() } else { said.to_owned() }
    };
    let mut errors: Vec<_> = errors
        .iter()
        .map(|e| e.span().unwrap_or(0..0))
        .zip(&errors)
        .map(|(span, e)| (span.clone(), words(&span, e.message())))
        .collect();
    // One slip often trips the parser more than once on its line: the first is the one to mend.
    errors.sort_by_key(|(span, _)| span.start);
    let lines = Lines::of(text);
    errors.dedup_by_key(|(span, _)| lines.line(span.start));
    if errors.len() > ERRORS {
        errors.truncate(ERRORS + 1);
        MANY.clone_into(&mut errors[ERRORS].1);
    }
    Parsed { table, errors }
}

/// A bare date that does not exist, after the `=` of the line of byte `at`: its bytes and itself.
pub fn impossible_date(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let (bytes, written) = bare_value(text, at)?;
    let wrong = Date::looks_like(written) && Date::parse(written).is_none();
    wrong.then(|| (bytes, written.to_owned()))
}

/// A bare date that is not written as TOML does, `02/03/2026` or `2026-3-2`, on the line of byte `at`: its bytes.
pub fn date_otherwise(text: &str, at: usize) -> Option<Range<usize>> {
    let (bytes, written) = bare_value(text, at)?;
    let parts: Vec<_> = written.split(['-', '/', '.']).collect();
    let number = |p: &&str| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(number)).then_some(bytes)
}

/// What stands after the `=` of the line of byte `at`, its bytes first.
pub fn bare_value(text: &str, at: usize) -> Option<(Range<usize>, &str)> {
    let start = text[..at.min(text.len())].rfind('\n').map_or(0, |i| i + 1);
    let line = text[start..].lines().next()?;
    let value = line.find('=')? + 1;
    let written = line[value..].split('#').next()?.trim();
    let first = start + value + line[value..].find(written)?;
    Some((first..first + written.len(), written))
}

/// A step of a data path: `periode[1].debut` is `periode`, `[1]`, `debut`.
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    path.split(['.', '[']).filter(|s| !s.is_empty()).map(|s| match s.strip_suffix(']') {
        Some(index) => Step::Index(index.parse().unwrap_or(usize::MAX)),
        None => Step::Key(s),
    })
}

/// Where the values of a text are: parsed once, for as many look-ups as are wanted.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    root: Entry,
}

#[derive(Clone, Debug, Default)]
struct Entry {
    name: Range<usize>,
    value: Range<usize>,
    keys: HashMap<String, Entry>,
    items: Vec<Entry>,
}

impl Outline {
    pub fn of(text: &str) -> Self {
        let root = DeValue::Table(parse(text).table.into_inner());
        Outline { root: Entry::of(0..0, 0..0, &root) }
    }

    /// The bytes of the value at `path`, of the key's name when `wanted`, or of the nearest ancestor that exists.
    pub fn span(&self, path: &str, wanted: Wanted) -> Range<usize> {
        let mut entry = &self.root;
        for step in steps(path) {
            let next = match step {
                Step::Key(key) => entry.keys.get(key),
                Step::Index(i) => entry.items.get(i),
            };
            let Some(next) = next else { break };
            entry = next;
        }
        match wanted {
            Wanted::Name => entry.name.clone(),
            Wanted::Value => entry.value.clone(),
        }
    }
}

impl Entry {
    fn of(name: Range<usize>, value: Range<usize>, data: &DeValue<'_>) -> Self {
        let mut entry = Entry { name, value, ..Entry::default() };
        match data {
            DeValue::Table(table) => {
                let one = |(k, v): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
                    (k.get_ref().to_string(), Entry::of(k.span(), v.span(), v.get_ref()))
                };
                entry.keys = table.iter().map(one).collect();
            }
            DeValue::Array(array) => {
                entry.items = array.iter().map(|v| Entry::of(v.span(), v.span(), v.get_ref())).collect();
            }
            _ => {}
        }
        entry
    }
}

/// Which bytes of an entry are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Name,
    Value,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a = 1\n[[p]]\nx = \"é\"\n[[p]]\nx = 2\n[p.j]\nn = 3\n";

    fn at(path: &str, wanted: Wanted) -> &'static str {
        &TEXT[Outline::of(TEXT).span(path, wanted)]
    }

    #[test]
    fn of_very_many_errors_the_first_are_told_and_that_there_are_more() {
        let text = "= =\n".repeat(2 * ERRORS);
        let parsed = parse(&text);
        assert_eq!(parsed.errors.len(), ERRORS + 1);
        assert_eq!((parsed.errors[ERRORS].1.as_str(), parsed.judged_until()), (MANY, 4 * ERRORS));
        assert_eq!(parse("= =\n").judged_until(), usize::MAX);
    }

    #[test]
    fn values_keys_and_ancestors() {
        assert_eq!(at("p[0].x", Wanted::Value), "\"é\"");
        assert_eq!(at("p[1].x", Wanted::Name), "x");
        assert_eq!(at("p[1].j.n", Wanted::Value), "3");
        assert_eq!(at("p[1].j.absent", Wanted::Value), "[p.j]");
        assert_eq!(at("p[0].absent", Wanted::Value), "[[p]]");
        assert_eq!(at("absent", Wanted::Value), "");
    }

    #[test]
    fn several_errors_of_a_file_are_told() {
        let parsed = parse("a = \nb = 2\nc = \"x\nd = 4\n");
        assert_eq!(parsed.errors.len(), 2, "{:?}", parsed.errors);
    }
}
