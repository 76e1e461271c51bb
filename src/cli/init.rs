//! `init`: a new candidate's folder, which builds at once as a draft.

use std::path::PathBuf;

use super::{CliError, CommandResult, Common, Outcome, out};
use crate::domain::candidat::{DIPLOME, Statut};
use crate::pipeline::{output, starter};
use crate::sources::pack::PackError;

/// Commencer le dossier d’un candidat : tous les fichiers, chaque clé commentée
#[derive(clap::Args)]
#[command(
    visible_alias = "initialiser",
    before_help = "\
Exemples :
  liasse initialiser mon-dossier
  liasse initialiser mon-dossier --statut apprentissage --session 2027
"
)]
pub struct Args {
    /// Dossier à créer ; ce qui s’y trouve déjà est gardé
    #[arg(value_name = "DOSSIER")]
    dir: PathBuf,
    /// Statut : scolaire, apprentissage, professionnalisation, premiere-formation, reconversion, perfectionnement, distance, experience
    #[arg(long, value_name = "STATUT", default_value = "scolaire", hide_default_value = true)]
    statut: String,
    /// Année de la session d’examen (par défaut : la prochaine)
    #[arg(long, value_name = "ANNEE", value_parser = clap::value_parser!(i32).range(2000..=2100))]
    session: Option<i32>,
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let statut = statut(&args.statut)?;
    let environment = |e: PackError| CliError::Environment(e.to_string());
    let texts = common.library()?.texts(DIPLOME).map_err(environment)?;
    let session = args.session.unwrap_or_else(next_session);
    let referentiel = texts.referentiel(Some(session)).map_err(environment)?;
    let (mut written, mut kept) = (0, Vec::new());
    for (name, text) in starter::files(statut, session, &referentiel, &texts.reglages) {
        let path = args.dir.join(&name);
        if path.exists() {
            kept.push(name);
            continue;
        }
        output::write(&path, text.as_bytes()).map_err(|e| CliError::Environment(e.to_string()))?;
        written += 1;
    }
    let dir = args.dir.display();
    out::text(&format!("{dir} : {written} fichiers créés\n"));
    if !kept.is_empty() {
        out::text(&format!("gardés tels quels, car ils existaient : {}\n", kept.join(", ")));
    }
    out::text(&format!("Voir les pages : liasse generer {dir} --brouillon\nCe qui manque :  liasse verifier {dir}\n"));
    Ok(Outcome::Conforming)
}

/// The status that a key names.
pub fn statut(key: &str) -> Result<Statut, CliError> {
    Statut::ALL.iter().find(|s| s.key() == key).copied().ok_or_else(|| {
        let known: Vec<_> = Statut::ALL.iter().map(|s| s.key()).collect();
        CliError::Usage(format!("le statut « {key} » n’existe pas ; choisissez parmi : {}", known.join(", ")))
    })
}

/// The year of the next spring: sessions are held in May and June.
pub fn next_session() -> i32 {
    let today = crate::pipeline::clock::today();
    i32::from(today.year()) + i32::from(today.month() > 6)
}
