//! The build of one folder: what its state allows is typeset, what has not changed is left alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::control::{ControlError, Controlled};
use super::manifest::{FileEntry, Manifest, sha256};
use super::output::{self, OutputError};
use super::pictures::drawn;
use super::press::{Digests, Made, Press};
use super::scans::Scans;
use super::workshop::Workshop;
use super::{findings, manifest};
use crate::diagnostic::{Strictness, Summary};
use crate::domain::document::{Shared, TemplateFault};
use crate::domain::dossier::{Attachment, AttachmentKind};
use crate::sources::attachments;
use crate::sources::discover::Kind;
use crate::templates::{Inputs, Mode, Piece};
use crate::typeset::{Engine, forget};

/// The dossier itself, in the output folder.
pub const DOSSIER: &str = "dossier-professionnel.pdf";
/// The report of the control.
pub const COMPTE_RENDU: &str = "compte-rendu.pdf";

/// A part of what a build makes: the first three of a dossier, then those of a promotion, the last two of an exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Dossier,
    Pieces,
    CompteRendu,
    Conventions,
    Avenants,
    Certificats,
    Attestations,
    /// The conventions in one document to print.
    Impression,
    /// The sheets that go to each organisme with its conventions.
    Envois,
    /// The subject, in every form.
    Sujet,
    Convocations,
}

impl Part {
    const OF_PROMOTION: [Part; 6] =
        [Part::Conventions, Part::Avenants, Part::Certificats, Part::Attestations, Part::Impression, Part::Envois];

    /// The part of the document at `path` in the output folder.
    pub(super) fn of(path: &str) -> Self {
        let folder = path.split_once('/').map_or(path, |(folder, _)| folder);
        match folder {
            DOSSIER => Part::Dossier,
            COMPTE_RENDU => Part::CompteRendu,
            _ => Part::OF_PROMOTION.into_iter().find(|p| p.folder() == folder).unwrap_or(Part::Pieces),
        }
    }

    /// Its folder in the output of a promotion; nothing for the other parts.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Part::Dossier | Part::Pieces | Part::CompteRendu | Part::Sujet | Part::Convocations => "",
            Part::Conventions => "conventions",
            Part::Avenants => "avenants",
            Part::Certificats => "certificats",
            Part::Attestations => "attestations",
            Part::Impression => "impression",
            Part::Envois => "envois",
        }
    }

    /// What has it.
    pub fn kind(self) -> Kind {
        match self {
            Part::Sujet | Part::Convocations => Kind::Examen,
            part if Part::OF_PROMOTION.contains(&part) => Kind::Promotion,
            _ => Kind::Dossier,
        }
    }
}

/// What is asked of a build.
#[derive(Clone, Debug)]
pub struct Options {
    pub mode: Mode,
    pub only: Option<Part>,
    pub force: Force,
    pub strictness: Strictness,
    /// Where the Typst sources go, too.
    pub emit: Option<PathBuf>,
}

/// Whether what is up to date is typeset again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Force {
    #[default]
    No,
    Yes,
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    pub summary: Summary,
    pub manifest: Manifest,
    /// Paths that were typeset and written, in order, each with the time since the build began.
    pub written: Vec<(String, Duration)>,
    pub dossier: DossierState,
    /// Documents that their templates could not make.
    pub faults: Vec<(String, TemplateFault)>,
    /// Documents that could not be written, in words, most often because a viewer keeps them open; the others are.
    pub unwritten: Vec<String>,
    /// Pictures and scans that looked whole and could not be drawn: path and reason.
    pub damaged: Vec<(String, String)>,
}

impl Built {
    /// Whether everything that was asked for could be made.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty() && self.unwritten.is_empty() && self.damaged.is_empty()
    }
}

/// What became of the dossier itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DossierState {
    Written,
    UpToDate,
    /// Refused while there is an error.
    Refused,
    /// Refused, and the last good one is still there.
    Kept,
    /// Not asked for, or its templates failed.
    None,
}

/// Why a folder was not built: the machine's fault, with a path.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(transparent)]
    Control(#[from] ControlError),
}

impl From<crate::sources::pack::PackError> for BuildError {
    fn from(error: crate::sources::pack::PackError) -> Self {
        BuildError::Control(error.into())
    }
}

/// Builds a controlled folder into `out`.
///
/// # Errors
/// A file cannot be written.
pub fn build(
    controlled: &Controlled,
    workshop: &mut Workshop,
    out: &Path,
    options: &Options,
) -> Result<Built, BuildError> {
    let begun = Instant::now();
    let summary = controlled.summary(options.strictness);
    let inputs = inputs_hash(controlled, options);
    let former = Manifest::read(out);
    let untouched = options.force == Force::No && options.emit.is_none();
    if let Some(former) = former.as_ref().filter(|m| untouched && m.is_current(&inputs, out)) {
        let kept = former.files.iter().any(|f| !f.current);
        let dossier = match (summary.conforming || options.mode == Mode::Draft, kept) {
            (true, _) => DossierState::UpToDate,
            (false, true) => DossierState::Kept,
            (false, false) => DossierState::Refused,
        };
        let manifest = former.clone();
        let Done { written, faults, damaged, unwritten, .. } = Done::default();
        return Ok(Built { summary, manifest, written, dossier, faults, unwritten, damaged });
    }
    let mut build = Build { workshop, out, options, former: former.unwrap_or_default(), begun, done: Done::default() };
    let dossier = build.pieces(controlled, summary)?;
    let manifest = build.finish(inputs, controlled, summary)?;
    let Done { written, faults, damaged, unwritten, .. } = build.done;
    Ok(Built { summary, manifest, written, dossier, faults, unwritten, damaged })
}

/// What a build has done so far.
#[derive(Default)]
struct Done {
    files: Vec<FileEntry>,
    written: Vec<(String, Duration)>,
    faults: Vec<(String, TemplateFault)>,
    damaged: Vec<(String, String)>,
    unwritten: Vec<String>,
}

struct Build<'b> {
    workshop: &'b mut Workshop,
    out: &'b Path,
    options: &'b Options,
    former: Manifest,
    begun: Instant,
    done: Done,
}

impl Build<'_> {
    fn pieces(&mut self, controlled: &Controlled, summary: Summary) -> Result<DossierState, BuildError> {
        let allowed = summary.conforming || self.options.mode == Mode::Draft;
        let rows = findings::rows(&controlled.diagnostics, &controlled.loaded.sources);
        let wanted = |piece: &Piece| {
            let part = Part::of(&piece.path);
            self.options.only.is_none_or(|only| only == part) && (allowed || piece.to_sign || part == Part::CompteRendu)
        };
        let images = self.images(controlled);
        let inputs = Inputs {
            dossier: &controlled.loaded.dossier,
            referentiel: &controlled.referentiel,
            reglages: &controlled.texts.reglages,
            images: &images,
            constats: &rows,
            a_signer: &controlled.to_sign.words,
            decompte: controlled.decompte.as_ref(),
            mode: self.options.mode,
            timestamp: None,
        };
        let mut dossier = if allowed { DossierState::None } else { DossierState::Refused };
        let pieces = match self.workshop.documents(controlled, &inputs) {
            Ok(pieces) => pieces,
            Err(fault) => {
                self.done.faults.push((String::new(), fault));
                return Ok(DossierState::None);
            }
        };
        let wanted: Vec<Piece> = pieces.into_iter().filter(wanted).collect();
        for (piece, (made, after)) in wanted.iter().zip(self.make(&wanted)) {
            let fresh = self.record(piece, made, after, controlled);
            if piece.path == DOSSIER {
                dossier = match fresh {
                    Some(true) => DossierState::Written,
                    Some(false) => DossierState::UpToDate,
                    None => DossierState::None,
                };
            }
        }
        if dossier == DossierState::Refused && self.keep_dossier() {
            dossier = DossierState::Kept;
        }
        Ok(dossier)
    }

    /// The pictures of the documents, scans drawn page by page.
    fn images(&mut self, controlled: &Controlled) -> BTreeMap<String, Vec<Shared>> {
        let mut out = BTreeMap::new();
        for (path, bytes) in &controlled.loaded.attachments {
            let told = controlled.loaded.dossier.attachments.get(path);
            let pages = match told {
                Some(scan) if scan.kind == AttachmentKind::Pdf => self.scan(path, bytes, scan, &controlled.scans),
                _ => drawn(told, bytes, &controlled.scans).unwrap_or_default(),
            };
            out.insert(path.clone(), pages);
        }
        out
    }

    fn scan(&mut self, path: &str, bytes: &[u8], told: &Attachment, scans: &Scans) -> Vec<Shared> {
        let hash = sha256(bytes);
        if let Some(pages) = self.workshop.scans.get(&hash) {
            return pages.clone();
        }
        match drawn(Some(told), bytes, scans) {
            Ok(pages) => {
                // A run over many folders meets many scans: it must not keep them all.
                if self.workshop.scans.len() >= SCANS_KEPT {
                    self.workshop.scans.clear();
                }
                self.workshop.scans.insert(hash, pages.clone());
                pages
            }
            Err(reason) => {
                self.done.damaged.push((path.to_owned(), reason.to_string()));
                Vec::new()
            }
        }
    }

    /// Makes the pieces in order, each by the next engine that is free: what became of it, how long after the beginning.
    fn make(&mut self, pieces: &[Piece]) -> Vec<(Made, Duration)> {
        let (out, begun, former) = (self.out, self.begun, &self.former);
        let press = Press { out, force: self.options.force, emit: self.options.emit.as_deref() };
        let mut digests = Digests::default();
        let sources: Vec<String> = pieces.iter().map(|p| digests.source(&p.document)).collect();
        let (next, memory) = (AtomicUsize::new(0), self.workshop.memory);
        // Before and not after: what the last build of a process leaves, the system takes back at no cost.
        forget(memory);
        let lane = |engine: &mut Engine| {
            let mut made = Vec::new();
            loop {
                let rank = next.fetch_add(1, Ordering::Relaxed);
                let Some(piece) = pieces.get(rank) else { return made };
                let entry = former.files.iter().find(|f| f.path == piece.path);
                let one = press.make(piece, sources[rank].clone(), entry, engine);
                made.push((rank, (one, begun.elapsed())));
                // The whole dossier leaves most, of no use to the pieces.
                if memory == 0 && rank % CACHED_DOCUMENTS == 0 && pieces.len() > 1 {
                    forget(memory);
                }
            }
        };
        let mut engines = self.workshop.engines.iter_mut().take(pieces.len());
        let Some(first) = engines.next() else { return Vec::new() };
        let mut made = std::thread::scope(|scope| {
            let spawn = |engine| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || lane(engine));
            // Where no thread can be had, this one does the work of all.
            let others: Vec<_> = engines.filter_map(|e| spawn(e).ok()).collect();
            let mut made = lane(first);
            for other in others {
                made.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            made
        });
        made.sort_by_key(|(rank, _)| *rank);
        made.into_iter().map(|(_, made)| made).collect()
    }

    /// Takes note of what became of a piece: whether it was written, or nothing on a fault.
    fn record(&mut self, piece: &Piece, made: Made, after: Duration, controlled: &Controlled) -> Option<bool> {
        match made {
            Made::UpToDate(entry) => {
                self.done.files.push(entry);
                Some(false)
            }
            Made::Written(entry) => {
                self.done.files.push(entry);
                self.done.written.push((piece.path.clone(), after));
                Some(true)
            }
            Made::Unwritten(error) => {
                self.done.unwritten.push(error);
                None
            }
            Made::Failed(faults) => {
                // Pixels are decoded only to be printed: a picture may have looked whole until now.
                let damaged = controlled.loaded.attachments.iter().filter_map(|(path, bytes)| {
                    attachments::decoding_error(bytes).map(|reason| (path.clone(), reason))
                });
                let damaged: Vec<_> = damaged.filter(|d| !self.done.damaged.contains(d)).collect();
                if !damaged.is_empty() || !self.done.damaged.is_empty() {
                    self.done.damaged.extend(damaged);
                } else {
                    self.done.faults.extend(faults.into_iter().map(|f| (piece.path.clone(), f)));
                }
                None
            }
        }
    }

    /// Keeps the last good dossier in the manifest, marked as no longer current.
    fn keep_dossier(&mut self) -> bool {
        let is_dossier = |f: &&FileEntry| f.path == DOSSIER && f.is_intact(self.out);
        let kept = self.former.files.iter().find(is_dossier).cloned();
        self.done.files.extend(kept.clone().map(|f| FileEntry { current: false, ..f }));
        kept.is_some()
    }

    /// Removes what a former build wrote and this one did not, then writes the manifest.
    fn finish(&mut self, inputs: String, controlled: &Controlled, summary: Summary) -> Result<Manifest, BuildError> {
        let files = std::mem::take(&mut self.done.files);
        let broken = !self.done.damaged.is_empty() || !self.done.unwritten.is_empty();
        let failed = |path: &str| broken || self.done.faults.iter().any(|(p, _)| p == path || p.is_empty());
        let mut files = files;
        for old in &self.former.files {
            if files.iter().any(|f| f.path == old.path) {
                continue;
            }
            // A part of the documents was asked for, or could not be made: the others stay as they are.
            if self.options.only.is_some() || failed(&old.path) {
                files.push(FileEntry { current: false, ..old.clone() });
            } else {
                output::remove(&self.out.join(&old.path))?;
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = Manifest {
            conforming: summary.conforming,
            // What failed or was left aside is to be looked at again next time.
            inputs: if self.options.only.is_some() || broken || !self.done.faults.is_empty() {
                String::new()
            } else {
                inputs
            },
            files,
            ..Manifest::new(&controlled.texts, &controlled.referentiel, self.options.mode)
        };
        output::write_if_changed(&self.out.join(manifest::FILE), &manifest.to_bytes())?;
        Ok(manifest)
    }
}

/// Stack of a thread that typesets: as much as the main one has.
const STACK: usize = 8 << 20;
/// Documents between two cleanings of the compiler's cache: one after each costs more than a short piece, and one for
/// a whole folder lets the memory grow.
pub(super) const CACHED_DOCUMENTS: usize = 6;
/// Most scans whose drawn pages are kept: more than one folder has.
const SCANS_KEPT: usize = 16;

/// The mode, as hashes tell it.
fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Final => "final",
        Mode::Draft => "brouillon",
    }
}

/// The hash of all that the documents of a folder depend on.
fn inputs_hash(controlled: &Controlled, options: &Options) -> String {
    let strict = if options.strictness == Strictness::Strict { "strict" } else { "" };
    let pack = controlled.texts.pack_hash();
    let parts = [&controlled.loaded.hash(), pack, env!("CARGO_PKG_VERSION"), mode_key(options.mode), strict];
    sha256(parts.join("\n").as_bytes())
}
