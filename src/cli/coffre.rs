//! Keys and passphrases on the command line: a passphrase is never an argument, which other users could see.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use age::secrecy::SecretString;

use super::CliError;
use crate::diagnostic::io::in_french;
use crate::pipeline::coffre::{Cle, Serrure};

/// Where a passphrase is read, before the terminal.
const VARIABLE: &str = "LIASSE_PASSPHRASE";

/// How a set is shut.
#[derive(clap::Args)]
pub struct Fermeture {
    /// Chiffrer l’ensemble pour cette clé publique d’age (age1…) ; plusieurs fois pour plusieurs personnes
    #[arg(long, value_name = "CLE", conflicts_with = "passphrase")]
    recipient: Vec<String>,
    /// Chiffrer l’ensemble par un mot de passe (demandé, ou lu dans LIASSE_PASSPHRASE)
    #[arg(long)]
    passphrase: bool,
}

impl Fermeture {
    /// The lock that is asked for.
    ///
    /// # Errors
    /// A key is none, or no passphrase is given.
    pub fn serrure(&self) -> Result<Option<Serrure>, CliError> {
        match () {
            () if self.passphrase => Ok(Some(Serrure::MotDePasse(passphrase()?))),
            () if self.recipient.is_empty() => Ok(None),
            () => Serrure::of(&self.recipient).map(Some).map_err(|e| CliError::Usage(e.to_string())),
        }
    }
}

/// What opens a set.
#[derive(clap::Args)]
pub struct Ouverture {
    /// Fichier de clés d’age, pour un ensemble chiffré
    #[arg(long, value_name = "FICHIER", conflicts_with = "passphrase")]
    identity: Option<PathBuf>,
    /// L’ensemble est chiffré par un mot de passe (demandé, ou lu dans LIASSE_PASSPHRASE)
    #[arg(long)]
    passphrase: bool,
}

impl Ouverture {
    /// The key that is given.
    ///
    /// # Errors
    /// No passphrase is given.
    pub fn cle(&self) -> Result<Option<Cle>, CliError> {
        match &self.identity {
            Some(file) => Ok(Some(Cle::Fichier(file.clone()))),
            None if self.passphrase => Ok(Some(Cle::MotDePasse(passphrase()?))),
            None => Ok(None),
        }
    }
}

/// Reads the passphrase: from the environment, else a line.
fn passphrase() -> Result<SecretString, CliError> {
    if let Ok(word) = std::env::var(VARIABLE) {
        return given(word);
    }
    let failed = |e: std::io::Error| CliError::Environment(format!("mot de passe : {}", in_french(&e)));
    let input = std::io::stdin();
    if input.is_terminal() {
        return given(rpassword::prompt_password("Mot de passe : ").map_err(failed)?);
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).map_err(failed)?;
    given(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn given(word: String) -> Result<SecretString, CliError> {
    if word.is_empty() {
        return Err(CliError::Usage(format!("--passphrase : aucun mot de passe n’est donné (ni dans {VARIABLE})")));
    }
    Ok(SecretString::from(word))
}

/// One or the other word, by the number.
pub fn word<'w>(n: usize, one: &'w str, many: &'w str) -> &'w str {
    if n < 2 { one } else { many }
}
