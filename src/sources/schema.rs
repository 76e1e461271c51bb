//! The shape of a data file, compiled once from its serde type: what readers, docs and editors all follow.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::domain::{Heures, Journees};

/// The shape of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Table(Vec<Key>),
    List(Box<Node>),
    Text,
    Integer {
        min: Option<i64>,
        max: Option<i64>,
    },
    /// A number of at most two decimals.
    Number {
        min: Option<i64>,
        max: Option<i64>,
    },
    /// A number of hours or of journées, which has halves.
    Quantite {
        quantite: Quantite,
        min: Option<u32>,
        max: Option<u32>,
        /// Whether a whole number stands without quotes, as whole numbers do in a file that a person writes.
        nu: bool,
    },
    Bool,
    Date,
    /// One of these keys.
    Choice(Vec<String>),
}

/// What is counted in halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantite {
    Heures,
    Journees,
}

impl Quantite {
    /// The value as the types of the domain take it, between the bounds; `None` where the text is none.
    pub fn read(self, text: &str, min: Option<u32>, max: Option<u32>) -> Option<Value> {
        let within = |n: u32, unit: u32| {
            min.is_none_or(|m| n >= m.saturating_mul(unit)) && max.is_none_or(|m| n <= m.saturating_mul(unit))
        };
        match self {
            Quantite::Heures => {
                let hours = Heures::parse(text).filter(|h| within(h.minutes(), 60))?;
                serde_json::to_value(hours).ok()
            }
            Quantite::Journees => {
                let days = Journees::parse(text).filter(|j| within(j.halves(), 2))?;
                serde_json::to_value(days).ok()
            }
        }
    }

    /// What is expected, in words.
    pub fn expected(self, min: Option<u32>, max: Option<u32>) -> String {
        let (what, example) = match self {
            Quantite::Heures => ("un nombre d’heures", "35, 17,5 ou « 17 h 30 »"),
            Quantite::Journees => ("un nombre de journées", "40, ou 40,5 avec une demi-journée"),
        };
        match (min, max) {
            (Some(min), Some(max)) => format!("{what} de {min} à {max} ({example})"),
            _ => format!("{what} ({example})"),
        }
    }
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub name: String,
    pub node: Node,
    pub required: bool,
    /// In French, for the user.
    pub description: String,
    /// As it is written in the data.
    pub example: Option<Value>,
    /// The example is something invented: left in, it is no answer.
    pub invented: bool,
    /// The text is Markdown.
    pub markdown: bool,
    /// The words of each value of a closed list, in the order of the list.
    pub labels: Vec<String>,
}

/// The JSON Schema of a type, its required keys set, as editors read it.
pub fn json_schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().with(|s| s.inline_subschemas = true);
    let mut schema =
        serde_json::to_value(settings.into_generator().into_root_schema_for::<T>()).expect("a schema is a plain value");
    finish(&mut schema);
    schema
}

/// Turns our own marks (`x-requis`, `x-exemple`) into those of JSON Schema, all the way down.
fn finish(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        let mut required = Vec::new();
        for (name, property) in properties.iter_mut() {
            if let Some(property) = property.as_object_mut() {
                if property.get("x-requis") == Some(&Value::Bool(true)) {
                    required.push(Value::from(name.as_str()));
                }
                // Everything has a default in memory; that is no promise to the user.
                property.remove("default");
                if let Some(example) = property.get("x-exemple").cloned() {
                    property.insert("examples".into(), Value::from(vec![example]));
                }
            }
            finish(property);
        }
        if !required.is_empty() {
            object.insert("required".into(), Value::from(required));
        }
    }
    for key in ["items", "anyOf", "oneOf"] {
        match object.get_mut(key) {
            Some(Value::Array(all)) => all.iter_mut().for_each(finish),
            Some(one) => finish(one),
            None => {}
        }
    }
}

impl Node {
    /// The shape of `T`.
    pub fn of<T: JsonSchema>() -> Node {
        Node::compile(&json_schema::<T>())
    }

    fn compile(schema: &Value) -> Node {
        let is_null = |s: &Value| s.get("type").and_then(Value::as_str) == Some("null");
        let variants = |key: &str| schema.get(key).and_then(Value::as_array);
        // An optional value: the shape beside `null`.
        if let Some(inner) = variants("anyOf").and_then(|all| all.iter().find(|s| !is_null(s))) {
            return Node::compile(inner);
        }
        if let Some(all) = variants("enum").or_else(|| variants("oneOf")) {
            let key = |v: &Value| v.as_str().or_else(|| v.get("const").and_then(Value::as_str)).map(str::to_owned);
            return Node::Choice(all.iter().filter_map(key).collect());
        }
        let kind = match schema.get("type") {
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|k| *k != "null"),
            Some(Value::String(kind)) => Some(kind.as_str()),
            _ => None,
        };
        let bound = |key: &str| schema.get(key).and_then(Value::as_f64).map(|n| n as i64);
        match kind {
            Some("object") => Node::Table(Key::all(schema)),
            Some("array") => Node::List(Box::new(Node::compile(&schema["items"]))),
            Some("number") if schema.get("x-quantite").is_some() => {
                let quantite = match schema.get("x-quantite").and_then(Value::as_str) {
                    Some("heures") => Quantite::Heures,
                    _ => Quantite::Journees,
                };
                let bound = |key| bound(key).and_then(|n| u32::try_from(n).ok());
                let nu = schema.get("x-entier-nu").is_some();
                Node::Quantite { quantite, min: bound("minimum"), max: bound("maximum"), nu }
            }
            Some("integer") => Node::Integer { min: bound("minimum"), max: bound("maximum") },
            Some("number") => Node::Number { min: bound("minimum"), max: bound("maximum") },
            Some("boolean") => Node::Bool,
            Some("string") if schema.get("format").and_then(Value::as_str) == Some("date") => Node::Date,
            Some("string") => Node::Text,
            other => unreachable!("no data type has the shape {other:?}: {schema}"),
        }
    }

    /// The keys of a block, or of each block of a list of them.
    pub fn keys(&self) -> Option<&[Key]> {
        match self {
            Node::Table(keys) => Some(keys),
            Node::List(inner) => match &**inner {
                Node::Table(keys) => Some(keys),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a key of that name, at whatever depth, is a whole number.
    pub fn has_number(&self, name: &str) -> bool {
        match self {
            Node::Table(keys) => keys.iter().any(|k| match &k.node {
                Node::Integer { .. } | Node::Quantite { .. } => k.name == name,
                inner => inner.has_number(name),
            }),
            Node::List(inner) => inner.has_number(name),
            _ => false,
        }
    }

    /// What a value of this shape is, in words.
    pub fn in_words(&self) -> &'static str {
        match self {
            Node::Table(_) => "un bloc de clés",
            Node::List(_) if self.keys().is_some() => "un ou plusieurs blocs entre doubles crochets",
            Node::List(_) => "une liste entre crochets",
            Node::Text => "un texte entre guillemets",
            Node::Integer { .. } => "un nombre entier",
            Node::Number { .. } => "un nombre",
            Node::Quantite { quantite: Quantite::Heures, .. } => "un nombre d’heures (35, 17.5 ou \"17 h 30\")",
            Node::Quantite { quantite: Quantite::Journees, .. } => "un nombre de journées (40 ou 40.5)",
            Node::Bool => "true ou false",
            Node::Date => "une date (AAAA-MM-JJ)",
            Node::Choice(_) => "une des valeurs de la liste",
        }
    }
}

impl Key {
    fn all(schema: &Value) -> Vec<Key> {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        let key = |(name, property): (&String, &Value)| Key {
            name: name.clone(),
            node: Node::compile(property),
            required: required.contains(&name.as_str()),
            description: property.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
            example: property.get("x-exemple").cloned(),
            invented: property.get("x-invente").is_some(),
            markdown: property.get("x-markdown").is_some(),
            labels: labels(property),
        };
        properties.into_iter().flatten().map(key).collect()
    }
}

/// The words of the values of a closed list: they stand beside its keys, which may be in a list or optional.
fn labels(schema: &Value) -> Vec<String> {
    if let Some(all) = schema.get("x-libelles").and_then(Value::as_array) {
        return all.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    let inner = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten().chain(schema.get("items"));
    inner.map(labels).find(|l| !l.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Candidat;

    #[test]
    fn every_key_of_the_data_has_a_description() {
        fn walk(node: &Node, path: &str) {
            match node {
                Node::Table(keys) => keys.iter().for_each(|k| {
                    let path = format!("{path}.{}", k.name);
                    assert!(!k.description.is_empty(), "{path} has no description");
                    assert!(k.node.keys().is_some() || k.example.is_some(), "{path} has no example");
                    walk(&k.node, &path);
                }),
                Node::List(inner) => walk(inner, path),
                _ => {}
            }
        }
        for (name, node) in crate::sources::dossier::shapes() {
            walk(&node, name);
        }
    }

    #[test]
    fn shapes_follow_the_types() {
        let Node::Table(keys) = Node::of::<Candidat>() else { panic!("a table") };
        let examen = keys.iter().find(|k| k.name == "examen").unwrap();
        let Node::Table(examen) = &examen.node else { panic!("a table") };
        let statut = examen.iter().find(|k| k.name == "statut").unwrap();
        assert!(statut.required);
        assert!(matches!(&statut.node, Node::Choice(all) if all.len() == 8));
        let reduction = keys.iter().find(|k| k.name == "reduction").unwrap();
        assert!(matches!(&reduction.node, Node::Table(_)) && !reduction.required);
    }
}
