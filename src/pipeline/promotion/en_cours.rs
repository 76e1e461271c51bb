//! What a build has done so far, line by line: one that was stopped at any moment goes on where it was.

use std::path::Path;

use crate::pipeline::manifest::{FileEntry, Manifest};
use crate::pipeline::output::{self, OutputError};

/// Name of the file, beside the manifest, while a build is under way or after one that was stopped.
pub(crate) const FILE: &str = "manifest.en-cours.jsonl";

/// The manifest of the last build that ended, and what one that did not end had made since.
pub(in crate::pipeline) fn former(out: &Path) -> Manifest {
    Manifest::read_with_notes(out, FILE)
}

/// Takes note of a document that stands: its maker does, whether anybody waits for it or not.
pub(in crate::pipeline) fn note(out: &Path, entry: &FileEntry) {
    let line = serde_json::to_string(entry).expect("an entry is a plain value");
    // A document that nobody could take note of is made again after a stop, and that is all.
    let _ = output::append(&out.join(FILE), &line);
}

/// The manifest has taken over.
///
/// # Errors
/// The file cannot be removed.
pub(in crate::pipeline) fn end(out: &Path) -> Result<(), OutputError> {
    output::remove(&out.join(FILE))
}
