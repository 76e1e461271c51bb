//! Loads an exam's folder: `examen.toml`, the subject, its annexes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::attachments::{Accepts, Named};
use super::folder::Folder;
use super::loader::Loader;
use super::rows::{delimited, letters, text};
use super::schema::Node;
use super::{Sources, front_matter, markdown, sujet, tables};
use crate::diagnostic::Place;
use crate::domain::Fiche;
use crate::domain::candidat;
use crate::domain::dossier::Attachment;
use crate::domain::examen::{
    ANNEXES, Annexe, CANDIDATS, CandidatsFile, Cellule, Copie, Copies, Examen, ExamenFile, FILE, FichePresentee, NOTES,
    ORAUX, Oral, PORTFOLIOS, Portfolio, Titulaire, VARIANTES, Variantes, sort_annexes,
};
use crate::domain::fault::{BadReference, Fault, FaultKind};

use super::dossier::load_dossier;
use super::folder::{SubFolder, TEXT_LIMIT, refuse_path};

/// An exam's folder once read.
pub struct LoadedExamen {
    pub examen: Examen,
    pub faults: Vec<Fault>,
    pub sources: Sources,
    /// The bytes of what the data names, by path.
    pub attachments: BTreeMap<String, Vec<u8>>,
    /// PDFs that are still to be looked at.
    pub scans: Vec<Named>,
}

static EXAMEN: LazyLock<Node> = LazyLock::new(Node::of::<ExamenFile>);
static ANNEXE: LazyLock<Node> = LazyLock::new(Node::of::<Annexe>);
/// The shape of the list of candidates.
pub(super) static INSCRITS: LazyLock<Node> = LazyLock::new(Node::of::<CandidatsFile>);
static ORAL: LazyLock<Node> = LazyLock::new(Node::of::<Oral>);
static PORTFOLIO: LazyLock<Node> = LazyLock::new(Node::of::<Portfolio>);

/// The subject in one file, or the folder of its files.
const SUJET: &str = "sujet.md";
const SUJETS: &str = "sujet";

/// Reads an exam's folder. Never fails as a whole: what is wrong is in the faults.
pub fn load_examen(folder: &dyn Folder) -> LoadedExamen {
    let mut loader = Loader::new(folder);
    let mut examen = Examen { reglage: loader.toml(FILE, &EXAMEN).unwrap_or_default(), ..Examen::default() };
    let mut accepted = BTreeMap::new();
    let files: Vec<String> = std::iter::once(SUJET.to_owned()).chain(loader.list(SUJETS, ".md")).collect();
    examen.sujet = sujet::load(&mut loader, &files, &mut accepted);
    for file in loader.list(ANNEXES, ".md") {
        examen.annexes.extend(annexe(&mut loader, &file, &mut accepted));
    }
    sort_annexes(&mut examen.annexes);
    let mut listed = serde_json::Value::Null;
    let files = tables::load(&mut loader, &tables::EXAMEN, &mut listed);
    let listed: CandidatsFile = match listed {
        serde_json::Value::Null => CandidatsFile::default(),
        listed => serde_json::from_value(listed).expect("a value that was read against its shape has its type"),
    };
    examen.inscrits = listed.candidat;
    examen.fichier_inscrits = files.into_values().next().unwrap_or_else(|| CANDIDATS.to_owned());
    for file in loader.list(ORAUX, ".toml") {
        examen.oraux.extend(oral(&mut loader, &file, &mut accepted));
    }
    for file in loader.list(PORTFOLIOS, ".toml") {
        examen.portfolios.extend(portfolio(&mut loader, &file, &mut accepted));
    }
    if let Some((parametres, lignes)) = own_table(&mut loader, VARIANTES) {
        examen.variantes = Variantes { parametres, lignes };
    }
    if let Some((questions, lignes)) = own_table(&mut loader, NOTES) {
        examen.copies = copies(questions, lignes);
    }
    examen.attachments = accepted;
    let Loader { faults, sources, attachments, scans, .. } = loader;
    LoadedExamen { examen, faults, sources, attachments, scans }
}

fn annexe(loader: &mut Loader<'_>, file: &str, accepted: &mut BTreeMap<String, Attachment>) -> Option<Annexe> {
    let text = loader.text(file)?;
    let mut annexe = match front_matter::front_matter(&text) {
        Some(front) => loader.data::<Annexe>(file, &text[front.clone()], front.start, &ANNEXE),
        None => {
            let detail = "front matter".to_owned();
            loader.fault(Place::bytes(file, 0..0), FaultKind::Syntax { detail });
            Annexe::default()
        }
    };
    annexe.file = file.to_owned();
    let start = front_matter::body_start(&text);
    loader.printable(file, &text, start);
    let markdown::Located { blocks, leaves, remarks } = markdown::parse_located(&text[start..], start);
    annexe.blocks = blocks;
    annexe.lieux = leaves.into_iter().map(|bytes| Place::bytes(file, bytes)).collect();
    loader.remarks(remarks, accepted, |bytes| Place::bytes(file, bytes));
    let document = annexe.document.trim();
    if !document.is_empty() {
        let place = Place::value(file, "document");
        if annexe.alternative.trim().is_empty() {
            loader.fault(place.clone(), FaultKind::NoAlternative { target: document.to_owned() });
        }
        loader.reference(place, document, Accepts::PicturesAndScans, accepted);
    }
    let tableau = annexe.tableau.trim().to_owned();
    if !tableau.is_empty() {
        match rows(loader, &tableau) {
            Ok((text, lignes)) => {
                tabled(loader, &tableau, text, &lignes);
                annexe.lignes = lignes;
            }
            Err(reason) => {
                loader.fault(Place::value(file, "tableau"), FaultKind::Reference { target: tableau, reason });
            }
        }
    }
    loader.sources.insert(file, text);
    Some(annexe)
}

fn oral(loader: &mut Loader<'_>, file: &str, accepted: &mut BTreeMap<String, Attachment>) -> Option<Oral> {
    let mut oral = loader.toml::<Oral>(file, &ORAL)?;
    oral.file = file.to_owned();
    for (i, scenario) in oral.scenario.iter_mut().enumerate() {
        let textes = &mut scenario.textes;
        for (key, text, blocks) in [
            ("situation", &scenario.situation, &mut textes.situation),
            ("role", &scenario.role, &mut textes.role),
            ("attendus", &scenario.attendus, &mut textes.attendus),
        ] {
            let (parsed, remarks) = markdown::parse_blocks(text, 0);
            *blocks = parsed;
            // A text inside a TOML value: the value is the nearest place.
            loader.remarks(remarks, accepted, |_| Place::value(file, format!("scenario[{i}].{key}")));
        }
    }
    let dossier = oral.dossier.trim().trim_end_matches('/').to_owned();
    if dossier.is_empty() {
        return Some(oral);
    }
    let root = format!("{dossier}/{}", candidat::FILE);
    let reason = match refuse_path(&dossier) {
        Some(reason) => Some(reason),
        None => match loader.folder.read(&root, TEXT_LIMIT) {
            Ok(Some(_)) => None,
            _ => Some(BadReference::Missing),
        },
    };
    match reason {
        Some(reason) => loader.fault(Place::value(file, "dossier"), FaultKind::Reference { target: dossier, reason }),
        None => {
            let loaded = load_dossier(&SubFolder { parent: loader.folder, path: &dossier });
            let presented = |f: &Fiche| {
                let produits = f.produit.iter().map(|p| p.nom.clone()).collect();
                Some(FichePresentee { numero: f.numero?, titre: f.titre.clone(), produits })
            };
            oral.fiches = loaded.dossier.fiches.iter().filter_map(presented).collect();
            let (identite, examen) = (&loaded.dossier.candidat.identite, &loaded.dossier.candidat.examen);
            let noms = [&identite.nom_famille, &identite.nom_usage, &identite.prenoms].map(|n| n.trim()).join(" ");
            oral.titulaire = Titulaire { numero: examen.numero_candidat.trim().to_owned(), noms };
            oral.dossier = dossier;
        }
    }
    Some(oral)
}

fn portfolio(loader: &mut Loader<'_>, file: &str, accepted: &mut BTreeMap<String, Attachment>) -> Option<Portfolio> {
    let mut portfolio = loader.toml::<Portfolio>(file, &PORTFOLIO)?;
    portfolio.file = file.to_owned();
    for (i, element) in portfolio.element.iter_mut().enumerate() {
        let (blocks, remarks) = markdown::parse_blocks(&element.description, 0);
        element.blocks = blocks;
        loader.remarks(remarks, accepted, |_| Place::value(file, format!("element[{i}].description")));
    }
    Some(portfolio)
}

/// The points of the copies: the first column is their number, wherever the questions stand.
fn copies(mut questions: Vec<Cellule>, lignes: Vec<Vec<Cellule>>) -> Copies {
    questions.remove(0);
    let copie = |mut row: Vec<Cellule>| Copie { numero: row.remove(0), points: row };
    Copies { questions, copies: lignes.into_iter().filter(|r| !r.is_empty()).map(copie).collect() }
}

/// Tells what of a printed table would be lost: a cell beyond its headings, a quote that is never closed, a character that
/// no font has.
fn tabled(loader: &mut Loader<'_>, file: &str, text: String, lignes: &[Vec<Cellule>]) {
    loader.printable(file, &text, 0);
    let width = lignes.first().map_or(0, Vec::len);
    for row in lignes.iter().skip(1) {
        let lost = row.iter().enumerate().skip(width).find(|(_, cell)| !cell.text.trim().is_empty());
        if let Some((column, cell)) = lost {
            let (letters, found) = (letters(column), cell.text.trim().chars().take(40).collect());
            let row = text[..cell.bytes.start].matches('\n').count() + 1;
            let kind = FaultKind::CellBeyond { row, letters, found };
            loader.fault(Place::bytes(file, cell.bytes.clone()), kind);
        }
    }
    loader.sources.insert(file, text);
}

/// A text table of the folder's own, its headings apart; nothing where there is none.
fn own_table(loader: &mut Loader<'_>, file: &str) -> Option<(Vec<Cellule>, Vec<Vec<Cellule>>)> {
    match rows(loader, file) {
        Ok((text, mut lignes)) => {
            loader.printable(file, &text, 0);
            loader.sources.insert(file, text);
            (!lignes.is_empty()).then(|| (lignes.remove(0), lignes))
        }
        Err(BadReference::Missing) => None,
        Err(reason) => {
            loader.fault(Place::file(file), FaultKind::Reference { target: file.to_owned(), reason });
            None
        }
    }
}

/// The rows of a text table, whatever its encoding and its separator, and the text in which they stand.
fn rows(loader: &Loader<'_>, path: &str) -> Result<(String, Vec<Vec<Cellule>>), BadReference> {
    if let Some(reason) = refuse_path(path) {
        return Err(reason);
    }
    let bytes = match loader.folder.read(path, TEXT_LIMIT) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(BadReference::Missing),
        Err(_) => return Err(BadReference::Kind { accepted: "fichier CSV d’au plus 1 Mio", found: None }),
    };
    let text = text::decode(&bytes);
    let head = text.lines().next().unwrap_or_default();
    let count = |s: u8| head.bytes().filter(|b| *b == s).count();
    let separator = delimited::SEPARATORS.into_iter().max_by_key(|s| count(*s)).unwrap_or(b';');
    let cell = |f: delimited::Field| Cellule { text: f.text, bytes: f.bytes };
    let records = delimited::records(&text, separator).map(|r| r.fields.into_iter().map(cell).collect::<Vec<_>>());
    let rows = records.filter(|r| r.iter().any(|cell| !cell.text.trim().is_empty())).collect();
    Ok((text, rows))
}
