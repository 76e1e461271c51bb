//! What each fuzz target does with some bytes; `tests/hostile/corpus.rs` does the same with those that are kept.

use std::io::{Cursor, Result};
use std::path::Path;

use liasse::archive::{Ensemble, Limits, ReadSeek, verify};
use liasse::pipeline::session::control_session;
use liasse::pipeline::{Library, control, control_examen, control_promotion};
use liasse::sources::import::read_bytes;
use liasse::sources::{MemoryFolder, Pack};

/// The files of folders of each kind: the first byte says which one the others are.
const FILES: [(&str, &[u8], &str); 8] = [
    ("candidat.toml", b"[identite]\n", "candidat.toml"),
    ("candidat.toml", b"[identite]\n", "periodes.toml"),
    ("candidat.toml", b"[identite]\n", "fiches/01.md"),
    ("candidat.toml", b"[identite]\n", "entreprises/a.toml"),
    ("promotion.toml", b"[etablissement]\n", "promotion.toml"),
    ("promotion.toml", b"[etablissement]\n", "etudiants.csv"),
    ("examen.toml", b"[epreuve]\nsession = 2026\ncode = \"E31\"\n", "sujet.md"),
    ("session.toml", b"", "candidats.csv"),
];

thread_local! {
    static LIBRARY: Library = Library::new(Pack::embedded()).expect("the embedded pack is sound");
}

/// A folder's files, whatever they hold: the control ends.
pub fn dossier(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else { return };
    let (root, least, file) = FILES[usize::from(*which) % FILES.len()];
    let mut folder = MemoryFolder::default();
    folder.files.insert(root.to_owned(), least.to_vec());
    folder.files.insert(file.to_owned(), rest.to_vec());
    LIBRARY.with(|library| {
        let _ = match root {
            "promotion.toml" => control_promotion(&folder, library).map(drop),
            "examen.toml" => control_examen(&folder, library).map(drop),
            "session.toml" => control_session(&folder, library).map(drop),
            _ => control(&folder, library).map(drop),
        };
    });
}

/// An archived set that a stranger made: looking at it ends, and what does not verify gives nothing.
pub fn ensemble(bytes: &[u8]) {
    let opener = || -> Result<Box<dyn ReadSeek>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
    if let Ok(ensemble) = Ensemble::of_file(Path::new("set"), &opener, Limits::default()) {
        let _ = verify(&ensemble);
    }
}

/// An export of a school's software: reading it ends, whatever it says that it is.
pub fn importation(bytes: &[u8]) {
    read_bytes("export", Cursor::new(bytes), &mut |_| {}, &mut |_, _| {});
}
