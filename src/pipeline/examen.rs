//! The build of an exam: what candidates get on the day, what they are sent before, what the jury reads, in three trees, each
//! document made by workers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::Ordering;

use super::batch::Loss;
use super::build::{BuildError, Options, Part};
use super::control::ControlledExamen;
use super::manifest::{self, FileEntry, Manifest};
use super::output;
use super::pictures::drawn;
use super::press::{Digests, Made, Press, task};
use super::promotion::{BuiltDocuments, Crew, en_cours};
use crate::diagnostic::Summary;
use crate::domain::Examen;
use crate::domain::document::{Shared, TemplateFault};
use crate::domain::examen::{Evaluation, MotsDuJury};
use crate::rules;
use crate::templates::{
    self, CANDIDAT, CONVOCATIONS, Composer, ExamenInputs, JURY, Mode, Piece, Presentation, Readers,
};
use crate::typeset::Engine;

/// The papers that are asked for.
#[derive(Clone, Debug, Default)]
pub struct Papiers {
    /// The subject in those presentations too, besides the ordinary one.
    pub adaptes: Vec<Presentation>,
    /// Only those variants; all where none is named.
    pub variantes: Vec<String>,
}

/// Builds the documents of a controlled exam into `out`.
///
/// # Errors
/// The manifest cannot be written, or a file that has no place any more cannot be removed.
pub fn build_examen(
    controlled: &ControlledExamen,
    papiers: &Papiers,
    crew: &mut Crew<'_>,
    out: &Path,
    options: &Options,
) -> Result<BuiltDocuments, BuildError> {
    let summary = Summary::of(&controlled.diagnostics, options.strictness);
    let former = en_cours::former(out);
    // What stands there may come from a version that closed less, and an error may keep it there.
    for tree in [CANDIDAT, JURY].map(|tree| out.join(tree)).iter().filter(|tree| tree.is_dir()) {
        output::close(tree)?;
    }
    let (trouble, interrupted) = (Vec::new(), false);
    let mut built = BuiltDocuments { summary, written: 0, current: 0, refused: 0, pages: 0, trouble, interrupted };
    let mut run = Run { files: Vec::new(), kept: BTreeSet::new(), built: &mut built };
    if summary.conforming || options.mode == Mode::Draft {
        let Composed { pieces, textes, trouble } = compose(controlled, papiers, options.mode, options.only);
        run.built.trouble.extend(trouble);
        run.make(pieces, crew, &former, out, options);
        run.write(&textes, out);
    } else {
        // A paper with an error is nobody's: the last good ones stay where they are.
        run.built.refused = 1;
        run.kept.extend(former.files.iter().map(|f| f.path.clone()));
    }
    let Run { mut files, kept, .. } = run;
    built.pages = files.iter().map(|f| f.pages).sum();
    if built.interrupted {
        return Ok(built);
    }
    for old in former.files.iter().filter(|old| files.iter().all(|f| f.path != old.path)).collect::<Vec<_>>() {
        // A part or a variant was asked for: the others stay as they are.
        let other = options.only.is_some_and(|only| part(&old.path) != Some(only)) || !papiers.variantes.is_empty();
        match other || kept.contains(&old.path) {
            true => files.push(FileEntry { current: false, ..old.clone() }),
            false => output::remove(&out.join(&old.path))?,
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let conforming = built.summary.conforming;
    let manifest =
        Manifest { conforming, files, ..Manifest::new(&controlled.texts, &controlled.referentiel, options.mode) };
    // It tells the digests of what is secret, and of what.
    output::write_if_changed_for(Readers::Owner, out, &out.join(manifest::FILE), &manifest.to_bytes())?;
    en_cours::end(out)?;
    Ok(built)
}

/// The part that a document is of, by its tree; nothing for the jury's.
fn part(path: &str) -> Option<Part> {
    match path.split('/').next() {
        Some(CANDIDAT) => Some(Part::Sujet),
        Some(CONVOCATIONS) => Some(Part::Convocations),
        _ => None,
    }
}

/// The documents of an exam before they are typeset.
#[derive(Default)]
pub struct Composed {
    pub pieces: Vec<Piece>,
    /// What needs no typesetting: paths, and texts.
    pub textes: Vec<(String, String)>,
    /// What the templates stop on, in words.
    pub trouble: Vec<String>,
}

/// Composes the documents that are asked for: of one part, or all.
pub fn compose(controlled: &ControlledExamen, papiers: &Papiers, mode: Mode, only: Option<Part>) -> Composed {
    let mut out = Composed::default();
    let composer = match Composer::new(controlled.texts.pack.templates()) {
        Ok(composer) => composer,
        Err(fault) => {
            out.trouble.push(told("tous les documents", &fault));
            return out;
        }
    };
    let images = out.images(controlled);
    let (examen, referentiel) = (&controlled.loaded.examen, &controlled.referentiel);
    let asked = |part: Option<Part>| only.is_none_or(|only| Some(only) == part);
    let inputs = ExamenInputs { examen, referentiel, images: &images, mode };
    // What candidates get, of an exam or of one of its variants.
    let whole = public(examen, &controlled.texts.mots, mode);
    let shared = ExamenInputs { examen: &whole, ..inputs };
    if !examen.sujet.parties.is_empty() {
        for variante in out.variantes(examen, &papiers.variantes) {
            if asked(Some(Part::Sujet)) {
                let whole = public(&variante, &controlled.texts.mots, mode);
                let inputs = ExamenInputs { examen: &whole, ..inputs };
                out.add([composer.sujet(inputs, Presentation::ORDINAIRE)]);
                out.add(papiers.adaptes.iter().map(|p| composer.sujet(inputs, *p)));
                out.textes.extend(templates::lectures(inputs));
            }
            if asked(None) {
                let inputs = ExamenInputs { examen: &variante, ..inputs };
                out.add([composer.corrige(inputs)]);
                out.add(composer.notation(inputs));
            }
        }
    } else if shared.is_oral_of_a_language() && asked(Some(Part::Sujet)) {
        out.add(whole.annexes.iter().map(|a| composer.document_oral(shared, a)));
    }
    if asked(Some(Part::Sujet)) {
        for oral in &whole.oraux {
            out.add((0..oral.scenario.len()).map(|rank| composer.situation_orale(shared, oral, rank)));
        }
        out.add(whole.portfolios.iter().map(|p| composer.portfolio(shared, p)));
    }
    if asked(Some(Part::Convocations)) {
        out.add(composer.convocations(shared));
    }
    if asked(None) {
        out.add(of_the_jury(&composer, inputs));
    }
    out
}

/// The exam as candidates may read it. A paper that conforms has no text of the jury where they read; of a draft, each that
/// OR06 tells is taken out, with what it announces.
fn public<'e>(examen: &'e Examen, mots: &MotsDuJury, mode: Mode) -> Cow<'e, Examen> {
    if mode == Mode::Final {
        return Cow::Borrowed(examen);
    }
    let mut shared = examen.clone();
    rules::withhold(&mut shared, mots);
    Cow::Owned(shared)
}

impl Composed {
    fn add(&mut self, pieces: impl IntoIterator<Item = Result<Piece, TemplateFault>>) {
        for piece in pieces {
            match piece {
                Ok(piece) => self.pieces.push(piece),
                Err(fault) => self.trouble.push(told(&fault.file, &fault)),
            }
        }
    }

    /// The exam in each of the variants that are asked for, or in all; as it is where it has none.
    fn variantes<'e>(&mut self, examen: &'e Examen, asked: &[String]) -> Vec<Cow<'e, Examen>> {
        let all = examen.variantes();
        for name in asked.iter().filter(|name| !all.iter().any(|v| v.nom == **name)) {
            let names = all.iter().map(|v| v.nom.as_str()).collect::<Vec<_>>().join(", ");
            let there = if names.is_empty() { "le sujet n’en a pas".to_owned() } else { format!("il y a {names}") };
            self.trouble.push(format!("variante « {name} » : {there}"));
        }
        if all.is_empty() {
            return vec![Cow::Borrowed(examen)];
        }
        let wanted = all.iter().filter(|v| asked.is_empty() || asked.contains(&v.nom));
        wanted.map(|v| Cow::Owned(examen.en_variante(v))).collect()
    }

    fn images(&mut self, controlled: &ControlledExamen) -> BTreeMap<String, Vec<Shared>> {
        let loaded = &controlled.loaded;
        let mut images = BTreeMap::new();
        for (path, bytes) in &loaded.attachments {
            let pages = drawn(loaded.examen.attachments.get(path), bytes, &controlled.scans).unwrap_or_else(|reason| {
                self.trouble.push(format!("[FMT09] « {path} » est abîmé : {reason}"));
                Vec::new()
            });
            images.insert(path.clone(), pages);
        }
        images
    }
}

/// What only the jury reads of orals, portfolios and candidates.
fn of_the_jury(composer: &Composer, inputs: ExamenInputs<'_>) -> Vec<Result<Piece, TemplateFault>> {
    let (examen, mut pieces) = (inputs.examen, Vec::new());
    for oral in &examen.oraux {
        pieces.extend([composer.scenario_jury(inputs, oral), composer.grilles(inputs, &[oral.evaluation()])]);
    }
    pieces.extend(examen.portfolios.iter().map(|p| composer.grilles(inputs, &[p.evaluation()])));
    if !examen.inscrits.is_empty() {
        pieces.extend(composer.candidats(inputs));
    }
    // The grids of the list, or one to fill, where no candidate has their own; without criteria, what is told all the same.
    let told = || inputs.listed_grids().iter().any(Evaluation::is_told);
    if examen.oraux.is_empty() && examen.portfolios.is_empty() && (inputs.has_criteria() || told()) {
        pieces.extend(composer.grilles_de_la_liste(inputs));
    }
    pieces
}

/// A build under way.
struct Run<'b> {
    files: Vec<FileEntry>,
    /// Paths whose last good document stays where it is, no longer current.
    kept: BTreeSet<String>,
    built: &'b mut BuiltDocuments,
}

impl Run<'_> {
    /// Writes the texts that need no typesetting.
    fn write(&mut self, texts: &[(String, String)], out: &Path) {
        if self.built.interrupted {
            return;
        }
        for (path, text) in texts {
            let readers = templates::readers(path.split('/').next().unwrap_or_default());
            match output::write_if_changed_for(readers, out, &out.join(path), text.as_bytes()) {
                Ok(()) => self.files.push(FileEntry::of_text(path, text.as_bytes())),
                Err(error) => self.fail(path, error.to_string()),
            }
        }
    }

    /// Hands the documents to workers and takes note of what became of each.
    fn make(&mut self, pieces: Vec<Piece>, crew: &mut Crew<'_>, former: &Manifest, out: &Path, options: &Options) {
        let press = Press { out, force: options.force, emit: options.emit.as_deref() };
        let (mut digests, count) = (Digests::default(), pieces.len());
        if let [piece] = pieces.as_slice() {
            // One document alone is made in this process, by all its cores.
            let entry = former.files.iter().find(|f| f.path == piece.path);
            let made = press.make(piece, digests.source(&piece.document), entry, &mut Engine::new());
            return self.note(&piece.path, made);
        }
        let paths: Vec<String> = pieces.iter().map(|p| p.path.clone()).collect();
        let mut done = 0;
        for (id, piece) in pieces.into_iter().enumerate() {
            let entry = former.files.iter().find(|f| f.path == piece.path);
            // A subject may have many pages.
            crew.pool.submit(id, task(&press, piece, entry, SIZE, &mut digests));
            while let Some(answer) = crew.pool.try_receive() {
                self.take(&paths[answer.id], answer.result);
                done += 1;
                (crew.tell)(done, count);
            }
        }
        while done < count {
            let answer = crew.pool.receive();
            self.take(&paths[answer.id], answer.result);
            done += 1;
            (crew.tell)(done, count);
        }
        self.built.interrupted |= crew.stop.load(Ordering::Relaxed);
    }

    fn take(&mut self, path: &str, result: Result<Vec<u8>, Loss>) {
        let made = match result {
            Ok(body) => serde_json::from_slice(&body).expect("the worker is this very program"),
            Err(Loss::Stopped) => {
                self.kept.insert(path.to_owned());
                self.built.interrupted = true;
                return;
            }
            Err(loss) => return self.fail(path, format!("{path} : {loss}")),
        };
        self.note(path, made);
    }

    fn note(&mut self, path: &str, made: Made) {
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
                let all: Vec<_> = faults.iter().map(|f| told(path, f)).collect();
                self.fail(path, all.join("\nerreur : "));
            }
        }
    }

    fn fail(&mut self, path: &str, why: String) {
        self.built.trouble.push(why);
        self.kept.insert(path.to_owned());
    }
}

/// How many times the time of one convention a document of an exam may take.
const SIZE: u32 = 3;

fn told(document: &str, fault: &TemplateFault) -> String {
    format!("[{}] défaut du modèle, non de vos données ({document}) : {fault}", fault.kind.code())
}
