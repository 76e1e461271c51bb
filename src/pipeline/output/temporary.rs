//! A folder for the time of one command: closed to others, gone with it; what a fall left, the next start sweeps.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use super::pending::Pending;

/// How the folders are called, in that of the system's temporary files: nothing else is ever swept.
const PREFIX: &str = "liasse-temporaire-";
/// In each: a file that is locked as long as a process works there. The system unlocks it, however that process ends.
const LOCK: &str = "verrou";
const NEW: &str = "verrou.neuf";
/// In each: where the work is. It goes before the lock.
const WORK: &str = "travail";
/// A folder without a lock is being made, or was removed under a process that still wrote: left alone that long.
const GRACE: Duration = Duration::from_secs(3600);

/// The folder, until it is dropped.
pub struct Temporary {
    folder: PathBuf,
    _pending: Pending,
    /// Taken on dropping: some systems do not remove what is open.
    lock: Option<File>,
}

impl Temporary {
    /// A new one, empty.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new() -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let (folder, pending) = Pending::made(|| Ok(builder.tempdir()?.keep()), |folder| folder)?;
        let mut made = Temporary { folder, _pending: pending, lock: None };
        // Under its name only once it is locked: no sweep ever sees it open.
        let new = made.folder.join(NEW);
        let lock = made.lock.insert(File::options().write(true).create_new(true).open(&new)?);
        // Where the system locks no files, nothing is swept either.
        let _ = lock.lock();
        #[expect(clippy::disallowed_methods, reason = "a lock under its name: nothing that a user reads")]
        fs::rename(new, made.folder.join(LOCK))?;
        super::closed(&made.work())?;
        Ok(made)
    }

    /// Where the work is.
    pub fn work(&self) -> PathBuf {
        self.folder.join(WORK)
    }

    /// What a process of ours that works there too has for its error output, which nobody reads: a handle of the lock, that
    /// it hands on to those that it starts. The folder is in use until the last of them is gone. Elsewhere than on Unix what
    /// is open is not removed, and what is locked is not written.
    ///
    /// # Errors
    /// The system has no more handles.
    pub fn share(&self) -> io::Result<Stdio> {
        match self.lock.as_ref().filter(|_| cfg!(unix)) {
            Some(lock) => lock.try_clone().map(Stdio::from),
            None => Ok(Stdio::null()),
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        remove(&self.folder, self.lock.take());
    }
}

/// The work first, then its lock: what a fall in the middle leaves is swept.
fn remove(folder: &Path, lock: Option<File>) {
    // What cannot be removed now is the next start's to sweep.
    let _ = fs::remove_dir_all(folder.join(WORK));
    drop(lock);
    let _ = fs::remove_dir_all(folder);
}

/// Removes the folders of processes that are gone, in the folder of temporary files. Whatever cannot be looked at stays.
pub fn sweep() {
    sweep_in(&std::env::temp_dir());
}

fn sweep_in(folder: &Path) {
    let named = |e: &fs::DirEntry| e.file_name().to_str().is_some_and(|n| n.starts_with(PREFIX));
    let all = fs::read_dir(folder).into_iter().flatten().flatten().filter(named);
    for entry in all {
        let path = entry.path();
        if !is_ours(&path) {
            continue;
        }
        match File::open(path.join(LOCK)) {
            Ok(lock) => match lock.try_lock() {
                Ok(()) => remove(&path, Some(lock)),
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
            },
            Err(e) if e.kind() == io::ErrorKind::NotFound && is_old(&path) => remove(&path, None),
            Err(_) => {}
        }
    }
}

/// Whether it is a folder, no link to one, and this user's: anybody may put a name in the system's folder.
fn is_ours(path: &Path) -> bool {
    let Ok(found) = fs::symlink_metadata(path) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let me = tempfile::tempfile().and_then(|f| f.metadata()).map(|m| m.uid());
        found.is_dir() && me.is_ok_and(|me| me == found.uid())
    }
    #[cfg(not(unix))]
    found.is_dir()
}

fn is_old(path: &Path) -> bool {
    #[expect(clippy::disallowed_methods, reason = "the age of a file of the system's own: no document takes it")]
    let age = fs::metadata(path).and_then(|m| m.modified()).map(|then| SystemTime::now().duration_since(then));
    matches!(age, Ok(Ok(age)) if age > GRACE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_fall_left_is_swept_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let lay = |name: &str, locked: bool| {
            fs::create_dir_all(at(name).join(WORK)).unwrap();
            fs::write(at(name).join(WORK).join("sujet.md"), "secret").unwrap();
            let lock = locked.then(|| File::create(at(name).join(LOCK)).unwrap());
            lock.inspect(|l| l.lock().unwrap())
        };
        drop(lay("liasse-temporaire-gone", true));
        let held = lay("liasse-temporaire-held", true);
        lay("liasse-temporaire-fresh", false);
        lay("autre-temporaire", false);
        #[cfg(unix)]
        std::os::unix::fs::symlink(at("autre-temporaire"), at("liasse-temporaire-link")).unwrap();
        sweep_in(home.path());
        assert!(!at("liasse-temporaire-gone").exists());
        for name in ["liasse-temporaire-held", "liasse-temporaire-fresh", "autre-temporaire"] {
            assert!(at(name).join(WORK).join("sujet.md").is_file(), "{name}");
        }
        let hour = SystemTime::now() - GRACE - Duration::from_secs(1);
        File::open(at("liasse-temporaire-fresh")).unwrap().set_modified(hour).unwrap();
        drop(held);
        sweep_in(home.path());
        assert!(!at("liasse-temporaire-held").exists() && !at("liasse-temporaire-fresh").exists());
        assert!(at("autre-temporaire").join(WORK).join("sujet.md").is_file());
    }

    #[test]
    fn it_is_gone_with_the_command() {
        let one = Temporary::new().unwrap();
        let folder = one.folder.clone();
        fs::write(one.work().join("x"), "secret").unwrap();
        sweep();
        assert!(one.work().join("x").is_file());
        drop(one);
        assert!(!folder.exists());
    }
}
