//! The table of what SEDA's elements hold, generated from its schemas (`structure.txt`), ready to be walked through.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::model::{Model, Of};
use super::value::Form;

/// The rows: the versions that have each (2.0 to 2.3 as published / as Vitam takes them), then what it says.
const ROWS: &str = include_str!("structure.txt");

/// The versions of the standard, in the order of the columns.
pub(super) const VERSIONS: [&str; 4] = ["2.0", "2.1", "2.2", "2.3"];

/// What an element is: the name of its type, what it is told by its attributes, what it holds.
pub(super) struct Type {
    pub name: &'static str,
    /// Only a type that extends it may be used.
    pub is_abstract: bool,
    pub base: Option<&'static str>,
    pub attributes: Vec<Attribute>,
    pub content: Content,
}

pub(super) struct Attribute {
    /// With `xml:` or `xlink:` where it is of these.
    pub name: &'static str,
    pub needed: bool,
    pub form: Form,
}

pub(super) enum Content {
    Elements(Model),
    Text(Form),
}

/// The types of a version.
pub(super) struct Table {
    types: Vec<Type>,
    ranks: HashMap<&'static str, u16>,
    pub root: (&'static str, Of),
}

impl Table {
    /// The table of version `version` (a rank in [`VERSIONS`]): as published, or with what Vitam takes besides.
    pub(super) fn of(version: usize, usage: bool) -> &'static Table {
        static TABLES: [[OnceLock<Table>; 2]; 4] = [const { [const { OnceLock::new() }; 2] }; 4];
        TABLES[version][usize::from(usage)].get_or_init(|| Table::read(&rows(version, usage)))
    }

    pub(super) fn get(&self, rank: u16) -> &Type {
        &self.types[usize::from(rank)]
    }

    pub(super) fn find(&self, name: &str) -> Option<(u16, &Type)> {
        self.ranks.get(name).map(|rank| (*rank, self.get(*rank)))
    }

    fn read(rows: &[&'static str]) -> Table {
        let row = |kind: &'static str| rows.iter().filter_map(move |r| r.strip_prefix(kind)?.strip_prefix(' '));
        let texts: HashMap<&str, &str> = row("text").filter_map(|r| r.split_once(' ')).collect();
        let simple: Vec<&str> = texts.keys().copied().collect();
        let complex: Vec<&str> = row("type").map(|r| r.split(' ').next().unwrap_or(r)).collect();
        let mut names: Vec<&'static str> = complex.clone();
        // A child that is only text is a type without attributes.
        names.extend(simple);
        names.extend(Form::BUILTIN);
        let ranks: HashMap<&'static str, u16> = names.iter().enumerate().map(|(i, n)| (*n, i as u16)).collect();
        let of = |name: &str| match ranks.get(name) {
            Some(rank) => Of::Type(*rank),
            None => Of::Anything,
        };
        let mut types: Vec<Type> = row("type").map(|r| complex_type(r, &texts, &mut |name| of(name))).collect();
        types.extend(names[complex.len()..].iter().map(|name| Type {
            name,
            is_abstract: false,
            base: None,
            attributes: Vec::new(),
            content: Content::Text(form(name, &texts)),
        }));
        let (root, of_root) = row("root").next().and_then(|r| r.split_once(' ')).expect("the table has its root");
        let root = (root, of(of_root));
        Table { types, ranks, root }
    }
}

/// The rows of a version, without the versions that have them.
fn rows(version: usize, usage: bool) -> Vec<&'static str> {
    let column = version + if usage { VERSIONS.len() + 1 } else { 0 };
    let of_it = |row: &'static str| {
        let (versions, row) = row.split_once(' ')?;
        versions.as_bytes().get(column).filter(|b| b.is_ascii_digit()).map(|_| row)
    };
    ROWS.lines().filter_map(of_it).collect()
}

/// `Name abstract < Base [@id! T @xml:lang T] (model)`, or `= T` where it holds only text.
fn complex_type(
    row: &'static str,
    texts: &HashMap<&str, &'static str>,
    of: &mut dyn FnMut(&'static str) -> Of,
) -> Type {
    let (head, rest) = row.split_once(" [").unwrap_or((row, "] ()"));
    let (attributes, content) = rest.split_once("] ").unwrap_or((rest, "()"));
    let mut words = head.split(' ');
    let name = words.next().unwrap_or(head);
    let attributes = attributes.split('@').filter(|a| !a.is_empty()).filter_map(|a| {
        let (name, of_it) = a.trim_end().split_once(' ')?;
        let needed = name.ends_with('!');
        Some(Attribute { name: name.trim_end_matches('!'), needed, form: form(of_it, texts) })
    });
    let content = match content.strip_prefix("= ") {
        Some(text) => Content::Text(form(text, texts)),
        None => Content::Elements(Model::parse(content, of)),
    };
    let is_abstract = head.contains(" abstract");
    let base = head.split_once(" < ").map(|(_, base)| base);
    Type { name, is_abstract, base, attributes: attributes.collect(), content }
}

/// The form that a name has: `xs:token`, or a row of its own (`xs:token least 1`, `T in a|b`, `any T U`).
fn form(name: &str, texts: &HashMap<&str, &'static str>) -> Form {
    if let Some(form) = Form::builtin(name) {
        return form;
    }
    let row = texts.get(name).copied().unwrap_or("xs:string");
    if let Some(members) = row.strip_prefix("any ") {
        return Form::One(members.split(' ').map(|m| form(m, texts)).collect());
    }
    let (head, closed) = row.split_once(" in ").map_or((row, Vec::new()), |(h, c)| (h, c.split('|').collect()));
    let (base, least) = head.split_once(" least ").map_or((head, 0), |(b, l)| (b, l.parse().unwrap_or(0)));
    Form::Some { base: Box::new(form(base, texts)), least, closed }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each name that a row uses is described by another, and each form is known.
    #[test]
    fn the_table_is_whole() {
        for (version, usage) in (0..VERSIONS.len()).flat_map(|v| [(v, false), (v, true)]) {
            let rows = rows(version, usage);
            assert!(rows.len() > 80, "{} {usage}: {}", VERSIONS[version], rows.len());
            let named = |name: &str| {
                name == "xs:anyType"
                    || Form::builtin(name).is_some()
                    || rows.iter().any(|r| r.split(' ').nth(1) == Some(name) && !r.starts_with("root"))
            };
            for row in rows.iter().filter(|r| r.starts_with("type ")) {
                let (attributes, content) = row.split_once(" [").unwrap().1.split_once("] ").unwrap();
                let children = content.split(['(', ')', ',', '|', '&', '?', '*', '+', '~', '^', '=', ' ']);
                let children = children.filter_map(|w| w.split_once(':').map(|(n, t)| if n == "xs" { w } else { t }));
                let attributes = attributes.split('@').filter_map(|a| Some(a.trim_end().split_once(' ')?.1));
                children.chain(attributes).for_each(|t| assert!(named(t), "{t} in {row}"));
            }
            assert!(!rows.iter().any(|r| r.contains("?*") || r.contains("?+") || r.contains("**")), "two signs");
            let table = Table::of(version, usage);
            assert!(table.root.1 != Of::Anything);
            for one in &table.types {
                let elements = matches!(&one.content, Content::Elements(_));
                assert!(
                    elements
                        == rows.iter().any(|r| r.starts_with(&format!("type {} ", one.name)) && !r.contains("] = ")),
                    "{}",
                    one.name
                );
            }
        }
    }
}
