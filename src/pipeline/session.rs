//! The control of a session: every dossier that arrived, by several threads, then what becomes of each candidate; and what an
//! exam office makes of it: the register, the letters, the lists.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::build::BuildError;
use super::control::{ControlError, Library, Texts, control};
use super::findings::rows;
use super::manifest::{self, FileEntry, Manifest, sha256};
use super::scans::Scans;
use super::{clock, output, tableau};
use crate::diagnostic::{self, Diagnostic, Severity, Strictness, Summary};
use crate::domain::Date;
use crate::domain::document::TemplateFault;
use crate::domain::fault::Unreadable;
use crate::domain::referentiel::Referentiel;
use crate::domain::session::{Arrivee, Controle, DECISIONS, Decision, Identite, Manque, Suivi, suivis};
use crate::rules::{self, SessionContext};
use crate::sources::folder::TEXT_LIMIT;
use crate::sources::zips::{Archive, UNFOLDED, ZipTrouble};
use crate::sources::{
    Arrived, DiskFolder, Folder, LoadedSession, MemoryFolder, Pack, SubFolder, arrived, load_session, roots,
};
use crate::templates::{Composer, Constat, Mode, Piece, Readers, SessionInputs, liste_de_controle};
use crate::typeset::Engine;

/// The lists, in their three forms.
const TABLE: &str = "controle.csv";
const PAGE: &str = "controle.html";
const DONNEES: &str = "controle.json";

/// A session once controlled.
pub struct ControlledSession {
    pub loaded: LoadedSession,
    pub texts: Rc<Texts>,
    pub referentiel: Rc<Referentiel>,
    /// What was found of each dossier, by its name.
    pub controles: Vec<Controle>,
    /// Of the lists: sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
    pub today: Date,
}

impl ControlledSession {
    /// What becomes of each candidate.
    pub fn suivis(&self) -> Vec<Suivi<'_>> {
        suivis(&self.loaded.session, &self.controles, self.today).0
    }
}

/// Controls a session's folder, dossier after dossier.
///
/// # Errors
/// The texts of its diploma cannot be used.
pub fn control_session(folder: &dyn Folder, library: &Library) -> Result<ControlledSession, ControlError> {
    let loaded = load_session(folder);
    let dossiers = loaded.session.dossiers().to_owned();
    let all = arrived(folder, &dossiers);
    let controles: Vec<_> = all.iter().map(|a| found(folder, &dossiers, a, library)).collect::<Result<_, _>>()?;
    assembled(loaded, controles.concat(), library)
}

/// The same of a folder of the disk, by as many threads as there are cores.
///
/// # Errors
/// As [`control_session`]; or the folder cannot be read.
pub fn control_session_at(root: &Path, library: &Library) -> Result<ControlledSession, BuildError> {
    let unreadable = |source| BuildError::Output(output::OutputError { path: root.to_owned(), source });
    let folder = DiskFolder::open(root).map_err(unreadable)?;
    let loaded = load_session(&folder);
    let dossiers = loaded.session.dossiers().to_owned();
    let all = arrived(&folder, &dossiers);
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(all.len())));
    let (pack, scans) = (library.pack(), library.scans());
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(all.len().max(1));
    let results: Vec<Result<(), BuildError>> = std::thread::scope(|scope| {
        let work = || work(root, &dossiers, &all, pack.clone(), scans, &next, &done);
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles.into_iter().map(|h| h.join().expect("a control does not panic")).collect()
    });
    results.into_iter().collect::<Result<(), _>>()?;
    let mut done = done.into_inner().expect("no thread panics while it adds");
    done.sort_by_key(|(i, _)| *i);
    Ok(assembled(loaded, done.into_iter().flat_map(|(_, c)| c).collect(), library)?)
}

/// Controls dossiers until there are no more.
fn work(
    root: &Path,
    dossiers: &str,
    all: &[Arrived],
    pack: Pack,
    scans: &Arc<Scans>,
    next: &AtomicUsize,
    done: &Mutex<Vec<(usize, Vec<Controle>)>>,
) -> Result<(), BuildError> {
    let library = Library::new(pack)?.with_scans(Arc::clone(scans));
    let unreadable = |source| BuildError::Output(output::OutputError { path: root.to_owned(), source });
    let folder = DiskFolder::open(root).map_err(unreadable)?;
    loop {
        let i = next.fetch_add(1, Ordering::Relaxed);
        let Some(one) = all.get(i) else { return Ok(()) };
        let controles = found(&folder, dossiers, one, &library)?;
        done.lock().expect("no thread panics while it adds").push((i, controles));
    }
}

fn assembled(
    loaded: LoadedSession,
    controles: Vec<Controle>,
    library: &Library,
) -> Result<ControlledSession, ControlError> {
    let texts = library.texts(loaded.session.diplome())?;
    let referentiel = texts.referentiel(loaded.session.fichier.session.annee)?;
    let today = loaded.session.fichier.session.jour.unwrap_or_else(clock::today);
    let context = SessionContext::new(&loaded.session, &loaded.faults, &controles, today);
    let mut diagnostics = rules::check_session(&context, &texts.clauses);
    diagnostic::sort(&mut diagnostics, &loaded.sources);
    Ok(ControlledSession { loaded, texts, referentiel, controles, diagnostics, today })
}

/// What is found of what arrived as one thing: of each dossier, where a zip holds several.
fn found(folder: &dyn Folder, dossiers: &str, one: &Arrived, library: &Library) -> Result<Vec<Controle>, ControlError> {
    // A panic is a fault of ours, or of a reader: this dossier is for a person, and the others go on.
    let opened = || dossier(folder, dossiers, one, library);
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(opened)) {
        Ok(found) => found,
        Err(_) => Ok(vec![other(one.name(), "il arrête le programme qui le lit")]),
    }
}

fn dossier(
    folder: &dyn Folder,
    dossiers: &str,
    one: &Arrived,
    library: &Library,
) -> Result<Vec<Controle>, ControlError> {
    let path = format!("{dossiers}/{}", one.name());
    match one {
        Arrived::Folder(name) => {
            let dossier = SubFolder { parent: folder, path: &path };
            Ok(vec![controle(name, Arrivee::Repertoire, &dossier, library)?])
        }
        Arrived::Zip(name) => match unpacked(folder, &path) {
            Err(why) => Ok(vec![other(name, &why)]),
            Ok(files) => match roots(&files).as_slice() {
                [] => Ok(vec![other(name, "le zip ne contient pas de candidat.toml")]),
                [root] => Ok(vec![controle(name, Arrivee::Zip, &*below(&files, root), library)?]),
                several => {
                    let one = |root: &String| {
                        controle(&format!("{name}/{root}"), Arrivee::Zip, &*below(&files, root), library)
                    };
                    several.iter().map(one).collect()
                }
            },
        },
        Arrived::Nameless(name) => Ok(vec![other(name, "son nom n’est pas en UTF-8 : renommez-le")]),
        Arrived::Other(name) => Ok(vec![other(name, "ce n’est ni un répertoire de dossier, ni un zip")]),
    }
}

/// What liasse cannot read: a PDF made elsewhere, a zip that holds no dossier.
fn other(name: &str, why: &str) -> Controle {
    Controle {
        nom: name.to_owned(),
        arrivee: Arrivee::AutreForme,
        illisible: Some(why.to_owned()),
        ..Controle::default()
    }
}

/// The files of a zip.
fn unpacked(folder: &dyn Folder, path: &str) -> Result<MemoryFolder, String> {
    let bytes = folder.read(path, UNFOLDED).map_err(|e| match e {
        Unreadable::Io(why) => why,
        Unreadable::TooLarge { .. } => ZipTrouble::TooLarge.to_string(),
        _ => "le zip ne peut pas être lu".to_owned(),
    })?;
    let mut archive = Archive::open(Cursor::new(bytes.unwrap_or_default())).map_err(|e| e.to_string())?;
    archive.folder().map_err(|e| e.to_string())
}

fn below<'f>(files: &'f MemoryFolder, root: &'f str) -> Box<dyn Folder + 'f> {
    if root.is_empty() { Box::new(files.clone()) } else { Box::new(SubFolder { parent: files, path: root }) }
}

fn controle(name: &str, arrivee: Arrivee, folder: &dyn Folder, library: &Library) -> Result<Controle, ControlError> {
    let controlled = control(folder, library)?;
    let candidat = &controlled.loaded.dossier.candidat;
    let found = rows(&controlled.diagnostics, &controlled.loaded.sources);
    let of = |severity| found.iter().filter(|c| c.severity == severity).map(manque).collect();
    let derogations = [
        candidat.reduction.as_ref().map(|r| {
            let what = r.motif.map_or("durée de stage réduite", |m| m.label());
            let days = r.journees.map_or_else(String::new, |n| format!(", {n} journées"));
            let told = r.reference.trim();
            format!("{what}{days}{}", if told.is_empty() { String::new() } else { format!(" ({told})") })
        }),
        candidat.empechement.as_ref().map(|_| "empêchement pendant un stage".to_owned()),
        candidat.redoublement.as_ref().map(|_| "échec à une session antérieure".to_owned()),
    ];
    Ok(Controle {
        nom: name.to_owned(),
        arrivee,
        numero: candidat.examen.numero_candidat.trim().to_owned(),
        session: candidat.examen.session,
        manques: of(Severity::Error),
        avertissements: found.iter().filter(|c| c.severity == Severity::Warning).count(),
        humains: of(Severity::Human),
        derogations: derogations.into_iter().flatten().collect(),
        a_signer: controlled.to_sign.words.clone(),
        illisible: None,
        identite: Identite {
            nom_famille: candidat.identite.nom_famille.clone(),
            nom_usage: candidat.identite.nom_usage.clone(),
            prenoms: candidat.identite.prenoms.clone(),
        },
    })
}

fn manque(c: &Constat) -> Manque {
    Manque {
        code: c.code.clone(),
        message: c.message.clone(),
        lieu: c.place.clone(),
        reference: c.reference.clone(),
        aide: c.help.clone(),
        nv: c.nv,
        unites: c.unites.clone(),
    }
}

/// What was made of a session.
pub struct BuiltSession {
    pub summary: Summary,
    pub written: usize,
    pub pages: usize,
    pub letters: usize,
    pub trouble: Vec<String>,
}

/// Makes the register, a letter for each candidate who has to be told something, and the lists.
///
/// # Errors
/// A file cannot be written.
pub fn build_session(controlled: &ControlledSession, out: &Path, mode: Mode) -> Result<BuiltSession, BuildError> {
    let summary = Summary::of(&controlled.diagnostics, Strictness::Normal);
    let mut built = BuiltSession { summary, written: 0, pages: 0, letters: 0, trouble: Vec::new() };
    let former = Manifest::read(out).unwrap_or_default();
    let told = |f: &TemplateFault| format!("[{}] défaut du modèle, non de vos données : {f}", f.kind.code());
    let composer = match Composer::new(controlled.texts.pack.templates()) {
        Ok(composer) => composer,
        Err(fault) => {
            built.trouble.push(told(&fault));
            return Ok(built);
        }
    };
    let suivis = controlled.suivis();
    let inputs = SessionInputs {
        session: &controlled.loaded.session,
        referentiel: &controlled.referentiel,
        suivis: &suivis,
        controles: &controlled.controles,
        today: controlled.today,
        mode,
    };
    // Everything here names persons.
    output::close(out)?;
    let write = |path: &str, bytes: &[u8]| output::write_if_changed_for(Readers::Owner, out, &out.join(path), bytes);
    let mut files = Vec::new();
    let mut engine = Engine::new();
    for piece in std::iter::once(composer.registre(inputs)).chain(composer.courriers(inputs)) {
        let piece: Piece = match piece {
            Ok(piece) => piece,
            Err(fault) => {
                built.trouble.push(told(&fault));
                continue;
            }
        };
        match engine.compile(&piece.document) {
            Ok(pdf) => {
                write(&piece.path, &pdf.bytes)?;
                built.pages += pdf.pages;
                built.written += 1;
                built.letters += usize::from(piece.path.contains('/'));
                files.push(FileEntry::new(&piece.path, &pdf.bytes, pdf.pages, sha256(piece.document.data.as_bytes())));
            }
            Err(failure) => built.trouble.extend(failure.faults.iter().map(told)),
        }
    }
    let liste = liste_de_controle(inputs);
    let fault = tableau::write(&composer, &liste, Readers::Owner, out, [TABLE, PAGE])?;
    built.trouble.extend(fault.as_ref().map(told));
    write(DONNEES, &donnees(controlled, &suivis))?;
    let unreadable = |source| output::OutputError { path: out.to_owned(), source };
    let made = DiskFolder::open(out).map_err(unreadable)?;
    for name in [TABLE, PAGE, DONNEES] {
        let bytes = made.read(name, u64::MAX - 1).ok().flatten().unwrap_or_default();
        files.push(FileEntry::of_text(name, &bytes));
    }
    for old in former.files.iter().filter(|old| files.iter().all(|f| f.path != old.path)) {
        output::remove(&out.join(&old.path))?;
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let conforming = summary.conforming && built.trouble.is_empty();
    let manifest = Manifest { conforming, files, ..Manifest::new(&controlled.texts, &controlled.referentiel, mode) };
    write(manifest::FILE, &manifest.to_bytes())?;
    Ok(built)
}

fn noms<'s>(all: &[&'s Controle]) -> Vec<&'s str> {
    all.iter().map(|c| c.nom.as_str()).collect()
}

/// The list, for programs.
fn donnees(controlled: &ControlledSession, suivis: &[Suivi<'_>]) -> Vec<u8> {
    let one = |s: &Suivi<'_>| {
        json!({
            "rang": s.rang + 1,
            "numero_candidat": s.inscription.numero_candidat.trim(),
            "nom": s.inscription.nom.trim(),
            "prenoms": s.inscription.prenoms.trim(),
            "etablissement": s.inscription.etablissement.trim(),
            "etat": s.etat.key(),
            "dossier": s.controle,
            "dossiers": noms(&s.dossiers),
            "decision": s.decision,
        })
    };
    let all = json!({
        "session": controlled.loaded.session.fichier.session.annee,
        "candidats": suivis.iter().map(one).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&all).expect("a list is a plain value");
    bytes.push(b'\n');
    bytes
}

/// Adds a decision to the folder's file; what is there stays as it is written.
///
/// # Errors
/// The file cannot be written.
pub fn decide(root: &Path, decision: &Decision) -> Result<PathBuf, output::OutputError> {
    let path = root.join(DECISIONS);
    let unreadable = |source| output::OutputError { path: path.clone(), source };
    let folder = DiskFolder::open(root).map_err(unreadable)?;
    // What cannot be read must not be written over.
    let told = |e: Unreadable| unreadable(std::io::Error::other(format!("{e:?}")));
    let before = folder.read(DECISIONS, TEXT_LIMIT).map_err(told)?.unwrap_or_default();
    let mut text = String::from_utf8(before).map_err(|_| unreadable(std::io::ErrorKind::InvalidData.into()))?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let table = toml::Table::try_from(decision).expect("a decision is a plain value");
    text += &format!("\n[[decision]]\n{table}");
    output::write(&path, text.trim_start_matches('\n').as_bytes())?;
    Ok(path)
}
