//! `watch`: keeps the documents up to date while somebody writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::build::{DOSSIER_SIZE, Documents, damaged};
use super::guard::Watched;
use super::{CliError, CommandResult, Common, Outcome, folders, out, report, why_not};
use crate::diagnostic::difference::Difference;
use crate::diagnostic::io::in_french;
use crate::diagnostic::{Diagnostic, Severity, Strictness, short};
use crate::pipeline::batch::Budget;
use crate::pipeline::build::{Built, DossierState, Force, Options, build};
use crate::pipeline::workshop::Workshop;
use crate::pipeline::{Controlled, Library, control, output};
use crate::sources::discover::{Found, Kind, discover};
use crate::watch::{Change, Method, Watcher};

/// Refaire les PDF à chaque enregistrement, jusqu’à Ctrl-C
#[derive(clap::Args)]
#[command(
    visible_alias = "surveiller",
    before_help = "\
Exemples :
  liasse surveiller mon-dossier --brouillon
  liasse surveiller promotion/
  liasse surveiller P:/promotion --poll 2      sur un lecteur réseau
"
)]
pub struct Args {
    /// Dossier à surveiller, ou répertoire qui en contient
    #[arg(value_name = "DOSSIER")]
    dir: PathBuf,
    #[command(flatten)]
    documents: Documents,
    /// Regarder toutes les N secondes, pour les lecteurs réseau qui ne préviennent pas
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "2")]
    poll: Option<f64>,
}

/// Builds that the compiler's cache must remember: a few folders may be written at the same time.
const REMEMBERED: usize = 4;

/// How many faults are shown when a folder is met.
const FIRST: usize = 8;

/// After a change, everything is looked at once more: a folder that is copied in goes on filling after the system
/// has told of it, and what is written before its watch stands is told by nobody. Nothing is built that has not changed.
const SECOND_LOOK: Duration = Duration::from_millis(400);

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let environment = |e: notify::Error| {
        let why = match &e.kind {
            notify::ErrorKind::Io(e) => in_french(e),
            notify::ErrorKind::MaxFilesWatch => "le système ne peut pas surveiller autant de fichiers".to_owned(),
            _ => "le système ne prévient pas des changements ici".to_owned(),
        };
        CliError::Environment(format!("surveillance : {why} ; essayez --poll"))
    };
    let method = match args.poll {
        Some(seconds) if seconds.is_finite() && seconds >= 0.05 => Method::Poll(Duration::from_secs_f64(seconds)),
        Some(_) => return Err(CliError::Usage("--poll attend un nombre de secondes d’au moins 0,05".to_owned())),
        None => Method::Native,
    };
    if !args.dir.is_dir() {
        return Err(CliError::Environment(format!("{} n’est pas un répertoire", args.dir.display())));
    }
    let mut watcher = Watcher::new(method).map_err(environment)?;
    watcher.add(&args.dir).map_err(environment)?;
    if let Some(pack) = &common.pack {
        watcher.add(pack).map_err(environment)?;
    }
    let stopper = watcher.stopper();
    ctrlc::set_handler(move || stopper.stop())
        .map_err(|e| CliError::Environment(format!("Ctrl-C : {}", why_not(&e))))?;
    let mut session = Session::new(args, common)?;
    session.rescan(Instant::now());
    session.say(&format!("surveillance de {} ; Ctrl-C pour arrêter", args.dir.display()));
    let mut patience = None;
    loop {
        let change = watcher.wait(patience);
        let begun = watcher.begun().unwrap_or_else(Instant::now);
        patience = (change != Change::Quiet).then_some(SECOND_LOOK);
        match change {
            Change::Stopped => break,
            Change::Quiet => session.rescan(begun),
            Change::Everything => session.rescan(begun),
            Change::Paths(paths) => session.changed(&paths.into_iter().collect::<Vec<_>>(), begun),
        }
    }
    for folder in session.known.values() {
        output::sweep(&args.documents.target(&folder.found.name));
    }
    session.say("arrêt");
    Ok(Outcome::Conforming)
}

/// What is watched, and what was last made of it.
struct Session<'a> {
    args: &'a Args,
    common: &'a Common,
    library: Library,
    watched: Rc<Watched>,
    workshop: Workshop,
    options: Options,
    /// By path.
    known: BTreeMap<PathBuf, Known>,
    /// Promotions that were told to be left aside.
    left_aside: BTreeSet<PathBuf>,
    /// Never a reason to build: it is where we write.
    out: PathBuf,
}

struct Known {
    found: Found,
    /// Of the inputs, when it was last built.
    hash: String,
    /// What was said of it then.
    told: Vec<Diagnostic>,
}

impl<'a> Session<'a> {
    fn new(args: &'a Args, common: &'a Common) -> Result<Self, CliError> {
        let out = std::path::absolute(&args.documents.out).unwrap_or_else(|_| args.documents.out.clone());
        let (mode, only, emit) = (args.documents.mode(), None, None);
        let options = Options { mode, only, force: Force::No, strictness: Strictness::Normal, emit };
        let library = common.library()?;
        let workshop = Workshop::default().one_at_a_time().remember(REMEMBERED);
        let (known, left_aside) = (BTreeMap::new(), BTreeSet::new());
        let watched = Rc::new(Watched::within(Budget::default()));
        Ok(Session { args, common, library, watched, workshop, options, known, left_aside, out })
    }

    fn say(&self, line: &str) {
        if line.is_empty() {
            return;
        }
        out::text(&format!("{line}\n"));
    }

    /// Looks at everything again: folders may have come or gone.
    fn rescan(&mut self, begun: Instant) {
        let found = match discover(&self.args.dir) {
            Ok((found, _)) => self.dossiers(found),
            Err(e) => return self.say(&format!("{} ne peut pas être lu : {}", self.args.dir.display(), in_french(&e))),
        };
        let gone: Vec<PathBuf> = self.known.keys().filter(|k| found.iter().all(|f| f.path != **k)).cloned().collect();
        for path in gone {
            if let Some(known) = self.known.remove(&path) {
                self.say(&format!("{} : dossier retiré, ses PDF sont gardés", known.found.name));
            }
        }
        for one in found {
            self.refresh(one, begun);
        }
    }

    /// The dossiers among them. A promotion and an exam are built on demand: hundreds of documents are not made at each save; told once.
    fn dossiers(&mut self, found: Vec<Found>) -> Vec<Found> {
        let (dossiers, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|f| f.kind == Kind::Dossier);
        for one in others {
            if self.left_aside.insert(one.path) {
                let what = match one.kind {
                    Kind::Examen => "un examen",
                    Kind::Session => "une session",
                    _ => "une promotion",
                };
                self.say(&format!("{} : {what} se produit à la demande, par « liasse generer »", one.name));
            }
        }
        dossiers
    }

    fn changed(&mut self, paths: &[PathBuf], begun: Instant) {
        let absolute = |p: &Path| std::path::absolute(p).unwrap_or_else(|_| p.to_owned());
        let mut paths: Vec<PathBuf> = paths.iter().map(|p| absolute(p)).filter(|p| !p.starts_with(&self.out)).collect();
        // Where the output lies inside what is watched, its own folder changes too when we write.
        paths.retain(|p| !self.out.starts_with(p) || !p.is_dir());
        if paths.is_empty() {
            return;
        }
        if self.common.pack.as_ref().is_some_and(|pack| paths.iter().any(|p| p.starts_with(absolute(pack)))) {
            match self.common.library() {
                Ok(library) => self.library = library,
                Err(CliError::Environment(e) | CliError::Usage(e)) => return self.say(&format!("surcharge : {e}")),
            }
            self.workshop.forget_templates();
            self.known.values_mut().for_each(|k| k.hash.clear());
            return self.rescan(begun);
        }
        let touched: Vec<Found> = self
            .known
            .values()
            .filter(|k| paths.iter().any(|p| p.starts_with(absolute(&k.found.path))))
            .map(|k| k.found.clone())
            .collect();
        let inside = |p: &PathBuf| touched.iter().any(|f| p.starts_with(absolute(&f.path)));
        let only_inside = paths.iter().all(inside) && touched.iter().all(|f| f.path.join("candidat.toml").is_file());
        if !only_inside {
            return self.rescan(begun);
        }
        for one in touched {
            self.refresh(one, begun);
        }
    }

    /// Controls a folder again and builds what the change touches, within what it may take.
    fn refresh(&mut self, found: Found, begun: Instant) {
        let watched = Rc::clone(&self.watched);
        let path = found.path.clone();
        watched.at(std::slice::from_ref(&path), DOSSIER_SIZE, || self.remake(found, begun));
    }

    fn remake(&mut self, found: Found, begun: Instant) {
        let controlled = match folders::open(&found.path).map(|folder| control(&folder, &self.library)) {
            Ok(Ok(controlled)) => controlled,
            Ok(Err(e)) => return self.say(&format!("{} : {e}", found.name)),
            Err(CliError::Environment(e) | CliError::Usage(e)) => return self.say(&e),
        };
        let hash = controlled.loaded.hash();
        if self.known.get(&found.path).is_some_and(|k| k.hash == hash) {
            return;
        }
        let out = self.args.documents.target(&found.name);
        match build(&controlled, &mut self.workshop, &out, &self.options) {
            Ok(built) => self.tell(&found, &controlled, &built, begun),
            Err(e) => self.say(&format!("{} : {e}", found.name)),
        }
        self.known.insert(found.path.clone(), Known { found, hash, told: controlled.diagnostics });
    }

    /// At first what to do first; then what a change has mended and what it has brought, never the whole again.
    fn tell_faults(&self, found: &Found, controlled: &Controlled) {
        let (sources, prefix) = (&controlled.loaded.sources, format!("{}/", found.path.display()));
        let one = |d: &Diagnostic| short::render(d, sources, &prefix).trim_end().to_owned();
        let weighs = |d: &&Diagnostic| d.severity <= Severity::Warning;
        let before = self.known.get(&found.path).map(|k| k.told.as_slice());
        let Some(before) = before else {
            let mut faults: Vec<_> = controlled.diagnostics.iter().filter(weighs).collect();
            faults.sort_by_key(|d| report::urgency(d));
            faults.iter().take(FIRST).for_each(|d| self.say(&one(d)));
            if faults.len() > FIRST {
                let more = faults.len() - FIRST;
                self.say(&format!("… et {more} de plus : liasse verifier {}", found.path.display()));
            }
            return;
        };
        let difference = Difference::between(before, &controlled.diagnostics);
        for d in difference.mended.into_iter().filter(weighs) {
            // Its line was one of the text before.
            self.say(&format!("  corrigé : {}{} [{}] {}", prefix, d.place.file, d.code, d.message));
        }
        for d in difference.new.into_iter().filter(weighs) {
            self.say(&format!("  nouveau : {}", one(d)));
        }
    }

    /// One line with its time, then the faults.
    fn tell(&self, found: &Found, controlled: &Controlled, built: &Built, begun: Instant) {
        let first = built.written.first().map_or_else(String::new, |(path, _)| format!(" ({path} d’abord)"));
        let what = match (built.dossier, built.written.len()) {
            (DossierState::Refused, n) => format!("non conforme, dossier non produit, {n} pièces refaites"),
            (DossierState::Kept, n) => format!("non conforme, le dernier bon dossier est gardé, {n} pièces refaites"),
            (_, 0) => "rien à refaire".to_owned(),
            (_, n) => format!("{n} PDF refaits{first}"),
        };
        let summary = report::verdict(controlled.summary(Strictness::Normal), Some(&controlled.to_sign));
        let milliseconds = begun.elapsed().as_millis();
        self.say(&format!("{} : {what} en {milliseconds} ms ; {summary}", found.name));
        self.tell_faults(found, controlled);
        self.say(damaged(built).trim_end());
        for error in &built.unwritten {
            self.say(&error.to_string());
        }
        for (document, fault) in &built.faults {
            self.say(&format!("[{}] défaut du modèle, non de vos données ({document}) : {fault}", fault.kind.code()));
        }
    }
}
