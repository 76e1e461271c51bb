//! Manifests made from the table of the structure: valid by it, with whatever it allows, differently for each seed.

use std::collections::HashMap;

use super::xml::Tree;

/// Numbers that look like chance and are always the same.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// The rows of one version.
pub struct Rows {
    types: HashMap<String, (String, String)>,
    texts: HashMap<String, String>,
    /// Types that only others take the place of, each with these.
    instead: HashMap<String, Vec<String>>,
    version: &'static str,
    /// The names of elements that occur.
    pub names: Vec<String>,
}

impl Rows {
    pub fn new<'r>(rows: impl Iterator<Item = &'r String>, version: &'static str) -> Self {
        let mut out =
            Rows { types: HashMap::new(), texts: HashMap::new(), instead: HashMap::new(), version, names: Vec::new() };
        let mut abstracts = Vec::new();
        for row in rows {
            match row.split_once(' ').unwrap() {
                ("text", rest) => {
                    let (name, form) = rest.split_once(' ').unwrap();
                    out.texts.insert(name.to_owned(), form.to_owned());
                }
                ("type", rest) => {
                    let (head, rest) = rest.split_once(" [").unwrap();
                    let (attributes, content) = rest.split_once("] ").unwrap();
                    let name = head.split(' ').next().unwrap().to_owned();
                    if let Some((_, base)) = head.split_once(" < ") {
                        out.instead.entry(base.to_owned()).or_default().push(name.clone());
                    }
                    if head.contains(" abstract") {
                        abstracts.push(name.clone());
                    }
                    let words = content.split(['(', ')', ',', '|', '&']);
                    out.names.extend(words.filter_map(|w| Some(w.split_once(':')?.0.to_owned())));
                    out.types.insert(name, (attributes.to_owned(), content.to_owned()));
                }
                _ => {}
            }
        }
        let is_abstract = |base: &String| abstracts.contains(base);
        out.instead.retain(|base, _| is_abstract(base));
        out.names.sort();
        out.names.dedup();
        out
    }

    pub fn document(&self, chance: &mut Chance) -> Tree {
        let mut ids = 0;
        let mut root = self.element("ArchiveTransfer", "ArchiveTransferType", 0, chance, &mut ids);
        root.attributes.push(("xmlns".to_owned(), format!("fr:gouv:culture:archivesdefrance:seda:v{}", self.version)));
        root.attributes.push(("xmlns:xlink".to_owned(), "http://www.w3.org/1999/xlink".to_owned()));
        root
    }

    fn element(&self, name: &str, of: &str, depth: usize, chance: &mut Chance, ids: &mut usize) -> Tree {
        let mut tree = Tree { name: name.to_owned(), ..Tree::default() };
        let mut of = of;
        if let Some(others) = self.instead.get(of) {
            of = chance.one::<String>(others);
            let xsi = "http://www.w3.org/2001/XMLSchema-instance".to_owned();
            tree.attributes.push(("xmlns:xsi".to_owned(), xsi));
            tree.attributes.push(("xsi:type".to_owned(), of.to_owned()));
        }
        let Some((attributes, content)) = self.types.get(of) else {
            tree.text = self.value(of, chance, ids);
            return tree;
        };
        for attribute in attributes.split('@').filter(|a| !a.is_empty()) {
            let (name, form) = attribute.trim_end().split_once(' ').unwrap();
            if name.ends_with('!') || chance.below(4) == 0 {
                let value = self.value(form, chance, ids);
                tree.attributes.push((name.trim_end_matches('!').to_owned(), value));
            }
        }
        match content.strip_prefix("= ") {
            Some(form) => tree.text = self.value(form, chance, ids),
            None if content == "()" => {}
            None => {
                let mut rest = content.as_str();
                self.part(&mut rest, true, depth, chance, ids, &mut tree.children);
            }
        }
        tree
    }

    /// Reads a part of a model, and makes what it says where it is `wanted`.
    fn part(
        &self,
        rest: &mut &str,
        wanted: bool,
        depth: usize,
        chance: &mut Chance,
        ids: &mut usize,
        out: &mut Vec<Tree>,
    ) {
        let start = *rest;
        let mut scratch = Vec::new();
        // Once to find where it ends.
        self.once(rest, false, depth, chance, ids, &mut scratch);
        let inner = &start[..start.len() - rest.len()];
        let sign = rest.chars().next().filter(|c| "?*+".contains(*c));
        if sign.is_some() {
            *rest = &rest[1..];
        }
        let deep = depth > 5;
        let times = match sign {
            _ if !wanted => 0,
            None => 1,
            Some('?') => usize::from(!deep && chance.below(3) > 0),
            Some('*') if deep => 0,
            Some('*') => chance.below(3),
            _ => 1 + chance.below(2),
        };
        for _ in 0..times {
            let mut again = inner;
            self.once(&mut again, true, depth, chance, ids, out);
        }
    }

    fn once(
        &self,
        rest: &mut &str,
        wanted: bool,
        depth: usize,
        chance: &mut Chance,
        ids: &mut usize,
        out: &mut Vec<Tree>,
    ) {
        let Some(inner) = rest.strip_prefix('(') else {
            let end = rest.find(['(', ')', ',', '|', '&', '?', '*', '+']).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            *rest = after;
            if let Some((name, of)) = word.split_once(':')
                && wanted
            {
                out.push(self.element(name, of.trim_end_matches(['~', '^']), depth + 1, chance, ids));
            }
            return;
        };
        // The parts of a group, as they are written.
        *rest = inner;
        let (mut parts, mut by) = (Vec::new(), ',');
        loop {
            let before = *rest;
            self.part(rest, false, depth, chance, ids, &mut Vec::new());
            parts.push(&before[..before.len() - rest.len()]);
            let sign = rest.chars().next().unwrap();
            *rest = &rest[1..];
            if sign == ')' {
                break;
            }
            by = sign;
        }
        if !wanted {
            return;
        }
        if by == '|' {
            parts = vec![*chance.one(&parts[..])];
        }
        if by == '&' && chance.below(2) == 0 {
            parts.reverse();
        }
        for mut part in parts {
            self.part(&mut part, true, depth, chance, ids, out);
        }
    }

    fn value(&self, form: &str, chance: &mut Chance, ids: &mut usize) -> String {
        let some = |chance: &mut Chance, all: &[&str]| (*chance.one::<&str>(all)).to_owned();
        match form {
            "xs:string" => some(chance, &["", "Un texte & <plus>", "  a  "]),
            "xs:token" => some(chance, &["", "un mot", " deux  mots "]),
            "xs:boolean" => some(chance, &["true", "0"]),
            "xs:decimal" => some(chance, &["1.5", "-3"]),
            "xs:integer" | "xs:int" => some(chance, &["-4", "12"]),
            "xs:positiveInteger" | "xs:nonNegativeInteger" => some(chance, &["1", "211176"]),
            "xs:date" => some(chance, &["2026-02-28", "2024-02-29Z"]),
            "xs:dateTime" => some(chance, &["2026-07-01T12:00:00Z", "2016-11-07T08:54:11.600+01:00"]),
            "xs:gYear" => "2026".to_owned(),
            "xs:gYearMonth" => "2026-07".to_owned(),
            "xs:gMonth" => "--07".to_owned(),
            "xs:gMonthDay" => "--07-14".to_owned(),
            "xs:gDay" => "---14".to_owned(),
            "xs:language" | "xml:lang" => some(chance, &["fr", "fr-FR", "fra"]),
            "xs:anyURI" => some(chance, &["content/ID1.pdf", "", "http://exemple.fr/a?b#c"]),
            "xs:base64Binary" => some(chance, &["TWFu", "TQ==", ""]),
            "xs:hexBinary" => "0aFF".to_owned(),
            "xs:anyType" => String::new(),
            "xs:ID" => {
                *ids += 1;
                format!("ID{ids}")
            }
            "xs:IDREF" => format!("ID{}", 1 + chance.below(*ids)),
            _ => {
                let row = self.texts.get(form).unwrap_or_else(|| panic!("no form {form}"));
                if let Some(members) = row.strip_prefix("any ") {
                    let members: Vec<&str> = members.split(' ').collect();
                    let member = *chance.one(&members[..]);
                    return self.value(member, chance, ids);
                }
                if let Some((_, closed)) = row.split_once(" in ") {
                    return some(chance, &closed.split('|').collect::<Vec<_>>());
                }
                let base = row.split(' ').next().unwrap();
                match self.value(base, chance, ids) {
                    value if value.trim().is_empty() => "valeur".to_owned(),
                    value => value,
                }
            }
        }
    }
}
