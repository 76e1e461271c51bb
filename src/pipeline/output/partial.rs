//! A file on its way: beside its target, closed to others, and locked as long as its writer lives. Of two writers of one target,
//! the second is told; what a fall left is nobody's, and goes.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::TEMPORARY;

/// What its name ends in.
const ENDING: &str = "-partiel";
/// Bytes of the target's name that are in it: a name has 255 at most.
const NAME: usize = 120;
/// How often a place is tried for: others may come and go.
const TRIES: usize = 16;

/// The file that `target` will be, and where it is meanwhile.
///
/// # Errors
/// Another process writes it ([`io::ErrorKind::ResourceBusy`]), or it cannot be made.
pub(super) fn claim(folder: &Path, target: &Path, mode: u32) -> io::Result<(File, PathBuf)> {
    let path = folder.join(name(target));
    for _ in 0..TRIES {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        let _ = mode;
        match options.open(&path) {
            Ok(file) => match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok((file, path)),
                // Somebody took it for one that was left.
                Ok(()) | Err(TryLockError::WouldBlock) => {}
                // A disk that locks no files: its name is all that there is.
                Err(TryLockError::Error(_)) => return Ok((file, path)),
            },
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => sweep(&path)?,
            Err(e) => return Err(e),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Removes a file that a fall left: one that nobody has locked, and that is no link.
///
/// # Errors
/// A process writes it ([`io::ErrorKind::ResourceBusy`]), it is no file, or it cannot be removed.
pub(super) fn sweep(path: &Path) -> io::Result<()> {
    let gone = |e: io::Error| if e.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(e) };
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Err(io::ErrorKind::AlreadyExists.into()),
        Err(e) => return gone(e),
    }
    let file = match File::options().write(true).open(path) {
        Ok(file) => file,
        Err(e) => return gone(e),
    };
    match file.try_lock() {
        // Held until it is removed: who comes in between finds it locked, or not there.
        Ok(()) if is_at(&file, path) => fs::remove_file(path).or_else(gone),
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

/// Whether the open file is still the one of that name.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let one = |m: fs::Metadata| (m.dev(), m.ino());
        matches!((file.metadata(), fs::symlink_metadata(path)), (Ok(a), Ok(b)) if one(a.clone()) == one(b.clone()))
    }
    // Elsewhere what is open is not removed.
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// The same for the same target.
fn name(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    if name.len() <= NAME {
        return format!("{TEMPORARY}{name}{ENDING}");
    }
    let digest: String = Sha256::digest(name.as_bytes()).iter().take(12).map(|b| format!("{b:02x}")).collect();
    format!("{TEMPORARY}{digest}{ENDING}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_writers_the_second_is_told_and_what_is_left_goes() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("ensemble.zip");
        let claimed = || claim(folder.path(), &target, 0o600);
        let (first, path) = claimed().unwrap();
        assert_eq!(claimed().unwrap_err().kind(), io::ErrorKind::ResourceBusy);
        assert!(path.is_file());
        // As after a fall: it stands, and nobody holds it.
        drop(first);
        fs::write(&path, "à moitié").unwrap();
        let (second, again) = claimed().unwrap();
        assert_eq!((second.metadata().unwrap().len(), &again), (0, &path));
        // A name as long as names are.
        assert!(claim(folder.path(), Path::new(&"é".repeat(120)), 0o600).is_ok());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(second.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            // Whoever put a link there does not choose what is written.
            let other = folder.path().join("ailleurs");
            fs::write(&other, "intact").unwrap();
            std::os::unix::fs::symlink(&other, folder.path().join(name(Path::new("lien.zip")))).unwrap();
            assert!(claim(folder.path(), Path::new("lien.zip"), 0o600).is_err());
            assert_eq!(fs::read_to_string(&other).unwrap(), "intact");
        }
    }
}
