//! A list that is followed up, twice: a table that a spreadsheet opens, and one page that any browser shows, sorts and filters
//! without asking anything of the network.

use std::path::Path;

use super::output::{self, OutputError};
use crate::domain::document::TemplateFault;
use crate::templates::{Composer, Readers, Suivi};

/// Writes both below `root`; the fault of the page's template, if it has one.
///
/// # Errors
/// A file cannot be written.
pub fn write(
    composer: &Composer,
    suivi: &Suivi,
    readers: Readers,
    root: &Path,
    [as_table, as_page]: [&str; 2],
) -> Result<Option<TemplateFault>, OutputError> {
    let write = |name: &str, bytes: &[u8]| output::write_if_changed_for(readers, root, &root.join(name), bytes);
    write(as_table, &table(suivi))?;
    match composer.suivi(suivi) {
        Ok(page) => write(as_page, page.as_bytes()).map(|()| None),
        Err(fault) => Ok(Some(fault)),
    }
}

/// The table, as a French spreadsheet opens it by a double click.
fn table(suivi: &Suivi) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = table.write_record(&suivi.colonnes);
    for ligne in &suivi.lignes {
        let _ = table.write_record(ligne.cellules.iter().map(|c| inert(&c.texte)));
    }
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    bytes.extend(table.into_inner().unwrap_or_default());
    bytes
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}
