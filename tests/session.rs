//! The control of a session: what becomes of each candidate, what is written of it, and decisions that survive a new control.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
mod support;

use std::path::Path;
use std::process::Output;

use liasse::domain::session::Etat;
use liasse::pipeline::session::{ControlledSession, control_session, control_session_at};
use liasse::sources::MemoryFolder;
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

/// A session of some of the fixture's candidates, with what `change` does to its folder.
fn changed(change: impl FnOnce(&mut MemoryFolder)) -> ControlledSession {
    let mut session = fixture("session");
    change(&mut session);
    control_session(&session, &library()).unwrap()
}

/// Copies a dossier of the session beside itself.
fn copied(session: &mut MemoryFolder, from: &str, to: &str) {
    let from = format!("dossiers/{from}/");
    let all: Vec<_> =
        session.files.iter().filter(|(n, _)| n.starts_with(&from)).map(|(n, b)| (n.clone(), b.clone())).collect();
    assert!(!all.is_empty(), "{from}");
    session.files.extend(all.into_iter().map(|(n, b)| (n.replacen(&from, &format!("dossiers/{to}/"), 1), b)));
}

/// A dossier of the session as a zip, its files below `root`.
fn zip_of(session: &MemoryFolder, dossier: &str, root: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let from = format!("dossiers/{dossier}/");
    for (name, bytes) in session.files.iter().filter(|(n, _)| n.starts_with(&from)) {
        let name = format!("{root}{}", &name[from.len()..]);
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn moved(session: &mut MemoryFolder, from: &str, to: &str) {
    let from = format!("dossiers/{from}/");
    let all: Vec<_> = session.files.keys().filter(|n| n.starts_with(&from)).cloned().collect();
    let taken: Vec<_> = all.into_iter().map(|n| (n.clone(), session.files.remove(&n).unwrap())).collect();
    session.files.extend(taken.into_iter().map(|(n, b)| (n.replacen(&from, &format!("dossiers/{to}/"), 1), b)));
}

/// The state of a candidate, by rank from 1, and the dossiers that are named.
fn state(told: &ControlledSession, rang: usize) -> (Etat, Vec<String>) {
    let suivis = told.suivis();
    let suivi = &suivis[rang - 1];
    (suivi.etat, suivi.dossiers.iter().map(|c| c.nom.clone()).collect())
}

/// Rank 1 conforms and rank 11 is not valid: a copy of either, or an old draft, is read by a person with the other.
#[test]
fn a_stray_copy_is_read_by_a_person_with_the_dossier() {
    for (rang, name) in [(1, "martin"), (11, "prigent")] {
        for copy in
            [format!("{name} (1)"), format!("{name} - Copie"), format!("ancien/{name}"), format!("zz/{name}/{name}")]
        {
            let told = changed(|s| copied(s, name, &copy));
            let (etat, mut named) = state(&told, rang);
            named.sort();
            let mut both = vec![name.to_owned(), copy.clone()];
            both.sort();
            assert_eq!((etat, named), (Etat::ALire, both.clone()), "{copy}");
            let said: Vec<_> = told.diagnostics.iter().filter(|d| d.message.contains("2 dossiers")).collect();
            assert!(
                said.len() == 1 && both.iter().all(|n| said[0].message.contains(n.as_str())),
                "{:?}",
                told.diagnostics
            );
        }
        let told = changed(|s| drop(s.files.insert(format!("dossiers/{name}.zip"), zip_of(s, name, ""))));
        assert_eq!(state(&told, rang).0, Etat::ALire, "a folder and its own zip");
        let draft = format!("[identite]\nnom_famille = \"X\"\n[examen]\nnumero_candidat = \"02120000{rang:02}\"\n");
        let told = changed(|s| drop(s.files.insert("dossiers/brouillon/candidat.toml".into(), draft.into())));
        assert_eq!(state(&told, rang).0, Etat::ALire, "an old draft");
        // The list names the one that counts: it alone is judged, and the other is told.
        let told = changed(|s| {
            copied(s, name, "copie");
            let list = String::from_utf8(s.files["candidats.csv"].clone()).unwrap();
            let line = list.lines().nth(rang).unwrap();
            let named = line.replacen(";;2026", &format!(";{name};2026"), 1);
            s.files.insert("candidats.csv".into(), list.replace(line, &named).into());
        });
        assert_eq!(
            state(&told, rang),
            (if rang == 1 { Etat::Conforme } else { Etat::NonValide }, vec![name.to_owned()])
        );
        assert!(told.diagnostics.iter().any(|d| d.place.file == "dossiers/copie"), "{:?}", told.diagnostics);
    }
}

/// Whatever a dossier is put in, it is not absent.
#[test]
fn a_dossier_that_is_there_is_never_absent() {
    type Change = fn(&mut MemoryFolder);
    let ways: [(&str, Change, Etat); 12] = [
        ("a folder in a folder", |s| moved(s, "martin", "martin/martin"), Etat::Conforme),
        ("by établissement", |s| moved(s, "martin", "Lycée Jean-Perrin/TS2/martin"), Etat::Conforme),
        ("a zip in capitals", |s| zipped(s, "MARTIN.ZIP", ""), Etat::Conforme),
        ("a zip of a folder of a folder", |s| zipped(s, "x.zip", "a/b/"), Etat::Conforme),
        ("a zip in a folder", |s| zipped(s, "martin/dossier.zip", "martin/"), Etat::Conforme),
        ("CANDIDAT.TOML", |s| renamed(s, "candidat.toml", "CANDIDAT.TOML"), Etat::Conforme),
        ("folders in capitals", |s| renamed(s, "fiches/", "FICHES/"), Etat::Conforme),
        ("a number with spaces", |s| number(s, "0212 000 001"), Etat::ACompleter),
        ("a number without its zero", |s| number(s, "212000001"), Etat::ACompleter),
        ("a slip in the number", |s| number(s, "0212000071"), Etat::ALire),
        ("no number", |s| number(s, ""), Etat::ALire),
        (
            "a zip that is damaged",
            |s| {
                zipped(s, "martin.zip", "");
                s.files.get_mut("dossiers/martin.zip").unwrap().truncate(5000);
            },
            Etat::ALire,
        ),
    ];
    for (way, change, right) in ways {
        let told = changed(change);
        let (etat, named) = state(&told, 1);
        let manques: Vec<_> = told.suivis()[0].controle.iter().flat_map(|c| c.manques.clone()).collect();
        // A number that is not ten digits is a fault of its own, which brings no mention.
        let right = if right == Etat::ACompleter && manques.is_empty() { Etat::Conforme } else { right };
        assert_eq!(etat, right, "{way}: {named:?} {manques:?}");
        assert!(manques.iter().all(|m| !m.nv), "{way}");
    }
}

fn zipped(session: &mut MemoryFolder, name: &str, root: &str) {
    let zip = zip_of(session, "martin", root);
    session.files.retain(|n, _| !n.starts_with("dossiers/martin/"));
    session.files.insert(format!("dossiers/{name}"), zip);
}

fn renamed(session: &mut MemoryFolder, from: &str, to: &str) {
    let from = format!("dossiers/martin/{from}");
    let all: Vec<_> = session.files.keys().filter(|n| n.starts_with(&from)).cloned().collect();
    assert!(!all.is_empty());
    for name in all {
        let bytes = session.files.remove(&name).unwrap();
        session.files.insert(name.replacen(&from, &format!("dossiers/martin/{to}"), 1), bytes);
    }
}

fn number(session: &mut MemoryFolder, to: &str) {
    support::apply(session, &format!("--- dossiers/martin/candidat.toml\n-\"0212000001\"\n+\"{to}\"\n"));
}

/// A zip of a whole class is each of its dossiers; one whose files cannot be read says why.
#[test]
fn a_zip_of_several_dossiers_is_each_of_them() {
    let told = changed(|s| {
        let mut all = MemoryFolder::default();
        for name in ["martin", "prigent"] {
            let from = format!("dossiers/{name}/");
            let of: Vec<_> = s.files.keys().filter(|n| n.starts_with(&from)).cloned().collect();
            all.files.extend(
                of.into_iter().map(|n| (n.replacen("dossiers/", "dossiers/x/", 1), s.files.remove(&n).unwrap())),
            );
        }
        let zip = zip_of(&all, "x", "");
        s.files.insert("dossiers/classe.zip".into(), zip);
    });
    assert_eq!(state(&told, 1), (Etat::Conforme, vec!["classe.zip/martin".to_owned()]));
    assert_eq!(state(&told, 11), (Etat::NonValide, vec!["classe.zip/prigent".to_owned()]));
    let told = changed(|s| drop(s.files.insert("dossiers/martin-lea.zip".into(), b"PK\x03\x04 no zip".to_vec())));
    let said = told.diagnostics.iter().find(|d| d.place.file.ends_with("martin-lea.zip"));
    assert!(said.is_none_or(|d| d.message.contains("abîmé")), "{said:?}");
}

/// What the text wants « obligatoirement » among the activities, once the delay is over; and only the unit that it is of.
#[test]
fn a_composition_that_the_text_demands_carries_the_risk_of_its_own_unit() {
    let epargne = "--- dossiers/martin/fiches/04.md\n-categorie = \"epargne\"\n+categorie = \"personnes\"\n";
    let told = changed(|s| support::apply(s, epargne));
    assert_eq!(state(&told, 1).0, Etat::NonValide);
    let suivis = told.suivis();
    let manques = &suivis[0].controle.unwrap().manques;
    assert_eq!(
        manques.iter().map(|m| (m.code.as_str(), m.unites.clone())).collect::<Vec<_>>(),
        [("E3205", vec!["U.32".to_owned()])]
    );
    // Until then it is still to be completed.
    let told = changed(|s| {
        support::apply(s, epargne);
        support::apply(s, "--- session.toml\n-jour = 2026-05-22\n+jour = 2026-05-18\n");
    });
    assert_eq!(state(&told, 1).0, Etat::ACompleter);
    // A duration is of every unit that rests on the dossier.
    let suivis = told.suivis();
    let duration = suivis[10].controle.unwrap().manques.iter().find(|m| m.code == "ST01").unwrap();
    assert_eq!(duration.unites, ["U.32", "U.42"]);
}

/// A letter names the épreuves of this candidate's faults, and proposes what it does not pronounce.
#[test]
fn a_letter_names_the_epreuves_of_its_own_faults() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/session"), &home.path().join("s"));
    support::edit(
        &home.path().join("s/dossiers/martin/fiches/04.md"),
        "categorie = \"epargne\"",
        "categorie = \"personnes\"",
    );
    run(&["build", "s"], home.path());
    let letter = |rang: usize| text(&home.path().join(format!("output/s/courriers/courrier-{rang:03}.pdf")));
    let Some(martin) = letter(1) else { return };
    let martin = martin.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(martin.contains("à l’épreuve E32 (U.32)") && !martin.contains("E42"), "{martin}");
    assert!(
        martin.contains("est proposé à la mention") && martin.contains("autorités académiques la prononcent"),
        "{martin}"
    );
    let prigent = letter(11).unwrap();
    assert!(prigent.contains("E32 (U.32) et E42 (U.42)"), "{prigent}");
    // What a person decided is said as decided.
    let okafor = letter(10).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(okafor.contains("vous est attribuée") && !okafor.contains("proposé"), "{okafor}");
}
