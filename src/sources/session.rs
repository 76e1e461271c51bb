//! Loads a session's folder: `session.toml`, the list of candidates, the decisions; and finds the dossiers that arrived.

use std::sync::LazyLock;

use super::folder::{Folder, TEXT_LIMIT};
use super::loader::Loader;
use super::schema::Node;
use super::{Sources, tables};
use crate::domain::candidat;
use crate::domain::fault::Fault;
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
    let Loader { faults, sources, .. } = loader;
    LoadedSession { session, faults, sources }
}

/// A dossier that arrived: its name in the folder of the dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    Folder(String),
    Zip(String),
    Other(String),
}

/// The dossiers that arrived, sorted by their names.
pub fn arrived(folder: &dyn Folder, dossiers: &str) -> Vec<Arrived> {
    let has_root = |name: &str| {
        let root = format!("{dossiers}/{name}/{}", candidat::FILE);
        folder.read(&root, TEXT_LIMIT).is_ok_and(|bytes| bytes.is_some())
    };
    let one = |(name, is_folder): (String, bool)| match () {
        () if is_folder && has_root(&name) => Arrived::Folder(name),
        () if !is_folder && name.to_ascii_lowercase().ends_with(".zip") => Arrived::Zip(name),
        () => Arrived::Other(name),
    };
    folder.entries(dossiers).unwrap_or_default().into_iter().map(one).collect()
}

impl Arrived {
    pub fn name(&self) -> &str {
        match self {
            Arrived::Folder(name) | Arrived::Zip(name) | Arrived::Other(name) => name,
        }
    }
}
