//! `build`: the documents of a folder, or of many, and a table of what was done.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::progress::Progress;
use super::rows::{Row, table};
use super::{CliError, CommandResult, Common, Format, Outcome, Reporting, folders, print, report, terminal};
use crate::diagnostic::human::Style;
use crate::pipeline::batch::{self, Budget, Loss, Next, Pool, Program, Task};
use crate::pipeline::build::{BuildError, Built, Force, Options, Part, build};
use crate::pipeline::promotion::{self, Crew, build_promotion};
use crate::pipeline::workshop::Workshop;
use crate::pipeline::{Library, control, control_promotion, output};
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
  liasse generer promotion/ --only conventions --jobs 4
"
)]
pub struct Args {
    /// Dossiers à produire, ou répertoires qui en contiennent
    #[arg(value_name = "DOSSIER", required = true)]
    dirs: Vec<PathBuf>,
    #[command(flatten)]
    documents: Documents,
    /// Ne produire qu’une partie : dossier, pieces ou compte-rendu d’un dossier ; conventions, avenants, certificats,
    /// attestations, impression ou envois d’une promotion
    #[arg(long, value_name = "PARTIE", hide_possible_values = true)]
    only: Option<Only>,
    /// Refaire aussi ce qui est à jour
    #[arg(long)]
    force: bool,
    /// Nombre de processus qui travaillent en même temps (un par cœur si rien n’est dit)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Temps permis pour un document, en secondes
    #[arg(long, value_name = "SECONDES", default_value_t = 60, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..))]
    temps_max: u32,
    /// Mémoire permise pour un document, en Mio
    #[arg(long, value_name = "MIO", default_value_t = 1024, hide_default_value = true, value_parser = clap::value_parser!(u32).range(64..))]
    memoire_max: u32,
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
    Conventions,
    Avenants,
    Certificats,
    Attestations,
    Impression,
    Envois,
}

impl Only {
    fn part(self) -> Part {
        match self {
            Only::Dossier => Part::Dossier,
            Only::Pieces => Part::Pieces,
            Only::CompteRendu => Part::CompteRendu,
            Only::Conventions => Part::Conventions,
            Only::Avenants => Part::Avenants,
            Only::Certificats => Part::Certificats,
            Only::Attestations => Part::Attestations,
            Only::Impression => Part::Impression,
            Only::Envois => Part::Envois,
        }
    }
}

/// What was done with one folder.
#[derive(Serialize, Deserialize)]
struct Done {
    /// What is printed of it.
    text: String,
    row: Row,
    /// What the machine or a template failed at.
    trouble: Vec<String>,
}

impl Done {
    /// A folder that could not be built.
    fn lost(found: &Found, why: String) -> Self {
        Done { text: String::new(), row: Row::lost(found, "non produit"), trouble: vec![why] }
    }

    /// A folder whose turn did not come before the user stopped.
    fn stopped(found: &Found) -> Self {
        Done { text: String::new(), row: Row::lost(found, "interrompu"), trouble: Vec::new() }
    }
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    if let Some(budget) = batch::received() {
        serve(budget, args, common);
        return Ok(Outcome::Conforming);
    }
    let found = folders::find(&args.dirs)?;
    refuse_collisions(&found)?;
    refuse_other_parts(args.only, &found)?;
    let progress = Progress::of(found.len());
    let (mut rows, mut trouble) = (Vec::new(), Vec::new());
    let mut tell = |done: Done| {
        progress.print(&done.text);
        progress.folder();
        rows.push(done.row);
        trouble.extend(done.trouble);
    };
    let stop = Arc::new(AtomicBool::new(false));
    match found.as_slice() {
        [one] if one.kind == Kind::Dossier => {
            tell(Maker::new(args, common, Several::No)?.make(one, terminal::stdout_style()));
        }
        all => Foreman::new(args, common, Arc::clone(&stop), &progress)?.make(all, &mut tell),
    }
    progress.end();
    if args.reporting.format == Format::Human {
        print(&table(&rows, &args.documents.out));
    }
    match () {
        () if stop.load(Ordering::Relaxed) => {
            eprintln!("interrompu : ce qui est produit est entier ; la même commande reprend où elle s’est arrêtée");
            Ok(Outcome::Interrupted)
        }
        () if !trouble.is_empty() => Err(CliError::Environment(trouble.join("\nerreur : "))),
        () if rows.iter().all(|r| r.good) => Ok(Outcome::Conforming),
        () => Ok(Outcome::NotConforming),
    }
}

/// What a worker is handed: a whole dossier, or (any other bytes) a document of a promotion.
#[derive(Serialize, Deserialize)]
struct Errand {
    dossier: Found,
    style: Style,
}

/// First byte of an errand; a document's task is an object of JSON.
const ERRAND: u8 = b'D';
/// Dossiers after which a worker is replaced: what an allocator keeps in pieces goes with the process.
const DOSSIERS_OF_A_WORKER: usize = 8;

/// Works for another process of this program.
fn serve(budget: Budget, args: &Args, common: &Common) {
    batch::serve(budget, || {
        let (mut maker, mut engine, mut done) = (None, None, 0);
        move |task: &[u8], blobs: &batch::Blobs| {
            let Some(errand) = task.strip_prefix(&[ERRAND]) else {
                let engine = engine.get_or_insert_with(Engine::new);
                return (promotion::answer(task, blobs, engine), Next::Another);
            };
            let Errand { dossier, style } = serde_json::from_slice(errand).expect("the parent is this very program");
            let made = match &mut maker {
                Some(maker) => Ok(maker),
                none => Maker::new(args, common, Several::Yes).map(|m| none.insert(m)),
            };
            let made = match made {
                Ok(maker) => maker.make(&dossier, style),
                Err(CliError::Environment(why) | CliError::Usage(why)) => Done::lost(&dossier, why),
            };
            done += 1;
            let next = if done >= DOSSIERS_OF_A_WORKER { Next::Stop } else { Next::Another };
            (serde_json::to_vec(&made).expect("what was done is a plain value"), next)
        }
    });
}

fn options(args: &Args) -> Options {
    Options {
        mode: args.documents.mode(),
        only: args.only.map(Only::part),
        force: if args.force { Force::Yes } else { Force::No },
        strictness: args.reporting.strictness(),
        emit: args.emit_typst.clone(),
    }
}

/// Hands folders, or the documents of promotions, to workers.
struct Foreman<'a> {
    args: &'a Args,
    library: Library,
    options: Options,
    style: Style,
    pool: Pool,
    stop: Arc<AtomicBool>,
    progress: &'a Progress,
}

impl<'a> Foreman<'a> {
    fn new(args: &'a Args, common: &Common, stop: Arc<AtomicBool>, progress: &'a Progress) -> Result<Self, CliError> {
        // An overlay that cannot be used is told once, not once a process.
        let library = common.library()?;
        let time = Duration::from_secs(args.temps_max.into());
        let budget = Budget { time, memory: u64::from(args.memoire_max) << 20 };
        let program = Program { arguments: std::env::args_os().skip(1).collect(), budget };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = Pool::new(&program, args.jobs.map_or(cores, usize::from), &stop);
        let flag = Arc::clone(&stop);
        let heard = move || flag.store(true, Ordering::Relaxed);
        ctrlc::set_handler(heard).map_err(|e| CliError::Environment(format!("Ctrl-C : {e}")))?;
        Ok(Foreman { args, library, options: options(args), style: terminal::stdout_style(), pool, stop, progress })
    }

    /// Builds the folders, and tells what was done with each, in their order.
    fn make(&self, found: &[Found], tell: &mut dyn FnMut(Done)) {
        for group in found.chunk_by(|a, b| a.kind == b.kind) {
            match group[0].kind {
                Kind::Dossier => self.dossiers(group, tell),
                Kind::Promotion => group.iter().for_each(|one| tell(self.promotion(one))),
            }
        }
    }

    fn dossiers(&self, all: &[Found], tell: &mut dyn FnMut(Done)) {
        let mut told = 0;
        let mut early = BTreeMap::new();
        let mut hear = |answer: batch::Answer| {
            let one = &all[answer.id];
            let done = match answer.result {
                Ok(body) => serde_json::from_slice(&body).expect("the worker is this very program"),
                Err(Loss::Stopped) => Done::stopped(one),
                Err(loss) => Done::lost(one, format!("{} : {loss}", one.name)),
            };
            early.insert(answer.id, done);
            while let Some(done) = early.remove(&told) {
                tell(done);
                told += 1;
            }
        };
        let mut heard = 0;
        for (id, one) in all.iter().enumerate() {
            let errand = Errand { dossier: one.clone(), style: self.style };
            let mut body = vec![ERRAND];
            serde_json::to_writer(&mut body, &errand).expect("an errand is a plain value");
            self.pool.submit(id, Task { body, blobs: Vec::new(), size: DOSSIER_SIZE });
            while let Some(answer) = self.pool.try_receive() {
                hear(answer);
                heard += 1;
            }
        }
        for _ in heard..all.len() {
            hear(self.pool.receive());
        }
    }

    fn promotion(&self, one: &Found) -> Done {
        if self.stop.load(Ordering::Relaxed) {
            return Done::stopped(one);
        }
        let begun = Instant::now();
        let out = self.args.documents.target(&one.name);
        output::sweep(&out);
        let done = folders::open(&one.path).and_then(|folder| {
            let environment = |e: BuildError| CliError::Environment(e.to_string());
            let controlled = control_promotion(&folder, &self.library).map_err(|e| environment(e.into()))?;
            let mut hear = |done, of| self.progress.documents(done, of);
            let mut crew = Crew { pool: &self.pool, stop: &self.stop, tell: &mut hear };
            let built = build_promotion(&controlled, &mut crew, &out, &self.options).map_err(environment)?;
            Ok((controlled, built))
        });
        let (controlled, built) = match done {
            Ok(done) => done,
            Err(CliError::Environment(why) | CliError::Usage(why)) => return Done::lost(one, why),
        };
        let (format, sources) = (self.args.reporting.format, &controlled.loaded.sources);
        let text = report::render(one, &controlled.diagnostics, sources, built.summary, format, self.style);
        let row = Row::of_promotion(one, &built, begun.elapsed());
        Done { text, row, trouble: built.trouble }
    }
}

/// How many times the time of one document a dossier may take: some twenty documents.
const DOSSIER_SIZE: u32 = 5;

/// Whether a folder is one of several: those that conform are then told by their row alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Several {
    No,
    Yes,
}

/// Builds dossiers one after the other in this process.
struct Maker<'a> {
    args: &'a Args,
    library: Library,
    workshop: Workshop,
    options: Options,
    several: Several,
}

impl<'a> Maker<'a> {
    fn new(args: &'a Args, common: &Common, several: Several) -> Result<Self, CliError> {
        let workshop = match several {
            Several::No => Workshop::default(),
            // There are as many workers as cores.
            Several::Yes => Workshop::default().one_at_a_time(),
        };
        Ok(Maker { args, library: common.library()?, workshop, options: options(args), several })
    }

    fn make(&mut self, one: &Found, style: Style) -> Done {
        let begun = Instant::now();
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
            Err(CliError::Environment(why) | CliError::Usage(why)) => return Done::lost(one, why),
        };
        let format = self.args.reporting.format;
        let quiet = self.several == Several::Yes && built.summary.conforming && format == Format::Human;
        let mut text = match quiet {
            true => String::new(),
            false => {
                report::render(one, &controlled.diagnostics, &controlled.loaded.sources, built.summary, format, style)
            }
        };
        text += &damaged(&built);
        let mut trouble = template_faults(one, &built);
        trouble.extend(built.unwritten.iter().cloned());
        Done { text, row: Row::of_dossier(one, &built, begun.elapsed()), trouble }
    }
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

/// A part that none of the folders has would be a build of nothing.
fn refuse_other_parts(only: Option<Only>, found: &[Found]) -> Result<(), CliError> {
    let Some(only) = only else { return Ok(()) };
    let (kind, whose) = match only.part().is_of_promotion() {
        true => (Kind::Promotion, "d’une promotion"),
        false => (Kind::Dossier, "d’un dossier de candidat"),
    };
    if found.iter().any(|f| f.kind == kind) {
        return Ok(());
    }
    let name = only.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned());
    Err(CliError::Usage(format!("--only {name} : c’est une partie {whose}, et aucun n’est donné")))
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
