//! Inputs that would cost more than they weigh: each family at two sizes below the limit of its file. The program answers in
//! time that grows as the size does, in bounded memory; what it cannot answer so, it says.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

#[path = "../support/mod.rs"]
mod support;

mod archives;
mod cost;
mod dossiers;
mod families;
mod imports;
mod packed;
mod pictures;
mod promotions;

use cost::{Cost, run};
use support::fixture;

/// How much slower our own code is here than in a release.
const DEBUG: f64 = if cfg!(debug_assertions) { 8.0 } else { 1.0 };
/// What no input may take of a control: seconds, and MiB.
const TIME: f64 = 2.0;
const MEMORY: f64 = 500.0;

#[test]
fn a_control_costs_what_its_folder_weighs() {
    let mut told = Vec::new();
    for family in families::all() {
        let [small, large] = family.sizes.map(|n| run(&family.folder(n), family.args));
        let times = family.sizes[1] as f64 / family.sizes[0] as f64;
        let line = format!("{}: {small:.2?}, {times} times as much {large:.2?}", family.name);
        eprintln!("{line}");
        let answered = |c: &Cost| matches!(c.code, Some(0 | 1));
        let proportional = large.time <= 1.5 * times * small.time + 0.5;
        if !(answered(&small) && answered(&large) && proportional && large.time < TIME * DEBUG && large.memory < MEMORY)
        {
            told.push(line);
        }
    }
    assert!(told.is_empty(), "{told:#?}");
}

/// Words without a place to break a line, in every field that holds a text and in tables with a header row: pages, and nothing more.
#[test]
fn words_of_thousands_of_letters_are_pages_and_nothing_more() {
    // What names something else, or is a word of a closed list.
    const NAMES: &str = "|activites|competences|cle|diplome|entreprise|fichier|id|logo|nature|organigramme|piece|savoirs|source|statut|";
    let word = "Ŵ".repeat(3_000);
    let mut folder = fixture("complet-scolaire");
    for (name, bytes) in folder.files.iter_mut().filter(|(name, _)| name.ends_with(".toml") || name.ends_with(".md")) {
        let line = |line: &str| match line.split_once(" = \"") {
            Some((key, _)) if !NAMES.contains(&format!("|{}|", key.trim())) => format!("{key} = \"{word}\"\n"),
            _ => format!("{line}\n"),
        };
        let mut text: String = String::from_utf8(bytes.clone()).unwrap().lines().map(line).collect();
        if name.ends_with(".md") {
            text += &format!("\n| {word} | {word} |\n|---|---|\n| {word} | {word} |\n");
        }
        *bytes = text.into_bytes();
    }
    let cost = run(&folder, &["build", "dossier", "--brouillon"]);
    eprintln!("{cost:.2?}");
    assert!(cost.code == Some(1) && cost.time < 4.0 * DEBUG && cost.memory < 1024.0, "{cost:.2?}");
}
