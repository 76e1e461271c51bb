//! Whether a manifest is what its schema says: each element in its place, each value in its form, as the text goes by.

use super::model::{Empty, Of, Reached};
use super::table::{Content, Table, Type};
use super::value::Form;
use super::words::{collapsed, is_no_xml};
use crate::archive::shown;
use crate::sources::{Attributes, Space};

/// Remarks that are kept; the others are counted.
const KEPT: usize = 100;

/// An identifier or a reference that a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    Id,
    Reference,
}

/// Walks through a manifest with the table of its version.
pub(super) struct Structure {
    table: &'static Table,
    open: Vec<Open>,
    text: String,
    /// Whether the root was closed.
    done: bool,
    pub remarks: Remarks,
}

/// What is wrong, the first of it in words.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub told: Vec<String>,
    pub more: usize,
}

impl Remarks {
    pub(super) fn push(&mut self, told: String) {
        match self.told.len() < KEPT {
            true => self.told.push(told),
            false => self.more += 1,
        }
    }

    /// All of them, the uncounted ones as one.
    pub(super) fn into_lines(mut self) -> Vec<String> {
        if self.more > 0 {
            self.told.push(format!("et {} autres", self.more));
        }
        self.told
    }
}

/// An element that is open.
struct Open {
    name: Box<str>,
    of: Of,
    reached: Reached,
    /// Told to be empty (`xsi:nil`).
    nil: bool,
    /// Empty, it has a value all the same.
    default: bool,
    /// Its content is already known to be wrong.
    wrong: bool,
}

impl Structure {
    pub(super) fn new(table: &'static Table) -> Self {
        Structure { table, open: Vec::new(), text: String::new(), done: false, remarks: Remarks::default() }
    }

    fn tell(&mut self, line: u64, told: &str) {
        self.remarks.push(format!("ligne {line} : {told}"));
    }

    /// An element begins.
    pub(super) fn open(
        &mut self,
        name: &str,
        attributes: &Attributes,
        line: u64,
        link: &mut dyn FnMut(Link, &str, &str),
    ) {
        self.text.clear();
        let (of, empty) = self.place(name, attributes.space, line);
        let (nil, default) = (false, empty.default);
        let mut opened = Open { name: name.into(), of, reached: Reached::default(), nil, default, wrong: false };
        match of {
            Of::Type(rank) => self.attributes(&mut opened, rank, empty.nil, attributes, line, link),
            Of::Anything => self.attributes_of_all(name, attributes, line, link),
        }
        self.open.push(opened);
    }

    /// The attributes that are the same wherever they stand, of an element that nothing else is known of.
    fn attributes_of_all(
        &mut self,
        name: &str,
        attributes: &Attributes,
        line: u64,
        link: &mut dyn FnMut(Link, &str, &str),
    ) {
        for (space, key, value) in attributes.all() {
            let form = match (space, key) {
                (Space::Xml, "id") => Form::Id,
                (Space::Xml, "lang") => Form::Lang,
                (Space::Xlink, "href") => Form::Uri,
                _ => continue,
            };
            match form.takes(value) {
                true => linked(&form, "@", value, link),
                false => self.form(name, key, value, &form, line),
            }
        }
    }

    fn form(&mut self, name: &str, key: &str, value: &str, form: &Form, line: u64) {
        let (told, words) = (shown(&collapsed(value)), form.in_words());
        self.tell(line, &format!("l’attribut « {key} » de « {name} » est « {told} » : il faut {words}"));
    }

    /// What an element is, from what it stands in.
    fn place(&mut self, name: &str, space: Space, line: u64) -> (Of, Empty) {
        const ANYTHING: (Of, Empty) = (Of::Anything, Empty { nil: false, default: false });
        let known = space == Space::Root;
        let Some(parent) = self.open.last_mut() else {
            if self.done {
                self.tell(line, &format!("« {name} » vient après la fin du bordereau"));
                return ANYTHING;
            }
            let (root, of) = self.table.root;
            if known && name == root {
                return (of, Empty::default());
            }
            self.tell(line, &format!("le premier élément est « {name} », ce n’est pas un transfert (ArchiveTransfer)"));
            return ANYTHING;
        };
        let Of::Type(rank) = parent.of else { return ANYTHING };
        match &self.table.get(rank).content {
            Content::Text(_) => {
                let first = !std::mem::replace(&mut parent.wrong, true);
                if first {
                    let within = parent.name.clone();
                    self.tell(line, &format!("« {name} » est dans « {within} », qui ne contient que du texte"));
                }
            }
            Content::Elements(model) => {
                let foreign = !matches!(space, Space::Root | Space::None);
                match model.step(parent.reached, name, known, foreign) {
                    Some((reached, of, empty)) => {
                        parent.reached = reached;
                        return (of, empty);
                    }
                    // One remark for each element: what follows the first fault may be its consequence.
                    None if parent.wrong => {}
                    None => {
                        parent.wrong = true;
                        let within = parent.name.clone();
                        let told = expected(&model.expected(parent.reached));
                        self.tell(
                            line,
                            &format!("« {name} » n’a pas sa place dans « {within} » à cet endroit ; {told}"),
                        );
                    }
                }
            }
        }
        ANYTHING
    }

    fn attributes(
        &mut self,
        opened: &mut Open,
        mut rank: u16,
        nillable: bool,
        attributes: &Attributes,
        line: u64,
        link: &mut dyn FnMut(Link, &str, &str),
    ) {
        let name = opened.name.clone();
        if let Some(told) = attributes.of(Space::Xsi, "type") {
            // A type that extends the one that is expected there.
            let found = self.table.find(told.rsplit(':').next().unwrap_or(told));
            match found.filter(|(_, other)| self.extends(other, rank)) {
                Some((other, _)) => (rank, opened.of) = (other, Of::Type(other)),
                None => self.tell(line, &format!("« {name} » se dit du type « {told} », qu’il ne peut pas avoir")),
            }
        }
        let of = self.table.get(rank);
        if of.is_abstract {
            self.tell(
                line,
                &format!("« {name} » n’est pas précisé : le schéma veut là une extension convenue (xsi:type)"),
            );
        }
        match attributes.of(Space::Xsi, "nil").map(collapsed).as_deref() {
            None | Some("false" | "0") => {}
            Some("true" | "1") if nillable => opened.nil = true,
            Some(_) => self.tell(line, &format!("« {name} » ne peut pas être dit vide (xsi:nil)")),
        }
        for (space, key, value) in attributes.all() {
            let full = match space {
                Space::Xsi => continue,
                Space::Xml => format!("xml:{key}"),
                Space::Xlink => format!("xlink:{key}"),
                Space::None => key.to_owned(),
                Space::Root | Space::Other => format!("…:{key}"),
            };
            match of.attributes.iter().find(|a| a.name == full) {
                None => self.tell(line, &format!("« {name} » n’a pas d’attribut « {full} »")),
                Some(attribute) if !attribute.form.takes(value) => {
                    self.form(&name, &full, value, &attribute.form, line);
                }
                Some(attribute) => linked(&attribute.form, &format!("@{full}"), value, link),
            }
        }
        for attribute in of.attributes.iter().filter(|a| a.needed) {
            let told = attributes.all().any(|(space, key, _)| space == Space::None && key == attribute.name);
            if !told {
                self.tell(line, &format!("« {name} » n’a pas l’attribut « {} »", attribute.name));
            }
        }
    }

    fn extends(&self, other: &Type, rank: u16) -> bool {
        let (mut other, wanted) = (other, self.table.get(rank).name);
        loop {
            if other.name == wanted {
                return true;
            }
            match other.base.and_then(|b| self.table.find(b)) {
                Some((_, base)) => other = base,
                None => return false,
            }
        }
    }

    /// Text goes by.
    pub(super) fn text(&mut self, text: &str, line: u64) {
        if text.contains(is_no_xml) {
            self.tell(line, "un caractère que XML n’a pas");
        }
        let blank = || text.chars().all(|c| " \t\n\r".contains(c));
        let Some(open) = self.open.last_mut() else {
            if !blank() {
                self.tell(line, "du texte est hors du bordereau");
            }
            return;
        };
        let Of::Type(rank) = open.of else { return };
        match &self.table.get(rank).content {
            Content::Text(_) => self.text.push_str(text),
            // Spaces stand between elements: where there are none, nor do they.
            Content::Elements(model) if open.wrong || blank() && !model.holds_nothing() => {}
            Content::Elements(_) => {
                open.wrong = true;
                let told = format!(
                    "« {} » contient du texte (« {} »), où il n’y a que des éléments",
                    open.name,
                    shown(&collapsed(text))
                );
                self.tell(line, &told);
            }
        }
    }

    /// The element that was opened last ends.
    pub(super) fn close(&mut self, line: u64, link: &mut dyn FnMut(Link, &str, &str)) {
        let text = std::mem::take(&mut self.text);
        let Some(open) = self.open.pop() else { return };
        self.done = self.open.is_empty();
        let Of::Type(rank) = open.of else { return };
        match &self.table.get(rank).content {
            _ if open.nil => {
                if !text.is_empty() || open.reached != Reached::default() {
                    self.tell(line, &format!("« {} » est dit vide (xsi:nil) et ne l’est pas", open.name));
                }
            }
            Content::Elements(model) => {
                if !open.wrong && !model.may_end(open.reached) {
                    let told = expected(&model.expected(open.reached));
                    self.tell(line, &format!("« {} » est incomplet ; {told}", open.name));
                }
            }
            Content::Text(_) if open.wrong || open.default && text.is_empty() => {}
            Content::Text(form) if !form.takes(&text) => {
                let found = match text.trim().is_empty() {
                    true => "est vide".to_owned(),
                    false => format!("est « {} »", shown(&collapsed(&text))),
                };
                self.tell(line, &format!("« {} » {found} : il faut {}", open.name, form.in_words()));
            }
            Content::Text(form) => linked(form, &open.name, &text, link),
        }
    }
}

/// Tells the identifier or the reference that a value of this form is.
fn linked(form: &Form, name: &str, value: &str, link: &mut dyn FnMut(Link, &str, &str)) {
    match form.root() {
        Form::Id => link(Link::Id, name, value.trim()),
        Form::Reference => link(Link::Reference, name, value.trim()),
        _ => {}
    }
}

fn expected(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names {
        [] => "rien n’y est plus attendu".to_owned(),
        [one] => format!("« {one} » y est attendu"),
        many => {
            let first: Vec<String> = many.iter().take(SHOWN).map(|n| format!("« {n} »")).collect();
            let more = if many.len() > SHOWN { ", entre autres" } else { "" };
            format!("y sont attendus {}{more}", first.join(", "))
        }
    }
}
