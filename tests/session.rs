//! The control of a session: what becomes of each candidate, what is written of it, and decisions that survive a new control.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
mod support;

use std::path::Path;
use std::process::Output;

use liasse::domain::session::Etat;
use liasse::pipeline::session::{control_session, control_session_at};
use support::{fixture, library, program, root};

const EXPECTED: [&str; 20] = [
    "conforme",
    "conforme",
    "conforme",
    "conforme",
    "conforme",
    "conforme",
    "a-completer",
    "a-completer",
    "non-valide",
    "non-valide",
    "non-valide",
    "reserve",
    "accepte",
    "conforme",
    "absent",
    "absent",
    "a-lire",
    "conforme",
    "non-valide",
    "a-lire",
];

#[test]
fn each_candidate_has_a_state_whatever_the_dossier_came_as() {
    let told = control_session_at(&root().join("fixtures/session"), &library()).unwrap();
    let states: Vec<_> = told.suivis().iter().map(|s| s.etat.key()).collect();
    assert_eq!(states, EXPECTED);
    // Every state is there, and threads find what one finds.
    assert!(Etat::ALL.iter().all(|e| states.contains(&e.key())));
    let alone = control_session(&fixture("session"), &library()).unwrap();
    assert_eq!(alone.controles, told.controles);
}

/// Before the delay is over, what may bring the mention is still to be completed.
#[test]
fn what_can_still_be_completed_is_asked_for() {
    let mut session = fixture("session");
    support::apply(&mut session, "--- session.toml\n-jour = 2026-05-22\n+jour = 2026-05-18\n");
    let told = control_session(&session, &library()).unwrap();
    let states: Vec<_> = told.suivis().iter().map(|s| s.etat.key()).collect();
    assert_eq!((states[8], states[10], states[18]), ("a-completer", "a-completer", "a-completer"));
    // A person's word stands.
    assert_eq!(states[9], "non-valide");
}

fn run(args: &[&str], folder: &Path) -> Output {
    program(folder).args(args).output().unwrap()
}

fn text(pdf: &Path) -> Option<String> {
    let out =
        std::process::Command::new("pdftotext").args(["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]).output();
    match out {
        Ok(out) => Some(String::from_utf8_lossy(&out.stdout).replace(['\u{a0}', '\u{202f}'], " ")),
        Err(_) if documents::in_ci() => panic!("pdftotext is not installed"),
        Err(_) => {
            eprintln!("SKIPPED: pdftotext is not installed");
            None
        }
    }
}

#[test]
fn the_register_the_letters_and_the_lists_are_made() {
    let home = tempfile::tempdir().unwrap();
    let session = root().join("fixtures/session");
    let build = || program(home.path()).arg("build").arg(&session).output().unwrap();
    let out = build();
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    let at = |name: &str| home.path().join("output/session").join(name);
    // What is printed names no person.
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(!said.contains("PRIGENT") && !said.contains("0212000011") && said.contains("prigent (ST01)"), "{said}");
    let letters: Vec<_> = std::fs::read_dir(at("courriers")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(letters.len(), 8, "{letters:?}");
    let csv = std::fs::read_to_string(at("controle.csv")).unwrap();
    assert_eq!(csv.lines().count(), 21);
    let html = std::fs::read_to_string(at("controle.html")).unwrap();
    assert!(
        html.contains("default-src 'none'")
            && !html.contains("http:")
            && !html.contains("https:")
            && html.contains("Établissement")
    );
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(at("controle.json")).unwrap()).unwrap();
    assert_eq!(json["candidats"][10]["dossier"]["manques"][0]["code"], "ST01");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(at("courriers/courrier-011.pdf")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    if let Some(letter) = text(&at("courriers/courrier-011.pdf")) {
        for words in ["PRIGENT Maëlle", "63 journées", "ST01", "annexe III B", "« non valide »", "Jeanne OLIVIER"] {
            assert!(letter.contains(words), "{words}: {letter}");
        }
        assert!(!letter.contains("avant le 18 mai"), "the delay is over");
        let register = text(&at("registre-de-controle.pdf")).unwrap();
        for words in ["Fiche 8 remise en main", "DP14", "WEBER Anna", "DEC 2024-118", "Dossiers reçus"] {
            assert_eq!(register.contains(words), words != "Dossiers reçus", "{words}: {register}");
        }
    }
    // The same again gives the same bytes; a letter that is no longer due goes.
    let before = std::fs::read(at("registre-de-controle.pdf")).unwrap();
    build();
    assert!(before == std::fs::read(at("registre-de-controle.pdf")).unwrap());
}

#[test]
fn a_decision_is_kept_with_who_and_when() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/session"), &home.path().join("s"));
    let before = std::fs::read_to_string(home.path().join("s/decisions.toml")).unwrap();
    let decide = |more: &[&str]| run(&[&["decide", "s"][..], more].concat(), home.path());
    let whole = ["--par", "C. Aubry, \"conseillère\"", "--motif", "Pièce présentée\nle 24 mai", "--le", "2026-05-24"];
    let out = decide(&[&["0212000011", "accepte"][..], &whole].concat());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let after = std::fs::read_to_string(home.path().join("s/decisions.toml")).unwrap();
    assert!(after.starts_with(&before) && after.contains("Pièce présentée le 24 mai"), "{after}");
    let told = control_session_at(&home.path().join("s"), &library()).unwrap();
    assert!(told.diagnostics.iter().all(|d| d.code.starts_with("DP")), "{:?}", told.diagnostics);
    assert_eq!(told.suivis()[10].etat, Etat::Accepte);
    assert_eq!(told.suivis()[10].decision.unwrap().par, "C. Aubry, \"conseillère\"");
    for (args, why) in [
        (vec!["0299999999", "accepte", "--par", "x", "--motif", "y"], "aucun candidat"),
        (vec!["0212000011", "accepte", "--par", " ", "--motif", "y"], "qui la prend"),
        (vec!["0212000011", "accepte", "--par", "x", "--motif", "y", "--le", "hier"], "n’est pas un jour"),
    ] {
        let out = decide(&args);
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).contains(why), "{}", String::from_utf8_lossy(&out.stderr));
    }
    assert_eq!(std::fs::read_to_string(home.path().join("s/decisions.toml")).unwrap(), after);
}

/// What an office keeps: the dossiers as they came, and apart from them what it holds of their control.
#[test]
fn a_session_is_archived_in_two_parts_and_its_end_is_known() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/session"), &home.path().join("s"));
    for part in ["candidat", "jury"] {
        let out = run(&["archive", "s", "--part", part, "--out", &format!("a/{part}.zip")], home.path());
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        let out = run(&["verify", &format!("a/{part}.zip")], home.path());
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stdout));
        let out = run(&["extract", &format!("a/{part}.zip"), "--to", part], home.path());
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let deep = run(&["verify", "a/candidat.zip", "--deep"], home.path());
    assert!(String::from_utf8_lossy(&deep.stdout).contains("rien n’est à comparer"), "no proof of nothing");
    let has = |path: &str| home.path().join(path).exists();
    assert!(has("candidat/s/entrees/dossiers/zwolak.zip") && has("candidat/s/entrees/dossiers/martin/candidat.toml"));
    assert!(!has("candidat/s/entrees/decisions.toml") && has("jury/s/entrees/decisions.toml"));
    assert!(has("jury/s/documents/registre-de-controle.pdf") && !has("jury/s/entrees/dossiers"));
    let told = |au: &str| {
        let out = run(&["retention", "a", "--au", au, "--bordereau", "b.pdf"], home.path());
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).replace('\u{a0}', " ")
    };
    assert!(told("2027-10-31").contains("à garder jusqu’au 31 octobre 2027"));
    let over = told("2027-11-01");
    assert!(
        over.contains("éliminable depuis le 1er novembre 2027") && over.contains("jusqu’à la session suivante"),
        "{over}"
    );
    // Of what nobody gave a rule, nothing is said to be eliminable; and nothing was eliminated.
    assert!(over.contains("aucune durée n’est dite : à garder : a/jury.zip") && has("a/candidat.zip"));
    if let Some(words) = text(&home.path().join("b.pdf")) {
        assert!(words.contains("Bordereau d’élimination") && words.contains("candidat.zip"), "{words}");
    }
}
