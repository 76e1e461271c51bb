//! What a set comes in: a folder, a zip, a tar, a compressed tar. Its files by their rank, within bounds, each read on its own.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::tar;
use super::unfolded::Unfolded;
use crate::diagnostic::io::in_french;
use crate::disk::{self, Opened, Seen, Step};
use crate::zip::{Directory, Entry, Zip, ZipError, decoded};

/// What a set may claim at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub entries: usize,
    /// How many times its own size it may unfold to, where that is much.
    pub ratio: u64,
    /// Bytes that it may unfold to.
    pub bytes: u64,
    /// Whether what it unfolds to may be on the disk for a while: not that of an encrypted set.
    pub disk: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { entries: 1_000_000, ratio: 100, bytes: 1 << 40, disk: true }
    }
}

/// Why a set is not unfolded.
pub(super) const BOMB: &str = "il se déplierait en bien plus que sa taille : une bombe de décompression";
/// What any set may unfold to, however small it is: reading so much takes no time, and none of it is kept.
const HARMLESS: u64 = 128 << 20;

impl Limits {
    /// What a file of `length` bytes may unfold to.
    pub(super) fn unfolded(self, length: u64) -> u64 {
        self.bytes.min(length.saturating_mul(self.ratio).max(HARMLESS))
    }

    pub(super) fn count(self, entries: usize) -> Result<(), String> {
        if entries > self.entries {
            return Err(format!("{entries} entrées, au plus {} sont lues", self.entries));
        }
        Ok(())
    }
}

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

/// Why a file of a set cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// The set's fault.
    #[error("{0}")]
    Damaged(String),
    /// The machine's.
    #[error("{}", in_french(.0))]
    Io(io::Error),
}

impl EntryError {
    pub(super) fn not_a_file() -> Self {
        EntryError::Damaged("ce n’est pas un fichier ordinaire".to_owned())
    }

    /// Of the set at `path`.
    pub(super) fn of(self, path: &Path) -> SetError {
        match self {
            EntryError::Damaged(why) => SetError::Set(why),
            EntryError::Io(e) => SetError::Io(path.to_owned(), e),
        }
    }
}

/// What cannot be unfolded is the set's fault.
impl From<io::Error> for EntryError {
    fn from(error: io::Error) -> Self {
        match (error.raw_os_error(), error.kind()) {
            (None, io::ErrorKind::InvalidData) if error.to_string() == crate::zip::DAMAGED => {
                EntryError::Damaged(crate::zip::DAMAGED.to_owned())
            }
            (None, io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof) => {
                EntryError::Damaged("une entrée est abîmée".to_owned())
            }
            _ => EntryError::Io(error),
        }
    }
}

impl From<ZipError> for EntryError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(e) => e.into(),
            other => EntryError::Damaged(other.to_string()),
        }
    }
}

/// What a file of a set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    /// It holds nothing itself.
    Folder,
    /// Nothing that a set may have: « est un lien ».
    Other(&'static str),
}

impl Kind {
    pub(super) const LINK: Kind = Kind::Other("est un lien");
    pub(super) const DEVICE: Kind = Kind::Other("est un périphérique, un tube ou une prise");
    pub(super) const FULL_FOLDER: Kind = Kind::Other("est un répertoire, et a un contenu que rien ne lit");
}

/// A file of a set.
#[derive(Clone, Debug)]
pub struct Item {
    pub name: String,
    /// Bytes, unfolded.
    pub size: u64,
    pub kind: Kind,
    /// Nothing said in which encoding its name is.
    pub guessed: bool,
}

/// What a set is in.
pub(super) enum Container<'o> {
    Zip {
        directory: Arc<Directory>,
        bytes: &'o Opener<'o>,
    },
    Tar {
        index: Arc<tar::Index>,
        bytes: Bytes<'o>,
    },
    /// With the paths, by rank, of the files whose name is no text.
    Folder {
        opened: Opened,
        elsewhere: HashMap<usize, PathBuf>,
    },
}

/// Where the bytes of a tar are: as it is, or unfolded.
pub(super) enum Bytes<'o> {
    AsTheyAre(&'o Opener<'o>),
    Unfolded(Unfolded),
}

impl Bytes<'_> {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Bytes::AsTheyAre(opener) => opener(),
            Bytes::Unfolded(file) => Ok(Box::new(file.reader())),
        }
    }
}

/// Opens the file of a set by what it begins with, and lists what it holds.
pub(super) fn of_file<'o>(
    path: &Path,
    opener: &'o Opener<'o>,
    limits: Limits,
) -> Result<(Vec<Item>, Container<'o>), SetError> {
    // An encrypted file tells where it is cut as its bytes are read.
    let io = |e: io::Error| match e.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof if e.raw_os_error().is_none() => {
            SetError::Set("le fichier est coupé, ou abîmé".to_owned())
        }
        _ => SetError::Io(path.to_owned(), e),
    };
    let mut head = Vec::new();
    let mut bytes = opener().map_err(io)?;
    (&mut bytes).take(512).read_to_end(&mut head).map_err(io)?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let unfolded = Unfolded::new(path, bytes, limits)?;
        let (items, index) = tar::index(unfolded.reader(), unfolded.length, limits).map_err(|e| e.of(path))?;
        return Ok((items, Container::Tar { index, bytes: Bytes::Unfolded(unfolded) }));
    }
    if tar::is_tar(&head) {
        let length = bytes.seek(io::SeekFrom::End(0)).and_then(|n| bytes.rewind().map(|()| n)).map_err(io)?;
        let (items, index) = tar::index(bytes, length, limits).map_err(|e| e.of(path))?;
        return Ok((items, Container::Tar { index, bytes: Bytes::AsTheyAre(opener) }));
    }
    of_zip(path, bytes, opener, limits)
}

fn of_zip<'o>(
    path: &Path,
    bytes: Box<dyn ReadSeek>,
    opener: &'o Opener<'o>,
    limits: Limits,
) -> Result<(Vec<Item>, Container<'o>), SetError> {
    let directory = Zip::open(bytes).map_err(|e| EntryError::from(e).of(path))?.directory;
    limits.count(directory.entries.len()).map_err(SetError::Set)?;
    let unfolded = directory.entries.iter().try_fold(0u64, |sum, e| sum.checked_add(e.size));
    if unfolded.is_none_or(|n| n > limits.unfolded(directory.length)) {
        return Err(SetError::Set(BOMB.to_owned()));
    }
    if directory.overlaps() {
        return Err(SetError::Set("des entrées se recouvrent : une bombe de décompression".to_owned()));
    }
    let kind = |e: &Entry| match () {
        () if e.link => Kind::LINK,
        () if e.device => Kind::DEVICE,
        // Java packs the nothing of a folder: nothing unfolds from it.
        () if e.is_folder() && e.size == 0 && (e.method != 0 || e.packed == 0) => Kind::Folder,
        () if e.is_folder() => Kind::FULL_FOLDER,
        () => Kind::File,
    };
    let item = |e: &Entry| Item { name: e.name.clone(), size: e.size, kind: kind(e), guessed: e.guessed };
    let items = directory.entries.iter().map(item).collect();
    Ok((items, Container::Zip { directory, bytes: opener }))
}

/// Opens a folder and lists what it holds; folders themselves are not.
pub(super) fn of_folder<'o>(path: &Path, limits: Limits) -> Result<(Vec<Item>, Container<'o>), SetError> {
    let opened = Opened::new(path).map_err(|e| SetError::Io(path.to_owned(), e))?;
    let mut items = Vec::new();
    let mut elsewhere = HashMap::new();
    let failed = |below: &Path, e| SetError::Io(path.join(below), e);
    opened.walk(|_| false, &mut |Seen { folder, name, below, step }| {
        let (kind, size) = match step {
            Step::There(disk::Kind::Link) => (Kind::LINK, 0),
            Step::There(disk::Kind::Device) => (Kind::DEVICE, 0),
            Step::There(_) => (Kind::File, folder.look(Path::new(name)).map_err(|e| failed(below, e))?.1),
            Step::TooDeep => return Err(SetError::Set("trop de répertoires les uns dans les autres".to_owned())),
            Step::Unlisted(e) => return Err(failed(below, e)),
            Step::Shut(e) if e.kind() == io::ErrorKind::PermissionDenied => return Err(failed(below, e)),
            // A link has replaced it since.
            Step::Shut(_) => (Kind::LINK, 0),
        };
        let (name, guessed) = named(below);
        if guessed {
            elsewhere.insert(items.len(), below.to_owned());
        }
        items.push(Item { name, size, kind, guessed });
        limits.count(items.len()).map_err(SetError::Set)
    })?;
    Ok((items, Container::Folder { opened, elsewhere }))
}

/// A path with `/`, and whether one of its names is no text: it is guessed then, as that of a zip is.
fn named(below: &Path) -> (String, bool) {
    let mut guessed = false;
    let one = |part: &OsStr| {
        guessed |= part.to_str().is_none();
        decoded(part.as_encoded_bytes())
    };
    let names: Vec<String> = below.iter().map(one).collect();
    (names.join("/"), guessed)
}

/// Reads the files of a set: each thread has its own.
pub struct Reader<'e>(Inside<'e>);

enum Inside<'e> {
    Zip(Zip<Box<dyn ReadSeek>>),
    Tar(Arc<tar::Index>, Box<dyn ReadSeek>),
    Folder(&'e Opened, &'e HashMap<usize, PathBuf>, &'e [Item]),
}

impl<'e> Reader<'e> {
    pub(super) fn new(container: &'e Container<'_>, items: &'e [Item]) -> io::Result<Self> {
        Ok(Reader(match container {
            Container::Zip { directory, bytes } => Inside::Zip(Zip::through(bytes()?, Arc::clone(directory))),
            Container::Tar { index, bytes } => Inside::Tar(Arc::clone(index), bytes.open()?),
            Container::Folder { opened, elsewhere } => Inside::Folder(opened, elsewhere, items),
        }))
    }

    /// The zip, where it is one.
    pub(super) fn zip(&mut self) -> Option<&mut Zip<Box<dyn ReadSeek>>> {
        if let Inside::Zip(zip) = &mut self.0 { Some(zip) } else { None }
    }

    /// Hands the bytes of file `index` to `use_it`. A container's own word of them is checked when they end.
    ///
    /// # Errors
    /// The container is not what it says, or the bytes cannot be read.
    pub fn with(
        &mut self,
        index: usize,
        use_it: impl FnOnce(&mut dyn Read) -> io::Result<()>,
    ) -> Result<(), EntryError> {
        match &mut self.0 {
            Inside::Zip(zip) => {
                let mut bytes = zip.read(index)?;
                use_it(&mut bytes)?;
                io::copy(&mut bytes, &mut io::sink())?;
                Ok(())
            }
            Inside::Tar(tar, bytes) => tar.with(index, bytes, use_it),
            Inside::Folder(opened, elsewhere, items) => {
                let item = &items[index];
                if item.kind != Kind::File {
                    return Err(EntryError::not_a_file());
                }
                let path = elsewhere.get(&index).map_or(Path::new(&item.name), PathBuf::as_path);
                let (mut file, _) = opened.file(path).map_err(|e| match e.kind() {
                    io::ErrorKind::InvalidInput => EntryError::not_a_file(),
                    _ => of_disk(e),
                })?;
                Ok(use_it(&mut file)?)
            }
        }
    }
}

/// What was there when the folder was listed and is no more, or leads elsewhere now, is the set's fault.
fn of_disk(error: io::Error) -> EntryError {
    let gone = matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
    match gone || Opened::leads_outside(&error) {
        true => EntryError::Damaged("il n’est plus ce qu’il était, ou un lien l’a remplacé".to_owned()),
        false => EntryError::Io(error),
    }
}
