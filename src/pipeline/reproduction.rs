//! The documents of a set, made again from its inputs and compared. Of the set goes there only what may vary a document, to places
//! that this program chooses, in a process of its own: no option, no path and no template of a set is ever passed on.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use super::archivage::{DOCUMENTS, Description, ENTREES};
use super::output;
use super::output::temporary::Temporary;
use super::variation::{Variation, may_vary};
use crate::archive::{Controle, Declaration, Ensemble, Etat, Objet, Reader, unsafe_name};
use crate::diagnostic::io::in_french;
use crate::sources::zips::UNFOLDED;
use crate::templates::Readers;

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

    /// The same in a temporary folder, by processes that the system keeps from writing anywhere else. It is in use as long as
    /// one of them lives; they stop with this one, however it ends.
    fn build_in(&self, work: &Temporary, from: PathBuf, to: &Path, options: &[String]) -> io::Result<ExitStatus> {
        let mut command = self.command(&[from], to, options);
        command.env(super::TIED, work.work()).env("TMPDIR", work.work());
        let mut child = command.stdin(Stdio::piped()).stderr(work.share()?).spawn()?;
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
pub(super) fn reproduction(
    ensemble: &Ensemble<'_>,
    declaration: &Declaration,
    description: Option<&Description>,
    atelier: &Atelier,
) -> Controle {
    let Some(description) = description else {
        return controle(
            Etat::Avertissement,
            vec!["l’ensemble n’est pas de liasse : rien ne dit comment le refaire".to_owned()],
        );
    };
    if !declaration.objets.iter().any(|o| within(&o.nom, DOCUMENTS).is_some()) {
        return controle(Etat::Avertissement, vec!["aucun document n’est joint : rien n’est à comparer".to_owned()]);
    }
    // They are written in a file that anybody may have made.
    let Some(variation) = Variation::of(&description.options) else {
        let why = "l’ensemble demande de le refaire avec des options que liasse n’écrit pas : rien n’est refait";
        return controle(Etat::Ko, vec![why.to_owned()]);
    };
    let again = || -> Result<Controle, (Etat, String)> {
        let fatal = |e: io::Error| (Etat::Fatal, in_french(&e));
        let temporary = Temporary::new().map_err(fatal)?;
        let (from, to) = (temporary.work().join(ENTREES), temporary.work().join(DOCUMENTS));
        // One for all pieces.
        let mut reader = ensemble.reader().map_err(|e| (Etat::Ko, in_french(&e)))?;
        let entered = lay(ensemble, declaration, &mut reader, &temporary.work(), &from)?;
        if entered.is_empty() {
            let why = "les entrées ne sont pas dans cet ensemble (celles d’un examen sont dans la partie du jury)";
            return Err((Etat::Avertissement, why.to_owned()));
        }
        let status = atelier.build_in(&temporary, from, &to, &variation.options()).map_err(fatal)?;
        if !matches!(status.code(), Some(0 | 1)) {
            return Err((Etat::Fatal, "les documents n’ont pas pu être refaits".to_owned()));
        }
        Ok(compared(ensemble, declaration, &mut reader, &entered, &to, &description.outil))
    };
    again().unwrap_or_else(|(etat, why)| controle(etat, vec![why]))
}

fn controle(etat: Etat, details: Vec<String>) -> Controle {
    let quoi = "les documents refaits à partir des entrées sont les mêmes, à l’octet";
    Controle::new("REPRODUCTION", "AR02", quoi, etat, details)
}

/// Writes the inputs of the set below `from`; the lots that have some.
fn lay<'d>(
    ensemble: &Ensemble<'_>,
    declaration: &'d Declaration,
    reader: &mut Reader<'_>,
    work: &Path,
    from: &Path,
) -> Result<BTreeSet<&'d str>, (Etat, String)> {
    let mut entered = BTreeSet::new();
    for objet in &declaration.objets {
        let Some((lot, path)) = within(&objet.nom, ENTREES) else { continue };
        if unsafe_name(&objet.nom).is_some() {
            return Err((Etat::Ko, format!("« {} » n’est pas un nom sûr", objet.nom)));
        }
        let mut bytes = input(ensemble, reader, objet).map_err(|why| (Etat::Ko, why))?;
        // That it is there may be told in a document; what it says is not.
        if !may_vary(path, &bytes) {
            bytes.clear();
        }
        let written = output::write_for(Readers::Owner, work, &from.join(lot).join(path), &bytes);
        written.map_err(|e| (Etat::Fatal, e.to_string()))?;
        entered.insert(lot);
    }
    Ok(entered)
}

/// What of the documents of the set is not as it was made again below `to`.
fn compared(
    ensemble: &Ensemble<'_>,
    declaration: &Declaration,
    reader: &mut Reader<'_>,
    entered: &BTreeSet<&str>,
    to: &Path,
    outil: &str,
) -> Controle {
    let (mut details, mut elsewhere) = (Vec::new(), BTreeSet::new());
    let current = concat!("liasse ", env!("CARGO_PKG_VERSION"));
    for objet in &declaration.objets {
        let Some((lot, path)) = within(&objet.nom, DOCUMENTS) else { continue };
        if !entered.contains(lot) {
            elsewhere.insert(lot);
            continue;
        }
        let safe = unsafe_name(&objet.nom).is_none();
        let same = safe && is_again(ensemble, reader, objet, &to.join(lot).join(path));
        // The manifest tells which files are current and when: it is compared as its documents are.
        if !same && !path.ends_with(super::manifest::FILE) {
            details.push(format!("« {} » n’est pas refait le même", objet.nom));
        }
    }
    if !details.is_empty() && outil != current {
        details.push(format!("l’ensemble est de {outil}, ceci est {current}"));
    }
    if details.is_empty() && !elsewhere.is_empty() {
        let told = |lot: &str| format!("« {lot} » : les entrées sont dans un autre ensemble (celui du jury)");
        return controle(Etat::Avertissement, elsewhere.into_iter().map(told).collect());
    }
    controle(Etat::Ko, details)
}

/// The lot and the path of a piece of that folder of it.
fn within<'n>(nom: &'n str, folder: &str) -> Option<(&'n str, &'n str)> {
    nom.split_once(&format!("/{folder}/"))
}

/// The bytes of an input; nothing of one that is longer than any that is read.
fn input(ensemble: &Ensemble<'_>, reader: &mut Reader<'_>, objet: &Objet) -> Result<Vec<u8>, String> {
    let index = ensemble.place(objet).ok_or_else(|| format!("« {} » est absent", objet.nom))?;
    let mut out = Vec::new();
    if ensemble.items[index].size <= UNFOLDED {
        reader.with(index, |bytes| bytes.read_to_end(&mut out).map(drop)).map_err(|e| e.to_string())?;
    }
    Ok(out)
}

/// Whether a piece is the very file that was made again.
fn is_again(ensemble: &Ensemble<'_>, reader: &mut Reader<'_>, objet: &Objet, again: &Path) -> bool {
    let Some(index) = ensemble.place(objet) else { return false };
    let Ok(mut file) = std::fs::File::open(again).map(io::BufReader::new) else { return false };
    let mut same = false;
    let read = reader.with(index, |bytes| {
        let (mut ours, mut theirs) = (vec![0; 64 << 10], vec![0; 64 << 10]);
        loop {
            let n = bytes.read(&mut ours)?;
            if n == 0 {
                same = file.read(&mut theirs[..1])? == 0;
                return Ok(());
            }
            if file.read_exact(&mut theirs[..n]).is_err() || ours[..n] != theirs[..n] {
                return Ok(());
            }
        }
    });
    read.is_ok() && same
}
