//! From folders and their documents to the plan of a set: lots, units, titles, how long each is kept.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::control::{Library, Texts};
use super::manifest::{self, Manifest};
use crate::archive::{Conservation, DESCRIPTION, Niveau, Partie, Piece, Plan, Sort, Source, Unite};
use crate::diagnostic::io::in_french;
use crate::domain::examen::Epreuve;
use crate::domain::{Date, Versement};
use crate::sources::discover::{Found, Kind};
use crate::sources::pack::PackError;
use crate::sources::{DiskFolder, load_dossier, load_examen, load_promotion, load_session};
use crate::templates::{CANDIDAT, CONVOCATIONS, JURY};

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
    /// Why the subject of an exam is not there: what is archived before its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// Whether `build` may be asked that: what `archive` writes in a description, and nothing else that one may hold.
pub fn are_options(options: &[String]) -> bool {
    let is_size = |told: &String| told.parse::<u8>().is_ok();
    match options {
        [] => true,
        [adapte, size, rest @ ..] if adapte == "--adapte" && is_size(size) => are_options(rest),
        [a3, rest @ ..] if a3 == "--a3" => are_options(rest),
        _ => false,
    }
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
        let (lot, titre) = lot(found, demande, library)?;
        let pieces = pieces(found, demande, lot.secret.is_some())?;
        if pieces.is_empty() {
            continue;
        }
        let (pieces, below) = match found.kind {
            Kind::Session => by_dossier(pieces, &format!("{}/{ENTREES}/", found.name)),
            _ => (pieces, Vec::new()),
        };
        unites.push(Unite {
            titre,
            niveau: Niveau::File,
            conservation: lot.conservation.clone(),
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
        Piece { nom: LISEZMOI.to_owned(), source: Source::Bytes(lisezmoi(&description).into_bytes()) },
        Piece { nom: DESCRIPTION.to_owned(), source: Source::Bytes(own) },
    ];
    // One rule for the whole where all its lots have it.
    let mut rules = description.lots.iter().map(|l| &l.conservation);
    let first = rules.next().cloned().flatten();
    let conservation = first.filter(|f| rules.all(|r| r.as_ref() == Some(f)));
    let racine = Unite { titre: titre.clone(), niveau: Niveau::RecordGrp, conservation, unites, pieces };
    let (date, versement, complete) = (demande.date.iso(), demande.versement.clone(), demande.complete.clone());
    let plan = Plan { titre, date, partie: demande.partie, versement, complete, racine };
    Ok(Prepared { plan, without, secrets })
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

/// What a folder is, and its title.
fn lot(found: &Found, demande: &Demande<'_>, library: &Library) -> Result<(Lot, String), PlanError> {
    let unreadable = |e: std::io::Error| PlanError::Unreadable(found.path.clone(), in_french(&e));
    let folder = DiskFolder::open(&found.path).map_err(unreadable)?;
    let mut secret = None;
    let (session, titre, conservation) = match found.kind {
        Kind::Dossier => {
            let candidat = load_dossier(&folder).dossier.candidat;
            let (session, texts) = (candidat.examen.session, library.texts(candidat.diplome())?);
            let asked = Epreuve { statut: candidat.examen.statut, ..Epreuve::default() };
            let kept = is_kept(&texts, session, &asked, "E32", Some("dossiers professionnels"))?;
            let identite = &candidat.identite;
            let nom = format!("{} {}", identite.nom_famille.trim(), identite.prenoms.trim());
            let numero = candidat.examen.numero_candidat.trim();
            let numero = if numero.is_empty() { String::new() } else { format!(" – n° {numero}") };
            (session, format!("{}{numero}", nom.trim()), conservation(&texts, session, found.kind, kept)?)
        }
        Kind::Promotion => {
            let formation = load_promotion(&folder).promotion.reglage.formation;
            let texts = library.texts(formation.diplome())?;
            let conservation = conservation(&texts, formation.session, found.kind, false)?;
            (formation.session, format!("Promotion {}", found.name), conservation)
        }
        Kind::Session => {
            let session = load_session(&folder).session;
            let texts = library.texts(session.diplome())?;
            let annee = session.fichier.session.annee;
            // The dossiers that are kept until the next session are those of candidates in CCF: some of them may be.
            let e32 = texts.referentiel(annee)?;
            let kept = e32.epreuve("E32").is_some_and(|e| e.formes.iter().any(|f| !f.conserve.is_empty()));
            let kept = kept && demande.partie == Partie::Candidat;
            (annee, "Contrôle des dossiers professionnels".to_owned(), conservation(&texts, annee, found.kind, kept)?)
        }
        Kind::Examen => {
            let epreuve = load_examen(&folder).examen.reglage.epreuve;
            let texts = library.texts(epreuve.diplome())?;
            let kept = is_kept(&texts, epreuve.session, &epreuve, epreuve.code.trim(), None)?;
            let titre = format!("{} – {}", epreuve.code.trim(), epreuve.code_sujet.trim());
            secret = still_secret(&epreuve, demande.date).filter(|_| demande.partie == Partie::Candidat);
            (epreuve.session, titre, conservation(&texts, epreuve.session, found.kind, kept)?)
        }
    };
    let conforme = Manifest::read(&demande.documents.join(&found.name)).is_some_and(|m| m.conforming);
    let (nom, genre) = (found.name.clone(), found.kind.name().to_owned());
    Ok((Lot { nom, genre, session, conforme, conservation, secret }, titre))
}

/// Why the subject of an exam may be told to no candidate that day; nothing once its own day is over.
fn still_secret(epreuve: &Epreuve, day: Date) -> Option<String> {
    match epreuve.date {
        None => Some("le jour de l’épreuve n’est pas dit (date, dans examen.toml)".to_owned()),
        Some(date) if day <= date => Some(format!("il est secret jusqu’au {} inclus", date.in_words())),
        Some(_) => None,
    }
}

/// Whether the référentiel wants something of the épreuve kept until the next session, for such candidates.
fn is_kept(
    texts: &Texts,
    session: Option<i32>,
    asked: &Epreuve,
    code: &str,
    what: Option<&str>,
) -> Result<bool, PackError> {
    let referentiel = texts.referentiel(session)?;
    let Some(epreuve) = referentiel.epreuve(code) else { return Ok(false) };
    let formes = asked.colonnes(&referentiel).into_iter().filter_map(|c| epreuve.forme(c.numero));
    let of_form = formes.filter(|f| asked.forme.is_none_or(|told| told == f.nature));
    Ok(of_form.into_iter().any(|f| f.conserve.iter().any(|c| what.is_none_or(|w| w == c))))
}

/// How long a lot is kept: as the référentiel says, or as the office's rule of its kind.
fn conservation(
    texts: &Texts,
    session: Option<i32>,
    kind: Kind,
    kept: bool,
) -> Result<Option<Conservation>, PackError> {
    let regles = texts.pack.conservation()?;
    let Some((session, debut)) = session.and_then(|s| Some((s, regles.fin(s)?))) else { return Ok(None) };
    let after = |years: i32| regles.fin(session + years).map(|d| d.plus_days(1).iso());
    if kept {
        let regle = format!("jusqu’à la session suivante ({})", regles.source);
        return Ok(Some(Conservation { debut: debut.iso(), fin: after(1), regle, sort: Sort::Detruire }));
    }
    Ok(regles.regles.iter().find(|r| r.genre == kind.name()).map(|r| {
        let sort = if r.sort == "detruire" { Sort::Detruire } else { Sort::Conserver };
        let fin = if sort == Sort::Detruire { after(r.annees.into()) } else { None };
        Conservation { debut: debut.iso(), fin, regle: r.texte.clone(), sort }
    }))
}

/// The files of a lot, for the part that is asked: what a candidate may have that day, or what only the jury reads. The inputs
/// of an exam hold its answers: they are the jury's.
fn pieces(found: &Found, demande: &Demande<'_>, secret: bool) -> Result<Vec<Piece>, PlanError> {
    let (jury, exam) = (demande.partie == Partie::Jury, found.kind == Kind::Examen);
    if found.kind == Kind::Session {
        return of_session(found, demande);
    }
    if jury && !exam {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    if jury == exam {
        out.extend(files(&found.path, &format!("{}/{ENTREES}", found.name))?);
    }
    let built = demande.documents.join(&found.name);
    let Some(manifest) = Manifest::read(&built) else { return Ok(out) };
    let of_part = |path: &str| match path.split('/').next().unwrap_or_default() {
        _ if !exam => true,
        JURY => jury,
        CANDIDAT => !jury && !secret,
        CONVOCATIONS => !jury,
        _ => false,
    };
    for file in manifest.files.iter().filter(|f| f.current && of_part(&f.path)) {
        let nom = format!("{}/{DOCUMENTS}/{}", found.name, file.path);
        out.push(Piece { nom, source: Source::Disk(built.join(&file.path)) });
    }
    if jury == exam && !manifest.files.is_empty() {
        let nom = format!("{}/{DOCUMENTS}/{}", found.name, manifest::FILE);
        out.push(Piece { nom, source: Source::Disk(built.join(manifest::FILE)) });
    }
    Ok(out)
}

/// Of a session: the dossiers as they arrived, or what the office holds of their control, which names everybody.
fn of_session(found: &Found, demande: &Demande<'_>) -> Result<Vec<Piece>, PlanError> {
    let unreadable = |e: std::io::Error| PlanError::Unreadable(found.path.clone(), in_french(&e));
    let dossiers = load_session(&DiskFolder::open(&found.path).map_err(unreadable)?).session.dossiers().to_owned();
    let above = format!("{}/{ENTREES}", found.name);
    let received = format!("{above}/{dossiers}/");
    let jury = demande.partie == Partie::Jury;
    let mut out = files(&found.path, &above)?;
    out.retain(|p| p.nom.starts_with(&received) != jury);
    let built = demande.documents.join(&found.name);
    let manifest = Manifest::read(&built).filter(|_| jury);
    for file in manifest.iter().flat_map(|m| &m.files).filter(|f| f.current) {
        let nom = format!("{}/{DOCUMENTS}/{}", found.name, file.path);
        out.push(Piece { nom, source: Source::Disk(built.join(&file.path)) });
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
                unites.push(Unite { titre, niveau: Niveau::File, conservation: None, unites: Vec::new(), pieces });
            }
        }
    }
    (own, unites)
}

/// The files below a folder, sorted; hidden ones are left out.
fn files(root: &Path, above: &str) -> Result<Vec<Piece>, PlanError> {
    let hidden = |e: &walkdir::DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
    let mut out = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|e| !hidden(e)) {
        let entry = entry.map_err(|e| {
            let why = e.io_error().map_or_else(|| "des dossiers en boucle".to_owned(), in_french);
            PlanError::Unreadable(e.path().unwrap_or(root).to_owned(), why)
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            return Err(PlanError::Link(entry.path().to_owned()));
        }
        let below = entry.path().strip_prefix(root).expect("walkdir stays below its root");
        let names: Option<Vec<&str>> = below.iter().map(|c| c.to_str()).collect();
        let names = names.ok_or_else(|| PlanError::NotText(entry.path().to_owned()))?;
        let nom = format!("{above}/{}", names.join("/"));
        out.push(Piece { nom, source: Source::Disk(entry.path().to_owned()) });
    }
    Ok(out)
}

fn lisezmoi(description: &Description) -> String {
    let partie = match description.partie {
        Some(Partie::Jury) => "la partie réservée au jury : elle n’est communiquée à aucun candidat",
        _ => "la partie qui peut être communiquée aux candidats",
    };
    let mut out = format!(
        "{} – {partie}.\n\n\
         Cet ensemble a été fait par {}. Chaque pièce y est avec son empreinte SHA-512 et sa taille, dans le bordereau\n\
         (manifest.xml, norme SEDA) ou dans le manifeste (BagIt).\n\n\
         Pour le vérifier :            liasse verify ENSEMBLE\n\
         et refaire les documents :    liasse verify --deep ENSEMBLE\n\
         Pour en sortir les pièces :   liasse extract ENSEMBLE --to REPERTOIRE\n\n\
         Sans liasse : c’est un zip ordinaire. Dans un ensemble SEDA, les pièces sont dans content/ ; leur nom est dans\n\
         l’élément Filename du bordereau, leur empreinte dans MessageDigest (sha512sum la calcule).\n\n\
         Un répertoire « entrees » contient ce qui a été saisi, un répertoire « documents » les PDF qui en ont été faits.\n\n\
         Contenu :\n",
        description.titre, description.outil
    );
    for lot in &description.lots {
        let without = if lot.conforme { "" } else { " (non conforme : les entrées, sans les documents)" };
        out += &format!("  {} – {}{without}\n", lot.nom, lot.genre);
        if let Some(why) = &lot.secret {
            out += &format!("      sans le sujet : {why}\n");
        }
        if let Some(c) = &lot.conservation {
            let fin =
                c.fin.as_ref().map_or_else(String::new, |_| format!(" ; éliminable à partir du {}", c.fin_in_words()));
            out += &format!("      conservation : {}{fin}\n", c.regle);
        }
    }
    out
}
