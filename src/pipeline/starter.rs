//! The files of a new folder, a candidate's or a promotion's, every key commented, made from the shapes of the data.

use std::fmt::Write as _;

use serde_json::Value;

use crate::domain::candidat::{DIPLOME, Statut};
use crate::domain::periode::{NatureJustificatif, NaturePeriode};
use crate::domain::referentiel::{Activite, Composition, Referentiel};
use crate::domain::reglages::Reglages;
use crate::sources::discover;
use crate::sources::dossier::KINDS;
use crate::sources::reader::example_line;
use crate::sources::schema::{Key, Node};

/// The files of a new folder, by path.
pub fn files(statut: Statut, session: i32, referentiel: &Referentiel, reglages: &Reglages) -> Vec<(String, String)> {
    let preset = Preset::new(statut, session, referentiel);
    let mut out = vec![
        ("candidat.toml".to_owned(), data("candidat", "", &preset)),
        ("periodes.toml".to_owned(), data("periodes", "", &preset)),
        ("entreprises/mon-entreprise.toml".to_owned(), data("entreprise", "../", &preset)),
    ];
    for composition in &referentiel.compositions {
        for numero in &composition.fiches {
            let numero = i32::from(*numero);
            let preset = Preset::of_fiche(numero, composition, referentiel);
            out.push((format!("fiches/{numero:02}.md"), fiche(numero, reglages, &preset)));
        }
    }
    for kind in KINDS.iter().filter(|k| k.folder == discover::Kind::Dossier) {
        out.push((format!(".liasse/{}.schema.json", kind.name), kind.json_schema_text()));
    }
    out.push(("LISEZ-MOI.md".to_owned(), READ_ME.to_owned()));
    out
}

/// `candidat.toml` with the values `filled`, by their paths; what they do not tell is as in a new folder.
pub fn candidat(statut: Statut, session: i32, referentiel: &Referentiel, filled: Vec<(&'static str, Value)>) -> String {
    let mut preset = Preset::new(statut, session, referentiel);
    preset.values.extend(filled.into_iter().map(|(path, value)| (path.to_owned(), value)));
    data("candidat", "", &preset)
}

/// `promotion.toml` with the values `filled` and the examples `shown`, by their paths; its rows stand in tables beside it, and
/// so do the blocks of `elsewhere`. `note` says where.
pub fn promotion(
    filled: Vec<(String, Value)>,
    shown: Vec<(&'static str, Value)>,
    elsewhere: &[&'static str],
    note: &str,
) -> String {
    let left_out = LEFT_OUT_OF_PROMOTION.iter().chain(elsewhere).copied().collect();
    let preset = Preset { values: filled, examples: shown, open: &OPEN_OF_PROMOTION, left_out };
    let text = data("promotion", "", &preset);
    let (head, rest) = text.split_once("\n\n").expect("a head, then the keys");
    format!("{head}\n{note}\n{}", rest.trim_start())
}

/// The keys of a promotion that are never the same for two stages: no settings begin with them.
pub fn is_of_one_stage(path: &str) -> bool {
    LEFT_OUT_OF_PROMOTION.iter().any(|out| path.strip_prefix(out).is_some_and(|r| r.is_empty() || r.starts_with('.')))
}

/// Blocks that are not commented, because something of them is always to be told: a period is the reason of its file, and
/// its proof is demanded of every status.
const OPEN: [&str; 4] = ["periode", "periode.justificatif", "contexte", "etablissement"];
const OPEN_OF_PROMOTION: [&str; 5] =
    ["etablissement.representant", "defauts", "defauts.pedagogie", "defauts.clauses", "defauts.gratification"];
/// The tables, and what is never the same for two stages.
const LEFT_OUT_OF_PROMOTION: [&str; 23] = [
    "etudiant",
    "organisme",
    "stage",
    "avenant",
    "contrat",
    "defauts.cle",
    "defauts.etudiant",
    "defauts.organisme",
    "defauts.second_organisme",
    "defauts.partage",
    "defauts.jours_supplementaires",
    "defauts.demi_journees_supplementaires",
    "defauts.interruption",
    "defauts.journees",
    "defauts.salarie",
    "defauts.tuteur",
    "defauts.signataire",
    "defauts.second_signataire",
    "defauts.envoi",
    "defauts.fiche_pays",
    "defauts.precedent",
    "defauts.presence",
    "defauts.signatures",
];

const READ_ME: &str = "\
# Mon dossier professionnel

1. Remplissez `candidat.toml`, `periodes.toml` et `entreprises/mon-entreprise.toml` (renommez ce dernier : son nom sert d’identifiant).
2. Écrivez les fiches `fiches/01.md` à `fiches/09.md` : les données entre les deux `+++`, puis les rubriques.
3. `liasse verifier .` dit tout ce qui manque, à la ligne où c’est ; `liasse expliquer CODE` dit pourquoi.
4. `liasse generer . --brouillon` montre les pages ; `liasse surveiller .` les refait à chaque enregistrement.
5. Imprimez les pièces à signer, faites-les signer, numérisez-les dans `pieces/`, nommez-les (`piece`), notez les signatures (`[[…visa]]`).
6. `liasse generer .` fait le dossier final quand tout est conforme.
";

/// What is known of a file before anyone fills it.
struct Preset {
    /// By their paths; those of the blocks of a list after its rank, « referent[0].nom ».
    values: Vec<(String, Value)>,
    /// Examples that suit the file better than the type's own.
    examples: Vec<(&'static str, Value)>,
    /// Blocks that are not commented although they are not required, and keys that have no place in this file.
    open: &'static [&'static str],
    left_out: Vec<&'static str>,
}

impl Preset {
    fn new(statut: Statut, session: i32, referentiel: &Referentiel) -> Self {
        let rule = referentiel.statut(statut.key());
        let nature = rule.and_then(|r| r.natures.first().copied()).unwrap_or(NaturePeriode::Stage);
        let proof = rule.and_then(|r| r.justificatifs.first().copied()).unwrap_or(NatureJustificatif::CertificatStage);
        let values = [
            ("examen.diplome", Value::from(DIPLOME)),
            ("examen.session", Value::from(session)),
            ("examen.statut", Value::from(statut.key())),
            ("periode.nature", Value::from(nature.key())),
            ("periode.entreprise", Value::from("mon-entreprise")),
            ("periode.justificatif.nature", Value::from(proof.key())),
        ];
        let values = values.map(|(path, value)| (path.to_owned(), value)).to_vec();
        Preset { values, examples: Vec::new(), open: &OPEN, left_out: Vec::new() }
    }

    /// The presets of one sheet: its number, and examples of its domain.
    fn of_fiche(numero: i32, composition: &Composition, referentiel: &Referentiel) -> Self {
        let of_domain = |a: &&Activite| a.domaine == composition.domaine && a.examinee;
        let activite = referentiel.activites.iter().find(of_domain).map(|a| a.code.as_str());
        let competence = referentiel.competences_evaluees(&composition.unite).next().map(|c| c.code.as_str());
        let cadre = composition.cadres.first().map(|c| c.key());
        // The firm is the one that this very folder begins with.
        let firm = Some("mon-entreprise");
        let examples = [("activites", activite), ("competences", competence), ("cadre", cadre), ("entreprise", firm)];
        let examples = examples.into_iter().filter_map(|(key, value)| Some((key, Value::from(value?)))).collect();
        let values = vec![("numero".to_owned(), Value::from(numero))];
        Preset { values, examples, open: &OPEN, left_out: Vec::new() }
    }

    fn example<'k>(&'k self, path: &str, key: &'k Key) -> Option<&'k Value> {
        self.examples.iter().find(|(p, _)| *p == path).map(|(_, v)| v).or(key.example.as_ref())
    }

    fn get(&self, path: &str) -> Option<&Value> {
        self.values.iter().find(|(p, _)| *p == path).map(|(_, v)| v)
    }

    /// Whether something of a block is known.
    fn tells(&self, path: &str) -> bool {
        self.values.iter().any(|(p, _)| p.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '['])))
    }

    /// The paths of the blocks of a list of which something is known; the list itself where nothing is.
    fn blocks(&self, path: &str) -> Vec<String> {
        let ranked = (0..).map(|n| format!("{path}[{n}]")).take_while(|p| self.tells(p));
        let ranked: Vec<String> = ranked.collect();
        if ranked.is_empty() { vec![path.to_owned()] } else { ranked }
    }
}

fn data(kind: &str, up: &str, preset: &Preset) -> String {
    let shape = shape(kind);
    let mut out = format!("#:schema {up}.liasse/{kind}.schema.json\n");
    out.push_str("## Une ligne qui commence par un # est une clé qui n’est pas lue : ôtez le # pour la remplir. Celles qui commencent par\n");
    out.push_str("## deux # expliquent la ligne qui suit.\n\n");
    table(&mut out, &shape, "", preset);
    out.trim_end().to_owned() + "\n"
}

fn shape(kind: &str) -> Vec<Key> {
    let kind = KINDS.iter().find(|k| k.name == kind).expect("one of our kinds");
    match (kind.shape)() {
        Node::Table(keys) => keys,
        other => unreachable!("a file is a table: {other:?}"),
    }
}

/// Writes the plain keys of a table, then its blocks.
fn table(out: &mut String, keys: &[Key], path: &str, preset: &Preset) {
    let block = |k: &&Key| k.node.keys().is_some();
    let is_left_out = |path: &str| preset.left_out.contains(&bare(path).as_str()) && preset.get(path).is_none();
    let keys: Vec<&Key> = keys
        .iter()
        .filter(|k| {
            let path = join(path, &k.name);
            !is_left_out(&path) || preset.tells(&path)
        })
        .collect();
    for key in keys.iter().copied().filter(|k| !block(k)) {
        let needed = if key.required && !matches!(key.node, Node::Text) { " (obligatoire)" } else { "" };
        let _ = writeln!(out, "## {}{}{needed}", explained(key), choices(key));
        let _ = writeln!(out, "{}", line(key, &join(path, &key.name), preset));
    }
    out.push('\n');
    for key in keys.into_iter().filter(block) {
        let path = join(path, &key.name);
        let description = explained(key);
        let open = key.required || preset.open.contains(&bare(&path).as_str()) || preset.tells(&path);
        let title = header(key, &bare(&path));
        let _ = match (key.required, open) {
            (true, _) => writeln!(out, "## {description} (obligatoire)"),
            (_, true) => writeln!(out, "## {description}"),
            // A key alone would fall into the block above.
            (_, false) => writeln!(out, "## {description} : ôtez aussi le # de {title}"),
        };
        let mut inner = String::new();
        for path in preset.blocks(&path) {
            let _ = writeln!(inner, "{title}");
            table(&mut inner, key.node.keys().expect("filtered above"), &path, preset);
        }
        match open {
            true => out.push_str(&inner),
            false => out.push_str(&commented(&inner)),
        }
    }
}

/// The description of a key, each of its lines marked.
fn explained(key: &Key) -> String {
    key.description.trim_end_matches('.').replace('\n', "\n## ")
}

fn header(key: &Key, path: &str) -> String {
    if matches!(key.node, Node::List(_)) { format!("[[{path}]]") } else { format!("[{path}]") }
}

/// A path without the ranks of blocks.
fn bare(path: &str) -> String {
    path.split(['[', ']']).step_by(2).collect()
}

fn commented(text: &str) -> String {
    let line = |l: &str| if l.is_empty() || l.starts_with('#') { format!("{l}\n") } else { format!("# {l}\n") };
    text.lines().map(line).collect()
}

fn join(path: &str, name: &str) -> String {
    crate::sources::reader::join(path, name)
}

/// A required text is there to fill, any other key is shown as an example.
fn line(key: &Key, path: &str, preset: &Preset) -> String {
    if let Some(value) = preset.get(path) {
        return example_line(key, value);
    }
    let example = preset.example(path, key);
    let example = example.map_or_else(|| format!("{} = {}", key.name, any(&key.node)), |e| example_line(key, e));
    match (&key.node, key.required) {
        (Node::Text, true) => format!("{} = \"\"", key.name),
        (Node::Text, false) if key.markdown => format!("{} = '''\n'''", key.name),
        _ => format!("# {example}"),
    }
}

/// A value of a kind, for a key that has no example of its own.
fn any(node: &Node) -> String {
    match node {
        Node::List(_) => "[]".to_owned(),
        Node::Table(_) => "{}".to_owned(),
        Node::Date => "2026-03-02".to_owned(),
        Node::Integer { min, .. } | Node::Number { min, .. } => min.unwrap_or(1).to_string(),
        Node::Quantite { min, .. } => min.unwrap_or(1).to_string(),
        Node::Bool => "true".to_owned(),
        Node::Choice(all) => format!("\"{}\"", all.first().map_or("", String::as_str)),
        Node::Text => "\"\"".to_owned(),
    }
}

fn choices(key: &Key) -> String {
    match &key.node {
        Node::Choice(all) => format!(" ({})", all.join(", ")),
        Node::List(inner) => match &**inner {
            Node::Choice(all) => format!(" ({})", all.join(", ")),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn fiche(numero: i32, reglages: &Reglages, preset: &Preset) -> String {
    let mut front = String::new();
    table(&mut front, &shape("fiche"), "", preset);
    let mut out = format!("+++\n{}\n+++\n", front.trim_end());
    for rubrique in reglages.rubriques(numero) {
        let _ = write!(out, "\n# {}\n", rubrique.titre);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Library, control, control_promotion};
    use crate::sources::{MemoryFolder, Pack};

    /// A line that is a key once its « # » is gone.
    fn key(line: &str) -> Option<&str> {
        line.strip_prefix("# ").filter(|rest| !rest.starts_with('#'))
    }

    fn without_marks(text: &str) -> String {
        text.lines().map(|line| key(line).unwrap_or(line).to_owned() + "\n").collect()
    }

    /// The faults of writing: a file that is not there yet and a text that is still empty are no such fault.
    fn told(files: &[(String, String)], library: &Library) -> Vec<String> {
        let mut folder = MemoryFolder::default();
        for (name, text) in files {
            folder.files.insert(name.clone(), text.clone().into_bytes());
        }
        let diagnostics = match folder.files.contains_key("promotion.toml") {
            true => control_promotion(&folder, library).unwrap().diagnostics,
            false => control(&folder, library).unwrap().diagnostics,
        };
        let of_writing = ["FMT01", "FMT02", "FMT03", "FMT05", "FMT06", "FMT07", "FMT11"];
        let found = diagnostics.iter().filter(|d| of_writing.contains(&d.code));
        found.map(|d| format!("{} {:?}: {}", d.code, d.place, d.message)).collect()
    }

    fn library() -> Library {
        Library::new(Pack::embedded()).unwrap()
    }

    fn new_folder(statut: Statut) -> Vec<(String, String)> {
        let texts = library().texts(DIPLOME).unwrap();
        let all = files(statut, 2026, &texts.referentiel(Some(2026)).unwrap(), &texts.reglages);
        all.into_iter().filter(|(name, _)| !name.starts_with(".liasse/")).collect()
    }

    #[test]
    fn a_new_folder_without_its_marks_is_well_written() {
        let library = library();
        for statut in Statut::ALL {
            let mut files = new_folder(*statut);
            assert_eq!(told(&files, &library), Vec::<String>::new(), "{statut:?}");
            for (name, text) in
                files.iter_mut().filter(|(name, _)| name.ends_with(".toml") || name.starts_with("fiches/"))
            {
                assert!(text.lines().any(|l| key(l).is_some()), "{name}");
                *text = without_marks(text);
            }
            assert_eq!(told(&files, &library), Vec::<String>::new(), "{statut:?}");
        }
        let promotion = without_marks(&promotion(Vec::new(), Vec::new(), &[], ""));
        assert_eq!(told(&[("promotion.toml".to_owned(), promotion)], &library), Vec::<String>::new());
    }

    #[test]
    fn each_mark_may_go_alone() {
        let library = library();
        let files = new_folder(Statut::Scolaire);
        for (i, (name, text)) in files.iter().enumerate().filter(|(_, (name, _))| name.ends_with(".toml")) {
            let mut title = None;
            for (n, line) in text.lines().enumerate() {
                let Some(wanted) = key(line) else { continue };
                if wanted.starts_with('[') {
                    title = Some(n);
                }
                // A key of a block whose title has its mark needs the title too, as the line above says.
                let opens = |l: &str| l.starts_with('[') || key(l).is_some_and(|k| k.starts_with('['));
                let block = text.lines().take(n).enumerate().filter(|(_, l)| opens(l)).last().map(|(at, _)| at);
                let chosen = |at: usize| at == n || (Some(at) == title && block == title);
                let one = |(at, l): (usize, &str)| key(l).filter(|_| chosen(at)).unwrap_or(l).to_owned() + "\n";
                let mut edited = files.clone();
                edited[i].1 = text.lines().enumerate().map(one).collect();
                assert_eq!(told(&edited, &library), Vec::<String>::new(), "{name}:{}: {wanted}", n + 1);
            }
        }
    }
}
