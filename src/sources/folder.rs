//! A folder that is read and never left: on disk, or in memory for tests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::io::in_french;
use crate::domain::fault::{BadReference, Unreadable};

/// Largest text that is read, in bytes.
pub const TEXT_LIMIT: u64 = 1 << 20;
/// Largest `promotion.toml`, in bytes: it may hold the rows of a whole school.
pub const PROMOTION_LIMIT: u64 = 16 << 20;
/// Largest picture or scan that is read, in bytes.
pub const ATTACHMENT_LIMIT: u64 = 30 << 20;
/// Most files that one sub-folder may hold.
pub const FILES_LIMIT: usize = 200;

/// Files by their path relative to the folder, with `/`.
pub trait Folder {
    /// The names of the files of a sub-folder (of the folder itself when empty) that end in `ending`, sorted; none if
    /// it does not exist.
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable>;

    /// All that a sub-folder holds, hidden things and links left out, sorted: names, and whether each is a folder. None if
    /// it does not exist.
    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable>;

    /// The bytes of a file; `Ok(None)` if it does not exist.
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable>;
}

/// Why `path`, as written in the data, cannot be looked up: it must stay in the folder, on every system.
pub fn refuse_path(path: &str) -> Option<BadReference> {
    let windows = path.contains('\\') || path.contains(':');
    let normal = Path::new(path).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
    (windows || !normal || path.contains('\0')).then_some(BadReference::Outside)
}

/// A folder of the disk.
pub struct DiskFolder {
    root: PathBuf,
    canonical: PathBuf,
    /// Where its sub-folders are, by path; none where there is no such folder.
    resolved: RefCell<BTreeMap<String, Option<PathBuf>>>,
}

impl DiskFolder {
    /// Opens the folder `root`.
    ///
    /// # Errors
    /// When it does not exist, is no folder or cannot be read.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        let canonical = fs::canonicalize(root)?;
        fs::read_dir(&canonical)?;
        Ok(DiskFolder { root: root.to_owned(), canonical, resolved: RefCell::default() })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Follows links, and refuses what they lead to outside.
    fn resolve(&self, path: &str) -> Result<Option<PathBuf>, Unreadable> {
        // A file of a folder that was resolved needs a look at itself alone: a third of the system calls.
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let known = self.resolved.borrow().get(above).cloned();
        let above = match known {
            Some(known) => known,
            None => {
                let found = self.follow(above)?;
                self.resolved.borrow_mut().insert(above.to_owned(), found.clone());
                found
            }
        };
        let Some(above) = above else { return Ok(None) };
        let plain = !matches!(name, "" | "." | "..");
        match fs::symlink_metadata(above.join(name)) {
            Ok(meta) if plain && !meta.is_symlink() => Ok(Some(above.join(name))),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            _ => self.follow(path),
        }
    }

    fn follow(&self, path: &str) -> Result<Option<PathBuf>, Unreadable> {
        match fs::canonicalize(self.canonical.join(path)) {
            Ok(real) if real.starts_with(&self.canonical) => Ok(Some(real)),
            Ok(_) => Err(Unreadable::Link),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Unreadable::Io(in_french(&e))),
        }
    }
}

impl Folder for DiskFolder {
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable> {
        let Some(real) = self.resolve(sub)? else { return Ok(Vec::new()) };
        let io = |e: std::io::Error| Unreadable::Io(in_french(&e));
        let mut names = Vec::new();
        for entry in fs::read_dir(real).map_err(io)? {
            let name = entry.map_err(io)?.file_name();
            // A name that is not text cannot be one of ours.
            let Some(name) = name.to_str() else { continue };
            if !name.starts_with('.') && name.ends_with(ending) {
                names.push(if sub.is_empty() { name.to_owned() } else { format!("{sub}/{name}") });
            }
        }
        if names.len() > FILES_LIMIT {
            return Err(Unreadable::TooMany { limit: FILES_LIMIT });
        }
        names.sort();
        Ok(names)
    }

    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable> {
        let Some(real) = self.resolve(sub)? else { return Ok(Vec::new()) };
        let io = |e: std::io::Error| Unreadable::Io(in_french(&e));
        let mut all = Vec::new();
        for entry in fs::read_dir(real).map_err(io)? {
            let entry = entry.map_err(io)?;
            let (name, kind) = (entry.file_name(), entry.file_type().map_err(io)?);
            let Some(name) = name.to_str().filter(|n| !n.starts_with('.')) else { continue };
            if kind.is_dir() || kind.is_file() {
                all.push((name.to_owned(), kind.is_dir()));
            }
        }
        all.sort();
        Ok(all)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(real) = self.resolve(path)? else { return Ok(None) };
        let io = |e: std::io::Error| Unreadable::Io(in_french(&e));
        let meta = fs::metadata(&real).map_err(io)?;
        // Told before opening: opening a pipe would wait for ever.
        if !meta.is_file() {
            return Err(Unreadable::NotRegular);
        }
        if meta.len() > limit {
            return Err(Unreadable::TooLarge { size: meta.len(), limit });
        }
        let mut bytes = Vec::with_capacity(meta.len() as usize);
        // Bounded again: the file may grow while it is read.
        fs::File::open(&real).map_err(io)?.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
        if bytes.len() as u64 > limit {
            return Err(Unreadable::TooLarge { size: bytes.len() as u64, limit });
        }
        Ok(Some(bytes))
    }
}

/// A folder inside another one, and nothing else of it.
pub struct SubFolder<'f> {
    pub parent: &'f dyn Folder,
    /// Its path, with `/`, no slash at the end.
    pub path: &'f str,
}

impl Folder for SubFolder<'_> {
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable> {
        let whole = if sub.is_empty() { self.path.to_owned() } else { format!("{}/{sub}", self.path) };
        let names = self.parent.list(&whole, ending)?;
        let below = |name: &String| name.strip_prefix(self.path)?.strip_prefix('/').map(str::to_owned);
        Ok(names.iter().filter_map(below).collect())
    }

    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable> {
        let whole = if sub.is_empty() { self.path.to_owned() } else { format!("{}/{sub}", self.path) };
        self.parent.entries(&whole)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        self.parent.read(&format!("{}/{path}", self.path), limit)
    }
}

/// A folder in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryFolder {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl MemoryFolder {
    /// Copies a folder of the disk, links and all that is hidden left out.
    ///
    /// # Errors
    /// When something in it cannot be read.
    pub fn copy_of(root: &Path) -> std::io::Result<Self> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(root) {
            let entry = entry?;
            let relative = entry.path().strip_prefix(root).expect("walkdir stays below its root");
            if entry.file_type().is_file() {
                let name: Vec<_> = relative.iter().map(|c| c.to_string_lossy()).collect();
                files.insert(name.join("/"), fs::read(entry.path())?);
            }
        }
        Ok(MemoryFolder { files })
    }
}

impl Folder for MemoryFolder {
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable> {
        let below = |name: &&String| match sub {
            "" => !name.contains('/'),
            _ => name.strip_prefix(sub).and_then(|n| n.strip_prefix('/')).is_some_and(|n| !n.contains('/')),
        };
        Ok(self.files.keys().filter(below).filter(|n| n.ends_with(ending)).cloned().collect())
    }

    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable> {
        let below = |name: &String| match sub {
            "" => Some(name.clone()),
            _ => name.strip_prefix(sub)?.strip_prefix('/').map(str::to_owned),
        };
        let first = |rest: String| match rest.split_once('/') {
            Some((folder, _)) => (folder.to_owned(), true),
            None => (rest, false),
        };
        let all: std::collections::BTreeSet<_> = self.files.keys().filter_map(below).map(first).collect();
        Ok(all.into_iter().filter(|(n, _)| !n.starts_with('.')).collect())
    }

    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        match self.files.get(path) {
            Some(bytes) if bytes.len() as u64 > limit => Err(Unreadable::TooLarge { size: bytes.len() as u64, limit }),
            other => Ok(other.cloned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_are_refused_on_every_system() {
        for path in ["../x", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "C:x", "a\0b", "nul:"] {
            assert!(refuse_path(path).is_some(), "{path:?}");
        }
        assert!(refuse_path("pieces/certificat 1.pdf").is_none());
    }
}
