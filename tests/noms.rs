//! What reports tell of names: none of a person in a session's; none of a file as its bytes are; none passed over in silence.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod support;

use std::path::Path;

use support::{copy, edit, program, root};

/// What the program says, on both channels.
fn said(home: &Path, args: &[&str]) -> String {
    let out = program(home).args(args).output().unwrap();
    assert!(matches!(out.status.code(), Some(0 | 1 | 3)), "{args:?}: {out:?}");
    String::from_utf8(out.stdout).expect("a report is text")
        + &String::from_utf8(out.stderr).expect("and so is the rest")
}

/// A session whose lists are wrong in every way that a report tells: ranks and folders are in it, persons are not.
#[test]
fn a_report_of_a_session_names_no_person() {
    let home = tempfile::tempdir().unwrap();
    let session = home.path().join("s");
    copy(&root().join("fixtures/session"), &session);
    let list = std::fs::read_to_string(session.join("candidats.csv")).unwrap();
    let rows: Vec<Vec<&str>> = list.lines().skip(1).map(|l| l.split(';').collect()).collect();
    let faults = [
        // A line twice, a number of another, a number that is none, a dossier that is not there, two of one name.
        list.lines().nth(1).unwrap().to_owned(),
        "0212000002;INTRUS;Paul;Lycée Jean-Perrin;;2026-04-21".to_owned(),
        "02120;BANCAL;Zoé;Lycée Jean-Perrin;;2026-04-21".to_owned(),
        "0212000777;ABSENT;Noé;Lycée Jean-Perrin;nulle-part;2026-04-21".to_owned(),
        "0212000778;HORSLISTE;Élie;Lycée Jean-Perrin;;32/13/2026".to_owned(),
    ];
    std::fs::write(session.join("candidats.csv"), format!("{list}{}\n", faults.join("\n"))).unwrap();
    copy(&session.join("dossiers/martin"), &session.join("dossiers/copie"));
    copy(&session.join("dossiers/rossi"), &session.join("dossiers/inconnu"));
    edit(&session.join("dossiers/inconnu/candidat.toml"), "021200", "029900");
    let decision = "\n[[decision]]\nnumero_candidat = \"0299999999\"\nquoi = \"accepte\"\npar = \"Claude SECRET\"\nle = 2026-05-20\n";
    let decisions = std::fs::read_to_string(session.join("decisions.toml")).unwrap();
    std::fs::write(session.join("decisions.toml"), decisions + decision).unwrap();
    let mut hidden: Vec<String> =
        ["INTRUS", "BANCAL", "ABSENT", "HORSLISTE", "SECRET", "0212000777", "0299999999"].map(str::to_owned).into();
    for row in &rows {
        hidden.extend([row[0].to_owned(), row[1].to_owned()]);
        hidden.extend(row[2].split(' ').filter(|p| p.chars().count() > 3).map(str::to_owned));
    }
    for dossier in std::fs::read_dir(session.join("dossiers")).unwrap().map(|e| e.unwrap().path()) {
        let Ok(text) = std::fs::read_to_string(dossier.join("candidat.toml")) else { continue };
        let born = text.lines().find_map(|l| l.strip_prefix("date_naissance = ")).unwrap().to_owned();
        let day: Vec<&str> = born.split('-').collect();
        hidden.extend([format!("{}/{}/{}", day[2], day[1], day[0]), born]);
    }
    for args in [
        &["check", "s", "--tout"][..],
        &["check", "s", "--format", "short"],
        &["check", "s", "--format", "json"],
        &["build", "s"],
    ] {
        let told = said(home.path(), args);
        assert!(told.contains("DP15"), "{args:?}: {told}");
        let named: Vec<_> = hidden.iter().filter(|h| told.contains(h.as_str())).collect();
        assert!(named.is_empty(), "{args:?} tells {named:?}:\n{told}");
        // Where to look is told all the same.
        assert!(told.contains("candidats.csv"), "{told}");
    }
}

/// Names of files that are no text on this system, wherever they may be.
#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_name_is_no_text_is_told_and_never_shown_raw() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let home = tempfile::tempdir().unwrap();
    let at = |below: &[u8]| home.path().join(OsStr::from_bytes(below));
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &at(b"d"));
    std::fs::rename(at(b"d/fiches/03.md"), at(b"d/fiches/03\xe9.md")).unwrap();
    std::fs::write(at(b"d/pieces/certificat\xe9\x1b]0;x\x07.pdf"), "x").unwrap();
    std::fs::write(at(b"d/.cach\xe9"), "x").unwrap();
    let told = said(home.path(), &["check", "d", "--tout"]);
    let plain = told.replace('\u{a0}', " ");
    // A sheet that is not read keeps the dossier from conforming; a scan that nothing names does not.
    assert!(plain.contains("erreur[FMT01]: fiches/03?.md n’est pas lu"), "{told}");
    assert!(
        plain.contains("avertissement[FMT01]: pieces/certificat?") && !told.contains(['\u{1b}', '\u{7}']),
        "{told}"
    );
    assert!(!told.contains("cach") && told.matches("[FMT01]").count() == 2, "{told}");

    // A session: what is there is nobody's absence.
    copy(&root().join("fixtures/session"), &at(b"s"));
    std::fs::rename(at(b"s/dossiers/martin"), at(b"s/dossiers/martin\xe9")).unwrap();
    std::fs::write(at(b"s/dossiers/nguyen/note\xe9.txt"), "x").unwrap();
    let told = said(home.path(), &["check", "s", "--tout"]);
    let plain = told.replace('\u{a0}', " ");
    assert!(plain.contains("martin?") && plain.contains("son nom n’est pas en UTF-8"), "{told}");
    let first = plain.lines().find(|l| l.trim_start().starts_with("1  ")).unwrap();
    assert!(first.contains("à lire par une personne"), "{first}");

    // Of several dossiers, the one that cannot be named is left out, which is told.
    std::fs::create_dir(at(b"tous")).unwrap();
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &at(b"tous/a"));
    copy(&root().join("fixtures/dossiers/complet-apprenti"), &at(b"tous/b\xe9"));
    let told = said(home.path(), &["check", "tous"]);
    assert!(told.contains("tous/b? n’est pas lu"), "{told}");
    // Nothing is archived without one of its files.
    let told = said(home.path(), &["archive", "d", "--part", "candidat", "--out", "d.zip"]);
    assert!(told.contains("un nom qui n’est pas") && !at(b"d.zip").exists(), "{told}");
}
