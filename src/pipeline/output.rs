//! The only writer of the disk: a temporary file beside its target, synced, then renamed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    write_for(Readers::All, path, bytes)
}

/// The same; a file that its owner alone may read stands in a folder that its owner alone may open.
///
/// # Errors
/// As [`write`].
pub fn write_for(readers: Readers, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let fail = |source| OutputError { path: path.to_owned(), source };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fail)?;
    close(readers, folder).map_err(fail)?;
    let mut temporary = builder(readers).tempfile_in(folder).map_err(fail)?;
    temporary.write_all(bytes).map_err(fail)?;
    temporary.as_file().sync_all().map_err(fail)?;
    temporary.persist(path).map_err(|e| fail(e.error))?;
    Ok(())
}

/// Writes to `path` what `write` writes, however long; nobody sees it before it is whole. A file that stands there already
/// is never replaced.
///
/// # Errors
/// As `write`; or the file is there already, or cannot be written: no temporary file is left then.
pub fn stream<T, E: From<OutputError>>(
    readers: Readers,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let fail = |source| OutputError { path: path.to_owned(), source };
    if path.exists() {
        return Err(fail(std::io::ErrorKind::AlreadyExists.into()).into());
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fail)?;
    // What a fall left of the same file goes.
    let prefix = format!("{TEMPORARY}{}-", path.file_name().unwrap_or_default().to_string_lossy());
    for entry in fs::read_dir(folder).map_err(fail)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let mut temporary = builder(readers).prefix(&prefix).tempfile_in(folder).map_err(fail)?;
    let done = {
        let mut buffered = std::io::BufWriter::with_capacity(1 << 20, temporary.as_file_mut());
        let done = write(&mut buffered)?;
        buffered.flush().map_err(fail)?;
        done
    };
    temporary.as_file().sync_all().map_err(fail)?;
    temporary.persist_noclobber(path).map_err(|e| fail(e.error))?;
    Ok(done)
}

/// Writes `bytes` to `path` unless they stand there already.
///
/// # Errors
/// As [`write`].
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    if fs::read(path).is_ok_and(|old| old == bytes) { Ok(()) } else { write(path, bytes) }
}

/// Keeps others out of a folder of files that are for their owner alone. Elsewhere than on Unix, its parent's rights hold.
fn close(readers: Readers, folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if readers == Readers::Owner {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    let _ = (readers, folder);
    Ok(())
}

/// A temporary file is for its owner alone; a document has the rights of any new file, as the user's mask has it.
fn builder<'b>(readers: Readers) -> tempfile::Builder<'b, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(if readers == Readers::Owner { 0o600 } else { 0o666 }));
    }
    builder
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

/// Adds a line to a file that grows, and that several processes may write. One that a fall cut short is its reader's to skip.
///
/// # Errors
/// The file cannot be made or written.
pub fn append(path: &Path, line: &str) -> Result<(), OutputError> {
    let fail = |source| OutputError { path: path.to_owned(), source };
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).map_err(fail)?;
    // In one write: lines of several processes do not mix.
    file.write_all(format!("{line}\n").as_bytes()).map_err(fail)
}

/// Removes what an interrupted build may have left in the folders of `folder`.
pub fn sweep(folder: &Path) {
    let left = walkdir::WalkDir::new(folder).max_depth(3).into_iter().flatten();
    for entry in left.filter(|e| e.file_name().to_string_lossy().starts_with(TEMPORARY)) {
        // Another build may be writing it, or have removed it: not ours to insist.
        let _ = fs::remove_file(entry.path());
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
