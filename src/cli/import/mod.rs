//! `import`: from a school's exports to the promotion of a class, or to the folders of its candidates.

mod candidats;
mod promotion;
mod words;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::guard::{Bounds, Watched};
use super::{CliError, CommandResult, Common, Outcome, init, out};
use crate::diagnostic::io::in_french;
use crate::domain::candidat::{DIPLOME, Statut};
use crate::domain::promotion::FILE as PROMOTION;
use crate::domain::referentiel::Referentiel;
use crate::domain::reglages::Reglages;
use crate::pipeline::import::fichier::Forme;
use crate::pipeline::import::{Edited, select};
use crate::pipeline::output;
use crate::sources::import::journal::{Present, existing, present};
use crate::sources::import::{Lecture, Tableau, load};
use crate::sources::pack::PackError;

/// Commencer la promotion d’une classe, ou les dossiers de ses candidats, avec les exports de l’établissement
#[derive(clap::Args)]
#[command(
    visible_alias = "importer",
    before_help = "\
Exemples :
  liasse importer eleves.csv --to ma-promotion --dry-run
  liasse importer ElevesAvecAdresses.xml ResponsablesAvecAdresses.xml Structures.xml Communs.xml --to ma-promotion
  liasse importer export.zip cyclades.csv --to ma-promotion --class 2ASS1 --session 2027
  liasse importer eleves.xlsx --to ma-promotion --format xlsx
  liasse importer export.zip cyclades.csv --to dossiers --as candidats
"
)]
pub struct Args {
    /// Exports : XML de SIECLE (même dans leur zip), liste simple de Cyclades, CSV, XLSX ou ODS ; ils se complètent
    #[arg(value_name = "FICHIER", required = true)]
    files: Vec<PathBuf>,
    /// Dossier où écrire
    #[arg(long, value_name = "DOSSIER")]
    to: PathBuf,
    /// Ce qui est écrit : promotion (les tableaux d’une classe, pour ses conventions), ou candidats (un dossier d’examen
    /// par personne, rangé par classe)
    #[arg(long = "as", value_name = "FORME", default_value = "promotion", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    target: Target,
    /// Forme des tableaux d’une nouvelle promotion : csv (par défaut), xlsx ou ods ; ceux qui sont déjà là gardent la leur
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<TableFormat>,
    /// Ne prendre que cette classe
    #[arg(long, value_name = "CLASSE")]
    class: Option<String>,
    /// Dire ce qui serait fait, sans rien écrire
    #[arg(long)]
    dry_run: bool,
    /// Écrire ce que disent les exports dans le tableau des étudiants, ou dans les « candidat.toml », même si la cellule ou le
    /// fichier ont été modifiés à la main ; le reste ne l’est jamais
    #[arg(long)]
    force: bool,
    /// Statut de tous, quoi que disent les fichiers (par défaut : le leur, sinon scolaire)
    #[arg(long, value_name = "STATUT")]
    statut: Option<String>,
    /// Année de la session d’examen (par défaut : la prochaine)
    #[arg(long, value_name = "ANNEE", value_parser = clap::value_parser!(i32).range(2000..=2100))]
    session: Option<i32>,
    #[command(flatten)]
    bounds: Bounds,
}

/// What the records become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    Promotion,
    Candidats,
}

/// The form of a table's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    Csv,
    Xlsx,
    Ods,
}

impl From<TableFormat> for Forme {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Csv => Forme::Csv,
            TableFormat::Xlsx => Forme::Xlsx,
            TableFormat::Ods => Forme::Ods,
        }
    }
}

/// What everything that is written is made with.
struct Making<'t> {
    referentiel: &'t Referentiel,
    reglages: &'t Reglages,
    session: i32,
    statut: Option<Statut>,
    edited: Edited,
    /// The tables that stand in the exports beside the pupils.
    tableaux: &'t [Tableau],
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    Watched::within(args.bounds.budget()).at(&args.files, 1, || imported(args, common))
}

fn imported(args: &Args, common: &Common) -> CommandResult {
    let statut = args.statut.as_deref().map(init::statut).transpose()?;
    let environment = |e: PackError| CliError::Environment(e.to_string());
    let texts = common.library()?.texts(DIPLOME).map_err(environment)?;
    let session = args.session.unwrap_or_else(init::next_session);
    let referentiel = texts.referentiel(Some(session)).map_err(environment)?;
    refuse_the_other_form(args)?;
    let Lecture { files, eleves, mut illisibles, remarques, classes, tableaux } =
        load(&args.files).map_err(|(path, e)| {
            CliError::Environment(format!("{} ne peut pas être lu : {}", path.display(), in_french(&e)))
        })?;
    let mut selection = select(eleves, args.class.as_deref());
    illisibles.append(&mut selection.unreadable);
    illisibles.sort_by(|a, b| (&a.origin.file, a.origin.row).cmp(&(&b.origin.file, b.origin.row)));
    let mut told = files.iter().map(|f| words::of_file(f) + "\n").collect::<String>();
    let parts = [
        words::skipped(&selection, args.class.as_deref()),
        words::remarks(&remarques, &classes),
        words::unreadable(&illisibles),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).map(|p| format!("\n{p}")).collect();
    told += &parts.concat();
    told += if parts.is_empty() { "" } else { "\n" };
    out::text(&told);
    let alone = args.target == Target::Candidats || tableaux.is_empty();
    if selection.kept.is_empty() && alone {
        out::text(&format!("{} : rien n’est écrit\n", args.target.nobody()));
        out::text(&candidats::told_of(&tableaux));
        return Ok(Outcome::NotConforming);
    }
    let edited = if args.force { Edited::Overwrite } else { Edited::Keep };
    let (reglages, tableaux) = (&texts.reglages, tableaux.as_slice());
    let making = Making { referentiel: &referentiel, reglages, session, statut, edited, tableaux };
    let followed = match args.target {
        Target::Promotion => promotion::run(args, &selection, &making)?,
        Target::Candidats => candidats::run(args, &selection, &making)?,
    };
    Ok(if illisibles.is_empty() && followed { Outcome::Conforming } else { Outcome::NotConforming })
}

/// A promotion's folder holds no candidates' folders, nor the reverse: one would hide the other from every command.
fn refuse_the_other_form(args: &Args) -> Result<(), CliError> {
    let to = args.to.display();
    let is_promotion = present(&args.to, PROMOTION) != Present::No;
    match args.target {
        Target::Candidats if args.format.is_some() => Err(CliError::Usage(
            "--format est la forme des tableaux d’une promotion ; ôtez --format, ou --as candidats".to_owned(),
        )),
        Target::Promotion if !is_promotion && !existing(&args.to).journals.is_empty() => Err(CliError::Usage(format!(
            "{to} contient les dossiers de candidats d’un autre import ; ajoutez --as candidats, ou nommez un autre dossier"
        ))),
        Target::Candidats if is_promotion => Err(CliError::Usage(format!(
            "{to} est une promotion ; nommez un autre dossier pour les dossiers des candidats"
        ))),
        _ => Ok(()),
    }
}

impl Target {
    fn nobody(self) -> &'static str {
        match self {
            Target::Promotion => "aucun étudiant",
            Target::Candidats => "aucun candidat",
        }
    }
}

fn write(folder: &Path, files: &[(String, impl AsRef<[u8]>)]) -> Result<(), CliError> {
    for (name, bytes) in files {
        output::write(&folder.join(name), bytes.as_ref()).map_err(|e| CliError::Environment(e.to_string()))?;
    }
    Ok(())
}
