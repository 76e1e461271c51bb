//! `check`: tells everything that would have a dossier declared « non valide », and renders nothing.

use std::io::Write;
use std::path::PathBuf;

use super::{CliError, CommandResult, Common, Format, Outcome, Reporting, folders, report, terminal};
use crate::pipeline::control;

/// Contrôler un dossier, ou tous ceux d’un répertoire, sans rien produire
#[derive(clap::Args)]
#[command(
    visible_alias = "verifier",
    before_help = "\
Exemples :
  liasse verifier mon-dossier
  liasse verifier promotion/ --strict
  liasse verifier promotion/ --format json > controle.jsonl
"
)]
pub struct Args {
    /// Dossiers à contrôler, ou répertoires qui en contiennent
    #[arg(value_name = "DOSSIER", required = true)]
    dirs: Vec<PathBuf>,
    #[command(flatten)]
    reporting: Reporting,
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let found = folders::find(&args.dirs)?;
    let library = common.library()?;
    let style = terminal::stdout_style();
    let mut out = std::io::stdout().lock();
    let mut conforming = 0;
    for one in &found {
        let controlled =
            control(&folders::open(&one.path)?, &library).map_err(|e| CliError::Environment(e.to_string()))?;
        let summary = controlled.summary(args.reporting.strictness());
        conforming += usize::from(summary.conforming);
        let text = report::render(one, &controlled, summary, args.reporting.format, style);
        if out.write_all(text.as_bytes()).is_err() {
            // The reader of the pipe has gone: nobody is left to tell.
            break;
        }
    }
    if found.len() > 1 && args.reporting.format == Format::Human {
        let _ = writeln!(out, "\n{} dossiers contrôlés, {conforming} conformes", found.len());
    }
    Ok(if conforming == found.len() { Outcome::Conforming } else { Outcome::NotConforming })
}
