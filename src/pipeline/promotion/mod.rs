//! The build of a promotion: each document that the rows ask for and that no error keeps back, made by workers; what is
//! printed as a whole; and the table that follows it all up.

mod en_cours;
mod names;
mod refus;
mod suivi;
mod wanted;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::batch::{Answer, Blobs, Pool};
use super::build::{BuildError, Options, Part};
use super::control::ControlledPromotion;
use super::manifest::{self, FileEntry, Manifest};
use super::output;
use super::press::{Digests, Made, Press, fulfil, task};
use crate::diagnostic::Summary;
use crate::domain::document::TemplateFault;
use crate::templates::{Composer, Mode, Piece};
use crate::typeset::{Engine, forget};
use refus::{Refus, refus};
use wanted::{Wanted, wanted};

/// What the build of a promotion did.
#[derive(Debug)]
pub struct BuiltPromotion {
    pub summary: Summary,
    /// Documents that were written, that stood as they would be, and that errors keep back.
    pub written: usize,
    pub current: usize,
    pub refused: usize,
    pub pages: usize,
    /// Documents that their templates could not make, that were lost with their worker, or that could not be written.
    pub trouble: Vec<String>,
    /// The user stopped it: what is done is done, and the next build goes on from there.
    pub interrupted: bool,
}

/// Who does the work, and who is told of it.
pub struct Crew<'a> {
    pub pool: &'a Pool,
    /// Set when the user wants to stop.
    pub stop: &'a AtomicBool,
    /// Hears how many documents are done, and of how many.
    pub tell: &'a mut dyn FnMut(usize, usize),
}

/// Calls after which what the compiler laid out and did not use again is forgotten: the articles of a class stay.
const REMEMBERED: usize = 5;

/// A worker's answer to a task of [`build_promotion`].
pub fn answer(body: &[u8], blobs: &Blobs, engine: &mut Engine) -> Vec<u8> {
    let (out, made) = fulfil(body, blobs, engine);
    if let Made::Written(entry) = &made {
        en_cours::note(&out, entry);
    }
    forget(REMEMBERED);
    serde_json::to_vec(&made).expect("what was made is a plain value")
}

/// Builds the documents of a controlled promotion into `out`.
///
/// # Errors
/// The manifest, the follow-up or a file that has no place any more cannot be written or removed.
pub fn build_promotion(
    controlled: &ControlledPromotion,
    crew: &mut Crew<'_>,
    out: &Path,
    options: &Options,
) -> Result<BuiltPromotion, BuildError> {
    let summary = Summary::of(&controlled.diagnostics, options.strictness);
    let (trouble, interrupted) = (Vec::new(), false);
    let mut built = BuiltPromotion { summary, written: 0, current: 0, refused: 0, pages: 0, trouble, interrupted };
    let composer = match Composer::new(controlled.texts.pack.templates()) {
        Ok(composer) => composer,
        Err(fault) => {
            built.trouble.push(told("tous les documents", &fault));
            return Ok(built);
        }
    };
    let former = en_cours::former(out);
    let refus = refus(&controlled.loaded.promotion, &controlled.diagnostics);
    let mut run = Run {
        controlled,
        composer: &composer,
        crew,
        press: Press { out, force: options.force, emit: options.emit.as_deref() },
        options,
        former: former.files.iter().map(|f| (f.path.as_str(), f)).collect(),
        refus: &refus,
        digests: Digests::default(),
        waiting: HashMap::new(),
        submitted: 0,
        files: Vec::new(),
        kept: BTreeSet::new(),
        built,
    };
    run.documents();
    run.finish(&former)
}

/// A build under way.
struct Run<'r, 'c> {
    controlled: &'r ControlledPromotion,
    composer: &'r Composer,
    crew: &'r mut Crew<'c>,
    press: Press<'r>,
    options: &'r Options,
    former: HashMap<&'r str, &'r FileEntry>,
    refus: &'r Refus,
    digests: Digests,
    /// What workers are at, by the number of its task: its path, and the row that it comes from in words.
    waiting: HashMap<usize, (String, String)>,
    submitted: usize,
    files: Vec<FileEntry>,
    /// Paths whose last good document stays where it is, no longer current.
    kept: BTreeSet<String>,
    built: BuiltPromotion,
}

impl Run<'_, '_> {
    fn documents(&mut self) {
        let all = wanted(&self.controlled.loaded.promotion, self.options.only);
        let count = all.len();
        for one in all {
            if self.crew.stop.load(Ordering::Relaxed) {
                break;
            }
            self.one(&one);
            while let Some(answer) = self.crew.pool.try_receive() {
                self.take(answer);
            }
            (self.crew.tell)(self.submitted - self.waiting.len(), count);
        }
        while !self.waiting.is_empty() {
            let answer = self.crew.pool.receive();
            self.take(answer);
            (self.crew.tell)(self.submitted - self.waiting.len(), count);
        }
        self.built.interrupted |= self.crew.stop.load(Ordering::Relaxed);
    }

    /// Composes a document and hands it over, unless an error keeps it back.
    fn one(&mut self, one: &Wanted) {
        if self.options.mode == Mode::Final && one.is_refused(self.refus) {
            self.built.refused += 1;
            self.kept.insert(one.path());
            return;
        }
        match one.compose(self.controlled, self.composer, self.options.mode) {
            Ok(piece) => self.hand(piece, one.in_words(&self.controlled.loaded.promotion), 1),
            Err(fault) => self.fail(one.path(), told(&one.path(), &fault)),
        }
    }

    fn hand(&mut self, piece: Piece, words: String, size: u32) {
        let path = piece.path.clone();
        let former = self.former.get(path.as_str()).copied();
        let task = task(&self.press, piece, former, size, &mut self.digests);
        self.waiting.insert(self.submitted, (path, words));
        self.crew.pool.submit(self.submitted, task);
        self.submitted += 1;
    }

    fn take(&mut self, answer: Answer) {
        let Some((path, words)) = self.waiting.remove(&answer.id) else { return };
        let made = match answer.result {
            Ok(body) => serde_json::from_slice(&body).expect("the worker is this very program"),
            Err(super::batch::Loss::Stopped) => {
                self.kept.insert(path);
                self.built.interrupted = true;
                return;
            }
            Err(loss) => {
                return self.fail(path.clone(), format!("{path} ({words}) : {loss}"));
            }
        };
        match made {
            Made::UpToDate(entry) => {
                self.built.current += 1;
                self.files.push(entry);
            }
            Made::Written(entry) => {
                self.built.written += 1;
                self.files.push(entry);
            }
            Made::Unwritten(error) => self.fail(path, error),
            Made::Failed(faults) => {
                let all: Vec<_> = faults.iter().map(|f| told(&path, f)).collect();
                self.fail(path, all.join("\nerreur : "));
            }
        }
    }

    fn fail(&mut self, path: String, why: String) {
        self.built.trouble.push(why);
        self.kept.insert(path);
    }

    /// Removes what a former build wrote and this one did not, then writes the follow-up and the manifest.
    fn finish(mut self, former: &Manifest) -> Result<BuiltPromotion, BuildError> {
        self.built.pages = self.files.iter().map(|f| f.pages).sum();
        if self.built.interrupted {
            return Ok(self.built);
        }
        let made: BTreeMap<&str, ()> = self.files.iter().map(|f| (f.path.as_str(), ())).collect();
        let (mut left, mut gone) = (Vec::new(), Vec::new());
        for old in former.files.iter().filter(|f| !made.contains_key(f.path.as_str())) {
            // A row that is refused now keeps its last good document; a row that is gone takes it along.
            let aside = self.options.only.is_some_and(|part| part != Part::of(&old.path));
            match aside || self.kept.contains(&old.path) {
                true => left.push(FileEntry { current: false, ..old.clone() }),
                false => gone.push(old.path.clone()),
            }
        }
        drop(made);
        for path in gone {
            output::remove(&self.press.out.join(path))?;
        }
        self.files.extend(left);
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let current = self.files.iter().filter(|f| f.current).map(|f| f.path.as_str()).collect();
        let wanted = wanted(&self.controlled.loaded.promotion, None);
        let made = suivi::Made { refus: self.refus, wanted: &wanted, current };
        let fault = suivi::write(self.controlled, self.composer, &made, self.press.out)?;
        self.built.trouble.extend(fault.map(|f| told(suivi::PAGE, &f)));
        let files = std::mem::take(&mut self.files);
        let (texts, conforming) = (&self.controlled.texts, self.built.summary.conforming);
        let manifest =
            Manifest { conforming, files, ..Manifest::new(texts, &self.controlled.referentiel, self.options.mode) };
        output::write_if_changed(&self.press.out.join(manifest::FILE), &manifest.to_bytes())?;
        en_cours::end(self.press.out)?;
        Ok(self.built)
    }
}

fn told(document: &str, fault: &TemplateFault) -> String {
    format!("[{}] défaut du modèle, non de vos données ({document}) : {fault}", fault.kind.code())
}
