//! Keys and passphrases on the command line: a passphrase is never an argument, which other users could see.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use age::secrecy::SecretString;

use super::CliError;
use crate::diagnostic::io::in_french;
use crate::pipeline::coffre::{Cle, Serrure, weakness};

/// Where a passphrase is read, before the terminal.
const VARIABLE: &str = "LIASSE_PASSPHRASE";

/// How a set is shut.
#[derive(clap::Args)]
pub struct Fermeture {
    /// Chiffrer l’ensemble pour cette clé publique d’age (age1…) ; plusieurs fois pour plusieurs personnes
    #[arg(long, value_name = "CLE", conflicts_with = "passphrase")]
    recipient: Vec<String>,
    /// Chiffrer l’ensemble par un mot de passe (demandé deux fois, ou lu dans LIASSE_PASSPHRASE) : 14 caractères au moins,
    /// quatre ou cinq mots au hasard par exemple
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
            () if self.passphrase => Ok(Some(Serrure::MotDePasse(new_passphrase()?))),
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
            Some(file) => Ok(Some(Cle::fichier(file.clone()))),
            None if self.passphrase => Ok(Some(Cle::mot_de_passe(SecretString::from(passphrase(Asked::Once)?)))),
            None => Ok(None),
        }
    }
}

/// How often a passphrase is asked for: what is typed unseen may be mistyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Once,
    Twice,
}

/// A passphrase that is being made: asked for twice, and not too weak.
fn new_passphrase() -> Result<SecretString, CliError> {
    let word = passphrase(Asked::Twice)?;
    match weakness(&word) {
        None => Ok(SecretString::from(word)),
        Some(why) => Err(CliError::Usage(format!(
            "--passphrase : ce mot de passe est trop faible, {why} ; quatre ou cinq mots au hasard en font un bon"
        ))),
    }
}

/// Reads the passphrase: from the environment, else a line.
fn passphrase(asked: Asked) -> Result<String, CliError> {
    if let Ok(word) = std::env::var(VARIABLE) {
        return given(word);
    }
    let failed = |e: std::io::Error| CliError::Environment(format!("mot de passe : {}", in_french(&e)));
    let input = std::io::stdin();
    if input.is_terminal() {
        let word = given(rpassword::prompt_password("Mot de passe : ").map_err(failed)?)?;
        let same = || rpassword::prompt_password("Encore une fois, pour vérifier : ").map_err(failed);
        if asked == Asked::Twice && same()? != word {
            return Err(CliError::Usage("--passphrase : les deux mots de passe ne sont pas les mêmes".to_owned()));
        }
        return Ok(word);
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).map_err(failed)?;
    given(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn given(word: String) -> Result<String, CliError> {
    if word.is_empty() {
        return Err(CliError::Usage(format!("--passphrase : aucun mot de passe n’est donné (ni dans {VARIABLE})")));
    }
    Ok(word)
}

/// One or the other word, by the number.
pub fn word<'w>(n: usize, one: &'w str, many: &'w str) -> &'w str {
    if n < 2 { one } else { many }
}
