//! Documents made from the program: they cannot tell something else than it does.
//! `LIASSE_DOCS=write cargo test --test docs` writes them; read what changed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use liasse::diagnostic::Severity;
use liasse::rules::RULES;
use liasse::sources::Pack;
use liasse::sources::dossier::KINDS;
use liasse::sources::reader::example_line;
use liasse::sources::schema::{Key, Node, Quantite};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares what the program says with the document, or writes it.
fn hold(path: &str, text: &str) {
    let file = root().join(path);
    if std::env::var("LIASSE_DOCS").is_ok_and(|v| v == "write") {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(there == text, "{path} is no longer what the program does: LIASSE_DOCS=write cargo test --test docs");
}

#[test]
fn the_format_of_the_data() {
    let mut out = String::from(FORMAT_HEAD);
    for kind in KINDS {
        let Node::Table(keys) = (kind.shape)() else { panic!("a file is a table") };
        let _ = write!(out, "\n## `{}`\n\nSchéma pour les éditeurs : `liasse schema {}`.\n", kind.file, kind.name);
        tables(&mut out, &keys, "");
    }
    hold("docs/format-donnees.md", &out);
}

const FORMAT_HEAD: &str = "\
# Format des données

Ce document est produit par `cargo test --test docs` à partir des types du programme : il dit ce que liasse lit, clé par clé.

Un dossier de candidat contient `candidat.toml`, `periodes.toml`, `entreprises/<id>.toml`, `fiches/01.md` à `fiches/09.md`, \
les images et les pièces signées numérisées (`pieces/`). Les fichiers sont en UTF-8. Une date s’écrit `2026-03-02`, ou \
`\"02/03/2026\"` entre guillemets. Un nombre d’heures s’écrit `35`, `17.5`, `\"17,5\"` ou `\"17 h 30\"` ; un \
nombre de journées, par demies : `40`, `40.5` ou `\"40,5\"`. Les chemins d’images et de pièces se donnent depuis le dossier, avec des `/`.

Une fiche commence par ses données entre deux lignes `+++`, puis ses rubriques en Markdown : un titre `#` par rubrique, \
des paragraphes, *italique*, **gras**, listes, tableaux, liens (http, https, mailto), citations, images \
`![description](images/photo.jpg \"légende\")`. Le HTML, les notes de bas de page, les formules TeX, le texte barré et ce qui serait imprimé tel qu’il est tapé sont refusés (FMT11).

Les cinq tableaux d’une promotion (étudiants, organismes, stages, avenants, contrats) s’écrivent dans `promotion.toml` ou dans \
des fichiers à côté : `etudiants`, `organismes`, `stages`, `avenants`, `contrats`, en `.csv`, `.xlsx`, `.ods` ou `.toml`, ou un seul \
classeur `promotion.xlsx` ou `promotion.ods` avec une feuille par tableau. Un tableau n’est que dans un fichier (FMT02). Une colonne \
par clé, une ligne par étudiant, organisme, stage… ; le titre de la colonne est la clé (`nom_famille`, `tuteur.nom`, `tuteur2.nom` pour \
le second tuteur, `signatures.etablissement`) ou son nom courant (« Nom de famille », « Né(e) le », « N° candidat », « Nom du tuteur »), \
sans égard aux accents ni aux majuscules ; une colonne dont le titre commence par `#` n’est pas lue. Une case vide est une clé non dite : \
`[defauts]` vaut alors. Une date s’écrit `17/11/2025`, un oui ou non `oui`, `x` ou `non`, une liste avec des `;` (ou `,` pour les jours, \
les dates et les codes). Un numéro que le tableur a privé de ses zéros (candidat, SIRET, code postal de France, téléphone) est signalé, \
jamais deviné : mettez la colonne au format Texte ; un code postal étranger s’écrit avec son pays (`B-1040`), ou dans un organisme qui \
dit son `pays`. Un CSV est en UTF-8 ou en Windows-1252, séparé par `;`, `,` ou des tabulations.

Un dossier d’examen contient `examen.toml`, `sujet.md` (ou `sujet/*.md`), `annexes/*.md` et, pour un oral, `oraux/*.toml` et les dossiers \
des candidats (`dossiers/`). Dans le sujet, un titre `#` ouvre une partie et un titre `##` une question ; leurs données sont dans un bloc \
```` ```toml ```` sous le titre, et ce que seul le jury lit sous `### Corrigé` et `### Barème` ; les titres d’une question sont une liste fermée ([guide du centre d’examen](guide/centre-examen.md)).

À côté de ces fichiers, `candidats` (TOML, CSV, XLSX, ODS ou la liste « Listes simples » de Cyclades, ses autres colonnes laissées de côté), `notes.csv` (une copie par ligne, une question par colonne), `variantes.csv` (une variante par ligne, un `{{paramètre}}` par colonne) et, pour E5 en contrôle en cours de formation, `portfolio/*.toml`.

**Oui** dans la colonne « obl. » : sans la clé, ou si elle est vide, liasse signale FMT04. D’autres clés sont demandées \
par une règle quand le statut ou la situation les appelle (par exemple `journees` pour un stage, ST01).
";

fn tables(out: &mut String, keys: &[Key], path: &str) {
    let leaves: Vec<_> = keys.iter().filter(|k| k.node.keys().is_none()).collect();
    if !leaves.is_empty() {
        out.push_str("\n| clé | type | obl. | ce qu’elle dit | exemple |\n|---|---|---|---|---|\n");
        for key in leaves {
            let required = if key.required { "oui" } else { "" };
            let example = key.example.as_ref().map(|e| format!("`{}`", example_line(key, e))).unwrap_or_default();
            let kind = kind_in_words(&key.node);
            let _ = writeln!(out, "| `{}` | {kind} | {required} | {} | {example} |", key.name, key.description);
        }
    }
    for (key, inner) in keys.iter().filter_map(|k| k.node.keys().map(|i| (k, i))) {
        let path = if path.is_empty() { key.name.clone() } else { format!("{path}.{}", key.name) };
        let header = if matches!(key.node, Node::List(_)) { format!("[[{path}]]") } else { format!("[{path}]") };
        let required = if key.required { " (obligatoire)" } else { "" };
        let _ = write!(out, "\n### `{header}`{required}\n\n{}\n", key.description);
        tables(out, inner, &path);
    }
}

fn kind_in_words(node: &Node) -> String {
    match node {
        Node::Choice(all) => all.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", "),
        Node::List(one) => format!("liste : {}", kind_in_words(one)),
        Node::Text => "texte".to_owned(),
        Node::Integer { .. } => "nombre entier".to_owned(),
        Node::Number { .. } => "nombre".to_owned(),
        Node::Quantite { quantite: Quantite::Heures, .. } => "nombre d’heures".to_owned(),
        Node::Quantite { quantite: Quantite::Journees, .. } => "nombre de journées".to_owned(),
        Node::Bool => "`true` ou `false`".to_owned(),
        Node::Date => "date".to_owned(),
        Node::Table(_) => "bloc".to_owned(),
    }
}

#[test]
fn the_table_of_conformity() {
    let mut out = String::from(CONFORMITY_HEAD);
    let clauses = Pack::embedded().clauses();
    for clause in clauses.all() {
        let page = page_of(&clause.code);
        let source = format!("src/rules/{}/{}.rs", family_of(&clause.code), clause.code.to_lowercase());
        assert!(root().join(&source).is_file(), "{source}");
        let examples = std::fs::read_to_string(root().join(&page)).unwrap().matches("```diff").count();
        let weight = match clause.severity() {
            Severity::Error => "erreur",
            Severity::Warning => "avertissement",
            Severity::Advice => "conseil",
            Severity::Human => "**humain**",
        };
        let nv = clause.law().nv.map_or("", |nv| match nv {
            liasse::diagnostic::Nv::Listed => "cas cité",
            liasse::diagnostic::Nv::Other => "autre",
        });
        let _ = writeln!(
            out,
            "| {} | {} | {weight} | {nv} | {} | [{source}](../{source}) | [{examples} {}](../{page}) |",
            clause.code,
            clause.titre,
            clause.reference,
            if examples == 1 { "exemple" } else { "exemples" }
        );
    }
    out.push_str(CONFORMITY_TAIL);
    hold("docs/conformite.md", &out);
}

const CONFORMITY_HEAD: &str = "\
# Table de conformité

Ce document est produit par `cargo test --test docs`. Une ligne par clause : la règle qui la contrôle, et la page dont les \
exemples sont des tests (`tests/rules.rs`) ; `tests/mutations.rs` les éprouve encore, une faute à la fois, sur les dossiers complets. \
Une clause **humaine** ne se juge pas par programme : elle est imprimée dans la liste des points à vérifier, jamais tue. \
Le poids est celui de la plupart de ses diagnostics ; la page dit les autres. « NV » : le risque de mention « non valide » \
(annexe II B, note *).

| clause | ce qu’elle contrôle | poids | NV | texte | règle | tests |
|---|---|---|---|---|---|---|
";

const CONFORMITY_TAIL: &str = "
AT06, AT07, DP18, DP19, DP20, DP21, DP22, DP23, EX23, EX24, EX25, EX26, EX30, FMT11, FMT12, OR14, OR15, ST20, ST21, ST22 et ST23, absentes de la liste d’origine des clauses, sont ajoutées en fin de famille.

PDF/A-2a et PDF/UA-1 : chaque type de document est validé par veraPDF (`tests/verapdf.rs`) ; ce qu’un modèle ferait de \
contraire est dit PR01 (norme) ou PR02 (modèle), avec le fichier du modèle, jamais comme une faute de l’utilisateur.

AR01 à AR08 portent sur les ensembles archivés : `liasse prouver` les dit, contrôle par contrôle ([guide du service des examens](guide/service-examens.md)).
";

/// Every clause of the list from which the rules were made has its line, or its words below the table.
#[test]
fn every_clause_is_accounted_for() {
    const LIST: &str = "shared/reference/clauses.md";
    let Some(list) = root().ancestors().map(|a| a.join(LIST)).find(|p| p.is_file()) else {
        eprintln!("IGNORÉ : la liste des clauses ({LIST}) n’est pas à côté du dépôt, la table ne lui est pas comparée");
        return;
    };
    let list = std::fs::read_to_string(list).unwrap();
    let codes: Vec<String> =
        list.lines().filter_map(|l| l.strip_prefix("| ")?.split(" |").next()).flat_map(codes).collect();
    assert!(codes.len() > 120, "{} clauses", codes.len());
    let table = std::fs::read_to_string(root().join("docs/conformite.md")).unwrap();
    let tail = |code: &str| match &code[..2] {
        "AR" => table.contains("AR01 à AR08") && code <= "AR08",
        "PR" => table.contains(code),
        _ => false,
    };
    let known = |code: &str| liasse::rules::find(code).is_some() || tail(code);
    let missing: Vec<_> = codes.iter().filter(|c| !known(c)).collect();
    assert!(missing.is_empty(), "clauses without a rule: {missing:?}");
    let ours = RULES.iter().map(|r| r.code).filter(|c| !codes.iter().any(|k| k == c));
    let untold: Vec<_> = ours.filter(|c| !CONFORMITY_TAIL.contains(c)).collect();
    assert!(untold.is_empty(), "added clauses that the table does not tell: {untold:?}");
}

/// "EX01", "CV01…CV07": the codes of a cell.
fn codes(cell: &str) -> Vec<String> {
    let split = |code: &str| {
        let at = code.len().checked_sub(2)?;
        let number = code.get(at..)?.parse::<u8>().ok()?;
        let family = code.get(..at)?;
        family.starts_with(|c: char| c.is_ascii_uppercase()).then(|| (family.to_owned(), number))
    };
    let (first, last) = cell.split_once('…').unwrap_or((cell, cell));
    match (split(first), split(last)) {
        (Some((family, a)), Some((_, b))) => (a..=b).map(|n| format!("{family}{n:02}")).collect(),
        _ => Vec::new(),
    }
}

/// The family of a code: « e32 », « fmt ».
fn family_of(code: &str) -> &'static str {
    let code = code.to_lowercase();
    ["fmt", "at", "cv", "dp", "e32", "e42", "ex", "or", "st", "pr"].into_iter().find(|f| code.starts_with(f)).unwrap()
}

fn page_of(code: &str) -> String {
    let folders = ["liasse", "droit", "bts-assurance"].map(|folder| format!("templates/{folder}/clauses/{code}.md"));
    folders.into_iter().find(|page| root().join(page).is_file()).unwrap()
}

/// The guide lists every heading that a question may have, and no other.
#[test]
fn the_headings_of_a_question() {
    use liasse::domain::examen::Rubrique;
    let guide = std::fs::read_to_string(root().join("docs/guide/centre-examen.md")).unwrap();
    let table = guide.split("### Les titres d’une question").nth(1).unwrap();
    let told = Rubrique::ALL.iter().zip(table.lines().filter(|l| l.starts_with("| l"))).map(|(rubrique, row)| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells[2] == "le jury", rubrique.is_jury(), "{row}");
        let titres: Vec<String> = rubrique.titres().iter().map(|t| format!("« {t} »")).collect();
        assert_eq!(cells[1], titres.join(", "));
    });
    assert_eq!(told.count(), Rubrique::ALL.len());
}

/// Every clause of the families that are done has its rule.
#[test]
fn no_clause_is_forgotten() {
    let clauses = root().join("../shared/reference/clauses.md");
    let Ok(text) = std::fs::read_to_string(&clauses) else {
        return eprintln!("SKIPPED: {} is not here, the list of clauses was not compared", clauses.display());
    };
    const LATER: [&str; 0] = [];
    // A row may stand for a run of codes: « CV01…CV07 ».
    let code = |line: &str| -> Option<Vec<String>> {
        let cell = line.strip_prefix("| ")?.split(" |").next()?;
        let Some((first, last)) = cell.split_once('…') else { return Some(vec![cell.to_owned()]) };
        let split = |c: &str| Some((c[..2].to_owned(), c.get(2..)?.parse::<u32>().ok()?));
        let ((family, from), (_, to)) = (split(first)?, split(last)?);
        Some((from..=to).map(|n| format!("{family}{n:02}")).collect())
    };
    let done = |c: &String| ["AT", "CV", "FMT", "DP", "E32", "E42", "EX", "OR", "ST"].iter().any(|f| c.starts_with(f));
    let missing: Vec<_> = text
        .lines()
        .filter_map(code)
        .flatten()
        .filter(done)
        .filter(|c| !LATER.contains(&c.as_str()) && liasse::rules::find(c).is_none())
        .collect();
    assert!(missing.is_empty(), "clauses without a rule: {missing:?}");
}

/// Links between the documents lead somewhere.
#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for file in walkdir::WalkDir::new(root().join("docs"))
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .chain(["README.md", "ARCHITECTURE.md"].map(|f| root().join(f)))
    {
        if file.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        // What stands between backticks shows how links are written.
        let text: String = text.split('`').step_by(2).collect();
        for link in text.split("](").skip(1).filter_map(|s| s.split(')').next()) {
            let path = link.split(['#', ' ']).next().unwrap();
            let here = Path::new(&file).parent().unwrap().join(path);
            if !path.is_empty() && !path.contains(':') && !here.exists() {
                wrong.push(format!("{}: {link}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
