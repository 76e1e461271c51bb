//! From a file that the data name to the pictures that documents show: itself, or the pages of a scan.

use super::scans::{ScanLoss, Scans};
use crate::domain::document::Shared;
use crate::domain::dossier::{Attachment, AttachmentKind};
use crate::typeset::picture;

/// The pictures of a file of which that is told: one, or one for each page of a PDF.
///
/// # Errors
/// A scan cannot be drawn.
pub(super) fn drawn(told: Option<&Attachment>, bytes: &[u8], scans: &Scans) -> Result<Vec<Shared>, ScanLoss> {
    match told {
        Some(Attachment { kind: AttachmentKind::Pdf, pages, .. }) => scans.pages(bytes, *pages),
        _ => Ok(vec![Shared::from(&*picture::archivable(bytes))]),
    }
}
