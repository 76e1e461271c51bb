//! Teachers whose name stands in two columns, as lists of a school have them: a referent has one.

use super::Table;
use super::sheet::RawRow;
use crate::domain::identifiers::normalise;

/// Puts the first name before the family name, in the column of the latter.
pub fn join(table: &Table, rows: &mut [RawRow]) {
    if table.key != "referent" {
        return;
    }
    let Some(at) = table.headings(rows) else { return };
    let column = |is: &dyn Fn(&str) -> bool| rows[at].cells.iter().position(|c| is(c.text.trim()));
    let name = column(&|h| table.columns.of(h).is_some_and(|(leaf, _)| table.columns.leaves[leaf].name() == "nom"));
    let first = column(&|h| ["prenom", "prenoms"].contains(&normalise(h).split(' ').next().unwrap_or_default()));
    let (Some(name), Some(first)) = (name, first) else { return };
    rows[at].cells[first].text.clear();
    for row in &mut rows[at + 1..] {
        let Some(prenom) = row.cells.get_mut(first).map(|c| std::mem::take(&mut c.text)) else { continue };
        if prenom.trim().is_empty() {
            continue;
        }
        if row.cells.len() <= name {
            row.cells.resize(name + 1, super::Cell::default());
            row.bytes.resize(name + 1, 0..0);
        }
        row.cells[name].text = format!("{} {}", prenom.trim(), row.cells[name].text.trim()).trim().to_owned();
    }
}
