//! `check`: tells everything that would have a dossier declared « non valide », and renders nothing.

use std::path::PathBuf;

use super::guard::{Bounds, Watched};
use super::{CliError, CommandResult, Common, Format, Outcome, Reporting, folders, out, report, session, terminal};
use crate::diagnostic::Summary;
use crate::diagnostic::human::Style;
use crate::pipeline::Library;
use crate::pipeline::session::control_session_at;
use crate::sources::discover::{Found, Kind};

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
    bounds: Bounds,
    #[command(flatten)]
    reporting: Reporting,
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let found = folders::find(&args.dirs)?;
    let library = common.library_within(args.bounds.budget())?;
    let watched = Watched::within(args.bounds.budget());
    let style = terminal::stdout_style();
    let mut conforming = 0;
    for one in &found {
        let (summary, text) = watched.at(&[&one.path], 1, || control_one(one, args, &library, style))?;
        conforming += usize::from(summary.conforming);
        out::report(&text);
        if out::is_over() {
            break;
        }
    }
    if found.len() > 1 && args.reporting.format == Format::Human {
        out::text(&format!("\n{} dossiers contrôlés, {conforming} conformes\n", found.len()));
    }
    Ok(if conforming == found.len() { Outcome::Conforming } else { Outcome::NotConforming })
}

/// Controls one folder, whatever it is: its counts and its report.
fn control_one(one: &Found, args: &Args, library: &Library, style: Style) -> Result<(Summary, String), CliError> {
    let (strict, manner) = (args.reporting.strictness(), args.reporting.manner(style));
    if one.kind == Kind::Session {
        let controlled = control_session_at(&one.path, library).map_err(|e| CliError::Environment(e.to_string()))?;
        let summary = Summary::of(&controlled.diagnostics, strict);
        let summary = Summary { conforming: summary.conforming && session::is_settled(&controlled), ..summary };
        return Ok((summary, session::render(one, &controlled, summary, manner)));
    }
    let judged = folders::judged(one, library)?;
    let summary = Summary::of(&judged.diagnostics, strict);
    let to_sign = judged.to_sign.as_ref();
    Ok((summary, report::render(one, &judged.diagnostics, &judged.sources, to_sign, summary, manner)))
}
