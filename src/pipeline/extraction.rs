//! The pieces of a set, taken out into an empty folder.

use std::io;
use std::path::Path;

use super::ensembles::{Demande, EnsembleError, proved};
use super::output::{self, OutputError};
use crate::archive::{Declaration, Ensemble, EntryError, Partie, unsafe_elsewhere};
use crate::templates::Readers;

/// A file of a set on its way out.
struct Taken {
    index: usize,
    /// As people know it.
    nom: String,
    /// Where it goes.
    path: String,
}

/// What comes out of a set: the files of a bag where they stand in it, so that it is a bag again; the pieces of another set
/// under the names that people know.
fn taken(ensemble: &Ensemble<'_>, declaration: &Declaration) -> Result<Vec<Taken>, EnsembleError> {
    let mut out = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for objet in &declaration.objets {
        let Some(index) = ensemble.place(objet) else { continue };
        // Someone else's manifest may name a piece in any manner.
        let nom = if unsafe_elsewhere(&objet.nom).is_some() { &objet.uri } else { &objet.nom };
        let item = &ensemble.items[index].name;
        let path = match &declaration.base {
            Some(top) => item.strip_prefix(top.as_str()).unwrap_or(item),
            None if seen.insert(nom.to_lowercase()) => nom,
            // Two pieces of one name: each is kept, the later one under its place in the set.
            None => item,
        };
        out.push(Taken { index, nom: nom.clone(), path: path.to_owned() });
    }
    for tag in &declaration.tags {
        let Some(index) = ensemble.find(tag) else { continue };
        let bare = declaration.base.as_deref().and_then(|top| tag.strip_prefix(top)).unwrap_or(tag);
        out.push(Taken { index, nom: bare.to_owned(), path: bare.to_owned() });
    }
    match out.iter().find_map(|t| Some((&t.path, unsafe_elsewhere(&t.path)?))) {
        Some((path, why)) => Err(EnsembleError::Unsafe(path.clone(), why)),
        None => Ok(out),
    }
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
        let mut reader = ensemble.reader()?;
        let mut done = Sortie::default();
        for Taken { index, nom, path } in taken(ensemble, &declaration)? {
            if !wanted(&nom) {
                continue;
            }
            let path = to.join(&path);
            let taken = output::stream::<u64, EnsembleError>(readers, to, &path, |out| {
                let mut taken = 0;
                reader
                    .with(index, |bytes| {
                        taken = io::copy(bytes, out)?;
                        Ok(())
                    })
                    .map_err(|e| match e {
                        EntryError::Damaged(why) => EnsembleError::Damaged(format!("« {nom} » : {why}")),
                        EntryError::Io(source) => OutputError { path: path.clone(), source }.into(),
                    })?;
                Ok(taken)
            })?;
            done.pieces += 1;
            done.bytes += taken;
        }
        Ok(done)
    })?
}
