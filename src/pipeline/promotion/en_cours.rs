//! What a build has done so far, line by line: one that was stopped at any moment goes on where it was.

use std::path::Path;

use crate::pipeline::manifest::{FileEntry, Manifest};
use crate::pipeline::output::{self, OutputError};

/// Name of the file, beside the manifest, while a build is under way or after one that was stopped.
pub(super) const FILE: &str = "manifest.en-cours.jsonl";

/// The manifest of the last build that ended, and what one that did not end had made since.
pub(super) fn former(out: &Path) -> Manifest {
    let mut manifest = Manifest::read(out).unwrap_or_default();
    let text = std::fs::read_to_string(out.join(FILE)).unwrap_or_default();
    // A line that was cut short is a document that is made again.
    let since: Vec<FileEntry> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if !since.is_empty() {
        let all = manifest.files.drain(..).chain(since).map(|f| (f.path.clone(), f));
        // Of two entries of one path, the later one.
        manifest.files = all.collect::<std::collections::BTreeMap<_, _>>().into_values().collect();
    }
    manifest
}

/// Takes note of a document that stands: its maker does, whether anybody waits for it or not.
pub(super) fn note(out: &Path, entry: &FileEntry) {
    let line = serde_json::to_string(entry).expect("an entry is a plain value");
    // A document that nobody could take note of is made again after a stop, and that is all.
    let _ = output::append(&out.join(FILE), &line);
}

/// The manifest has taken over.
///
/// # Errors
/// The file cannot be removed.
pub(super) fn end(out: &Path) -> Result<(), OutputError> {
    output::remove(&out.join(FILE))
}
