//! The table that follows the conventions up.

use std::path::Path;

use super::refus::Refus;
use crate::domain::promotion::calcul;
use crate::pipeline::control::ControlledPromotion;
use crate::pipeline::manifest::FileEntry;
use crate::pipeline::output::{self, OutputError};

/// Name of the table.
pub(super) const TABLE: &str = "suivi.csv";

/// Writes the follow-up into `out`.
///
/// # Errors
/// A file cannot be written.
pub(super) fn write(
    controlled: &ControlledPromotion,
    refus: &Refus,
    _files: &[FileEntry],
    out: &Path,
) -> Result<(), OutputError> {
    output::write_if_changed(&out.join(TABLE), &table(controlled, refus))
}

/// For each convention: whose, where, when, days foreseen and done, signatures. A table that Excel opens.
fn table(controlled: &ControlledPromotion, refus: &Refus) -> Vec<u8> {
    let promotion = &controlled.loaded.promotion;
    let told = promotion.reglage.formation.calendrier.as_str();
    let calendrier = if told.is_empty() { "metropole" } else { told };
    let mut table = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let heads = [
        "Classe",
        "Nom",
        "Prénoms",
        "Convention",
        "Organisme",
        "Début",
        "Fin",
        "Journées prévues",
        "Journées faites",
        "Signatures",
        "État",
    ];
    // Writing to memory does not fail.
    let mut row = |cells: &[String]| drop(table.write_record(cells.iter().map(|c| inert(c))));
    row(&heads.map(str::to_owned));
    for (rank, stage) in promotion.stages.iter().enumerate() {
        let etudiant = promotion.etudiant(&stage.etudiant).cloned().unwrap_or_default();
        let organisme = promotion.organisme(&stage.organisme).map_or(stage.organisme.as_str(), |o| o.nom.as_str());
        let day = |d: Option<crate::domain::Date>| d.map_or_else(String::new, |d| d.to_string());
        let foreseen = calcul::prevision(stage, &controlled.texts.calendriers, calendrier).map(|p| p.jours.len());
        let done = stage.presence.as_ref().and_then(|p| p.journees);
        let number = |n: Option<String>| n.unwrap_or_default();
        let signed = stage.signatures.count();
        let state = match () {
            () if refus.stages.contains(&rank) => "à corriger",
            () if done.is_some() => "stage fait",
            () if signed == 5 => "signée",
            () if signed > 0 => "signatures en cours",
            () => "à signer",
        };
        row(&[
            etudiant.classe.clone(),
            etudiant.nom().to_owned(),
            etudiant.prenoms.clone(),
            stage.cle.clone(),
            organisme.to_owned(),
            day(stage.debut),
            day(stage.fin),
            number(foreseen.map(|n| n.to_string())),
            number(done.map(|n| n.to_string())),
            format!("{signed} sur 5"),
            state.to_owned(),
        ]);
    }
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    bytes.extend(table.into_inner().unwrap_or_default());
    bytes
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}
