//! clap's refusals, in French.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::{CliError, out};

/// Prints help, version or what was wrong with the call, and tells the exit code.
pub fn explain(error: &Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        out::bytes(error.render().to_string().as_bytes());
        return match out::settle() {
            Ok(()) => ExitCode::SUCCESS,
            Err(CliError::Environment(why) | CliError::Usage(why)) => {
                out::aside(&format!("erreur : {why}"));
                ExitCode::from(3)
            }
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        out::aside(&error.render().to_string());
        return ExitCode::from(2);
    }
    out::aside(&format!("erreur : {}", in_french(error)));
    if let Some(near) = told(error, ContextKind::SuggestedArg).or_else(|| told(error, ContextKind::SuggestedSubcommand))
    {
        out::aside(&format!("aide : vouliez-vous « {near} » ?"));
    }
    out::aside("Pour l’aide : liasse --help");
    ExitCode::from(2)
}

fn in_french(error: &Error) -> String {
    let arg = told(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = told(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("l’option « {arg} » n’existe pas pour cette commande"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n’existe pas", told(error, ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("il manque {arg}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("il manque une valeur après « {arg} »"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let known = told(error, ContextKind::ValidValue).map_or(String::new(), |v| format!(" (valeurs : {v})"));
            format!("la valeur « {value} » n’est pas acceptée pour « {arg} »{known}")
        }
        ErrorKind::ArgumentConflict => {
            let other = told(error, ContextKind::PriorArg).unwrap_or_default();
            format!("« {arg} » ne va pas avec « {other} »")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("trop de valeurs pour « {arg} »"),
        ErrorKind::InvalidUtf8 => "un argument n’est pas un texte en UTF-8".to_owned(),
        ErrorKind::NoEquals => format!("« {arg} » veut un « = » avant sa valeur"),
        ErrorKind::TooFewValues => format!("il manque une valeur après « {arg} »"),
        _ => "cet appel n’est pas compris".to_owned(),
    }
}

/// What clap tells of the error under `kind`.
fn told(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(all) => Some(all.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        other => Some(other.to_string()),
    }
}
