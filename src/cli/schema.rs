//! `schema`: the JSON Schema of a data file, for editors.

use super::{CliError, CommandResult, Outcome, out};
use crate::sources::dossier::KINDS;

/// Donner le schéma JSON d’un fichier de données, pour un éditeur
#[derive(clap::Args)]
#[command(before_help = "\
Exemples :
  liasse schema candidat > candidat.schema.json
  liasse schema               la liste des fichiers
")]
pub struct Args {
    /// Fichier : candidat, periodes, entreprise ou fiche ; sans nom, la liste
    #[arg(value_name = "FICHIER")]
    kind: Option<String>,
}

pub fn run(args: &Args) -> CommandResult {
    let text = match &args.kind {
        None => KINDS.iter().map(|k| format!("{:<12} {}\n", k.name, k.file)).collect(),
        Some(name) => {
            let kind = KINDS.iter().find(|k| k.name == name.as_str()).ok_or_else(|| {
                let known: Vec<_> = KINDS.iter().map(|k| k.name).collect();
                CliError::Usage(format!("« {name} » n’est pas un fichier de données ({})", known.join(", ")))
            })?;
            kind.json_schema_text()
        }
    };
    out::text(&text);
    Ok(Outcome::Conforming)
}
