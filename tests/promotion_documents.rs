//! The documents of a promotion beside its conventions: what they say, page by page.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;

use std::path::PathBuf;

use documents::classe::Classe;
use documents::{HOSTILE, plain, scratch, text};
use liasse::templates::{Mode, Piece};
use liasse::typeset::Engine;

/// Typesets a piece: where it is, and its pages.
fn typeset(engine: &mut Engine, piece: &Piece) -> (PathBuf, usize) {
    let pdf = engine.compile(&piece.document).unwrap_or_else(|f| panic!("{}: {:#?}", piece.path, f.faults));
    let path = scratch("promotion-documents").join(&piece.path);
    std::fs::write(&path, &pdf.bytes).unwrap();
    (path, pdf.pages)
}

/// Pages as a reader sees them; `None` without pdftotext.
fn pages(engine: &mut Engine, piece: &Piece) -> Option<Vec<String>> {
    let (path, count) = typeset(engine, piece);
    let pages: Vec<_> = text(&path, &["-layout"])?.iter().map(|p| plain(p)).collect();
    assert_eq!(pages.len(), count, "{}", piece.path);
    Some(pages)
}

#[test]
fn everything_is_made() {
    let classe = Classe::new();
    let mut engine = Engine::new();
    for mode in [Mode::Final, Mode::Draft] {
        for piece in classe.others(mode) {
            typeset(&mut engine, &piece);
        }
    }
    for cle in ["c-01", "c-05", "c-20", "c-21"] {
        typeset(&mut engine, &classe.convention(cle, Mode::Final));
    }
    let counts: Vec<(&str, usize)> = classe
        .promotion
        .stages
        .iter()
        .map(|s| (s.cle.as_str(), engine.compile(&classe.convention(&s.cle, Mode::Final).document).unwrap().pages))
        .collect();
    let begun = std::time::Instant::now();
    typeset(&mut engine, &classe.impression(&counts, Mode::Final));
    eprintln!("merged {:?} {counts:?}", begun.elapsed());
}
