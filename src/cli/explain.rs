//! `explain`: the page of a clause, or what the clauses say of a folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::folders::{self, Judged};
use super::{CliError, CommandResult, Common, Outcome, out, terminal};
use crate::archive::clauses;
use crate::diagnostic::{Severity, human, short};
use crate::domain::candidat::DIPLOME;
use crate::domain::clause::{Clause, Source};
use crate::domain::duree::Decompte;
use crate::pipeline::Library;
use crate::rules;
use crate::sources::Sources;
use crate::sources::clauses::Clauses;
use crate::sources::discover::Found;

/// Expliquer une clause, ou ce que les clauses disent d’un dossier
#[derive(clap::Args)]
#[command(
    visible_alias = "expliquer",
    before_help = "\
Exemples :
  liasse expliquer                    la liste des codes
  liasse expliquer ST01               ce que contrôle une clause, le texte, un exemple
  liasse expliquer mon-dossier        une ligne par clause qui a quelque chose à dire
  liasse expliquer ST01 mon-dossier   ce que la clause dit de ce dossier, et le décompte des durées
"
)]
pub struct Args {
    /// Code de la clause, par exemple ST01, ou un dossier ; sans rien, la liste des codes
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Dossier que la clause juge
    #[arg(value_name = "DOSSIER")]
    dossier: Option<PathBuf>,
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let library = common.library()?;
    let texts = library.texts(DIPLOME).map_err(|e| CliError::Environment(e.to_string()))?;
    let text = match (&args.code, &args.dossier) {
        (Some(code), Some(dossier)) => {
            let code = known(code, &texts.clauses)?;
            return told(dossier, Some(code), &library);
        }
        (Some(code), None) if texts.clauses.get(code.trim()).is_none() && Path::new(code).is_dir() => {
            return told(Path::new(code), None, &library);
        }
        (Some(code), None) => page(code, &texts.clauses)?,
        (None, _) => {
            let one = |c: &Clause| format!("{:<6} {:<14} {}\n", c.code, c.severity().label(), c.titre);
            let sets = clauses().filter_map(|c| c.lines().next()?.split_once(" — "));
            let sets = sets.map(|(code, title)| format!("{code:<6} {:<14} {title}\n", "ensemble"));
            texts.clauses.all().map(one).chain(sets).collect()
        }
    };
    out::text(&text);
    Ok(Outcome::Conforming)
}

/// The clause of a code.
fn known<'c>(code: &str, known: &'c Clauses) -> Result<&'c str, CliError> {
    known.get(code.trim()).map(|c| c.code.as_str()).ok_or_else(|| unknown(code, known))
}

fn unknown(code: &str, known: &Clauses) -> CliError {
    let near = crate::sources::reader::nearest(&code.to_uppercase(), known.codes());
    let near = near.map_or(String::new(), |n| format!(" ; vouliez-vous {n} ?"));
    CliError::Usage(format!("le code « {code} » n’existe pas{near} (liste : liasse expliquer)"))
}

/// What one clause, or all of them, say of the folders below `dossier`.
fn told(dossier: &Path, code: Option<&str>, library: &Library) -> CommandResult {
    let mut outcome = Outcome::Conforming;
    for found in folders::find(&[dossier.to_owned()])? {
        let judged = folders::judged(&found, library)?;
        let said = match code {
            None => every_clause(&found, &judged),
            Some(code) => one_clause(&found, &judged, code),
        };
        out::text(&said);
        if judged.diagnostics.iter().any(|d| d.severity == Severity::Error && code.is_none_or(|c| c == d.code)) {
            outcome = Outcome::NotConforming;
        }
    }
    Ok(outcome)
}

/// One line for each clause that has something to say, then how many of each.
fn every_clause(found: &Found, judged: &Judged) -> String {
    let mut said = String::new();
    let mut codes: Vec<&str> = judged.diagnostics.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let (mut counts, mut spoken) = ([0; 4], 0);
    for clause in codes.iter().filter_map(|code| judged.texts.clauses.get(code)) {
        let own: Vec<_> = judged.diagnostics.iter().filter(|d| d.code == clause.code).collect();
        let Some(heaviest) = own.iter().map(|d| d.severity).min() else { continue };
        let times = if own.len() > 1 { format!(", {} fois", own.len()) } else { String::new() };
        let _ = writeln!(said, "{:<6} {:<14} {}{times}", clause.code, heaviest.label(), clause.titre);
        counts[heaviest as usize] += 1;
        spoken += 1;
    }
    let silent = judged.texts.clauses.codes().filter(|code| rules::bears_on(code, found.kind)).count() - spoken;
    let [errors, warnings, advice, human] = counts;
    let lost = match judged.diagnostics.iter().any(|d| d.code.starts_with("FMT") && d.severity == Severity::Error) {
        true => " ; ce qui n’a pas pu être lu n’est pas jugé",
        false => "",
    };
    let _ = writeln!(
        said,
        "\n{} : {} clauses : {errors} en faute, {warnings} avec un avertissement, {advice} avec un conseil, {human} à vérifier \
         par une personne, {silent} sans rien à dire{lost}",
        human::printable(&found.name),
        spoken + silent
    );
    said
}

/// What a clause says of a folder: its faults, the reckoning that it rests on, and the text.
fn one_clause(found: &Found, judged: &Judged, code: &str) -> String {
    let Some(clause) = judged.texts.clauses.get(code) else { return String::new() };
    let own: Vec<_> = judged.diagnostics.iter().filter(|d| d.code == clause.code).collect();
    let state = match own.iter().map(|d| d.severity).min() {
        None => "rien à dire",
        Some(Severity::Error) => "en faute",
        Some(other) => other.label(),
    };
    let name = human::printable(&found.name);
    let mut said = format!("{} — {}\n{name} : {state}\n", clause.code, clause.titre);
    for d in own {
        said += "\n";
        said += &human::render(d, &judged.sources, "", terminal::stdout_style());
    }
    if let Some(decompte) = judged.decompte.as_ref().filter(|_| DUREES.contains(&code)) {
        said += "\n";
        said += &reckoning(decompte, &judged.sources);
    }
    let texts: Vec<String> =
        clause.sources().filter_map(Source::paragraph).map(|p| p.replacen("> ", "  ", 1)).collect();
    if !texts.is_empty() {
        let _ = writeln!(said, "\nLe texte :\n{}", texts.join("\n"));
    }
    said
}

/// The clauses that rest on the sum of the journées.
const DUREES: [&str; 5] = ["ST01", "ST02", "ST03", "ST04", "ST15"];

fn reckoning(decompte: &Decompte, sources: &Sources) -> String {
    let mut said = format!("Journées de stage faites : {}\n", decompte.somme);
    for terme in &decompte.termes {
        let n = terme.journees.map_or_else(|| "?".to_owned(), |n| n.to_string());
        let at = short::place(&terme.place, sources);
        let _ = writeln!(said, "  {n:>5}  {}  ({at})", terme.libelle);
    }
    let _ = writeln!(said, "Journées requises : {}", decompte.requises);
    for (way, state) in &decompte.derogations {
        let _ = writeln!(said, "         {way} : {state}");
    }
    if !decompte.remedes.is_empty() {
        let _ = writeln!(said, "Ce qui changerait le résultat :\n  - {}", decompte.remedes.join("\n  - "));
    }
    said
}

/// The page of a clause: of a rule, or of archived sets.
fn page(code: &str, known: &Clauses) -> Result<String, CliError> {
    if let Some(clause) = known.get(code.trim()) {
        return Ok(clause.in_full());
    }
    if let Some(clause) = clauses().find(|c| c.get(..4).is_some_and(|told| told.eq_ignore_ascii_case(code.trim()))) {
        return Ok(format!("# {clause}\n"));
    }
    Err(unknown(code, known))
}
