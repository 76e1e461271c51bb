//! A diploma's pack: its référentiel, settings, templates; embedded, and a school's overlay laid over file by file.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};
use sha2::{Digest, Sha256};
use toml::Table;

use super::clauses::{self, Clauses};
use crate::domain::calendrier::Calendriers;
use crate::domain::candidat::DIPLOME;
use crate::domain::conservation::ReglesDeConservation;
use crate::domain::droit::DroitDesStages;
use crate::domain::examen::MotsDuJury;
use crate::domain::merge::merge;
use crate::domain::referentiel::{Referentiel, ReferentielError};
use crate::domain::reglages::Reglages;
use crate::domain::texte::{HorsNorme, Plan};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Largest file of an overlay, in bytes.
const OVERLAY_FILE_LIMIT: u64 = 10 << 20;

/// The files of a pack, by path: `lib/…`, `droit/…`, and the diploma's own, each under its folder's name.
#[derive(Clone)]
pub struct Pack {
    /// Name of the diploma's folder (`bts-assurance`).
    pub diplome: String,
    files: BTreeMap<String, Cow<'static, [u8]>>,
    /// TOML files of overlays, laid over the embedded ones.
    over: Vec<(PathBuf, String, Table)>,
}

/// Why a pack cannot be used: always with the file.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("{path} ne peut pas être lu : {words}", path = .path.display(), words = crate::diagnostic::io::in_french(.source))]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path} : {reason}", path = .path.display())]
    Unusable { path: PathBuf, reason: String },
}

/// A text that somebody names, whole.
///
/// # Errors
/// It cannot be read, is too large, or is no text.
pub fn text_of(path: &Path) -> Result<String, PackError> {
    let io = |source| PackError::Io { path: path.to_owned(), source };
    let unusable = |reason: &str| PackError::Unusable { path: path.to_owned(), reason: reason.to_owned() };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(io)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(file, OVERLAY_FILE_LIMIT + 1), &mut bytes).map_err(io)?;
    if bytes.len() as u64 > OVERLAY_FILE_LIMIT {
        return Err(unusable("fichier trop grand pour un texte"));
    }
    String::from_utf8(bytes).map_err(|_| unusable(NOT_UTF8))
}

/// The folder of what no diploma can change: the clauses of the data's own form.
const OWN: &str = "liasse";
/// The folder of the law that is no diploma's.
const LAW: &str = "droit";

/// The code of the clause whose page a path is.
fn code_of(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    name.strip_suffix(".md").filter(|_| folder.ends_with("/clauses"))
}

/// The file that makes a folder a diploma's.
const REFERENTIEL: &str = "referentiel.toml";

impl Pack {
    /// The embedded pack, of the default diploma.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect(&EMBEDDED, &mut files);
        Pack { diplome: DIPLOME.to_owned(), files, over: Vec::new() }
    }

    /// The diplomas that the pack knows, by the name of their folder.
    pub fn diplomes(&self) -> Vec<String> {
        let folder = |p: &String| Some(p.strip_suffix(REFERENTIEL)?.strip_suffix('/')?.to_owned());
        self.names().filter_map(folder).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The paths of all files, those that only an overlay has too.
    fn names(&self) -> impl Iterator<Item = &String> {
        self.files.keys().chain(self.over.iter().map(|(_, name, _)| name))
    }

    /// The same files for another diploma; none if there is no such folder.
    pub fn of_diploma(&self, diplome: &str) -> Option<Self> {
        let known = self.diplomes().iter().any(|d| d == diplome);
        known.then(|| Pack { diplome: diplome.to_owned(), ..self.clone() })
    }

    /// Lays the files of `folder` over the pack's: TOML key by key, any other file whole. A path of the overlay is
    /// that of the pack (`bts-assurance/dossier.toml`), or its name alone for a file of the default diploma
    /// (`dossier.toml`). A folder with a `referentiel.toml` of its own is another diploma.
    ///
    /// # Errors
    /// A file cannot be read, is too large, or is not TOML.
    pub fn overlay(mut self, folder: &Path) -> Result<Self, PackError> {
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry =
                entry.map_err(|e| PackError::Io { path: e.path().unwrap_or(folder).to_owned(), source: e.into() })?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path();
            let io = |source| PackError::Io { path: path.to_owned(), source };
            let unusable = |reason: String| PackError::Unusable { path: path.to_owned(), reason };
            if entry.metadata().is_ok_and(|m| m.len() > OVERLAY_FILE_LIMIT) {
                return Err(unusable("fichier trop grand pour une surcharge".to_owned()));
            }
            let relative = path.strip_prefix(folder).expect("walkdir stays below its root");
            let name = relative.iter().map(|c| c.to_string_lossy()).collect::<Vec<_>>().join("/");
            let first = name.split('/').next().unwrap_or_default();
            let rooted = ["lib", LAW, OWN].contains(&first)
                || self.diplomes().iter().any(|d| d == first)
                || folder.join(first).join(REFERENTIEL).is_file();
            let name = if rooted && name.contains('/') { name } else { self.own(&name) };
            let bytes = std::fs::read(path).map_err(io)?;
            if name.ends_with(".toml") {
                let text = String::from_utf8(bytes).map_err(|_| unusable(NOT_UTF8.to_owned()))?;
                let table = text.parse::<Table>().map_err(|e| unusable(in_french(&e, Some(&text))))?;
                self.over.push((path.to_owned(), name, table));
            } else {
                if let Some(code) = code_of(&name) {
                    let page = std::str::from_utf8(&bytes).map_err(|_| unusable(NOT_UTF8.to_owned()))?;
                    clauses::read(code, page).map_err(unusable)?;
                }
                self.files.insert(name, Cow::Owned(bytes));
            }
        }
        Ok(self)
    }

    /// The path of a file of the diploma's own folder.
    pub fn own(&self, name: &str) -> String {
        format!("{}/{name}", self.diplome)
    }

    /// The bytes of a file.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The files below `folder/`, by their whole path.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &[u8])> {
        let prefix = format!("{folder}/");
        let below = move |(path, _): &(&String, _)| path.starts_with(&prefix);
        self.files.iter().filter(below).map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// The clauses: the program's own, those of the law, the diploma's.
    pub fn clauses(&self) -> Clauses {
        let folders = [OWN, LAW, self.diplome.as_str()];
        let pages = folders.iter().flat_map(|folder| self.below(folder));
        let page = |(path, bytes): (&str, &[u8])| {
            Some((code_of(path)?.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
        };
        Clauses::new(pages.filter_map(page))
    }

    /// Whether the diploma has clauses of its own.
    pub fn has_clauses(&self) -> bool {
        self.below(&self.diplome).any(|(path, _)| code_of(path).is_some())
    }

    /// The places of the text that the diploma is founded on; none where the pack does not tell them.
    ///
    /// # Errors
    /// They, or what an overlay made of them, cannot be used.
    pub fn plan(&self) -> Result<Option<Plan>, PackError> {
        let name = self.own("texte.toml");
        if self.file(&name).is_none() { Ok(None) } else { self.typed(&name).map(Some) }
    }

    /// The sentences of that text that no clause quotes, classed.
    ///
    /// # Errors
    /// They cannot be used.
    pub fn hors_norme(&self) -> Result<HorsNorme, PackError> {
        let name = self.own("hors-norme.toml");
        if self.file(&name).is_none() { Ok(HorsNorme::default()) } else { self.typed(&name) }
    }

    /// What documents are composed from: the library below `lib/`, the diploma's own files by their name alone.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let own = self.diplome.len() + 1;
        self.below("lib").chain(self.below(&self.diplome).map(move |(path, bytes)| (&path[own..], bytes)))
    }

    /// The référentiel that governs `session`; the base one where no session is told.
    ///
    /// # Errors
    /// The référentiel, or what an overlay made of it, cannot be used.
    pub fn referentiel(&self, session: Option<i32>) -> Result<Referentiel, PackError> {
        let name = self.own(REFERENTIEL);
        let unusable = |e: ReferentielError| PackError::Unusable { path: name.clone().into(), reason: e.to_string() };
        let base = self.table(&name)?;
        let folder = self.own("versions/");
        let is_version = |path: &&String| path.starts_with(&folder) && path.ends_with(".toml");
        let versions: BTreeSet<&String> = self.names().filter(is_version).collect();
        let versions = versions.into_iter().map(|p| self.table(p)).collect::<Result<Vec<_>, _>>()?;
        match session.and_then(|s| u16::try_from(s).ok()) {
            Some(session) => match Referentiel::for_session(base.clone(), &versions, session) {
                // A session before the text is no fault of the pack: the rules say what they can.
                Err(ReferentielError::SessionAnterieure { .. }) => Referentiel::from_toml(base).map_err(unusable),
                other => other.map_err(unusable),
            },
            None => Referentiel::from_toml(base).map_err(unusable),
        }
    }

    /// The settings.
    ///
    /// # Errors
    /// An overlay made them unusable.
    pub fn reglages(&self) -> Result<Reglages, PackError> {
        self.typed(&self.own("dossier.toml"))
    }

    /// The holiday calendars.
    ///
    /// # Errors
    /// An overlay made them unusable.
    pub fn calendriers(&self) -> Result<Calendriers, PackError> {
        self.typed("droit/jours-feries.toml")
    }

    /// The law of stages.
    ///
    /// # Errors
    /// An overlay made it unusable.
    pub fn droit(&self) -> Result<DroitDesStages, PackError> {
        self.typed("droit/stages.toml")
    }

    /// The words that announce a text of the jury.
    ///
    /// # Errors
    /// An overlay made them unusable.
    pub fn mots_du_jury(&self) -> Result<MotsDuJury, PackError> {
        self.typed("droit/jury.toml")
    }

    /// How long archived things are kept.
    ///
    /// # Errors
    /// An overlay made it unusable.
    pub fn conservation(&self) -> Result<ReglesDeConservation, PackError> {
        self.typed("droit/conservation.toml")
    }

    /// SHA-256 of every file, names included, in hexadecimal: the pack's version.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (path, bytes) in &self.files {
            hash.update(path);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        for (_, name, table) in &self.over {
            hash.update(name);
            hash.update(table.to_string());
        }
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }

    fn table(&self, name: &str) -> Result<Table, PackError> {
        let unusable = |reason: String| PackError::Unusable { path: name.into(), reason };
        let text = std::str::from_utf8(self.file(name).unwrap_or_default());
        let text = text.map_err(|_| unusable(NOT_UTF8.to_owned()))?;
        let mut table = text.parse::<Table>().map_err(|e| unusable(in_french(&e, Some(text))))?;
        for (_, _, over) in self.over.iter().filter(|(_, n, _)| n == name) {
            merge(&mut table, over.clone());
        }
        Ok(table)
    }

    fn typed<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, PackError> {
        // The user mends the overlay's file, not ours.
        let path = self.over.iter().find(|(_, n, _)| n == name).map_or_else(|| name.into(), |(path, ..)| path.clone());
        self.table(name)?
            .try_into()
            .map_err(|e: toml::de::Error| PackError::Unusable { path, reason: in_french(&e, None) })
    }
}

const NOT_UTF8: &str = "ce n’est pas un texte en UTF-8";

/// Why a file of an overlay, or another of the office, cannot be used, with its line where that is known: the reader's own words are for its authors.
pub fn in_french(error: &toml::de::Error, text: Option<&str>) -> String {
    let line = error.span().zip(text).map_or_else(String::new, |(span, text)| {
        format!("ligne {} : ", crate::diagnostic::Lines::of(text).line(span.start) + 1)
    });
    let message = error.message();
    let named = |words: &str| message.strip_prefix(words)?.split('`').next();
    let why = match () {
        () if message.starts_with("unknown field `") => {
            format!("la clé « {} » n’existe pas à cet endroit", named("unknown field `").unwrap_or_default())
        }
        () if message.starts_with("missing field `") => {
            format!("la clé « {} » manque", named("missing field `").unwrap_or_default())
        }
        () if message.starts_with("unknown variant `") => {
            format!("la valeur « {} » n’est pas de la liste", named("unknown variant `").unwrap_or_default())
        }
        () if message.starts_with("invalid type") || message.starts_with("invalid value") => {
            "une valeur n’est pas du type attendu".to_owned()
        }
        () => "une ligne n’est pas écrite comme du TOML".to_owned(),
    };
    format!("{line}{why}")
}

fn collect(dir: &Dir<'static>, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect(dir, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.insert(path, Cow::Borrowed(file.contents()));
            }
        }
    }
}
