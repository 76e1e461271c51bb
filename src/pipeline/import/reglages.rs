//! The settings of a new promotion — the school, the year, the teachers, what holds for every stage — as exports and their
//! sheets tell them: in `promotion.toml`, or in workbooks beside it. Pure.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::fichier::{Fichier, Forme};
use super::free;
use crate::domain::Date;
use crate::domain::candidat::DIPLOME;
use crate::domain::promotion::PromotionFile;
use crate::domain::slug::slug;
use crate::pipeline::starter;
use crate::sources::import::registre::Registre;
use crate::sources::import::tableau::EXPLANATION;
use crate::sources::import::{Illisible, Origin, Tableau, Trouble};
use crate::sources::schema::{Key, Node};

/// The settings that may stand in a table of their own: the key, the name of the file without its ending, that of the sheet.
pub const TABLES: [(&str, &str, &str); 5] = [
    ("etablissement", "etablissement", "Établissement"),
    ("formation", "formation", "Formation"),
    ("periode_scolaire", "periodes_scolaires", "Périodes scolaires"),
    ("referent", "referents", "Référents"),
    ("defauts", "defauts", "Défauts"),
];

/// The headings of a block whose keys stand one below the other.
const VERTICAL: [&str; 3] = ["cle", "valeur", EXPLANATION];

/// What is told of the settings, by their keys.
#[derive(Debug, Default)]
pub struct Reglages {
    values: Map<String, Value>,
    pub illisibles: Vec<Illisible>,
    /// The sheets that tell them.
    pub sheets: Vec<(&'static str, Origin)>,
}

impl Reglages {
    /// What the sheets tell; of two that tell one key the first is taken, and the other is told if it says something else.
    pub fn of_sheets(tableaux: &[Tableau]) -> Self {
        let mut out = Reglages::default();
        for tableau in tableaux.iter().filter(|t| t.is_setting()) {
            let (values, illisibles) = tableau.values();
            out.illisibles.extend(illisibles);
            let value = match (tableau.is_block(), values.is_empty()) {
                (_, true) => continue,
                (true, false) => values.into_iter().next().unwrap_or_default(),
                (false, false) => Value::Array(values),
            };
            let first = out.sheets.iter().find(|(key, _)| *key == tableau.key()).map(|(_, origin)| origin.clone());
            match (first, out.values.get(tableau.key())) {
                (Some(first), Some(there)) => {
                    let trouble = Trouble::Differs(first.elsewhere());
                    let told = Illisible { origin: tableau.origin.clone(), column: None, trouble };
                    out.illisibles.extend(Some(told).filter(|_| !is_within(&value, there)));
                }
                _ => {
                    out.sheets.push((tableau.key(), tableau.origin.clone()));
                    out.values.insert(tableau.key().to_owned(), value);
                }
            }
        }
        out.name_referents();
        out
    }

    /// Gives a key to the teachers who have none: stages name them by it.
    fn name_referents(&mut self) {
        let Some(rows) = self.values.get_mut("referent").and_then(Value::as_array_mut) else { return };
        let text = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut taken: BTreeSet<String> = rows.iter().map(|r| text(r, "cle")).collect();
        let mut numbers = HashMap::new();
        for row in rows.iter_mut().filter(|r| text(r, "cle").is_empty()) {
            let name = Some(slug(&text(row, "nom"))).filter(|s| !s.is_empty()).unwrap_or_else(|| "referent".to_owned());
            if let Some(row) = row.as_object_mut() {
                row.insert("cle".to_owned(), Value::from(free(&mut taken, &mut numbers, &name)));
            }
        }
    }

    /// Adds a value that no sheet tells, by its path.
    pub fn complete(&mut self, path: &str, value: Value) {
        let (mut object, mut path) = (&mut self.values, path);
        while let Some((name, rest)) = path.split_once('.') {
            let inner = object.entry(name.to_owned()).or_insert_with(|| Value::Object(Map::new()));
            let Some(inner) = inner.as_object_mut() else { return };
            (object, path) = (inner, rest);
        }
        object.entry(path.to_owned()).or_insert(value);
    }

    /// The values with their paths, « referent[0].nom ».
    fn flat(&self, but: &[&str]) -> Vec<(String, Value)> {
        let mut out = Vec::new();
        for (key, value) in self.values.iter().filter(|(key, _)| !but.contains(&key.as_str())) {
            flatten(key, value, &mut out);
        }
        out
    }

    /// `promotion.toml`, with what holds none of the tables `elsewhere`; `tables` are the files beside it.
    pub fn toml(&mut self, classes: &[&str], elsewhere: &[&'static str], tables: &[&str]) -> String {
        self.complete("formation.diplome", Value::from(DIPLOME));
        let shown = match classes.is_empty() || self.values.contains_key("periode_scolaire") {
            true => Vec::new(),
            false => vec![("periode_scolaire.classes", Value::from(classes.to_vec()))],
        };
        let note = format!(
            "## {} sont dans des tableaux à côté de ce fichier.\n\
             ## Ce qui vient des exports ou de l’année de la session est à relire : l’établissement, le premier et le dernier jour.\n",
            in_words(tables)
        );
        starter::promotion(self.flat(elsewhere), shown, elsewhere, &note)
    }

    /// The workbook of one of the settings; none for a text that no cell can hold.
    pub fn workbook(&mut self, key: &str, forme: Forme) -> Option<(String, Vec<u8>, String)> {
        self.complete("formation.diplome", Value::from(DIPLOME));
        let (_, stem, title) = TABLES.into_iter().find(|(k, ..)| *k == key)?;
        let Node::Table(all) = Node::of::<PromotionFile>() else { unreachable!("a file is a table") };
        let node = all.into_iter().find(|k| k.name == key)?.node;
        let value = self.values.get(key).unwrap_or(&Value::Null);
        let (registre, rows) = match &node {
            Node::List(rows) => (list(rows, value), rows.as_ref().clone()),
            block => (block_of(key, block, value), Node::Table(Vec::new())),
        };
        let file = Fichier::new(stem, title, forme);
        let (bytes, digest) = file.make(&registre, &rows)?;
        Some((file.name, bytes, digest))
    }

    /// The sheets that tell something else than the settings that are there, which stay as they are.
    pub fn not_in(&self, there: &Value) -> Vec<(&'static str, Origin)> {
        let told =
            |key: &str| self.values.get(key).is_none_or(|value| there.get(key).is_some_and(|t| is_within(value, t)));
        self.sheets.iter().filter(|(key, _)| !told(key)).cloned().collect()
    }
}

/// What one of the tables holds, in words.
pub fn words(key: &str) -> &'static str {
    match key {
        "etablissement" => "l’établissement",
        "formation" => "la formation",
        "periode_scolaire" => "les périodes de stage",
        "referent" => "les référents",
        "defauts" => "les valeurs par défaut",
        "organisme" => "les organismes",
        "stage" => "les stages",
        "avenant" => "les avenants",
        "contrat" => "les contrats",
        _ => "les étudiants",
    }
}

fn in_words(tables: &[&str]) -> String {
    let all = tables.join(", ");
    let mut chars = all.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

fn flatten(path: &str, value: &Value, out: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(keys) => keys.iter().for_each(|(name, value)| flatten(&format!("{path}.{name}"), value, out)),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            items.iter().enumerate().for_each(|(i, item)| flatten(&format!("{path}[{i}]"), item, out));
        }
        leaf => out.push((path.to_owned(), leaf.clone())),
    }
}

/// Whether all that `value` tells stands in `there` too.
fn is_within(value: &Value, there: &Value) -> bool {
    match (value, there) {
        (Value::Object(keys), Value::Object(others)) => {
            keys.iter().all(|(name, value)| others.get(name).is_some_and(|other| is_within(value, other)))
        }
        (Value::Array(items), Value::Array(others)) if items.iter().any(Value::is_object) => {
            items.iter().all(|item| others.iter().any(|other| is_within(item, other)))
        }
        (Value::String(a), Value::String(b)) => a.trim() == b.trim(),
        (a, b) => a == b,
    }
}

/// The keys of a row or of a block that are values, with their paths.
fn leaves<'k>(node: &'k Node, above: &str, out: &mut Vec<(String, &'k Key)>) {
    let Node::Table(keys) = node else { return };
    for key in keys {
        let path = if above.is_empty() { key.name.clone() } else { format!("{above}.{}", key.name) };
        match &key.node {
            inner @ Node::Table(_) => leaves(inner, &path, out),
            Node::List(inner) if matches!(**inner, Node::Table(_)) => {}
            _ => out.push((path, key)),
        }
    }
}

fn list(row: &Node, value: &Value) -> Registre {
    let mut all = Vec::new();
    leaves(row, "", &mut all);
    let mut registre = Registre::new(all.iter().map(|(path, _)| path.clone()).collect());
    for row in value.as_array().into_iter().flatten() {
        registre.push(all.iter().map(|(path, key)| text(at(row, path), &key.node)).collect());
    }
    registre
}

fn block_of(table: &str, block: &Node, value: &Value) -> Registre {
    let mut all = Vec::new();
    leaves(block, "", &mut all);
    let mut registre = Registre::new(VERTICAL.map(str::to_owned).to_vec());
    let mut told = Vec::new();
    flatten("", value, &mut told);
    for (path, key) in all {
        let value = text(at(value, &path), &key.node);
        if !value.is_empty() || !starter::is_of_one_stage(&format!("{table}.{path}")) {
            registre.push(vec![path, value, explained(key)]);
        }
    }
    // What stands in blocks of a list, « tuteur[1].nom », is not among the keys above.
    for (path, value) in told.iter().filter(|(path, _)| path.contains('[')) {
        let parts: Vec<&str> = path.trim_start_matches('.').split(['[', ']']).collect();
        if let [name, rank, rest] = parts[..]
            && let Ok(rank) = rank.parse::<usize>()
        {
            let number = if rank == 0 { String::new() } else { (rank + 1).to_string() };
            registre.push(vec![format!("{name}{number}{rest}"), text(Some(value), &Node::Text), String::new()]);
        }
    }
    registre
}

fn explained(key: &Key) -> String {
    let choices = match &key.node {
        Node::Choice(all) => format!(" ({})", all.join(", ")),
        Node::List(inner) => match &**inner {
            Node::Choice(all) => format!(" ({})", all.join(", ")),
            _ => String::new(),
        },
        _ => String::new(),
    };
    let example = key.example.as_ref().map(|e| format!(" Exemple : {}", text(Some(e), &key.node)));
    format!("{}{choices}.{}", key.description.trim_end_matches('.'), example.unwrap_or_default())
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

/// A value as a cell has it.
fn text(value: Option<&Value>, node: &Node) -> String {
    let inner = if let Node::List(inner) = node { inner } else { node };
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Array(items)) => items.iter().map(|item| text(Some(item), inner)).collect::<Vec<_>>().join(" ; "),
        Some(Value::Bool(b)) => if *b { "oui" } else { "non" }.to_owned(),
        Some(Value::String(text)) if *inner == Node::Date || Date::looks_like(text) => {
            Date::parse(text).map_or_else(|| text.clone(), |d| d.to_string())
        }
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(n)) => n.to_string().replace('.', ","),
        Some(other) => other.to_string(),
    }
}
