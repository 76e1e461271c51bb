//! Archived sets at work: made, opened, verified to the bytes of what they were made from, taken out again.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use super::archivage::{DOCUMENTS, Description, ENTREES, are_options};
use super::coffre::{self, Cle, CoffreError, Serrure};
use super::output::temporary::Temporary;
use super::output::{self, OutputError};
use crate::archive::{
    ArchiveError, Bilan, Controle, Declaration, Ensemble, Etat, Limits, Objet, Partie, Plan, Profil, ReadSeek, Reader,
    SetError, unreadable, unsafe_name, verify, write_set,
};
use crate::diagnostic::io::in_french;
use crate::domain::Date;
use crate::templates::Readers;

/// Why a set could not be made or taken out.
#[derive(Debug, thiserror::Error)]
pub enum EnsembleError {
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Coffre(#[from] CoffreError),
    #[error(transparent)]
    Set(#[from] SetError),
    #[error("{path} n’est pas vide : les pièces ne sont mises que dans un répertoire vide", path = .0.display())]
    NotEmpty(PathBuf),
    #[error("« {0} » : {1} ; rien n’est écrit")]
    Unsafe(String, &'static str),
    #[error("l’ensemble ne se vérifie pas, rien n’en est extrait : {0} ; voyez liasse verify")]
    Damaged(String),
    #[error("{path} ne se vérifie pas, rien de ce qu’il dit n’est cru : {0} ; voyez liasse prouver", path = .1.display())]
    Unproved(String, PathBuf),
}

impl From<io::Error> for EnsembleError {
    fn from(error: io::Error) -> Self {
        EnsembleError::Archive(ArchiveError::Write(error))
    }
}

/// Makes the set of `plan` at `path`.
///
/// # Errors
/// A piece cannot be read or changes meanwhile, the set is there already or cannot be written; nothing is left then.
pub fn make(plan: &Plan, profil: Profil, serrure: Option<&Serrure>, path: &Path) -> Result<Bilan, EnsembleError> {
    let readers = if plan.partie == Partie::Jury { Readers::Owner } else { Readers::All };
    let root = path.parent().unwrap_or(Path::new(""));
    let done = output::stream(readers, root, path, |out| match serrure {
        None => Ok::<_, EnsembleError>(write_set(plan, profil, out)?),
        Some(serrure) => serrure.shut(out, |out| Ok(write_set(plan, profil, out)?)),
    });
    done.map_err(|error| match error {
        // What cannot be written has its path.
        EnsembleError::Archive(ArchiveError::Write(source)) => OutputError { path: path.to_owned(), source }.into(),
        other => other,
    })
}

/// How a set is looked at.
pub struct Demande<'d> {
    pub path: &'d Path,
    pub cle: Option<&'d Cle>,
    pub limits: Limits,
}

impl Demande<'_> {
    /// Opens the set and hands it over.
    ///
    /// # Errors
    /// It stays shut, or is none.
    pub fn with<T>(&self, use_it: impl FnOnce(&Ensemble<'_>) -> T) -> Result<T, EnsembleError> {
        if self.path.is_dir() {
            return Ok(use_it(&Ensemble::of_folder(self.path, self.limits)?));
        }
        // Opened once before, so that a wrong key is told as such.
        drop(coffre::open(self.path, self.cle)?);
        let opener =
            || -> io::Result<Box<dyn ReadSeek>> { coffre::open(self.path, self.cle).map_err(io::Error::other) };
        let ensemble = Ensemble::of_zip(self.path, &opener, self.limits)?;
        Ok(use_it(&ensemble))
    }
}

/// What was found of a set.
pub struct Rapport {
    pub forme: String,
    pub identifiant: String,
    pub pieces: usize,
    /// SHA-512 of the manifest, which holds the digests of all pieces.
    pub empreinte: String,
    pub controles: Vec<Controle>,
}

impl Rapport {
    /// Of a set that tells nothing.
    fn of_none(controles: Vec<Controle>) -> Self {
        let nothing = String::new;
        Rapport { forme: nothing(), identifiant: nothing(), pieces: 0, empreinte: nothing(), controles }
    }

    /// The gravest state.
    pub fn etat(&self) -> Etat {
        self.controles.iter().map(|c| c.etat).max().unwrap_or(Etat::Ok)
    }
}

/// Verifies a set; `refaire`, where it is given, makes the documents of a folder of inputs again in another folder.
///
/// # Errors
/// It stays shut. What is wrong in it is in the report.
pub fn verifier(demande: &Demande<'_>, today: Date, refaire: Option<&Atelier>) -> Result<Rapport, EnsembleError> {
    let looked = demande.with(|ensemble| {
        let (mut controles, declaration) = verify(ensemble);
        let Some(declaration) = declaration else {
            return Rapport::of_none(controles);
        };
        let description = description(ensemble, &declaration);
        controles.push(conservation(description.as_ref(), today));
        if let Some(atelier) = refaire {
            controles.push(reproduction(ensemble, &declaration, description.as_ref(), atelier));
        }
        let (forme, identifiant, pieces) = (declaration.forme, declaration.identifiant, declaration.objets.len());
        Rapport { forme, identifiant, pieces, empreinte: ensemble.empreinte().unwrap_or_default(), controles }
    });
    match looked {
        Err(EnsembleError::Set(error)) => Ok(Rapport::of_none(vec![unreadable(&error)])),
        other => other,
    }
}

/// The declaration of a set that every check accepts, or the first check that does not.
fn proved(ensemble: &Ensemble<'_>) -> Result<Declaration, String> {
    let (controles, declaration) = verify(ensemble);
    match (controles.iter().find(|c| c.etat >= Etat::Ko), declaration) {
        (None, Some(declaration)) => Ok(declaration),
        (Some(wrong), _) => Err(format!("{} ({})", wrong.nom, wrong.details.first().map_or("", String::as_str))),
        (None, None) => Err("il n’a pas de bordereau".to_owned()),
    }
}

/// What liasse wrote of a set for itself, once the whole set was verified; nothing where it says nothing.
///
/// # Errors
/// It stays shut, or does not verify.
pub fn proved_description(demande: &Demande<'_>) -> Result<Option<Description>, EnsembleError> {
    demande.with(|ensemble| {
        let declaration = proved(ensemble).map_err(|why| EnsembleError::Unproved(why, demande.path.to_owned()))?;
        Ok(description(ensemble, &declaration))
    })?
}

/// What liasse wrote of a set for itself; nothing where it did not make it, or where that is damaged.
fn description(ensemble: &Ensemble<'_>, declaration: &Declaration) -> Option<Description> {
    serde_json::from_str(&ensemble.description(declaration).ok()??).ok()
}

fn conservation(description: Option<&Description>, today: Date) -> Controle {
    let today = today.iso();
    let mut details = Vec::new();
    match description {
        None => details.push("l’ensemble ne dit pas jusqu’à quand il est conservé".to_owned()),
        Some(description) => {
            for lot in &description.lots {
                match &lot.conservation {
                    None => details.push(format!("« {} » : aucune durée n’est dite", lot.nom)),
                    Some(c) if c.fin.as_ref().is_some_and(|fin| *fin <= today) => {
                        details.push(format!(
                            "« {} » : éliminable depuis le {}, {}",
                            lot.nom,
                            c.fin_in_words(),
                            c.regle
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    Controle::new(
        "CONSERVATION",
        "AR07",
        "une durée de conservation est dite et court encore",
        Etat::Avertissement,
        details,
    )
}

/// The program that makes documents again.
pub struct Atelier {
    pub program: PathBuf,
    /// What it is called with besides, such as a pack.
    pub arguments: Vec<std::ffi::OsString>,
}

impl Atelier {
    /// Builds the folders below `from` into `to`.
    ///
    /// # Errors
    /// The program cannot be run.
    pub fn build(&self, from: &[PathBuf], to: &Path, options: &[String]) -> io::Result<ExitStatus> {
        self.command(from, to, options).stdin(Stdio::null()).stderr(Stdio::null()).status()
    }

    /// The same in a temporary folder, which is in use as long as one of the processes that work there lives; they stop with
    /// this one, however it ends.
    fn build_in(&self, work: &Temporary, from: PathBuf, to: &Path, options: &[String]) -> io::Result<ExitStatus> {
        let mut command = self.command(&[from], to, options);
        let mut child = command.env(super::TIED, "").stdin(Stdio::piped()).stderr(work.share()?).spawn()?;
        // Closed by the system too, when this process is killed: the other one waits for nothing else.
        let tie = child.stdin.take();
        let status = child.wait();
        drop(tie);
        status
    }

    fn command(&self, from: &[PathBuf], to: &Path, options: &[String]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("build").args(from).arg("--out").arg(to).args(["--format", "short"]).args(options);
        command.args(&self.arguments).stdout(Stdio::null());
        command
    }
}

/// Makes the documents again from the inputs of the set, and compares the bytes.
fn reproduction(
    ensemble: &Ensemble<'_>,
    declaration: &Declaration,
    description: Option<&Description>,
    atelier: &Atelier,
) -> Controle {
    let quoi = "les documents refaits à partir des entrées sont les mêmes, à l’octet";
    let control = |etat, details| Controle::new("REPRODUCTION", "AR02", quoi, etat, details);
    let fatal = |why: String| control(Etat::Fatal, vec![why]);
    let Some(description) = description else {
        return control(
            Etat::Avertissement,
            vec!["l’ensemble n’est pas de liasse : rien ne dit comment le refaire".to_owned()],
        );
    };
    if !declaration.objets.iter().any(|o| within(&o.nom, DOCUMENTS).is_some()) {
        return control(Etat::Avertissement, vec!["aucun document n’est joint : rien n’est à comparer".to_owned()]);
    }
    // They are written in a file that anybody may have made.
    if !are_options(&description.options) {
        let why = "l’ensemble demande de le refaire avec des options que liasse n’écrit pas : rien n’est refait";
        return control(Etat::Ko, vec![why.to_owned()]);
    }
    let temporary = match Temporary::new() {
        Ok(temporary) => temporary,
        Err(e) => return fatal(in_french(&e)),
    };
    let work = temporary.work();
    let (from, to) = (work.join(ENTREES), work.join(DOCUMENTS));
    // One for all pieces: each opening of an encrypted set derives its key again.
    let mut reader = match ensemble.reader() {
        Ok(reader) => reader,
        Err(e) => return control(Etat::Ko, vec![in_french(&e)]),
    };
    let mut entered = BTreeSet::new();
    for objet in &declaration.objets {
        let Some((lot, path)) = within(&objet.nom, ENTREES) else { continue };
        if unsafe_name(&objet.nom).is_some() {
            return control(Etat::Ko, vec![format!("« {} » n’est pas un nom sûr", objet.nom)]);
        }
        let bytes = match read(ensemble, &mut reader, objet) {
            Ok(bytes) => bytes,
            Err(why) => return control(Etat::Ko, vec![why]),
        };
        if let Err(e) = output::write_for(Readers::Owner, &work, &from.join(lot).join(path), &bytes) {
            return fatal(e.to_string());
        }
        entered.insert(lot);
    }
    if entered.is_empty() {
        let why = "les entrées ne sont pas dans cet ensemble (celles d’un examen sont dans la partie du jury)";
        return control(Etat::Avertissement, vec![why.to_owned()]);
    }
    match atelier.build_in(&temporary, from, &to, &description.options) {
        Ok(status) if matches!(status.code(), Some(0 | 1)) => {}
        Ok(_) => return fatal("les documents n’ont pas pu être refaits".to_owned()),
        Err(e) => return fatal(in_french(&e)),
    }
    let (mut details, mut elsewhere) = (Vec::new(), BTreeSet::new());
    let current = concat!("liasse ", env!("CARGO_PKG_VERSION"));
    for objet in &declaration.objets {
        let Some((lot, path)) = within(&objet.nom, DOCUMENTS) else { continue };
        if !entered.contains(lot) {
            elsewhere.insert(lot);
            continue;
        }
        let same = read(ensemble, &mut reader, objet)
            .is_ok_and(|bytes| std::fs::read(to.join(lot).join(path)).is_ok_and(|again| again == bytes));
        // The manifest tells which files are current and when: it is compared as its documents are.
        if !same && !path.ends_with(super::manifest::FILE) {
            details.push(format!("« {} » n’est pas refait le même", objet.nom));
        }
    }
    if !details.is_empty() && description.outil != current {
        details.push(format!("l’ensemble est de {}, ceci est {current}", description.outil));
    }
    if details.is_empty() && !elsewhere.is_empty() {
        let told = |lot: &str| format!("« {lot} » : les entrées sont dans un autre ensemble (celui du jury)");
        return control(Etat::Avertissement, elsewhere.into_iter().map(told).collect());
    }
    control(Etat::Ko, details)
}

/// The lot and the path of a piece of that folder of it.
fn within<'n>(nom: &'n str, folder: &str) -> Option<(&'n str, &'n str)> {
    nom.split_once(&format!("/{folder}/"))
}

fn read(ensemble: &Ensemble<'_>, reader: &mut Reader<'_>, objet: &Objet) -> Result<Vec<u8>, String> {
    let index = ensemble.place(objet).ok_or_else(|| format!("« {} » est absent", objet.nom))?;
    let mut out = Vec::new();
    reader.with(index, |bytes| bytes.read_to_end(&mut out).map(drop)).map_err(|e| e.to_string())?;
    Ok(out)
}

/// What was taken out of a set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sortie {
    pub pieces: usize,
    pub bytes: u64,
}

/// Takes the pieces of a set out into the empty folder `to`, under the names that people know; those that `wanted` wants.
/// A set that does not verify gives nothing.
///
/// # Errors
/// The folder is not empty, a name is not safe, the set is damaged, or a file cannot be written.
pub fn extraire(demande: &Demande<'_>, to: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Sortie, EnsembleError> {
    if std::fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some()) || to.is_file() {
        return Err(EnsembleError::NotEmpty(to.to_owned()));
    }
    demande.with(|ensemble| {
        let declaration = proved(ensemble).map_err(EnsembleError::Damaged)?;
        let readers = if declaration.partie == Some(Partie::Jury) { Readers::Owner } else { Readers::All };
        if readers == Readers::Owner {
            output::close(to)?;
        }
        let mut names: Vec<(usize, String)> = Vec::new();
        for objet in &declaration.objets {
            // Someone else's manifest may name a piece in any manner.
            let nom = if unsafe_name(&objet.nom).is_some() { &objet.uri } else { &objet.nom };
            if let Some(why) = unsafe_name(nom) {
                return Err(EnsembleError::Unsafe(nom.clone(), why));
            }
            names.extend(ensemble.place(objet).map(|i| (i, nom.clone())));
        }
        let tags = declaration.tags.iter().filter_map(|t| Some((ensemble.find(t)?, t.clone())));
        names.extend(tags);
        let mut seen = std::collections::HashSet::new();
        let mut done = Sortie::default();
        let mut reader = ensemble.reader()?;
        for (index, nom) in names.into_iter().filter(|(_, nom)| wanted(nom)) {
            // Two pieces of one name: each is kept, the later one under its place in the set.
            let nom = if seen.insert(nom.to_lowercase()) { nom } else { ensemble.items[index].name.clone() };
            let path = to.join(&nom);
            let taken = output::stream::<u64, EnsembleError>(readers, to, &path, |out| {
                let mut taken = 0;
                reader
                    .with(index, |bytes| {
                        taken = io::copy(bytes, out)?;
                        Ok(())
                    })
                    .map_err(|e| EnsembleError::Damaged(format!("« {nom} » : {e}")))?;
                Ok(taken)
            })?;
            done.pieces += 1;
            done.bytes += taken;
        }
        Ok(done)
    })?
}
