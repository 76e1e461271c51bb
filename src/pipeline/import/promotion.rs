//! From pupils to a promotion's folder: its settings begun, its tables made or brought up to date. Pure.

use serde_json::Value;

use super::accueil::{self, Dit, ORGANISMES, Organismes, STAGES, Table, Told};
use super::cellules;
use super::elsewhere::There;
use super::etudiants::{self, Making, Merged};
use super::fichier::{Fichier, Forme, Lu};
use super::noms::Noms;
use super::reglages::{self, Reglages};
use super::selection::Selection;

use crate::domain::Date;
use crate::domain::promotion::{Etudiant, FILE};
use crate::domain::referentiel::Referentiel;
use crate::sources::discover;
use crate::sources::dossier::KINDS;
use crate::sources::import::journal::{JournalPromotion, Present};
use crate::sources::import::registre::Registre;
use crate::sources::import::{Ecole, Eleve, Illisible, Origin, Tableau};
use crate::sources::schema::Node;

/// Version of the journal's shape.
const SCHEMA: u32 = 1;

/// What a promotion's files are made with.
pub struct Settings<'t> {
    pub referentiel: &'t Referentiel,
    pub session: i32,
    pub making: Making,
    /// The form of new tables.
    pub forme: Forme,
    /// The tables that stand in the exports beside the pupils.
    pub tableaux: &'t [Tableau],
    /// The settings of a promotion that is there already.
    pub there: &'t Value,
}

/// What is to be written, and what is to be told.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files to write, by path.
    pub write: Vec<(String, Vec<u8>)>,
    /// Those of them that a person fills and that were not there.
    pub begun: Vec<String>,
    /// The files of the tables.
    pub files: Files,
    /// The table of students was saved by a spreadsheet: its cells are kept, its looks are not.
    pub restyled: bool,
    /// `None` where the students are told elsewhere, or in a table that cannot be followed.
    pub students: Option<Merged>,
    pub obstacle: Option<Obstacle>,
    /// Rows of the table of students whose student has no stage in a table that a person edited: their lines.
    pub without_stage: Vec<u64>,
    /// Those whose stages are told, and whose status has none: their lines.
    pub no_stage: Vec<u64>,
    /// Stages and organismes written of what the exports tell.
    pub stages: usize,
    pub organismes: usize,
    /// Stages of sheets that are not added to a table that a person edited.
    pub stages_left: usize,
    /// Organismes that the exports tell, not written to a table that a person edited.
    pub without_organisme: usize,
    /// Cells of which two rows of the exports tell something else: the first is taken.
    pub differences: Vec<Illisible>,
    /// Cells of organismes and of stages of which the exports tell something else, which stay as they are: file, line and column.
    pub kept: Vec<(String, u64, String)>,
    /// The settings that sheets tell and that are taken.
    pub reglages_told: Vec<&'static str>,
    /// Values of sheets that cannot be read.
    pub illisibles: Vec<Illisible>,
    /// Sheets that tell something else than the settings that are there, which stay as they are.
    pub reglages_kept: Vec<(&'static str, Origin)>,
    /// Sheets whose table is there already, or is told by another sheet.
    pub untaken: Vec<(&'static str, Origin)>,
    /// Stages that the exports tell, not written since a table is elsewhere.
    pub stages_elsewhere: usize,
    pub journal: JournalPromotion,
}

/// The files of the tables.
#[derive(Debug, Default)]
pub struct Files {
    pub etudiants: Fichier,
    pub organismes: Fichier,
    pub stages: Fichier,
}

/// Why the students were not brought up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// They stand in this other file.
    Elsewhere(String),
    /// The table has no column of keys.
    NoKey,
    /// The table cannot be read, or is not ours to replace.
    Unreadable,
    /// The workbook has more than cells: so many students are new or to be brought up to date.
    Rich { new: usize, updated: usize },
}

/// The teaching year of a session: as the school tells it, else from September to August.
pub fn year(kept: &[Eleve], session: i32) -> (Date, Date) {
    let told = kept.iter().find_map(|e| e.ecole.annee);
    let last = i16::try_from(session).unwrap_or(i16::MAX);
    told.unwrap_or_else(|| {
        let day = |year, month, day| Date::new(year, month, day).expect("a day that every year has");
        (day(last - 1, 9, 1), day(last, 8, 31))
    })
}

/// Compares what would be written with what is there (`present`, and the `names` of its files) and with what was written
/// last.
pub fn plan(
    selection: &Selection,
    settings: &Settings<'_>,
    former: JournalPromotion,
    names: &[String],
    present: &dyn Fn(&str) -> Present,
) -> Plan {
    let file = |(stem, title)| Fichier::of(stem, title, settings.forme, names, &former);
    let files = Files { etudiants: file(etudiants::TABLE), organismes: file(ORGANISMES), stages: file(STAGES) };
    let mut plan = Plan { files, journal: former, ..Plan::default() };
    plan.journal.schema = SCHEMA;
    let own = present(FILE);
    let there = There::new(&own, names, present);
    let mut reglages = Reglages::of_sheets(settings.tableaux);
    plan.illisibles.append(&mut reglages.illisibles);
    if own == Present::No {
        plan.settings(&mut reglages, selection, settings, &there);
    } else {
        plan.reglages_kept = reglages.not_in(settings.there);
    }
    for kind in KINDS.iter().filter(|k| k.folder == discover::Kind::Promotion) {
        let (name, text) = (format!(".liasse/{}.schema.json", kind.name), kind.json_schema_text());
        if present(&name) != Present::Yes(text.clone().into_bytes()) {
            plan.write.push((name, text.into_bytes()));
        }
    }
    match students(selection, settings, &plan, present, &there) {
        Ok((table, mut merged)) => {
            if table.is_new {
                plan.begun.push(plan.files.etudiants.name.clone());
            }
            plan.tables(selection, settings, &table.registre, &merged, present, &there);
            plan.remember(&mut merged, table.is_new);
            if let Some((bytes, digest)) = table.made {
                let name = plan.files.etudiants.name.clone();
                if plan.files.etudiants.forme != Forme::Csv {
                    plan.journal.fichiers.insert(name.clone(), digest);
                }
                plan.restyled = table.restyled;
                plan.write.push((name, bytes));
            }
            plan.students = Some(merged);
        }
        Err(obstacle) => plan.obstacle = Some(obstacle),
    }
    plan
}

impl Plan {
    /// Puts what is known of the students in the journal; those who were not met stay in it as they were.
    fn remember(&mut self, merged: &mut Merged, is_new: bool) {
        let journal = &mut self.journal;
        let columns = cellules::COLUMNS.map(str::to_owned).to_vec();
        if is_new {
            journal.etudiants.clear();
        } else if journal.colonnes != columns {
            // Words of other columns would be read as those of ours.
            let words: Vec<String> = journal.etudiants.iter().map(|c| cellules::laid_out(journal, c)).collect();
            journal.etudiants.iter_mut().zip(words).for_each(|(connu, words)| connu.cellules = words);
        }
        journal.colonnes = columns;
        for (place, connu) in std::mem::take(&mut merged.known) {
            match place.filter(|_| !is_new).and_then(|i| journal.etudiants.get_mut(i)) {
                Some(known) => *known = connu,
                None => journal.etudiants.push(connu),
            }
        }
    }

    /// Begins the settings: in `promotion.toml`, and in workbooks beside it where the tables are workbooks. What a person has
    /// laid there already in a table of its own is told in neither.
    fn settings(&mut self, reglages: &mut Reglages, selection: &Selection, settings: &Settings<'_>, there: &There<'_>) {
        filled(selection, settings).into_iter().for_each(|(path, value)| reglages.complete(path, value));
        let mut classes: Vec<&str> =
            selection.kept.iter().map(|e| e.classe.as_str()).filter(|c| !c.is_empty()).collect();
        classes.sort_unstable();
        classes.dedup();
        let mut elsewhere: Vec<&'static str> = Vec::new();
        self.reglages_told = reglages.sheets.iter().map(|(key, _)| *key).collect();
        for (key, ..) in reglages::TABLES {
            if there.elsewhere(key, "").is_some() {
                elsewhere.push(key);
                self.untaken.extend(reglages.sheets.iter().filter(|(k, _)| *k == key).cloned());
                self.reglages_told.retain(|k| *k != key);
            } else if settings.forme != Forme::Csv
                && let Some((name, bytes, digest)) = reglages.workbook(key, settings.forme)
            {
                elsewhere.push(key);
                self.begun.push(name.clone());
                self.journal.fichiers.insert(name.clone(), digest);
                self.write.push((name, bytes));
            }
        }
        let lists = ["les étudiants", "les organismes", "les stages"];
        let others: Vec<&str> = elsewhere.iter().map(|key| reglages::words(key)).collect();
        let text = reglages.toml(&classes, &elsewhere, &[&lists[..], &others].concat());
        self.begun.insert(0, FILE.to_owned());
        self.write.push((FILE.to_owned(), text.into_bytes()));
    }

    /// The organismes, the stages, the avenants and the contrats, but for those that stand in another file.
    fn tables(
        &mut self,
        selection: &Selection,
        settings: &Settings<'_>,
        students: &Registre,
        merged: &Merged,
        present: &dyn Fn(&str) -> Present,
        there: &There<'_>,
    ) {
        let sheets = |key: &str| accueil::of_sheets(settings.tableaux, key);
        let beside = accueil::beside(&selection.kept, &merged.keys);
        let Files { organismes, stages, .. } = &self.files;
        let (of_organismes, of_stages) = (organismes.clone(), stages.clone());
        let elsewhere = |table, ours: &Fichier| there.elsewhere(table, &ours.name).is_some();
        let (organismes, stages) = (elsewhere("organisme", &of_organismes), elsewhere("stage", &of_stages));
        let last = |plan: &Plan, name: &str| plan.journal.fichiers.get(name).cloned();
        let mut told = Vec::new();
        let mut firms = Vec::new();
        // A stage names its organisme by a key of our own table.
        if organismes || stages {
            self.stages_elsewhere = beside.len();
            let lists = ["organisme", "stage"];
            let sheets = settings.tableaux.iter().filter(|t| lists.contains(&t.key()));
            self.untaken.extend(sheets.map(|t| (t.key(), t.origin.clone())));
        } else {
            let names = Noms::of(students);
            for (etudiant, firm, dit) in beside {
                firms.push(firm);
                told.push(Told { etudiant, dit });
            }
            for mut dit in sheets("stage") {
                let etudiant = names.key(&dit.take("etudiant"));
                let firm = dit.take("organisme");
                let cells = Some(("nom".to_owned(), firm)).filter(|(_, v)| !v.is_empty()).into_iter().collect();
                firms.push(Dit { cells, origin: dit.origin.clone() });
                told.push(Told { etudiant, dit });
            }
        }
        if !organismes {
            let name = &of_organismes.name;
            let all = Organismes { sheets: &if stages { Vec::new() } else { sheets("organisme") }, stages: &firms };
            let (table, keys) = accueil::organismes(&of_organismes, &present(name), last(self, name).as_ref(), &all);
            (self.organismes, self.without_organisme) = (table.told, table.left);
            told.iter_mut().zip(keys).for_each(|(told, key)| told.dit.put("organisme", key));
            self.take(name, table);
        }
        if !stages {
            let name = &of_stages.name;
            let (last, there) = (last(self, name), present(name));
            let table = accueil::stages(&of_stages, &there, last.as_ref(), students, settings.referentiel, &told);
            (self.stages, self.stages_left) = (table.told, table.left);
            self.no_stage.clone_from(&table.no_stage);
            self.take(name, table);
        }
        for (key, stem, title) in accueil::OTHERS {
            let rows = sheets(key);
            if rows.is_empty() {
                continue;
            }
            let file = Fichier::of(stem, title, settings.forme, there.names, &self.journal);
            let former = last(self, &file.name);
            let on_disk = if there.elsewhere(key, &file.name).is_some() { Present::Other } else { present(&file.name) };
            match accueil::other(&file, &on_disk, former.as_ref(), key, &rows) {
                Some(table) => self.take(&file.name.clone(), table),
                None => {
                    let sheets = settings.tableaux.iter().filter(|t| t.key() == key);
                    self.untaken.extend(sheets.map(|t| (t.key(), t.origin.clone())));
                }
            }
        }
    }

    fn take(&mut self, name: &str, table: Table) {
        self.differences.extend(table.differences);
        self.kept.extend(table.kept.into_iter().map(|(line, column)| (name.to_owned(), line, column)));
        if let Some(digest) = table.digest {
            let was = self.journal.fichiers.insert(name.to_owned(), digest);
            if was.is_none() && table.bytes.is_some() {
                self.begun.push(name.to_owned());
            }
        }
        self.without_stage.extend(table.missing);
        self.write.extend(table.bytes.map(|bytes| (name.to_owned(), bytes)));
    }
}

struct Students {
    registre: Registre,
    is_new: bool,
    /// What is to be written, and its digest.
    made: Option<(Vec<u8>, String)>,
    restyled: bool,
}

fn students(
    selection: &Selection,
    settings: &Settings<'_>,
    plan: &Plan,
    present: &dyn Fn(&str) -> Present,
    there: &There<'_>,
) -> Result<(Students, Merged), Obstacle> {
    let file = &plan.files.etudiants;
    if let Some(other) = there.elsewhere("etudiant", &file.name) {
        return Err(Obstacle::Elsewhere(other));
    }
    let headings = etudiants::headings();
    let on_disk = present(&file.name);
    let (mut registre, is_new, is_plain) = match file.read(&on_disk, &headings) {
        Lu::Unreadable => return Err(Obstacle::Unreadable),
        Lu::Table { registre, is_plain, .. } => (registre, false, is_plain),
        Lu::Absent => (Registre::new(headings), true, true),
    };
    // Where there is no table any more, it is begun again: nothing of the former one is known.
    let nothing = JournalPromotion::default();
    let former = if is_new { &nothing } else { &plan.journal };
    let rows = Node::of::<Etudiant>();
    // What a spreadsheet saved looks as a person wanted it: that is told when it is lost.
    let as_made = |registre: &Registre| file.make(registre, &rows).is_some_and(|(b, _)| on_disk == Present::Yes(b));
    let restyled = file.forme != Forme::Csv && !is_new && !as_made(&registre);
    let merged = etudiants::merge(selection, &mut registre, former, &settings.making).ok_or(Obstacle::NoKey)?;
    if !is_new && merged.new + merged.updated == 0 {
        return Ok((Students { registre, is_new, made: None, restyled: false }, merged));
    }
    if !is_plain {
        return Err(Obstacle::Rich { new: merged.new, updated: merged.updated });
    }
    let made = file.make(&registre, &rows).ok_or(Obstacle::Unreadable)?;
    Ok((Students { registre, is_new, made: Some(made), restyled }, merged))
}

/// The keys of `promotion.toml` that the exports and the session fill.
fn filled(selection: &Selection, settings: &Settings<'_>) -> Vec<(&'static str, Value)> {
    let mut ecole = Ecole::default();
    selection.kept.iter().take(1).for_each(|e| ecole.complete_from(&e.ecole));
    let (debut, fin) = year(&selection.kept, settings.session);
    let texts = [
        ("etablissement.nom", ecole.nom),
        ("etablissement.uai", ecole.uai),
        ("etablissement.adresse", ecole.adresse),
        ("etablissement.code_postal", ecole.code_postal),
        ("etablissement.ville", ecole.ville),
        ("etablissement.academie", ecole.academie),
        ("etablissement.telephone", ecole.telephone),
        ("etablissement.courriel", ecole.courriel),
        ("etablissement.representant.nom", ecole.chef),
        ("etablissement.representant.qualite", ecole.chef_qualite),
    ];
    let mut out: Vec<_> = texts.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, Value::from(v))).collect();
    out.push(("formation.session", Value::from(settings.session)));
    for (key, day) in [("formation.debut", debut), ("formation.fin", fin)] {
        out.extend(serde_json::to_value(day).ok().map(|day| (key, day)));
    }
    out
}
