//! Every kind of document against the reference validator: PDF/A-2a and PDF/UA-1 (veraPDF, from Maven Central).
//!
//! Without Java or Maven the test says loudly that it was skipped; where `CI=true` their absence is a failure.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod documents;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use documents::classe::Classe;
use documents::{Sample, almost_empty, extreme, fixture, in_ci, scratch, unsigned};
use liasse::domain::promotion::Stage;
use liasse::templates::{Mode, pages_imprimees};
use liasse::typeset::Engine;

/// The newest version that Maven Central has (December 2025).
const VERSION: &str = "1.28.2";
const MAIN: &str = "org.verapdf.apps.GreenfieldCliWrapper";

#[test]
fn every_document_meets_both_standards() {
    let Some(classpath) = classpath() else { return };
    let files = typeset_all();
    // One JVM for all the files, and both flavours at once.
    let runs = ["2a", "ua1"].map(|flavour| {
        let mut java = Command::new("java");
        java.args(["-cp", &classpath, MAIN, "--flavour", flavour, "--format", "text"]).args(&files);
        let run = java.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        (flavour, run.expect("java was there a moment ago"))
    });
    for (flavour, run) in runs {
        let out = run.wait_with_output().expect("what java says can be read");
        let report = String::from_utf8_lossy(&out.stdout);
        let passed: BTreeSet<&str> = report.lines().filter_map(|l| l.strip_prefix("PASS ")).collect();
        let failed: Vec<_> = report.lines().filter(|l| !l.starts_with("PASS ")).collect();
        assert!(failed.is_empty(), "{flavour}: {failed:#?}\n{}", String::from_utf8_lossy(&out.stderr));
        assert_eq!(passed.len(), files.len(), "{flavour}: a file was not looked at\n{report}");
    }
}

/// Every kind of document, of every sample, in both modes; then the forms of the other kinds of proof, and the
/// places that a draft keeps.
fn typeset_all() -> Vec<PathBuf> {
    let mut engine = Engine::new();
    let mut files = Vec::new();
    for sample in [fixture("complet-scolaire"), fixture("complet-apprenti"), almost_empty(), extreme()] {
        for mode in [Mode::Final, Mode::Draft] {
            typeset(&mut engine, &sample, mode, |_| true, &mut files);
        }
    }
    for name in ["complet-apprenti", "complet-professionnalisation", "complet-experience", "complet-redoublant"] {
        let proof = |path: &str| ["attestation", "certificat"].iter().any(|kind| path.contains(kind));
        typeset(&mut engine, &unsigned(name), Mode::Final, proof, &mut files);
    }
    let mut missing = fixture("complet-perfectionnement");
    missing.dossier.fiches.truncate(2);
    missing.dossier.entreprises.clear();
    typeset(&mut engine, &missing, Mode::Draft, |path| path.contains("dossier"), &mut files);
    files.extend(conventions());
    files.extend(promotion(&mut engine));
    files.extend(exams());
    files.extend(session());
    files
}

/// The register and the letters of a session, final and drafts, and the list of what may be eliminated.
fn session() -> Vec<PathBuf> {
    let out = scratch("verapdf").join("session");
    let _ = std::fs::remove_dir_all(&out);
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liasse"));
        let done = command.args(args).current_dir(documents::root()).output().unwrap();
        // Dossiers of a session that do not conform are no failure.
        assert!(matches!(done.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let at = |name: &str| out.join(name).to_string_lossy().into_owned();
    let to = at("documents");
    for mode in [&[][..], &["--brouillon"]] {
        run(&[&["build", "fixtures/session", "--out", &to], mode].concat());
    }
    run(&["archive", "fixtures/session", "--documents", &to, "--out", &at("session.zip")]);
    run(&["retention", &at("session.zip"), "--au", "2030-01-01", "--bordereau", &at("bordereau.pdf")]);
    let all = walkdir::WalkDir::new(&out).into_iter().map(|e| e.unwrap().into_path());
    let all: Vec<_> = all.filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect();
    assert!(all.len() > 18, "{all:?}");
    all
}

/// Every document of every exam of the fixtures, papers in larger characters too, and their drafts.
fn exams() -> Vec<PathBuf> {
    let out = scratch("verapdf").join("examens");
    for mode in [None, Some("--brouillon")] {
        let mut build = Command::new(env!("CARGO_BIN_EXE_liasse"));
        build
            .args(["build", "fixtures/examens", "--adapte", "16", "--adapte", "20", "--a3", "--out"])
            .arg(&out)
            .args(mode);
        let run = build.current_dir(documents::root()).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    let all = walkdir::WalkDir::new(&out).into_iter().map(|e| e.unwrap().into_path());
    all.filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect()
}

/// The other documents of the class, filled and blank, in both modes, and its print: every convention in one document.
#[allow(clippy::disallowed_methods, reason = "a test writes its own files")]
fn promotion(engine: &mut Engine) -> Vec<PathBuf> {
    let classe = Classe::new();
    let mut pieces: Vec<_> = [Mode::Final, Mode::Draft].into_iter().flat_map(|m| classe.others(m)).collect();
    let alone = |s: &Stage| engine.compile(&classe.convention(&s.cle, Mode::Final).document).unwrap().pages;
    let pages: Vec<usize> = classe.promotion.stages.iter().map(alone).collect();
    let items: Vec<_> = classe.promotion.stages.iter().zip(&pages).map(|(s, n)| (s.cle.as_str(), *n)).collect();
    pieces.extend([classe.impression(&items, Mode::Final), classe.convention("c-20", Mode::Final)]);
    // Everything that a convention can have, and an avenant of each kind.
    let complete = Classe::complete();
    pieces.extend([Mode::Final, Mode::Draft].into_iter().flat_map(|m| complete.all_of("c-03", m)));
    let mut files = Vec::new();
    for (rank, piece) in pieces.iter().enumerate() {
        let pdf = engine.compile(&piece.document).unwrap_or_else(|f| panic!("{}: {:?}", piece.path, f.faults));
        if piece.path == "impression.pdf" {
            assert_eq!(pdf.pages, pages_imprimees(&pages, true));
        }
        let path = scratch("verapdf").join(format!("promotion-{rank}-{}", piece.path));
        std::fs::write(&path, &pdf.bytes).unwrap();
        files.push(path);
    }
    files
}

/// The whole class: minors, adults, public and private, abroad, paid, two tuteurs; then a draft of it.
fn conventions() -> Vec<PathBuf> {
    let mut all = Vec::new();
    for mode in [Mode::Final, Mode::Draft] {
        let out = scratch("verapdf").join(format!("conventions-{mode:?}"));
        let mut build = Command::new(env!("CARGO_BIN_EXE_liasse"));
        build.args(["build", "fixtures/promotion", "--only", "conventions", "--out"]).arg(&out);
        let run = build.args((mode == Mode::Draft).then_some("--brouillon")).current_dir(documents::root()).output();
        let run = run.unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let folder = if mode == Mode::Final { "promotion" } else { "promotion/brouillon" };
        let entries = std::fs::read_dir(out.join(folder).join("conventions")).unwrap();
        let files = entries.map(|e| e.unwrap().path());
        all.extend(if mode == Mode::Final { files.collect::<Vec<_>>() } else { files.take(1).collect() });
    }
    all
}

#[allow(clippy::disallowed_methods, reason = "a test writes its own files")]
fn typeset(engine: &mut Engine, sample: &Sample, mode: Mode, wanted: impl Fn(&str) -> bool, files: &mut Vec<PathBuf>) {
    for piece in documents::documents(sample, mode).iter().filter(|p| wanted(&p.path)) {
        let pdf = engine.compile(&piece.document).unwrap_or_else(|f| panic!("{}: {:?}", piece.path, f.faults));
        let path = scratch("verapdf").join(format!("{}-{mode:?}-{}", sample.name, piece.path.replace('/', "-")));
        std::fs::write(&path, &pdf.bytes).unwrap();
        files.push(path);
    }
}

/// The validator's class path, fetched once into the target folder; `None`, said loudly, where it cannot be had.
fn classpath() -> Option<String> {
    let folder = scratch("verapdf-classpath");
    let kept = folder.join(format!("{VERSION}.txt"));
    let jars_are_there = |text: &str| std::env::split_paths(text).all(|jar| jar.exists());
    if let Some(known) = std::fs::read_to_string(&kept).ok().filter(|t| !t.is_empty() && jars_are_there(t)) {
        return java_runs().then_some(known).or_else(|| skipped("java does not run"));
    }
    if !java_runs() {
        return skipped("java does not run");
    }
    match fetch(&folder, &kept) {
        Ok(classpath) => Some(classpath),
        Err(reason) => skipped(&reason),
    }
}

fn java_runs() -> bool {
    Command::new("java").arg("-version").output().is_ok_and(|out| out.status.success())
}

#[allow(clippy::disallowed_methods, reason = "a test writes its own files")]
fn fetch(folder: &Path, kept: &Path) -> Result<String, String> {
    let pom = format!(
        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>\
         <groupId>liasse</groupId><artifactId>verapdf</artifactId><version>1</version><dependencies><dependency>\
         <groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>{VERSION}</version>\
         </dependency></dependencies></project>"
    );
    std::fs::write(folder.join("pom.xml"), pom).map_err(|e| e.to_string())?;
    let mut mvn = Command::new(if cfg!(windows) { "mvn.cmd" } else { "mvn" });
    mvn.current_dir(folder).args(["-B", "-q", "dependency:build-classpath"]);
    mvn.arg(format!("-Dmdep.outputFile={}", kept.display()));
    let out = mvn.output().map_err(|e| format!("mvn does not run: {e}"))?;
    if !out.status.success() {
        return Err(format!("mvn failed: {}", String::from_utf8_lossy(&out.stdout)));
    }
    std::fs::read_to_string(kept).map_err(|e| e.to_string())
}

fn skipped(reason: &str) -> Option<String> {
    assert!(!in_ci(), "veraPDF is needed here: {reason}");
    eprintln!("\n*** SKIPPED: PDF/A-2a and PDF/UA-1 were not validated: {reason} ***\n");
    None
}
