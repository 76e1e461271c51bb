//! Makes one document of a build: left alone, typeset and written, or told why not. In this process, or in a worker.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::batch::{self, Blob, Blobs, Digest, Task};
use super::build::Force;
use super::manifest::FileEntry;
use super::output::{self, OutputError};
use crate::domain::document::{Document, Shared, TemplateFault};
use crate::templates::{Piece, Readers};
use crate::typeset::{Engine, emit};

/// What became of a piece.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Made {
    /// It stands as it would be.
    UpToDate(FileEntry),
    Written(FileEntry),
    /// In words, with the path.
    Unwritten(String),
    Failed(Vec<TemplateFault>),
}

/// Makes pieces one by one; several threads share it.
pub(super) struct Press<'b> {
    pub(super) out: &'b Path,
    pub(super) force: Force,
    /// Where the Typst sources go, too.
    pub(super) emit: Option<&'b Path>,
}

impl Press<'_> {
    /// Typesets a piece unless it stands as it would be: as `former` tells, made from the same `source`.
    pub(super) fn make(&self, piece: &Piece, source: String, former: Option<&FileEntry>, engine: &mut Engine) -> Made {
        let (path, document) = (piece.path.as_str(), &piece.document);
        if let Some(folder) = self.emit
            && let Err(error) = emit_document(folder, self.out, piece)
        {
            return Made::Unwritten(error.to_string());
        }
        let same = former.filter(|f| f.path == path && f.source == source && self.force == Force::No);
        if let Some(entry) = same.filter(|f| f.is_intact(self.out)) {
            return match output::keep(piece.readers, self.out, &self.out.join(path)) {
                Ok(()) => Made::UpToDate(FileEntry { current: true, ..entry.clone() }),
                Err(error) => Made::Unwritten(error.to_string()),
            };
        }
        match engine.compile(document) {
            Ok(pdf) => match output::write_for(piece.readers, self.out, &self.out.join(path), &pdf.bytes) {
                Ok(()) => Made::Written(FileEntry::new(path, &pdf.bytes, pdf.pages, source)),
                Err(error) => Made::Unwritten(error.to_string()),
            },
            Err(failure) => Made::Failed(failure.faults),
        }
    }
}

/// Digests of shared bytes, each computed once: hundreds of documents have the same library.
#[derive(Default)]
pub(super) struct Digests(HashMap<*const u8, (Shared, Digest)>);

impl Digests {
    fn of(&mut self, bytes: &Shared) -> Digest {
        // What is kept here is not freed, so that no other bytes get its address.
        self.0.entry(bytes.as_ptr()).or_insert_with(|| (Shared::clone(bytes), batch::digest(bytes))).1
    }

    /// The hash of all that one document is made of, in hexadecimal.
    pub(super) fn source(&mut self, document: &Document) -> String {
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
            part(&self.of(bytes));
        }
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// A piece on its way to a worker.
#[derive(Serialize, Deserialize)]
struct Order {
    out: PathBuf,
    path: String,
    document: Document,
    readers: Readers,
    /// The document's files, by their digests.
    files: Vec<(String, Digest)>,
    source: String,
    former: Option<FileEntry>,
    force: Force,
    emit: Option<PathBuf>,
}

/// The task of making `piece`, `size` times as long as an ordinary one.
pub(super) fn task(
    press: &Press<'_>,
    piece: Piece,
    former: Option<&FileEntry>,
    size: u32,
    digests: &mut Digests,
) -> Task {
    let source = digests.source(&piece.document);
    let mut blobs = Vec::new();
    let mut files = Vec::new();
    for (path, bytes) in &piece.document.files {
        let digest = digests.of(bytes);
        files.push((path.clone(), digest));
        blobs.push(Blob { digest, bytes: Shared::clone(bytes) });
    }
    let order = Order {
        out: press.out.to_owned(),
        path: piece.path,
        document: piece.document,
        readers: piece.readers,
        files,
        source,
        former: former.cloned(),
        force: press.force,
        emit: press.emit.map(Path::to_owned),
    };
    Task { body: serde_json::to_vec(&order).expect("an order is a plain value"), blobs, size }
}

/// The worker's side of [`task`]: makes the piece and tells in which output folder, and what became of it.
pub(super) fn fulfil(task: &[u8], blobs: &Blobs, engine: &mut Engine) -> (PathBuf, Made) {
    let mut order: Order = serde_json::from_slice(task).expect("the parent is this very program");
    let shared = |(path, digest): (String, Digest)| Some((path, blobs.get(&digest)?));
    order.document.files = order.files.into_iter().filter_map(shared).collect();
    let Order { path, document, readers, .. } = order;
    let piece = Piece { path, title: String::new(), document, to_sign: false, readers };
    let press = Press { out: &order.out, force: order.force, emit: order.emit.as_deref() };
    let made = press.make(&piece, order.source, order.former.as_ref(), engine);
    (order.out, made)
}

/// Writes the Typst sources of a document below `folder`, for those who may read the document, with the fonts and the command
/// that compiles them.
fn emit_document(folder: &Path, out: &Path, piece: &Piece) -> Result<(), OutputError> {
    let dossier = out.file_name().map_or_else(|| "dossier".to_owned(), |n| n.to_string_lossy().into_owned());
    let base = folder.join(dossier);
    let name = piece.path.trim_end_matches(".pdf").replace('/', "-");
    let write = |path: &str, bytes: &[u8]| output::write_for(piece.readers, &base, &base.join(&name).join(path), bytes);
    for (path, bytes) in emit::sources(&piece.document) {
        write(&path, &bytes)?;
    }
    for (path, bytes) in emit::fonts() {
        if !base.join(&path).exists() {
            output::write(&base.join(&path), bytes)?;
        }
    }
    write("COMMANDE.txt", (emit::command(&name) + "\n").as_bytes())
}
