//! `retention`: what archived sets may be eliminated, since when and by which rule. Nothing is ever deleted.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::coffre::{Ouverture, word};
use super::guard::{Bounds, Watched};
use super::{CliError, CommandResult, Common, Outcome, out};
use crate::archive::{Limits, Sort};
use crate::diagnostic::human::printable;
use crate::domain::Date;
use crate::domain::candidat::DIPLOME;
use crate::pipeline::ensembles::{Demande, proved_description};
use crate::pipeline::{clock, output};
use crate::templates::{Composer, LigneDeBordereau};
use crate::typeset::Engine;

/// Dire ce qui, des ensembles archivés, peut être éliminé, depuis quand et par quelle règle
#[derive(clap::Args)]
#[command(
    visible_alias = "conservation",
    before_help = "\
Exemples :
  liasse conservation archives/
  liasse conservation archives/ --bordereau elimination-2027.pdf

Rien n’est supprimé : le bordereau est à signer. Chaque ensemble est d’abord vérifié : de celui
qui est en faute, rien n’est cru. Les durées viennent du référentiel et de
droit/conservation.toml (--pack)."
)]
pub struct Args {
    /// Répertoires où sont les ensembles, ou ensembles
    #[arg(required = true, value_name = "REPERTOIRE")]
    dirs: Vec<PathBuf>,
    /// Écrire le bordereau d’élimination, à signer (PDF)
    #[arg(long, value_name = "FICHIER")]
    bordereau: Option<PathBuf>,
    /// Dire ce qui sera éliminable ce jour-là, AAAA-MM-JJ (aujourd’hui si rien n’est dit)
    #[arg(long, value_name = "JOUR")]
    au: Option<String>,
    #[command(flatten)]
    bounds: Bounds,
    #[command(flatten)]
    ouverture: Ouverture,
}

/// A lot of a set, and what becomes of it.
struct Lot {
    ensemble: String,
    nom: String,
    fin: Option<Date>,
    regle: String,
    kept: bool,
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let wrong = |told: &String| CliError::Usage(format!("« {told} » n’est pas un jour : écrivez-le AAAA-MM-JJ"));
    let day = match &args.au {
        None => clock::today(),
        Some(told) => Date::parse(told).ok_or_else(|| wrong(told))?,
    };
    let cle = args.ouverture.cle()?;
    let watched = Watched::within(args.bounds.budget());
    let (mut lots, mut unread) = (Vec::new(), Vec::new());
    for path in sets(&args.dirs)? {
        let demande = Demande { path: &path, cle: cle.as_ref(), limits: Limits::default() };
        match watched.at(&[&path], 1, || proved_description(&demande)) {
            Ok(Some(told)) => lots.extend(told.lots.into_iter().map(|lot| Lot {
                ensemble: path.display().to_string(),
                nom: lot.nom,
                fin: lot.conservation.as_ref().and_then(|c| Date::parse(c.fin.as_deref()?)),
                kept: lot.conservation.as_ref().is_some_and(|c| c.sort == Sort::Conserver),
                regle: lot.conservation.map_or_else(String::new, |c| c.regle),
            })),
            Ok(None) => unread.push(format!("{} : rien n’y dit de durée", path.display())),
            Err(error) => unread.push(error.to_string()),
        }
    }
    let (over, rest): (Vec<Lot>, Vec<Lot>) = lots.into_iter().partition(|l| l.fin.is_some_and(|f| f <= day));
    out::text(&told(&over, &rest, &unread, day));
    if let Some(file) = &args.bordereau {
        write(file, over, day, common)?;
    }
    Ok(Outcome::Conforming)
}

/// The sets below folders, or given themselves.
fn sets(dirs: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut all = Vec::new();
    for dir in dirs {
        if dir.is_file() {
            all.push(dir.clone());
            continue;
        }
        if !dir.is_dir() {
            return Err(CliError::Environment(format!("{} n’existe pas", dir.display())));
        }
        let is_set = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            let bare = name.strip_suffix(".age").unwrap_or(&name);
            [".zip", ".tar", ".tar.gz", ".tgz"].iter().any(|ending| bare.ends_with(ending))
        };
        let files = WalkDir::new(dir).sort_by_file_name().into_iter().flatten().filter(|e| e.file_type().is_file());
        all.extend(files.map(walkdir::DirEntry::into_path).filter(|p| is_set(p)));
    }
    Ok(all)
}

fn told(over: &[Lot], rest: &[Lot], unread: &[String], day: Date) -> String {
    let mut out = String::new();
    for lot in over {
        let fin = lot.fin.map_or_else(String::new, Date::in_words);
        out += &format!(
            "éliminable depuis le {fin} : {} – {}\n    {}\n",
            lot.ensemble,
            printable(&lot.nom),
            printable(&lot.regle)
        );
    }
    for lot in rest {
        let why = match lot.fin {
            Some(fin) => format!("à garder jusqu’au {}", fin.plus_days(-1).in_words()),
            None if lot.kept => "à conserver".to_owned(),
            None => "aucune durée n’est dite : à garder".to_owned(),
        };
        out += &format!("{why} : {} – {}\n", lot.ensemble, printable(&lot.nom));
    }
    for line in unread {
        out += &format!("non lu : {}\n", printable(line));
    }
    let s = word(over.len(), "élément éliminable", "éléments éliminables");
    out + &format!("{} {s} au {}, {} à garder\n", over.len(), day.in_words(), rest.len())
}

fn write(file: &Path, over: Vec<Lot>, day: Date, common: &Common) -> Result<(), CliError> {
    let environment = |e: &dyn std::fmt::Display| CliError::Environment(e.to_string());
    let texts = common.library()?.texts(DIPLOME).map_err(|e| environment(&e))?;
    let composer = Composer::new(texts.pack.templates()).map_err(|e| environment(&e))?;
    let row = |lot: Lot| LigneDeBordereau {
        ensemble: lot.ensemble,
        lot: lot.nom,
        depuis: lot.fin.map_or_else(String::new, Date::in_words),
        regle: lot.regle,
    };
    let piece = composer.bordereau(over.into_iter().map(row).collect(), day).map_err(|e| environment(&e))?;
    let pdf = Engine::new().compile(&piece.document).map_err(|f| environment(&f.faults[0]))?;
    output::write(file, &pdf.bytes).map_err(|e| environment(&e))?;
    out::text(&format!("bordereau : {}\n", file.display()));
    Ok(())
}
