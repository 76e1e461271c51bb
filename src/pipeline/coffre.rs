//! Confidential sets: encrypted as they are written, read as they are decrypted, in the form of the ordinary `age` program.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Mutex, OnceLock, PoisonError};

use age::secrecy::{ExposeSecret as _, SecretString};
use age::{DecryptError, Decryptor, Encryptor, Identity};
use age_core::format::{FileKey, Stanza};

use crate::archive::ReadSeek;
use crate::diagnostic::io::in_french;
use crate::disk;

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

/// What opens it. A set is opened by each thread that reads it: what the key says of its header is found once.
pub struct Cle {
    source: Source,
    /// What the source gives, once it was asked.
    identities: OnceLock<Vec<Box<dyn Identity + Send + Sync>>>,
    /// The last header that it opened, with the key of its file.
    known: Mutex<Option<(Vec<Stanza>, FileKey)>>,
}

enum Source {
    /// A file of private keys, as `age-keygen` writes it.
    Fichier(PathBuf),
    MotDePasse(SecretString),
}

impl Cle {
    /// The keys of that file.
    pub fn fichier(path: PathBuf) -> Self {
        Cle::of(Source::Fichier(path))
    }

    pub fn mot_de_passe(word: SecretString) -> Self {
        Cle::of(Source::MotDePasse(word))
    }

    fn of(source: Source) -> Self {
        Cle { source, identities: OnceLock::new(), known: Mutex::new(None) }
    }

    fn identities(&self) -> Result<&[Box<dyn Identity + Send + Sync>], CoffreError> {
        if let Some(known) = self.identities.get() {
            return Ok(known);
        }
        let found = self.source.identities()?;
        Ok(self.identities.get_or_init(|| found))
    }
}

impl Source {
    fn identities(&self) -> Result<Vec<Box<dyn Identity + Send + Sync>>, CoffreError> {
        match self {
            Source::MotDePasse(word) => {
                let mut identity = age::scrypt::Identity::new(word.clone());
                // A file must not choose how long it keeps us busy, nor how much memory it takes.
                identity.set_max_work_factor(MOST_WORK);
                Ok(vec![Box::new(identity)])
            }
            Source::Fichier(file) => {
                let not_keys = || CoffreError::Identity(file.clone());
                if !file.is_file() {
                    return Err(not_keys());
                }
                let keys = age::IdentityFile::from_file(file.to_string_lossy().into_owned());
                let keys = keys.map_err(|e| match e.kind() {
                    io::ErrorKind::InvalidData => not_keys(),
                    _ => CoffreError::Io(file.clone(), e),
                })?;
                keys.into_identities().map_err(|_| not_keys())
            }
        }
    }
}

/// A key at work.
struct Remembering<'k> {
    identities: &'k [Box<dyn Identity + Send + Sync>],
    known: &'k Mutex<Option<(Vec<Stanza>, FileKey)>>,
}

impl Identity for Remembering<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.identities.iter().find_map(|i| i.unwrap_stanza(stanza))
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        let copy = |key: &FileKey| FileKey::new(Box::new(*key.expose_secret()));
        // Held while it is found: of two threads that ask at once, one computes.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = known.as_ref().filter(|(of, _)| of == stanzas) {
            return Some(Ok(copy(key)));
        }
        let found = self.identities.iter().find_map(|i| i.unwrap_stanzas(stanzas))?;
        if let Ok(key) = &found {
            let one = |s: &Stanza| Stanza { tag: s.tag.clone(), args: s.args.clone(), body: s.body.clone() };
            *known = Some((stanzas.iter().map(one).collect(), copy(key)));
        }
        Some(found)
    }
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
    disk::regular(path)?.take(MAGIC.len() as u64).read_to_end(&mut head)?;
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
    let file = disk::regular(path).map_err(failed)?;
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
    let identity = Remembering { identities: key.identities()?, known: &key.known };
    let reader = decryptor.decrypt(std::iter::once(&identity as &dyn Identity));
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

    /// Trying a passphrase takes a second and 256 MiB: once for a set, however often it is opened, and once more for another.
    #[test]
    fn a_set_is_opened_again_for_nothing() {
        let word = || SecretString::from("cinq mots au hasard".to_owned());
        let shut = |bytes: &[u8]| {
            let mut out = Vec::new();
            let write = |out: &mut dyn Write| out.write_all(bytes);
            Serrure::MotDePasse(word()).shut::<_, io::Error>(&mut out, write).unwrap();
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), out).unwrap();
            file
        };
        let (one, other) = (shut(b"un"), shut(b"deux"));
        let cle = Cle::mot_de_passe(word());
        let read = |file: &tempfile::NamedTempFile| {
            let (begun, mut out) = (std::time::Instant::now(), String::new());
            open(file.path(), Some(&cle)).unwrap().read_to_string(&mut out).unwrap();
            (out, begun.elapsed())
        };
        let (text, first) = read(&one);
        assert_eq!(text, "un");
        let again: std::time::Duration = (0..10).map(|_| read(&one).1).sum();
        assert!(again < first, "{again:?} for ten more, {first:?} for the first");
        assert_eq!(read(&other).0, "deux");
        assert_eq!(read(&one).0, "un");
        // What is remembered opens no other file, nor this one where its header has changed.
        let mut bytes = std::fs::read(one.path()).unwrap();
        let mac = bytes.windows(4).position(|w| w == b"--- ").unwrap() + 6;
        bytes[mac] = if bytes[mac] == b'A' { b'B' } else { b'A' };
        std::fs::write(one.path(), bytes).unwrap();
        assert!(open(one.path(), Some(&cle)).is_err());
        let wrong = Cle::mot_de_passe(SecretString::from("un autre mot".to_owned()));
        assert!(matches!(open(other.path(), Some(&wrong)), Err(CoffreError::WrongKey(_))));
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
