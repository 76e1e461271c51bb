//! Digests, by the names that standards give them.

use md5::Md5;
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha224, Sha256, Sha384, Sha512};

/// An algorithm whose digests are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    Sha512,
    Sha384,
    Sha256,
    Sha224,
    Sha1,
    Md5,
}

use Algorithm::{Md5 as MD5, Sha1 as SHA1, Sha224 as SHA224, Sha256 as SHA256, Sha384 as SHA384, Sha512 as SHA512};

impl Algorithm {
    /// All, the strongest first.
    pub(super) const ALL: [Algorithm; 6] = [SHA512, SHA384, SHA256, SHA224, SHA1, MD5];

    /// That of a name: `SHA-512`, `sha512`, the address that XML knows it by.
    pub(super) fn of(name: &str) -> Option<Self> {
        let bare = name.rsplit(['#', '/']).next().unwrap_or(name);
        let bare: String = bare.chars().filter(char::is_ascii_alphanumeric).collect();
        Algorithm::ALL.into_iter().find(|a| a.key().eq_ignore_ascii_case(&bare))
    }

    /// As the files of a bag have it in their names.
    pub(super) fn key(self) -> &'static str {
        match self {
            SHA512 => "sha512",
            SHA384 => "sha384",
            SHA256 => "sha256",
            SHA224 => "sha224",
            SHA1 => "sha1",
            MD5 => "md5",
        }
    }

    /// As people write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            SHA512 => "SHA-512",
            SHA384 => "SHA-384",
            SHA256 => "SHA-256",
            SHA224 => "SHA-224",
            SHA1 => "SHA-1",
            MD5 => "MD5",
        }
    }

    pub(super) fn hasher(self) -> Box<dyn DynDigest> {
        match self {
            SHA512 => Box::<Sha512>::default(),
            SHA384 => Box::<Sha384>::default(),
            SHA256 => Box::<Sha256>::default(),
            SHA224 => Box::<Sha224>::default(),
            SHA1 => Box::<Sha1>::default(),
            MD5 => Box::<Md5>::default(),
        }
    }

    /// Hexadecimal digits of its digests.
    pub(super) fn digits(self) -> usize {
        self.hasher().output_size() * 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_written() {
        for (name, algorithm) in [
            ("SHA-512", Some(SHA512)),
            ("sha512", Some(SHA512)),
            ("http://www.w3.org/2001/04/xmlenc#sha256", Some(SHA256)),
            ("http://www.w3.org/2001/04/xmldsig-more/sha384", Some(SHA384)),
            ("MD5", Some(MD5)),
            ("sha-3", None),
            ("", None),
        ] {
            assert_eq!(Algorithm::of(name), algorithm, "{name}");
        }
    }

    #[test]
    fn digests_are_those_of_everybody() {
        for (algorithm, right) in [
            (MD5, "900150983cd24fb0d6963f7d28e17f72"),
            (SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (SHA224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
            (SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ] {
            let mut hasher = algorithm.hasher();
            hasher.update(b"abc");
            assert_eq!(super::super::hex(&hasher.finalize()), right);
            assert_eq!(right.len(), algorithm.digits());
        }
    }
}
