//! `explain`: the page of a clause.

use std::io::Write;

use super::{CliError, CommandResult, Outcome};
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
        Some(code) => {
            let rule = find(code).ok_or_else(|| {
                let near = crate::sources::reader::nearest(&code.to_uppercase(), RULES.iter().map(|r| r.code));
                let near = near.map_or(String::new(), |n| format!(" ; vouliez-vous {n} ?"));
                CliError::Usage(format!("le code « {code} » n’existe pas{near} (liste : liasse expliquer)"))
            })?;
            let reference = format!("Référence : {}\n", rule.reference);
            format!("{}\n{reference}", rule.explain.trim_end())
        }
        None => RULES.iter().map(|r| format!("{:<6} {:<14} {}\n", r.code, r.severity.label(), r.title)).collect(),
    };
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Outcome::Conforming)
}
