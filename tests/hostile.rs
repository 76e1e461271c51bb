//! Hostile input: strings that look like code, paths that leave, damaged files, noise. Nothing crashes, nothing leaves,
//! what was written prints as itself.

#[path = "hostile/corpus.rs"]
mod corpus;
#[path = "hostile/generated.rs"]
mod generated;
#[path = "hostile/odd.rs"]
mod odd;
#[path = "budget/packed.rs"]
mod packed;
mod support;
#[path = "../fuzz/targets.rs"]
mod targets;

use std::collections::BTreeMap;
use std::path::Path;

use liasse::diagnostic::human::{Style, render};
use liasse::diagnostic::{Diagnostic, Summary, json, short};
use liasse::pipeline::session::control_session;
use liasse::pipeline::{Controlled, Library, control, control_examen};
use liasse::sources::attachments::{Accepts, inspect};
use liasse::sources::{DiskFolder, MemoryFolder, Sources};
use liasse::templates::{Composer, ExamenInputs, Mode, lectures};
use proptest::prelude::*;
use support::{apply, controlled, fixture, library, root};

/// The codes that a folder of `fixtures/` has, sorted, each once.
fn codes(controlled: &Controlled) -> Vec<&'static str> {
    let mut codes: Vec<_> = controlled.diagnostics.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Every renderer takes every diagnostic, and none prints a control character of the input.
fn print_all(diagnostics: &[Diagnostic], sources: &Sources) {
    for d in diagnostics {
        for text in [render(d, sources, "", Style::PLAIN), short::render(d, sources, "")] {
            assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "{text:?}");
        }
    }
    let line = json::render("x", "dossier", diagnostics, None, Summary::default(), sources);
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    for d in value["diagnostics"].as_array().unwrap() {
        assert!(d["line"].is_null() || d["line"].as_u64() >= Some(1), "{d}");
    }
}

/// What takes no room on a line would fill a terminal: it is shown in part, and its place is that of the whole.
#[test]
fn a_line_of_a_hundred_thousand_accents_is_shown_in_part() {
    let accents = "\u{301}".repeat(100_000);
    let mut folder = fixture("complet-scolaire");
    let edit = |bytes: &mut Vec<u8>, from: &str, to: &str| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        *bytes = text.replacen(from, to, 1).into_bytes();
    };
    edit(folder.files.get_mut("candidat.toml").unwrap(), "nom_famille = \"", &format!("nom_famille = \"e{accents}"));
    let fiche = folder.files.get_mut("fiches/01.md").unwrap();
    fiche.extend(format!("\n\nune e{accents} lettre <b>grasse</b> et e{accents}\n").into_bytes());
    let c = control(&folder, &library()).unwrap();
    let mut columns = Vec::new();
    for d in &c.diagnostics {
        let text = render(d, &c.loaded.sources, "", Style::PLAIN);
        let longest = text.lines().map(str::len).max().unwrap();
        assert!(longest < 6_000, "{} {longest}", d.code);
        // As editors are told it.
        let short = short::render(d, &c.loaded.sources, "");
        let place = short.split(": ").next().unwrap().to_owned();
        assert!(text.contains(&format!("--> {place}\n")), "{place}: {}", &text[..text.len().min(2000)]);
        columns.extend(place.rsplit(':').next().and_then(|c| c.parse::<usize>().ok()));
    }
    assert!(columns.iter().any(|c| *c > 100_000), "{columns:?}");
}

#[test]
fn paths_that_leave_are_faults() {
    let folder = DiskFolder::open(&root().join("fixtures/hostiles/chemins")).unwrap();
    let c = control(&folder, &library()).unwrap();
    let outside = c.diagnostics.iter().filter(|d| d.code == "FMT09" && d.message.contains("hors du dossier"));
    assert_eq!(outside.count(), 5);
    assert!(c.loaded.attachments.is_empty());
    print_all(&c.diagnostics, &c.loaded.sources);
}

#[test]
fn strings_that_look_like_code_are_no_fault() {
    let folder = DiskFolder::open(&root().join("fixtures/hostiles/injection")).unwrap();
    let c = control(&folder, &library()).unwrap();
    let errors: Vec<_> = c.diagnostics.iter().filter(|d| d.code.starts_with("FMT")).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

/// Byte order marks and the line endings of Windows, in every kind of file: not one diagnostic more, less or elsewhere.
#[test]
fn what_windows_editors_write_changes_nothing() {
    let library = library();
    let told = |root: &Path| {
        let c = control(&DiskFolder::open(root).unwrap(), &library).unwrap();
        json::render("x", "dossier", &c.diagnostics, None, Summary::default(), &c.loaded.sources)
    };
    let mut compared = 0;
    for parent in ["fixtures/dossiers", "fixtures/defauts"] {
        for folder in std::fs::read_dir(root().join(parent)).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir())
        {
            let (unix, windows) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            for (name, bytes) in MemoryFolder::copy_of(&folder).unwrap().files {
                let data = name.ends_with(".toml") || name.ends_with(".md");
                let text = String::from_utf8(bytes.clone()).ok().filter(|_| data).map(|t| t.replace("\r\n", "\n"));
                let crlf = text.as_ref().map(|t| format!("\u{feff}{}", t.replace('\n', "\r\n")).into_bytes());
                for (root, bytes) in [(&unix, text.map(String::into_bytes)), (&windows, crlf)]
                    .map(|(root, written)| (root, written.unwrap_or_else(|| bytes.clone())))
                {
                    let file = root.path().join(&name);
                    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                    std::fs::write(file, bytes).unwrap();
                }
            }
            same_lines(&told(windows.path()), &told(unix.path()), &folder);
            compared += 1;
        }
    }
    assert!(compared > 7, "{compared} folders");
}

/// The same of exams, whose subjects have their data in fenced blocks.
#[test]
fn what_windows_editors_write_changes_no_exam() {
    for entry in std::fs::read_dir(root().join("fixtures/examens")).unwrap() {
        let name = format!("examen-{}", entry.unwrap().file_name().to_string_lossy());
        let unix = fixture(&name);
        let mut windows = unix.clone();
        for (_, bytes) in
            windows.files.iter_mut().filter(|(n, _)| [".toml", ".md", ".csv"].iter().any(|e| n.ends_with(e)))
        {
            let text = String::from_utf8(bytes.clone()).unwrap();
            *bytes = format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
        }
        let told = |folder| {
            let c = LIBRARY.with(|library| control_examen(folder, library).unwrap());
            let questions: Vec<_> =
                c.loaded.examen.questions().map(|q| (q.numero.clone(), q.donnees.clone(), q.corrige.len())).collect();
            (c.diagnostics.len(), questions, c.loaded.examen.annexes.len(), c.loaded.examen.oraux.len())
        };
        assert_eq!(told(&windows), told(&unix), "{name}");
    }
}

fn same_lines(windows: &str, unix: &str, folder: &Path) {
    let split = |json: &str| json.replace("},{", "},\n{");
    let (windows, unix) = (split(windows), split(unix));
    let first = windows.lines().zip(unix.lines()).find(|(w, u)| w != u);
    assert!(windows == unix, "{}: {first:#?}", folder.display());
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_not_read() {
    use std::os::unix::fs::symlink;
    let temp = tempfile::tempdir().unwrap();
    let (secret, dossier) = (temp.path().join("secret.toml"), temp.path().join("dossier"));
    std::fs::write(&secret, "nom = \"SECRET\"\n").unwrap();
    for (name, bytes) in fixture("complet-scolaire").files {
        let path = dossier.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    symlink(&secret, dossier.join("entreprises/lien.toml")).unwrap();
    symlink("/dev/zero", dossier.join("fiches/10.md")).unwrap();
    let pipe = dossier.join("fiches/11.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::fs::remove_file(dossier.join("pieces/certificat-1.jpg")).unwrap();
    symlink(&secret, dossier.join("pieces/certificat-1.jpg")).unwrap();
    let c = control(&DiskFolder::open(&dossier).unwrap(), &library()).unwrap();
    let told: Vec<_> = c.diagnostics.iter().map(|d| (d.code, d.place.file.as_str())).collect();
    assert!(told.contains(&("FMT01", "entreprises/lien.toml")), "{told:?}");
    assert!(told.contains(&("FMT01", "fiches/10.md")), "{told:?}");
    assert!(told.contains(&("FMT01", "fiches/11.md")), "{told:?}");
    assert!(told.contains(&("FMT09", "periodes.toml")), "{told:?}");
    assert!(c.loaded.sources.iter().all(|(_, text)| !text.contains("SECRET")));
}

#[test]
fn files_too_large_are_told_with_their_limit() {
    let mut folder = fixture("complet-scolaire");
    folder.files.insert("fiches/03.md".into(), vec![b'a'; 3 << 20]);
    let c = controlled(&folder);
    let d = c.diagnostics.iter().find(|d| d.code == "FMT01").expect("a file too large");
    assert!(d.message.contains("pèse 3,0 Mio, la limite est de 1,0 Mio"), "{}", d.message);
}

/// A PNG that says that it has a hundred thousand pixels each way.
#[test]
fn a_picture_that_would_fill_the_memory_is_refused() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 2, 0, 0, 0]);
    png.extend([0; 4]);
    assert!(inspect(&png, Accepts::Pictures).is_err());
    let mut folder = fixture("complet-scolaire");
    folder.files.insert("pieces/certificat-3.png".into(), png);
    assert_eq!(codes_besides(&folder), ["FMT09"]);
}

fn codes_besides(folder: &MemoryFolder) -> Vec<&'static str> {
    let base = controlled(&fixture("complet-scolaire"));
    let edited = controlled(folder);
    let mut codes: Vec<_> = support::new_ones(&base, &edited).iter().map(|d| d.code).collect();
    codes.dedup();
    codes
}

#[test]
fn damaged_pictures_and_scans_are_told() {
    for (name, keep) in
        [("pieces/certificat-1.jpg", 2000), ("pieces/certificat-2.pdf", 900), ("pieces/certificat-3.png", 5000)]
    {
        let mut folder = fixture("complet-scolaire");
        folder.files.get_mut(name).unwrap().truncate(keep);
        assert_eq!(codes_besides(&folder), ["FMT09"], "{name}");
    }
}

/// Texts of the fixtures that hold ordinary faults say all of them at once.
#[test]
fn a_first_draft_is_told_all_its_faults() {
    let read = |name: &str| {
        let folder = DiskFolder::open(&root().join("fixtures/defauts").join(name)).unwrap();
        control(&folder, &library()).unwrap()
    };
    let c = read("ecriture");
    assert_eq!(
        codes(&c).iter().filter(|c| c.starts_with("FMT")).collect::<Vec<_>>(),
        [&"FMT02", &"FMT03", &"FMT05", &"FMT06", &"FMT08"]
    );
    print_all(&c.diagnostics, &c.loaded.sources);
    let c = read("premier-jet");
    for code in ["DP02", "DP03", "DP05", "DP07", "DP09", "DP10", "DP11", "DP13", "FMT07", "ST01", "ST06"] {
        assert!(codes(&c).contains(&code), "{code} in {:?}", codes(&c));
    }
    print_all(&c.diagnostics, &c.loaded.sources);
}

thread_local! {
    static LIBRARY: Library = library();
}

/// Where an edit falls, and what it writes there.
fn noise() -> impl Strategy<Value = (usize, usize, usize, String)> {
    let words = prop_oneof![
        Just("\0".to_owned()),
        Just("\u{1b}[31m".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("+++\n".to_owned()),
        Just("[[".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("= [[[[[[{{{{{{".to_owned()),
        Just("../..".to_owned()),
        Just("9999999999999999999999".to_owned()),
        Just("\n> > > > - - - * * #".to_owned()),
        Just("![](".to_owned()),
        Just("<script>".to_owned()),
        any::<String>(),
    ];
    (any::<usize>(), any::<usize>(), 0usize..60, words)
}

/// The folder with those edits in its texts.
fn noisy(mut folder: MemoryFolder, edits: Vec<(usize, usize, usize, String)>) -> MemoryFolder {
    let text = |n: &&String| n.ends_with(".md") || n.ends_with(".toml") || n.ends_with(".csv");
    let names: Vec<String> = folder.files.keys().filter(text).cloned().collect();
    for (file, at, cut, text) in edits {
        let bytes = folder.files.get_mut(&names[file % names.len()]).unwrap();
        let at = at % (bytes.len() + 1);
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, text.bytes());
    }
    folder
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the files, the control ends, says something that can be printed, and stays in the folder.
    #[test]
    fn noise_in_the_texts_never_crashes(edits in prop::collection::vec(noise(), 1..4)) {
        let folder = noisy(fixture("complet-apprenti"), edits);
        LIBRARY.with(|library| { let c = control(&folder, library).unwrap(); print_all(&c.diagnostics, &c.loaded.sources) });
    }

    /// The same of an exam; and what is written of it without pages closes all that it opens.
    #[test]
    fn noise_in_an_exam_never_crashes(exam in 0usize..7, edits in prop::collection::vec(noise(), 1..4)) {
        let names = ["examen-e31", "examen-e32", "examen-e2-anglais", "examen-e1-ccf", "examen-e5-ccf", "examen-e31-ccf", "examen-e41"];
        let folder = noisy(fixture(names[exam]), edits);
        LIBRARY.with(|library| {
            let c = control_examen(&folder, library).unwrap();
            print_all(&c.diagnostics, &c.loaded.sources);
            let (images, mode) = (BTreeMap::new(), Mode::Final);
            let inputs = ExamenInputs { examen: &c.loaded.examen, referentiel: &c.referentiel, images: &images, mode };
            for (path, text) in lectures(inputs) {
                assert!(path.ends_with(".txt") || !text.contains("<script"));
            }
            // Nothing that is computed of marks, levels, copies or variants is out of bounds.
            let composer = Composer::new(c.texts.pack.templates()).unwrap();
            let _ = composer.notation(inputs);
            let _ = composer.grilles(inputs, &c.loaded.examen.evaluations());
            c.loaded.examen.portfolios.iter().for_each(|p| drop(composer.portfolio(inputs, p)));
            c.loaded.examen.variantes().iter().for_each(|v| drop(c.loaded.examen.en_variante(v)));
        });
    }

    /// The same of a session's lists and decisions: each candidate has a state all the same.
    #[test]
    fn noise_in_a_session_never_crashes(edits in prop::collection::vec(noise(), 1..4)) {
        let mut session = fixture("session");
        // Its dossiers are tried apart.
        session.files.retain(|name, _| !name.starts_with("dossiers/") || name.ends_with("martin/candidat.toml"));
        let folder = noisy(session, edits);
        LIBRARY.with(|library| {
            let c = control_session(&folder, library).unwrap();
            print_all(&c.diagnostics, &c.loaded.sources);
            prop_assert_eq!(c.suivis().len(), c.loaded.session.inscriptions.len());
            Ok(())
        })?;
    }

    /// Whatever stands in a picture or a scan, looking at it ends.
    #[test]
    fn noise_in_attachments_never_crashes(name in 0usize..3, edits in prop::collection::vec((any::<usize>(), any::<u8>()), 1..40)) {
        let names = ["pieces/certificat-1.jpg", "pieces/certificat-2.pdf", "pieces/certificat-3.png"];
        let mut bytes = fixture_bytes(names[name]);
        for (at, byte) in edits {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = inspect(&bytes, Accepts::PicturesAndScans);
        let _ = liasse::typeset::scan::look(&bytes);
    }
}

fn fixture_bytes(name: &str) -> Vec<u8> {
    std::fs::read(root().join("fixtures/dossiers/complet-scolaire").join(Path::new(name))).unwrap()
}

/// The edit language of the rules' pages is not what is under test, but a slip in it must not pass unseen.
#[test]
#[should_panic(expected = "has no")]
fn an_edit_that_finds_nothing_is_told() {
    apply(&mut fixture("complet-scolaire"), "--- candidat.toml\n-jamais écrit\n+x\n");
}
