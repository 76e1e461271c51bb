//! Writes a set: pieces are digested by several threads, a window ahead of the one that writes them in order; memory is flat
//! and nothing is gone back to, so that the set may be encrypted as it goes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex};

use sha2::{Digest, Sha512};

use super::format::{Format, Sniffer};
use super::plan::{Piece, Plan, Source};
use super::{bagit, hex, seda};
use crate::diagnostic::io::in_french;
use crate::disk::{Place, Stamp};
use crate::zip::Writer;

/// Bytes that are read at a time.
const CHUNK: usize = 128 << 10;
/// Largest piece that is kept in memory from its digest to its writing; a larger one is read twice.
const SMALL: u64 = 2 << 20;
/// Pieces that may be digested and not yet written.
const WINDOW: usize = 16;

/// The form of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profil {
    Seda21,
    Seda22,
    Seda23,
    Bagit,
}

/// Why no set was made.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("{path} ne peut pas être lu : {words}", path = .0.display(), words = in_french(.1))]
    Unreadable(PathBuf, io::Error),
    #[error("{path} a changé pendant la lecture : recommencez quand personne n’y travaille", path = .0.display())]
    Changed(PathBuf),
    #[error("deux pièces s’appellent « {0} »")]
    Twice(String),
    #[error("« {0} » n’est pas un nom de pièce : il est trop long, ou n’est pas le même sur tous les systèmes")]
    Name(String),
    /// The set itself cannot be written.
    #[error("{0}")]
    Write(#[from] io::Error),
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilan {
    pub pieces: usize,
    /// Bytes of the pieces.
    pub bytes: u64,
    /// The identifier of the set, from what it holds.
    pub identifiant: String,
    /// SHA-512, in hexadecimal, of the file that holds the digests of all others: the manifest, or a bag's tag manifest.
    pub empreinte: String,
    /// Its name.
    pub bordereau: String,
}

/// A piece whose bytes were looked at.
#[derive(Clone, Debug)]
pub(super) struct Objet {
    /// Its path in the set, as the plan names it.
    pub nom: String,
    pub size: u64,
    pub sha512: [u8; 64],
    pub format: Format,
}

/// What a look at a piece gave.
struct Looked {
    objet: Objet,
    crc: u32,
    /// The bytes, where they are few.
    bytes: Option<Vec<u8>>,
}

/// Writes the set of `plan`.
///
/// # Errors
/// A piece cannot be read, changes meanwhile, has the name of another; or the set cannot be written.
pub fn write_set(plan: &Plan, profil: Profil, out: impl Write) -> Result<Bilan, ArchiveError> {
    let pieces = plan.racine.all();
    refuse_names(&pieces)?;
    let mut zip = Writer::new(out);
    let top = bagit::top(plan);
    let path = |i: usize, piece: &Piece| match profil {
        Profil::Bagit => format!("{top}/data/{}", piece.nom),
        Profil::Seda21 | Profil::Seda22 | Profil::Seda23 => seda::uri(i, &piece.nom),
    };
    let window = Window::new(pieces.len());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let objets = std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| window.work(&pieces));
        }
        let mut objets = Vec::with_capacity(pieces.len());
        for (i, piece) in pieces.iter().enumerate() {
            let written = window.next(i).and_then(|looked| {
                copy(&mut zip, &path(i, piece), piece, &looked)?;
                Ok(looked.objet)
            });
            match written {
                Ok(objet) => objets.push(objet),
                Err(error) => {
                    window.stop();
                    return Err(error);
                }
            }
        }
        Ok(objets)
    })?;
    let identifiant = identifier(plan, &objets);
    let tags = match profil {
        Profil::Bagit => bagit::tags(plan, &top, &identifiant, &objets),
        Profil::Seda21 => vec![seda::manifest(plan, seda::Version::V21, &identifiant, &objets)?],
        Profil::Seda22 => vec![seda::manifest(plan, seda::Version::V22, &identifiant, &objets)?],
        Profil::Seda23 => vec![seda::manifest(plan, seda::Version::V23, &identifiant, &objets)?],
    };
    let (mut empreinte, mut bordereau) = (String::new(), String::new());
    for mut tag in tags {
        tag.write(&mut zip)?;
        (empreinte, bordereau) = (hex(&tag.sha512), tag.path);
    }
    zip.finish()?.flush()?;
    let bytes = objets.iter().map(|o| o.size).sum();
    Ok(Bilan { pieces: objets.len(), bytes, identifiant, empreinte, bordereau })
}

/// A name must mean the same file on every system, and one file.
fn refuse_names(pieces: &[&Piece]) -> Result<(), ArchiveError> {
    let mut seen = std::collections::HashSet::with_capacity(pieces.len());
    for piece in pieces {
        if piece.nom.len() > 4096 || super::read::unsafe_name(&piece.nom).is_some() {
            return Err(ArchiveError::Name(piece.nom.clone()));
        }
        if !seen.insert(piece.nom.to_lowercase()) {
            return Err(ArchiveError::Twice(piece.nom.clone()));
        }
    }
    Ok(())
}

/// The same pieces of the same plan have the same identifier.
fn identifier(plan: &Plan, objets: &[Objet]) -> String {
    let mut hash = Sha512::new();
    hash.update(plan.titre.as_bytes());
    for objet in objets {
        hash.update(objet.nom.as_bytes());
        hash.update(objet.sha512);
    }
    format!("LIASSE-{}-{}", plan.partie.key().to_uppercase(), &hex(&hash.finalize())[..24].to_uppercase())
}

/// A tag file of a set, its bytes in memory or, where there may be many, on disk.
pub(super) struct Tag {
    pub path: String,
    pub body: Body,
    pub size: u64,
    pub crc: u32,
    pub sha512: [u8; 64],
}

pub(super) enum Body {
    Bytes(Vec<u8>),
    Spool(File),
}

impl Tag {
    pub(super) fn new(path: String, bytes: Vec<u8>) -> Self {
        let (crc, sha512) = (crc32fast::hash(&bytes), Sha512::digest(&bytes).into());
        Tag { path, size: bytes.len() as u64, crc, sha512, body: Body::Bytes(bytes) }
    }

    fn write<W: Write>(&mut self, zip: &mut Writer<W>) -> io::Result<()> {
        zip.begin(&self.path, self.size, self.crc)?;
        match &mut self.body {
            Body::Bytes(bytes) => zip.bytes(bytes),
            Body::Spool(file) => {
                file.seek(SeekFrom::Start(0))?;
                let mut chunk = vec![0; CHUNK];
                loop {
                    match file.read(&mut chunk)? {
                        0 => return Ok(()),
                        n => zip.bytes(&chunk[..n])?,
                    }
                }
            }
        }
    }
}

/// Writes a piece; one that was not kept is read again, and must be the same.
fn copy<W: Write>(zip: &mut Writer<W>, path: &str, piece: &Piece, looked: &Looked) -> Result<(), ArchiveError> {
    zip.begin(path, looked.objet.size, looked.crc)?;
    if let Some(bytes) = &looked.bytes {
        return Ok(zip.bytes(bytes)?);
    }
    let Source::Disk(file) = &piece.source else { unreachable!("bytes in memory are kept") };
    let unreadable = |e| ArchiveError::Unreadable(file.path(), e);
    let (mut reader, _) = file.open().map_err(unreadable)?;
    let (mut crc, mut left) = (crc32fast::Hasher::new(), looked.objet.size);
    let mut chunk = vec![0; CHUNK];
    loop {
        let n = reader.read(&mut chunk).map_err(unreadable)?;
        if n as u64 > left {
            return Err(ArchiveError::Changed(file.path()));
        }
        if n == 0 {
            break;
        }
        crc.update(&chunk[..n]);
        zip.bytes(&chunk[..n])?;
        left -= n as u64;
    }
    match left == 0 && crc.finalize() == looked.crc {
        true => Ok(()),
        false => Err(ArchiveError::Changed(file.path())),
    }
}

/// Reads a piece: its digest, what it is, and its bytes where they are few.
fn look(piece: &Piece) -> Result<Looked, ArchiveError> {
    match &piece.source {
        Source::Bytes(bytes) => Ok(looked(piece, bytes, Some(bytes.clone()))),
        Source::Disk(place) => look_at_file(piece, place),
    }
}

fn looked(piece: &Piece, bytes: &[u8], kept: Option<Vec<u8>>) -> Looked {
    let mut sniffer = Sniffer::default();
    sniffer.see(bytes);
    let (nom, size, format) = (piece.nom.clone(), bytes.len() as u64, sniffer.format(&piece.nom));
    let objet = Objet { nom, size, sha512: Sha512::digest(bytes).into(), format };
    Looked { objet, crc: crc32fast::hash(bytes), bytes: kept }
}

fn look_at_file(piece: &Piece, place: &Place) -> Result<Looked, ArchiveError> {
    let unreadable = |e| ArchiveError::Unreadable(place.path(), e);
    let (mut file, before) = place.open().map_err(unreadable)?;
    let done = if before.size <= SMALL {
        let bytes = whole(&mut file, before.size).map_err(unreadable)?;
        let looked = looked(piece, &bytes, None);
        Looked { bytes: Some(bytes), ..looked }
    } else {
        let (mut hash, mut crc, mut sniffer, mut size) =
            (Sha512::new(), crc32fast::Hasher::new(), Sniffer::default(), 0);
        let mut chunk = vec![0; CHUNK];
        loop {
            let n = file.read(&mut chunk).map_err(unreadable)?;
            if n == 0 {
                break;
            }
            hash.update(&chunk[..n]);
            crc.update(&chunk[..n]);
            sniffer.see(&chunk[..n]);
            size += n as u64;
        }
        let format = sniffer.format(&piece.nom);
        let objet = Objet { nom: piece.nom.clone(), size, sha512: hash.finalize().into(), format };
        Looked { objet, crc: crc.finalize(), bytes: None }
    };
    let after = Stamp::now(&file).map_err(unreadable)?;
    match before == after && done.objet.size == after.size {
        true => Ok(done),
        false => Err(ArchiveError::Changed(place.path())),
    }
}

/// The bytes of a small file of that size, or some more where it has more. One byte more than it should have is asked for each
/// time, so that its end is seen without another read.
fn whole(file: &mut File, size: u64) -> io::Result<Vec<u8>> {
    let size = usize::try_from(size).unwrap_or(0);
    let (mut bytes, mut filled) = (vec![0; size + 1], 0);
    while filled <= size {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        }
        if filled == size {
            break;
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// What was digested, kept in order for the one that writes: never more than a window of it.
struct Window {
    state: Mutex<State>,
    turn: Condvar,
    count: usize,
}

struct State {
    /// The next piece to be looked at.
    next: usize,
    /// How many were taken by the one that writes.
    taken: usize,
    done: BTreeMap<usize, Result<Looked, ArchiveError>>,
    stopped: bool,
}

impl Window {
    fn new(count: usize) -> Self {
        let state = State { next: 0, taken: 0, done: BTreeMap::new(), stopped: false };
        Window { state: Mutex::new(state), turn: Condvar::new(), count }
    }

    /// Looks at pieces until there are no more.
    fn work(&self, pieces: &[&Piece]) {
        const SOUND: &str = "no thread panics while it holds the window";
        loop {
            let mut state = self.state.lock().expect(SOUND);
            while !state.stopped && state.next < self.count && state.next >= state.taken + WINDOW {
                state = self.turn.wait(state).expect(SOUND);
            }
            if state.stopped || state.next >= self.count {
                return;
            }
            let i = state.next;
            state.next += 1;
            drop(state);
            let looked = look(pieces[i]);
            self.state.lock().expect(SOUND).done.insert(i, looked);
            self.turn.notify_all();
        }
    }

    /// What piece `i` is, once it was looked at.
    fn next(&self, i: usize) -> Result<Looked, ArchiveError> {
        const SOUND: &str = "no thread panics while it holds the window";
        let mut state = self.state.lock().expect(SOUND);
        loop {
            if let Some(looked) = state.done.remove(&i) {
                state.taken = i + 1;
                drop(state);
                self.turn.notify_all();
                return looked;
            }
            state = self.turn.wait(state).expect(SOUND);
        }
    }

    fn stop(&self) {
        self.state.lock().expect("no thread panics while it holds the window").stopped = true;
        self.turn.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A large piece is read twice: what changed between the two is told, and so is what grew or shrank.
    #[test]
    fn a_piece_that_changes_while_it_is_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scan.bin");
        let piece = Piece {
            nom: "scan.bin".to_owned(),
            titre: "Numérisation".to_owned(),
            document: "",
            source: Source::Disk(Place::alone(&path).unwrap()),
        };
        let bytes = vec![7u8; SMALL as usize + 10];
        let copied = |now: &[u8]| {
            std::fs::write(&path, &bytes).unwrap();
            let looked = look(&piece).unwrap();
            assert!(looked.bytes.is_none());
            std::fs::write(&path, now).unwrap();
            copy(&mut Writer::new(Vec::new()), "scan.bin", &piece, &looked)
        };
        assert!(copied(&bytes).is_ok());
        let mut other = bytes.clone();
        other[1000] = 8;
        for now in [&other[..], &bytes[1..], &[&bytes[..], b"x"].concat()] {
            assert!(matches!(copied(now), Err(ArchiveError::Changed(_))));
        }
    }
}
