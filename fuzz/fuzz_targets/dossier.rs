//! A candidate's files, whatever they hold: the control ends. The first byte says which file the others are.
#![no_main]

use liasse::pipeline::{Library, control};
use liasse::sources::{MemoryFolder, Pack};
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 4] = ["candidat.toml", "periodes.toml", "fiches/01.md", "entreprises/a.toml"];

thread_local! {
    static LIBRARY: Library = Library::new(Pack::embedded()).expect("the embedded pack is sound");
}

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else { return };
    let mut folder = MemoryFolder::default();
    folder.files.insert("candidat.toml".to_owned(), b"[identite]\n".to_vec());
    folder.files.insert(FILES[usize::from(*which) % FILES.len()].to_owned(), rest.to_vec());
    LIBRARY.with(|library| {
        let _ = control(&folder, library);
    });
});
