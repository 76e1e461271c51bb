//! clap's refusals, in French.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// Prints help, version or what was wrong with the call, and tells the exit code.
pub fn explain(error: &Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is not worth a word.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(2);
    }
    eprintln!("erreur : {}", in_french(error));
    if let Some(near) = told(error, ContextKind::SuggestedArg).or_else(|| told(error, ContextKind::SuggestedSubcommand))
    {
        eprintln!("aide : vouliez-vous « {near} » ?");
    }
    eprintln!("Pour l’aide : liasse --help");
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
        _ => error.to_string(),
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
