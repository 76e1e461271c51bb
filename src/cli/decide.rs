//! `decide`: what a person decides of a candidate's dossier, kept in the session's folder.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{CliError, CommandResult, Outcome, folders, out};
use crate::domain::Date;
use crate::domain::session::{Decision, FILE, Quoi, same_number};
use crate::pipeline::{clock, session};
use crate::sources::load_session;

/// Enregistrer ce qu’une personne décide d’un dossier de la session
#[derive(clap::Args)]
#[command(
    visible_alias = "decider",
    before_help = "\
Exemples :
  liasse decider session-2026 0212345678 reserve --par \"J. Olivier\" --motif \"Cachet illisible\"
  liasse decider session-2026 0212345678 accepte --par \"J. Olivier\" --motif \"Original vu le 24 mai\"

La décision est ajoutée à decisions.toml, avec le jour ; la dernière vaut, et un nouveau contrôle la garde."
)]
pub struct Args {
    /// Répertoire de la session
    #[arg(value_name = "SESSION")]
    session: PathBuf,
    /// Numéro du candidat
    #[arg(value_name = "NUMERO")]
    numero: String,
    /// Ce qui est décidé : reserve, accepte ou non-valide
    #[arg(value_name = "DECISION", hide_possible_values = true)]
    quoi: Choix,
    /// Qui décide, avec sa qualité
    #[arg(long, value_name = "PERSONNE")]
    par: String,
    /// Pourquoi
    #[arg(long, value_name = "MOTIF")]
    motif: String,
    /// Quand, AAAA-MM-JJ (aujourd’hui si rien n’est dit)
    #[arg(long, value_name = "JOUR")]
    le: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Choix {
    Reserve,
    Accepte,
    NonValide,
}

pub fn run(args: &Args) -> CommandResult {
    let usage = |why: String| CliError::Usage(why);
    if args.par.trim().is_empty() || args.motif.trim().is_empty() {
        return Err(usage("une décision dit qui la prend (--par) et pourquoi (--motif)".to_owned()));
    }
    let le = match &args.le {
        None => clock::today(),
        Some(told) => {
            Date::parse(told).ok_or_else(|| usage(format!("« {told} » n’est pas un jour : écrivez-le AAAA-MM-JJ")))?
        }
    };
    if !args.session.join(FILE).is_file() {
        return Err(usage(format!("{} n’est pas une session : {FILE} n’y est pas", args.session.display())));
    }
    let loaded = load_session(&folders::open(&args.session)?).session;
    let numero = args.numero.trim();
    let mut of_number = loaded.inscriptions.iter().filter(|i| same_number(&i.numero_candidat, numero));
    let Some(first) = of_number.next() else {
        return Err(usage(format!("{numero} n’est le numéro d’aucun candidat de la session")));
    };
    // A decision bears a number alone.
    if of_number.any(|i| (i.nom.trim(), i.prenoms.trim()) != (first.nom.trim(), first.prenoms.trim())) {
        return Err(usage(format!("{numero} est le numéro de deux candidats : corrigez la liste avant de décider")));
    }
    let numero = first.numero_candidat.trim();
    let quoi = match args.quoi {
        Choix::Reserve => Quoi::Reserve,
        Choix::Accepte => Quoi::Accepte,
        Choix::NonValide => Quoi::NonValide,
    };
    let text = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
    let decision = Decision {
        numero_candidat: numero.to_owned(),
        quoi: Some(quoi),
        par: text(&args.par),
        le: Some(le),
        motif: text(&args.motif),
    };
    let path = session::decide(&args.session, &decision).map_err(|e| CliError::Environment(e.to_string()))?;
    out::text(&format!("{} : {}\n", path.display(), quoi.label()));
    Ok(Outcome::Conforming)
}
