//! What is no ordinary file or no ordinary day: pipes, devices, files of holes, names that drive a terminal, the end of the
//! calendar. Each is answered at once, and told.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use liasse::domain::Date;
use liasse::sources::import::{Apport, Trouble, read_bytes};

use super::packed::zipped;
use super::support::{controlled, copy, fixture, program, root};

/// The program; what it takes longer for than anything here deserves is a fault.
fn run(home: &Path, args: &[&OsStr]) -> (Output, String) {
    let mut child = program(home);
    child.args(args).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let (mut child, begun) = (child.spawn().unwrap(), Instant::now());
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{args:?} waits for ever");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
    (output, told)
}

fn words(text: &str) -> Vec<&OsStr> {
    text.split(' ').map(OsStr::new).collect()
}

#[test]
fn a_pipe_or_a_device_given_by_name_is_told_at_once() {
    let home = tempfile::tempdir().unwrap();
    assert!(std::process::Command::new("mkfifo").arg(home.path().join("tuyau")).status().unwrap().success());
    for what in ["tuyau", "/dev/zero"] {
        for args in ["verify X", "verify X --deep", "extract X --to ailleurs", "import X --to neuve"] {
            let (output, told) = run(home.path(), &words(&args.replace('X', what)));
            assert_eq!(output.status.code(), Some(3), "{args} {what}: {told}");
            assert!(told.contains("ce n’est pas un fichier ordinaire"), "{args} {what}: {told}");
        }
        for args in ["check X", "build X", "archive X --out x.zip"] {
            let (output, told) = run(home.path(), &words(&args.replace('X', what)));
            assert_eq!(output.status.code(), Some(3), "{args} {what}: {told}");
        }
        let (_, told) = run(home.path(), &words(&format!("retention {what}")));
        assert!(told.contains("ordinaire") || told.contains("n’existe pas"), "{told}");
    }
}

/// A terabyte of holes costs what an empty file does.
#[test]
fn a_file_of_holes_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    let hole = |path: &str| {
        let file = std::fs::File::create(home.path().join(path)).unwrap();
        file.set_len(1 << 40).unwrap();
    };
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &home.path().join("d"));
    ["d/fiches/01.md", "d/pieces/certificat-1.jpg", "x.csv", "x.xml", "x.zip"].into_iter().for_each(hole);
    let begun = Instant::now();
    let (output, told) = run(home.path(), &words("check d --format short"));
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("[FMT01]") && told.contains("fiches/01.md"), "{told}");
    assert!(told.contains("[FMT09]") && told.contains("certificat-1.jpg"), "{told}");
    for file in ["x.csv", "x.xml"] {
        let (output, told) = run(home.path(), &words(&format!("import {file} --to neuve")));
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("trop volumineux"), "{told}");
    }
    let (output, told) = run(home.path(), &words("verify x.zip"));
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

/// Names of folders and files that would colour, title or ring a terminal are shown harmless, by every command.
#[test]
fn a_name_with_escape_characters_drives_no_terminal() {
    let home = tempfile::tempdir().unwrap();
    let odd = OsStr::from_bytes(b"d\x1b]0;titre\x07\x1b[31m");
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &home.path().join(odd));
    std::fs::write(home.path().join(odd).join(OsStr::from_bytes(b"fiches/\x1b[2Jx.md")), "a").unwrap();
    let file = OsStr::from_bytes(b"eleves\x1b[5m.csv");
    std::fs::write(home.path().join(file), "Nom;Pr\u{e9}nom;N\u{e9}(e) le\nA;B;\n").unwrap();
    let commands: [(&str, &OsStr, &[&str]); 9] = [
        ("check", odd, &[]),
        ("check", odd, &["--format", "short"]),
        ("check", odd, &["--format", "json"]),
        ("build", odd, &["--brouillon", "--temps-max", "30", "--only", "compte-rendu"]),
        ("verify", file, &[]),
        ("verify", odd, &[]),
        ("import", file, &["--to", "neuve"]),
        ("check", OsStr::from_bytes(b"absent\x1b[31m"), &[]),
        ("extract", file, &["--to", "ailleurs"]),
    ];
    for (command, what, more) in commands {
        let args: Vec<&OsStr> = [OsStr::new(command), what].into_iter().chain(more.iter().map(OsStr::new)).collect();
        let (output, _) = run(home.path(), &args);
        let all = [&output.stdout[..], &output.stderr].concat();
        assert!(!all.iter().any(|b| matches!(b, 0x1b | 0x07)), "{command}: {}", String::from_utf8_lossy(&all));
    }
}

/// The last days of the calendar are days: nothing walks beyond them, or panics.
#[test]
fn the_year_9999_ends() {
    let last = Date::new(9999, 12, 31).unwrap();
    assert_eq!(Date::new(9999, 12, 30).unwrap().until(last).count(), 2);
    assert_eq!((last.plus_days(i32::MAX), last.plus_months(i32::MAX)), (last, last));
    assert!(last.plus_days(i32::MIN) < last && last.plus_months(i32::MIN) < last);
    let mut folder = fixture("complet-scolaire");
    for file in folder.files.values_mut() {
        if let Ok(text) = String::from_utf8(file.clone()) {
            *file = text.replace("2024-", "9999-").replace("2025-", "9999-").replace("2026-", "9999-").into_bytes();
        }
    }
    let begun = Instant::now();
    assert!(!controlled(&folder).diagnostics.is_empty());
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let home = tempfile::tempdir().unwrap();
    copy(&root().join("fixtures/session"), &home.path().join("s"));
    for args in ["retention s --au 9999-12-31", "archive s --date 9999-12-31 --out x.zip --documents absent"] {
        let (output, told) = run(home.path(), &words(args));
        assert_ne!(output.status.code(), Some(101), "{args}: {told}");
        assert!(!told.contains("panicked"), "{args}: {told}");
    }
}

/// More than anybody means is told, and costs no more.
#[test]
fn a_list_or_faults_without_end_are_told_with_their_bound() {
    let told = |file: &str, more: String| {
        let mut folder = fixture("complet-scolaire");
        folder.files.get_mut(file).unwrap().extend(more.into_bytes());
        controlled(&folder).diagnostics.into_iter().map(|d| d.message).collect::<Vec<_>>()
    };
    let periods = told("periodes.toml", "\n[[periode]]\n".repeat(21_000));
    assert!(periods.iter().any(|m| m.contains("au plus 20000")), "{:?}", periods.first());
    let errors = told("candidat.toml", "\n= =".repeat(3_000));
    assert!(
        errors.iter().any(|m| m.contains("plus de 2000 lignes de ce fichier ne se lisent pas")),
        "{:?}",
        errors.first()
    );
    assert!(errors.len() < 2_100, "{}", errors.len());
}

/// How many pupils an export gives, and how often it is told that there is more than is taken.
fn pupils(name: &str, bytes: &[u8]) -> (usize, usize) {
    let (mut pupils, mut beyond) = (0, 0);
    let mut sink = |apport| match apport {
        Apport::Eleve(_) => pupils += 1,
        Apport::Illisible(illisible) => beyond += usize::from(illisible.trouble == Trouble::TooLarge),
        _ => {}
    };
    read_bytes(name, std::io::Cursor::new(bytes), &mut sink, &mut |_, _| {});
    (pupils, beyond)
}

#[test]
fn an_export_without_end_is_taken_up_to_its_bound() {
    let rows: String = (0..50_500).map(|i| format!("NOM{i};Anne;01/01/2005\n")).collect();
    assert_eq!(pupils("x.csv", format!("Nom;Prénom;Né(e) le\n{rows}").as_bytes()), (50_000, 1));
    // One text of a hundred kilobytes, which a thousand cells show.
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let head = ["Nom", "Prénom", "Né(e) le"].map(cell).concat();
    let rows = "<row><c t=\"s\"><v>0</v></c></row>".repeat(1_100);
    let book = "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned();
    let relations = "<Relationships><Relationship Id=\"r1\" Target=\"s.xml\"/></Relationships>".to_owned();
    let parts = [
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/sharedStrings.xml", format!("<sst><si><t>{}</t></si></sst>", "a".repeat(100_000))),
        ("xl/s.xml", format!("<worksheet><sheetData><row>{head}</row>{rows}</sheetData></worksheet>")),
    ];
    let book = zipped(parts.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    assert_eq!(pupils("x.xlsx", &book), (0, 1));
}
