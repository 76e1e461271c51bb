//! Archived sets: what is made is valid, whole and always the same; each change of a byte is found; hostile sets are refused,
//! and nothing is written outside.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
#[path = "ensembles/making.rs"]
mod making;
#[path = "ensembles/program.rs"]
mod program_as_a_whole;
mod support;
#[path = "ensembles/verifying.rs"]
mod verifying;

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use liasse::archive::{
    Communicabilite, Conservation, Etat, Limits, Niveau, Notice, Partie, Piece, Plan, Profil, Sort, Source, Unite,
    write_set,
};
use liasse::disk::Place;
use liasse::domain::{Date, Versement};
use liasse::pipeline::ensembles::{Atelier, Demande, Rapport, extraire, verifier};
use liasse::zip::{Writer, Zip};
use proptest::prelude::*;
use support::{program, root};

const SEDA: [(Profil, &str); 3] = [(Profil::Seda21, "2.1"), (Profil::Seda22, "2.2"), (Profil::Seda23, "2.3")];

fn piece(nom: &str, bytes: &[u8]) -> Piece {
    let titre = nom.rsplit('/').next().unwrap().to_owned();
    Piece { nom: nom.to_owned(), titre, document: "Donnée saisie", source: Source::Bytes(bytes.to_vec()) }
}

/// A set of a few small pieces.
fn small(pieces: Vec<Piece>) -> Plan {
    let conservation = Some(Conservation {
        debut: "2026-10-31".to_owned(),
        fin: Some("2027-11-01".to_owned()),
        regle: "jusqu’à la session suivante".to_owned(),
        sort: Sort::Detruire,
    });
    let notice = Notice {
        genre: "examen".to_owned(),
        document: "Épreuve & sujet".to_owned(),
        dates: Some(("2026-05-12".to_owned(), "2026-05-13".to_owned())),
        acces: Some(Communicabilite {
            debut: "2026-10-31".to_owned(),
            a_partir: "2076-10-31".to_owned(),
            texte: "code du patrimoine".to_owned(),
        }),
    };
    let titre = "E31 & suite <1>".to_owned();
    let lot = Unite { titre, niveau: Niveau::File, conservation, notice, unites: Vec::new(), pieces };
    Plan {
        titre: "Session 2026".to_owned(),
        date: "2026-07-01".to_owned(),
        partie: Partie::Candidat,
        versement: Versement { regle: "APP-00001".to_owned(), ..Versement::default() },
        complete: None,
        racine: Unite {
            titre: "Session 2026".to_owned(),
            niveau: Niveau::RecordGrp,
            conservation: None,
            notice: Notice::default(),
            unites: vec![lot],
            pieces: Vec::new(),
        },
    }
}

fn few() -> Vec<Piece> {
    vec![
        piece(
            "e31/documents/sujet.pdf",
            b"%PDF-1.7\n<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        ),
        piece("e31/entrees/sujet.md", "# Œuvre & <balise>\n".as_bytes()),
        piece("e31/entrees/vide.toml", b""),
    ]
}

fn set(plan: &Plan, profil: Profil) -> Vec<u8> {
    let mut out = Vec::new();
    write_set(plan, profil, &mut out).unwrap();
    out
}

fn look(path: &Path) -> Rapport {
    let demande = Demande { path, cle: None, limits: Limits::default() };
    verifier(&demande, Date::parse("2026-08-01").unwrap(), None).unwrap()
}

fn verified(bytes: &[u8]) -> Rapport {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    look(file.path())
}

/// The names of the checks in a state.
fn which(rapport: &Rapport, etat: Etat) -> Vec<&'static str> {
    rapport.controles.iter().filter(|c| c.etat == etat).map(|c| c.nom).collect()
}

/// What another program says; nothing, loudly, where it is not there.
fn said(command: &mut Command) -> Option<Output> {
    match command.output() {
        Ok(out) => Some(out),
        Err(e) if documents::in_ci() => panic!("{command:?}: {e}"),
        Err(e) => {
            eprintln!("SKIPPED: {command:?}: {e}");
            None
        }
    }
}

/// Names and bytes.
type Entries = Vec<(String, Vec<u8>)>;

/// The entries of a set, as others than liasse could write them again.
fn entries(bytes: &[u8]) -> Entries {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut file, &mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for (name, bytes) in entries {
        writer.begin(name, bytes.len() as u64, crc32fast::hash(bytes)).unwrap();
        writer.bytes(bytes).unwrap();
    }
    writer.finish().unwrap()
}

fn run(args: &[&str], folder: &Path) -> Output {
    program(folder).args(args).output().unwrap()
}

fn ok(out: &Output) {
    assert_eq!(
        out.status.code(),
        Some(0),
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    );
}
