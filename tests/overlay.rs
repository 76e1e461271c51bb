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
    copy_files(&templates, &other);
    copy_files(&templates.join("clauses"), &other.join("clauses"));
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

/// The files of a folder, without those of the folders in it.
fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()) {
        std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

/// A diploma whose folder has no clause would find everything conforming: it is refused. One that has not all of them asks less.
#[test]
fn a_diploma_asks_what_its_clauses_say_and_has_some() {
    let templates = root().join("templates/bts-assurance");
    let pack = tempfile::tempdir().unwrap();
    let other = pack.path().join("bts-autre");
    copy_files(&templates, &other);
    let mut folder = fixture("complet-scolaire");
    apply(&mut folder, "--- candidat.toml\n-\"bts-assurance\"\n+\"bts-autre\"\n--- fiches/04.md\nsupprimer\n");
    let found = |pack: &Path| {
        let library = Library::new(Pack::embedded().overlay(pack).unwrap()).unwrap();
        control(&folder, &library).map(|c| c.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>())
    };
    let refused = found(pack.path()).expect_err("it has no clause").to_string();
    assert_eq!(refused, "bts-autre/clauses : ce diplôme n’a aucune clause : rien ne serait contrôlé");
    copy_files(&templates.join("clauses"), &other.join("clauses"));
    assert!(found(pack.path()).unwrap().contains(&"DP03"));
    std::fs::remove_file(other.join("clauses/DP03.md")).unwrap();
    assert!(!found(pack.path()).unwrap().contains(&"DP03"));
}

/// A school's clause stands for ours; one that is not written as a clause, or that nothing checks, is told with its file.
#[test]
fn a_clause_of_the_overlay() {
    let page = std::fs::read_to_string(root().join("templates/bts-assurance/clauses/E3201.md")).unwrap();
    let lighter = page.replacen("gravite = \"erreur\"", "gravite = \"conseil\"", 1);
    let mut folder = fixture("complet-scolaire");
    for file in ["01", "02", "03", "05"] {
        let text = String::from_utf8(folder.files[&format!("fiches/{file}.md")].clone()).unwrap();
        let name = text.lines().find(|l| l.starts_with("nom = ")).unwrap().to_owned();
        apply(&mut folder, &format!("--- fiches/{file}.md\n-{name}\n+nom = \"Pack\"\n"));
    }
    let weight = |page: &str| {
        let pack = overlay(&[("clauses/E3201.md", page)]);
        let library = Library::new(Pack::embedded().overlay(pack.path()).map_err(|e| e.to_string())?);
        let found = control(&folder, &library.map_err(|e| e.to_string())?).unwrap().diagnostics;
        Ok(found.iter().find(|d| d.code == "E3201").map(|d| d.severity))
    };
    assert_eq!(weight(&page), Ok::<_, String>(Some(Severity::Error)));
    assert_eq!(weight(&lighter), Ok(Some(Severity::Advice)));
    for (from, to, told) in [
        ("gravite = \"erreur\"", "gravite = \"grave\"", "ligne 2 : la valeur « grave » n’est pas de la liste"),
        ("gravite =", "poids =", "ligne 2 : la clé « poids » n’existe pas à cet endroit"),
        ("# E3201 —", "# E3202 —", "le titre de la page ne commence pas par « # E3201 — »"),
        ("+++", "---", "la page ne commence pas par les données de la clause, entre deux lignes « +++ »"),
    ] {
        let said = weight(&page.replacen(from, to, 1)).unwrap_err();
        assert!(said.ends_with(&format!("E3201.md : {told}")), "{said}");
    }
    let pack = overlay(&[("clauses/ZZ99.md", &page.replace("E3201", "ZZ99"))]);
    let refused = Library::new(Pack::embedded().overlay(pack.path()).unwrap()).err().unwrap().to_string();
    assert_eq!(refused, "bts-assurance/clauses/ZZ99.md : rien ne contrôle une clause de ce code");
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
