//! Reads what schools' software exports, recognised by its content: SIECLE, Cyclades, text tables, workbooks, and zips.
//! Whatever the bytes, reading ends, within bounded memory, and tells what it could not read.

mod delimited;
mod eleve;
mod famille;
mod foyer;
mod headings;
mod noms;
mod reading;
mod siecle;
mod table;
pub mod tableau;
mod trouble;
mod valeur;
mod workbook;

pub mod journal;
pub mod registre;
pub mod tableur;

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rows::text;
use super::rows::xml::Xml;
use super::tables::Releve;
use super::zips::{Archive, Budget, Holds};
use crate::domain::identifiers::compact;
pub use eleve::{Accueil, Adresse, Ecole, Eleve, Origin};
use famille::Familles;
pub use famille::Lien;
pub use headings::PARTS;
pub use tableau::Tableau;
pub use trouble::{Elsewhere, Illisible, Note, Remarque, Trouble};

/// Largest XML, in bytes: it is streamed.
const XML_LIMIT: u64 = 64 << 20;
/// Largest text table, in bytes: it is decoded as a whole.
const TABLE_LIMIT: u64 = 16 << 20;
/// Bytes by which a content is recognised.
const HEAD: u64 = 4096;

/// Where what is read goes, as it is read.
pub type Sink<'a> = &'a mut dyn FnMut(Apport);

/// Something that an export tells.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "handed over one at a time, most of them pupils")]
pub enum Apport {
    Eleve(Eleve),
    /// The class of a pupil who is told elsewhere.
    Classe {
        eleve_id: String,
        classe: String,
    },
    /// An address, a parent, or who is responsible for whom.
    Lien(Lien),
    Ecole(Ecole),
    /// A table of a promotion that is no list of students.
    Tableau(Tableau),
    Illisible(Illisible),
    Remarque(Remarque),
    /// Columns that are not understood, by their headings.
    Ignored(Vec<String>),
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    SiecleEleves,
    SiecleStructures,
    SiecleCommuns,
    /// Parents, with their addresses or without.
    SiecleResponsables,
    Cyclades,
    Csv,
    Xlsx,
    Ods,
    /// A text that bears the name of a table of a promotion.
    Tableau,
}

impl Kind {
    fn of_root(name: &str) -> Option<Self> {
        Some(match name {
            "BEE_ELEVES" => Kind::SiecleEleves,
            "BEE_STRUCTURES" => Kind::SiecleStructures,
            "BEE_COMMUN" | "BEE_COMMUNS" => Kind::SiecleCommuns,
            "BEE_RESPONSABLES" => Kind::SiecleResponsables,
            _ => return None,
        })
    }
}

/// One file that was read, whole or in part.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRead {
    pub name: String,
    pub kind: Kind,
    /// Pupils; for structures and parents, pupils whose class or whose parent they tell.
    pub count: usize,
    pub ignored: Vec<String>,
}

/// All that the files tell, put together.
#[derive(Clone, Debug, Default)]
pub struct Lecture {
    pub files: Vec<FileRead>,
    /// In the order of the files and of their rows; those of one person in several files are not yet one.
    pub eleves: Vec<Eleve>,
    pub illisibles: Vec<Illisible>,
    pub remarques: Vec<Remarque>,
    /// The tables that stand beside the pupils, in the order of the files.
    pub tableaux: Vec<Tableau>,
    /// Classes that are written in several ways: the way that is kept, then the others.
    pub classes: Vec<Vec<String>>,
}

/// Reads `paths` and completes the pupils with what other files tell of their class and their school.
///
/// # Errors
/// A file is not there or cannot be opened: what a person named must be read.
pub fn load(paths: &[PathBuf]) -> Result<Lecture, (PathBuf, std::io::Error)> {
    let mut lecture = Lecture::default();
    let (mut classes, mut ecole, mut familles) = (HashMap::new(), Ecole::default(), Familles::default());
    for path in paths {
        let Lecture { files, eleves, illisibles, remarques, tableaux, .. } = &mut lecture;
        let (mut attached, mut parented, mut ignored) = (0, 0, Vec::new());
        let mut sink = |apport| match apport {
            Apport::Eleve(eleve) => eleves.push(eleve),
            Apport::Classe { eleve_id, classe } => {
                attached += usize::from(classes.insert(eleve_id, classe).is_none());
            }
            Apport::Lien(lien) => parented += usize::from(familles.take(lien)),
            Apport::Tableau(tableau) => {
                ignored.extend(tableau.unread());
                let (doubts, notes) = tableau.told();
                illisibles.extend(doubts);
                remarques.extend(notes);
                tableaux.push(tableau);
            }
            Apport::Ecole(other) => ecole.complete_from(&other),
            Apport::Illisible(illisible) => illisibles.push(illisible),
            Apport::Remarque(remarque) => remarques.push(remarque),
            Apport::Ignored(names) => ignored.extend(names),
        };
        let mut kinds = Vec::new();
        read(path, &mut sink, &mut |name, kind| kinds.push((name, kind))).map_err(|e| (path.clone(), e))?;
        let mut counts: HashMap<&str, usize> = HashMap::new();
        eleves.iter().for_each(|e| *counts.entry(&e.origin.file).or_default() += 1);
        for (name, kind) in kinds {
            let count = match kind {
                Kind::SiecleStructures => attached,
                Kind::SiecleResponsables => parented,
                _ => counts.get(name.as_str()).copied().unwrap_or_default(),
            };
            files.push(FileRead { name, kind, count, ignored: std::mem::take(&mut ignored) });
        }
    }
    let ecole = Arc::new(ecole);
    for eleve in &mut lecture.eleves {
        if eleve.classe.is_empty()
            && let Some(classe) = classes.get(&eleve.eleve_id).filter(|_| !eleve.eleve_id.is_empty())
        {
            eleve.classe.clone_from(classe);
        }
        if familles.complete(eleve) {
            let (origin, column) = (eleve.origin.clone(), None);
            lecture.remarques.push(Remarque { origin, column, note: Note::MoreParents });
        }
        eleve.complete_school(&ecole);
    }
    lecture.classes = one_spelling(&mut lecture.eleves);
    Ok(lecture)
}

/// Writes each class in one way, the most usual, whatever its case and its spaces; the classes that had several.
fn one_spelling(eleves: &mut [Eleve]) -> Vec<Vec<String>> {
    let mut all: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for eleve in eleves.iter().filter(|e| !e.classe.is_empty()) {
        let spellings = all.entry(compact(&eleve.classe)).or_default();
        match spellings.iter_mut().find(|(s, _)| *s == eleve.classe) {
            Some((_, count)) => *count += 1,
            None => spellings.push((eleve.classe.clone(), 1)),
        }
    }
    all.retain(|_, spellings| spellings.len() > 1);
    // The first of those that are as usual.
    all.values_mut().for_each(|s| s.sort_by_key(|(_, count)| std::cmp::Reverse(*count)));
    for eleve in eleves.iter_mut().filter(|_| !all.is_empty()) {
        if let Some(spellings) = all.get(&compact(&eleve.classe)) {
            eleve.classe.clone_from(&spellings[0].0);
        }
    }
    all.into_values().map(|s| s.into_iter().map(|(s, _)| s).collect()).collect()
}

/// Reads one file: what it tells goes to `sink` as it is read, and each content that was recognised to `recognised`.
///
/// # Errors
/// The file cannot be opened.
pub fn read(path: &Path, sink: Sink<'_>, recognised: &mut dyn FnMut(String, Kind)) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    read_bytes(&name, crate::disk::regular(path)?, sink, recognised);
    Ok(())
}

/// Reads the content of a file that is called `name`.
pub fn read_bytes(name: &str, mut file: impl Read + Seek, sink: Sink<'_>, recognised: &mut dyn FnMut(String, Kind)) {
    let origin = Origin::file(name);
    let tell =
        |sink: Sink<'_>, trouble| sink(Apport::Illisible(Illisible { origin: origin.clone(), column: None, trouble }));
    let mut head = Vec::new();
    let begin = file.by_ref().take(HEAD).read_to_end(&mut head).and_then(|_| file.seek(SeekFrom::Start(0)));
    if let Err(e) = begin {
        return tell(sink, Trouble::from_io(&e));
    }
    if !head.starts_with(b"PK\x03\x04") && !head.starts_with(b"PK\x05\x06") {
        return stream(&origin, file, sink, recognised);
    }
    let mut archive = match Archive::open(file) {
        Ok(archive) => archive,
        Err(trouble) => return tell(sink, trouble.into()),
    };
    let result = match archive.holds() {
        Holds::Xlsx => workbook::read_xlsx(&mut archive, &Budget::of_workbook(), &origin, sink),
        Holds::Ods => workbook::read_ods(&mut archive, &Budget::of_workbook(), &origin, sink),
        Holds::Files => return unfold(&origin, &mut archive, &Budget::default(), sink, recognised),
    };
    conclude(&origin, result, sink, recognised);
}

/// Reads each file of a zip; a zip within it is not looked into.
fn unfold<R: Read + Seek>(
    origin: &Origin,
    archive: &mut Archive<R>,
    budget: &Budget,
    sink: Sink<'_>,
    recognised: &mut dyn FnMut(String, Kind),
) {
    for index in 0..archive.entries() {
        match archive.file(index, budget) {
            Ok(None) => {}
            Ok(Some((name, bytes))) => {
                let inner = Origin::file(&format!("{}/{name}", origin.file));
                stream(&inner, bytes, sink, recognised);
            }
            Err(trouble) => {
                let trouble = trouble.into();
                sink(Apport::Illisible(Illisible { origin: origin.clone(), column: None, trouble }));
            }
        }
    }
}

/// Reads what is no zip: XML, or a text table.
fn stream(origin: &Origin, mut source: impl Read, sink: Sink<'_>, recognised: &mut dyn FnMut(String, Kind)) {
    const OLD_EXCEL: &[u8] = b"\xD0\xCF\x11\xE0";
    let mut head = Vec::new();
    let result = match source.by_ref().take(HEAD).read_to_end(&mut head) {
        Err(e) => Err((0, Trouble::from_io(&e))),
        Ok(_) if head.starts_with(OLD_EXCEL) => Err((0, Trouble::OldExcel)),
        Ok(_) if head.starts_with(b"PK\x03\x04") => Err((0, Trouble::NotRecognised)),
        Ok(_) => {
            let is_xml = text::decode(&head).trim_start().starts_with('<');
            let whole = Cursor::new(head).chain(source);
            if is_xml { read_xml(whole, origin, sink) } else { read_table(whole, origin, sink) }
        }
    };
    conclude(origin, result, sink, recognised);
}

fn read_xml(source: impl Read, origin: &Origin, sink: Sink<'_>) -> Result<Kind, (u64, Trouble)> {
    let mut xml = Xml::new(source, XML_LIMIT).map_err(|t| (0, t))?;
    siecle::read(&mut xml, origin, sink)
}

fn read_table(source: impl Read, origin: &Origin, sink: Sink<'_>) -> Result<Kind, (u64, Trouble)> {
    let mut bytes = Vec::new();
    source.take(TABLE_LIMIT + 1).read_to_end(&mut bytes).map_err(|e| (0, Trouble::from_io(&e)))?;
    if bytes.len() as u64 > TABLE_LIMIT {
        return Err((0, Trouble::TooLarge));
    }
    let name = origin.file.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Some(table) = Releve::named(stem)
        && let Some(releve) = Releve::of_text(table, &bytes)
        && !delimited::is_of_pupils(table, &bytes)
    {
        sink(Apport::Tableau(Tableau::new(origin.clone(), releve)));
        return Ok(Kind::Tableau);
    }
    delimited::read(&bytes, origin, sink)
}

fn conclude(
    origin: &Origin,
    result: Result<Kind, (u64, Trouble)>,
    sink: Sink<'_>,
    recognised: &mut dyn FnMut(String, Kind),
) {
    match result {
        Ok(kind) => recognised(origin.file.to_string(), kind),
        Err((row, trouble)) => sink(Apport::Illisible(Illisible { origin: origin.at(row), column: None, trouble })),
    }
}
