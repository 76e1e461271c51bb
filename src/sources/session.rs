//! Loads a session's folder: `session.toml`, the list of candidates, the decisions; and finds the dossiers that arrived.

use std::sync::LazyLock;

use super::folder::Folder;
use super::loader::Loader;
use super::schema::Node;
use super::zips::is_litter;
use super::{Sources, tables};
use crate::domain::candidat;
use crate::domain::fault::{Fault, FaultKind, Unreadable};
use crate::domain::session::{DECISIONS, DecisionsFile, FILE, InscritsFile, Session, SessionFile};

/// A session's folder once read.
pub struct LoadedSession {
    pub session: Session,
    pub faults: Vec<Fault>,
    pub sources: Sources,
}

static SESSION: LazyLock<Node> = LazyLock::new(Node::of::<SessionFile>);
static DECISION: LazyLock<Node> = LazyLock::new(Node::of::<DecisionsFile>);
/// The shape of the list of candidates.
pub(super) static INSCRITS: LazyLock<Node> = LazyLock::new(Node::of::<InscritsFile>);
/// The file of the candidates, where there is none.
const CANDIDATS: &str = "candidats.csv";

/// Reads a session's folder. Never fails as a whole: what is wrong is in the faults.
pub fn load_session(folder: &dyn Folder) -> LoadedSession {
    let mut loader = Loader::new(folder);
    let fichier = loader.toml(FILE, &SESSION).unwrap_or_default();
    let mut listed = serde_json::Value::Null;
    let files = tables::load(&mut loader, &tables::SESSION, &mut listed);
    let listed: InscritsFile = match listed {
        serde_json::Value::Null => InscritsFile::default(),
        listed => serde_json::from_value(listed).expect("a value that was read against its shape has its type"),
    };
    let decisions: DecisionsFile = loader.toml(DECISIONS, &DECISION).unwrap_or_default();
    let session = Session {
        fichier,
        inscriptions: listed.candidat,
        fichier_inscriptions: files.into_values().next().unwrap_or_else(|| CANDIDATS.to_owned()),
        decisions: decisions.decision,
    };
    let Loader { mut faults, mut sources, .. } = loader;
    // What is printed of a session names ranks and folders, never persons.
    [&session.fichier_inscriptions, DECISIONS].into_iter().for_each(|file| sources.hide(file));
    // What is among the dossiers is told as what arrived, or in its dossier.
    let within = format!("{}/", session.dossiers());
    let told = |f: &Fault| f.kind == FaultKind::Unreadable(Unreadable::NotNamed) && f.place.file.starts_with(&within);
    faults.retain(|f| !told(f));
    LoadedSession { session, faults, sources }
}

/// A dossier that arrived: its path in the folder of the dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    Folder(String),
    Zip(String),
    Other(String),
    /// Its name is no text: it cannot be opened.
    Nameless(String),
}

impl Arrived {
    pub fn name(&self) -> &str {
        match self {
            Arrived::Folder(name) | Arrived::Zip(name) | Arrived::Other(name) | Arrived::Nameless(name) => name,
        }
    }
}

/// Folders within folders in which a dossier is looked for: an établissement's, a class's, the one that a zip makes.
const DEPTH: usize = 3;

/// The dossiers that arrived, sorted by their names.
pub fn arrived(folder: &dyn Folder, dossiers: &str) -> Vec<Arrived> {
    let mut all = Vec::new();
    within(folder, dossiers, "", DEPTH, &mut all);
    // In a dossier it is told with what is wrong there.
    let below = |path: String| Some(path.strip_prefix(dossiers)?.strip_prefix('/')?.to_owned());
    let held = |path: &String| all.iter().any(|a| path.strip_prefix(a.name()).is_some_and(|p| p.starts_with('/')));
    let nameless: Vec<_> = folder.nameless().into_iter().filter_map(below).filter(|path| !held(path)).collect();
    all.extend(nameless.into_iter().map(Arrived::Nameless));
    all.sort_by(|a, b| a.name().cmp(b.name()));
    all
}

/// Where the dossiers of a folder are, its own place being the empty path.
pub fn roots(folder: &dyn Folder) -> Vec<String> {
    if is_dossier(folder, "") {
        return vec![String::new()];
    }
    let mut all = Vec::new();
    within(folder, "", "", DEPTH, &mut all);
    all.into_iter().filter_map(|a| if let Arrived::Folder(path) = a { Some(path) } else { None }).collect()
}

/// Adds what is in the folder `at` of the dossiers; whether any of it is a dossier that can be opened.
fn within(folder: &dyn Folder, dossiers: &str, at: &str, depth: usize, all: &mut Vec<Arrived>) -> bool {
    let mut opened = false;
    for (name, is_folder) in folder.entries(&join(dossiers, at)).unwrap_or_default() {
        let path = join(at, &name);
        if is_litter(&path) {
            continue;
        }
        let one = match () {
            () if is_folder && is_dossier(folder, &join(dossiers, &path)) => Arrived::Folder(path),
            () if is_folder => {
                let mut inner = Vec::new();
                if depth > 0 && within(folder, dossiers, &path, depth - 1, &mut inner) {
                    opened = true;
                    all.extend(inner);
                    continue;
                }
                // Nothing in it can be opened: whatever it holds is one thing, for a person.
                Arrived::Other(path)
            }
            () if name.to_lowercase().ends_with(".zip") => Arrived::Zip(path),
            () => Arrived::Other(path),
        };
        opened |= !matches!(one, Arrived::Other(_));
        all.push(one);
    }
    opened
}

fn is_dossier(folder: &dyn Folder, path: &str) -> bool {
    let entries = folder.entries(path).unwrap_or_default();
    entries.iter().any(|(name, is_folder)| !is_folder && name.eq_ignore_ascii_case(candidat::FILE))
}

fn join(above: &str, name: &str) -> String {
    [above, name].iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("/")
}
