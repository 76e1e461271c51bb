//! The checks of a set, each with a stable name: what is the set's fault (KO) and what is the machine's (FATAL).

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use sha2::{Digest, Sha256, Sha512};

use super::declaration::{Declaration, Objet};
use super::format::Sniffer;
use super::hex;
use super::plan::Partie;
use super::read::{Ensemble, SetError, unsafe_name};
use super::zip::ZipError;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Etat {
    Ok,
    /// Told, and no fault.
    Avertissement,
    /// The set's fault.
    Ko,
    /// The machine's: nothing is known of the set.
    Fatal,
}

/// A check.
#[derive(Clone, Debug, Serialize)]
pub struct Controle {
    /// Stable: programs may rely on it.
    pub nom: &'static str,
    /// The clause that it is of; empty where there is none.
    pub clause: &'static str,
    /// What it checks, in words.
    pub quoi: &'static str,
    pub etat: Etat,
    /// What is wrong, at most some lines of it.
    pub details: Vec<String>,
}

/// Lines of details that are kept.
const DETAILS: usize = 20;

impl Controle {
    /// A check, wrong where there are details.
    pub fn new(
        nom: &'static str,
        clause: &'static str,
        quoi: &'static str,
        wrong: Etat,
        mut details: Vec<String>,
    ) -> Self {
        let etat = if details.is_empty() { Etat::Ok } else { wrong };
        let more = details.len().saturating_sub(DETAILS);
        details.truncate(DETAILS);
        if more > 0 {
            details.push(format!("et {more} de plus"));
        }
        Controle { nom, clause, quoi, etat, details }
    }
}

/// The check that a set could be opened.
pub fn unreadable(error: &SetError) -> Controle {
    readable(fault(error), vec![error.to_string()])
}

fn readable(wrong: Etat, details: Vec<String>) -> Controle {
    Controle::new("ENSEMBLE_LISIBLE", "AR04", "l’ensemble s’ouvre et tient dans ses bornes", wrong, details)
}

/// Whose fault an error is.
fn fault(error: &SetError) -> Etat {
    match error {
        SetError::Io(..) => Etat::Fatal,
        SetError::Set(_) => Etat::Ko,
    }
}

/// Verifies a set: every check, whatever the others find. The declaration comes with them, where there is one.
pub fn verify(ensemble: &Ensemble<'_>) -> (Vec<Controle>, Option<Declaration>) {
    let mut out = vec![readable(Etat::Ko, Vec::new())];
    out.push(names(ensemble));
    let well_formed =
        |wrong, details| Controle::new("MANIFESTE_BIEN_FORME", "AR04", "le manifeste se lit", wrong, details);
    let declaration = match ensemble.declaration() {
        Ok(declaration) => declaration,
        Err(error) => {
            out.push(well_formed(fault(&error), vec![error.to_string()]));
            return (out, None);
        }
    };
    out.push(well_formed(Etat::Ko, Vec::new()));
    out.extend(manifest(&declaration));
    out.extend(completeness(ensemble, &declaration));
    out.extend(contents(ensemble, &declaration));
    if declaration.ours {
        out.push(bytes(ensemble));
    }
    out.push(parts(&declaration));
    (out, Some(declaration))
}

/// What is wrong in the manifest itself.
fn manifest(declaration: &Declaration) -> Vec<Controle> {
    let quoi = "le manifeste a la structure de sa norme";
    // What archives take though the standard does not have it is told, and is no fault.
    let (wrong, details) = match declaration.faults.is_empty() {
        true => (Etat::Avertissement, &declaration.usages),
        false => (Etat::Ko, &declaration.faults),
    };
    let mut out = vec![Controle::new("MANIFESTE_STRUCTURE", "AR04", quoi, wrong, details.clone())];
    if let Some(liens) = &declaration.liens {
        let quoi = "objets, groupes et unités se renvoient l’un à l’autre";
        out.push(Controle::new("MANIFESTE_LIENS", "AR04", quoi, Etat::Ko, liens.clone()));
        let quoi = "le manifeste ne se contredit pas";
        out.push(Controle::new("MANIFESTE_COHERENT", "AR04", quoi, Etat::Ko, declaration.coherence.clone()));
    }
    if let Some(refus) = &declaration.versement {
        let quoi = "le manifeste dit ce qu’un service d’archives demande pour une entrée";
        out.push(Controle::new("VERSEMENT_COMPLET", "AR08", quoi, Etat::Avertissement, refus.clone()));
    }
    out
}

fn names(ensemble: &Ensemble<'_>) -> Controle {
    let mut details = Vec::new();
    let mut seen: HashMap<String, &str> = HashMap::new();
    for item in &ensemble.items {
        if let Some(why) = unsafe_name(&item.name) {
            details.push(format!("« {} » : {why}", shown(&item.name)));
        } else if item.link {
            details.push(format!("« {} » est un lien", shown(&item.name)));
        }
        // Some systems do not tell capitals apart.
        if let Some(other) = seen.insert(item.name.to_lowercase(), &item.name) {
            details.push(format!("« {} » et « {} » sont le même nom", shown(other), shown(&item.name)));
        }
    }
    Controle::new("NOMS_SURS", "AR03", "aucun nom ne sort de l’ensemble, aucun n’y est deux fois", Etat::Ko, details)
}

/// A name that may hold anything, on one line.
fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(120).collect()
}

/// What is listed and absent, what is present and not listed.
fn completeness(ensemble: &Ensemble<'_>, declaration: &Declaration) -> [Controle; 2] {
    let mut absent = Vec::new();
    let mut listed: HashMap<usize, &str> = HashMap::new();
    let mut stranger = Vec::new();
    for objet in &declaration.objets {
        match ensemble.place(objet) {
            None => absent.push(format!("« {} » ({}) est absent", shown(&objet.nom), shown(&objet.uri))),
            Some(i) => {
                if let Some(other) = listed.insert(i, &objet.uri) {
                    stranger.push(format!("« {} » est listé deux fois ({})", shown(&objet.uri), shown(other)));
                }
            }
        }
    }
    let known = |i: usize| listed.contains_key(&i) || declaration.tags.contains(&ensemble.items[i].name);
    let others = (0..ensemble.items.len()).filter(|i| !ensemble.items[*i].folder && !known(*i));
    stranger.extend(others.map(|i| format!("« {} » n’est pas listé", shown(&ensemble.items[i].name))));
    [
        Controle::new("PIECES_PRESENTES", "AR01", "chaque pièce du manifeste est là", Etat::Ko, absent),
        Controle::new("PIECES_DECLAREES", "AR01", "chaque fichier est au manifeste, une fois", Etat::Ko, stranger),
    ]
}

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
fn contents(ensemble: &Ensemble<'_>, declaration: &Declaration) -> Vec<Controle> {
    let mut wanted: HashMap<usize, &Objet> = HashMap::new();
    let all = declaration.objets.iter().chain(&declaration.tag_digests);
    for objet in all {
        if let Some(index) = ensemble.place(objet) {
            wanted.insert(index, objet);
        }
    }
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Found::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(ensemble.items.len().max(1)) {
            scope.spawn(|| {
                let mut reader = match ensemble.reader() {
                    Ok(reader) => reader,
                    Err(e) => return lock(&found).fatal.push(crate::diagnostic::io::in_french(&e)),
                };
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = ensemble.items.get(i) else { return };
                    if item.folder || item.link {
                        continue;
                    }
                    let mut look = Look::new(wanted.get(&i).copied());
                    let read = reader.with(i, |bytes| look.at(bytes));
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

enum Hash {
    Sha256(Sha256),
    Sha512(Sha512),
    None,
}

/// A file that is looked at.
struct Look<'o> {
    objet: Option<&'o Objet>,
    hash: Hash,
    size: u64,
    sniffer: Sniffer,
}

/// Bytes that are read at a time.
const CHUNK: usize = 128 << 10;

impl<'o> Look<'o> {
    fn new(objet: Option<&'o Objet>) -> Self {
        let hash = match objet.map(|o| o.algorithme.replace('-', "").to_ascii_uppercase()).as_deref() {
            Some("SHA512") => Hash::Sha512(Sha512::new()),
            Some("SHA256") => Hash::Sha256(Sha256::new()),
            _ => Hash::None,
        };
        Look { objet, hash, size: 0, sniffer: Sniffer::default() }
    }

    fn at(&mut self, bytes: &mut dyn Read) -> io::Result<()> {
        let mut chunk = vec![0; CHUNK];
        loop {
            let n = match bytes.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            match &mut self.hash {
                Hash::Sha256(hash) => hash.update(&chunk[..n]),
                Hash::Sha512(hash) => hash.update(&chunk[..n]),
                Hash::None => {}
            }
            self.sniffer.see(&chunk[..n]);
            self.size += n as u64;
        }
    }

    fn tell(self, i: usize, name: &str, read: Result<(), ZipError>, found: &Mutex<Found>) {
        let name = shown(self.objet.map_or(name, |o| &o.nom));
        match read {
            Ok(()) => {}
            Err(ZipError::Malformed(why)) => return lock(found).digests.push((i, format!("« {name} » : {why}"))),
            Err(ZipError::Io(e)) => {
                let told = format!("« {name} » : {}", crate::diagnostic::io::in_french(&e));
                return lock(found).fatal.push(told);
            }
        }
        let Some(objet) = self.objet else { return };
        let size = objet.size.filter(|s| *s != self.size);
        let size = size.map(|size| (i, format!("« {name} » a {} octets, {size} sont annoncés", self.size)));
        let digest = match self.hash {
            Hash::Sha256(hash) => hex(&hash.finalize()),
            Hash::Sha512(hash) => hex(&hash.finalize()),
            Hash::None => {
                lock(found).sizes.extend(size);
                let told = format!("« {name} » : « {} » n’est pas un algorithme connu", shown(&objet.algorithme));
                return lock(found).digests.push((i, told));
            }
        };
        match digest == objet.empreinte {
            true => lock(found).proved.extend(size),
            false => lock(found).sizes.extend(size),
        }
        if digest != objet.empreinte {
            lock(found).digests.push((i, format!("« {name} » n’a pas l’empreinte annoncée")));
        }
        if self.sniffer.is_pdf() && !self.sniffer.declares_pdf_a() {
            lock(found).pdfs.push((i, format!("« {name} » ne déclare aucune norme PDF/A")));
        }
    }
}

/// The bytes that are no piece's, in a set that liasse made: their form is frozen.
fn bytes(ensemble: &Ensemble<'_>) -> Controle {
    let (etat, details) = match ensemble.first_difference() {
        Ok(None) => (Etat::Ok, Vec::new()),
        Ok(Some(at)) => (Etat::Ko, vec![format!("l’octet {at} n’est pas celui que liasse écrit")]),
        Err(error) => (fault(&error), vec![error.to_string()]),
    };
    Controle::new(
        "FORME_DES_OCTETS",
        "AR02",
        "les octets entre les pièces sont ceux de la forme de liasse",
        etat,
        details,
    )
}

/// The jury's documents are never with the candidates'.
fn parts(declaration: &Declaration) -> Controle {
    let of = |folder: &str| {
        let ours = format!("/documents/{folder}/");
        let at = |o: &&Objet| match declaration.ours {
            true => o.nom.contains(&ours),
            false => o.nom.split('/').rev().skip(1).any(|segment| segment == folder),
        };
        declaration.objets.iter().filter(at).map(|o| o.nom.as_str()).collect::<Vec<_>>()
    };
    let (jury, candidat) = (of("jury"), of("candidat"));
    let mixed = !jury.is_empty() && (!candidat.is_empty() || declaration.partie == Some(Partie::Candidat));
    let details =
        if mixed { jury.iter().map(|n| format!("« {} » est au jury", shown(n))).collect() } else { Vec::new() };
    let quoi = "les documents du jury ne sont pas avec ceux des candidats";
    Controle::new("PARTIES_SEPAREES", "AR06", quoi, Etat::Ko, details)
}
