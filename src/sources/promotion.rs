//! Loads a promotion's folder: `promotion.toml` and its tables, each row completed by the defaults.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::attachments::{Accepts, Named};
use super::folder::Folder;
use super::loader::Loader;
use super::reader::{example_line, join};
use super::schema::{Key, Node};
use super::{Sources, designations, tables};
use crate::diagnostic::Place;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::identifiers::uai;
use crate::domain::promotion::{FILE, Files, Promotion, PromotionFile, Stage};
use crate::domain::vide;

/// A promotion's folder once read.
pub struct LoadedPromotion {
    pub promotion: Promotion,
    pub faults: Vec<Fault>,
    pub sources: Sources,
    /// The bytes of what the data names, by path.
    pub attachments: BTreeMap<String, Vec<u8>>,
    /// PDFs that are still to be looked at.
    pub scans: Vec<Named>,
}

/// The compiled shape, made once in a process.
pub(super) static SHAPE: std::sync::LazyLock<Node> = std::sync::LazyLock::new(Node::of::<PromotionFile>);

/// Reads a promotion's folder. Never fails as a whole: what is wrong is in the faults.
pub fn load_promotion(folder: &dyn Folder) -> LoadedPromotion {
    let mut loader = Loader::new(folder);
    let mut value: Value = loader.toml(FILE, &SHAPE).unwrap_or_default();
    let mut told = tables::load(&mut loader, &tables::PROMOTION, &mut value);
    let files = Files::told(|key| told.remove(key));
    complete(&mut value);
    let held = placeholders(&mut value);
    let mut file: PromotionFile = match value {
        Value::Null => PromotionFile::default(),
        value => serde_json::from_value(value).expect("a value that was read against its shape has its type"),
    };
    let mut promotion = Promotion {
        etudiants: std::mem::take(&mut file.etudiant),
        organismes: std::mem::take(&mut file.organisme),
        stages: std::mem::take(&mut file.stage),
        avenants: std::mem::take(&mut file.avenant),
        contrats: std::mem::take(&mut file.contrat),
        files,
        reglage: file,
        attachments: BTreeMap::new(),
        ..Promotion::default()
    };
    trim(&mut promotion);
    designations::resolve(&mut promotion);
    required(&mut loader, &promotion);
    for (path, key) in held {
        let kind = FaultKind::Placeholder {
            key: key.name.clone(),
            description: key.description.clone(),
            example: key.example.as_ref().map(|e| example_line(key, e)),
            required: key.required,
        };
        loader.fault(Place::value(promotion.files.of(&path), path), kind);
    }
    references(&mut loader, &mut promotion);
    let Loader { faults, sources, attachments, scans, .. } = loader;
    LoadedPromotion { promotion, faults, sources, attachments, scans }
}

/// Lays the defaults under each row: a table key by key, any other value whole.
fn complete(value: &mut Value) {
    let Some(defaults) = value.get("defauts").cloned() else { return };
    let rows = value.get_mut("stage").and_then(Value::as_array_mut);
    rows.into_iter().flatten().for_each(|row| under(row, &defaults));
}

fn under(row: &mut Value, defaults: &Value) {
    let (Value::Object(row), Value::Object(defaults)) = (row, defaults) else { return };
    for (key, default) in defaults {
        match row.get_mut(key) {
            Some(told @ Value::Object(_)) => under(told, default),
            Some(Value::String(told)) if told.trim().is_empty() => drop(row.insert(key.clone(), default.clone())),
            Some(_) => {}
            None => drop(row.insert(key.clone(), default.clone())),
        }
    }
}

/// Blanks each text that only holds the place of one, « à compléter », « ? »: after the defaults were laid, which must not
/// stand in for it. Those that no clause asks for are given back, to be told where they are written.
fn placeholders(value: &mut Value) -> Vec<(String, &'static Key)> {
    let mut held = Vec::new();
    blank(value, &SHAPE, "", &mut held);
    let default = |path: &str| path.strip_prefix("stage[")?.split_once("].").map(|(_, key)| format!("defauts.{key}"));
    let defaults: BTreeSet<String> =
        held.iter().map(|(path, _)| path.clone()).filter(|p| p.starts_with("defauts.")).collect();
    // One that a row has of the defaults is told there.
    held.retain(|(path, _)| !is_asked(path) && default(path).is_none_or(|d| !defaults.contains(&d)));
    held
}

fn blank(value: &mut Value, node: &'static Node, path: &str, held: &mut Vec<(String, &'static Key)>) {
    match (node, value) {
        (Node::Table(keys), Value::Object(object)) => {
            for key in keys {
                let Some(value) = object.get_mut(&key.name) else { continue };
                blank_key(value, key, &join(path, &key.name), held);
            }
        }
        (Node::List(inner), Value::Array(items)) => {
            for (i, item) in items.iter_mut().enumerate() {
                blank(item, inner, &format!("{path}[{i}]"), held);
            }
        }
        _ => {}
    }
}

fn blank_key(value: &mut Value, key: &'static Key, path: &str, held: &mut Vec<(String, &'static Key)>) {
    // A dash says « nothing », and nothing was asked for.
    let mut tell = |text: &str| {
        if key.required || text.chars().any(char::is_alphanumeric) {
            held.push((path.to_owned(), key));
        }
    };
    let holds = |text: &str| !text.trim().is_empty() && vide::is_empty(text);
    match (&key.node, value) {
        (Node::Text, Value::String(text)) if holds(text) => tell(&std::mem::take(text)),
        (Node::List(inner), Value::Array(items)) if **inner == Node::Text => items.retain(|item| {
            let held = item.as_str().filter(|text| holds(text));
            held.into_iter().for_each(&mut tell);
            held.is_none()
        }),
        (node, value) => blank(value, node, path, held),
    }
}

/// Whether a clause tells what is blank at a path: a stage's own, or the defaults'.
fn is_asked(path: &str) -> bool {
    const KEYS: [&str; 10] = [
        "etudiant",
        "organisme",
        "referent",
        "horaires",
        "presence_particuliere",
        "qualite",
        "fiche_pays",
        "presence.gratification",
        "gratification.horaire",
        "gratification.modalites",
    ];
    const TEXTS: [&str; 2] = ["pedagogie.", "clauses."];
    let Some(key) = path
        .split_once('.')
        .filter(|(table, _)| table.starts_with("stage[") || *table == "defauts")
        .map(|(_, key)| key)
    else {
        return false;
    };
    let tuteur = key.starts_with("tuteur[") && key.ends_with("].nom");
    KEYS.contains(&key) || tuteur || (TEXTS.iter().any(|t| key.starts_with(t)) && key != "clauses.conges")
}

/// Spaces around a key are a slip that must not hide what it names; a small letter is one in an UAI.
fn trim(promotion: &mut Promotion) {
    promotion.reglage.etablissement.uai = uai(&promotion.reglage.etablissement.uai);
    let all = promotion
        .stages
        .iter_mut()
        .flat_map(|s| [&mut s.cle, &mut s.etudiant, &mut s.organisme, &mut s.second_organisme, &mut s.referent]);
    let all = all.chain(promotion.etudiants.iter_mut().map(|e| &mut e.cle));
    let all = all.chain(promotion.organismes.iter_mut().map(|o| &mut o.cle));
    let all = all.chain(promotion.reglage.referent.iter_mut().map(|r| &mut r.cle));
    let all = all.chain(promotion.contrats.iter_mut().flat_map(|c| [&mut c.cle, &mut c.etudiant, &mut c.organisme]));
    for key in all.chain(promotion.avenants.iter_mut().flat_map(|a| [&mut a.convention, &mut a.referent])) {
        *key = key.trim().to_owned();
    }
}

/// What every stage tells, in its row or in the defaults.
fn required(loader: &mut Loader<'_>, promotion: &Promotion) {
    let table = tables::PROMOTION.table("stage").expect("stages are a table");
    let file = promotion.files.stages.as_str();
    let whole = |f: &Fault| matches!(f.kind, FaultKind::Syntax { .. } | FaultKind::Unreadable(_));
    if loader.faults.iter().any(whole) {
        return;
    }
    let lost: BTreeSet<String> = loader.faults.iter().filter_map(|f| lost(f, file)).collect();
    let mut missing = Vec::new();
    for name in ["etudiant", "organisme", "debut", "fin"] {
        let told = |s: &Stage| match name {
            "etudiant" => !s.etudiant.is_empty(),
            "organisme" => !s.organisme.is_empty(),
            "debut" => s.debut.is_some(),
            _ => s.fin.is_some(),
        };
        let key = table.keys.iter().find(|k| k.name == name).expect("a stage has that key");
        let is_lost =
            |i: usize| ["stage", "defauts", &format!("stage[{i}]")].iter().any(|p| lost.contains(&join(p, name)));
        let rows: Vec<usize> = promotion.stages.iter().enumerate().filter(|(_, s)| !told(s)).map(|(i, _)| i).collect();
        let mut rows = rows.into_iter().filter(|i| !is_lost(*i));
        let there = loader.sources.grid_of(file, table.key).map(|grid| grid.has_column(name));
        match there {
            // A column that is not there is told once.
            Some(false) => missing.extend(rows.next().map(|_| ("stage".to_owned(), tables::missing(key, name, false)))),
            Some(true) => {
                missing.extend(rows.map(|i| (format!("stage[{i}].{name}"), tables::missing(key, name, true))));
            }
            None => missing.extend(rows.map(|i| (format!("stage[{i}]"), in_toml(key)))),
        }
    }
    for (path, kind) in missing {
        loader.fault(Place::value(file, path), kind);
    }
}

/// The data path of the value that a fault took away; for a heading that no one knows, that of the key it resembles.
fn lost(fault: &Fault, stages: &str) -> Option<String> {
    let path = fault.place.field()?;
    match &fault.kind {
        FaultKind::UnknownColumn { nearest: Some(key), .. } if fault.place.file == stages => Some(join("stage", key)),
        _ => Some(path.to_owned()),
    }
}

/// The fault of a key that is not in a block of TOML.
fn in_toml(key: &Key) -> FaultKind {
    let example = key.example.as_ref().map(|e| example_line(key, e));
    FaultKind::Missing { key: key.name.clone(), description: key.description.clone(), example, empty: false }
}

/// Looks at the logo and at the country sheets that are files.
fn references(loader: &mut Loader<'_>, promotion: &mut Promotion) {
    let mut accepted = BTreeMap::new();
    let logo = &promotion.reglage.etablissement.logo;
    if !logo.trim().is_empty() {
        let place = Place::value(&promotion.files.etablissement, "etablissement.logo");
        loader.reference(place, logo, Accepts::Pictures, &mut accepted);
    }
    // The sheet of the defaults is looked at once, there.
    let defaut = &promotion.reglage.defauts.fiche_pays;
    let shared = promotion.stages.iter().any(|s| s.fiche_pays == *defaut);
    let own = promotion.stages.iter().enumerate().filter(|(_, s)| s.fiche_pays != *defaut);
    let own =
        own.map(|(i, s)| (Place::value(&promotion.files.stages, format!("stage[{i}].fiche_pays")), &s.fiche_pays));
    let shared = shared.then(|| (Place::value(&promotion.files.defauts, "defauts.fiche_pays"), defaut));
    for (place, sheet) in shared.into_iter().chain(own) {
        let sheet = sheet.trim();
        // A path has a folder or an ending; anything else is the reference of a sheet.
        let is_file = [".pdf", ".png", ".jpg", ".jpeg"].iter().any(|e| sheet.to_lowercase().ends_with(e));
        if is_file {
            loader.reference(place, sheet, Accepts::PicturesAndScans, &mut accepted);
        }
    }
    promotion.attachments = accepted;
}
