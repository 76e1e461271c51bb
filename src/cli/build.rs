//! `build`: the documents of a folder, or of many, and a table of what was done.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Deserialize, Serialize};

use super::{CliError, CommandResult, Common, Format, Outcome, Reporting, folders, lot, report, terminal};
use crate::diagnostic::human::Style;
use crate::pipeline::build::{BuildError, Built, DossierState, Force, Options, Part, build};
use crate::pipeline::promotion::{BuiltPromotion, build_promotion};
use crate::pipeline::workshop::Workshop;
use crate::pipeline::{Library, control, control_promotion, manifest, output};
use crate::sources::discover::{Found, Kind};
use crate::templates::Mode;
use crate::typeset::Engine;

/// Contrôler puis produire les PDF d’un dossier, ou de tous ceux d’un répertoire
#[derive(clap::Args)]
#[command(
    visible_alias = "generer",
    before_help = "\
Exemples :
  liasse generer mon-dossier
  liasse generer mon-dossier --brouillon      les pages telles qu’elles sont
  liasse generer promotion/ --out remise      tous les dossiers d’un répertoire
"
)]
pub struct Args {
    /// Dossiers à produire, ou répertoires qui en contiennent
    #[arg(value_name = "DOSSIER", required = true)]
    dirs: Vec<PathBuf>,
    #[command(flatten)]
    documents: Documents,
    /// Ne produire qu’une partie : dossier, pieces ou compte-rendu
    #[arg(long, value_name = "PARTIE", hide_possible_values = true)]
    only: Option<Only>,
    /// Refaire aussi ce qui est à jour
    #[arg(long)]
    force: bool,
    /// Écrire aussi les sources Typst et leurs données dans ce répertoire
    #[arg(long, value_name = "REPERTOIRE")]
    emit_typst: Option<PathBuf>,
    #[command(flatten)]
    reporting: Reporting,
}

/// What `build` and `watch` have in common.
#[derive(clap::Args)]
pub struct Documents {
    /// Répertoire de sortie
    #[arg(long, value_name = "REPERTOIRE", default_value = "output", hide_default_value = true)]
    pub out: PathBuf,
    /// Rendre tout ce qui est là, avec « [À COMPLÉTER] » et une marque sur chaque page (dans brouillon/)
    #[arg(long)]
    pub brouillon: bool,
}

impl Documents {
    pub fn mode(&self) -> Mode {
        if self.brouillon { Mode::Draft } else { Mode::Final }
    }

    /// Where the documents of a folder go: a draft never stands where a final one would.
    pub fn target(&self, name: &str) -> PathBuf {
        let folder = self.out.join(name);
        if self.brouillon { folder.join("brouillon") } else { folder }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    Dossier,
    Pieces,
    CompteRendu,
}

impl Only {
    fn part(self) -> Part {
        match self {
            Only::Dossier => Part::Dossier,
            Only::Pieces => Part::Pieces,
            Only::CompteRendu => Part::CompteRendu,
        }
    }
}

/// One row of the table at the end.
#[derive(Serialize, Deserialize)]
struct Row {
    name: String,
    state: String,
    pages: String,
    time: Duration,
    good: bool,
}

/// What was done with one folder.
#[derive(Serialize, Deserialize)]
pub struct Done {
    /// What is printed of it.
    text: String,
    row: Row,
    /// What the machine or a template failed at.
    trouble: Vec<String>,
}

impl Done {
    /// A folder that could not be built.
    pub fn lost(found: &Found, why: &str) -> Self {
        let (name, state, pages) = (found.name.clone(), "non produit".to_owned(), "–".to_owned());
        let row = Row { name, state, pages, time: Duration::ZERO, good: false };
        Done { text: String::new(), row, trouble: vec![why.to_owned()] }
    }
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    if let Some(lot) = lot::received()? {
        let mut maker = Maker::new(args, common, lot.style, Several::Yes)?;
        let heard = lot.folders.iter().all(|one| lot::answer(&maker.make(one)));
        return Ok(if heard { Outcome::Conforming } else { Outcome::NotConforming });
    }
    let found = folders::find(&args.dirs)?;
    refuse_collisions(&found)?;
    let style = terminal::stdout_style();
    let progress = progress(found.len());
    let (mut rows, mut trouble) = (Vec::new(), Vec::new());
    let mut tell = |done: Done| {
        progress.suspend(|| print(&done.text));
        progress.inc(1);
        rows.push(done.row);
        trouble.extend(done.trouble);
    };
    if found.len() > 1 {
        // An overlay that cannot be used is told once, not once a process.
        common.library()?;
        for lot in found.chunks(lot::SIZE) {
            lot::hand(lot, style, &mut tell)?;
        }
    } else {
        let mut maker = Maker::new(args, common, style, Several::No)?;
        found.iter().for_each(|one| tell(maker.make(one)));
    }
    progress.finish_and_clear();
    if args.reporting.format == Format::Human {
        print(&table(&rows, &args.documents.out));
    }
    match trouble.is_empty() {
        false => Err(CliError::Environment(trouble.join("\nerreur : "))),
        true if rows.iter().all(|r| r.good) => Ok(Outcome::Conforming),
        true => Ok(Outcome::NotConforming),
    }
}

/// Whether a folder is one of several: those that conform are then told by their row alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Several {
    No,
    Yes,
}

/// Builds folders one after the other.
struct Maker<'a> {
    args: &'a Args,
    library: Library,
    workshop: Workshop,
    /// Of promotions: made when the first one is met.
    engine: Option<Engine>,
    options: Options,
    style: Style,
    several: Several,
}

impl<'a> Maker<'a> {
    fn new(args: &'a Args, common: &Common, style: Style, several: Several) -> Result<Self, CliError> {
        let options = Options {
            mode: args.documents.mode(),
            only: args.only.map(Only::part),
            force: if args.force { Force::Yes } else { Force::No },
            strictness: args.reporting.strictness(),
            emit: args.emit_typst.clone(),
        };
        Ok(Maker {
            args,
            library: common.library()?,
            workshop: Workshop::default(),
            engine: None,
            options,
            style,
            several,
        })
    }

    fn make(&mut self, one: &Found) -> Done {
        match one.kind {
            Kind::Dossier => self.make_dossier(one),
            Kind::Promotion => self.make_promotion(one),
        }
    }

    fn make_promotion(&mut self, one: &Found) -> Done {
        let begun = std::time::Instant::now();
        let out = self.args.documents.target(&one.name);
        output::sweep(&out);
        let done = folders::open(&one.path).and_then(|folder| {
            let environment = |e: BuildError| CliError::Environment(e.to_string());
            let controlled = control_promotion(&folder, &self.library).map_err(|e| environment(e.into()))?;
            let engine = self.engine.get_or_insert_with(Engine::new);
            let built = build_promotion(&controlled, engine, &out, &self.options).map_err(environment)?;
            Ok((controlled, built))
        });
        let (controlled, built) = match done {
            Ok(done) => done,
            Err(CliError::Environment(why) | CliError::Usage(why)) => return Done::lost(one, &why),
        };
        let (format, sources) = (self.args.reporting.format, &controlled.loaded.sources);
        let text = report::render(one, &controlled.diagnostics, sources, built.summary, format, self.style);
        let good = built.summary.conforming && built.trouble.is_empty();
        let row = Row {
            name: one.name.clone(),
            state: conventions(&built),
            pages: built.pages.to_string(),
            time: begun.elapsed(),
            good,
        };
        Done { text, row, trouble: built.trouble }
    }

    fn make_dossier(&mut self, one: &Found) -> Done {
        let begun = std::time::Instant::now();
        let out = self.args.documents.target(&one.name);
        output::sweep(&out);
        let done = folders::open(&one.path).and_then(|folder| {
            let environment = |e: BuildError| CliError::Environment(e.to_string());
            let controlled = control(&folder, &self.library).map_err(|e| environment(e.into()))?;
            let built = build(&controlled, &mut self.workshop, &out, &self.options).map_err(environment)?;
            Ok((controlled, built))
        });
        let (controlled, built) = match done {
            Ok(done) => done,
            Err(CliError::Environment(why) | CliError::Usage(why)) => return Done::lost(one, &why),
        };
        let format = self.args.reporting.format;
        let quiet = self.several == Several::Yes && built.summary.conforming && format == Format::Human;
        let mut text = match quiet {
            true => String::new(),
            false => report::render(
                one,
                &controlled.diagnostics,
                &controlled.loaded.sources,
                built.summary,
                format,
                self.style,
            ),
        };
        text += &damaged(&built);
        let mut trouble = template_faults(one, &built);
        trouble.extend(built.unwritten.iter().map(ToString::to_string));
        Done { text, row: row(one, &built, begun.elapsed()), trouble }
    }
}

/// "23 conventions produites, 1 refusée".
fn conventions(built: &BuiltPromotion) -> String {
    let counts = [
        (built.written, "produite", "produites"),
        (built.current, "à jour", "à jour"),
        (built.refused, "refusée", "refusées"),
    ];
    let told: Vec<_> = counts
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }))
        .collect();
    if told.is_empty() { "aucune convention".to_owned() } else { format!("conventions : {}", told.join(", ")) }
}

fn print(text: &str) {
    // The reader of a pipe may have gone; the documents are made all the same.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Two folders of the same name would write the same files.
fn refuse_collisions(found: &[Found]) -> Result<(), CliError> {
    for (i, one) in found.iter().enumerate() {
        // Names are compared as Windows and macOS compare them.
        if let Some(other) = found[..i].iter().find(|o| o.name.to_lowercase() == one.name.to_lowercase()) {
            return Err(CliError::Usage(format!(
                "{} et {} iraient dans la même sortie « {} » : produisez-les séparément avec --out",
                other.path.display(),
                one.path.display(),
                one.name
            )));
        }
    }
    Ok(())
}

/// The faults of templates, in the form of a diagnostic: they are never the user's.
fn template_faults(found: &Found, built: &Built) -> Vec<String> {
    let line = |(document, fault): &(String, crate::domain::document::TemplateFault)| {
        let code = fault.kind.code();
        let document = if document.is_empty() { "tous les documents" } else { document };
        let hints: String = fault.hints.iter().map(|h| format!("\n  aide : {h}")).collect();
        format!("[{code}] défaut du modèle, non de vos données ({}, {document}) : {fault}{hints}", found.name)
    };
    built.faults.iter().map(line).collect()
}

/// Pictures that could not be drawn: the user's files, told as FMT09 tells those that `check` finds.
pub fn damaged(built: &Built) -> String {
    let line = |(path, reason): &(String, String)| format!("erreur[FMT09]: « {path} » est abîmé : {reason}\n");
    built.damaged.iter().map(line).collect()
}

fn row(found: &Found, built: &Built, time: Duration) -> Row {
    let wrong = match built.summary.errors {
        0 => report::in_words(built.summary),
        1 => "1 erreur".to_owned(),
        n => format!("{n} erreurs"),
    };
    let state = match built.dossier {
        DossierState::Written => "produit".to_owned(),
        DossierState::UpToDate => "à jour".to_owned(),
        DossierState::Refused => format!("refusé : {wrong}"),
        DossierState::Kept => format!("refusé : {wrong} ; l’ancien PDF est gardé"),
        DossierState::None if built.is_whole() => "dossier non demandé".to_owned(),
        DossierState::None => "non produit".to_owned(),
    };
    let pages: usize = built.manifest.files.iter().map(|f| f.pages).sum();
    let good = built.summary.conforming && built.is_whole();
    Row { name: found.name.clone(), state, pages: pages.to_string(), time, good }
}

/// "complet-scolaire  produit  61 pages  0,2 s", aligned, then where the files are.
fn table(rows: &[Row], out: &Path) -> String {
    let width = |f: fn(&Row) -> &str| rows.iter().map(|r| f(r).chars().count()).max().unwrap_or(0);
    let (name, state, pages) = (width(|r| &r.name), width(|r| &r.state), width(|r| &r.pages));
    let mut text = String::from("\n");
    for r in rows {
        let seconds = format!("{:.2} s", r.time.as_secs_f64()).replace('.', ",");
        text += &format!("{:<name$}  {:<state$}  {:>pages$} pages  {seconds}\n", r.name, r.state, r.pages);
    }
    let good = rows.iter().filter(|r| r.good).count();
    if rows.len() > 1 {
        text += &format!("{} dossiers, {good} conformes\n", rows.len());
    }
    text + &format!("PDF et {} dans {}\n", manifest::FILE, out.display())
}

/// On many folders and on a terminal: a bar with an estimate.
fn progress(count: usize) -> ProgressBar {
    if count < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} dossiers, encore {eta}");
    bar.set_style(style.expect("a fixed template"));
    bar
}
