//! A folder of the disk, held open and read by descriptor: what was looked at is what is read, and no link leads out of it, even
//! one that is put there between the look and the read.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

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

/// By what a file that changes while it is read is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// Of a file that is open.
    ///
    /// # Errors
    /// It cannot be asked.
    pub fn now(file: &File) -> io::Result<Self> {
        file.metadata().map(|meta| Stamp::of(&meta))
    }

    fn of(meta: &std::fs::Metadata) -> Self {
        Stamp { size: meta.len(), modified: meta.modified().ok() }
    }
}

/// Folders in folders that are gone into.
const DEPTH: usize = 200;

/// What a walk comes to.
pub struct Seen<'w> {
    /// The folder that it is in.
    pub folder: &'w Opened,
    /// Its name there.
    pub name: &'w OsStr,
    /// Its path below the folder that is walked through.
    pub below: &'w Path,
    pub step: Step,
}

/// What stands there.
#[derive(Debug)]
pub enum Step {
    /// No folder.
    There(Kind),
    /// A folder that does not open, or something that has taken its place since.
    Shut(io::Error),
    /// A folder that opens and cannot be listed.
    Unlisted(io::Error),
    /// A folder that is in too many others.
    TooDeep,
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

    /// The ordinary file, and how it is.
    ///
    /// # Errors
    /// As [`Opened::file`].
    pub fn open(&self) -> io::Result<(File, Stamp)> {
        self.folder.file(&self.below)
    }

    /// As people know it.
    pub fn path(&self) -> PathBuf {
        self.folder.path.join(&self.below)
    }
}

/// Opens a file for reading, if it is one: a pipe would wait for ever, and a device has no end.
///
/// # Errors
/// It is none ([`io::ErrorKind::NotSeekable`]), or cannot be read.
pub fn regular(path: &Path) -> io::Result<File> {
    // Told before opening: to open is to wait already.
    let found = std::fs::metadata(path)?;
    match (found.is_file(), found.is_dir()) {
        (true, _) => File::open(path),
        (_, true) => Err(io::ErrorKind::IsADirectory.into()),
        _ => Err(io::ErrorKind::NotSeekable.into()),
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

    /// Walks through what is below, folder after folder, each in the order of names; what `passed` refuses the name of is passed
    /// over. A folder is gone into, and only what is none is seen; a link is none.
    ///
    /// # Errors
    /// Those of `see`.
    pub fn walk<E>(&self, passed: fn(&OsStr) -> bool, see: &mut dyn FnMut(Seen<'_>) -> Result<(), E>) -> Result<(), E> {
        self.walk_below(&mut PathBuf::new(), 0, passed, see)
    }

    fn walk_below<E>(
        &self,
        below: &mut PathBuf,
        depth: usize,
        passed: fn(&OsStr) -> bool,
        see: &mut dyn FnMut(Seen<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let all = match self.list() {
            Ok(all) => all,
            Err(e) => return see(Seen { folder: self, name: OsStr::new(""), below, step: Step::Unlisted(e) }),
        };
        for found in all.iter().filter(|f| !passed(&f.name)) {
            below.push(&found.name);
            let step = match found.kind {
                Kind::Folder if depth >= DEPTH => Some(Step::TooDeep),
                Kind::Folder => match self.inner(Path::new(&found.name)) {
                    Ok(inner) => inner.walk_below(below, depth + 1, passed, see).map(|()| None)?,
                    Err(e) => Some(Step::Shut(e)),
                },
                kind => Some(Step::There(kind)),
            };
            if let Some(step) = step {
                see(Seen { folder: self, name: &found.name, below, step })?;
            }
            below.pop();
        }
        Ok(())
    }

    /// What stands under a path, and how many bytes; a link is not followed.
    ///
    /// # Errors
    /// Nothing stands there, or it cannot be looked at.
    pub fn look(&self, path: &Path) -> io::Result<(Kind, u64)> {
        self.dir.symlink_metadata(path).map(|m| told(&m))
    }

    /// The ordinary file at `path`, open, where a file was seen ([`Opened::list`], [`Opened::look`]): its size, and when it
    /// was written. A link is refused, nobody is waited for, and of what was put in its place meanwhile the descriptor tells.
    ///
    /// # Errors
    /// Nothing stands there, it leads outside, or it cannot be read; it is no file ([`io::ErrorKind::InvalidInput`]).
    pub fn file(&self, path: &Path) -> io::Result<(File, Stamp)> {
        self.open(path, FollowSymlinks::No)
    }

    /// The same, whatever stands there; a link to a file in this folder is followed.
    ///
    /// # Errors
    /// As [`Opened::file`].
    pub fn followed(&self, path: &Path) -> io::Result<(File, Stamp)> {
        // Opening a device may do something: none is opened that shows itself.
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

    fn open(&self, path: &Path, follow: FollowSymlinks) -> io::Result<(File, Stamp)> {
        let mut options = OpenOptions::new();
        // A pipe would wait for ever.
        options.read(true).follow(follow).nonblock(cfg!(unix));
        let file = self.dir.open_with(path, &options).map_err(|e| self.said(path, e))?;
        let file = file.into_std();
        let meta = file.metadata()?;
        // A pipe, a device, a folder.
        if !meta.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok((file, Stamp::of(&meta)))
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_walk_sees_what_is_no_folder_in_order_and_follows_nothing() {
        let home = tempfile::tempdir().unwrap();
        for file in ["b/z.txt", "b/a.txt", "a.txt", ".cache/x", "b/.x", "c/c.txt"] {
            std::fs::create_dir_all(home.path().join(file).parent().unwrap()).unwrap();
            std::fs::write(home.path().join(file), "").unwrap();
        }
        symlink("b", home.path().join("lien")).unwrap();
        std::fs::create_dir_all(home.path().join("profond").join("d/".repeat(DEPTH + 5))).unwrap();
        let mut seen = Vec::new();
        let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
        let walk = Opened::new(home.path()).unwrap().walk(hidden, &mut |s| {
            let told = match s.step {
                Step::There(kind) => format!("{kind:?} {}", s.below.display()),
                Step::TooDeep => format!("{} names deep", s.below.iter().count()),
                Step::Shut(e) | Step::Unlisted(e) => e.to_string(),
            };
            seen.push(told);
            Ok::<_, io::Error>(())
        });
        walk.unwrap();
        let deep = format!("{} names deep", DEPTH + 1);
        assert_eq!(seen, ["File a.txt", "File b/a.txt", "File b/z.txt", "File c/c.txt", "Link lien", &deep]);
        let stopped = Opened::new(home.path()).unwrap().walk(|_| false, &mut |_| Err(io::Error::other("assez")));
        assert_eq!(stopped.unwrap_err().to_string(), "assez");
    }

    #[test]
    fn what_takes_the_place_of_a_file_is_not_waited_for() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.txt");
        std::fs::write(&path, "un").unwrap();
        let place = Place::alone(&path).unwrap();
        assert_eq!(place.open().unwrap().1.size, 2);
        std::fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert_eq!(place.open().unwrap_err().kind(), io::ErrorKind::InvalidInput);
        std::fs::remove_file(&path).unwrap();
        symlink("/etc/hostname", &path).unwrap();
        assert!(Opened::leads_outside(&place.open().unwrap_err()));
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert_eq!(place.open().unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}
