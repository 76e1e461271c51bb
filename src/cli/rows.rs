//! The table at the end of a build: a row for each folder, what became of it.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::report;
use crate::diagnostic::ToSign;
use crate::pipeline::build::{Built, DossierState};
use crate::pipeline::manifest;
use crate::pipeline::promotion::BuiltDocuments;
use crate::pipeline::session::{BuiltSession, ControlledSession};
use crate::sources::discover::Found;

/// One row.
#[derive(Debug, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    state: String,
    pages: String,
    time: Duration,
    pub good: bool,
}

impl Row {
    /// A folder that was not built.
    pub fn lost(found: &Found, state: &str) -> Self {
        let (name, state, pages) = (found.name.clone(), state.to_owned(), "–".to_owned());
        Row { name, state, pages, time: Duration::ZERO, good: false }
    }

    pub fn of_dossier(found: &Found, built: &Built, to_sign: &ToSign, time: Duration) -> Self {
        let wrong = match built.summary.errors {
            0 => report::in_words(built.summary),
            1 => "1 erreur".to_owned(),
            n => format!("{n} erreurs"),
        };
        let left = match to_sign.pieces.len() {
            0 => String::new(),
            1 => ", 1 pièce à signer".to_owned(),
            n => format!(", {n} pièces à signer"),
        };
        let state = match built.dossier {
            DossierState::Written => format!("produit{left}"),
            DossierState::UpToDate => format!("à jour{left}"),
            DossierState::Refused => format!("refusé : {wrong}"),
            DossierState::Kept => format!("refusé : {wrong} ; l’ancien PDF est gardé"),
            DossierState::None if built.is_whole() => "dossier non demandé".to_owned(),
            DossierState::None => "non produit".to_owned(),
        };
        let pages: usize = built.manifest.files.iter().map(|f| f.pages).sum();
        let good = built.summary.conforming && built.is_whole();
        Row { name: found.name.clone(), state, pages: pages.to_string(), time, good }
    }

    pub fn of_session(found: &Found, controlled: &ControlledSession, built: &BuiltSession, time: Duration) -> Self {
        let good = built.summary.conforming && built.trouble.is_empty() && super::session::is_settled(controlled);
        let state = of_session(controlled, built.letters);
        Row { name: found.name.clone(), state, pages: built.pages.to_string(), time, good }
    }

    pub fn of_documents(found: &Found, built: &BuiltDocuments, time: Duration) -> Self {
        let good = built.summary.conforming && built.trouble.is_empty() && !built.interrupted;
        Row { name: found.name.clone(), state: documents(built), pages: built.pages.to_string(), time, good }
    }
}

/// "conforme : 12, à compléter : 3 ; 4 courriers".
fn of_session(controlled: &ControlledSession, letters: usize) -> String {
    let s = if letters > 1 { "s" } else { "" };
    format!("{} ; {letters} courrier{s}", super::session::counts(controlled))
}

/// "documents : 72 produits, 1 refusé".
fn documents(built: &BuiltDocuments) -> String {
    let counts = [
        (built.written, "produit", "produits"),
        (built.current, "à jour", "à jour"),
        (built.refused, "refusé", "refusés"),
        (built.trouble.len(), "en défaut", "en défaut"),
    ];
    let told = counts.iter().filter(|(n, ..)| *n > 0);
    let mut told: Vec<_> = told.map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many })).collect();
    if built.interrupted {
        told.push("interrompu".to_owned());
    }
    if told.is_empty() { "aucun document".to_owned() } else { format!("documents : {}", told.join(", ")) }
}

/// "complet-scolaire  produit  61 pages  0,2 s", aligned, then where the files are.
pub fn table(rows: &[Row], out: &Path) -> String {
    let width = |f: fn(&Row) -> &str| rows.iter().map(|r| f(r).chars().count()).max().unwrap_or(0);
    let (name, state, pages) = (width(|r| &r.name), width(|r| &r.state), width(|r| &r.pages));
    let mut text = String::from("\n");
    for r in rows {
        let seconds = format!("{:.2} s", r.time.as_secs_f64()).replace('.', ",");
        text += &format!("{:<name$}  {:<state$}  {:>pages$} pages  {seconds}\n", r.name, r.state, r.pages);
    }
    let good = rows.iter().filter(|r| r.good).count();
    if rows.len() > 1 {
        text += &format!("{} dossiers, {good} conformes\n", rows.len());
    }
    text + &format!("PDF et {} dans {}\n", manifest::FILE, out.display())
}
