//! A promotion, from its folder to its conventions: the whole class, one row at a time.
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
mod support;

use std::path::{Path, PathBuf};

use documents::{plain, text};
use liasse::domain::Date;
use liasse::domain::promotion::Stage;
use liasse::domain::promotion::calcul::prevision;
use liasse::domain::promotion::stage::Interruption;
use liasse::sources::Pack;
use support::{copy, edit, program, root};

/// A copy of the fixture, and where its documents go.
fn class(name: &str) -> (PathBuf, PathBuf) {
    let folder = documents::scratch(&format!("promotion-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    let class = folder.join("classe");
    copy(&root().join("fixtures/promotion"), &class);
    (folder.clone(), folder.join("output/classe"))
}

fn build(folder: &Path, code: i32) -> String {
    let run = program(folder).args(["build", "classe"]).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(code), "{said}");
    said
}

fn conventions(out: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(out.join("conventions")).unwrap();
    let mut all: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

fn words(pdf: &Path) -> Option<String> {
    Some(plain(&text(pdf, &["-layout"])?.join(" ")))
}

#[test]
fn a_class_has_its_conventions_and_nothing_is_done_twice() {
    let (folder, out) = class("whole");
    assert!(build(&folder, 0).contains("83 produits"));
    let all = conventions(&out);
    assert_eq!(all.len(), 24);
    // No birthday, no number in a name: the class and its year are the only digits.
    for pdf in &all {
        let name = pdf.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name.matches(|c: char| c.is_ascii_digit()).count() <= 2 && name.len() <= 80, "{name}");
    }
    let said = build(&folder, 0);
    assert!(said.contains("83 à jour") && !said.contains("produit"), "{said}");
    let suivi = std::fs::read_to_string(out.join("suivi.csv")).unwrap();
    // Twenty-four stages, three contrats, the headings.
    assert_eq!(suivi.lines().count(), 28);
    // BOM and semicolons: what a French spreadsheet opens by a double click.
    assert!(suivi.starts_with("\u{feff}Classe;Nom;"));
    assert!(suivi.contains("c-02;Terreaux Courtage;17/11/2025;16/01/2026;43;;"), "{suivi}");
}

#[test]
fn the_fifteen_mentions_and_the_seven_elements_are_printed() {
    let (folder, out) = class("mentions");
    build(&folder, 0);
    let all = conventions(&out);
    let find = |part: &str| all.iter().find(|p| p.to_string_lossy().contains(part)).unwrap();
    let Some(page) = words(find("garcia")) else { return };
    for told in [
        "Deuxième année, 810 heures d’enseignement",
        "Aylin ÖZDEMIR",
        "Pascal BONNET",
        "C20 Conduire un entretien commercial",
        "Accueil et découverte des besoins",
        "du 17 novembre 2025 au 13 février 2026",
        "35 heures par semaine",
        "Le tuteur suit le travail au quotidien",
        "4,50 € par heure de présence",
        "Versée à la fin de chaque mois",
        "L’étudiant garde sa protection sociale",
        "Absences pour les épreuves",
        "Congés et autorisations d’absence",
        "Chaque partie peut suspendre",
        "Les journées manquantes",
        "Accès au restaurant",
        "articles du règlement intérieur",
        "L’organisme remet l’attestation",
        "Une semaine d’observation",
        "Les conditions générales et les tarifs",
        "Un poste de travail informatique",
        "Un appel de l’enseignant référent",
        "Une grille de compétences",
        "ce n’est pas un modèle officiel",
    ] {
        assert!(page.contains(told), "« {told} » is not in\n{page}");
    }
    // 63 days, two holidays taken out: 17 to 28 November, December, January, to 13 February.
    assert!(page.contains("63 journées (2 jours fériés déjà retirés) × 7 h = 441 h"), "{page}");
    // 70 + 154 + 147 + 70 hours at 4,50.
    assert!(page.contains("total 1984,50 €") || page.contains("total 1 984,50 €"), "{page}");
    for number in 1..=13 {
        assert!(page.contains(&format!("Article {number} –")), "article {number}");
    }
    let minor = words(find("cazenave")).unwrap();
    assert!(minor.contains("Sophie CAZENAVE") && minor.contains("Le représentant légal du stagiaire"));
    let abroad = words(find("belassur")).unwrap();
    assert!(abroad.contains("Fiche d’information sur le pays") && abroad.contains("Bruxelles, Belgique"));
    let public = words(find("d-almeida")).unwrap();
    assert!(public.contains("personne publique") && !page.contains("personne publique"));
    let places = words(find("el-khatib")).unwrap();
    assert!(places.contains("Agence de Bron, 2 avenue Camille-Rousset"));
    // Two tuteurs, two boxes: six in all, and the one of the attestation that is annexed.
    assert_eq!(words(find("fauvel")).unwrap().matches("Signature et cachet").count(), 6 + 1);
    for pdf in &all {
        let pages = text(pdf, &[]).unwrap().len();
        assert!((4..=6).contains(&pages), "{}: {pages} pages", pdf.display());
    }
}

#[test]
fn a_row_that_is_wrong_keeps_back_its_own_convention_only() {
    let (folder, out) = class("row");
    build(&folder, 0);
    let before = conventions(&out).len();
    edit(&folder.join("classe/promotion.toml"), "fiche_pays = \"minist", "fiche_pays = \"\" # minist");
    let said = build(&folder, 1);
    assert!(said.contains("erreur[CV36]"), "{said}");
    // Its convention, certificate and attestation; what is printed as a whole is made again without it.
    assert!(said.contains("2 produits, 78 à jour, 3 refusés"), "{said}");
    // The last good one stays, and the manifest says that it is no longer current.
    assert_eq!(conventions(&out).len(), before);
    assert!(std::fs::read_to_string(out.join("manifest.json")).unwrap().contains("\"current\": false"));
    assert!(std::fs::read_to_string(out.join("suivi.csv")).unwrap().contains("à corriger"));
}

/// A student without a row is told; the conventions of the others, and hers of another period, are right all the same.
#[test]
fn what_is_wrong_with_a_training_keeps_back_no_convention() {
    let (folder, out) = class("training");
    let file = folder.join("classe/promotion.toml");
    let row = "[[etudiant]]\ncle = \"zeller-anouk\"\nnom_famille = \"ZELLER\"\nprenoms = \"Anouk\"\n\
               date_naissance = 2005-01-25\nclasse = \"2BTSAS2\"\n\n[[organisme]]";
    edit(&file, "[[organisme]]", row);
    edit(&file, "journees_anterieures = 35", "journees_anterieures = 20");
    let said = build(&folder, 1);
    assert!(said.contains("[CV41]") && said.contains("[ST01]") && said.contains("83 produits"), "{said}");
    assert_eq!(conventions(&out).len(), 24);
}

#[test]
fn what_a_stranger_wrote_prints_as_itself() {
    let (folder, out) = class("injection");
    let file = folder.join("classe/promotion.toml");
    edit(&file, "activites = \"Accueil", "activites = '''#panic(\"x\") [x] \\ $a$ // */ #read(\"/etc/passwd\")''' # ");
    edit(&file, "nom_famille = \"DUPRÉ\"", "nom_famille = '=1+1'");
    build(&folder, 0);
    let Some(page) = words(&conventions(&out)[0]) else { return };
    assert!(page.contains("#read") && page.contains("/etc/passwd") && page.contains("#panic"), "{page}");
    let suivi = std::fs::read_to_string(out.join("suivi.csv")).unwrap();
    assert!(suivi.contains(";'=1+1;"), "a spreadsheet must not compute what is a name\n{suivi}");
}

/// A schoolful of rows is controlled at once, each fault at its row.
#[test]
fn errors_point_at_their_row() {
    let (folder, _) = class("place");
    let file = folder.join("classe/promotion.toml");
    edit(&file, "organisme = \"belassur\"", "organisme = \"belasur\"");
    let run = program(&folder).args(["check", "classe", "--format", "short"]).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let line = 1 + std::fs::read_to_string(&file).unwrap().lines().position(|l| l.contains("belasur\"")).unwrap();
    assert!(said.contains(&format!("promotion.toml:{line}:13")) && said.contains("FMT05"), "{said}");
}

fn day(y: i16, m: i8, d: i8) -> Option<Date> {
    Date::new(y, m, d)
}

#[test]
fn days_without_holidays_nor_interruptions() {
    let calendriers = Pack::embedded().calendriers().unwrap();
    let droit = Pack::embedded().droit().unwrap();
    let mut stage = Stage { debut: day(2025, 11, 3), fin: day(2026, 1, 16), ..Stage::default() };
    stage.heures_semaine = Some(35);
    let whole = prevision(&stage, &calendriers, Some("metropole")).unwrap();
    // 55 weekdays, less 11 November, Christmas and New Year's Day.
    assert_eq!((whole.jours.len(), whole.feries.len(), whole.heures()), (52, 3, 364));
    assert_eq!(whole.minutes.keys().copied().collect::<Vec<_>>(), [2025, 2026]);
    stage.interruption =
        vec![Interruption { debut: day(2025, 12, 22), fin: day(2026, 1, 2), ..Interruption::default() }];
    let less = prevision(&stage, &calendriers, Some("metropole")).unwrap();
    assert_eq!((less.jours.len(), less.interrompus), (44, 8));
    assert!(less.heures() <= droit.heures(droit.mois_sans_gratification), "44 days: nothing is due yet");
    assert_eq!(less.montant(&stage, 450).total, 44 * 7 * 450);
}
