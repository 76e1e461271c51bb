//! Loads a candidate's folder: everything that can be read, and every fault of what cannot.

use schemars::JsonSchema;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::attachments::{Accepts, Named};
use super::folder::Folder;
use super::front_matter;
use super::loader::Loader;
use super::markdown;
use super::schema::Node;
use super::{Sources, discover};
use crate::diagnostic::Place;
use crate::domain::Versement;
use crate::domain::candidat::{self, Candidat};
use crate::domain::examen::{Annexe, CandidatsFile, DonneesPartie, DonneesQuestion, ExamenFile, Oral, Portfolio};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::identifiers::{composed, uai};
use crate::domain::periode::{self, Periodes};
use crate::domain::promotion::PromotionFile;
use crate::domain::session::{DecisionsFile, InscritsFile, SessionFile};
use crate::domain::{Dossier, Entreprise, Fiche, entreprise, fiche};

/// A folder once read.
pub struct Loaded {
    pub dossier: Dossier,
    pub faults: Vec<Fault>,
    pub sources: Sources,
    /// The bytes of what the data names, by path.
    pub attachments: std::collections::BTreeMap<String, Vec<u8>>,
    /// PDFs that are still to be looked at.
    pub scans: Vec<Named>,
}

impl Loaded {
    /// SHA-256 of all that was read, names included, and of what could not be, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        let texts = self.sources.iter().map(|(file, text)| (file, text.as_bytes()));
        let attachments = self.attachments.iter().map(|(file, bytes)| (file.as_str(), bytes.as_slice()));
        for (file, bytes) in texts.chain(attachments) {
            part(file.as_bytes());
            part(bytes);
        }
        part(format!("{:?}", self.faults).as_bytes());
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// The shapes of the data files, by the name that users give to their kind.
pub fn shapes() -> Vec<(&'static str, Node)> {
    KINDS.iter().map(|kind| (kind.name, (kind.shape)())).collect()
}

/// A kind of data file.
pub struct Kind {
    pub name: &'static str,
    /// The file or files of that kind.
    pub file: &'static str,
    /// The folder that it belongs to.
    pub folder: discover::Kind,
    pub shape: fn() -> Node,
    pub json_schema: fn() -> Value,
}

impl Kind {
    /// The JSON Schema as a file holds it.
    pub fn json_schema_text(&self) -> String {
        serde_json::to_string_pretty(&(self.json_schema)()).expect("a schema is a plain value") + "\n"
    }
}

/// Every kind of data file.
pub const KINDS: &[Kind] = &[
    kind::<Candidat>("candidat", "candidat.toml", discover::Kind::Dossier),
    kind::<Periodes>("periodes", "periodes.toml", discover::Kind::Dossier),
    kind::<Entreprise>("entreprise", "entreprises/<id>.toml", discover::Kind::Dossier),
    kind::<Fiche>("fiche", "fiches/NN.md", discover::Kind::Dossier),
    kind::<PromotionFile>("promotion", "promotion.toml", discover::Kind::Promotion),
    kind::<ExamenFile>("examen", "examen.toml", discover::Kind::Examen),
    kind::<Annexe>("annexe", "annexes/*.md", discover::Kind::Examen),
    kind::<CandidatsFile>("candidats", "candidats.toml", discover::Kind::Examen),
    kind::<Oral>("oral", "oraux/*.toml", discover::Kind::Examen),
    kind::<Portfolio>("portfolio", "portfolio/*.toml", discover::Kind::Examen),
    kind::<SessionFile>("session", "session.toml", discover::Kind::Session),
    kind::<InscritsFile>("inscrits", "candidats.toml", discover::Kind::Session),
    kind::<Versement>("versement", "versement.toml", discover::Kind::Session),
    kind::<DecisionsFile>("decisions", "decisions.toml", discover::Kind::Session),
    kind::<DonneesPartie>("partie", "sujet.md (sous un titre #)", discover::Kind::Examen),
    kind::<DonneesQuestion>("question", "sujet.md (sous un titre ##)", discover::Kind::Examen),
];

const fn kind<T: JsonSchema>(name: &'static str, file: &'static str, folder: discover::Kind) -> Kind {
    Kind { name, file, folder, shape: Node::of::<T>, json_schema: super::schema::json_schema::<T> }
}

/// The compiled shapes: made once in a process, they serve every folder.
pub struct Shapes {
    pub candidat: Node,
    pub periodes: Node,
    pub entreprise: Node,
    pub fiche: Node,
}

/// Those of a candidate's folder.
pub static SHAPES: std::sync::LazyLock<Shapes> = std::sync::LazyLock::new(|| Shapes {
    candidat: Node::of::<Candidat>(),
    periodes: Node::of::<Periodes>(),
    entreprise: Node::of::<Entreprise>(),
    fiche: Node::of::<Fiche>(),
});

/// Reads a candidate's folder. Never fails as a whole: what is wrong is in the faults.
pub fn load_dossier(folder: &dyn Folder) -> Loaded {
    let mut loader = Loader::of_texts(folder);
    let mut dossier = Dossier {
        candidat: loader.toml::<Candidat>(candidat::FILE, &SHAPES.candidat).unwrap_or_default(),
        periodes: loader.toml::<Periodes>(periode::FILE, &SHAPES.periodes).unwrap_or_default().periode,
        ..Dossier::default()
    };
    if let Some(school) = &mut dossier.candidat.etablissement {
        school.uai = uai(&school.uai);
    }
    // The name of a file: spaces around it, and the form of its accents, must not hide the firm from the rules.
    for periode in &mut dossier.periodes {
        periode.entreprise = composed(periode.entreprise.trim());
    }
    loader.entreprises(&mut dossier);
    loader.fiches(&mut dossier);
    loader.scans(&mut dossier);
    let Loader { faults, sources, attachments, scans, .. } = loader;
    Loaded { dossier, faults, sources, attachments, scans }
}

impl Loader<'_> {
    fn entreprises(&mut self, dossier: &mut Dossier) {
        for file in self.list(entreprise::FOLDER, ".toml") {
            let Some(mut e) = self.toml::<Entreprise>(&file, &SHAPES.entreprise) else { continue };
            e.id = file[entreprise::FOLDER.len() + 1..file.len() - ".toml".len()].to_owned();
            let contexte = &mut e.contexte;
            for (key, text, blocks) in [
                ("contexte.organisationnel", &contexte.organisationnel, &mut contexte.organisationnel_blocks),
                ("contexte.commercial", &contexte.commercial, &mut contexte.commercial_blocks),
            ] {
                let (parsed, remarks) = markdown::parse_blocks(text, 0);
                *blocks = parsed;
                // A text inside a TOML value: the value is the nearest place.
                self.remarks(remarks, &mut dossier.attachments, |_| Place::value(&file, key));
            }
            if let Some(o) = e.organigramme.as_ref().filter(|o| !o.image.is_empty()) {
                self.reference(
                    Place::value(&file, "organigramme.image"),
                    &o.image,
                    Accepts::Pictures,
                    &mut dossier.attachments,
                );
            }
            dossier.entreprises.push(e);
        }
    }

    fn fiches(&mut self, dossier: &mut Dossier) {
        for file in self.list(fiche::FOLDER, ".md") {
            let Some(text) = self.text(&file) else { continue };
            let mut fiche = match front_matter::front_matter(&text) {
                Some(front) => self.data::<Fiche>(&file, &text[front.clone()], front.start, &SHAPES.fiche),
                None => {
                    let detail = "front matter".to_owned();
                    self.fault(Place::bytes(&file, 0..0), FaultKind::Syntax { detail });
                    Fiche::default()
                }
            };
            fiche.file = file.clone();
            fiche.entreprise = composed(fiche.entreprise.trim());
            let start = front_matter::body_start(&text);
            let parsed = markdown::parse_sections(&text[start..], start);
            self.printable(&file, &text, start);
            fiche.sections = parsed.sections;
            self.remarks(parsed.remarks, &mut dossier.attachments, |bytes| Place::bytes(&file, bytes));
            self.sources.insert(&file, text);
            dossier.fiches.push(fiche);
        }
        dossier.fiches.sort_by_key(|f| (f.numero.is_none(), f.numero));
    }

    /// The signed scans that the periods, the firms and the sheets name.
    fn scans(&mut self, dossier: &mut Dossier) {
        let of_period = |(i, p): (usize, &crate::domain::Periode)| {
            let place = Place::value(periode::FILE, format!("periode[{i}].justificatif.piece"));
            Some((place, p.justificatif.as_ref()?.piece.clone()))
        };
        let of_sheet = |f: &Fiche| (Place::value(&f.file, "piece"), f.piece.clone());
        let of_firm = |e: &Entreprise| (Place::value(e.file(), "piece"), e.piece.clone());
        let periods = dossier.periodes.iter().enumerate().filter_map(of_period);
        let sheets = dossier.entreprises.iter().map(of_firm).chain(dossier.fiches.iter().map(of_sheet));
        let named: Vec<_> = periods.chain(sheets).collect();
        for (place, piece) in named.into_iter().filter(|(_, piece)| !piece.is_empty()) {
            self.reference(place, &piece, Accepts::PicturesAndScans, &mut dossier.attachments);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::domain::identifiers::{ine_is_valid, siret_is_valid, uai_is_valid};
    use crate::sources::reader::{Reader, example_line};
    use crate::sources::schema::Key;
    use crate::sources::{Pack, toml_text};

    /// All the examples of a table, written as a file.
    fn written(keys: &[Key], path: &str, out: &mut String) {
        for key in keys.iter().filter(|k| k.node.keys().is_none()) {
            let example = key.example.as_ref().unwrap_or_else(|| panic!("{path}.{} has no example", key.name));
            let _ = writeln!(out, "{}", example_line(key, example));
        }
        for (key, keys) in keys.iter().filter_map(|k| Some((k, k.node.keys()?))) {
            let path = crate::sources::reader::join(path, &key.name);
            let several = matches!(key.node, Node::List(_));
            let _ = writeln!(out, "{}", if several { format!("[[{path}]]") } else { format!("[{path}]") });
            written(keys, &path, out);
        }
    }

    /// What the schema, the documents and a new folder show is what liasse accepts.
    #[test]
    fn every_example_is_a_value_that_passes() {
        for (name, shape) in shapes() {
            let Node::Table(keys) = &shape else { panic!("a file is a table") };
            let mut text = String::new();
            written(keys, "", &mut text);
            let parsed = toml_text::parse(&text);
            assert!(parsed.errors.is_empty(), "{name}: {:?}\n{text}", parsed.errors);
            let (_, faults) = Reader::new(name, true).everywhere(true).read(&parsed.table, &shape);
            assert!(faults.is_empty(), "{name}: {faults:?}");
        }
    }

    #[test]
    fn the_codes_of_examples_exist() {
        fn walk(keys: &[Key], check: &mut dyn FnMut(&Key)) {
            for key in keys {
                check(key);
                key.node.keys().into_iter().for_each(|keys| walk(keys, check));
            }
        }
        let referentiel = Pack::embedded().referentiel(Some(2026)).expect("the embedded pack");
        let mut seen = 0;
        for (name, shape) in shapes() {
            let Node::Table(keys) = &shape else { panic!("a file is a table") };
            walk(keys, &mut |key| {
                let texts: Vec<&str> = match &key.example {
                    Some(Value::String(one)) => vec![one.as_str()],
                    Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
                    _ => Vec::new(),
                };
                for text in texts {
                    let list = matches!(key.node, Node::List(_));
                    let known = match key.name.as_str() {
                        "activites" | "competences" | "savoirs" if !list => continue,
                        "activites" => referentiel.activite(text).is_some(),
                        "competences" => referentiel.competence(text).is_some(),
                        "savoirs" => referentiel.savoir(text).is_some(),
                        "siret" => siret_is_valid(text),
                        "uai" => uai_is_valid(text),
                        "ine" => ine_is_valid(text),
                        _ => continue,
                    };
                    seen += 1;
                    assert!(known, "{name}: {} = {text}", key.name);
                }
            });
        }
        assert!(seen > 8, "{seen} codes only");
    }
}
