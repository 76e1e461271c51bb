//! What a folder or a file weighs: how many times an ordinary input it is, for the time that it may take.

use std::path::Path;

use walkdir::WalkDir;

/// What an ordinary input has at most.
const BYTES: u64 = 8 << 20;
const FILES: u64 = 1000;
/// Entries that are looked at: the rest weighs nothing.
const ENTRIES: usize = 2_000_000;

/// How many times the size of an ordinary input what stands there has, at least once; no link is followed.
pub fn weight(path: &Path) -> u32 {
    let (mut files, mut bytes) = (0, 0);
    for entry in WalkDir::new(path).into_iter().take(ENTRIES).flatten() {
        let Some(told) = entry.metadata().ok().filter(std::fs::Metadata::is_file) else { continue };
        files += 1;
        bytes += held(&told);
    }
    u32::try_from(1 + bytes / BYTES + files / FILES).unwrap_or(u32::MAX)
}

/// Bytes that a file holds: what only claims to be long, with nothing in it, weighs nothing.
fn held(file: &std::fs::Metadata) -> u64 {
    #[cfg(unix)]
    return file.len().min(std::os::unix::fs::MetadataExt::blocks(file).saturating_mul(512));
    #[cfg(not(unix))]
    file.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_more_has_more_and_holes_weigh_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(weight(folder.path()), 1);
        std::fs::write(folder.path().join("a"), vec![b'a'; 17 << 20]).unwrap();
        assert_eq!(weight(folder.path()), 3);
        assert_eq!(weight(&folder.path().join("a")), 3);
        std::fs::File::create(folder.path().join("troué")).unwrap().set_len(1 << 40).unwrap();
        #[cfg(unix)]
        assert_eq!(weight(folder.path()), 3);
        assert_eq!(weight(&folder.path().join("absent")), 1);
    }
}
