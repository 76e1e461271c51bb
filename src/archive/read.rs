//! A set that somebody made, a zip or its folder, open within bounds: its files by their names, its manifest, its pieces.

use std::collections::HashMap;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bagit;
use super::declaration::{Declaration, MANIFEST_LIMIT, Objet, partie};
use super::entry::Reader;
use super::seda::{self, CONTENT};
use super::zip::{Directory, Entry, Zip, ZipError};
use super::{AGENT, DESCRIPTION, hex};
use sha2::{Digest, Sha512};

use crate::diagnostic::io::in_french;
use crate::domain::slug::is_device;

/// What a set may claim at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub entries: usize,
    /// How many times its own size it may unfold to.
    pub ratio: u64,
    /// Bytes that it may unfold to.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { entries: 1_000_000, ratio: 100, bytes: 1 << 40 }
    }
}

/// Longest description by liasse, in bytes.
const DESCRIPTION_LIMIT: u64 = 16 << 20;
/// Bytes that can be read from anywhere: a file, or what an encrypted file holds.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// Opens the bytes of a set, as often as it is asked.
pub type Opener<'o> = dyn Fn() -> io::Result<Box<dyn ReadSeek>> + Sync + 'o;

/// Why a set cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// The set's fault.
    #[error("{0}")]
    Set(String),
    /// The machine's.
    #[error("{path} ne peut pas être lu : {words}", path = .0.display(), words = in_french(.1))]
    Io(PathBuf, io::Error),
}

/// A file of a set.
#[derive(Clone, Debug)]
pub struct Item {
    pub name: String,
    /// Bytes, unfolded.
    pub size: u64,
    pub link: bool,
    pub folder: bool,
}

/// A set, open.
pub struct Ensemble<'o> {
    pub path: PathBuf,
    /// Its files, in their order.
    pub items: Vec<Item>,
    container: Container<'o>,
    by_name: HashMap<String, usize>,
}

enum Container<'o> {
    Zip { directory: Arc<Directory>, opener: &'o Opener<'o> },
    Folder,
}

/// Why a name is refused: it would mean another file elsewhere, or one outside the set.
pub fn unsafe_name(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix('/').unwrap_or(name);
    let segment = |s: &str| match s {
        "" => Some("un nom vide"),
        "." | ".." => Some("il sort de l’ensemble"),
        s if s.ends_with(['.', ' ']) => Some("un nom que Windows change"),
        s if is_device(s.split('.').next().unwrap_or(s)) => Some("un périphérique de Windows"),
        _ => None,
    };
    match () {
        () if name.starts_with('/') => Some("un chemin absolu"),
        () if name.contains('\\') || name.contains(':') => Some("un chemin de Windows"),
        () if name.chars().any(char::is_control) => Some("un caractère de commande"),
        () => name.split('/').find_map(segment),
    }
}

impl<'o> Ensemble<'o> {
    /// Opens a zip through `opener`.
    ///
    /// # Errors
    /// It is no zip, claims more than `limits`, or cannot be read.
    pub fn of_zip(path: &Path, opener: &'o Opener<'o>, limits: Limits) -> Result<Self, SetError> {
        let io = |e| SetError::Io(path.to_owned(), e);
        let directory = Zip::open(opener().map_err(io)?).map_err(|e| of_zip(path, e))?.directory;
        if directory.entries.len() > limits.entries {
            let told = format!("{} entrées, au plus {} sont lues", directory.entries.len(), limits.entries);
            return Err(SetError::Set(told));
        }
        let unfolded = directory.entries.iter().try_fold(0u64, |sum, e| sum.checked_add(e.size));
        let most = limits.bytes.min(directory.length.saturating_mul(limits.ratio).max(1 << 20));
        if unfolded.is_none_or(|n| n > most) {
            return Err(SetError::Set(
                "il se déplierait en bien plus que sa taille : une bombe de décompression".to_owned(),
            ));
        }
        if directory.overlaps() {
            return Err(SetError::Set("des entrées se recouvrent : une bombe de décompression".to_owned()));
        }
        let item = |e: &Entry| Item { name: e.name.clone(), size: e.size, link: e.link, folder: e.is_folder() };
        let items = directory.entries.iter().map(item).collect();
        Ok(Ensemble::new(path, items, Container::Zip { directory, opener }))
    }

    /// Opens a folder; links in it are told, never followed.
    ///
    /// # Errors
    /// It cannot be read, or holds more files than `limits`.
    pub fn of_folder(path: &Path, limits: Limits) -> Result<Self, SetError> {
        let mut items = Vec::new();
        for entry in walkdir::WalkDir::new(path).min_depth(1).sort_by_file_name() {
            let entry = entry.map_err(|e| {
                let at = e.path().unwrap_or(path).to_owned();
                SetError::Io(at, e.into_io_error().unwrap_or_else(|| io::Error::other("loop")))
            })?;
            let below = entry.path().strip_prefix(path).expect("walkdir stays below its root");
            let name = below.iter().map(|c| c.to_string_lossy()).collect::<Vec<_>>().join("/");
            let link = entry.path_is_symlink();
            if entry.file_type().is_dir() && !link {
                continue;
            }
            let size = entry.metadata().map_or(0, |m| m.len());
            items.push(Item { name, size, link, folder: false });
            if items.len() > limits.entries {
                return Err(SetError::Set(format!("plus de {} fichiers", limits.entries)));
            }
        }
        Ok(Ensemble::new(path, items, Container::Folder))
    }

    fn new(path: &Path, items: Vec<Item>, container: Container<'o>) -> Self {
        // Of two files of one name, the first: that there are two is told elsewhere.
        let by_name = items.iter().enumerate().rev().map(|(i, item)| (item.name.clone(), i)).collect();
        Ensemble { path: path.to_owned(), items, container, by_name }
    }

    /// The rank of a file.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether it is a zip, and not its folder.
    pub fn is_zip(&self) -> bool {
        matches!(self.container, Container::Zip { .. })
    }

    /// A reader of its files: each thread has its own.
    ///
    /// # Errors
    /// The set cannot be opened again.
    pub fn reader(&self) -> io::Result<Reader<'_>> {
        match &self.container {
            Container::Zip { directory, opener } => Ok(Reader::Zip(Zip::through(opener()?, Arc::clone(directory)))),
            Container::Folder => Ok(Reader::Folder(self)),
        }
    }

    /// A short text of the set; nothing where it is not there.
    fn text(&self, name: &str, limit: u64) -> Result<Option<String>, SetError> {
        let Some(index) = self.find(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = self
            .reader()
            .map_err(|e| SetError::Io(self.path.clone(), e))?
            .with(index, |reader| reader.take(limit).read_to_end(&mut bytes).map(drop));
        read.map_err(|e| of_zip(&self.path, e))?;
        String::from_utf8(bytes).map(Some).map_err(|_| SetError::Set(format!("{name} n’est pas en UTF-8")))
    }

    /// What the manifest tells.
    ///
    /// # Errors
    /// There is none, it is not well formed, or it cannot be read.
    pub fn declaration(&self) -> Result<Declaration, SetError> {
        if let Some(name) = self.manifest()? {
            return self.seda(name);
        }
        match self.items.iter().find(|i| i.name == bagit::DECLARATION || i.name.ends_with("/bagit.txt")) {
            Some(item) => {
                let top = item.name.strip_suffix(bagit::DECLARATION).unwrap_or_default().to_owned();
                self.bag(&top)
            }
            None => Err(SetError::Set("ni « manifest.xml » (SEDA) ni « bagit.txt » (BagIt) à sa racine".to_owned())),
        }
    }

    /// The name of its SEDA manifest; nothing where it has none.
    fn manifest(&self) -> Result<Option<&str>, SetError> {
        seda::manifest_among(self.items.iter().map(|i| i.name.as_str())).map_err(SetError::Set)
    }

    /// What liasse wrote of the set for itself; nothing where there is none.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn description(&self, declaration: &Declaration) -> Result<Option<String>, SetError> {
        let own = declaration.objets.iter().find(|o| o.nom == DESCRIPTION);
        let Some(index) = own.and_then(|o| self.place(o)) else { return Ok(None) };
        self.text(&self.items[index].name.clone(), DESCRIPTION_LIMIT)
    }

    /// SHA-512, in hexadecimal, of the file that holds the digests of all others; nothing where there is none.
    pub fn empreinte(&self) -> Option<String> {
        let tags = |i: &Item| i.name.rsplit('/').next() == Some(bagit::TAG_MANIFEST);
        let manifest = self.manifest().ok().flatten().and_then(|name| self.find(name));
        let index = manifest.or_else(|| self.items.iter().position(tags))?;
        let mut hash = Sha512::new();
        let read = self.reader().ok()?.with(index, |bytes| io::copy(bytes, &mut hash).map(drop));
        read.ok().map(|()| hex(&hash.finalize()))
    }

    /// Where a piece stands: at its place, in the folder of another case that older packets have, or under the name that a
    /// person knows, as `extract` leaves it.
    pub fn place(&self, objet: &Objet) -> Option<usize> {
        let bare = objet.uri.strip_prefix("content/").or(objet.uri.strip_prefix("Content/")).unwrap_or(&objet.uri);
        let found = self
            .find(&objet.uri)
            .or_else(|| [CONTENT, "Content"].into_iter().find_map(|folder| self.find(&format!("{folder}/{bare}"))));
        found.or_else(|| if self.is_zip() { None } else { self.find(&objet.nom) })
    }

    fn bag(&self, top: &str) -> Result<Declaration, SetError> {
        let mut out = Declaration { forme: "BagIt".to_owned(), ..Declaration::default() };
        let declaration = self.text(&format!("{top}{}", bagit::DECLARATION), 4096)?.unwrap_or_default();
        let version = declaration.lines().find_map(|l| l.strip_prefix("BagIt-Version:"));
        match version.map(str::trim) {
            Some(version @ ("0.97" | "1.0")) => out.forme = format!("BagIt {version}"),
            _ => out.faults.push("bagit.txt ne dit pas une version connue de BagIt".to_owned()),
        }
        let info = self.text(&format!("{top}{}", bagit::INFO), 1 << 20)?.unwrap_or_default();
        let told = |label: &str| {
            let line = info.lines().find_map(|l| l.strip_prefix(label)?.strip_prefix(':'));
            line.map(|v| v.trim().to_owned())
        };
        out.ours = told("Bag-Software-Agent").as_deref() == Some(AGENT);
        out.identifiant = told("External-Identifier").unwrap_or_default();
        out.partie = told("Liasse-Partie").as_deref().and_then(partie);
        for (name, algorithm) in bagit::MANIFESTS {
            let Some(text) = self.text(&format!("{top}{name}"), MANIFEST_LIMIT)? else { continue };
            let Some(lines) = bagit::lines(&text) else {
                out.faults.push(format!("{name} a une ligne qui n’est pas une empreinte et un chemin"));
                continue;
            };
            let one = |(empreinte, path): (String, String)| Objet {
                nom: path.strip_prefix("data/").unwrap_or(&path).to_owned(),
                uri: format!("{top}{path}"),
                algorithme: algorithm.to_owned(),
                empreinte,
                size: None,
            };
            if out.objets.is_empty() {
                out.objets = lines.into_iter().map(one).collect();
            }
        }
        if out.objets.is_empty() && out.faults.is_empty() {
            out.faults
                .push("aucun manifeste (manifest-sha512.txt ou manifest-sha256.txt) ne liste de pièce".to_owned());
        }
        if let Some(oxum) = told("Payload-Oxum") {
            let sizes = out.objets.iter().filter_map(|o| self.place(o)).map(|i| self.items[i].size).sum::<u64>();
            if oxum != format!("{sizes}.{}", out.objets.len()) {
                out.faults.push(format!("Payload-Oxum dit {oxum}, il y a {sizes}.{}", out.objets.len()));
            }
        }
        for item in self.items.iter().filter(|i| !i.folder && !i.name.starts_with(&format!("{top}data/"))) {
            out.tags.insert(item.name.clone());
        }
        let tag_manifests = [(bagit::TAG_MANIFEST, "SHA-512"), ("tagmanifest-sha256.txt", "SHA-256")];
        for (name, algorithm) in tag_manifests {
            let Some(text) = self.text(&format!("{top}{name}"), 1 << 20)? else { continue };
            let lines = bagit::lines(&text).unwrap_or_default();
            out.tag_digests.extend(lines.into_iter().map(|(empreinte, path)| Objet {
                uri: format!("{top}{path}"),
                nom: path,
                algorithme: algorithm.to_owned(),
                empreinte,
                size: None,
            }));
        }
        Ok(out)
    }

    fn seda(&self, name: &str) -> Result<Declaration, SetError> {
        let index = self.find(name).expect("its caller found it");
        let mut reader = self.reader().map_err(|e| SetError::Io(self.path.clone(), e))?;
        let mut declaration = seda::read(|usage| {
            let mut told = Ok(Declaration::default());
            let read = reader.with(index, |bytes| {
                told = seda::pass(bytes, usage);
                Ok(())
            });
            read.map_err(|e| of_zip(&self.path, e))?;
            told.map_err(SetError::Set)
        })?;
        declaration.tags.insert(name.to_owned());
        Ok(declaration)
    }

    /// The first byte that liasse would not have written; nothing in a folder, which has no such bytes.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn first_difference(&self) -> Result<Option<u64>, SetError> {
        match self.reader().map_err(|e| SetError::Io(self.path.clone(), e))? {
            Reader::Zip(mut zip) => zip.first_difference().map_err(|e| of_zip(&self.path, e)),
            Reader::Folder(_) => Ok(None),
        }
    }
}

fn of_zip(path: &Path, error: ZipError) -> SetError {
    match error {
        ZipError::Malformed(why) => SetError::Set(why.to_owned()),
        ZipError::Io(e) => SetError::Io(path.to_owned(), e),
    }
}
