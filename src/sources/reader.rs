//! Reads a TOML value against its shape: every fault of the file at once, and a clean value for serde.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::schema::{Key, Node};
use crate::diagnostic::{At, Place};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::{Date, vide};
use crate::fonts;

/// Items of a list that are read: nobody means more.
const ITEMS: usize = 20_000;

/// Reads one file.
pub struct Reader<'f> {
    file: &'f str,
    faults: Vec<Fault>,
    /// Whether a text that only holds the place of one is told in any key, and not only in those that are asked for.
    everywhere: bool,
    /// After a syntax error, a key that is not there may be one that was not understood: not told as missing.
    complete: bool,
}

impl<'f> Reader<'f> {
    /// A reader for `file`; `complete` when its syntax had no error.
    pub fn new(file: &'f str, complete: bool) -> Self {
        Reader { file, faults: Vec::new(), everywhere: false, complete }
    }

    /// The same, that takes « à compléter » and its like for nothing in every key.
    pub fn everywhere(mut self, everywhere: bool) -> Self {
        self.everywhere = everywhere;
        self
    }

    /// The value that serde can take, and all the faults.
    pub fn read(mut self, table: &Spanned<DeTable<'_>>, shape: &Node) -> (Value, Vec<Fault>) {
        let Node::Table(keys) = shape else { unreachable!("a file is a table") };
        let value = self.table(table.get_ref(), keys, "");
        (value, self.faults)
    }

    fn fault(&mut self, at: At, kind: FaultKind) {
        self.faults.push(Fault { place: Place { file: self.file.to_owned(), at }, kind });
    }

    fn table(&mut self, table: &DeTable<'_>, keys: &[Key], path: &str) -> Value {
        let mut out = Map::new();
        let mut misspelt = Vec::new();
        for (name, value) in table.iter() {
            let name = name.get_ref().as_ref();
            let path = join(path, name);
            match keys.iter().find(|k| k.name == name) {
                Some(key) => {
                    if let Some(mut value) = self.value(value.get_ref(), &key.node, &path) {
                        self.require_content(key, &mut value, &path);
                        out.insert(name.to_owned(), value);
                    }
                }
                None => {
                    let nearest = nearest(name, keys.iter().map(|k| k.name.as_str()));
                    misspelt.extend(nearest.clone());
                    self.fault(At::Key(path), FaultKind::UnknownKey { key: name.to_owned(), nearest });
                }
            }
        }
        for key in keys.iter().filter(|k| k.required && !has(table, &k.name)) {
            // A key that was only misspelt is not missing besides.
            if self.complete && !misspelt.contains(&key.name) {
                self.missing(key, At::Value(path.to_owned()), false);
            }
        }
        Value::Object(out)
    }

    /// Tells a key that is asked for and empty. What only holds the place of a text is none, here and in what is made of it.
    fn require_content(&mut self, key: &Key, value: &mut Value, path: &str) {
        match value {
            Value::String(text) if key.required && text.trim().is_empty() => {
                self.missing(key, At::Value(path.to_owned()), true);
            }
            Value::Array(items) if key.required && items.is_empty() => {
                self.missing(key, At::Value(path.to_owned()), true);
            }
            Value::String(text) => self.placeholder(key, text, path.to_owned()),
            Value::Array(items) => {
                for (i, item) in items.iter_mut().enumerate() {
                    if let Value::String(text) = item {
                        self.placeholder(key, text, format!("{path}[{i}]"));
                    }
                }
            }
            _ => {}
        }
    }

    fn placeholder(&mut self, key: &Key, text: &mut String, path: String) {
        let is_text = match &key.node {
            Node::Text => !key.markdown,
            Node::List(inner) => **inner == Node::Text,
            _ => false,
        };
        if !is_text || !(key.required || self.everywhere) || text.trim().is_empty() || !vide::is_empty(text) {
            return;
        }
        let written = std::mem::take(text);
        // A dash says « nothing », and nothing was asked for.
        if key.required || written.chars().any(char::is_alphanumeric) {
            let example = key.example.as_ref().map(|e| example_line(key, e));
            let (name, description, required) = (key.name.clone(), key.description.clone(), key.required);
            self.fault(At::Value(path), FaultKind::Placeholder { key: name, description, example, required });
        }
    }

    fn missing(&mut self, key: &Key, at: At, empty: bool) {
        let brackets = match &key.node {
            Node::Table(_) => format!("[{}]", key.name),
            Node::List(inner) if matches!(**inner, Node::Table(_)) => format!("[[{}]]", key.name),
            _ => key.name.clone(),
        };
        let example = key.example.as_ref().map(|e| example_line(key, e));
        let description = key.description.clone();
        self.fault(at, FaultKind::Missing { key: brackets, description, example, empty });
    }

    fn value(&mut self, value: &DeValue<'_>, node: &Node, path: &str) -> Option<Value> {
        match (node, value) {
            (Node::Table(keys), DeValue::Table(table)) => Some(self.table(table, keys, path)),
            (Node::List(inner), DeValue::Array(items)) => {
                if items.len() > ITEMS {
                    self.wrong(path, format!("{} éléments", items.len()), format!("au plus {ITEMS}"));
                }
                let read = |(i, item): (usize, &Spanned<DeValue<'_>>)| {
                    self.value(item.get_ref(), inner, &format!("{path}[{i}]"))
                };
                Some(Value::Array(items.iter().take(ITEMS).enumerate().filter_map(read).collect()))
            }
            (Node::Text, DeValue::String(text)) => {
                self.printable(text, path);
                Some(Value::String(text.to_string()))
            }
            (Node::Choice(choices), DeValue::String(text)) => self.choice(text, choices, path),
            (Node::Integer { min, max }, DeValue::Integer(_)) => self.integer(value, *min, *max, path),
            (Node::Number { min, max }, DeValue::Integer(_) | DeValue::Float(_) | DeValue::String(_)) => {
                self.number(value, *min, *max, path)
            }
            (Node::Integer { .. } | Node::Quantite { nu: true, .. }, DeValue::String(text)) if is_number(text) => {
                let number = text.trim().trim_start_matches('0');
                let number = if number.is_empty() { "0" } else { number };
                let expected = format!("le nombre {number}, sans guillemets");
                self.wrong(path, describe(value), expected)
            }
            (
                Node::Quantite { quantite, min, max, .. },
                DeValue::Integer(_) | DeValue::Float(_) | DeValue::String(_),
            ) => {
                let written = match value {
                    DeValue::Integer(i) => i.as_str().replace('_', ""),
                    DeValue::Float(f) => f.as_str().replace('_', ""),
                    DeValue::String(s) => s.to_string(),
                    _ => String::new(),
                };
                let read = quantite.read(&written, *min, *max);
                read.or_else(|| self.wrong(path, describe(value), quantite.expected(*min, *max)))
            }
            (Node::Bool, DeValue::Boolean(b)) => Some(Value::Bool(*b)),
            (Node::Date, DeValue::Datetime(_) | DeValue::String(_)) => self.date(value, path),
            _ => self.wrong(path, describe(value), node.in_words().to_owned()),
        }
    }

    fn wrong(&mut self, path: &str, found: String, expected: String) -> Option<Value> {
        let kind = FaultKind::WrongValue { found, expected, choices: Vec::new(), nearest: None };
        self.fault(At::Value(path.to_owned()), kind);
        None
    }

    fn choice(&mut self, text: &str, choices: &[String], path: &str) -> Option<Value> {
        if choices.iter().any(|c| c == text) {
            return Some(Value::String(text.to_owned()));
        }
        let nearest = nearest(text, choices.iter().map(String::as_str));
        let kind = FaultKind::WrongValue {
            found: format!("« {text} »"),
            expected: "une des valeurs de la liste".to_owned(),
            choices: choices.to_vec(),
            nearest,
        };
        self.fault(At::Value(path.to_owned()), kind);
        None
    }

    fn integer(&mut self, value: &DeValue<'_>, min: Option<i64>, max: Option<i64>, path: &str) -> Option<Value> {
        let written = value.as_integer()?;
        let number = i64::from_str_radix(&written.as_str().replace('_', ""), written.radix()).ok();
        match number {
            Some(n) if min.is_none_or(|m| n >= m) && max.is_none_or(|m| n <= m) => Some(Value::from(n)),
            _ => {
                let expected = match (min, max) {
                    (Some(min), Some(max)) => format!("un nombre entier de {min} à {max}"),
                    (Some(min), None) => format!("un nombre entier d’au moins {min}"),
                    _ => "un nombre entier".to_owned(),
                };
                self.wrong(path, written.as_str().to_owned(), expected)
            }
        }
    }

    /// A number of at most two decimals; within quotes, as people write it: « 1,5 ».
    fn number(&mut self, value: &DeValue<'_>, min: Option<i64>, max: Option<i64>, path: &str) -> Option<Value> {
        let written = match value {
            DeValue::String(text) => text.trim().replace(',', "."),
            DeValue::Float(told) => told.as_str().replace('_', ""),
            _ => value.as_integer()?.as_str().replace('_', ""),
        };
        let plain = written.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        let decimals = written.split_once('.').map_or(0, |(_, d)| d.len());
        let number = written.parse::<f64>().ok().filter(|_| plain && decimals <= 2);
        let bound = |b: Option<i64>, otherwise: f64| b.map_or(otherwise, |b| b as f64);
        match number.filter(|n| (bound(min, f64::MIN)..=bound(max, f64::MAX)).contains(n)) {
            Some(n) => Some(Value::from(n)),
            None => {
                let (min, max) = (min.unwrap_or(0), max.map_or_else(String::new, |m| format!(" à {m}")));
                self.wrong(path, describe(value), format!("un nombre de {min}{max}, comme 2 ou 1.5"))
            }
        }
    }

    fn date(&mut self, value: &DeValue<'_>, path: &str) -> Option<Value> {
        let written = match value {
            DeValue::Datetime(d) => d.to_string(),
            DeValue::String(s) => s.trim().to_owned(),
            _ => return None,
        };
        if let Some(date) = Date::parse(&written) {
            return serde_json::to_value(date).ok();
        }
        if Date::looks_like(&written) {
            self.fault(At::Value(path.to_owned()), FaultKind::ImpossibleDate { found: written });
            return None;
        }
        self.wrong(path, format!("« {written} »"), Node::Date.in_words().to_owned())
    }

    fn printable(&mut self, text: &str, path: &str) {
        if let Some(kind) = unprintable(text) {
            self.fault(At::Value(path.to_owned()), kind);
        }
    }
}

/// The fault of a text that holds characters that no font has.
pub fn unprintable(text: &str) -> Option<FaultKind> {
    let (mut characters, mut places): (Vec<(char, usize)>, BTreeMap<char, usize>) = (Vec::new(), BTreeMap::new());
    for (_, c) in fonts::unshown(text) {
        let place = *places.entry(c).or_insert(characters.len());
        match characters.get_mut(place) {
            Some((_, times)) => *times += 1,
            None => characters.push((c, 1)),
        }
    }
    (!characters.is_empty()).then_some(FaultKind::Unprintable { characters })
}

/// The path of the key `name` of the table at `path`.
pub fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn has(table: &DeTable<'_>, name: &str) -> bool {
    table.keys().any(|k| k.get_ref().as_ref() == name)
}

/// The candidate that resembles `word` most, if one does.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    const ALIKE: f64 = 0.7;
    // Nothing that is a name is so long: it would be compared with each, sign by sign.
    const LONGEST: usize = 300;
    if word.len() > LONGEST {
        return None;
    }
    let candidates: Vec<_> = candidates.collect();
    let parts = parts(word);
    if let Some(same) = candidates.iter().find(|c| !parts.is_empty() && self::parts(c) == parts) {
        return Some((*same).to_owned());
    }
    let score = |c: &str| strsim::jaro_winkler(&word.to_lowercase(), &c.to_lowercase());
    let best = candidates.into_iter().map(|c| (score(c), c)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then(|| best.1.to_owned())
}

/// The words and numbers of a code: « c 06 » has those of « C6 », « A1.1 » those of « A.1.1 ».
fn parts(code: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut kind = None;
    for c in code.chars().flat_map(char::to_lowercase) {
        let this = c.is_alphanumeric().then(|| c.is_numeric());
        match parts.last_mut().filter(|_| this.is_some() && this == kind) {
            Some(part) => part.push(c),
            None if this.is_some() => parts.push(c.to_string()),
            None => {}
        }
        kind = this;
    }
    parts.iter().map(|p| p.trim_start_matches('0').to_owned()).collect()
}

/// A line of TOML that shows how a key is written.
pub fn example_line(key: &Key, example: &Value) -> String {
    let value = match (&key.node, example) {
        (Node::Date, Value::String(s)) => s.clone(),
        (Node::List(inner), Value::String(s)) if **inner == Node::Date => format!("[{s}]"),
        (Node::List(_), Value::Array(_)) => example.to_string(),
        (Node::List(_), example) => format!("[{example}]"),
        (_, example) => example.to_string(),
    };
    format!("{} = {value}", key.name)
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())
}

fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(s) => format!("le texte « {s} »"),
        DeValue::Integer(i) => format!("le nombre {i}"),
        DeValue::Float(f) => format!("le nombre {}", f.as_str()),
        DeValue::Boolean(b) => format!("la valeur {b}"),
        DeValue::Datetime(d) => format!("la date {d}"),
        DeValue::Array(_) => "une liste".to_owned(),
        DeValue::Table(_) => "un bloc de clés".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_written_otherwise_is_the_same_code() {
        let codes = ["C6", "C46", "A.1.1", "A.1.3", "S2.1.2"];
        for (word, code) in
            [("c 06", "C6"), ("C.6", "C6"), ("A1.3", "A.1.3"), ("a 1 1", "A.1.1"), ("S 2.1.2", "S2.1.2")]
        {
            assert_eq!(nearest(word, codes.into_iter()).as_deref(), Some(code), "{word}");
        }
    }
}
