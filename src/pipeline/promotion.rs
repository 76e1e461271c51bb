//! The build of a promotion: a convention for each row that is right, and the table that follows them up.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use super::build::{BuildError, CACHED_DOCUMENTS, Options};
use super::control::ControlledPromotion;
use super::manifest::{self, FileEntry, Manifest, PackVersion};
use super::output;
use super::press::{Made, Press};
use crate::diagnostic::{Severity, Summary};
use crate::domain::document::TemplateFault;
use crate::domain::promotion::{Promotion, Stage, calcul};
use crate::templates::typography::slug;
use crate::templates::{Composer, ConventionInputs, Mode};
use crate::typeset::{Engine, forget};

/// The table that follows the conventions up.
pub const SUIVI: &str = "suivi.csv";
/// How files are named where `[sortie]` says nothing.
const PATTERN: &str = "{classe}-{nom}-{prenom}-{organisme}";
/// Longest name of a file, in characters, without its ending.
const NAME_LIMIT: usize = 80;

/// What the build of a promotion did.
pub struct BuiltPromotion {
    pub summary: Summary,
    /// Conventions that were written, that stood as they would be, and that their row's errors refuse.
    pub written: usize,
    pub current: usize,
    pub refused: usize,
    pub pages: usize,
    /// Documents that their templates could not make, or that could not be written.
    pub trouble: Vec<String>,
}

/// Builds the conventions of a controlled promotion into `out`.
///
/// # Errors
/// A file cannot be written.
pub fn build_promotion(
    controlled: &ControlledPromotion,
    engine: &mut Engine,
    out: &Path,
    options: &Options,
) -> Result<BuiltPromotion, BuildError> {
    let promotion = &controlled.loaded.promotion;
    let summary = Summary::of(&controlled.diagnostics, options.strictness);
    let mut built = BuiltPromotion { summary, written: 0, current: 0, refused: 0, pages: 0, trouble: Vec::new() };
    let composer = match Composer::new(controlled.texts.pack.templates()) {
        Ok(composer) => composer,
        Err(fault) => {
            built.trouble.push(told("tous les documents", &fault));
            return Ok(built);
        }
    };
    let former = Manifest::read(out).unwrap_or_default();
    let press = Press { out, options, former: &former, begun: Instant::now() };
    let wrong = if options.mode == Mode::Draft { BTreeSet::new() } else { wrong_rows(controlled) };
    let names = names(promotion);
    let mut files: Vec<FileEntry> = Vec::new();
    for (rank, stage) in promotion.stages.iter().enumerate() {
        if wrong.contains(&rank) {
            built.refused += 1;
            continue;
        }
        let inputs = ConventionInputs {
            promotion,
            stage,
            referentiel: &controlled.referentiel,
            calendriers: &controlled.texts.calendriers,
            droit: &controlled.texts.droit,
            mode: options.mode,
        };
        let piece = match composer.convention(inputs, &format!("conventions/{}", names[rank])) {
            Ok(piece) => piece,
            Err(fault) => {
                built.trouble.push(told(&names[rank], &fault));
                continue;
            }
        };
        match press.make(&piece, engine)? {
            Made::UpToDate(entry) => {
                built.current += 1;
                files.push(entry);
            }
            Made::Written(entry, _) => {
                built.written += 1;
                files.push(entry);
            }
            Made::Unwritten(error) => built.trouble.push(error.to_string()),
            Made::Failed(failure) => built.trouble.extend(failure.faults.iter().map(|f| told(&piece.path, f))),
        }
        // What all the conventions share is laid out once; what the others were made of goes.
        if rank % CACHED_DOCUMENTS == 0 {
            forget(CACHED_DOCUMENTS);
        }
    }
    forget(0);
    built.pages = files.iter().map(|f| f.pages).sum();
    finish(controlled, out, options, &former, files, &built)?;
    Ok(built)
}

/// The rows that an error bears on; all of them where it bears on what they share.
fn wrong_rows(controlled: &ControlledPromotion) -> BTreeSet<usize> {
    let promotion = &controlled.loaded.promotion;
    let mut out = BTreeSet::new();
    for d in controlled.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        let path = d.place.field().unwrap_or_default();
        let (table, rest) = path.split_once('[').unwrap_or((path, ""));
        // A heading of a table bears on all its rows.
        let table = table.split('.').next().unwrap_or_default();
        let rank = rest.split(']').next().and_then(|n| n.parse::<usize>().ok());
        let rows = |is: &dyn Fn(&Stage) -> bool| -> Vec<usize> {
            promotion.stages.iter().enumerate().filter(|(_, s)| is(s)).map(|(i, _)| i).collect()
        };
        match (table, rank) {
            ("stage", Some(rank)) => drop(out.insert(rank)),
            ("etudiant", Some(rank)) => {
                let key = promotion.etudiants.get(rank).map(|e| e.cle.clone()).unwrap_or_default();
                out.extend(rows(&|s| s.etudiant == key));
            }
            ("organisme", Some(rank)) => {
                let key = promotion.organismes.get(rank).map(|o| o.cle.clone()).unwrap_or_default();
                out.extend(rows(&|s| s.organisme == key));
            }
            // An avenant is a document of its own.
            ("avenant", _) => {}
            _ => out.extend(0..promotion.stages.len()),
        }
    }
    out
}

/// The name of each convention's file, from the pattern: safe everywhere, one for each.
fn names(promotion: &Promotion) -> Vec<String> {
    let told = promotion.reglage.sortie.nom_fichier.as_str();
    let pattern = if told.trim().is_empty() { PATTERN } else { told };
    let mut taken = BTreeSet::new();
    let mut one = |(rank, stage): (usize, &Stage)| {
        let etudiant = promotion.etudiant(&stage.etudiant).cloned().unwrap_or_default();
        let organisme = promotion.organisme(&stage.organisme).map_or(stage.organisme.as_str(), |o| o.nom.as_str());
        let debut = stage.debut.map_or_else(String::new, |d| format!("{}-{:02}-{:02}", d.year(), d.month(), d.day()));
        let name = pattern
            .replace("{document}", "convention")
            .replace("{classe}", &etudiant.classe)
            .replace("{nom}", etudiant.nom())
            .replace("{prenom}", etudiant.prenoms.split_whitespace().next().unwrap_or_default())
            .replace("{organisme}", organisme)
            .replace("{cle}", &stage.cle)
            .replace("{debut}", &debut);
        let base: String = slug(&name).chars().take(NAME_LIMIT).collect();
        let base = if base.is_empty() { format!("convention-{}", rank + 1) } else { base };
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|n| taken.insert(n.to_lowercase()));
        free.unwrap_or(base)
    };
    promotion.stages.iter().enumerate().map(&mut one).collect()
}

/// Removes what a former build wrote and this one did not, then writes the follow-up and the manifest.
fn finish(
    controlled: &ControlledPromotion,
    out: &Path,
    options: &Options,
    former: &Manifest,
    mut files: Vec<FileEntry>,
    built: &BuiltPromotion,
) -> Result<(), BuildError> {
    for old in former.files.iter().filter(|f| f.path.ends_with(".pdf")) {
        if files.iter().any(|f| f.path == old.path) {
            continue;
        }
        // A row that is refused now keeps its last good convention; a row that is gone takes it along.
        if built.refused > 0 || !built.trouble.is_empty() {
            files.push(FileEntry { current: false, ..old.clone() });
        } else {
            output::remove(&out.join(&old.path))?;
        }
    }
    let suivi = suivi(controlled);
    output::write_if_changed(&out.join(SUIVI), &suivi)?;
    let manifest = Manifest {
        schema: manifest::SCHEMA,
        tool: concat!("liasse ", env!("CARGO_PKG_VERSION")).to_owned(),
        pack: PackVersion {
            diplome: controlled.texts.pack.diplome.clone(),
            texte: controlled.referentiel.texte.version.clone(),
            sha256: controlled.texts.pack_hash().to_owned(),
        },
        mode: if options.mode == Mode::Draft { "brouillon" } else { "final" }.to_owned(),
        conforming: built.summary.conforming,
        inputs: String::new(),
        files,
    };
    Ok(output::write_if_changed(&out.join(manifest::FILE), &manifest.to_bytes())?)
}

/// For each convention: whose, where, when, days foreseen and done, signatures. A table that Excel opens.
fn suivi(controlled: &ControlledPromotion) -> Vec<u8> {
    let promotion = &controlled.loaded.promotion;
    let told = promotion.reglage.formation.calendrier.as_str();
    let calendrier = if told.is_empty() { "metropole" } else { told };
    let wrong = wrong_rows(controlled);
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
            () if wrong.contains(&rank) => "à corriger",
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

fn told(document: &str, fault: &TemplateFault) -> String {
    format!("[{}] défaut du modèle, non de vos données ({document}) : {fault}", fault.kind.code())
}
