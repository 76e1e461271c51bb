//! A set that somebody made, whatever it comes in, open within bounds: its files by their names, its manifest, its pieces.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::bagit;
use super::container::{self, Container, EntryError, Item, Limits, Opener, Reader, SetError};
use super::declaration::{Declaration, Objet};
use super::seda::{self, CONTENT};
use super::{DESCRIPTION, bag, hex};
use sha2::{Digest, Sha512};

use crate::domain::slug::is_device;

/// Longest description by liasse, in bytes.
const DESCRIPTION_LIMIT: u64 = 16 << 20;

/// A set, open.
pub struct Ensemble<'o> {
    pub path: PathBuf,
    /// Its files, in their order.
    pub items: Vec<Item>,
    container: Container<'o>,
    by_name: HashMap<String, usize>,
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

/// The same for what others made: the end of a line in a name is awkward, and leads nowhere.
pub fn unsafe_elsewhere(name: &str) -> Option<&'static str> {
    unsafe_name(&name.replace(['\n', '\r'], "_"))
}

impl<'o> Ensemble<'o> {
    /// Opens the file of a set (a zip, a tar, a compressed tar) through `opener`.
    ///
    /// # Errors
    /// It is none, claims more than `limits`, or cannot be read.
    pub fn of_file(path: &Path, opener: &'o Opener<'o>, limits: Limits) -> Result<Self, SetError> {
        container::of_file(path, opener, limits).map(|(items, container)| Ensemble::new(path, items, container))
    }

    /// Opens a folder; links in it are told, never followed.
    ///
    /// # Errors
    /// It cannot be read, or holds more files than `limits`.
    pub fn of_folder(path: &Path, limits: Limits) -> Result<Self, SetError> {
        container::of_folder(path, limits).map(|(items, container)| Ensemble::new(path, items, container))
    }

    fn new(path: &Path, mut items: Vec<Item>, container: Container<'o>) -> Self {
        // Programs that pack « . » begin each name so.
        for item in &mut items {
            while let Some(rest) = item.name.strip_prefix("./") {
                item.name = rest.to_owned();
            }
        }
        // Of two files of one name, the first: that there are two is told elsewhere.
        let by_name = items.iter().enumerate().rev().map(|(i, item)| (item.name.clone(), i)).collect();
        Ensemble { path: path.to_owned(), items, container, by_name }
    }

    /// The rank of a file.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether it is a folder, and no file.
    pub fn is_folder(&self) -> bool {
        matches!(self.container, Container::Folder { .. })
    }

    /// A reader of its files: each thread has its own.
    ///
    /// # Errors
    /// The set cannot be opened again.
    pub fn reader(&self) -> io::Result<Reader<'_>> {
        Reader::new(&self.container, &self.items)
    }

    /// The bytes of a short file of the set; nothing where it is not there.
    pub(super) fn bytes(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, SetError> {
        let Some(index) = self.find(name) else { return Ok(None) };
        if self.items[index].size > limit {
            return Err(SetError::Set(format!("{name} est trop long")));
        }
        let mut bytes = Vec::new();
        let read = self
            .reader()
            .map_err(|e| SetError::Io(self.path.clone(), e))?
            .with(index, |reader| reader.take(limit).read_to_end(&mut bytes).map(drop));
        read.map_err(|e| e.of(&self.path))?;
        Ok(Some(bytes))
    }

    /// What the manifest tells.
    ///
    /// # Errors
    /// There is none, it is not well formed, or it cannot be read.
    pub fn declaration(&self) -> Result<Declaration, SetError> {
        // A bag is known by its first file, whatever else it holds.
        let manifest = if self.find(bagit::DECLARATION).is_none() { self.manifest()? } else { None };
        if let Some(name) = manifest {
            return self.seda(name);
        }
        match bag::base(self)? {
            Some(top) => bag::read(self, top),
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
        let bytes = self.bytes(&self.items[index].name, DESCRIPTION_LIMIT)?.unwrap_or_default();
        let not_text = |_| SetError::Set(format!("{DESCRIPTION} n’est pas en UTF-8"));
        String::from_utf8(bytes).map(Some).map_err(not_text)
    }

    /// SHA-512, in hexadecimal, of the file that holds the digests of all others; nothing where there is none.
    pub fn empreinte(&self, declaration: &Declaration) -> Option<String> {
        let index = match &declaration.base {
            Some(top) => bag::last(self, top),
            None => self.manifest().ok().flatten().and_then(|name| self.find(name)),
        };
        let mut hash = Sha512::new();
        let read = self.reader().ok()?.with(index?, |bytes| io::copy(bytes, &mut hash).map(drop));
        read.ok().map(|()| hex(&hash.finalize()))
    }

    /// Where a piece stands: at its place, in the folder of another case that older packets have, or under the name that a
    /// person knows, as `extract` leaves it.
    pub fn place(&self, objet: &Objet) -> Option<usize> {
        if objet.exact {
            return self.find(&objet.uri);
        }
        let bare = objet.uri.strip_prefix("content/").or(objet.uri.strip_prefix("Content/")).unwrap_or(&objet.uri);
        let found = self
            .find(&objet.uri)
            .or_else(|| [CONTENT, "Content"].into_iter().find_map(|folder| self.find(&format!("{folder}/{bare}"))));
        found.or_else(|| if self.is_folder() { self.find(&objet.nom) } else { None })
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
            read.map_err(|e| e.of(&self.path))?;
            told.map_err(SetError::Set)
        })?;
        declaration.tags.insert(name.to_owned());
        Ok(declaration)
    }

    /// The first byte that liasse would not have written; nothing in what is no zip, which has no such bytes.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn first_difference(&self) -> Result<Option<u64>, SetError> {
        let mut reader = self.reader().map_err(|e| SetError::Io(self.path.clone(), e))?;
        let Some(zip) = reader.zip() else { return Ok(None) };
        zip.first_difference().map_err(|e| EntryError::from(e).of(&self.path))
    }
}
