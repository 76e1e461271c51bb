//! A promotion of as many conventions as are wanted, from the fixture's: other people, other firms, the same texts.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// Writes a `promotion.toml` of `nombre` stages into a folder.
pub fn ecrire(modele: &Path, dossier: &Path, nombre: usize) {
    let text = fs::read_to_string(modele.join("promotion.toml")).expect("the fixture");
    let source: Table = text.parse().expect("the fixture is TOML");
    let mut out = source.clone();
    // What changes a stage, or stands instead of one, has nothing to do with its convention.
    ["avenant", "contrat"].iter().for_each(|list| drop(out.remove(*list)));
    // Pictures are no part of the bench: neither the school's, nor the scanned sheet of a country.
    if let Some(Value::Table(etablissement)) = out.get_mut("etablissement") {
        etablissement.retain(|key, _| !key.starts_with("logo"));
    }
    let mut stages = rangees(&source, "stage");
    stages.retain(|s| !s.get("fiche_pays").and_then(Value::as_str).is_some_and(|f| f.ends_with(".pdf")));
    let kept: Vec<_> = (0..nombre).map(|i| stage(&stages[i % stages.len()], i / stages.len(), &source)).collect();
    for list in ["etudiant", "organisme", "referent"] {
        let used: HashSet<_> = kept.iter().filter_map(|s| s.get(list)?.as_str()).map(str::to_owned).collect();
        let copies = (0..=(nombre - 1) / stages.len()).flat_map(|copy| {
            rangees(&source, list).into_iter().map(move |mut row| {
                suffixe(&mut row, "cle", copy);
                if list == "etudiant" {
                    autre_nom(&mut row, copy);
                }
                row
            })
        });
        let copies = copies.filter(|r| r.get("cle").and_then(Value::as_str).is_some_and(|c| used.contains(c)));
        out.insert(list.to_owned(), copies.map(Value::Table).collect::<Vec<_>>().into());
    }
    out.insert("stage".to_owned(), kept.into_iter().map(Value::Table).collect::<Vec<_>>().into());
    fs::create_dir_all(dossier).expect("a folder");
    fs::write(dossier.join("promotion.toml"), toml::to_string(&out).expect("a table")).expect("a file");
}

fn rangees(source: &Table, list: &str) -> Vec<Table> {
    let rows = source.get(list).and_then(Value::as_array).unwrap_or_else(|| panic!("the fixture has no [[{list}]]"));
    rows.iter().filter_map(Value::as_table).cloned().collect()
}

/// A stage of another copy of the class: its keys lead to that copy's student, organisme and référent.
fn stage(modele: &Table, copy: usize, source: &Table) -> Table {
    let mut stage = modele.clone();
    let default = source.get("defauts").and_then(|d| d.get("referent"));
    if let (None, Some(referent)) = (stage.get("referent"), default) {
        stage.insert("referent".to_owned(), referent.clone());
    }
    ["cle", "etudiant", "organisme", "referent"].iter().for_each(|key| suffixe(&mut stage, key, copy));
    stage
}

fn suffixe(row: &mut Table, key: &str, copy: usize) {
    if let (1.., Some(Value::String(text))) = (copy, row.get_mut(key)) {
        text.push_str(&format!("-{copy}"));
    }
}

/// Another name: no two documents are alike, nothing that a program remembers spares it a page.
fn autre_nom(row: &mut Table, copy: usize) {
    if let (1.., Some(Value::String(name))) = (copy, row.get_mut("nom_famille")) {
        let letters = format!("{copy}").bytes().map(|b| char::from(b - b'0' + b'A')).collect::<String>();
        name.insert_str(0, &format!("{letters} "));
    }
}
