//! Loads a promotion's folder: `promotion.toml` and the tables in it, each row completed by the defaults.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Sources;
use super::attachments::Accepts;
use super::folder::Folder;
use super::loader::Loader;
use super::schema::Node;
use crate::diagnostic::Place;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::promotion::{FILE, Files, Promotion, PromotionFile, Stage};

/// A promotion's folder once read.
pub struct LoadedPromotion {
    pub promotion: Promotion,
    pub faults: Vec<Fault>,
    pub sources: Sources,
    /// The bytes of what the data names, by path.
    pub attachments: BTreeMap<String, Vec<u8>>,
}

/// The compiled shape, made once in a process.
static SHAPE: std::sync::LazyLock<Node> = std::sync::LazyLock::new(Node::of::<PromotionFile>);

/// Reads a promotion's folder. Never fails as a whole: what is wrong is in the faults.
pub fn load_promotion(folder: &dyn Folder) -> LoadedPromotion {
    let mut loader = Loader::new(folder);
    let mut value: Value = loader.toml(FILE, &SHAPE).unwrap_or_default();
    complete(&mut value);
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
        files: Files::default(),
        reglage: file,
        attachments: BTreeMap::new(),
        ..Promotion::default()
    };
    trim(&mut promotion);
    required(&mut loader, &promotion);
    references(&mut loader, &mut promotion);
    let Loader { faults, sources, attachments, .. } = loader;
    LoadedPromotion { promotion, faults, sources, attachments }
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

/// Spaces around a key are a slip that must not hide what it names.
fn trim(promotion: &mut Promotion) {
    let all =
        promotion.stages.iter_mut().flat_map(|s| [&mut s.cle, &mut s.etudiant, &mut s.organisme, &mut s.referent]);
    let all = all.chain(promotion.etudiants.iter_mut().map(|e| &mut e.cle));
    let all = all.chain(promotion.organismes.iter_mut().map(|o| &mut o.cle));
    let all = all.chain(promotion.reglage.referent.iter_mut().map(|r| &mut r.cle));
    let all = all.chain(promotion.contrats.iter_mut().flat_map(|c| [&mut c.cle, &mut c.etudiant, &mut c.organisme]));
    for key in all.chain(promotion.avenants.iter_mut().map(|a| &mut a.convention)) {
        *key = key.trim().to_owned();
    }
}

/// What every stage tells, in its row or in the defaults.
fn required(loader: &mut Loader<'_>, promotion: &Promotion) {
    let lost = |loader: &Loader<'_>, i: usize, key: &str| {
        let (row, default) = (format!("stage[{i}].{key}"), format!("defauts.{key}"));
        loader.faults.iter().any(|f| {
            let syntax = matches!(f.kind, FaultKind::Syntax { .. } | FaultKind::Unreadable(_));
            syntax || f.place.field().is_some_and(|p| p == row || p == default)
        })
    };
    for (i, stage) in promotion.stages.iter().enumerate() {
        let Stage { etudiant, organisme, debut, fin, .. } = stage;
        for (key, told, description, example) in [
            ("etudiant", !etudiant.is_empty(), "Étudiant : sa clé.", "etudiant = \"martin-lea\""),
            ("organisme", !organisme.is_empty(), "Organisme d’accueil : sa clé.", "organisme = \"delorme\""),
            ("debut", debut.is_some(), "Premier jour.", "debut = 2025-11-17"),
            ("fin", fin.is_some(), "Dernier jour.", "fin = 2026-01-16"),
        ] {
            if !told && !lost(loader, i, key) {
                let example = Some(example.to_owned());
                let description = description.to_owned();
                let kind = FaultKind::Missing { key: key.to_owned(), description, example, empty: false };
                loader.fault(Place::value(FILE, format!("stage[{i}]")), kind);
            }
        }
    }
}

/// Looks at the logo and at the country sheets that are files.
fn references(loader: &mut Loader<'_>, promotion: &mut Promotion) {
    let mut accepted = BTreeMap::new();
    let logo = &promotion.reglage.etablissement.logo;
    if !logo.trim().is_empty() {
        loader.reference(Place::value(FILE, "etablissement.logo"), logo, Accepts::Pictures, &mut accepted);
    }
    for (i, stage) in promotion.stages.iter().enumerate() {
        let sheet = stage.fiche_pays.trim();
        // A path has a folder or an ending; anything else is the reference of a sheet.
        let is_file = [".pdf", ".png", ".jpg", ".jpeg"].iter().any(|e| sheet.to_lowercase().ends_with(e));
        if is_file {
            let place = Place::value(FILE, format!("stage[{i}].fiche_pays"));
            loader.reference(place, sheet, Accepts::PicturesAndScans, &mut accepted);
        }
    }
    promotion.attachments = accepted;
}
