//! `completions`: the script that completes commands in a shell.

use clap_complete::Shell;

use super::{CommandResult, Outcome, command, out};

/// Donner le script de complétion d’un interpréteur de commandes
#[derive(clap::Args)]
#[command(before_help = "\
Exemples :
  liasse completions bash > ~/.local/share/bash-completion/completions/liasse
  liasse completions powershell >> $PROFILE
")]
pub struct Args {
    /// Interpréteur : bash, elvish, fish, powershell ou zsh
    #[arg(value_name = "INTERPRETEUR", hide_possible_values = true)]
    shell: Shell,
}

pub fn run(args: &Args) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "liasse", &mut script);
    out::bytes(&script);
    Ok(Outcome::Conforming)
}
