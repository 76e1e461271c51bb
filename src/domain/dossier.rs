//! A candidate's whole folder, as one value.

use std::collections::BTreeMap;

use super::{Candidat, Entreprise, Fiche, Periode};

/// A candidate's dossier professionnel. What was missing or wrong in the files is at its default here,
/// and told in the faults beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    pub candidat: Candidat,
    pub periodes: Vec<Periode>,
    /// Sorted by id.
    pub entreprises: Vec<Entreprise>,
    /// Sorted by number, then file.
    pub fiches: Vec<Fiche>,
    /// Images and scans that the data names and that were accepted, by path in the folder.
    pub attachments: BTreeMap<String, Attachment>,
}

/// A picture or a scan of the folder, accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub kind: AttachmentKind,
    /// Pixels, for a picture; of the first page in points, for a PDF.
    pub width: u32,
    pub height: u32,
    /// 1 for a picture.
    pub pages: usize,
    /// SHA-256 of its bytes: what makes two files the same, whatever their names.
    pub empreinte: [u8; 32],
}

/// What kind of file an attachment is, told by its bytes and not by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    Png,
    Jpeg,
    Pdf,
}

impl Dossier {
    /// The firm whose file is `id`.
    pub fn entreprise(&self, id: &str) -> Option<&Entreprise> {
        self.entreprises.iter().find(|e| e.id == id)
    }

    /// The first sheet with that number.
    pub fn fiche(&self, numero: i32) -> Option<&Fiche> {
        self.fiches.iter().find(|f| f.numero == Some(numero))
    }

    /// The sheets whose number is in `numeros`, in order.
    pub fn fiches_in(&self, numeros: &[i32]) -> impl Iterator<Item = &Fiche> {
        self.fiches.iter().filter(move |f| f.numero.is_some_and(|n| numeros.contains(&n)))
    }
}
