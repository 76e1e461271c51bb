//! `man`: the manual page.

use super::{CliError, CommandResult, Outcome, command, out};
use crate::diagnostic::io::in_french;

/// Donner la page de manuel (format roff)
#[derive(clap::Args)]
#[command(before_help = "\
Exemple :
  liasse man > liasse.1 && man ./liasse.1
")]
pub struct Args {}

pub fn run(_: &Args) -> CommandResult {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command()).render(&mut page);
    rendered.map_err(|e| CliError::Environment(format!("page de manuel : {}", in_french(&e))))?;
    out::bytes(&page);
    Ok(Outcome::Conforming)
}
