//! Exam papers as they come out: what the candidate gets tells nothing of what the jury knows, a paper is coherent from its
//! cover to its last page, and it is the same paper in larger characters, as a text and as a page to be read aloud.

mod documents;
mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use liasse::domain::markdown::text;
use liasse::sources::{DiskFolder, load_examen};
use support::{program, root};

/// The exams of the fixtures.
fn exams() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("fixtures/examens")).unwrap();
    let mut all: Vec<_> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    all.sort();
    assert!(!all.is_empty());
    all
}

/// Builds an exam with its adapted papers; where its documents are.
fn built(exam: &Path, more: &[&str]) -> PathBuf {
    let name = exam.file_name().unwrap().to_string_lossy().into_owned();
    let out = documents::scratch(&format!("examens-{name}{}", more.join("-")));
    let _ = std::fs::remove_dir_all(&out);
    let mut build = program(&root());
    build.arg("build").arg(exam).args(["--adapte", "16", "--adapte", "20", "--a3", "--out"]).arg(&out).args(more);
    let run = build.output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    out.join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut all: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

/// What a program says of a file; nothing, loudly, where it is not there.
fn said(program: &str, file: &Path, after: &[&str]) -> Option<String> {
    match Command::new(program).arg(file).args(after).output() {
        Ok(out) => Some(String::from_utf8_lossy(&out.stdout).into_owned()),
        Err(_) if documents::in_ci() => panic!("{program} is not installed"),
        Err(_) => {
            eprintln!("SKIPPED: {program} is not installed");
            None
        }
    }
}

/// All that a file lets read: its text and its metadata.
fn readable(file: &Path) -> Option<String> {
    match file.extension().and_then(|e| e.to_str()) {
        Some("pdf") => Some(said("pdftotext", file, &["-layout", "-"])? + &said("pdfinfo", file, &[])?),
        _ => Some(std::fs::read_to_string(file).unwrap()),
    }
}

/// Letters and digits alone: lines are cut elsewhere on a page.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn nothing_of_the_jury_is_in_what_a_candidate_gets() {
    for exam in exams() {
        let loaded = load_examen(&DiskFolder::open(&exam).unwrap());
        let scenarios: Vec<_> = loaded.examen.oraux.iter().flat_map(|o| &o.scenario).collect();
        // Whole lines of answers and barèmes: a word may well stand in both.
        let secrets: BTreeSet<String> = loaded
            .examen
            .questions()
            .flat_map(|q| [text(&q.corrige), text(&q.bareme)])
            .chain(scenarios.iter().flat_map(|s| [text(&s.textes.role), text(&s.textes.attendus)]))
            .flat_map(|t| t.lines().map(letters).collect::<Vec<_>>())
            .filter(|line| line.chars().count() >= 30)
            .collect();
        let out = built(&exam, &[]);
        let jury: Option<String> = files(&out.join("jury")).iter().map(|f| readable(f)).collect();
        for file in files(&out.join("candidat")) {
            let Some(told) = readable(&file) else { return };
            let told = letters(&told);
            let leak = secrets.iter().find(|secret| told.contains(secret.as_str()));
            assert!(leak.is_none(), "{}: {leak:?}", file.display());
            for word in ["notepropos", "corrige", "baremedetaille", "feuilledenotation"] {
                assert!(!told.contains(word), "{}: {word}", file.display());
            }
        }
        // The test can fail: those lines are what the jury reads.
        let Some(jury) = jury.map(|j| letters(&j)) else { return };
        let found = secrets.iter().filter(|s| jury.contains(s.as_str())).count();
        assert!(secrets.is_empty() || found * 2 > secrets.len(), "{}: {found} of {}", exam.display(), secrets.len());
    }
}

#[cfg(unix)]
#[test]
fn only_its_owner_opens_what_is_the_jurys() {
    use std::os::unix::fs::PermissionsExt;
    let out = built(&root().join("fixtures/examens/e31"), &["--force"]);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&out.join("jury")), 0o700);
    let files = files(&out.join("jury"));
    assert!(files.len() >= 2);
    files.iter().for_each(|file| assert_eq!(mode(file), 0o600, "{}", file.display()));
}

#[test]
fn a_paper_says_the_same_from_its_cover_to_its_last_page() {
    for exam in exams() {
        let loaded = load_examen(&DiskFolder::open(&exam).unwrap());
        let epreuve = &loaded.examen.reglage.epreuve;
        let (code, session) = (epreuve.code_sujet.trim(), epreuve.session.unwrap().to_string());
        let out = built(&exam, &["--jobs", "1"]);
        let papers = files(&out.join("candidat"));
        let papers = papers.iter().filter(|p| p.to_string_lossy().contains("sujet") && p.extension().unwrap() == "pdf");
        for paper in papers {
            let Some(text) = said("pdftotext", paper, &["-layout", "-"]) else { return };
            let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
            let n = pages.len();
            assert!(letters(pages[0]).contains(&letters(&format!("de {n} pages, numérotées de 1/{n} à {n}/{n}"))));
            for (rank, page) in pages.iter().enumerate() {
                let page = letters(page);
                for wanted in [letters(code), format!("session{session}"), letters(&format!("Page {}/{n}", rank + 1))] {
                    assert!(page.contains(&wanted), "{}, page {}: {wanted}", paper.display(), rank + 1);
                }
            }
            let name = paper.file_name().unwrap().to_string_lossy().into_owned();
            assert!(name.contains(&code.to_lowercase()) && name.contains(&session), "{name}");
            let title = said("pdfinfo", paper, &[]).unwrap();
            let title = title.lines().find(|l| l.starts_with("Title")).unwrap();
            assert!(title.contains(code) && title.contains(&session), "{title}");
        }
    }
}

#[test]
fn it_is_the_same_paper_in_every_form() {
    for exam in exams() {
        let loaded = load_examen(&DiskFolder::open(&exam).unwrap());
        if loaded.examen.sujet.parties.is_empty() {
            continue;
        }
        let out = built(&exam, &["--jobs", "2"]);
        let papers = files(&out.join("candidat"));
        let papers: Vec<_> = papers.iter().filter(|p| p.to_string_lossy().contains("sujet")).collect();
        assert_eq!(papers.len(), 5, "the paper, two larger, a page and a text: {papers:?}");
        for paper in papers {
            let Some(told) = readable(paper) else { return };
            let told = letters(&told);
            for question in loaded.examen.questions() {
                let wanted = letters(&question.numero);
                assert!(told.contains(&wanted), "{}: {}", paper.display(), question.numero);
                for line in text(&question.enonce).lines().map(letters).filter(|l| (30..200).contains(&l.len())) {
                    // A page ends between two lines with its foot.
                    let begin: String = line.chars().take(24).collect();
                    assert!(told.contains(&begin), "{}: {begin}", paper.display());
                }
            }
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let exam = root().join("fixtures/examens/e31");
    let bytes = |out: &Path| -> Vec<Vec<u8>> {
        ["candidat", "jury"].iter().flat_map(|t| files(&out.join(t))).map(|f| std::fs::read(f).unwrap()).collect()
    };
    let one = bytes(&built(&exam, &["--jobs", "3"]));
    assert!(one.len() > 5 && one == bytes(&built(&exam, &["--force", "--jobs", "1"])));
}

#[test]
fn a_paper_with_an_error_is_made_for_nobody_and_the_last_good_one_stays() {
    let folder = documents::scratch("examens-refus");
    let _ = std::fs::remove_dir_all(&folder);
    support::copy(&root().join("fixtures/examens/e31"), &folder.join("e31"));
    let build = || program(&folder).args(["build", "e31"]).output().unwrap();
    assert_eq!(build().status.code(), Some(0));
    let paper = folder.join("output/e31/candidat/e31-2026-26ascpsc-sujet.pdf");
    let before = std::fs::read(&paper).unwrap();
    support::edit(&folder.join("e31/sujet.md"), "points = 10", "points = 11");
    let run = build();
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).contains("[EX02]"));
    assert!(std::fs::read(&paper).unwrap() == before);
    let manifest = std::fs::read_to_string(folder.join("output/e31/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert!(manifest["files"].as_array().unwrap().iter().all(|f| f["current"] == false));
}

#[test]
fn hostile_text_prints_as_itself() {
    let folder = documents::scratch("examens-hostile");
    let _ = std::fs::remove_dir_all(&folder);
    support::copy(&root().join("fixtures/examens/e31"), &folder.join("e31"));
    let hostile = "#panic(x) \\$a\\$ {{ 1 }} a&b";
    support::edit(&folder.join("e31/sujet.md"), "Arrondissez au centime.", hostile);
    let run = program(&folder).args(["build", "e31"]).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let out = folder.join("output/e31/candidat");
    let Some(page) = said("pdftotext", &out.join("e31-2026-26ascpsc-sujet.pdf"), &["-"]) else { return };
    assert!(page.contains("#panic(x) $a$ {{ 1 }} a&b"), "{page}");
    let html = std::fs::read_to_string(out.join("e31-2026-26ascpsc-sujet.html")).unwrap();
    assert!(html.contains("a&amp;b") && !html.contains("<script"));
}

#[test]
fn a_part_alone_leaves_the_others_as_they_are() {
    let exam = root().join("fixtures/examens/e31");
    let out = built(&exam, &["--format", "short"]);
    let before = files(&out.join("jury"));
    let run = program(&root())
        .args(["build", "--only", "sujet", "--force", "--out"])
        .arg(out.parent().unwrap())
        .arg(&exam)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(before.len() > 3 && before == files(&out.join("jury")));
    let manifest: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    let told = manifest["files"].as_array().unwrap();
    let there: usize = ["candidat", "jury"].iter().map(|t| files(&out.join(t)).len()).sum();
    assert_eq!(told.len(), there);
    assert!(told.iter().any(|f| f["path"] == "candidat/e31-2026-26ascpsc-sujet.pdf" && f["current"] == true));
}
