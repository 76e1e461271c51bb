//! `extract`: the pieces of an archived set, in an empty folder.

use std::path::PathBuf;

use glob::Pattern;

use super::coffre::{Ouverture, word};
use super::verify::Bornes;
use super::{CliError, CommandResult, Outcome, out};
use crate::diagnostic::human::printable;
use crate::pipeline::ensembles::{Demande, extraire};

/// Sortir les pièces d’un ensemble archivé, dans un répertoire vide
#[derive(clap::Args)]
#[command(
    visible_alias = "extraire",
    before_help = "\
Exemples :
  liasse extraire session-2026.zip --to relecture
  liasse extraire session-2026.zip --to relecture --only '*/documents/*.pdf'

L’ensemble est d’abord vérifié : d’un ensemble abîmé, rien ne sort. Ce qui sort d’un sac BagIt est un sac BagIt."
)]
pub struct Args {
    /// L’ensemble : un zip, un tar (tar.gz aussi), ou son répertoire
    #[arg(value_name = "ENSEMBLE")]
    set: PathBuf,
    /// Répertoire où les mettre : vide, ou à créer
    #[arg(long, value_name = "REPERTOIRE")]
    to: PathBuf,
    /// Ne sortir que ce dont le nom est de cette forme (* et ?) ; plusieurs fois pour plusieurs formes
    #[arg(long, value_name = "FORME")]
    only: Vec<String>,
    #[command(flatten)]
    bornes: Bornes,
    #[command(flatten)]
    ouverture: Ouverture,
}

pub fn run(args: &Args) -> CommandResult {
    let wrong = |text: &String| CliError::Usage(format!("--only : « {text} » n’est pas une forme de nom"));
    let patterns = args.only.iter().map(|t| Pattern::new(t).map_err(|_| wrong(t))).collect::<Result<Vec<_>, _>>()?;
    let cle = args.ouverture.cle()?;
    let demande = Demande { path: &args.set, cle: cle.as_ref(), limits: args.bornes.limits() };
    let wanted = |name: &str| patterns.is_empty() || patterns.iter().any(|p| p.matches(name));
    match args.bornes.watched().at(&[&args.set], 1, || extraire(&demande, &args.to, &wanted)) {
        Ok(sortie) if sortie.pieces == 0 => Err(CliError::Usage("aucune pièce n’a un nom de cette forme".to_owned())),
        Ok(sortie) => {
            let s = word(sortie.pieces, "fichier", "fichiers");
            out::text(&format!("{} : {} {s}, {} octets\n", args.to.display(), sortie.pieces, sortie.bytes));
            Ok(Outcome::Conforming)
        }
        Err(error) => Err(CliError::Environment(printable(&error.to_string()))),
    }
}
