//! A school's overlay: letterhead, settings, a later text, another diploma, a slip; none of it needs Rust.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use liasse::diagnostic::Severity;
use liasse::domain::examen;
use liasse::pipeline::{Library, control, control_examen};
use liasse::sources::{MemoryFolder, Pack};
use support::{apply, fixture, root};

fn overlay(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn codes(folder: &MemoryFolder, overlay: &Path) -> Vec<&'static str> {
    let library = Library::new(Pack::embedded().overlay(overlay).unwrap()).unwrap();
    let told = match folder.files.contains_key(examen::FILE) {
        true => control_examen(folder, &library).unwrap().diagnostics,
        false => control(folder, &library).unwrap().diagnostics,
    };
    told.iter().map(|d| d.code).collect()
}

fn build(pack: &Path, out: &Path) -> Output {
    let dossier = root().join("fixtures/dossiers/complet-scolaire");
    Command::new(env!("CARGO_BIN_EXE_liasse"))
        .arg("build")
        .arg(dossier)
        .args(["--only", "dossier", "--format", "short", "--pack"])
        .arg(pack)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap()
}

#[test]
fn a_number_of_the_text_changes_without_rust() {
    let pack = overlay(&[("referentiel.toml", "[stage]\njournees_min = 90\njournees_max = 95\n")]);
    assert!(codes(&fixture("complet-scolaire"), pack.path()).contains(&"ST01"));
}

#[test]
fn a_later_version_of_the_text_governs_its_sessions_only() {
    let version =
        "[texte]\nversion = \"2030\"\nsessions_depuis = 2030\n[stage]\njournees_min = 90\njournees_max = 95\n";
    let pack = overlay(&[("versions/2030.toml", version)]);
    let mut folder = fixture("complet-scolaire");
    assert!(!codes(&folder, pack.path()).contains(&"ST01"));
    apply(&mut folder, "--- candidat.toml\n-session = 2026\n+session = 2030");
    assert!(codes(&folder, pack.path()).contains(&"ST01"));
}

#[test]
fn who_signs_and_what_is_written_are_settings() {
    let visa = "[[visa]]\ncle = \"fiche\"\nqualites = [\"chef-etablissement\"]\n";
    let pack = overlay(&[("dossier.toml", visa)]);
    let told = codes(&fixture("complet-scolaire"), pack.path());
    assert_eq!(told.iter().filter(|c| **c == "DP09").count(), 9, "{told:?}");
    let rubrique = "[[rubrique]]\ncle = \"analyse\"\nretire = true\n";
    let pack = overlay(&[("dossier.toml", rubrique)]);
    let mut folder = fixture("complet-scolaire");
    apply(&mut folder, "--- fiches/01.md\n-# Analyse réflexive\n+# Mon bilan à moi");
    assert!(!codes(&folder, pack.path()).contains(&"DP10"));
}

/// Who compared the pages with the models of the circulaire is not told of them again.
#[test]
fn the_models_of_the_circulaire_are_recalled_once_and_no_more_when_they_were_compared() {
    let none = tempfile::tempdir().unwrap();
    let compared = overlay(&[("dossier.toml", "[modeles]\nverifies = \"circulaire de la session 2026\"\n")]);
    for (name, code) in [("complet-scolaire", "DP18"), ("examen-e5-ccf", "OR14")] {
        let count = |pack: &Path| codes(&fixture(name), pack).iter().filter(|c| **c == code).count();
        assert_eq!((count(none.path()), count(compared.path())), (1, 0), "{name}");
    }
}

/// Another diploma is a folder: the same text under another name stands for it here.
#[test]
fn another_diploma_is_a_folder() {
    let templates = root().join("templates/bts-assurance");
    let pack = tempfile::tempdir().unwrap();
    let other = pack.path().join("bts-autre");
    std::fs::create_dir(&other).unwrap();
    for entry in std::fs::read_dir(templates).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            std::fs::copy(entry.path(), other.join(entry.file_name())).unwrap();
        }
    }
    let mut folder = fixture("complet-scolaire");
    apply(&mut folder, "--- candidat.toml\n-\"bts-assurance\"\n+\"bts-autre\"");
    let library = Library::new(Pack::embedded().overlay(pack.path()).unwrap()).unwrap();
    let c = control(&folder, &library).unwrap();
    assert_eq!(c.texts.pack.diplome, "bts-autre");
    let human = |d: &&liasse::diagnostic::Diagnostic| d.severity == Severity::Human;
    assert!(c.diagnostics.iter().all(|d| human(&d)), "{:?}", c.diagnostics);
    // Without that folder, the name is a fault.
    let alone = control(&folder, &Library::new(Pack::embedded()).unwrap()).unwrap();
    let told: Vec<_> = alone.diagnostics.iter().filter(|d| !human(d)).map(|d| d.code).collect();
    assert_eq!(told, ["FMT05"]);
}

#[test]
fn a_slip_in_the_overlay_is_told_with_its_file() {
    let out = tempfile::tempdir().unwrap();
    for (file, text) in [
        ("dossier.toml", "[titres\n"),
        ("dossier.toml", "[titres]\ninconnu = \"x\"\n"),
        ("referentiel.toml", "[stage]\njournees_min = \"x\"\n"),
    ] {
        let pack = overlay(&[(file, text)]);
        let done = build(pack.path(), out.path());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(3), "{said}");
        assert!(said.contains(file), "{said}");
    }
}

#[test]
fn a_broken_template_is_the_templates_fault_with_its_line() {
    let out = tempfile::tempdir().unwrap();
    for (file, text) in [("dossier.tera", "#let x = 1\n{% for %}"), ("lib/fiche.typ", "#let fiche = {\n  let x = \n}")]
    {
        let pack = overlay(&[(file, text)]);
        let done = build(pack.path(), out.path());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(3), "{said}");
        assert!(said.contains("[PR02] défaut du modèle, non de vos données") && said.contains(file), "{said}");
    }
}

/// A page that would break the standards is refused, and named as the template's fault.
#[test]
fn a_template_against_the_standards_is_told() {
    let out = tempfile::tempdir().unwrap();
    let main = std::fs::read_to_string(root().join("templates/bts-assurance/dossier.tera")).unwrap();
    let pack = overlay(&[("dossier.tera", &(main + "\n#heading(level: 6)[Trop bas]\n"))]);
    let done = build(pack.path(), out.path());
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(3), "{said}");
    assert!(said.contains("[PR01] défaut du modèle"), "{said}");
    assert!(!out.path().join("complet-scolaire/dossier-professionnel.pdf").exists());
}
