//! The zip of a set, byte for byte: stored entries, no date, no owner, ZIP64 where it must. The form is frozen, so that a set
//! can be compared with it years later whatever a library writes by then; the reader accounts for every byte.

mod form;
mod read;
mod write;

pub use form::Entry;
pub use read::{Directory, Zip, ZipError};
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
        let mut other = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        other.by_name("é/b.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((other.len(), text.as_str()), (3, ""));
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
}
