//! From folders and their documents to the plan of a set: lots, units, titles, how long each is kept.

mod lisezmoi;
mod lots;
mod titres;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::control::Library;
use super::manifest::{self, Manifest};
use crate::archive::{Communicabilite, Conservation, DESCRIPTION, Niveau, Notice, Partie, Piece, Plan, Source, Unite};
use crate::diagnostic::io::in_french;
use crate::disk::{self, Opened, Place, Seen, Step};
use crate::domain::{Date, Versement};
use crate::sources::discover::{Found, Kind};
use crate::sources::pack::PackError;
use crate::sources::{DiskFolder, load_session};
use crate::templates::{CANDIDAT, CONVOCATIONS, JURY};
use lots::{Described, document, lot};

/// Folder of what a lot was made from.
pub const ENTREES: &str = "entrees";
/// Folder of the documents of a lot.
pub const DOCUMENTS: &str = "documents";
/// What a person reads first.
const LISEZMOI: &str = "LISEZMOI.txt";
/// Version of the description's shape.
const SCHEMA: u32 = 1;

/// What liasse needs to make a set's documents again, and to tell when it may be eliminated.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Description {
    pub schema: u32,
    pub outil: String,
    pub titre: String,
    pub partie: Option<Partie>,
    /// What `build` was asked besides: `--adapte 16`.
    pub options: Vec<String>,
    pub lots: Vec<Lot>,
}

/// A folder of the set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lot {
    pub nom: String,
    /// `dossier`, `promotion`, `examen`.
    pub genre: String,
    pub session: Option<i32>,
    /// Whether its documents are there: those of a folder with errors are not.
    pub conforme: bool,
    pub conservation: Option<Conservation>,
    /// From when everybody may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acces: Option<Communicabilite>,
    /// Why the subject of an exam is not there: what is archived before its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// Why a set cannot be planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("{path} ne peut pas être lu : {why}", path = .0.display(), why = .1)]
    Unreadable(PathBuf, String),
    #[error("{} est un lien : un ensemble ne contient que des fichiers", .0.display())]
    Link(PathBuf),
    #[error("{} a un nom qui n’est pas du texte", .0.display())]
    NotText(PathBuf),
    #[error("{} : trop de répertoires les uns dans les autres", .0.display())]
    TooDeep(PathBuf),
    #[error(transparent)]
    Pack(#[from] PackError),
}

/// What is asked of a set.
pub struct Demande<'d> {
    pub found: &'d [Found],
    /// Where their documents are: the folder that `build` wrote.
    pub documents: &'d Path,
    pub partie: Partie,
    /// Of the set: what is archived before the day of an exam does not hold its subject.
    pub date: Date,
    pub versement: Versement,
    pub complete: Option<String>,
    pub options: Vec<String>,
}

/// What a set will hold.
pub struct Prepared {
    pub plan: Plan,
    /// Lots that have no document.
    pub without: usize,
    /// Lots whose subject is still secret, each with the reason.
    pub secrets: Vec<(String, String)>,
}

/// The plan of a set.
///
/// # Errors
/// A file cannot be read, or is none.
pub fn plan(demande: &Demande<'_>, library: &Library) -> Result<Prepared, PlanError> {
    let mut lots = Vec::new();
    let mut unites = Vec::new();
    for found in demande.found {
        let manifest = Manifest::read(&demande.documents.join(&found.name));
        let Described { lot, titre, dates, fiches } = lot(found, demande, manifest.as_ref(), library)?;
        let mut pieces = pieces(found, demande, manifest.as_ref(), lot.secret.is_some())?;
        if pieces.is_empty() {
            continue;
        }
        titres::give(&mut pieces, &found.name, &fiches);
        let (pieces, below) = match found.kind {
            Kind::Session => by_dossier(pieces, &format!("{}/{ENTREES}/", found.name)),
            _ => (pieces, Vec::new()),
        };
        unites.push(Unite {
            titre,
            niveau: Niveau::File,
            conservation: lot.conservation.clone(),
            notice: Notice {
                genre: lot.genre.clone(),
                document: document(found.kind).to_owned(),
                dates: dates.map(|(first, last)| (first.iso(), last.iso())),
                acces: lot.acces.clone(),
            },
            unites: below,
            pieces,
        });
        lots.push(lot);
    }
    let titre = titre(&lots);
    let without = lots.iter().filter(|l| !l.conforme).count();
    let secrets = lots.iter().filter_map(|l| Some((l.nom.clone(), l.secret.clone()?))).collect();
    let description = Description {
        schema: SCHEMA,
        outil: concat!("liasse ", env!("CARGO_PKG_VERSION")).to_owned(),
        titre: titre.clone(),
        partie: Some(demande.partie),
        options: demande.options.clone(),
        lots,
    };
    let mut own = serde_json::to_vec_pretty(&description).expect("a description is a plain value");
    own.push(b'\n');
    let pieces = vec![
        own_piece(LISEZMOI, "À lire d’abord", lisezmoi::lisezmoi(&description, &unites).into_bytes()),
        own_piece(DESCRIPTION, "Description de l’ensemble, pour liasse", own),
    ];
    // One rule for the whole where all its lots have it.
    let mut rules = description.lots.iter().map(|l| &l.conservation);
    let first = rules.next().cloned().flatten();
    let conservation = first.filter(|f| rules.all(|r| r.as_ref() == Some(f)));
    let notice = of_all(&unites);
    let racine = Unite { titre: titre.clone(), niveau: Niveau::RecordGrp, conservation, notice, unites, pieces };
    let (date, versement, complete) = (demande.date.iso(), demande.versement.clone(), demande.complete.clone());
    let plan = Plan { titre, date, partie: demande.partie, versement, complete, racine };
    Ok(Prepared { plan, without, secrets })
}

fn own_piece(nom: &str, titre: &str, bytes: Vec<u8>) -> Piece {
    let (nom, titre) = (nom.to_owned(), titre.to_owned());
    Piece { nom, titre, document: "Description de l’ensemble", source: Source::Bytes(bytes) }
}

/// What is said of the whole: its first and last day, the access that all its lots have, and their kind where it is one.
fn of_all(unites: &[Unite]) -> Notice {
    let dates = || unites.iter().filter_map(|u| u.notice.dates.as_ref());
    let first = dates().map(|(first, _)| first).min();
    let last = dates().map(|(_, last)| last).max();
    let same = |other: &Unite, one: &Unite| other.notice.genre == one.notice.genre;
    let genre = unites.first().filter(|one| unites.iter().all(|u| same(u, one))).map(|u| u.notice.genre.clone());
    // The latest day from which one of them may be read.
    let acces = unites
        .iter()
        .all(|u| u.notice.acces.is_some())
        .then(|| unites.iter().filter_map(|u| u.notice.acces.clone()).max_by(|a, b| a.a_partir.cmp(&b.a_partir)));
    Notice {
        genre: genre.unwrap_or_default(),
        document: String::new(),
        dates: first.cloned().zip(last.cloned()),
        acces: acces.flatten(),
    }
}

/// "Session 2026", where all the lots are of one.
fn titre(lots: &[Lot]) -> String {
    let mut sessions: Vec<i32> = lots.iter().filter_map(|l| l.session).collect();
    sessions.sort_unstable();
    sessions.dedup();
    match sessions.as_slice() {
        [] => "Ensemble archivé".to_owned(),
        [one] => format!("Session {one}"),
        [first, .., last] => format!("Sessions {first} à {last}"),
    }
}

/// The files of a lot, for the part that is asked: what a candidate may have that day, or what only the jury reads. The inputs
/// of an exam hold its answers: they are the jury's.
fn pieces(
    found: &Found,
    demande: &Demande<'_>,
    manifest: Option<&Manifest>,
    secret: bool,
) -> Result<Vec<Piece>, PlanError> {
    let (jury, exam) = (demande.partie == Partie::Jury, found.kind == Kind::Examen);
    if found.kind == Kind::Session {
        return of_session(found, demande, manifest);
    }
    if jury && !exam {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    if jury == exam {
        out.extend(files(&found.path, &format!("{}/{ENTREES}", found.name))?);
    }
    let Some(manifest) = manifest else { return Ok(out) };
    let of_part = |path: &str| match path.split('/').next().unwrap_or_default() {
        _ if !exam => true,
        JURY => jury,
        CANDIDAT => !jury && !secret,
        CONVOCATIONS => !jury,
        _ => false,
    };
    let folder = Arc::new(opened(&demande.documents.join(&found.name))?);
    let place = |below: &str| Place { folder: Arc::clone(&folder), below: below.into() };
    for file in manifest.files.iter().filter(|f| f.current && of_part(&f.path)) {
        let nom = format!("{}/{DOCUMENTS}/{}", found.name, file.path);
        out.push(on_disk(nom, place(&file.path)));
    }
    if jury == exam && !manifest.files.is_empty() {
        let nom = format!("{}/{DOCUMENTS}/{}", found.name, manifest::FILE);
        out.push(on_disk(nom, place(manifest::FILE)));
    }
    Ok(out)
}

/// Of a session: the dossiers as they arrived, or what the office holds of their control, which names everybody.
fn of_session(found: &Found, demande: &Demande<'_>, manifest: Option<&Manifest>) -> Result<Vec<Piece>, PlanError> {
    let unreadable = |e: std::io::Error| PlanError::Unreadable(found.path.clone(), in_french(&e));
    let dossiers = load_session(&DiskFolder::open(&found.path).map_err(unreadable)?).session.dossiers().to_owned();
    let above = format!("{}/{ENTREES}", found.name);
    let received = format!("{above}/{dossiers}/");
    let jury = demande.partie == Partie::Jury;
    let mut out = files(&found.path, &above)?;
    out.retain(|p| p.nom.starts_with(&received) != jury);
    let Some(manifest) = manifest.filter(|_| jury) else { return Ok(out) };
    let folder = Arc::new(opened(&demande.documents.join(&found.name))?);
    for file in manifest.files.iter().filter(|f| f.current) {
        let nom = format!("{}/{DOCUMENTS}/{}", found.name, file.path);
        let place = Place { folder: Arc::clone(&folder), below: PathBuf::from(&file.path) };
        out.push(on_disk(nom, place));
    }
    Ok(out)
}

/// A unit for each dossier that arrived as a folder; the other pieces apart.
fn by_dossier(pieces: Vec<Piece>, above: &str) -> (Vec<Piece>, Vec<Unite>) {
    let (mut own, mut unites): (Vec<Piece>, Vec<Unite>) = (Vec::new(), Vec::new());
    for piece in pieces {
        let below = piece.nom.strip_prefix(above).unwrap_or_default();
        let dossier = below.split('/').nth(1).filter(|_| below.split('/').nth(2).is_some()).map(str::to_owned);
        match dossier {
            None => own.push(piece),
            Some(titre) if unites.last().is_some_and(|u| u.titre == titre) => {
                unites.last_mut().expect("just seen").pieces.push(piece);
            }
            Some(titre) => {
                let pieces = vec![piece];
                unites.push(Unite {
                    titre,
                    niveau: Niveau::File,
                    conservation: None,
                    notice: Notice { document: "Dossier reçu".to_owned(), ..Notice::default() },
                    unites: Vec::new(),
                    pieces,
                });
            }
        }
    }
    (own, unites)
}

/// A piece whose title is given later.
fn on_disk(nom: String, place: Place) -> Piece {
    Piece { nom, titre: String::new(), document: "", source: Source::Disk(place) }
}

/// The files below a folder, sorted; hidden ones are left out.
fn files(root: &Path, above: &str) -> Result<Vec<Piece>, PlanError> {
    let folder = Arc::new(opened(root)?);
    let mut out = Vec::new();
    let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    folder.walk(hidden, &mut |Seen { below, step, .. }| {
        let place = Place { folder: Arc::clone(&folder), below: below.to_owned() };
        match step {
            Step::There(disk::Kind::Link | disk::Kind::Device) => return Err(PlanError::Link(place.path())),
            Step::There(_) => {}
            Step::TooDeep => return Err(PlanError::TooDeep(place.path())),
            Step::Shut(e) | Step::Unlisted(e) => return Err(PlanError::Unreadable(place.path(), in_french(&e))),
        }
        let names: Option<Vec<&str>> = below.iter().map(OsStr::to_str).collect();
        let names = names.ok_or_else(|| PlanError::NotText(place.path()))?;
        out.push(on_disk(format!("{above}/{}", names.join("/")), place));
        Ok(())
    })?;
    Ok(out)
}

fn opened(root: &Path) -> Result<Opened, PlanError> {
    Opened::new(root).map_err(|e| PlanError::Unreadable(root.to_owned(), in_french(&e)))
}
