//! What a stranger's set may make its proof do: nothing but the documents of its inputs, in a place that it does not choose; and
//! sets that two make at once.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use liasse::archive::{Limits, Niveau, Notice, Partie, Piece, Plan, Profil, Source, Unite, write_set};
use liasse::domain::{Date, Versement};
use liasse::pipeline::ensembles::{Atelier, Demande, verifier};
use support::{program, root};

fn piece(nom: &str, bytes: &[u8]) -> Piece {
    Piece { nom: nom.to_owned(), titre: nom.to_owned(), document: "", source: Source::Bytes(bytes.to_vec()) }
}

/// A set of those pieces, as liasse writes one.
fn set(pieces: Vec<Piece>, path: &Path) {
    let racine = Unite {
        titre: "x".to_owned(),
        niveau: Niveau::File,
        conservation: None,
        notice: Notice::default(),
        unites: Vec::new(),
        pieces,
    };
    let plan = Plan {
        titre: "Session 2026".to_owned(),
        date: "2026-07-01".to_owned(),
        partie: Partie::Jury,
        versement: Versement::default(),
        complete: None,
        racine,
    };
    let mut out = Vec::new();
    write_set(&plan, Profil::Bagit, &mut out).unwrap();
    std::fs::write(path, out).unwrap();
}

fn described(options: &[&str], extra: &serde_json::Value) -> Piece {
    let mut told = serde_json::json!({
        "schema": 1, "outil": "liasse", "titre": "", "partie": "jury", "options": options, "lots": [],
    });
    told.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    piece("liasse.json", told.to_string().as_bytes())
}

/// The inputs of an exam, below that lot.
fn exam(lot: &str) -> Vec<Piece> {
    let folder = root().join("fixtures/examens/e1-ccf");
    let file = |name: &str| piece(&format!("{lot}/entrees/{name}"), &std::fs::read(folder.join(name)).unwrap());
    vec![
        file("examen.toml"),
        file("sujet.md"),
        file("candidats.toml"),
        piece(&format!("{lot}/documents/manifest.json"), b"{}"),
    ]
}

/// Every file below a folder, with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|e| e.unwrap()).filter(|e| e.file_type().is_file());
    files.map(|e| (e.path().to_owned(), std::fs::read(e.path()).unwrap())).collect()
}

/// Proves a set as the program does, with temporary files of its own; what it says. Nothing it leaves or changes is allowed.
fn proved(home: &Path, pieces: Vec<Piece>) -> (Option<i32>, String) {
    let (work, temporary) = (home.join("bureau"), home.join("tmp"));
    std::fs::create_dir_all(&work).unwrap();
    std::fs::create_dir_all(&temporary).unwrap();
    set(pieces, &work.join("set.zip"));
    let before = tree(home);
    let mut command = program(&work);
    command.args(["verify", "set.zip", "--deep", "--format", "json"]);
    let out = command.env("TMPDIR", &temporary).env("HOME", home).output().unwrap();
    assert!(tree(home) == before, "{:?}", tree(home).keys());
    (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
}

fn state(told: &str) -> String {
    let json: serde_json::Value = serde_json::from_str(told.lines().next().unwrap_or_default()).unwrap_or_default();
    let all = json["controles"].as_array().cloned().unwrap_or_default();
    let found = all.iter().find(|c| c["nom"] == "REPRODUCTION");
    found.map_or_else(|| "nothing".to_owned(), |c| c["etat"].as_str().unwrap().to_owned())
}

#[test]
fn no_option_of_a_set_is_passed_on() {
    let home = tempfile::tempdir().unwrap();
    let outside = home.path().join("dehors").to_string_lossy().into_owned();
    let none = serde_json::json!({});
    for options in [
        &["--emit-typst", outside.as_str()][..],
        &["--emit-typst=x"],
        &["--out", &outside],
        &["--pack", &outside],
        &["--adapte"],
        &["--adapte", "16", &outside],
        &["--adapte", "99"],
        &["--adapte", "-1"],
        &["--adapte=16"],
        &["--a3=--out"],
        &["--", "x"],
        &[""],
        &["--temps-max", "1000000"],
        &[
            "--adapte", "16", "--adapte", "16", "--adapte", "16", "--adapte", "16", "--adapte", "16", "--adapte", "16",
            "--adapte", "16", "--adapte", "16", "--adapte", "16",
        ],
    ] {
        let mut pieces = exam("e1");
        pieces.push(described(options, &none));
        let (code, told) = proved(home.path(), pieces);
        assert!(code == Some(1) && state(&told) == "KO" && told.contains("rien n’est refait"), "{options:?}: {told}");
    }
    // What is no option of a description is nothing.
    let extra = serde_json::json!({ "out": outside, "pack": outside, "emit_typst": outside, "dirs": [outside] });
    let mut pieces = exam("e1");
    pieces.push(described(&["--adapte", "16", "--a3"], &extra));
    let (code, told) = proved(home.path(), pieces);
    assert!(code == Some(0) && state(&told) == "OK", "{told}");
}

/// Packs, templates, settings and hidden files that a set brings with its inputs are not those of the proof.
#[test]
fn nothing_that_a_set_brings_changes_how_it_is_proved() {
    let home = tempfile::tempdir().unwrap();
    let dossier = b"[documents]\nsortie = \"/tmp/dehors\"\n";
    let brought = [
        "e1/entrees/dossier.toml",
        "e1/entrees/bts-assurance/dossier.toml",
        "e1/entrees/templates/bts-assurance/sujet.typ",
        "e1/entrees/templates/lib/style.typ",
        "e1/entrees/lib/style.typ",
        "e1/entrees/droit/conservation.toml",
        "e1/entrees/.liasse/import.json",
        "e1/entrees/.liasse/config.toml",
        "e1/entrees/liasse.toml",
        "dossier.toml",
        "templates/bts-assurance/sujet.typ",
        "pack/referentiel.toml",
        "e1/documents/.liasse-x-partiel",
    ];
    let mut pieces = exam("e1");
    pieces.push(described(&[], &serde_json::json!({})));
    pieces.extend(brought.map(|nom| piece(nom, dossier)));
    pieces.push(piece("e1/documents/jury/corrige.pdf", b"%PDF-1.7 pdfaid:part=\"2\" d'ailleurs"));
    let (code, told) = proved(home.path(), pieces);
    // The document that it claims is not that of its inputs; what else it brought is nothing.
    assert!(code == Some(1) && told.contains("n’est pas refait le même"), "{told}");
}

/// Values of the inputs that documents, and their files, are named by.
#[test]
fn no_value_of_the_inputs_names_a_place() {
    let home = tempfile::tempdir().unwrap();
    let outside = home.path().join("dehors").to_string_lossy().into_owned();
    for hostile in ["../../../../dehors", outside.as_str(), "C:\\\\dehors", "a/../../b", "..", "/", "x\\u0000y"] {
        let mut pieces = exam("e1");
        for piece in &mut pieces {
            let Source::Bytes(bytes) = &mut piece.source else { unreachable!() };
            let text = String::from_utf8(bytes.clone()).unwrap();
            let lines = text.lines().map(|line| match line.split_once(" = \"") {
                Some((key, rest))
                    if piece.nom.ends_with(".toml") && rest.matches('"').count() == 1 && !rest.contains("20") =>
                {
                    let choice = ["diplome", "statut", "forme", "sexe", "code"].contains(&key.trim());
                    if choice { line.to_owned() } else { format!("{key} = \"{hostile}\"") }
                }
                _ => line.to_owned(),
            });
            *bytes = (lines.collect::<Vec<_>>().join("\n") + "\n").into_bytes();
        }
        pieces.push(described(&[], &serde_json::json!({})));
        let (code, told) = proved(home.path(), pieces);
        assert!(matches!(code, Some(0 | 1 | 3)), "{hostile}: {told}");
    }
}

/// Pieces whose names meet on the disk: told, whatever the system.
#[test]
fn names_that_meet_are_told() {
    let home = tempfile::tempdir().unwrap();
    for (one, other) in [("e1/entrees/a", "e1/entrees/a/b"), ("e1/entrees/x.md", "e1/entrees/x.md/y.md")] {
        let mut pieces = exam("e1");
        pieces.push(described(&[], &serde_json::json!({})));
        pieces.extend([piece(one, b"un"), piece(other, b"deux")]);
        let (code, told) = proved(home.path(), pieces);
        assert!(code != Some(0), "{told}");
    }
}

/// What makes documents again of a stranger's inputs is held to a folder by the system, where it can.
#[cfg(target_os = "linux")]
#[test]
fn a_proof_writes_in_its_own_folder_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1-ccf"), &home.path().join("dedans/e1"));
    // A program that only says to which folder it is held, and where its documents and temporary files are to go.
    let (script, told) = (home.path().join("dit"), home.path().join("dit.txt"));
    let line = format!("#!/bin/sh\nprintf '%s\\n' \"$LIASSE_LIE\" \"$TMPDIR\" \"$4\" > {}\n", told.display());
    std::fs::write(&script, line).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut pieces = exam("e1");
    pieces.push(described(&[], &serde_json::json!({})));
    set(pieces, &home.path().join("set.zip"));
    let atelier = Atelier { program: script, arguments: Vec::new() };
    let demande = Demande { path: &home.path().join("set.zip"), cle: None, limits: Limits::default() };
    verifier(&demande, Date::parse("2026-08-01").unwrap(), Some(&atelier)).unwrap();
    let told = std::fs::read_to_string(told).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert!(
        lines[0].contains("liasse-temporaire-") && lines[1] == lines[0] && lines[2].starts_with(lines[0]),
        "{told}"
    );
    // The program itself, told to write elsewhere than where it is held, by its own hand and by its workers'.
    let build = |to: &str| {
        let mut command = program(home.path());
        command.args(["build", "dedans/e1", "--jobs", "2", "--out", to]).env("LIASSE_LIE", home.path().join("dedans"));
        waited(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    };
    let inside = build("dedans/sortie");
    assert_eq!(inside.status.code(), Some(0), "{}", said(&inside));
    use landlock::{AccessFs, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _};
    let asked = Ruleset::default().set_compatibility(CompatLevel::HardRequirement).handle_access(AccessFs::WriteFile);
    if asked.and_then(Ruleset::create).is_err() {
        return eprintln!("SKIPPED: this kernel has no Landlock");
    }
    let outside = build("dehors");
    assert!(outside.status.code() == Some(3) && !home.path().join("dehors").exists(), "{}", said(&outside));
}

/// What a process says that ends with its input.
#[cfg(target_os = "linux")]
fn waited(mut child: std::process::Child) -> Output {
    let tie = child.stdin.take();
    let out = child.wait_with_output().unwrap();
    drop(tie);
    out
}

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

/// Of two who make one set, one makes it and the other is told; what stands is whole.
#[test]
fn two_that_make_one_set_do_not_destroy_it() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1"), &home.path().join("e1"));
    std::fs::write(home.path().join("e1/annexes/scan.bin"), vec![7u8; 16 << 20]).unwrap();
    assert_eq!(program(home.path()).args(["build", "e1"]).output().unwrap().status.code(), Some(0));
    for n in 0..4 {
        let name = format!("jury-{n}.zip");
        let start = || {
            let mut command = program(home.path());
            command.args(["archive", "e1", "--part", "jury", "--date", "2026-07-01", "--out", &name]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let both = [start(), start()].map(|child| child.wait_with_output().unwrap());
        let codes = both.iter().map(|o| o.status.code().unwrap()).collect::<Vec<_>>();
        assert!(codes.contains(&0) && codes.iter().all(|c| [0, 2, 3].contains(c)), "{codes:?}");
        assert_eq!(codes.iter().filter(|c| **c == 0).count(), 1, "{}", both.iter().map(said).collect::<String>());
        let lost = both.iter().find(|o| o.status.code() != Some(0)).map(said).unwrap();
        assert!(lost.contains("autre") || lost.contains("existe déjà"), "{lost}");
        let proved = program(home.path()).args(["verify", &name]).output().unwrap();
        assert_eq!(proved.status.code(), Some(0), "{}", said(&proved));
    }
    let left = std::fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    assert!(left.into_iter().all(|n| !n.starts_with(".liasse")));
}

/// While a set is made nobody else can read it, whoever may in the end; a fall leaves nothing for long.
#[cfg(unix)]
#[test]
fn a_set_on_its_way_is_closed_to_others_and_swept_after_a_fall() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1"), &home.path().join("e1"));
    std::fs::write(home.path().join("e1/annexes/scan.bin"), vec![7u8; 64 << 20]).unwrap();
    assert_eq!(program(home.path()).args(["build", "e1"]).output().unwrap().status.code(), Some(0));
    let archive = ["archive", "e1", "--part", "jury", "--out", "jury.zip"];
    let partial = home.path().join(".liasse-jury.zip-partiel");
    let (mut seen, mut left) = (false, false);
    for _ in 0..20 {
        let mut child = program(home.path()).args(archive).stdout(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if let Ok(meta) = std::fs::metadata(&partial) {
                assert_eq!(meta.permissions().mode() & 0o777, 0o600);
                seen = true;
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        left |= partial.exists();
        let _ = std::fs::remove_file(home.path().join("jury.zip"));
        if left {
            break;
        }
    }
    assert!(seen && left, "no fall came in the middle");
    assert_eq!(program(home.path()).args(archive).output().unwrap().status.code(), Some(0));
    assert!(!partial.exists());
    let candidat = ["archive", "e1", "--out", "candidat.zip"];
    assert_eq!(program(home.path()).args(candidat).output().unwrap().status.code(), Some(0));
    let mode = |name: &str| std::fs::metadata(home.path().join(name)).unwrap().permissions().mode() & 0o777;
    std::fs::write(home.path().join("temoin"), "").unwrap();
    assert_eq!((mode("jury.zip"), mode("candidat.zip")), (0o600, mode("temoin")));
}

/// What a set says of itself, and to whom it may go.
#[test]
fn a_set_says_what_it_holds_and_to_whom_it_may_go() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1"), &home.path().join("e1"));
    for (part, right) in [("jury", "À aucun candidat"), ("candidat", "à un candidat, ce qui le concerne")] {
        let set = format!("{part}.zip");
        let day = ["--date", "2027-07-01"];
        let made =
            program(home.path()).args(["archive", "e1", "--part", part, "--out", &set]).args(day).output().unwrap();
        assert_eq!(made.status.code(), Some(0), "{}", said(&made));
        let out = program(home.path()).args(["extract", &set, "--to", part]).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", said(&out));
        let text = std::fs::read_to_string(home.path().join(part).join("LISEZMOI.txt")).unwrap();
        assert!(
            text.contains("À qui elle peut aller") && text.contains(right) && text.contains("document(s)"),
            "{text}"
        );
        let told = text.split("Contenu :").next().unwrap();
        assert!(told.lines().all(|l| l.chars().count() <= 130), "{text}");
    }
}
