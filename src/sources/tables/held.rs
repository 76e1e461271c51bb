//! What the bytes of a file hold of the tables: the text of one, or the sheets of a workbook.

use std::io::Cursor;

use super::sheet::{RawSheet, Wanted};
use super::{Family, PROMOTION, Table};
use crate::domain::fault::{BadTable, FaultKind};
use crate::sources::rows::{Trouble, text, workbook};
use crate::sources::zips::{Archive, Budget, Holds, ZipTrouble};

/// The tables of a promotion that the sheets of a workbook are; none where it cannot be read.
pub fn in_workbook(bytes: Vec<u8>) -> Option<Vec<&'static str>> {
    match sheets(bytes, &PROMOTION, None) {
        Ok((held, _)) => Some(held.iter().map(|(table, _)| table.key).collect()),
        Err(BadTable::NoSheet) => Some(Vec::new()),
        Err(_) => None,
    }
}

/// The tables that a file holds, and what is to be told of it besides.
pub type Held = (Vec<(&'static Table, RawSheet)>, Vec<FaultKind>);

/// The tables that the bytes of a file hold; sheets without a row are left out.
pub fn sheets(bytes: Vec<u8>, family: &'static Family, own: Option<&'static Table>) -> Result<Held, BadTable> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(BadTable::OldExcel);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        let text = text::decode(&bytes);
        let table = own.filter(|_| !text.contains('\0')).ok_or(BadTable::NotATable)?;
        let raw = RawSheet::of_text(text, table);
        let told = if raw.rows.is_empty() { Vec::new() } else { vec![(table, raw)] };
        return Ok((told, mixed(&bytes).into_iter().collect()));
    }
    let (mut archive, budget) = (Archive::open(Cursor::new(bytes)).map_err(|t| bad(&t.into()))?, Budget::of_workbook());
    let mut wanted = Wanted::new(family, own);
    match archive.holds() {
        Holds::Xlsx => workbook::read_xlsx(&mut archive, &budget, &mut wanted),
        Holds::Ods => workbook::read_ods(&mut archive, &budget, &mut wanted),
        Holds::Files => return Err(BadTable::NotATable),
    }
    .map_err(|(_, trouble)| bad(&trouble))?;
    let Wanted { mut named, other, mut unread, .. } = wanted;
    let has_own = |named: &[(&Table, RawSheet)]| own.is_some_and(|o| named.iter().any(|(t, _)| t.key == o.key));
    match (has_own(&named), own, other) {
        (false, Some(own), Some(other)) => named.push((own, other)),
        (_, _, other) => unread.extend(other.and_then(|o| o.sheet)),
    }
    if own.is_some() && !has_own(&named) {
        return Err(BadTable::NoHeadings);
    }
    if named.is_empty() {
        return Err(BadTable::NoSheet);
    }
    named.retain(|(_, raw)| !raw.rows.is_empty() || raw.too_large);
    let unread = unread.into_iter().map(|sheet| FaultKind::UnreadSheet { sheet });
    Ok((named, unread.collect()))
}

/// The lines of a text that have bytes of another encoding.
fn mixed(bytes: &[u8]) -> Option<FaultKind> {
    let marked = text::decode_marked(bytes);
    let lines = marked.lines().enumerate().filter(|(_, l)| l.contains(text::MARK)).map(|(i, _)| i + 1);
    let lines: Vec<usize> = lines.collect();
    (!lines.is_empty()).then_some(FaultKind::MixedEncoding { lines })
}

fn bad(trouble: &Trouble) -> BadTable {
    match trouble {
        Trouble::TooLarge | Trouble::Zip(ZipTrouble::TooLarge | ZipTrouble::TooManyFiles) => BadTable::TooLarge,
        Trouble::Zip(ZipTrouble::Encrypted) => BadTable::Encrypted,
        Trouble::NotRecognised => BadTable::NotATable,
        Trouble::OldExcel => BadTable::OldExcel,
        _ => BadTable::Damaged,
    }
}
