//! Hands folders, or the documents of promotions, to worker processes; and what such a process does.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::maker::{Maker, Several};
use super::{Args, DOSSIER_SIZE, Done, options};
use crate::cli::guard::Watched;
use crate::cli::progress::Progress;
use crate::cli::rows::Row;
use crate::cli::{CliError, Common, folders, report, session, terminal, why_not};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::human::Style;
use crate::pipeline::batch::{self, Budget, Loss, Next, Pool, Program, Task, Trade};
use crate::pipeline::build::{BuildError, Options};
use crate::pipeline::examen::build_examen;
use crate::pipeline::promotion::{self, BuiltDocuments, Crew, build_promotion};
use crate::pipeline::session::{build_session, control_session_at};
use crate::pipeline::{Library, control_examen, control_promotion, output};
use crate::sources::discover::{Found, Kind};
use crate::sources::{DiskFolder, Sources};
use crate::typeset::Engine;

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
pub(super) fn serve(budget: Budget, args: &Args, common: &Common) {
    batch::serve(budget, || {
        let (mut maker, mut engine) = (None, None);
        let (mut documents, mut dossiers) = (0, 0);
        move |task: &[u8], blobs: &batch::Blobs| {
            let Some(errand) = task.strip_prefix(&[ERRAND]) else {
                let engine = engine.get_or_insert_with(Engine::new);
                documents += 1;
                return (promotion::answer(task, blobs, engine, documents), Next::Another);
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
            dossiers += 1;
            let next = if dossiers >= DOSSIERS_OF_A_WORKER { Next::Stop } else { Next::Another };
            (serde_json::to_vec(&made).expect("what was done is a plain value"), next)
        }
    });
}

/// Hands folders, or the documents of promotions, to workers.
pub(super) struct Foreman<'a> {
    args: &'a Args,
    library: Library,
    options: Options,
    style: Style,
    pool: Pool,
    stop: Arc<AtomicBool>,
    progress: &'a Progress,
    watched: Watched,
}

impl<'a> Foreman<'a> {
    pub(super) fn new(
        args: &'a Args,
        common: &Common,
        stop: Arc<AtomicBool>,
        progress: &'a Progress,
        watched: Watched,
    ) -> Result<Self, CliError> {
        // An overlay that cannot be used is told once, not once a process.
        let budget = args.bounds.budget();
        let library = common.library_within(budget)?;
        let arguments = std::env::args_os().skip(1).collect();
        let program = Program { trade: Trade::Documents, arguments, budget };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = Pool::new(&program, args.jobs.map_or(cores, usize::from), &stop);
        let flag = Arc::clone(&stop);
        let heard = move || flag.store(true, Ordering::Relaxed);
        ctrlc::set_handler(heard).map_err(|e| CliError::Environment(format!("Ctrl-C : {}", why_not(&e))))?;
        let (options, style) = (options(args), terminal::stdout_style());
        Ok(Foreman { args, library, options, style, pool, stop, progress, watched })
    }

    /// Builds the folders, and tells what was done with each, in their order.
    pub(super) fn make(&self, found: &[Found], tell: &mut dyn FnMut(Done)) {
        for group in found.chunk_by(|a, b| a.kind == b.kind) {
            match group[0].kind {
                Kind::Dossier => self.dossiers(group, tell),
                Kind::Promotion => self.each(group, tell, Self::promotion),
                Kind::Examen => self.each(group, tell, Self::examen),
                Kind::Session => self.each(group, tell, Self::session),
            }
        }
    }

    /// Makes each folder in this process, but for what it hands to workers.
    fn each(&self, group: &[Found], tell: &mut dyn FnMut(Done), make: impl Fn(&Self, &Found) -> Done) {
        for one in group {
            tell(self.watched.at(&[&one.path], DOSSIER_SIZE, || make(self, one)));
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

    fn examen(&self, one: &Found) -> Done {
        self.documents(one, |folder, crew, out| {
            let environment = |e: BuildError| CliError::Environment(e.to_string());
            let controlled = control_examen(folder, &self.library).map_err(|e| environment(e.into()))?;
            let papiers = self.args.papiers();
            let built = build_examen(&controlled, &papiers, crew, out, &self.options).map_err(environment)?;
            Ok((controlled.diagnostics, controlled.loaded.sources, built))
        })
    }

    /// A session is controlled by threads; its few documents are made here.
    fn session(&self, one: &Found) -> Done {
        if self.stop.load(Ordering::Relaxed) {
            return Done::stopped(one);
        }
        let (begun, out) = (Instant::now(), self.args.documents.target(&one.name));
        output::sweep(&out);
        let made = control_session_at(&one.path, &self.library).and_then(|controlled| {
            let built = build_session(&controlled, &out, self.options.mode)?;
            Ok((controlled, built))
        });
        match made {
            Err(error) => Done::lost(one, error.to_string()),
            Ok((controlled, built)) => {
                let text = session::render(one, &controlled, built.summary, self.args.reporting.manner(self.style));
                let row = Row::of_session(one, &controlled, &built, begun.elapsed());
                Done { text, row, trouble: built.trouble }
            }
        }
    }

    fn promotion(&self, one: &Found) -> Done {
        self.documents(one, |folder, crew, out| {
            let environment = |e: BuildError| CliError::Environment(e.to_string());
            let controlled = control_promotion(folder, &self.library).map_err(|e| environment(e.into()))?;
            let built = build_promotion(&controlled, crew, out, &self.options).map_err(environment)?;
            Ok((controlled.diagnostics, controlled.loaded.sources, built))
        })
    }

    /// Builds a folder of many documents, as `make` says.
    fn documents(
        &self,
        one: &Found,
        make: impl Fn(&DiskFolder, &mut Crew<'_>, &Path) -> Result<(Vec<Diagnostic>, Sources, BuiltDocuments), CliError>,
    ) -> Done {
        if self.stop.load(Ordering::Relaxed) {
            return Done::stopped(one);
        }
        let begun = Instant::now();
        let out = self.args.documents.target(&one.name);
        output::sweep(&out);
        let done = folders::open(&one.path).and_then(|folder| {
            let mut hear = |done, of| self.progress.documents(done, of);
            let mut crew = Crew { pool: &self.pool, stop: &self.stop, tell: &mut hear };
            make(&folder, &mut crew, &out)
        });
        let (diagnostics, sources, built) = match done {
            Ok(done) => done,
            Err(CliError::Environment(why) | CliError::Usage(why)) => return Done::lost(one, why),
        };
        let manner = self.args.reporting.manner(self.style);
        let text = report::render(one, &diagnostics, &sources, None, built.summary, manner);
        let row = Row::of_documents(one, &built, begun.elapsed());
        Done { text, row, trouble: built.trouble }
    }
}
