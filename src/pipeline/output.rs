//! The only writer of the disk: a temporary file beside its target, closed to others and locked, synced, then renamed.

mod partial;
mod pending;
pub mod temporary;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use pending::Pending;
pub use pending::abandon;

use crate::diagnostic::io::in_french;
use crate::templates::Readers;

/// A file could not be written: always with its path.
#[derive(Debug, thiserror::Error)]
#[error("{path} ne peut pas être écrit : {words}{advice}", path = .path.display(), words = in_french(.source), advice = advice(.source))]
pub struct OutputError {
    pub path: PathBuf,
    pub source: std::io::Error,
}

/// What to do about an error that users meet.
fn advice(error: &std::io::Error) -> &'static str {
    match error.kind() {
        // Windows keeps a PDF that its viewer has opened.
        std::io::ErrorKind::PermissionDenied => {
            " (si le fichier est ouvert dans un autre programme, fermez-le ; sinon vérifiez vos droits)"
        }
        std::io::ErrorKind::StorageFull => " (libérez de la place)",
        std::io::ErrorKind::ResourceBusy => {
            " (sans doute un autre liasse, qui l’écrit en ce moment : attendez qu’il ait fini)"
        }
        _ => "",
    }
}

/// Prefix of temporary files: hidden, and recognised by whoever cleans up.
const TEMPORARY: &str = ".liasse-";

/// Writes `bytes` to `path` so that anyone sees the old file or the new one, whole.
///
/// # Errors
/// The file cannot be written or renamed; no temporary file is left then.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    write_for(Readers::All, Path::new(""), path, bytes)
}

/// The same; a file that its owner alone may read stands in folders that its owner alone may open, up to `root`, which
/// itself stays as it is.
///
/// # Errors
/// As [`write`].
pub fn write_for(readers: Readers, root: &Path, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let fail = |source| OutputError { path: path.to_owned(), source };
    let folder = folder_of(readers, root, path).map_err(fail)?;
    for again in (0..TRIES).rev() {
        match written(readers, folder, path, bytes) {
            // Between its making and its lock, another process swept it.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && again > 0 => {}
            done => return done.map_err(fail),
        }
    }
    Ok(())
}

/// How often a file is written that others sweep.
const TRIES: usize = 3;

fn written(readers: Readers, folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut builder = tempfile::Builder::new();
    // Its owner's alone, as the library makes it, until it is whole.
    let (mut temporary, _pending) = Pending::made(|| builder.prefix(TEMPORARY).tempfile_in(folder), |t| t.path())?;
    // Where the system locks no files, nothing is swept either.
    let _ = temporary.as_file().try_lock();
    temporary.write_all(bytes)?;
    open_to(readers, folder, temporary.as_file())?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map(drop).map_err(|e| e.error)
}

/// Writes to `path` what `write` writes, however long; nobody sees it before it is whole. A file that stands there already
/// is never replaced.
///
/// # Errors
/// As [`write_for`]; or the file is there already, or cannot be written: no temporary file is left then.
pub fn stream<T, E: From<OutputError>>(
    readers: Readers,
    root: &Path,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let fail = |source| OutputError { path: path.to_owned(), source };
    if path.exists() {
        return Err(fail(std::io::ErrorKind::AlreadyExists.into()).into());
    }
    let folder = folder_of(readers, root, path).map_err(fail)?;
    let claimed = Pending::made(|| partial::claim(folder, path, 0o600), |(_, partial)| partial);
    let ((mut file, partial), _pending) = claimed.map_err(fail)?;
    let partial = tempfile::TempPath::try_from_path(partial).map_err(fail)?;
    let done = {
        let mut buffered = std::io::BufWriter::with_capacity(1 << 20, &mut file);
        let done = write(&mut buffered)?;
        buffered.flush().map_err(fail)?;
        done
    };
    open_to(readers, folder, &file).map_err(fail)?;
    file.sync_all().map_err(fail)?;
    partial.persist_noclobber(path).map_err(|e| fail(e.error))?;
    Ok(done)
}

/// Writes `bytes` to `path` unless they stand there already.
///
/// # Errors
/// As [`write`].
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    write_if_changed_for(Readers::All, Path::new(""), path, bytes)
}

/// The same, as [`write_for`] writes.
///
/// # Errors
/// As [`write_for`].
pub fn write_if_changed_for(readers: Readers, root: &Path, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        keep(readers, root, path)
    } else {
        write_for(readers, root, path, bytes)
    }
}

/// Leaves a file as it stands, and shuts out those who may not read it: it may come from a former version, or be a copy.
///
/// # Errors
/// It is another's.
pub fn keep(readers: Readers, root: &Path, path: &Path) -> Result<(), OutputError> {
    let fail = |source| OutputError { path: path.to_owned(), source };
    folder_of(readers, root, path).map_err(fail)?;
    if readers == Readers::Owner { shut(path, 0o600).map_err(fail) } else { Ok(()) }
}

/// Makes a folder, where there is none, and keeps others out of it.
///
/// # Errors
/// It cannot be made, or is another's.
pub fn close(folder: &Path) -> Result<(), OutputError> {
    let fail = |source| OutputError { path: folder.to_owned(), source };
    let above = folder.parent().filter(|p| !p.as_os_str().is_empty());
    above.map_or(Ok(()), fs::create_dir_all).map_err(fail)?;
    closed(folder).map_err(fail)
}

/// The folder of `path`, made where there is none; closed as all those between it and `root` where its owner alone reads it.
fn folder_of<'p>(readers: Readers, root: &Path, path: &'p Path) -> std::io::Result<&'p Path> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if readers == Readers::All {
        fs::create_dir_all(folder)?;
        return Ok(folder);
    }
    if !root.as_os_str().is_empty() {
        fs::create_dir_all(root)?;
    }
    let below: Vec<&Path> = folder.ancestors().take_while(|f| *f != root && f.starts_with(root)).collect();
    below.into_iter().rev().try_for_each(closed)?;
    Ok(folder)
}

/// A folder that its owner alone opens, from its beginning. Elsewhere than on Unix, its parent's rights hold.
fn closed(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && folder.is_dir() => shut(folder, 0o700),
        made => made,
    }
}

/// Takes from others what rights they have.
fn shut(path: &Path, mode: u32) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        }
    }
    let _ = (path, mode);
    Ok(())
}

/// Gives a file that is whole the rights that it will have: those of any new file, as the user's mask has it, where all may read it.
fn open_to(readers: Readers, folder: &Path, file: &fs::File) -> std::io::Result<()> {
    #[cfg(unix)]
    if readers == Readers::All {
        use std::os::unix::fs::PermissionsExt;
        static USUAL: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
        let usual = match USUAL.get() {
            Some(usual) => *usual,
            // Only a new file tells.
            None => {
                let mut builder = tempfile::Builder::new();
                let all = builder.prefix(TEMPORARY).permissions(fs::Permissions::from_mode(0o666));
                let mode = all.tempfile_in(folder)?.as_file().metadata()?.permissions().mode() & 0o777;
                *USUAL.get_or_init(|| mode)
            }
        };
        file.set_permissions(fs::Permissions::from_mode(usual))?;
    }
    let _ = (readers, folder, file);
    Ok(())
}

/// Removes a file that a former build wrote and that this one does not.
///
/// # Errors
/// The file is there and cannot be removed.
pub fn remove(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(OutputError { path: path.to_owned(), source: e }),
        _ => Ok(()),
    }
}

/// Adds a line to a file that grows, that several processes may write, and that its owner alone reads. One that a fall cut short is its reader's to skip.
///
/// # Errors
/// The file cannot be made or written.
pub fn append(path: &Path, line: &str) -> Result<(), OutputError> {
    let fail = |source| OutputError { path: path.to_owned(), source };
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    // Only liasse reads it again, and it may be of documents that are a jury's.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(fail)?;
    // In one write: lines of several processes do not mix.
    file.write_all(format!("{line}\n").as_bytes()).map_err(fail)
}

/// Removes what an interrupted build may have left in the folders of `folder`.
pub fn sweep(folder: &Path) {
    let left = walkdir::WalkDir::new(folder).max_depth(3).into_iter().flatten();
    for entry in left.filter(|e| e.file_name().to_string_lossy().starts_with(TEMPORARY)) {
        // Another build may be writing it, which its lock tells, or have removed it: not ours to insist.
        let _ = partial::sweep(entry.path());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_file_or_the_new_one_and_nothing_besides() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.pdf");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        remove(&path).unwrap();
        remove(&path).unwrap();
    }

    #[test]
    fn a_failure_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let error = write(&folder.path().join("file/below.pdf"), b"").unwrap_err();
        assert!(error.to_string().contains("below.pdf"), "{error}");
    }
}
