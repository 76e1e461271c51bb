//! The systems: whether each is on this machine, its documents written, and its runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::convention::Convention;
use super::{docx, html, preuves, tex};
use crate::support::{Times, liasse, time};

/// LibreOffice's filter with all that it can promise: PDF/A-2 and PDF/UA.
const FILTRE: &str = "pdf:writer_pdf_Export:{\"SelectPdfVersion\":{\"type\":\"long\",\"value\":\"2\"},\
                      \"PDFUACompliance\":{\"type\":\"boolean\",\"value\":\"true\"}}";

/// One way to make the PDF of all the conventions.
pub struct Sujet {
    pub nom: String,
    /// How many conventions it makes a run.
    pub documents: usize,
    /// How many processes work at a time.
    pub processus: usize,
    /// Where its PDF files are, and how many they are.
    pub sortie: PathBuf,
    pub fichiers: usize,
    pub times: Times,
    faire: Box<dyn Fn() -> Duration>,
}

impl Sujet {
    /// One run, from an empty folder: every file has to be there again after it.
    pub fn mesurer(&self) -> Duration {
        preuves::pdf(&self.sortie).iter().for_each(|f| fs::remove_file(f).expect("a file of ours"));
        let taken = (self.faire)();
        assert_eq!(preuves::pdf(&self.sortie).len(), self.fichiers, "{}: PDF files made", self.nom);
        taken
    }

    /// Conventions a second, from the median.
    pub fn debit(&self) -> f64 {
        self.documents as f64 / self.times.quantile(0.5) * 1000.0
    }
}

/// What every system is given.
pub struct Atelier<'a> {
    pub travail: &'a Path,
    pub fontconfig: &'a Path,
    pub conventions: &'a [Convention],
}

/// The first line that a program says of its version, or a loud word about what would bring it.
fn present(program: &str, paquet: &str) -> Option<String> {
    let said = Command::new(program).arg("--version").output().ok().filter(|o| o.status.success());
    let line = said.and_then(|o| String::from_utf8_lossy(&o.stdout).lines().next().map(|l| l.trim().to_owned()));
    match &line {
        Some(line) => println!("- {line}"),
        None => println!("SKIPPED, NOT MEASURED: {program} is not on PATH; Debian: apt install {paquet}"),
    }
    line
}

/// Runs commands at the same time; the wall time of all.
fn ensemble(commands: Vec<Command>) -> Duration {
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for mut command in commands {
            scope.spawn(move || time(&mut command));
        }
    });
    begun.elapsed()
}

/// As many parts as there are processes, of the same size but for one document.
fn parts<T: Clone>(all: &[T], processus: usize) -> Vec<Vec<T>> {
    let part = |p: usize| all.iter().skip(p).step_by(processus).cloned().collect();
    (0..processus).map(part).filter(|p: &Vec<T>| !p.is_empty()).collect()
}

/// A folder of its own for a system.
fn dossier(atelier: &Atelier<'_>, name: &str) -> PathBuf {
    let folder = atelier.travail.join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn numero(i: usize, extension: &str) -> String {
    format!("convention-{i:04}.{extension}")
}

// ── liasse ──

pub fn par_liasse(promotion: &Path, travail: &Path, documents: usize) -> Vec<Sujet> {
    let sujet = |jobs: usize| {
        let (out, promotion) = (travail.join(format!("liasse-{jobs}")), promotion.to_owned());
        let sortie = out.join(promotion.file_name().expect("a name")).join("conventions");
        let faire = move || {
            let mut build = liasse();
            build.args(["build", "--only", "conventions", "--force", "--jobs", &jobs.to_string(), "--out"]);
            time(build.arg(&out).arg(&promotion))
        };
        let nom = format!("liasse build --jobs {jobs}");
        Sujet {
            nom,
            documents,
            processus: jobs,
            sortie,
            fichiers: documents,
            times: Times::default(),
            faire: Box::new(faire),
        }
    };
    vec![sujet(1), sujet(2)]
}

// ── LibreOffice ──

pub fn par_libreoffice(atelier: &Atelier<'_>) -> Vec<Sujet> {
    if present("soffice", "libreoffice-writer-nogui (or libreoffice-writer)").is_none() {
        return Vec::new();
    }
    let folder = dossier(atelier, "libreoffice");
    let files: Vec<PathBuf> = (0..atelier.conventions.len()).map(|i| folder.join(numero(i, "docx"))).collect();
    atelier.conventions.iter().zip(&files).for_each(|(c, f)| docx::ecrire(f, &[c]));
    let merged = folder.join("publipostage.docx");
    docx::ecrire(&merged, &atelier.conventions.iter().collect::<Vec<_>>());
    let one = |nom: &str, files: &[PathBuf], processus: usize| {
        let sortie = folder.join(format!("pdf-{}-{processus}", files.len()));
        fs::create_dir_all(&sortie).expect("a folder");
        let (fonts, out, parts) = (atelier.fontconfig.to_owned(), sortie.clone(), parts(files, processus));
        let commande = move |(p, files): (usize, &Vec<PathBuf>)| {
            let mut soffice = Command::new("soffice");
            soffice
                .arg(format!("-env:UserInstallation=file://{}/profil-{p}", out.display()))
                .env("FONTCONFIG_FILE", &fonts);
            soffice.args(["--headless", "--convert-to", FILTRE, "--outdir"]).arg(&out).args(files);
            soffice
        };
        let (documents, fichiers) = (atelier.conventions.len(), files.len());
        let faire = move || ensemble(parts.iter().enumerate().map(&commande).collect());
        Sujet {
            nom: nom.to_owned(),
            documents,
            processus,
            sortie,
            fichiers,
            times: Times::default(),
            faire: Box::new(faire),
        }
    };
    vec![
        one("LibreOffice, all docx in 1 process", &files, 1),
        one("LibreOffice, all docx in 2 processes", &files, 2),
        one("LibreOffice, 1 merged docx (one PDF)", &[merged], 1),
    ]
}

// ── WeasyPrint ──

pub fn par_weasyprint(atelier: &Atelier<'_>) -> Vec<Sujet> {
    let python = present("weasyprint", "weasyprint").and_then(|_| interprete());
    let Some(python) = python else { return Vec::new() };
    let folder = dossier(atelier, "weasyprint");
    let (style, script) = (folder.join("convention.css"), folder.join("imprimer.py"));
    fs::write(&style, html::STYLE).expect("a file");
    fs::write(&script, include_str!("imprimer.py")).expect("a file");
    let files: Vec<PathBuf> = (0..atelier.conventions.len()).map(|i| folder.join(numero(i, "html"))).collect();
    atelier.conventions.iter().zip(&files).for_each(|(c, f)| fs::write(f, html::page(c)).expect("a file"));
    let one = |processus: usize| {
        let (fonts, parts) = (atelier.fontconfig.to_owned(), parts(&files, processus));
        let (python, style, script) = (python.clone(), style.clone(), script.clone());
        let commande = move |files: &Vec<PathBuf>| {
            let mut command = Command::new(&python);
            command.env("FONTCONFIG_FILE", &fonts).arg(&script).arg(&style).args(files);
            command
        };
        let faire = move || ensemble(parts.iter().map(&commande).collect());
        let nom = format!("WeasyPrint, all pages in {processus} process{}", if processus > 1 { "es" } else { "" });
        let (documents, sortie) = (files.len(), folder.clone());
        Sujet {
            nom,
            documents,
            processus,
            sortie,
            fichiers: documents,
            times: Times::default(),
            faire: Box::new(faire),
        }
    };
    vec![one(1), one(2)]
}

/// The Python that the program `weasyprint` itself runs in: it has the library, others may not.
fn interprete() -> Option<PathBuf> {
    let found =
        std::env::split_paths(&std::env::var_os("PATH")?).map(|d| d.join("weasyprint")).find(|p| p.is_file())?;
    let text = fs::read(found).ok()?;
    let line = String::from_utf8_lossy(text.split(|b| *b == b'\n').next()?).into_owned();
    let python = line.strip_prefix("#!").map(str::trim).filter(|p| !p.contains(' ')).map(PathBuf::from);
    if python.is_none() {
        println!("SKIPPED, NOT MEASURED: the program weasyprint does not tell its Python");
    }
    python
}

// ── LuaLaTeX ──

pub fn par_lualatex(atelier: &Atelier<'_>) -> Vec<Sujet> {
    if present("lualatex", "texlive-luatex texlive-latex-recommended texlive-lang-french").is_none() {
        return Vec::new();
    }
    let one = |passes: usize, processus: usize| {
        let folder = dossier(atelier, &format!("lualatex-{passes}-{processus}"));
        let names: Vec<String> = (0..atelier.conventions.len()).map(|i| numero(i, "tex")).collect();
        let written = atelier.conventions.iter().zip(&names);
        written.for_each(|(c, n)| fs::write(folder.join(n), tex::document(c)).expect("a file"));
        // Its caches of fonts stay in the bench's folder; they are warm before anything is timed.
        let (parts, cache, sortie) = (parts(&names, processus), dossier(atelier, "texmf-var"), folder.clone());
        let faire = move || {
            let begun = Instant::now();
            std::thread::scope(|scope| {
                for part in &parts {
                    scope.spawn(|| part.iter().for_each(|name| composer(&folder, &cache, name, passes)));
                }
            });
            begun.elapsed()
        };
        let nom = format!("LuaLaTeX, {passes} pass{} each, {processus} at a time", if passes > 1 { "es" } else { "" });
        let documents = names.len();
        Sujet {
            nom,
            documents,
            processus,
            sortie,
            fichiers: documents,
            times: Times::default(),
            faire: Box::new(faire),
        }
    };
    vec![one(1, 1), one(2, 1), one(2, 2)]
}

/// The passes of one document, from nothing; those before the last write no PDF.
fn composer(folder: &Path, cache: &Path, name: &str, passes: usize) {
    drop(fs::remove_file(folder.join(name).with_extension("aux")));
    for pass in 1..=passes {
        let mut latex = Command::new("lualatex");
        latex.args(["-interaction=nonstopmode", "-halt-on-error"]).env("TEXMFVAR", cache).current_dir(folder);
        if pass < passes {
            latex.arg("-draftmode");
        }
        time(latex.arg(name));
    }
}
