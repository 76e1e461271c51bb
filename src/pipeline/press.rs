//! Makes one document of a build: left alone, typeset and written, or told why not.

use std::path::Path;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::build::{BuildError, Force, Options};
use super::manifest::{FileEntry, Manifest};
use super::output::{self, OutputError};
use crate::domain::document::Document;
use crate::templates::Piece;
use crate::typeset::{Engine, Failure, emit};

/// What became of a piece.
pub(super) enum Made {
    /// It stands as it would be.
    UpToDate(FileEntry),
    /// After how long since the build began.
    Written(FileEntry, Duration),
    Unwritten(OutputError),
    Failed(Failure),
}

/// Makes pieces one by one; several threads share it.
pub(super) struct Press<'b> {
    pub(super) out: &'b Path,
    pub(super) options: &'b Options,
    pub(super) former: &'b Manifest,
    pub(super) begun: Instant,
}

impl Press<'_> {
    /// Typesets a piece unless it stands as it would be.
    pub(super) fn make(&self, piece: &Piece, engine: &mut Engine) -> Result<Made, BuildError> {
        let source = source_hash(&piece.document);
        if let Some(folder) = &self.options.emit {
            emit_piece(folder, self.out, piece)?;
        }
        let former = self.former.files.iter().find(|f| f.path == piece.path && f.source == source);
        if let Some(entry) = former.filter(|f| self.options.force == Force::No && f.is_intact(self.out)) {
            return Ok(Made::UpToDate(FileEntry { current: true, ..entry.clone() }));
        }
        match engine.compile(&piece.document) {
            Ok(pdf) => {
                if let Err(error) = output::write(&self.out.join(&piece.path), &pdf.bytes) {
                    return Ok(Made::Unwritten(error));
                }
                let entry = FileEntry::new(&piece.path, &pdf.bytes, pdf.pages, source);
                Ok(Made::Written(entry, self.begun.elapsed()))
            }
            Err(failure) => Ok(Made::Failed(failure)),
        }
    }
}

/// The hash of all that one document is made of.
fn source_hash(document: &Document) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for text in [env!("CARGO_PKG_VERSION"), &document.main, &document.data, &document.title, &document.ident] {
        part(text.as_bytes());
    }
    part(&document.timestamp.to_le_bytes());
    for (path, bytes) in &document.files {
        part(path.as_bytes());
        part(bytes);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Writes the Typst sources of a piece below `folder`, with the fonts and the command that compiles them.
fn emit_piece(folder: &Path, out: &Path, piece: &Piece) -> Result<(), OutputError> {
    let dossier = out.file_name().map_or_else(|| "dossier".to_owned(), |n| n.to_string_lossy().into_owned());
    let base = folder.join(dossier);
    let name = piece.path.trim_end_matches(".pdf").replace('/', "-");
    for (path, bytes) in emit::sources(&piece.document) {
        output::write(&base.join(&name).join(path), &bytes)?;
    }
    for (path, bytes) in emit::fonts() {
        if !base.join(&path).exists() {
            output::write(&base.join(&path), bytes)?;
        }
    }
    output::write(&base.join(&name).join("COMMANDE.txt"), (emit::command(&name) + "\n").as_bytes())
}
