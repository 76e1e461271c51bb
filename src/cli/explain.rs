//! `explain`: the page of a clause.

use super::{CliError, CommandResult, Outcome, out};
use crate::archive::clauses;
use crate::rules::{RULES, find};

/// Expliquer un code : ce qui est contrôlé, pourquoi, le texte, un exemple, comment corriger
#[derive(clap::Args)]
#[command(
    visible_alias = "expliquer",
    before_help = "\
Exemples :
  liasse expliquer ST01
  liasse expliquer            la liste des codes
"
)]
pub struct Args {
    /// Code de la clause, par exemple ST01 ; sans code, la liste
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub fn run(args: &Args) -> CommandResult {
    let text = match &args.code {
        Some(code) => page(code)?,
        None => {
            let rules = RULES.iter().map(|r| format!("{:<6} {:<14} {}\n", r.code, r.severity.label(), r.title));
            let sets = clauses().filter_map(|c| c.lines().next()?.split_once(" — "));
            rules.chain(sets.map(|(code, title)| format!("{code:<6} {:<14} {title}\n", "ensemble"))).collect()
        }
    };
    out::text(&text);
    Ok(Outcome::Conforming)
}

/// The page of a clause: of a rule, or of archived sets.
fn page(code: &str) -> Result<String, CliError> {
    if let Some(rule) = find(code) {
        return Ok(format!("{}\nRéférence : {}\n", rule.explain.trim_end(), rule.reference));
    }
    if let Some(clause) = clauses().find(|c| c.get(..4).is_some_and(|told| told.eq_ignore_ascii_case(code.trim()))) {
        return Ok(format!("# {clause}\n"));
    }
    let near = crate::sources::reader::nearest(&code.to_uppercase(), RULES.iter().map(|r| r.code));
    let near = near.map_or(String::new(), |n| format!(" ; vouliez-vous {n} ?"));
    Err(CliError::Usage(format!("le code « {code} » n’existe pas{near} (liste : liasse expliquer)")))
}
