//! Hostile sets, as `verify` meets them: bags, SEDA manifests, zips and tars.

use std::io::Write;

use liasse::sources::MemoryFolder;

use super::families::Family;
use super::packed::{DIGEST, Files, bag, each, object, put, seda, unit, zipped};

const VERIFY: &[&str] = &["verify", "dossier/x.zip"];

/// A set in a zip of these files.
macro_rules! set {
    ($name:literal, $sizes:expr, $files:expr) => {
        Family {
            name: $name,
            args: VERIFY,
            base: "",
            sizes: $sizes,
            make: |n, folder| put(folder, "x.zip", zipped($files(n))),
        }
    };
}

fn listed(n: usize, name: impl Fn(usize) -> String) -> String {
    each(n, |i| format!("{DIGEST}  {}\n", name(i)))
}

fn piece(i: usize) -> String {
    format!("data/{i}.txt")
}

/// A name of letters, each of them a capital or not.
fn capitals(i: usize) -> String {
    let letter = |bit: usize| if i >> bit & 1 == 1 { 'A' } else { 'a' };
    format!("data/{}", (0..18).map(letter).collect::<String>())
}

fn nested(n: usize) -> String {
    let open = |i: usize| {
        format!("<ArchiveUnit id=\"U{i}\"><Content><DescriptionLevel>Item</DescriptionLevel><Title>a</Title></Content>")
    };
    each(n, open) + &"</ArchiveUnit>".repeat(n)
}

/// Each unit stands for the next one.
fn chained(n: usize) -> String {
    let next =
        |i: usize| format!("<ArchiveUnit id=\"R{i}\"><ArchiveUnitRefId>R{}</ArchiveUnitRefId></ArchiveUnit>", i + 1);
    each(n, next) + &unit(0, "")
}

fn tar(entries: impl Iterator<Item = String>) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for name in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(1);
        header.set_mode(0o644);
        out.append_data(&mut header, name, &b"a"[..]).unwrap();
    }
    out.into_inner().unwrap()
}

/// A compressed tar of one file of that many MiB of nothing.
fn bomb(n: usize, folder: &mut MemoryFolder) {
    let mut header = tar::Header::new_gnu();
    header.set_path("data/a").unwrap();
    header.set_size((n << 20) as u64);
    header.set_cksum();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(header.as_bytes()).unwrap();
    (0..n).for_each(|_| packed.write_all(&[0; 1 << 20]).unwrap());
    put(folder, "x.zip", packed.finish().unwrap());
}

/// A zip whose directory tells one entry again and again, under other names.
fn overlapping(n: usize, folder: &mut MemoryFolder) {
    let bytes = zipped([("x".repeat(8), vec![b' '; 1 << 20])]);
    let find = |sign: &[u8]| bytes.windows(4).position(|w| w == sign).unwrap();
    let (directory, end) = (find(b"PK\x01\x02"), find(b"PK\x05\x06"));
    let entry = &bytes[directory..end];
    let mut out = bytes[..directory].to_vec();
    for i in 0..n {
        let mut own = entry.to_vec();
        own[46..54].copy_from_slice(format!("{i:08}").as_bytes());
        out.extend(own);
    }
    let mut tail = bytes[end..].to_vec();
    tail[8..10].copy_from_slice(&(n as u16).to_le_bytes());
    tail[10..12].copy_from_slice(&(n as u16).to_le_bytes());
    tail[12..16].copy_from_slice(&((entry.len() * n) as u32).to_le_bytes());
    out.extend(tail);
    put(folder, "x.zip", out);
}

pub const FAMILIES: &[Family] = &[
    set!("bag: pieces", [5_000, 20_000], |n| bag(&[("manifest-sha256.txt", listed(n, piece))], (0..n).map(piece))),
    set!("bag: pieces that are not there", [15_000, 60_000], |n| bag(&[("manifest-sha256.txt", listed(n, piece))], [])),
    set!("bag: pieces that are not listed", [5_000, 20_000], |n| {
        bag(&[("manifest-sha256.txt", listed(1, piece))], (0..n).map(piece))
    }),
    set!("bag: one piece again and again", [15_000, 60_000], |n| {
        bag(&[("manifest-sha256.txt", listed(n, |_| piece(0)))], [piece(0)])
    }),
    set!("bag: names that capitals tell apart", [2_000, 8_000], |n| {
        bag(&[("manifest-sha256.txt", listed(n, |i| capitals(i + (1 << 17))))], (0..n).map(capitals))
    }),
    set!("bag: names that are encoded", [5_000, 20_000], |n| {
        bag(&[("manifest-sha256.txt", listed(n, |i| format!("./data/%41%{i}.txt")))], [piece(0)])
    }),
    set!("bag: lines of bag-info", [25_000, 100_000], |n| {
        let info = each(n, |i| format!("Label-{i}: a\n"));
        bag(&[("manifest-sha256.txt", listed(1, piece)), ("bag-info.txt", info)], [piece(0)])
    }),
    set!("bag: folded lines of bag-info", [25_000, 100_000], |n| {
        let info = format!("Label: a\n{}", "  a\n".repeat(n));
        bag(&[("manifest-sha256.txt", listed(1, piece)), ("bag-info.txt", info)], [piece(0)])
    }),
    set!("bag: lines of fetch", [10_000, 40_000], |n| {
        let fetch = each(n, |i| format!("http://x.example/{i} 1 data/f{i}\n"));
        bag(&[("manifest-sha256.txt", listed(1, piece)), ("fetch.txt", fetch)], [piece(0)])
    }),
    set!("bag: manifests of tags", [10_000, 40_000], |n| {
        let tags = listed(n, |i| format!("tags/{i}"));
        bag(&[("manifest-sha256.txt", listed(1, piece)), ("tagmanifest-sha256.txt", tags)], [piece(0)])
    }),
    set!("SEDA: units", [12_500, 50_000], |n| seda("", &each(n, |i| unit(i, "")))),
    set!("SEDA: units in units", [450, 1_800], |n| seda("", &nested(n))),
    set!("SEDA: units too deep", [25_000, 100_000], |n| seda("", &nested(n))),
    set!("SEDA: units of one name", [12_500, 50_000], |n| seda("", &each(n, |_| unit(0, "")))),
    set!("SEDA: units that stand for others", [10_000, 40_000], |n| seda("", &chained(n))),
    set!("SEDA: objects and their units", [5_000, 20_000], |n| {
        let refers = |i: usize| {
            format!(
                "<DataObjectReference><DataObjectGroupReferenceId>G{i}</DataObjectGroupReferenceId></DataObjectReference>"
            )
        };
        seda(&each(n, object), &each(n, |i| unit(i, &refers(i))))
    }),
    set!("SEDA: objects that nothing describes", [5_000, 20_000], |n| seda(&each(n, object), &unit(0, ""))),
    set!("SEDA: references to nothing", [15_000, 60_000], |n| {
        let refers = each(n, |i| {
            format!(
                "<DataObjectReference><DataObjectGroupReferenceId>N{i}</DataObjectGroupReferenceId></DataObjectReference>"
            )
        });
        seda("", &unit(0, &refers))
    }),
    set!("SEDA: elements that it has not", [50_000, 200_000], |n| seda("", &each(n, |i| format!("<X{}/>", i % 1000)))),
    set!("a zip of nothing, as a set", [15_000, 60_000], |n| (0..n)
        .map(|i| (i.to_string(), Vec::new()))
        .collect::<Files>()),
    set!("a zip of files that unfold, as a set", [16, 64], |n| {
        (0..n).map(|i| (format!("data/{i}"), vec![b' '; 1 << 20])).collect::<Files>()
    }),
    Family {
        name: "a zip of one entry of many names",
        args: VERIFY,
        base: "",
        sizes: [4_000, 16_000],
        make: overlapping,
    },
    Family { name: "a tar that unfolds", args: VERIFY, base: "", sizes: [64, 256], make: bomb },
    Family {
        name: "a tar of many files",
        args: VERIFY,
        base: "",
        sizes: [5_000, 20_000],
        make: |n, folder| put(folder, "x.zip", tar((0..n).map(|i| format!("data/{i}")))),
    },
    Family {
        name: "a tar of long names",
        args: VERIFY,
        base: "",
        sizes: [500, 2_000],
        make: |n, folder| put(folder, "x.zip", tar((0..n).map(|i| format!("data/{i}-{}", "a/".repeat(2_000))))),
    },
];
