//! The command line: one file per command, arguments in, exit code out.

mod archive;
mod build;
mod check;
mod coffre;
mod completions;
mod decide;
mod explain;
mod extract;
mod folders;
mod guard;
mod import;
mod init;
mod man;
mod out;
mod pack;
mod progress;
mod report;
mod retention;
mod rows;
mod schema;
mod session;
mod terminal;
mod usage;
mod verify;
mod watch;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Strictness;
use crate::diagnostic::human::Style;
use crate::pipeline::Library;
use crate::pipeline::batch::{self, Budget, Trade};
use crate::pipeline::output::temporary;
use crate::pipeline::scans::{self, Scans};
use crate::sources::Pack;

/// Why a command could not do its work: not a fault of the user's data.
#[derive(Debug)]
pub enum CliError {
    /// The command was not called as it should: exit 2.
    Usage(String),
    /// The machine or a file outside the data failed, with its path: exit 3.
    Environment(String),
}

/// What a command that did its work tells by its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit 0.
    Conforming,
    /// Exit 1.
    NotConforming,
    /// The user stopped it: exit 130, as shells have it.
    Interrupted,
}

type CommandResult = Result<Outcome, CliError>;

const HELP: &str = "\
{before-help}{about-with-newline}
Utilisation : {usage}

{all-args}{after-help}";

const EXAMPLES: &str = "\
Exemples :
  liasse initialiser mon-dossier --statut scolaire   commencer un dossier
  liasse verifier mon-dossier                        dire tout ce qui manque
  liasse generer mon-dossier --brouillon             voir les pages avant la fin
  liasse surveiller mon-dossier                      les refaire à chaque enregistrement
  liasse importer eleves.csv --to promotion          commencer les dossiers d’une classe
  liasse generer promotion/                          les faire tous
  liasse archiver session/ --out session.zip         les garder, prouvables
";

const EXITS: &str = "\
Codes de sortie : 0 conforme ; 1 non conforme ; 2 appel incorrect ; 3 fichier ou machine en défaut ; 101 défaut de liasse ; 130 interrompu.
Couleurs : NO_COLOR=1 les supprime.";

/// Des dossiers d’examen conformes : contrôle clause par clause, puis PDF d’archive accessibles.
#[derive(Parser)]
#[command(name = "liasse", version, help_template = HELP, before_help = EXAMPLES, after_help = EXITS)]
#[command(disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
#[command(subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
#[command(max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// Options of every command.
#[derive(clap::Args)]
pub struct Common {
    /// Afficher l’aide (--help : l’aide complète)
    #[arg(short = 'h', long = "help", visible_alias = "aide", global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Afficher la version
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// Dossier de surcharge : lettre à en-tête, logo, réglages ou modèles de l’établissement
    #[arg(long, global = true, value_name = "DOSSIER", env = "LIASSE_PACK", hide_env = true)]
    pack: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Args),
    Import(import::Args),
    Check(check::Args),
    Build(build::Args),
    Watch(watch::Args),
    Decide(decide::Args),
    Archive(archive::Args),
    Verify(verify::Args),
    Extract(extract::Args),
    Retention(retention::Args),
    Explain(explain::Args),
    Pack(pack::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Le texte et la faute, pour lire
    #[default]
    Human,
    /// Une ligne par faute, pour un éditeur
    Short,
    /// Un objet JSON par dossier et par ligne, pour un programme
    Json,
}

/// What `check` and `build` have in common.
#[derive(clap::Args)]
pub struct Reporting {
    /// Présentation des fautes : human (pour lire), short (une ligne par faute), json (pour un programme)
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: Format,
    /// Compter les avertissements comme des erreurs
    #[arg(long)]
    strict: bool,
    /// Tout afficher, même quand il y a beaucoup à dire
    #[arg(long = "tout", visible_alias = "all")]
    all: bool,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    format: Format,
    style: Style,
    extent: Extent,
}

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What to do first where there is much, then how much there is of each file.
    First,
    Whole,
}

impl Reporting {
    fn manner(&self, style: Style) -> Manner {
        Manner { format: self.format, style, extent: if self.all { Extent::Whole } else { Extent::First } }
    }

    fn strictness(&self) -> Strictness {
        if self.strict { Strictness::Strict } else { Strictness::Normal }
    }
}

impl Common {
    /// The texts of the diplomas, with the overlay that was asked for; scans are looked at by processes of their own.
    fn library(&self) -> Result<Library, CliError> {
        self.library_within(scans::BUDGET)
    }

    /// The same, no scan taking more than `budget`.
    fn library_within(&self, budget: Budget) -> Result<Library, CliError> {
        let budget = Budget { time: budget.time.min(scans::BUDGET.time), ..budget };
        let environment = |e: crate::sources::pack::PackError| CliError::Environment(e.to_string());
        let mut pack = Pack::embedded();
        if let Some(folder) = &self.pack {
            pack = pack.overlay(folder).map_err(environment)?;
        }
        let library = Library::new(pack).map_err(environment)?;
        Ok(library.with_scans(Arc::new(Scans::by_helpers(budget))))
    }
}

/// Why Ctrl-C cannot be heard.
fn why_not(error: &ctrlc::Error) -> String {
    match error {
        ctrlc::Error::System(e) => crate::diagnostic::io::in_french(e),
        _ => "un autre programme l’intercepte déjà".to_owned(),
    }
}

/// The command line, its French help on every command.
fn command() -> clap::Command {
    Cli::command().mut_subcommands(|sub| sub.help_template(HELP).disable_help_flag(true))
}

/// Runs the program with `args` (the first one is its own name).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    if let Some((Trade::Scans, budget)) = batch::received() {
        scans::serve(budget);
        return ExitCode::SUCCESS;
    }
    let parsed = command().try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage::explain(&error),
    };
    let common = &cli.common;
    if batch::received().is_none() {
        // What a killed process unpacked of a confidential set does not wait for the next one that unpacks.
        temporary::sweep();
    }
    let result = match cli.command {
        Command::Init(args) => init::run(&args, common),
        Command::Import(args) => import::run(&args, common),
        Command::Check(args) => check::run(&args, common),
        Command::Build(args) => build::run(&args, common),
        Command::Watch(args) => watch::run(&args, common),
        Command::Decide(args) => decide::run(&args),
        Command::Archive(args) => archive::run(&args, common),
        Command::Verify(args) => verify::run(&args, common),
        Command::Extract(args) => extract::run(&args),
        Command::Retention(args) => retention::run(&args, common),
        Command::Explain(args) => explain::run(&args, common),
        Command::Pack(args) => pack::run(&args, common),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    match result.and_then(|outcome| out::settle().map(|()| outcome)) {
        Ok(Outcome::Conforming) => ExitCode::SUCCESS,
        Ok(Outcome::NotConforming) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(CliError::Usage(message)) => {
            out::aside(&format!("erreur : {message}\nPour l’aide : liasse --help"));
            ExitCode::from(2)
        }
        Err(CliError::Environment(message)) => {
            out::aside(&format!("erreur : {message}"));
            ExitCode::from(3)
        }
    }
}
