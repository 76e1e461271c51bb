//! Confidential sets: encrypted as they are written, read as they are decrypted, in the form of the ordinary `age` program.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor};

use crate::archive::ReadSeek;
use crate::diagnostic::io::in_french;

/// The first bytes of an encrypted file.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// What trying a passphrase costs, as a power of two: a second and 256 MiB. The same on every machine, as the set outlives it.
const WORK: u8 = 18;
/// The most that another's file may ask for.
const MOST_WORK: u8 = 20;

/// Characters that a passphrase has at least.
const LONG: usize = 14;
/// Different ones among them.
const VARIED: usize = 7;
/// What nobody has to guess: what is left besides has to be long enough by itself.
const COMMON: [&str; 14] = [
    "motdepasse",
    "mot de passe",
    "password",
    "azertyuiop",
    "qwertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "azerty",
    "qwerty",
    "liasse",
    "examen",
    "bonjour",
    "0123456789",
    "123456789",
];

/// Why a new passphrase is too weak for a set that is kept for years; nothing where it is not.
pub fn weakness(word: &str) -> Option<String> {
    let folded = word.to_lowercase();
    let mut rest = folded.clone();
    for common in COMMON {
        rest = rest.replace(common, "");
    }
    let chars: Vec<char> = folded.chars().collect();
    let near = |pair: &&[char]| u32::from(pair[1]).abs_diff(u32::from(pair[0])) <= 1;
    let different: std::collections::BTreeSet<&char> = chars.iter().collect();
    match () {
        () if chars.len() < LONG => Some(format!("il a moins de {LONG} caractères")),
        () if different.len() < VARIED => Some("les mêmes caractères y reviennent".to_owned()),
        () if chars.windows(2).filter(near).count() * 2 > chars.len() => Some("c’est une suite".to_owned()),
        () if rest.trim().chars().count() < LONG / 2 => Some("il est fait de mots trop courants".to_owned()),
        () => None,
    }
}

/// For whom a set is encrypted.
pub enum Serrure {
    /// Public keys, `age1…`.
    Destinataires(Vec<age::x25519::Recipient>),
    MotDePasse(SecretString),
}

/// What opens it.
pub enum Cle {
    /// A file of private keys, as `age-keygen` writes it.
    Fichier(PathBuf),
    MotDePasse(SecretString),
}

/// Why it stays shut.
#[derive(Debug, thiserror::Error)]
pub enum CoffreError {
    #[error("« {0} » n’est pas une clé publique d’age (age1…)")]
    Recipient(String),
    #[error("{path} n’est pas un fichier de clés d’age", path = .0.display())]
    Identity(PathBuf),
    #[error("{path} est chiffré : donnez la clé (--identity) ou le mot de passe (--passphrase)", path = .0.display())]
    Locked(PathBuf),
    #[error("cette clé n’ouvre pas {path}", path = .0.display())]
    WrongKey(PathBuf),
    #[error("{path} est chiffré, et abîmé : {why}", path = .0.display(), why = .1)]
    Damaged(PathBuf, String),
    #[error("{path} ne peut pas être lu : {words}", path = .0.display(), words = in_french(.1))]
    Io(PathBuf, io::Error),
}

impl Serrure {
    /// The lock of those public keys.
    ///
    /// # Errors
    /// One of them is none.
    pub fn of(recipients: &[String]) -> Result<Self, CoffreError> {
        let one = |text: &String| {
            age::x25519::Recipient::from_str(text.trim()).map_err(|_| CoffreError::Recipient(text.clone()))
        };
        recipients.iter().map(one).collect::<Result<_, _>>().map(Serrure::Destinataires)
    }

    /// Encrypts what `write` writes.
    ///
    /// # Errors
    /// As `write`, or the bytes cannot be written.
    pub fn shut<T, E: From<io::Error>>(
        &self,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    ) -> Result<T, E> {
        let encryptor = match self {
            Serrure::MotDePasse(word) => {
                let mut recipient = age::scrypt::Recipient::new(word.clone());
                recipient.set_work_factor(WORK);
                Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
                    .map_err(io::Error::other)?
            }
            Serrure::Destinataires(all) => {
                Encryptor::with_recipients(all.iter().map(|r| r as &dyn age::Recipient)).map_err(io::Error::other)?
            }
        };
        let mut shut = encryptor.wrap_output(out)?;
        let done = write(&mut shut)?;
        shut.finish()?;
        Ok(done)
    }
}

/// Whether a file is encrypted.
///
/// # Errors
/// It cannot be read.
pub fn is_shut(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut head)?;
    Ok(head == MAGIC)
}

/// A file that is read ahead: going to a place near by keeps what was read, where a `BufReader` would read it again.
struct Ahead {
    inner: BufReader<File>,
    at: u64,
}

impl Read for Ahead {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(bytes)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Ahead {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let by = match to {
            SeekFrom::Start(at) => i64::try_from(i128::from(at) - i128::from(self.at)).ok(),
            SeekFrom::Current(by) => Some(by),
            SeekFrom::End(_) => None,
        };
        self.at = match by {
            Some(by) => {
                let at = self.at.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
                self.inner.seek_relative(by)?;
                at
            }
            None => self.inner.seek(to)?,
        };
        Ok(self.at)
    }
}

/// Opens a file, decrypting it where it is encrypted.
///
/// # Errors
/// It is encrypted and the key does not open it, or it cannot be read.
pub fn open(path: &Path, key: Option<&Cle>) -> Result<Box<dyn ReadSeek>, CoffreError> {
    let failed = |e: io::Error| CoffreError::Io(path.to_owned(), e);
    let file = File::open(path).map_err(failed)?;
    if !is_shut(path).map_err(failed)? {
        return Ok(Box::new(Ahead { inner: BufReader::with_capacity(128 << 10, file), at: 0 }));
    }
    let key = key.ok_or_else(|| CoffreError::Locked(path.to_owned()))?;
    let wrong = |e: DecryptError| match e {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            CoffreError::WrongKey(path.to_owned())
        }
        // Cut in its very header.
        DecryptError::Io(e) if e.kind() == io::ErrorKind::UnexpectedEof => {
            CoffreError::Damaged(path.to_owned(), "il est coupé".to_owned())
        }
        DecryptError::Io(e) if e.kind() != io::ErrorKind::InvalidData => CoffreError::Io(path.to_owned(), e),
        DecryptError::ExcessiveWork { .. } => {
            CoffreError::Damaged(path.to_owned(), "essayer un mot de passe y demanderait trop de calcul".to_owned())
        }
        DecryptError::UnknownFormat => {
            CoffreError::Damaged(path.to_owned(), "il est d’une version d’age que liasse ne lit pas".to_owned())
        }
        _ => CoffreError::Damaged(path.to_owned(), "son en-tête n’est pas intact".to_owned()),
    };
    let decryptor = Decryptor::new(BufReader::new(file)).map_err(wrong)?;
    let reader = match key {
        Cle::MotDePasse(word) => {
            let mut identity = age::scrypt::Identity::new(word.clone());
            // A file must not choose how long it keeps us busy, nor how much memory it takes.
            identity.set_max_work_factor(MOST_WORK);
            decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity))
        }
        Cle::Fichier(file) => {
            let name = file.to_string_lossy().into_owned();
            let not_keys = |_| CoffreError::Identity(file.clone());
            if !file.is_file() {
                return Err(CoffreError::Identity(file.clone()));
            }
            let keys = age::IdentityFile::from_file(name).map_err(|e| match e.kind() {
                io::ErrorKind::InvalidData => CoffreError::Identity(file.clone()),
                _ => CoffreError::Io(file.clone(), e),
            })?;
            let keys = keys.into_identities().map_err(not_keys)?;
            decryptor.decrypt(keys.iter().map(|k| k.as_ref() as &dyn age::Identity))
        }
    };
    Ok(Box::new(reader.map_err(wrong)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wherever it goes, near or far, it reads what the file has there.
    #[test]
    fn what_is_read_ahead_is_what_the_file_has() {
        let bytes: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let mut ahead = open(file.path(), None).unwrap();
        let mut plain = File::open(file.path()).unwrap();
        let places = [
            SeekFrom::Start(10),
            SeekFrom::Start(1_000),
            SeekFrom::Current(-500),
            SeekFrom::Start(900_000),
            SeekFrom::Current(200_000),
            SeekFrom::End(-30),
            SeekFrom::Start(0),
            SeekFrom::Current(0),
            SeekFrom::End(5),
        ];
        for place in places {
            assert_eq!(ahead.seek(place).unwrap(), plain.seek(place).unwrap(), "{place:?}");
            let (mut a, mut b) = (Vec::new(), Vec::new());
            (&mut ahead).take(70_000).read_to_end(&mut a).unwrap();
            (&mut plain).take(70_000).read_to_end(&mut b).unwrap();
            assert!(a == b, "{place:?}");
        }
        assert!(ahead.seek(SeekFrom::Current(-9_000_000)).is_err());
    }

    #[test]
    fn weak_passphrases_are_told() {
        for (word, why) in [
            ("", "moins de"),
            ("Xk9$fQ2!", "moins de"),
            ("aaaaaaaaaaaaaaaaaaaa", "mêmes"),
            ("abcabcabcabcabcabc", "mêmes"),
            ("abcdefghijklmnopqrst", "suite"),
            ("motdepassemotdepasse", "courants"),
            ("Liasse Examen 2026", "courants"),
        ] {
            assert!(weakness(word).is_some_and(|w| w.contains(why)), "{word}: {:?}", weakness(word));
        }
        for word in ["cinq mots au hasard", "cheval agrafe pile correct", "g7!kPz0vQm2#Lw", "Été à l’école 1954"]
        {
            assert_eq!(weakness(word), None, "{word}");
        }
    }
}
