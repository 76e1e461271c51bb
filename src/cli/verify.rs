//! `verify`: what can be proved of archived sets, check by check.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use super::archive::atelier;
use super::coffre::Ouverture;
use super::guard::{Bounds, Watched};
use super::{CliError, CommandResult, Common, Outcome, out};
use crate::archive::{Etat, Limits};
use crate::diagnostic::human::printable;
use crate::diagnostic::json::escaped;
use crate::pipeline::clock;
use crate::pipeline::ensembles::{Demande, EnsembleError, Rapport, verifier};
use crate::pipeline::output::temporary;

/// Vérifier des ensembles archivés : rien de perdu, rien d’ajouté, rien de changé
#[derive(clap::Args)]
#[command(
    visible_alias = "prouver",
    before_help = "\
Exemples :
  liasse prouver session-2026.zip
  liasse prouver session-2026.zip --deep             refaire les documents et comparer leurs octets
  liasse prouver jury-2026.zip.age --identity cle.txt
  liasse prouver recu-d-ailleurs.zip --format json

Chaque contrôle a un nom qui ne change pas. OK : rien à dire. AVERTISSEMENT : à savoir.
KO : l’ensemble est en faute (sortie 1). FATAL : la machine n’a pas pu vérifier (sortie 3)."
)]
pub struct Args {
    /// Ensembles : des zips, des tars (tar.gz aussi), ou leurs répertoires
    #[arg(required = true, value_name = "ENSEMBLE")]
    sets: Vec<PathBuf>,
    /// Refaire les documents à partir des entrées jointes, et comparer
    #[arg(long)]
    deep: bool,
    /// Présentation : human ou json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: Format,
    #[command(flatten)]
    bornes: Bornes,
    #[command(flatten)]
    ouverture: Ouverture,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// What a set may claim.
#[derive(clap::Args)]
pub struct Bornes {
    /// Nombre d’entrées au plus
    #[arg(long, value_name = "N", default_value_t = 1_000_000, hide_default_value = true)]
    max_entrees: usize,
    /// Combien de fois sa taille un ensemble peut se déplier, au-delà de 128 Mio
    #[arg(long, value_name = "FOIS", default_value_t = 100, hide_default_value = true)]
    max_ratio: u64,
    /// Taille dépliée au plus, en Gio
    #[arg(long, value_name = "GIO", default_value_t = 1024, hide_default_value = true)]
    max_taille: u64,
    #[command(flatten)]
    bounds: Bounds,
}

impl Bornes {
    pub fn limits(&self) -> Limits {
        let bytes = self.max_taille.saturating_mul(1 << 30);
        Limits { entries: self.max_entrees, ratio: self.max_ratio, bytes, ..Limits::default() }
    }

    pub fn watched(&self) -> Watched {
        Watched::within(self.bounds.budget())
    }
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let cle = args.ouverture.cle()?;
    let environment = |e: &dyn std::fmt::Display| CliError::Environment(e.to_string());
    let atelier = if args.deep { Some(atelier(common).map_err(|e| environment(&e))?) } else { None };
    let watched = args.bornes.watched();
    let (mut worst, mut trouble) = (Etat::Ok, Vec::new());
    for path in &args.sets {
        let demande = Demande { path, cle: cle.as_ref(), limits: args.bornes.limits() };
        match watched.at(&[path], 1, || verifier(&demande, clock::today(), atelier.as_ref())) {
            Ok(rapport) => {
                worst = worst.max(rapport.etat());
                match args.format {
                    Format::Human => out::text(&human(path, &rapport)),
                    Format::Json => out::report(&escaped(format!("{}\n", as_json(path, &rapport)))),
                }
            }
            Err(error) => trouble.push(told(&error)),
        }
    }
    // The workers of one that was killed just before this one began have ended since.
    temporary::sweep();
    match worst {
        _ if !trouble.is_empty() => Err(CliError::Environment(trouble.join("\nerreur : "))),
        Etat::Fatal => Err(CliError::Environment("la vérification n’a pas pu aller au bout".to_owned())),
        Etat::Ko => Ok(Outcome::NotConforming),
        Etat::Ok | Etat::Avertissement => Ok(Outcome::Conforming),
    }
}

fn told(error: &EnsembleError) -> String {
    printable(&error.to_string())
}

fn state(etat: Etat) -> &'static str {
    match etat {
        Etat::Ok => "OK",
        Etat::Avertissement => "AVERTISSEMENT",
        Etat::Ko => "KO",
        Etat::Fatal => "FATAL",
    }
}

fn human(path: &std::path::Path, rapport: &Rapport) -> String {
    let forme = if rapport.forme.is_empty() { String::new() } else { format!(", {}", rapport.forme) };
    let identifiant =
        if rapport.identifiant.is_empty() { String::new() } else { format!(", {}", printable(&rapport.identifiant)) };
    let mut out = format!("{} : {} pièces{forme}{identifiant}\n", path.display(), rapport.pieces);
    if !rapport.empreinte.is_empty() {
        out += &format!("  SHA-512 du bordereau : {}\n", rapport.empreinte);
    }
    for c in &rapport.controles {
        let clause = if c.clause.is_empty() || c.etat == Etat::Ok { String::new() } else { format!(" [{}]", c.clause) };
        out += &format!("  {:<13} {:<20} {}{clause}\n", state(c.etat), c.nom, c.quoi);
        for detail in &c.details {
            out += &format!("                {}\n", printable(detail));
        }
    }
    out + &format!("  → {}\n", state(rapport.etat()))
}

fn as_json(path: &std::path::Path, rapport: &Rapport) -> serde_json::Value {
    json!({
        "ensemble": path.to_string_lossy(),
        "forme": rapport.forme,
        "identifiant": rapport.identifiant,
        "pieces": rapport.pieces,
        "empreinte": rapport.empreinte,
        "etat": state(rapport.etat()),
        "controles": rapport.controles,
    })
}
