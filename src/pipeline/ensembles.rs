//! Archived sets at work: made, opened, verified; made again from their inputs (`reproduction`), taken out (`extraction`).

use std::io;
use std::path::{Path, PathBuf};

use super::archivage::Description;
use super::coffre::{self, Cle, CoffreError, Serrure};
pub use super::extraction::{Sortie, extraire};
use super::output::{self, OutputError};
pub use super::reproduction::Atelier;
use super::reproduction::reproduction;
use crate::archive::Declaration;
use crate::archive::{
    ArchiveError, Bilan, Controle, Ensemble, Etat, Limits, Partie, Plan, Profil, ReadSeek, SetError, unreadable,
    verify, write_set,
};
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
        let open = !coffre::is_shut(self.path)?;
        let limits = Limits { disk: self.limits.disk && open, ..self.limits };
        let ensemble = Ensemble::of_file(self.path, &opener, limits)?;
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
        controles.push(conservation(description.as_ref(), declaration.ours, today));
        if let Some(atelier) = refaire {
            controles.push(reproduction(ensemble, &declaration, description.as_ref(), atelier));
        }
        let empreinte = ensemble.empreinte(&declaration).unwrap_or_default();
        let (forme, identifiant, pieces) = (declaration.forme, declaration.identifiant, declaration.objets.len());
        Rapport { forme, identifiant, pieces, empreinte, controles }
    });
    match looked {
        Err(EnsembleError::Set(error)) => Ok(Rapport::of_none(vec![unreadable(&error)])),
        // An encrypted set that is cut, or changed, is in fault itself.
        Err(EnsembleError::Coffre(error @ CoffreError::Damaged(..))) => {
            Ok(Rapport::of_none(vec![unreadable(&SetError::Set(error.to_string()))]))
        }
        other => other,
    }
}

/// The declaration of a set that every check accepts, or the first check that does not.
pub(super) fn proved(ensemble: &Ensemble<'_>) -> Result<Declaration, String> {
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

fn conservation(description: Option<&Description>, ours: bool, today: Date) -> Controle {
    let today = today.iso();
    let mut details = Vec::new();
    match description {
        None if ours => details.push("l’ensemble ne dit pas jusqu’à quand il est conservé".to_owned()),
        // Whoever made it keeps that elsewhere.
        None => {}
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
