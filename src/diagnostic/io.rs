//! The system's errors in French, where it has no French words of its own.

use std::io::{Error, ErrorKind};

/// What went wrong, in a few words; the system's own for what is rare.
pub fn in_french(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "il n’existe pas",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::NotADirectory => "ce n’est pas un répertoire",
        ErrorKind::IsADirectory => "c’est un répertoire",
        ErrorKind::StorageFull => "le disque est plein",
        ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
        ErrorKind::InvalidFilename => "ce nom de fichier n’est pas permis",
        _ => return error.to_string(),
    };
    words.to_owned()
}
