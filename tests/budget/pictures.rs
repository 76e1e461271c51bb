//! Hostile pictures of a candidate's folder: many pixels in few bytes, bytes that are none.

use liasse::sources::MemoryFolder;

use super::families::{CHECK, Family};
use super::packed::png;

const BUILD: &[&str] = &["build", "dossier", "--only", "dossier", "--out", "sortie"];
const PNG: &str = "pieces/certificat-3.png";
const JPEG: &str = "pieces/certificat-1.jpg";

/// A picture in the place of a sound one.
macro_rules! picture {
    ($name:literal, $args:expr, $file:expr, $sizes:expr, $make:expr) => {
        Family {
            name: $name,
            args: $args,
            base: "complet-scolaire",
            sizes: $sizes,
            make: |n, folder: &mut MemoryFolder| drop(folder.files.insert($file.to_owned(), ($make)(n))),
        }
    };
}

/// A JPEG that says that it is so high, of the bytes of a small one.
fn jpeg(height: u16) -> Vec<u8> {
    let sound = super::support::root().join("fixtures/dossiers/complet-scolaire").join(JPEG);
    let mut bytes = std::fs::read(sound).unwrap();
    let at = bytes.windows(2).position(|w| matches!(w, [0xff, 0xc0 | 0xc2])).unwrap();
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&5_000_u16.to_be_bytes());
    bytes
}

pub const FAMILIES: &[Family] = &[
    picture!("PNG of grey, looked at", CHECK, PNG, [2_500, 10_000], |n| png(5_000, n as u32, 8, 0, 5_000)),
    picture!("PNG of grey, printed", BUILD, PNG, [2_500, 10_000], |n| png(5_000, n as u32, 8, 0, 5_000)),
    picture!("PNG of colours, printed", BUILD, PNG, [2_500, 10_000], |n| png(5_000, n as u32, 8, 6, 20_000)),
    picture!("PNG of deep colours, printed", BUILD, PNG, [2_500, 10_000], |n| png(5_000, n as u32, 16, 6, 40_000)),
    picture!("PNG of one bit, printed", BUILD, PNG, [2_500, 10_000], |n| png(5_000, n as u32, 1, 0, 625)),
    picture!("PNG of more than it says", BUILD, PNG, [16, 64], |n| png(100, 100, 8, 0, n << 13)),
    picture!("JPEG of more pixels than it has", BUILD, JPEG, [2_500, 10_000], |n| jpeg(n as u16)),
    picture!("PNG of chunks", CHECK, PNG, [200_000, 800_000], |n| {
        let sound = png(100, 100, 8, 0, 100);
        // An empty text, with its sum.
        [&sound[..33], &b"\0\0\0\0tEXt\x96\x42\xc5\x85".repeat(n), &sound[33..]].concat()
    }),
    picture!("GIF called PNG", CHECK, PNG, [1_000_000, 4_000_000], |n| [&b"GIF89a"[..], &vec![0; n]].concat()),
    picture!("JPEG of markers", CHECK, JPEG, [500_000, 2_000_000], |n| [
        &b"\xff\xd8"[..],
        &b"\xff\xe0\0\x02".repeat(n)
    ]
    .concat()),
];
