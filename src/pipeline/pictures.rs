//! From a file that the data name to the pictures that documents show: itself, or the pages of a scan.

use crate::domain::document::Shared;
use crate::domain::dossier::AttachmentKind;
use crate::typeset::picture;
use crate::typeset::scan::{self, ScanError};

/// The pictures of a file of that kind: one, or one for each page of a PDF.
///
/// # Errors
/// A scan cannot be drawn.
pub(super) fn drawn(kind: Option<AttachmentKind>, bytes: &[u8]) -> Result<Vec<Shared>, ScanError> {
    match kind {
        Some(AttachmentKind::Pdf) => Ok(scan::pages(bytes)?.into_iter().map(Shared::from).collect()),
        _ => Ok(vec![Shared::from(&*picture::archivable(bytes))]),
    }
}
