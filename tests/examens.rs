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

/// What candidates get on the day, what they are sent before, what is the jury's.
const TREES: [&str; 3] = ["candidat", "convocations", "jury"];

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
            .chain(loaded.examen.evaluations().iter().map(|e| e.observations.to_owned()))
            .flat_map(|t| t.lines().map(letters).collect::<Vec<_>>())
            .filter(|line| line.chars().count() >= 30)
            .collect();
        let out = built(&exam, &[]);
        let jury: Option<String> = files(&out.join("jury")).iter().map(|f| readable(f)).collect();
        for file in ["candidat", "convocations"].iter().flat_map(|tree| files(&out.join(tree))) {
            let Some(told) = readable(&file) else { return };
            let told = letters(&told);
            let leak = secrets.iter().find(|secret| told.contains(secret.as_str()));
            assert!(leak.is_none(), "{}: {leak:?}", file.display());
            for word in ["notepropos", "corrige", "baremedetaille", "feuilledenotation", "fichedevaluation"] {
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
        let variants = loaded.examen.variantes().len().max(1);
        assert_eq!(papers.len(), 5 * variants, "the paper, two larger, a page and a text: {papers:?}");
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
        TREES.iter().flat_map(|t| files(&out.join(t))).map(|f| std::fs::read(f).unwrap()).collect()
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
    let there: usize = TREES.iter().map(|t| files(&out.join(t)).len()).sum();
    assert_eq!(told.len(), there);
    assert!(told.iter().any(|f| f["path"] == "candidat/e31-2026-26ascpsc-sujet.pdf" && f["current"] == true));
}

/// At many lengths of what comes before: each question comes once to the foot of a page.
#[test]
fn a_question_is_not_split_from_what_it_asks() {
    let folder = documents::scratch("examens-longueurs");
    let exam = folder.join("e31");
    let subject = std::fs::read_to_string(root().join("fixtures/examens/e31/sujet.md")).unwrap();
    let questions: Vec<_> = {
        let loaded = load_examen(&DiskFolder::open(&root().join("fixtures/examens/e31")).unwrap());
        loaded.examen.questions().filter(|q| !q.enonce.is_empty()).cloned().collect()
    };
    assert!(questions.len() >= 3);
    for lines in (0..44).step_by(2) {
        let _ = std::fs::remove_dir_all(&exam);
        support::copy(&root().join("fixtures/examens/e31"), &exam);
        std::fs::write(exam.join("sujet.md"), "Une ligne de plus.\n\n".repeat(lines) + &subject).unwrap();
        let out = built(&exam, &["--only", "sujet"]);
        for paper in files(&out.join("candidat")).iter().filter(|p| p.extension().unwrap() == "pdf") {
            let Some(text) = said("pdftotext", paper, &["-layout", "-"]) else { return };
            for page in text.split('\u{c}') {
                // The foot begins as the head does.
                let body = letters(page.rsplit_once("BTS Assurance · Session").map_or(page, |(body, _)| body));
                for question in &questions {
                    let titre = letters(&question.titre);
                    // The points stand at the right of the title's first line.
                    let tail: String = titre.chars().skip(titre.chars().count().saturating_sub(12)).collect();
                    let points = question.donnees.points.unwrap_or_default();
                    let ends = [tail.clone(), format!("{tail}{points}points"), format!("{tail}{points}point")];
                    let split = ends.iter().any(|e| body.ends_with(e.as_str()));
                    assert!(!split, "{}, {lines} lines more: {}", paper.display(), question.numero);
                }
            }
        }
    }
}

/// The text of the only document of `tree` whose name holds `name`; nothing where it cannot be read here.
fn paper(out: &Path, tree: &str, name: &str) -> Option<String> {
    let all = files(&out.join(tree));
    let found: Vec<_> = all.iter().filter(|p| p.file_name().unwrap().to_string_lossy().contains(name)).collect();
    assert_eq!(found.len(), 1, "{name}: {all:?}");
    said("pdftotext", found[0], &["-layout", "-"])
}

#[test]
fn variants_have_their_own_values_and_their_own_answers() {
    let exam = root().join("fixtures/examens/e31-ccf");
    let out = built(&exam, &["--format", "json"]);
    for (variant, others, answer) in [("a", ["24 m", "312,40"], "422,28"), ("b", ["30 m", "328,60"], "439,94")] {
        let Some(subject) = paper(&out, "candidat", &format!("{variant}-sujet.pdf")) else { return };
        assert!(others.iter().all(|v| subject.contains(v)) && !subject.contains(answer), "{subject}");
        assert!(subject.contains(&format!("VARIANTE {}", variant.to_uppercase())) && !subject.contains("{{"));
        let corrige = paper(&out, "jury", &format!("{variant}-corrige.pdf")).unwrap();
        assert!(corrige.contains(answer) && !corrige.contains("{{"), "{corrige}");
    }
    let before = files(&out.join("jury"));
    let only = |name: &str| {
        let mut build = program(&root());
        build.args(["build", "--force", "--variante", name, "--out"]).arg(out.parent().unwrap()).arg(&exam);
        build.output().unwrap()
    };
    assert_eq!(only("A").status.code(), Some(0));
    assert_eq!(before, files(&out.join("jury")), "the other variant stays");
    let run = only("C");
    let told = String::from_utf8_lossy(&run.stderr).into_owned() + &String::from_utf8_lossy(&run.stdout);
    assert!(run.status.code() != Some(0) && told.contains("variante « C » : il y a A, B"), "{told}");
}

#[test]
fn candidates_come_from_whatever_table_there_is() {
    let folder = documents::scratch("examens-tables");
    let exam = folder.join("e5");
    let _ = std::fs::remove_dir_all(&exam);
    support::copy(&root().join("fixtures/examens/e5"), &exam);
    let list = || {
        let loaded = load_examen(&DiskFolder::open(&exam).unwrap());
        assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
        loaded.examen.inscrits
    };
    let cyclades = list();
    let told = |c: &liasse::domain::examen::Inscrit| (c.numero_candidat.clone(), c.nom.clone(), c.place);
    assert_eq!(cyclades.len(), 5);
    assert_eq!(told(&cyclades[1]), ("0312000012".to_owned(), "D'ARGENSON".to_owned(), Some(2)));
    let mut toml = String::new();
    let mut tabs = "Numéro de candidat\tNom\tPrénoms\tSalle\tPlace\n".to_owned();
    for c in &cyclades {
        let place = c.place.unwrap();
        toml += &format!(
            "[[candidat]]\nnumero_candidat = {:?}\nnom = {:?}\nprenoms = {:?}\nsalle = {:?}\nplace = {place}\n",
            c.numero_candidat, c.nom, c.prenoms, c.salle
        );
        tabs += &format!("{}\t{}\t{}\t{}\t{place}\n", c.numero_candidat, c.nom, c.prenoms, c.salle);
    }
    std::fs::remove_file(exam.join("candidats.csv")).unwrap();
    std::fs::write(exam.join("candidats.toml"), toml).unwrap();
    assert_eq!(list(), cyclades);
    std::fs::remove_file(exam.join("candidats.toml")).unwrap();
    let (windows, _, lost) = encoding_rs::WINDOWS_1252.encode(&tabs);
    assert!(!lost);
    std::fs::write(exam.join("candidats.csv"), windows).unwrap();
    assert_eq!(list(), cyclades);
    std::fs::remove_file(exam.join("candidats.csv")).unwrap();
    std::fs::write(exam.join("candidats.xlsx"), workbook(&tabs)).unwrap();
    assert_eq!(list(), cyclades);
}

/// A workbook of one sheet, its rows those of a text with tabs.
fn workbook(tabs: &str) -> Vec<u8> {
    use std::io::Write as _;
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", text.replace('&', "&amp;"));
    let row = |(i, line): (usize, &str)| {
        format!("<row r=\"{}\">{}</row>", i + 1, line.split('\t').map(cell).collect::<String>())
    };
    let rows: String = tabs.lines().enumerate().map(row).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>\
                 <sheet name=\"Feuil1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{packages}\"><Relationship Id=\"rId1\" \
                 Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn hebrew_is_read_from_right_to_left() {
    let out = built(&root().join("fixtures/examens/ef1-hebreu"), &["--jobs", "3"]);
    let Some(text) = paper(&out, "candidat", "document-1") else { return };
    for words in ["ביטוח דירה", "ההשתתפות העצמית", "500", "Préparation : 20 minutes"] {
        assert!(text.replace('\u{a0}', " ").contains(words), "{words}: {text}");
    }
    let exam = root().join("fixtures/examens/ef1-hebreu");
    assert!(load_examen(&DiskFolder::open(&exam).unwrap()).faults.is_empty(), "every letter has its glyph");
}

#[test]
fn one_paper_has_twenty_pages_and_twelve_annexes() {
    let out = built(&root().join("fixtures/examens/e41-complet"), &["--format", "human"]);
    let Some(text) = paper(&out, "candidat", "sujet.pdf") else { return };
    let pages = text.trim_end_matches('\u{c}').split('\u{c}').count();
    assert!(pages >= 20 && (1..=12).all(|n| text.contains(&format!("Annexe {n} – "))), "{pages} pages");
}

#[test]
fn sums_and_marks_are_worked_out() {
    let out = built(&root().join("fixtures/examens/e5-ccf"), &["--jobs", "4"]);
    let Some(sheet) = paper(&out, "jury", "fiche") else { return };
    let sheet = sheet.replace(['\u{a0}', '\u{202f}'], " ");
    for words in ["15 points sur 21", "14,29 sur 20", "arrondie au pas supérieur de 0,5 point : 14,5", "14,5 / 20"] {
        assert!(sheet.contains(words), "{words}: {sheet}");
    }
    let out = built(&root().join("fixtures/examens/e41"), &["--jobs", "5"]);
    let copies = paper(&out, "jury", "copies").unwrap();
    let pages: Vec<&str> = copies.trim_end_matches('\u{c}').split('\u{c}').collect();
    let line = |page: &str, words: &str| page.lines().find(|l| l.contains(words)).unwrap_or_default().to_owned();
    assert_eq!(pages.len(), 3);
    assert!(line(pages[0], "Total de la copie").trim_end().ends_with("36"), "{copies}");
    assert!(line(pages[0], "Note sur 20").trim_end().ends_with("18"), "{copies}");
    // Until each question is marked, there is no total.
    assert!(line(pages[2], "Total de la copie").trim_end().ends_with("points"), "{copies}");
}

#[test]
fn who_holds_the_unit_is_called_nowhere_and_told_why() {
    let folder = documents::scratch("examens-acquis");
    let _ = std::fs::remove_dir_all(&folder);
    support::copy(&root().join("fixtures/examens/e31"), &folder.join("e31"));
    support::edit(
        &folder.join("e31/candidats.toml"),
        "unites_conservees = [\"U.2\"]",
        "unites_conservees = [\"U.31\"]",
    );
    let run = program(&folder).args(["build", "e31"]).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let out = folder.join("output/e31");
    let sent = files(&out.join("convocations")).into_iter().chain(files(&out.join("jury")));
    let (mut called, mut told) = (0, 0);
    for file in sent.filter(|f| f.extension().is_some_and(|e| e == "pdf")) {
        let Some(text) = readable(&file) else { return };
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        match text.contains("LOPEZ") {
            true if name.contains("epreuves") => {
                told += 1;
                assert!(text.contains("conservée"), "{name}");
            }
            true => panic!("{name} calls who holds the unit"),
            false => called += usize::from(text.contains("MALLET")),
        }
    }
    assert!(called >= 3 && told == 1, "{called} {told}");
}
