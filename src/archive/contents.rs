//! What the bytes of the pieces say: sizes, digests, whether PDFs declare their standard. Each file is read once, by many threads.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::digest::DynDigest;

use super::algorithm::Algorithm;
use super::container::{EntryError, Kind};
use super::declaration::{Declaration, Objet};
use super::format::Sniffer;
use super::read::Ensemble;
use super::verify::{Controle, Etat};
use super::{hex, shown};
use crate::diagnostic::io::in_french;

/// What the bytes of the pieces say.
#[derive(Default)]
struct Found {
    sizes: Vec<(usize, String)>,
    /// A size that is wrong in the manifest alone: the digest is that of the piece.
    proved: Vec<(usize, String)>,
    digests: Vec<(usize, String)>,
    pdfs: Vec<(usize, String)>,
    fatal: Vec<String>,
}

/// Sizes, digests and declarations of PDF/A of all pieces, read by as many threads as there are cores.
pub(super) fn contents(ensemble: &Ensemble<'_>, declaration: &Declaration) -> Vec<Controle> {
    // A file may be told more than once, by each algorithm and by several manifests: all of it is checked.
    let mut wanted: HashMap<usize, Vec<&Objet>> = HashMap::new();
    for objet in declaration.objets.iter().chain(&declaration.tag_digests) {
        if let Some(index) = ensemble.place(objet) {
            wanted.entry(index).or_default().push(objet);
        }
    }
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Found::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(ensemble.items.len().max(1)) {
            scope.spawn(|| {
                let mut reader = match ensemble.reader() {
                    Ok(reader) => reader,
                    Err(e) => return lock(&found).fatal.push(in_french(&e)),
                };
                let mut chunk = vec![0; CHUNK];
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = ensemble.items.get(i) else { return };
                    if item.kind != Kind::File {
                        continue;
                    }
                    let mut look = Look::new(wanted.get(&i).map_or(&[], Vec::as_slice));
                    let read = reader.with(i, |bytes| look.at(bytes, &mut chunk));
                    look.tell(i, &item.name, read, &found);
                }
            });
        }
    });
    let Found { mut sizes, proved, digests, pdfs, fatal } =
        found.into_inner().expect("no thread panics while it tells");
    let sorted = |mut all: Vec<(usize, String)>| {
        all.sort();
        all.into_iter().map(|(_, told)| told).collect::<Vec<_>>()
    };
    // What liasse writes is right, or was changed.
    let wrong = if sizes.is_empty() && !declaration.ours { Etat::Avertissement } else { Etat::Ko };
    sizes.extend(proved);
    let mut out = vec![
        Controle::new("TAILLES", "AR02", "chaque pièce a la taille annoncée", wrong, sorted(sizes)),
        Controle::new("EMPREINTES", "AR02", "chaque pièce a l’empreinte annoncée", Etat::Ko, sorted(digests)),
        Controle::new("PDFA_DECLARE", "AR05", "chaque PDF déclare une norme PDF/A", Etat::Avertissement, sorted(pdfs)),
    ];
    if !fatal.is_empty() {
        out.push(Controle::new("LECTURE", "", "l’ensemble se lit jusqu’au bout", Etat::Fatal, fatal));
    }
    out
}

fn lock(found: &Mutex<Found>) -> std::sync::MutexGuard<'_, Found> {
    found.lock().expect("no thread panics while it tells")
}

/// A file that is looked at.
struct Look<'o> {
    /// What is told of it.
    objets: &'o [&'o Objet],
    /// By each algorithm that it is told by, once.
    hashes: Vec<(Algorithm, Box<dyn DynDigest>)>,
    size: u64,
    sniffer: Sniffer,
}

/// Bytes that are read at a time.
const CHUNK: usize = 128 << 10;

impl<'o> Look<'o> {
    fn new(objets: &'o [&'o Objet]) -> Self {
        let mut all: Vec<Algorithm> = objets.iter().filter_map(|o| Algorithm::of(&o.algorithme)).collect();
        all.sort_unstable();
        all.dedup();
        let hashes = all.into_iter().map(|a| (a, a.hasher())).collect();
        Look { objets, hashes, size: 0, sniffer: Sniffer::default() }
    }

    fn at(&mut self, bytes: &mut dyn Read, chunk: &mut [u8]) -> io::Result<()> {
        loop {
            let n = match bytes.read(chunk) {
                Ok(0) => return Ok(()),
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            self.hashes.iter_mut().for_each(|(_, hash)| hash.update(&chunk[..n]));
            self.sniffer.see(&chunk[..n]);
            self.size += n as u64;
        }
    }

    fn tell(self, i: usize, name: &str, read: Result<(), EntryError>, found: &Mutex<Found>) {
        let name = shown(self.objets.first().map_or(name, |o| &o.nom));
        match read {
            Ok(()) => {}
            Err(EntryError::Damaged(why)) => return lock(found).digests.push((i, format!("« {name} » : {why}"))),
            Err(EntryError::Io(e)) => {
                let told = format!("« {name} » : {}", in_french(&e));
                return lock(found).fatal.push(told);
            }
        }
        if self.objets.is_empty() {
            return;
        }
        let digests: Vec<(Algorithm, String)> = self.hashes.into_iter().map(|(a, h)| (a, hex(&h.finalize()))).collect();
        let (mut sizes, mut proved, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for objet in self.objets {
            let size = objet.size.filter(|s| *s != self.size);
            let size = size.map(|size| (i, format!("« {name} » a {} octets, {size} sont annoncés", self.size)));
            let Some(algorithm) = Algorithm::of(&objet.algorithme) else {
                sizes.extend(size);
                wrong.push((i, format!("« {name} » : « {} » n’est pas un algorithme connu", shown(&objet.algorithme))));
                continue;
            };
            if digests.iter().any(|(a, digest)| *a == algorithm && *digest == objet.empreinte) {
                proved.extend(size);
            } else {
                sizes.extend(size);
                wrong.push((i, format!("« {name} » n’a pas l’empreinte annoncée ({})", algorithm.name())));
            }
        }
        let mut found = lock(found);
        found.sizes.extend(sizes);
        found.proved.extend(proved);
        found.digests.extend(wrong);
        if self.sniffer.is_pdf() && !self.sniffer.declares_pdf_a() {
            found.pdfs.push((i, format!("« {name} » ne déclare aucune norme PDF/A")));
        }
    }
}
