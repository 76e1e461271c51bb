//! Reads a set that somebody made, a zip or its folder: its manifest (SEDA 2.1 to 2.3, BagIt), and its pieces by their names.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bagit;
use super::plan::Partie;
use super::seda::{CONTENT, MANIFEST};
use super::zip::{Directory, Entry, Zip, ZipError};
use super::{AGENT, DESCRIPTION, hex};
use sha2::{Digest, Sha512};

use crate::diagnostic::io::in_french;
use crate::domain::slug::is_device;
use crate::sources::{Step, Xml, XmlTrouble};

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

/// Longest manifest, in bytes.
const MANIFEST_LIMIT: u64 = 2 << 30;
/// Longest description by liasse, in bytes.
const DESCRIPTION_LIMIT: u64 = 16 << 20;
/// Versions of SEDA that are read.
const NAMESPACE: &str = "fr:gouv:culture:archivesdefrance:seda:v2.";
const VERSIONS: [&str; 3] = ["1", "2", "3"];

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

/// A piece as the manifest tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Objet {
    /// Where it stands in the set, as written.
    pub uri: String,
    /// The name that a person knows it by; its place where none is told.
    pub nom: String,
    /// `SHA-512`, `SHA-256`.
    pub algorithme: String,
    /// Hexadecimal, in small letters.
    pub empreinte: String,
    pub size: Option<u64>,
}

/// What a manifest tells.
#[derive(Clone, Debug, Default)]
pub struct Declaration {
    pub objets: Vec<Objet>,
    /// Its tag files: neither pieces nor strangers.
    pub tags: BTreeSet<String>,
    /// Digests of tag files, where the form has them.
    pub tag_digests: Vec<Objet>,
    /// What is wrong in its structure.
    pub faults: Vec<String>,
    /// liasse made it: the form of its bytes is known.
    pub ours: bool,
    pub partie: Option<Partie>,
    pub identifiant: String,
    /// « SEDA 2.2 », « BagIt 1.0 ».
    pub forme: String,
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
        if self.find(MANIFEST).is_some() {
            return self.seda();
        }
        match self.items.iter().find(|i| i.name == bagit::DECLARATION || i.name.ends_with("/bagit.txt")) {
            Some(item) => {
                let top = item.name.strip_suffix(bagit::DECLARATION).unwrap_or_default().to_owned();
                self.bag(&top)
            }
            None => Err(SetError::Set("ni « manifest.xml » (SEDA) ni « bagit.txt » (BagIt) à sa racine".to_owned())),
        }
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
        let tags = |i: &Item| i.name == MANIFEST || i.name.rsplit('/').next() == Some(bagit::TAG_MANIFEST);
        let index = self.items.iter().position(tags)?;
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
        let tag_manifests = [("tagmanifest-sha512.txt", "SHA-512"), ("tagmanifest-sha256.txt", "SHA-256")];
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

    fn seda(&self) -> Result<Declaration, SetError> {
        let index = self.find(MANIFEST).expect("its caller found it");
        let mut reader = self.reader().map_err(|e| SetError::Io(self.path.clone(), e))?;
        let mut told = Ok(Declaration::default());
        let read = reader.with(index, |bytes| {
            told = seda(bytes);
            Ok(())
        });
        read.map_err(|e| of_zip(&self.path, e))?;
        let mut declaration = told.map_err(SetError::Set)?;
        declaration.tags.insert(MANIFEST.to_owned());
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

/// Reads the files of a set.
pub enum Reader<'e> {
    Zip(Zip<Box<dyn ReadSeek>>),
    Folder(&'e Ensemble<'e>),
}

impl Reader<'_> {
    /// Hands the bytes of file `index` to `use_it`. A zip's own digest of them is checked when they end.
    ///
    /// # Errors
    /// The zip is not what it says, or the bytes cannot be read.
    pub fn with(&mut self, index: usize, use_it: impl FnOnce(&mut dyn Read) -> io::Result<()>) -> Result<(), ZipError> {
        match self {
            Reader::Zip(zip) => {
                let entry = zip.directory.entries[index].clone();
                if entry.is_encrypted() {
                    return Err(ZipError::Malformed("une entrée est chiffrée par le zip lui-même"));
                }
                let mut checked = Checked { inner: zip.read(index)?, crc: crc32fast::Hasher::new(), size: 0 };
                let limit = entry.size.saturating_add(1);
                use_it(&mut (&mut checked).take(limit)).map_err(damaged)?;
                io::copy(&mut (&mut checked).take(limit), &mut io::sink()).map_err(damaged)?;
                match checked.size == entry.size && checked.crc.finalize() == entry.crc {
                    true => Ok(()),
                    false => Err(ZipError::Malformed("les octets d’une entrée ne sont pas ceux que le zip annonce")),
                }
            }
            Reader::Folder(ensemble) => {
                let item = &ensemble.items[index];
                let path = ensemble.path.join(&item.name);
                // A link, a device or a pipe is not opened.
                if item.link || !std::fs::symlink_metadata(&path)?.is_file() {
                    return Err(ZipError::Malformed("ce n’est pas un fichier ordinaire"));
                }
                Ok(use_it(&mut File::open(path)?)?)
            }
        }
    }
}

/// What cannot be unfolded is the set's fault.
fn damaged(error: io::Error) -> ZipError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            ZipError::Malformed("une entrée est abîmée")
        }
        _ => ZipError::Io(error),
    }
}

struct Checked<R> {
    inner: R,
    crc: crc32fast::Hasher,
    size: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.crc.update(&buf[..n]);
        self.size += n as u64;
        Ok(n)
    }
}

fn of_zip(path: &Path, error: ZipError) -> SetError {
    match error {
        ZipError::Malformed(why) => SetError::Set(why.to_owned()),
        ZipError::Io(e) => SetError::Io(path.to_owned(), e),
    }
}

fn partie(word: &str) -> Option<Partie> {
    [Partie::Candidat, Partie::Jury].into_iter().find(|p| p.key() == word)
}

/// Reads a SEDA manifest; what is wrong in its structure is told in the declaration.
fn seda(bytes: &mut dyn Read) -> Result<Declaration, String> {
    let broken = |t: XmlTrouble| format!("manifest.xml n’est pas bien formé : {}", why(&t));
    let mut xml = Xml::new(bytes, MANIFEST_LIMIT).map_err(broken)?;
    let mut reading = Reading::default();
    while let Some(step) = xml.step().map_err(broken)? {
        match step {
            Step::Open(name, attributes) => reading.open(name, |key| attributes.get(key).map(str::to_owned)),
            Step::Text(text) => reading.text.push_str(&text),
            Step::Close(_) => reading.close(),
        }
    }
    Ok(reading.end())
}

fn why(trouble: &XmlTrouble) -> String {
    match trouble {
        XmlTrouble::Io(words) => words.clone(),
        XmlTrouble::TooLarge => "un texte ou le fichier est trop long".to_owned(),
        XmlTrouble::TooDeep => "trop d’éléments les uns dans les autres".to_owned(),
        XmlTrouble::Truncated => "il est coupé".to_owned(),
        XmlTrouble::Entity => "il emploie une entité, ce qu’aucun bordereau n’a à faire".to_owned(),
        XmlTrouble::Encoding => "son encodage n’est pas celui qu’il déclare".to_owned(),
        _ => "une balise est mal écrite".to_owned(),
    }
}

/// A manifest that is being read.
#[derive(Default)]
struct Reading {
    out: Declaration,
    path: Vec<String>,
    text: String,
    objet: Option<Objet>,
    ids: HashSet<String>,
    /// References to objects and groups, to units.
    wanted: Vec<String>,
    groups: HashSet<String>,
    seen: BTreeSet<&'static str>,
    units: usize,
}

/// What every transfer has, below its root.
const REQUIRED: [&str; 7] = [
    "Date",
    "MessageIdentifier",
    "CodeListVersions",
    "DataObjectPackage",
    "ManagementMetadata",
    "ArchivalAgency",
    "TransferringAgency",
];

impl Reading {
    fn open(&mut self, name: String, attribute: impl Fn(&str) -> Option<String>) {
        self.text.clear();
        if self.path.is_empty() {
            let namespace = attribute("xmlns").unwrap_or_default();
            let version = namespace.strip_prefix(NAMESPACE).filter(|v| VERSIONS.contains(v));
            match version.filter(|_| name == "ArchiveTransfer") {
                Some(version) => self.out.forme = format!("SEDA 2.{version}"),
                None => {
                    self.out.faults.push("ce n’est pas un transfert (ArchiveTransfer) de SEDA 2.1 à 2.3".to_owned());
                }
            }
        }
        if let Some(known) = REQUIRED.into_iter().find(|r| *r == name) {
            self.seen.insert(known);
        }
        if let Some(id) = attribute("id") {
            if !self.ids.insert(id.clone()) {
                self.out.faults.push(format!("deux éléments ont l’identifiant « {id} »"));
            }
            if matches!(name.as_str(), "DataObjectGroup" | "BinaryDataObject" | "PhysicalDataObject" | "ArchiveUnit") {
                self.groups.insert(id);
            }
            self.units += usize::from(name == "ArchiveUnit");
        }
        match name.as_str() {
            "BinaryDataObject" => self.objet = Some(Objet::default()),
            "MessageDigest" => {
                if let Some(objet) = &mut self.objet {
                    objet.algorithme = attribute("algorithm").unwrap_or_default();
                }
            }
            _ => {}
        }
        self.path.push(name);
    }

    fn close(&mut self) {
        let name = self.path.pop().unwrap_or_default();
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let depth = self.path.len();
        match name.as_str() {
            "Comment" if depth == 1 && text.contains(&format!("({AGENT}, ")) => {
                self.out.ours = true;
                let word = text.rsplit_once(", ").map_or("", |(_, w)| w.trim_end_matches(')'));
                self.out.partie = partie(word);
            }
            "MessageIdentifier" if depth == 1 => self.out.identifiant = text,
            "DataObjectGroupReferenceId" | "DataObjectReferenceId" | "ArchiveUnitRefId" => self.wanted.push(text),
            "BinaryDataObject" => {
                if let Some(mut objet) = self.objet.take() {
                    if objet.uri.is_empty() || objet.empreinte.is_empty() {
                        self.out
                            .faults
                            .push(format!("l’objet {} n’a pas d’Uri ou d’empreinte", self.out.objets.len() + 1));
                    }
                    if objet.nom.is_empty() {
                        objet.nom = objet.uri.clone();
                    }
                    self.out.objets.push(objet);
                }
            }
            _ => {
                if let Some(objet) = &mut self.objet {
                    match name.as_str() {
                        "Uri" => objet.uri = text,
                        "MessageDigest" => objet.empreinte = text.to_ascii_lowercase(),
                        "Size" => match text.parse() {
                            Ok(size) => objet.size = Some(size),
                            Err(_) => self.out.faults.push(format!("« {text} » n’est pas une taille")),
                        },
                        "Filename" => objet.nom = text,
                        _ => {}
                    }
                }
            }
        }
    }

    fn end(mut self) -> Declaration {
        if self.out.faults.is_empty() {
            let missing = REQUIRED.into_iter().filter(|r| !self.seen.contains(r));
            self.out.faults.extend(missing.map(|r| format!("l’élément {r} manque")));
        }
        let lost: BTreeSet<&String> = self.wanted.iter().filter(|w| !self.groups.contains(*w)).collect();
        self.out
            .faults
            .extend(lost.into_iter().map(|w| format!("rien n’a l’identifiant « {w} », auquel une unité renvoie")));
        if self.units == 0 && !self.out.objets.is_empty() {
            self.out.faults.push("aucune unité d’archives ne décrit les objets".to_owned());
        }
        self.out
    }
}
