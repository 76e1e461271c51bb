//! A list that is followed up, twice: a table that a spreadsheet opens, and one page that any browser shows, sorts and filters
//! without asking anything of the network.

use std::path::Path;

use super::output::{self, OutputError};
use crate::domain::document::TemplateFault;
use crate::templates::{Composer, Suivi};

/// Writes both; the fault of the page's template, if it has one.
///
/// # Errors
/// A file cannot be written.
pub fn write(
    composer: &Composer,
    suivi: &Suivi,
    as_table: &Path,
    as_page: &Path,
) -> Result<Option<TemplateFault>, OutputError> {
    output::write_if_changed(as_table, &table(suivi))?;
    match composer.suivi(suivi) {
        Ok(page) => output::write_if_changed(as_page, page.as_bytes()).map(|()| None),
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
