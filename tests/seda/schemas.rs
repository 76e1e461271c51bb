//! From the XML schemas of SEDA to the rows of `src/archive/seda/structure.txt`: what an element may hold, and in what order.
//! Only what these schemas use of XML Schema is understood; anything else stops it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The rows of the schema `main`, sorted.
pub fn rows(main: &Path) -> BTreeSet<String> {
    let mut schemas = Schemas::default();
    schemas.load(main.parent().unwrap(), main.file_name().unwrap().to_str().unwrap());
    schemas.rows()
}

#[derive(Clone, Debug, Default)]
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
}

impl Node {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The children that are no comment for people.
    fn parts(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter(|c| c.name != "annotation")
    }

    fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|c| c.name == name)
    }
}

fn parsed(text: &str) -> Node {
    let node = |tag: &BytesStart<'_>| Node {
        name: tag.local_name().as_ref().to_owned(),
        attributes: tag.attributes().map(|a| a.unwrap()).map(|a| (a.key.0.to_owned(), a.value.to_string())).collect(),
        children: Vec::new(),
    };
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => open.push(node(&tag)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    open.pop().unwrap().children.pop().unwrap()
}

#[derive(Default)]
struct Schemas {
    files: BTreeSet<String>,
    /// What is declared, by its kind and name.
    global: BTreeMap<(String, String), Node>,
}

impl Schemas {
    fn load(&mut self, folder: &Path, name: &str) {
        if !self.files.insert(name.to_owned()) {
            return;
        }
        for part in parsed(&std::fs::read_to_string(folder.join(name)).unwrap()).children {
            match part.name.as_str() {
                "include" => self.load(folder, part.get("schemaLocation").unwrap()),
                "import" | "annotation" => {}
                _ => {
                    assert!(part.get("substitutionGroup").is_none(), "{part:?}");
                    let key = (part.name.clone(), part.get("name").unwrap().to_owned());
                    assert!(self.global.insert(key.clone(), part).is_none(), "{key:?} twice");
                }
            }
        }
    }

    fn find(&self, kind: &str, name: &str) -> Option<&Node> {
        self.global.get(&(kind.to_owned(), name.to_owned()))
    }

    fn rows(&self) -> BTreeSet<String> {
        const ROOT: &str = "ArchiveTransfer";
        let mut work = Work::default();
        let root = self.find("element", ROOT).unwrap();
        let of_root = self.type_of(root, ROOT, &mut work);
        work.rows.insert(format!("root {ROOT} {of_root}"));
        while let Some((name, node)) = work.todo.pop() {
            self.describe(&name, &node, &mut work);
            // Those that may stand in its place, where a document says so.
            for ((kind, other), node) in &self.global {
                if kind == "complexType" && extends(node) == Some(name.as_str()) && is_abstract(&work, &name) {
                    work.want(other, node);
                }
            }
        }
        work.rows
    }

    /// The name of the type of an element or attribute; what it is will be described.
    fn type_of(&self, node: &Node, owner: &str, work: &mut Work) -> String {
        if let Some(told) = node.get("type") {
            return self.named(told, work);
        }
        let name = format!("{owner}.{}", node.get("name").unwrap());
        match node.child("complexType").or(node.child("simpleType")) {
            Some(inline) => work.want(&name, inline),
            None => return "xs:anyType".to_owned(),
        }
        name
    }

    fn named(&self, told: &str, work: &mut Work) -> String {
        if let Some((_, builtin)) = told.split_once(':') {
            return format!("xs:{builtin}");
        }
        let node = self.find("complexType", told).or(self.find("simpleType", told));
        work.want(told, node.unwrap_or_else(|| panic!("no type {told}")));
        told.to_owned()
    }

    fn describe(&self, name: &str, node: &Node, work: &mut Work) {
        if node.name == "simpleType" {
            let text = self.simple(name, node, work);
            work.rows.insert(format!("text {name} {text}"));
            return;
        }
        assert!(node.get("mixed") != Some("true"), "{name} is mixed");
        let mut attributes = Vec::new();
        self.attributes(node, name, &mut attributes, work);
        attributes.sort();
        let flag = if node.get("abstract") == Some("true") { " abstract" } else { "" };
        let base = extends(node).filter(|b| self.find("complexType", b).is_some());
        let base = base.map_or_else(String::new, |b| format!(" < {b}"));
        let content = match self.simple_content(node, work) {
            Some(text) => format!("= {text}"),
            None => match self.content(node, name, work) {
                text if text.is_empty() => "()".to_owned(),
                text => text,
            },
        };
        work.rows.insert(format!("type {name}{flag}{base} [{}] {content}", attributes.join(" ")));
    }

    fn simple(&self, name: &str, node: &Node, work: &mut Work) -> String {
        if let Some(union) = node.child("union") {
            let mut members: Vec<String> = union
                .get("memberTypes")
                .map_or_else(Vec::new, |told| told.split_whitespace().map(|t| self.named(t, work)).collect());
            for (i, inline) in union.parts().enumerate() {
                let one = format!("{name}.{i}");
                work.want(&one, inline);
                members.push(one);
            }
            return format!("any {}", members.join(" "));
        }
        let restriction = node.child("restriction").unwrap_or_else(|| panic!("{name}: {node:?}"));
        let base = self.named(restriction.get("base").unwrap(), work);
        let mut values = Vec::new();
        let mut least = String::new();
        for facet in restriction.parts() {
            let value = facet.get("value").unwrap();
            match facet.name.as_str() {
                "enumeration" => values.push(value),
                "minLength" => least = format!(" least {value}"),
                other => panic!("{name}: {other}"),
            }
        }
        let closed = if values.is_empty() { String::new() } else { format!(" in {}", values.join("|")) };
        format!("{base}{least}{closed}")
    }

    fn attributes(&self, node: &Node, owner: &str, out: &mut Vec<String>, work: &mut Work) {
        for part in node.parts() {
            match part.name.as_str() {
                "attribute" => {
                    let needed = if part.get("use") == Some("required") { "!" } else { "" };
                    let told = match part.get("ref") {
                        Some("xml:id") => "@xml:id xs:ID".to_owned(),
                        Some("xml:lang") => "@xml:lang xml:lang".to_owned(),
                        Some("xlink:href") => "@xlink:href xs:anyURI".to_owned(),
                        Some(other) => panic!("{owner}: {other}"),
                        None => {
                            let of_it = self.type_of(part, owner, work);
                            format!("@{}{needed} {of_it}", part.get("name").unwrap())
                        }
                    };
                    out.push(told);
                }
                "attributeGroup" => {
                    let group = self.find("attributeGroup", part.get("ref").unwrap()).unwrap();
                    self.attributes(&group.clone(), owner, out, work);
                }
                "complexContent" | "simpleContent" => self.attributes(part, owner, out, work),
                "extension" => {
                    if let Some(base) = self.find("complexType", part.get("base").unwrap()) {
                        self.attributes(&base.clone(), owner, out, work);
                    }
                    self.attributes(part, owner, out, work);
                }
                "anyAttribute" => panic!("{owner}: anyAttribute"),
                _ => {}
            }
        }
    }

    /// The simple type of what is only text.
    fn simple_content(&self, node: &Node, work: &mut Work) -> Option<String> {
        let base = extends(node)?;
        match self.find("complexType", base) {
            Some(other) => self.simple_content(&other.clone(), work),
            None => Some(self.named(base, work)),
        }
    }

    fn content(&self, node: &Node, owner: &str, work: &mut Work) -> String {
        let mut parts = Vec::new();
        for part in node.parts() {
            match part.name.as_str() {
                "complexContent" => return self.content(part.child("extension").expect("an extension"), owner, work),
                "sequence" | "choice" | "all" | "group" => parts.push(self.particle(part, owner, work)),
                _ => {}
            }
        }
        if let Some(base) = node.get("base") {
            let of_base = self.find("complexType", base).unwrap_or_else(|| panic!("{owner}: {base}")).clone();
            parts.insert(0, self.content(&of_base, base, work));
        }
        joined(parts, ",")
    }

    fn particle(&self, node: &Node, owner: &str, work: &mut Work) -> String {
        if node.get("maxOccurs") == Some("0") {
            return String::new();
        }
        let optional = node.get("minOccurs") == Some("0");
        let many = node.get("maxOccurs") == Some("unbounded");
        assert!(matches!(node.get("maxOccurs"), None | Some("1" | "unbounded")), "{owner}: {node:?}");
        assert!(matches!(node.get("minOccurs"), None | Some("0" | "1")), "{owner}: {node:?}");
        let times = match (optional, many) {
            (false, false) => "",
            (true, false) => "?",
            (true, true) => "*",
            (false, true) => "+",
        };
        let inner = match node.name.as_str() {
            "sequence" => joined(node.parts().map(|p| self.particle(p, owner, work)).collect(), ","),
            "choice" => joined(node.parts().map(|p| self.particle(p, owner, work)).collect(), "|"),
            "all" => joined(node.parts().map(|p| self.particle(p, owner, work)).collect(), "&"),
            "group" => {
                let name = node.get("ref").unwrap();
                let group = self.find("group", name).unwrap_or_else(|| panic!("no group {name}")).clone();
                joined(group.parts().map(|p| self.particle(p, name, work)).collect(), ",")
            }
            "any" => match node.get("namespace") {
                Some("##other") => "##other".to_owned(),
                None | Some("##any") => "##any".to_owned(),
                Some(other) => panic!("{owner}: {other}"),
            },
            "element" => match node.get("ref") {
                None => {
                    let nil = if node.get("nillable") == Some("true") { "~" } else { "" };
                    let of_it = self.type_of(node, owner, work);
                    let default = if node.get("default").is_some() { "^" } else { "" };
                    format!("{}:{of_it}{nil}{default}", node.get("name").unwrap())
                }
                // An abstract element that no other takes the place of: nothing, as libxml2 reads it.
                Some(name) => {
                    assert!(
                        self.find("element", name).unwrap().get("abstract") == Some("true"),
                        "{name} is not abstract"
                    );
                    String::new()
                }
            },
            other => panic!("{owner}: {other}"),
        };
        match inner.strip_suffix(")?") {
            _ if inner.is_empty() => inner,
            Some(rest) => format!("{rest}){}", if many { "*" } else { "?" }),
            None => format!("{inner}{times}"),
        }
    }
}

/// Parts in order, or one of several.
fn joined(parts: Vec<String>, by: &str) -> String {
    let empty = parts.iter().any(String::is_empty);
    let mut texts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    match texts.len() {
        0 => String::new(),
        1 if by == "," && texts[0].ends_with(')') => texts.remove(0),
        // A choice of which one is nothing may be nothing.
        _ if by == "|" && empty => format!("({})?", texts.join(by)),
        _ => format!("({})", texts.join(by)),
    }
}

fn extends(node: &Node) -> Option<&str> {
    node.child("complexContent").or(node.child("simpleContent"))?.child("extension")?.get("base")
}

fn is_abstract(work: &Work, name: &str) -> bool {
    work.rows.iter().any(|r| r.starts_with(&format!("type {name} abstract")))
}

/// What is described, and what is still to be.
#[derive(Default)]
struct Work {
    rows: BTreeSet<String>,
    seen: BTreeSet<String>,
    todo: Vec<(String, Node)>,
}

impl Work {
    fn want(&mut self, name: &str, node: &Node) {
        if self.seen.insert(name.to_owned()) {
            self.todo.push((name.to_owned(), node.clone()));
        }
    }
}
