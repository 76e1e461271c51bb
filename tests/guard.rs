//! What is read or typeset in the program's own process, and would never end or fill the memory: the program ends by itself, says
//! so in one sentence, and leaves nothing unfinished; whichever command runs.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod support;

use std::path::Path;
use std::process::Output;

use support::{copy, program, root};

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &home.path().join("seul"));
    home
}

/// Adds a text to a sheet of the dossier.
fn write(home: &Path, more: &str) {
    let path = home.join("seul/fiches/01.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("{text}\n\n{more}\n")).unwrap();
}

/// So many keys that nothing has.
fn keys(n: usize) -> String {
    (0..n).map(|i| format!("k{i}=1\n")).collect()
}

fn run(home: &Path, args: &[&str]) -> Output {
    program(home).args(args).output().unwrap()
}

/// It says in one sentence what was too much, of what, and what to do; nothing is left on its way.
fn gives_up(home: &Path, args: &[&str], what: &str, found: &str) {
    let output = run(home, args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{args:?}: {told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    let option = if found.contains("Mio") { "--memoire-max" } else { "--temps-max" };
    for part in [&format!("erreur : {what} demande {found}"), "rien d’inachevé n’est écrit", "ôtez", option] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let left = walkdir::WalkDir::new(home).into_iter().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    assert_eq!(left.filter(|n| n.starts_with(".liasse-")).collect::<Vec<_>>(), [""; 0]);
}

/// A dossier alone, which no worker builds, whose page never ends.
#[test]
fn a_build_that_would_never_end_ends() {
    let home = home();
    let overlay = home.path().join("surcharge/bts-assurance/dossier.tera");
    std::fs::create_dir_all(overlay.parent().unwrap()).unwrap();
    let sound = std::fs::read_to_string(root().join("templates/bts-assurance/dossier.tera")).unwrap();
    let forever = "{ let n = 0; for a in range(9999) { for b in range(9999) { for c in range(9999) { n += 1 } } } }";
    std::fs::write(&overlay, format!("{sound}\n#{forever}\n")).unwrap();
    let args = ["build", "seul", "--pack", "surcharge", "--temps-max", "1"];
    gives_up(home.path(), &args, "seul", "plus de 5 secondes de calcul");
    assert!(!home.path().join("output/seul/dossier-professionnel.pdf").exists());
    let growth = "{ let a = (1,) * 1000; for i in range(40) { a = a + a } }";
    std::fs::write(&overlay, format!("{sound}\n#{growth}\n")).unwrap();
    let args = ["build", "seul", "--pack", "surcharge", "--memoire-max", "300"];
    gives_up(home.path(), &args, "seul", "plus de 300 Mio de mémoire");
    // What was there, and the next build, are sound.
    assert_eq!(run(home.path(), &["build", "seul"]).status.code(), Some(0));
}

/// A text that costs a control nothing and a page everything.
#[test]
fn a_text_that_would_be_typeset_for_ever_is_told() {
    let home = home();
    write(home.path(), &"א ".repeat(50_000));
    assert_eq!(run(home.path(), &["check", "seul"]).status.code(), Some(0));
    gives_up(home.path(), &["build", "seul", "--temps-max", "1"], "seul", "plus de 5 secondes de calcul");
}

/// What is read alone has the same bounds: here they are narrow, and the inputs as large as they may be.
#[test]
fn what_is_read_alone_has_its_bounds() {
    let home = home();
    let class = home.path().join("classe");
    copy(&root().join("fixtures/promotion"), &class);
    let told = std::fs::read_to_string(class.join("promotion.toml")).unwrap();
    std::fs::write(class.join("promotion.toml"), told + &keys(300_000)).unwrap();
    gives_up(home.path(), &["check", "classe", "--memoire-max", "64"], "classe", "plus de 64 Mio de mémoire");
    gives_up(home.path(), &["check", "classe", "--temps-max", "1"], "classe", "plus de 1 seconde de calcul");
    let rows: String = (0..200_000).map(|i| format!("NOM{i};Anne;01/01/2004;2ASS1\n")).collect();
    std::fs::write(home.path().join("eleves.csv"), format!("Nom;Prénom;Né(e) le;Classe\n{rows}")).unwrap();
    let import = ["import", "eleves.csv", "--to", "neuve"];
    gives_up(home.path(), &[&import[..], &["--memoire-max", "64"]].concat(), "eleves.csv", "plus de 64 Mio de mémoire");
    assert!(!home.path().join("neuve").exists());
    let set = home.path().join("sac");
    std::fs::create_dir_all(set.join("data")).unwrap();
    std::fs::write(set.join("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n").unwrap();
    let line = |i: usize| format!("{:0128x}  data/{i}\n", i);
    std::fs::write(set.join("manifest-sha512.txt"), (0..200_000).map(line).collect::<String>()).unwrap();
    gives_up(home.path(), &["verify", "sac", "--memoire-max", "64"], "sac", "plus de 64 Mio de mémoire");
    gives_up(home.path(), &["extract", "sac", "--to", "ailleurs", "--memoire-max", "64"], "sac", "plus de 64 Mio");
    assert!(!home.path().join("ailleurs").exists());
}

/// An input of many files has more time than a small one, and goes on.
#[test]
fn a_long_control_goes_on_where_the_input_is_large() {
    let home = home();
    let path = home.path().join("seul/candidat.toml");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + &keys(110_000)).unwrap();
    write(home.path(), &"mot ".repeat(150_000));
    gives_up(home.path(), &["check", "seul", "--temps-max", "1"], "seul", "plus de 1 seconde de calcul");
    std::fs::create_dir(home.path().join("seul/autres")).unwrap();
    for i in 0..20_000 {
        std::fs::write(home.path().join(format!("seul/autres/{i}")), "").unwrap();
    }
    assert_eq!(run(home.path(), &["check", "seul", "--temps-max", "1"]).status.code(), Some(1));
}
