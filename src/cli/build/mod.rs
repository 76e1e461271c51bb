//! `build`: the documents of a folder, or of many, and a table of what was done.

mod foreman;
mod maker;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::guard::{Bounds, Watched};
use super::progress::Progress;
use super::rows::{Row, table};
use super::{CliError, CommandResult, Common, Format, Outcome, Reporting, folders, out, terminal};
use crate::pipeline::TIED;
use crate::pipeline::batch::{self, Trade};
use crate::pipeline::build::{Force, Options, Part};
use crate::pipeline::confinement::confine;
use crate::pipeline::examen::Papiers;
use crate::sources::discover::{Found, Kind};
use crate::templates::{Mode, Presentation};
use foreman::{Foreman, serve};
pub use maker::damaged;
use maker::{Maker, Several};

/// Contrôler puis produire les PDF d’un dossier, ou de tous ceux d’un répertoire
#[derive(clap::Args)]
#[command(
    visible_alias = "generer",
    before_help = "\
Exemples :
  liasse generer mon-dossier
  liasse generer mon-dossier --brouillon      les pages telles qu’elles sont
  liasse generer promotion/ --out remise      tous les dossiers d’un répertoire
  liasse generer promotion/ --only conventions --jobs 4
"
)]
pub struct Args {
    /// Dossiers à produire, ou répertoires qui en contiennent
    #[arg(value_name = "DOSSIER", required = true)]
    dirs: Vec<PathBuf>,
    #[command(flatten)]
    documents: Documents,
    /// Ne produire qu’une partie : dossier, pieces ou compte-rendu d’un dossier ; conventions, avenants, certificats,
    /// attestations, impression ou envois d’une promotion ; sujet ou convocations d’un examen
    #[arg(long, value_name = "PARTIE", hide_possible_values = true)]
    only: Option<Only>,
    /// Faire aussi le sujet d’un examen en caractères plus grands, plus espacés : 16 ou 20 points
    #[arg(long, value_name = "POINTS", value_parser = clap::value_parser!(u8).range(12..=40))]
    adapte: Vec<u8>,
    /// Le sujet adapté sur des feuilles A3
    #[arg(long, requires = "adapte")]
    a3: bool,
    /// Ne faire que cette variante du sujet d’un examen (toutes si rien n’est dit)
    #[arg(long, value_name = "NOM")]
    variante: Vec<String>,
    /// Refaire aussi ce qui est à jour
    #[arg(long)]
    force: bool,
    /// Nombre de processus qui travaillent en même temps (un par cœur si rien n’est dit)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    #[command(flatten)]
    bounds: Bounds,
    /// Écrire aussi les sources Typst et leurs données dans ce répertoire
    #[arg(long, value_name = "REPERTOIRE")]
    emit_typst: Option<PathBuf>,
    #[command(flatten)]
    reporting: Reporting,
}

impl Args {
    /// The papers of an exam that are asked for.
    fn papiers(&self) -> Papiers {
        let adapte = |corps: &u8| Presentation { corps: *corps, a3: self.a3, aeree: true };
        Papiers { adaptes: self.adapte.iter().map(adapte).collect(), variantes: self.variante.clone() }
    }
}

/// What `build` and `watch` have in common.
#[derive(clap::Args)]
pub struct Documents {
    /// Répertoire de sortie
    #[arg(long, value_name = "REPERTOIRE", default_value = "output", hide_default_value = true)]
    pub out: PathBuf,
    /// Rendre tout ce qui est là, avec « [À COMPLÉTER] » et une marque sur chaque page (dans brouillon/)
    #[arg(long)]
    pub brouillon: bool,
}

impl Documents {
    pub fn mode(&self) -> Mode {
        if self.brouillon { Mode::Draft } else { Mode::Final }
    }

    /// Where the documents of a folder go: a draft never stands where a final one would.
    pub fn target(&self, name: &str) -> PathBuf {
        let folder = self.out.join(name);
        if self.brouillon { folder.join("brouillon") } else { folder }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    Dossier,
    Pieces,
    CompteRendu,
    Conventions,
    Avenants,
    Certificats,
    Attestations,
    Impression,
    Envois,
    Sujet,
    Convocations,
}

impl Only {
    fn part(self) -> Part {
        match self {
            Only::Dossier => Part::Dossier,
            Only::Pieces => Part::Pieces,
            Only::CompteRendu => Part::CompteRendu,
            Only::Conventions => Part::Conventions,
            Only::Avenants => Part::Avenants,
            Only::Certificats => Part::Certificats,
            Only::Attestations => Part::Attestations,
            Only::Impression => Part::Impression,
            Only::Envois => Part::Envois,
            Only::Sujet => Part::Sujet,
            Only::Convocations => Part::Convocations,
        }
    }
}

/// How many times the time of one document a dossier may take: some twenty documents.
pub const DOSSIER_SIZE: u32 = 5;

/// What was done with one folder.
#[derive(Serialize, Deserialize)]
struct Done {
    /// What is printed of it.
    text: String,
    row: Row,
    /// What the machine or a template failed at.
    trouble: Vec<String>,
}

impl Done {
    /// A folder that could not be built.
    fn lost(found: &Found, why: String) -> Self {
        Done { text: String::new(), row: Row::lost(found, "non produit"), trouble: vec![why] }
    }

    /// A folder whose turn did not come before the user stopped.
    fn stopped(found: &Found) -> Self {
        Done { text: String::new(), row: Row::lost(found, "interrompu"), trouble: Vec::new() }
    }
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    if let Some((Trade::Documents, budget)) = batch::received() {
        serve(budget, args, common);
        return Ok(Outcome::Conforming);
    }
    if let Some(folder) = std::env::var_os(TIED) {
        // Before anything of the set is read, and before there is another thread; its workers are held as it is.
        confine(Some(Path::new(&folder))).map_err(|e| CliError::Environment(format!("confinement : {e}")))?;
        end_with_parent();
    }
    let found = folders::find(&args.dirs)?;
    refuse_collisions(&found)?;
    refuse_other_parts(args.only, &found)?;
    let progress = Progress::of(found.len());
    let (mut rows, mut trouble) = (Vec::new(), Vec::new());
    let mut tell = |done: Done| {
        progress.print(&done.text);
        progress.folder();
        rows.push(done.row);
        trouble.extend(done.trouble);
    };
    let stop = Arc::new(AtomicBool::new(false));
    let watched = Watched::within(args.bounds.budget());
    match found.as_slice() {
        [one] if one.kind == Kind::Dossier => {
            let mut maker = Maker::new(args, common, Several::No)?;
            tell(watched.at(&[&one.path], DOSSIER_SIZE, || maker.make(one, terminal::stdout_style())));
        }
        all => Foreman::new(args, common, Arc::clone(&stop), &progress, watched)?.make(all, &mut tell),
    }
    progress.end();
    if args.reporting.format == Format::Human {
        out::text(&table(&rows, &args.documents.out));
    }
    match () {
        () if stop.load(Ordering::Relaxed) => {
            out::aside("interrompu : ce qui est produit est entier ; la même commande reprend où elle s’est arrêtée");
            Ok(Outcome::Interrupted)
        }
        () if !trouble.is_empty() => Err(CliError::Environment(trouble.join("\nerreur : "))),
        () if rows.iter().all(|r| r.good) => Ok(Outcome::Conforming),
        () => Ok(Outcome::NotConforming),
    }
}

/// Stops this process when the one that waits for it is gone, however it went.
fn end_with_parent() {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        std::process::exit(130);
    });
}

fn options(args: &Args) -> Options {
    Options {
        mode: args.documents.mode(),
        only: args.only.map(Only::part),
        force: if args.force { Force::Yes } else { Force::No },
        strictness: args.reporting.strictness(),
        emit: args.emit_typst.clone(),
    }
}

/// Two folders of the same name would write the same files.
fn refuse_collisions(found: &[Found]) -> Result<(), CliError> {
    for (i, one) in found.iter().enumerate() {
        // Names are compared as Windows and macOS compare them.
        if let Some(other) = found[..i].iter().find(|o| o.name.to_lowercase() == one.name.to_lowercase()) {
            return Err(CliError::Usage(format!(
                "{} et {} iraient dans la même sortie « {} » : produisez-les séparément avec --out",
                other.path.display(),
                one.path.display(),
                one.name
            )));
        }
    }
    Ok(())
}

/// A part that none of the folders has would be a build of nothing.
fn refuse_other_parts(only: Option<Only>, found: &[Found]) -> Result<(), CliError> {
    let Some(only) = only else { return Ok(()) };
    let kind = only.part().kind();
    let whose = match kind {
        Kind::Dossier => "d’un dossier de candidat",
        Kind::Promotion => "d’une promotion",
        Kind::Examen => "d’un examen",
        Kind::Session => "d’une session",
    };
    if found.iter().any(|f| f.kind == kind) {
        return Ok(());
    }
    let name = only.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned());
    Err(CliError::Usage(format!("--only {name} : c’est une partie {whose}, et aucun n’est donné")))
}
