//! The build of a promotion: each document that the rows ask for and that no error keeps back, made by workers; what is
//! printed as a whole; and the table that follows it all up.

pub(super) mod en_cours;
mod ensemble;
mod names;
mod refus;
mod suivi;
mod wanted;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::batch::{Answer, Blobs, Loss, Pool};
use super::build::{BuildError, Options, Part};
use super::control::ControlledPromotion;
use super::manifest::{self, FileEntry, Manifest};
use super::output;
use super::pictures::drawn;
use super::press::{Digests, Made, Press, fulfil, task};
use super::scans::Scans;
use crate::diagnostic::Summary;
use crate::domain::document::{Shared, TemplateFault};
use crate::sources::LoadedPromotion;
use crate::templates::{Composer, Mode, Piece, PromotionInputs};
use crate::typeset::{Engine, forget};
use ensemble::Ensemble;
use refus::{Refus, refus};
use wanted::{Row, Wanted, wanted};

/// What a build of many documents did.
#[derive(Debug)]
pub struct BuiltDocuments {
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

/// Documents between two cleanings of the compiler's cache, which looks at all that it holds: after each, it was a
/// fourteenth of a convention's time.
const BETWEEN_CLEANINGS: usize = 3;
/// Cleanings after which what was not used again is forgotten: the articles of a class stay.
const REMEMBERED: usize = 2;

/// A worker's answer to a task of [`build_promotion`], the `rank`th that it does.
pub fn answer(body: &[u8], blobs: &Blobs, engine: &mut Engine, rank: usize) -> Vec<u8> {
    let (out, made) = fulfil(body, blobs, engine);
    if let Made::Written(entry) = &made {
        en_cours::note(&out, entry);
    }
    if rank.is_multiple_of(BETWEEN_CLEANINGS) {
        forget(REMEMBERED);
    }
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
) -> Result<BuiltDocuments, BuildError> {
    let summary = Summary::of(&controlled.diagnostics, options.strictness);
    let (trouble, interrupted) = (Vec::new(), false);
    let mut built = BuiltDocuments { summary, written: 0, current: 0, refused: 0, pages: 0, trouble, interrupted };
    let composer = match Composer::new(controlled.texts.pack.templates()) {
        Ok(composer) => composer,
        Err(fault) => {
            built.trouble.push(told("tous les documents", &fault));
            return Ok(built);
        }
    };
    let former = en_cours::former(out);
    let promotion = &controlled.loaded.promotion;
    let refus = refus(promotion, &controlled.diagnostics);
    let all = wanted(promotion);
    let (images, damaged) = images(&controlled.loaded, &controlled.scans);
    built.trouble.extend(damaged);
    let inputs = PromotionInputs {
        promotion,
        referentiel: &controlled.referentiel,
        calendriers: &controlled.texts.calendriers,
        droit: &controlled.texts.droit,
        images: &images,
        mode: options.mode,
    };
    let mut run = Run {
        controlled,
        composer: &composer,
        inputs,
        crew,
        press: Press { out, force: options.force, emit: options.emit.as_deref() },
        options,
        former: former.files.iter().map(|f| (f.path.as_str(), f)).collect(),
        refus: &refus,
        all: &all,
        digests: Digests::default(),
        waiting: HashMap::new(),
        submitted: 0,
        unmade: 0,
        conventions: Vec::new(),
        files: Vec::new(),
        kept: BTreeSet::new(),
        built,
    };
    run.documents();
    run.finish(&former)
}

/// The pictures that documents show, by the path that the data name, and what could not be drawn of them.
fn images(loaded: &LoadedPromotion, scans: &Scans) -> (BTreeMap<String, Vec<Shared>>, Vec<String>) {
    let (mut images, mut damaged) = (BTreeMap::new(), Vec::new());
    for (path, bytes) in &loaded.attachments {
        let pages = drawn(loaded.promotion.attachments.get(path), bytes, scans).unwrap_or_else(|reason| {
            damaged.push(format!("[FMT09] « {path} » est abîmé : {reason}"));
            Vec::new()
        });
        images.insert(path.clone(), pages);
    }
    (images, damaged)
}

/// A build under way.
struct Run<'r, 'c> {
    controlled: &'r ControlledPromotion,
    composer: &'r Composer,
    inputs: PromotionInputs<'r>,
    crew: &'r mut Crew<'c>,
    press: Press<'r>,
    options: &'r Options,
    former: HashMap<&'r str, &'r FileEntry>,
    refus: &'r Refus,
    /// Every document that the rows ask for.
    all: &'r [Wanted],
    digests: Digests,
    /// What workers are at, by the number of its task.
    waiting: HashMap<usize, Waiting>,
    submitted: usize,
    /// Conventions that are not made yet: what is printed as a whole waits for them.
    unmade: usize,
    /// Conventions that stand: the rank of their stage, their pages.
    conventions: Vec<(usize, usize)>,
    files: Vec<FileEntry>,
    /// Paths whose last good document stays where it is, no longer current.
    kept: BTreeSet<String>,
    built: BuiltDocuments,
}

/// A document that a worker is at.
struct Waiting {
    path: String,
    /// The row that it comes from, in words.
    words: String,
    /// The stage whose convention it is.
    convention: Option<usize>,
    /// How many pages it must have, where that is known.
    pages: Option<usize>,
}

impl Run<'_, '_> {
    fn documents(&mut self) {
        let all: Vec<&Wanted> = self.all.iter().filter(|w| w.is_asked(self.options.only)).collect();
        self.unmade = all.iter().filter(|w| w.part == Part::Conventions).count();
        let mut whole = self.options.only.is_none_or(|p| matches!(p, Part::Impression | Part::Envois));
        let count = all.len();
        for one in all {
            if self.stopped() {
                break;
            }
            self.one(one);
            self.take_ready(count);
            // As soon as they can be made: others go on beside them.
            if self.unmade == 0 && std::mem::take(&mut whole) {
                self.ensembles();
            }
        }
        while !self.waiting.is_empty() || whole {
            if !self.waiting.is_empty() {
                let answer = self.crew.pool.receive();
                self.take(answer);
                self.take_ready(count);
            }
            if self.stopped() {
                whole = false;
            } else if self.unmade == 0 && std::mem::take(&mut whole) {
                self.ensembles();
            }
        }
        self.built.interrupted |= self.stopped();
    }

    fn stopped(&self) -> bool {
        self.crew.stop.load(Ordering::Relaxed)
    }

    /// Composes a document and hands it over, unless an error keeps it back.
    fn one(&mut self, one: &Wanted) {
        let convention = match one.row {
            Row::Stage(rank) if one.part == Part::Conventions => Some(rank),
            _ => None,
        };
        if self.options.mode == Mode::Final && one.is_refused(self.refus) {
            self.built.refused += 1;
            self.kept.insert(one.path());
            self.unmade -= usize::from(convention.is_some());
            return;
        }
        match one.compose(self.composer, self.inputs) {
            Ok(piece) => {
                let (path, words) = (piece.path.clone(), one.in_words(self.inputs.promotion));
                self.hand(piece, 1, Waiting { path, words, convention, pages: None });
            }
            Err(fault) => {
                self.unmade -= usize::from(convention.is_some());
                self.fail(one.path(), told(&one.path(), &fault));
            }
        }
    }

    /// What is printed as a whole.
    fn ensembles(&mut self) {
        let only = |part| self.options.only.is_none_or(|p| p == part);
        let (impression, envois) = (only(Part::Impression), only(Part::Envois));
        let mut made = Vec::new();
        let mut conventions = std::mem::take(&mut self.conventions);
        conventions.sort_unstable();
        let ranks: Vec<usize> = match self.options.only {
            // Alone, they are of the conventions that would be made.
            Some(Part::Envois) => self.sound_stages(),
            _ => conventions.iter().map(|(rank, _)| *rank).collect(),
        };
        if impression && !conventions.is_empty() {
            match ensemble::impression(self.composer, self.inputs, conventions) {
                Ok(all) => made.extend(all),
                Err(fault) => self.fail_whole(Part::Impression, &fault),
            }
        }
        let avenants = self.sound_avenants();
        if envois && !(ranks.is_empty() && avenants.is_empty()) {
            match ensemble::envois(self.composer, self.inputs, &ranks, &avenants) {
                Ok(one) => made.push(one),
                Err(fault) => self.fail_whole(Part::Envois, &fault),
            }
        }
        for Ensemble { piece, pages, size } in made {
            let waiting =
                Waiting { path: piece.path.clone(), words: "toutes les lignes".to_owned(), convention: None, pages };
            self.hand(piece, size, waiting);
        }
    }

    fn sound_avenants(&self) -> Vec<usize> {
        let sound = |i: &usize| self.options.mode == Mode::Draft || self.refus.avenants[*i].is_empty();
        (0..self.inputs.promotion.avenants.len()).filter(sound).collect()
    }

    fn sound_stages(&self) -> Vec<usize> {
        let sound = |i: &usize| self.options.mode == Mode::Draft || self.refus.stages[*i].is_empty();
        (0..self.inputs.promotion.stages.len()).filter(sound).collect()
    }

    fn hand(&mut self, piece: Piece, size: u32, waiting: Waiting) {
        let former = self.former.get(piece.path.as_str()).copied();
        let task = task(&self.press, piece, former, size, &mut self.digests);
        self.waiting.insert(self.submitted, waiting);
        self.crew.pool.submit(self.submitted, task);
        self.submitted += 1;
    }

    fn take_ready(&mut self, count: usize) {
        while let Some(answer) = self.crew.pool.try_receive() {
            self.take(answer);
        }
        (self.crew.tell)(self.submitted - self.waiting.len(), count.max(self.submitted));
    }

    fn take(&mut self, answer: Answer) {
        let Some(waiting) = self.waiting.remove(&answer.id) else { return };
        self.unmade -= usize::from(waiting.convention.is_some());
        let path = waiting.path;
        let made = match answer.result {
            Ok(body) => serde_json::from_slice(&body).expect("the worker is this very program"),
            Err(Loss::Stopped) => {
                self.kept.insert(path);
                self.built.interrupted = true;
                return;
            }
            Err(loss) => return self.fail(path.clone(), format!("{path} ({}) : {loss}", waiting.words)),
        };
        let entry = match made {
            Made::UpToDate(entry) => {
                self.built.current += 1;
                entry
            }
            Made::Written(entry) => {
                self.built.written += 1;
                entry
            }
            Made::Unwritten(error) => return self.fail(path, error),
            Made::Failed(faults) => {
                let all: Vec<_> = faults.iter().map(|f| told(&path, f)).collect();
                return self.fail(path, all.join("\nerreur : "));
            }
        };
        // Page numbers are counted beforehand: a document of another length would bear wrong ones.
        if let Some(pages) = waiting.pages.filter(|n| *n != entry.pages) {
            self.built.trouble.push(format!("[PR02] {path} : {} pages au lieu de {pages}", entry.pages));
        }
        self.conventions.extend(waiting.convention.map(|rank| (rank, entry.pages)));
        self.files.push(entry);
    }

    /// What is printed as a whole cannot be made: the last good ones stay, as those of a row do.
    fn fail_whole(&mut self, part: Part, fault: &TemplateFault) {
        self.built.trouble.push(told(part.folder(), fault));
        let former = self.former.keys().filter(|path| Part::of(path) == part);
        self.kept.extend(former.map(|path| (*path).to_owned()));
    }

    fn fail(&mut self, path: String, why: String) {
        self.built.trouble.push(why);
        self.kept.insert(path);
    }

    /// Removes what a former build wrote and this one did not, then writes the follow-up and the manifest.
    fn finish(mut self, former: &Manifest) -> Result<BuiltDocuments, BuildError> {
        self.built.pages = self.files.iter().map(|f| f.pages).sum();
        if self.built.interrupted {
            return Ok(self.built);
        }
        let made: BTreeSet<&str> = self.files.iter().map(|f| f.path.as_str()).collect();
        let (mut left, mut gone) = (Vec::new(), Vec::new());
        for old in former.files.iter().filter(|f| !made.contains(f.path.as_str())) {
            // A row that is refused now keeps its last good document; a row that is gone takes it along.
            let aside = self.options.only.is_some_and(|part| part != Part::of(&old.path));
            match aside || self.kept.contains(&old.path) {
                true => left.push(FileEntry { current: false, ..old.clone() }),
                false => gone.push(old.path.clone()),
            }
        }
        for path in gone {
            output::remove(&self.press.out.join(path))?;
        }
        self.files.extend(left);
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let current = self.files.iter().filter(|f| f.current).map(|f| f.path.as_str()).collect();
        let made = suivi::Made { refus: self.refus, wanted: self.all, current };
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
