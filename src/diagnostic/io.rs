//! The system's errors in French, where it has no French words of its own.

use std::io::{Error, ErrorKind};

/// What went wrong, in a few words; the system's number for what is rare.
pub fn in_french(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "il n’existe pas",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::NotADirectory => "ce n’est pas un répertoire",
        ErrorKind::IsADirectory => "c’est un répertoire",
        ErrorKind::NotSeekable => "ce n’est pas un fichier ordinaire",
        ErrorKind::StorageFull => "le disque est plein",
        ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
        ErrorKind::InvalidFilename => "ce nom de fichier n’est pas permis",
        ErrorKind::AlreadyExists => "il existe déjà",
        ErrorKind::DirectoryNotEmpty => "le répertoire n’est pas vide",
        ErrorKind::QuotaExceeded => "votre espace est plein",
        ErrorKind::FileTooLarge => "le fichier serait trop grand pour ce disque",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "un autre programme l’utilise",
        ErrorKind::TooManyLinks | ErrorKind::CrossesDevices => "le disque ne le permet pas",
        ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "le réseau ne répond pas"
        }
        ErrorKind::StaleNetworkFileHandle => "le lecteur réseau a changé : rouvrez le dossier",
        ErrorKind::OutOfMemory => "la mémoire manque",
        ErrorKind::Interrupted => "l’opération a été interrompue",
        ErrorKind::BrokenPipe => "le programme qui lisait s’est arrêté",
        ErrorKind::UnexpectedEof => "le fichier est incomplet",
        ErrorKind::InvalidData => "le contenu n’a pas la forme attendue",
        _ => {
            let code = error.raw_os_error().map_or_else(String::new, |code| format!(" n° {code}"));
            return format!("le système répond par une erreur{code}");
        }
    };
    words.to_owned()
}
