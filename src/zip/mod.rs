//! Zips: the one reader and the one writer of the program. What liasse writes is frozen byte for byte (stored entries, no date, no
//! owner, ZIP64 where it must), so that a set can be compared with it years later whatever a library writes by then. The reader
//! is ours too, as a set is evidence and what people send may be hostile: a library hides what is twice there, what local
//! headers say otherwise than the directory, bytes that no entry has; and shares no directory between threads.

mod form;
mod names;
mod read;
mod write;

pub use form::Entry;
pub use names::decoded;
pub use read::{Checked, DAMAGED, Directory, Zip, ZipError};
pub use write::Writer;

#[cfg(test)]
mod tests {
    use std::io::{self, Read as _};

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        for (name, bytes) in files {
            writer.begin(name, bytes.len() as u64, crc32fast::hash(bytes)).unwrap();
            writer.bytes(bytes).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_written_is_read_again_and_by_others() {
        let bytes = zipped(&[("a.txt", b"un"), ("é/b.txt", b""), ("c.txt", b"trois")]);
        let mut zip = Zip::open(io::Cursor::new(bytes.clone())).unwrap();
        assert_eq!(
            zip.directory.entries.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(),
            ["a.txt", "é/b.txt", "c.txt"]
        );
        let mut text = String::new();
        zip.read(2).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "trois");
        assert_eq!(zip.first_difference().unwrap(), None);
        let mut other = ::zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        other.by_name("é/b.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((other.len(), text.as_str()), (3, ""));
    }

    #[test]
    fn what_is_packed_is_read_again_and_by_others() {
        let long = "un texte ".repeat(10_000);
        let mut writer = Writer::new(Vec::new());
        writer.begin("mimetype", 1, crc32fast::hash(b"x")).unwrap();
        writer.bytes(b"x").unwrap();
        writer.packed("long.txt", long.as_bytes()).unwrap();
        let bytes = writer.finish().unwrap();
        assert!(bytes.len() < long.len() / 10);
        let mut ours = String::new();
        Zip::open(io::Cursor::new(&bytes)).unwrap().read(1).unwrap().read_to_string(&mut ours).unwrap();
        let mut theirs = String::new();
        let mut other = ::zip::ZipArchive::new(io::Cursor::new(&bytes)).unwrap();
        other.by_name("long.txt").unwrap().read_to_string(&mut theirs).unwrap();
        assert!(ours == long && theirs == long);
    }

    #[test]
    fn each_byte_that_is_no_data_is_accounted_for() {
        let bytes = zipped(&[("a.txt", b"un"), ("b.txt", b"deux")]);
        let data = [35..37, 35 + 2 + 35..35 + 2 + 35 + 4];
        for at in (0..bytes.len()).filter(|at| !data.iter().any(|d| d.contains(at))) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let seen = match Zip::open(io::Cursor::new(changed)) {
                Err(_) => true,
                Ok(mut zip) => !matches!(zip.first_difference(), Ok(None)),
            };
            assert!(seen, "byte {at}");
        }
        for more in [&b"x"[..], b"PK\x05\x06"] {
            assert!(Zip::open(io::Cursor::new([&bytes[..], more].concat())).is_err());
        }
        assert!(Zip::open(io::Cursor::new(&bytes[..bytes.len() - 1])).is_err());
        assert!(Zip::open(io::Cursor::new(b"")).is_err());
    }

    /// A byte of the data that changes is told where they end, stored or packed, and so is an entry that unfolds to more than
    /// it claims.
    #[test]
    fn an_entry_that_is_not_what_it_claims_is_damaged() {
        let mut writer = Writer::new(Vec::new());
        writer.packed("a.txt", "un texte ".repeat(100).as_bytes()).unwrap();
        writer.begin("b.txt", 4, crc32fast::hash(b"deux")).unwrap();
        writer.bytes(b"deux").unwrap();
        let bytes = writer.finish().unwrap();
        let read = |bytes: &[u8], index: usize| {
            let mut zip = Zip::open(io::Cursor::new(bytes)).ok()?;
            let mut out = Vec::new();
            zip.read(index).ok()?.read_to_end(&mut out).ok()
        };
        assert_eq!((read(&bytes, 0), read(&bytes, 1)), (Some(900), Some(4)));
        let end = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        for at in [40, end - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            assert!(read(&changed, 0).is_none() || read(&changed, 1).is_none(), "{at}");
        }
        // Both headers claim a size that is not the one.
        for size in [899u32, 901] {
            let mut changed = bytes.clone();
            changed[22..26].copy_from_slice(&size.to_le_bytes());
            changed[end + 24..end + 28].copy_from_slice(&size.to_le_bytes());
            assert_eq!(read(&changed, 0), None, "{size}");
        }
    }
}
