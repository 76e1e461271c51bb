//! A folder of the disk, held open and read by descriptor: what was looked at is what is read, and no link leads out of it, even
//! one that is put there between the look and the read.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_fs_ext::{DirExt as _, FollowSymlinks, OpenOptionsFollowExt as _, OpenOptionsSyncExt as _};
use cap_std::fs::{Dir, FileType, Metadata, OpenOptions};

/// What stands under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Device,
}

impl From<FileType> for Kind {
    fn from(kind: FileType) -> Self {
        match () {
            () if kind.is_symlink() => Kind::Link,
            () if kind.is_dir() => Kind::Folder,
            () if kind.is_file() => Kind::File,
            () => Kind::Device,
        }
    }
}

/// What a folder holds.
#[derive(Debug)]
pub struct Found {
    pub name: OsString,
    pub kind: Kind,
}

/// An open folder.
#[derive(Debug)]
pub struct Opened {
    dir: Dir,
    /// As it was opened.
    path: PathBuf,
}

/// A file below an open folder: what was found there is what is read.
#[derive(Clone, Debug)]
pub struct Place {
    pub folder: Arc<Opened>,
    pub below: PathBuf,
}

impl Place {
    /// A file that somebody names, in its own folder.
    ///
    /// # Errors
    /// That folder cannot be opened.
    pub fn alone(path: &Path) -> io::Result<Self> {
        let above = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let below = path.file_name().map(PathBuf::from).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(Place { folder: Arc::new(Opened::new(above)?), below })
    }

    /// The ordinary file.
    ///
    /// # Errors
    /// As [`Opened::file`].
    pub fn open(&self) -> io::Result<File> {
        self.folder.file(&self.below).map(|(file, _)| file)
    }

    /// As people know it.
    pub fn path(&self) -> PathBuf {
        self.folder.path.join(&self.below)
    }
}

impl Opened {
    /// Opens the folder at `path`, a link followed: whoever names it means where it leads.
    ///
    /// # Errors
    /// It does not exist, is no folder, or cannot be read.
    pub fn new(path: &Path) -> io::Result<Self> {
        let dir = Dir::open_ambient_dir(path, cap_std::ambient_authority())?;
        Ok(Opened { dir, path: path.to_owned() })
    }

    /// A folder in this one; a link is none.
    ///
    /// # Errors
    /// It does not exist, is no folder, or cannot be read.
    pub fn inner(&self, name: &Path) -> io::Result<Self> {
        Ok(Opened { dir: self.dir.open_dir_nofollow(name)?, path: self.path.join(name) })
    }

    /// What it holds, in the order of names.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn list(&self) -> io::Result<Vec<Found>> {
        sorted(self.dir.entries()?)
    }

    /// What the folder at `path` holds, in the order of names; a link to one in this folder is followed.
    ///
    /// # Errors
    /// There is none, it leads outside, or it cannot be read.
    pub fn names(&self, path: &Path) -> io::Result<Vec<Found>> {
        sorted(self.dir.read_dir(path).map_err(|e| self.said(path, e))?)
    }

    /// What stands under a path, and how many bytes; a link is not followed.
    ///
    /// # Errors
    /// Nothing stands there, or it cannot be looked at.
    pub fn look(&self, path: &Path) -> io::Result<(Kind, u64)> {
        self.dir.symlink_metadata(path).map(|m| told(&m))
    }

    /// The ordinary file at `path`, open, and its size; a link is refused. Nothing else is ever opened for long: of what was
    /// put in its place meanwhile, the descriptor tells.
    ///
    /// # Errors
    /// Nothing stands there, it leads outside, or it cannot be read; it is no file ([`io::ErrorKind::InvalidInput`]).
    pub fn file(&self, path: &Path) -> io::Result<(File, u64)> {
        // Opening a device may do something: none is opened that shows itself.
        if self.look(path)?.0 != Kind::File {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.open(path, FollowSymlinks::No)
    }

    /// The same; a link to a file in this folder is followed.
    ///
    /// # Errors
    /// As [`Opened::file`].
    pub fn followed(&self, path: &Path) -> io::Result<(File, u64)> {
        if told(&self.dir.metadata(path).map_err(|e| self.said(path, e))?).0 != Kind::File {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.open(path, FollowSymlinks::Yes)
    }

    /// Whether an error of this folder is that a path would have left it, or that a link stands where none may.
    pub fn leads_outside(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
    }

    /// The error of a path at which a link stands is that link's, whatever the system calls it: too many, a loop.
    fn said(&self, path: &Path, error: io::Error) -> io::Error {
        let gone = error.kind() == io::ErrorKind::NotFound;
        match self.look(path) {
            Ok((Kind::Link, _)) if !gone => io::Error::new(io::ErrorKind::PermissionDenied, "a link"),
            _ => error,
        }
    }

    fn open(&self, path: &Path, follow: FollowSymlinks) -> io::Result<(File, u64)> {
        let mut options = OpenOptions::new();
        // A pipe would wait for ever.
        options.read(true).follow(follow).nonblock(cfg!(unix));
        let file = self.dir.open_with(path, &options).map_err(|e| self.said(path, e))?;
        match told(&file.metadata()?) {
            (Kind::File, size) => Ok((file.into_std(), size)),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}

fn told(meta: &Metadata) -> (Kind, u64) {
    (meta.file_type().into(), meta.len())
}

fn sorted(entries: cap_std::fs::ReadDir) -> io::Result<Vec<Found>> {
    let one = |entry: io::Result<cap_std::fs::DirEntry>| {
        let entry = entry?;
        Ok(Found { name: entry.file_name(), kind: entry.file_type()?.into() })
    };
    let mut all = entries.map(one).collect::<io::Result<Vec<_>>>()?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}
