//! What an archive system looks at first in a transfer: who, by which agreement, in which formats.

use crate::domain::NON_RENSEIGNE;

/// What an archive system looks at first.
#[derive(Default)]
pub(super) struct Versement {
    pub accord: String,
    pub producteur: String,
    pub versant: String,
    pub archives: String,
    pub without_format: usize,
    pub attached: usize,
}

impl Versement {
    /// What is missing, and archive systems want.
    pub(super) fn refusals(&self) -> Vec<String> {
        let wanted = [
            (&self.accord, "l’accord de versement (ArchivalAgreement)"),
            (&self.producteur, "le service producteur (OriginatingAgencyIdentifier)"),
            (&self.versant, "le service versant (TransferringAgency)"),
            (&self.archives, "le service d’archives (ArchivalAgency)"),
        ];
        let missing = wanted.into_iter().filter(|(told, _)| told.is_empty() || *told == NON_RENSEIGNE);
        let mut out: Vec<String> = missing.map(|(_, what)| format!("{what} n’est pas dit")).collect();
        if self.without_format > 0 {
            let s = if self.without_format == 1 { "objet n’a" } else { "objets n’ont" };
            out.push(format!("{} {s} pas de format PRONOM (FormatId)", self.without_format));
        }
        if self.attached > 0 {
            let s = if self.attached == 1 { "objet est" } else { "objets sont" };
            let told = "dans le bordereau lui-même (Attachment), où rien n’est vérifié";
            out.push(format!("{} {s} {told}", self.attached));
        }
        out
    }
}
