//! A promotion, from its folder to its conventions: the whole class, one row at a time.
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
mod support;

use std::path::{Path, PathBuf};

use documents::{plain, text};
use liasse::domain::calendrier::Calendriers;
use liasse::domain::periode::Jour;
use liasse::domain::promotion::calcul::{Prevision, feries, prevision_avec};
use liasse::domain::promotion::stage::{Gratification, Interruption};
use liasse::domain::promotion::{Avenant, ObjetAvenant, Stage};
use liasse::domain::{Date, Heures};
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
        assert!((4..=7).contains(&pages), "{}: {pages} pages", pdf.display());
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
    edit(&file, "nom_famille = \"DUPRÉ\"", "nom_famille = '=A+1'");
    build(&folder, 0);
    let Some(page) = words(&conventions(&out)[0]) else { return };
    assert!(page.contains("#read") && page.contains("/etc/passwd") && page.contains("#panic"), "{page}");
    let suivi = std::fs::read_to_string(out.join("suivi.csv")).unwrap();
    assert!(suivi.contains(";'=A+1;"), "a spreadsheet must not compute what is a name\n{suivi}");
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

/// The presence that a stage foresees, holidays of metropolitan France taken away.
fn prevision(stage: &Stage, calendriers: &Calendriers) -> Prevision {
    let holidays = feries(calendriers, "metropole", stage.debut.unwrap(), stage.fin.unwrap());
    prevision_avec(stage, [Some(&holidays); 2]).unwrap()
}

#[test]
fn days_without_holidays_nor_interruptions() {
    let calendriers = Pack::embedded().calendriers().unwrap();
    let droit = Pack::embedded().droit().unwrap();
    let mut stage = Stage { debut: day(2025, 11, 3), fin: day(2026, 1, 16), ..Stage::default() };
    stage.heures_semaine = Heures::parse("35");
    let whole = prevision(&stage, &calendriers);
    // 55 weekdays, less 11 November, Christmas and New Year's Day.
    assert_eq!((whole.jours.len(), whole.feries.len(), whole.heures()), (52, 3, 364));
    assert_eq!(whole.minutes.keys().copied().collect::<Vec<_>>(), [2025, 2026]);
    stage.interruption =
        vec![Interruption { debut: day(2025, 12, 22), fin: day(2026, 1, 2), ..Interruption::default() }];
    let less = prevision(&stage, &calendriers);
    assert_eq!((less.jours.len(), less.interrompus()), (44, 8.into()));
    assert!(less.heures() <= droit.heures(droit.mois_sans_gratification), "44 days: nothing is due yet");
    stage.gratification.horaire = "4,50".to_owned();
    assert_eq!(less.montant(&stage, &droit).unwrap().total, 44 * 7 * 450);
}

/// The same, and its working.
fn working(stage: &Stage) -> (Prevision, String) {
    let (calendriers, droit) = (Pack::embedded().calendriers().unwrap(), Pack::embedded().droit().unwrap());
    let prevision = prevision(stage, &calendriers);
    let words = prevision.working(&droit).replace('\u{a0}', " ");
    (prevision, words)
}

/// What is lawful brings no new word.
#[test]
fn lawful_variations_are_left_alone() {
    let folder = support::fixture("promotion");
    let before = support::controlled(&folder);
    let row = |keys: &str| format!("--- promotion.toml\n-cle = \"c-24\"\n+cle = \"c-24\"\n{keys}");
    let own = "+horaires = \"9 h – 12 h 30\"";
    let avenant = |keys: &str| {
        let head = "+convention = \"c-24\"\n+numero = 1\n+date = 2025-12-01\n";
        format!("--- promotion.toml\n-[[avenant]]\n+[[avenant]]\n{head}{keys}\n+\n+[[avenant]]")
    };
    for lawful in [
        row(&format!("+heures_semaine = \"17,5\"\n{own}")),
        row(&format!("+heures_semaine = 17.5\n{own}")),
        row(&format!("+heures_semaine = \"17 h 30\"\n{own}")),
        row("+heures_semaine = \"35,0\""),
        row("+jours = [\"lundi\", \"mardi\", \"mercredi\", \"jeudi\", \"vendredi\"]"),
        row("+teletravail = [\"vendredi\"]\n+teletravail_modalites = \"à son domicile\""),
        row("+demi_journees_supplementaires = [2025-12-06]"),
        row("+interruption = [{ debut = 2025-12-05, fin = 2025-12-05, partielle = true, motif = \"autre\" }]"),
        row("+second_organisme = \"rhodania\""),
        row("+second_signataire = { nom = \"Anne SAVOY\", qualite = \"Directrice\" }"),
        row("+envoi = 2025-10-27"),
        "--- promotion.toml\n-horaire = \"4,50\"\n+horaire = \"4,35 en 2025 ; 4,50 en 2026\"".to_owned(),
        "--- promotion.toml\n-horaire = \"4,50\"\n+horaire = \"15 % du plafond\"".to_owned(),
        "--- promotion.toml\n-horaire = \"4,50\"\n+horaire = \"4,50 € par heure\"".to_owned(),
        avenant("+objet = \"referent\"\n+referent = \"bernard\""),
        avenant("+objet = \"horaires\"\n+heures_semaine = 28\n+horaires = \"9 h – 16 h\""),
        avenant("+objet = \"gratification\"\n+gratification = { horaire = \"4,50\", modalites = \"Par virement.\" }"),
        avenant(
            "+objet = \"horaires\"\n+teletravail = [\"lundi\"]\n+signatures = { organisme = 2025-12-03 }\n+envoi = 2025-12-02",
        ),
    ] {
        let mut edited = folder.clone();
        support::apply(&mut edited, &lawful);
        let new: Vec<String> = support::new_ones(&before, &support::controlled(&edited))
            .iter()
            .map(|d| format!("{}: {}", d.code, d.message))
            .collect();
        assert!(new.is_empty(), "{lawful}\n{new:#?}");
    }
}

/// Right answers that were counted by hand.
#[test]
fn gratifications_are_those_of_a_hand_count() {
    let droit = Pack::embedded().droit().unwrap();
    let stage = |horaire: &str, debut, fin| {
        let mut stage = Stage { debut, fin, heures_semaine: Heures::parse("35"), ..Stage::default() };
        stage.gratification.horaire = horaire.to_owned();
        stage
    };
    let amounts = |stage: &Stage| {
        let (prevision, _) = working(stage);
        let amount = prevision.montant(stage, &droit);
        amount.map(|a| (a.parts.iter().map(|p| p.montant).collect::<Vec<_>>(), a.total))
    };
    let (debut, fin) = (day(2025, 11, 17), day(2026, 2, 13));
    let whole = stage("4,50", debut, fin);
    assert_eq!((working(&whole).0.jours.len(), working(&whole).0.heures()), (63, 441));
    assert_eq!(amounts(&whole), Some((vec![31_500, 69_300, 66_150, 31_500], 198_450)));
    // 70 h and 154 h at 4,35; 147 h and 70 h at 4,50.
    let years = vec![30_450, 66_990, 66_150, 31_500];
    for text in ["4,35 en 2025 ; 4,50 en 2026", "15 % du plafond", "minimum légal"] {
        assert_eq!(amounts(&stage(text, debut, fin)), Some((years.clone(), 195_090)), "{text}");
    }
    assert_eq!(amounts(&stage("néant", debut, fin)), None);
    // The plafond of 2027 is not known: nothing is guessed.
    assert_eq!(amounts(&stage("15 % du plafond", day(2026, 11, 16), day(2027, 2, 12))), None);
    // 465 h at 4,60, 378 h at 4,50: days of four hours' difference, an interruption.
    let mut four = stage("4,60", day(2025, 12, 8), day(2026, 3, 27));
    four.jours = vec![Jour::Lundi, Jour::Mardi, Jour::Jeudi, Jour::Vendredi];
    four.heures_semaine = Heures::parse("30");
    assert_eq!((working(&four).0.heures(), amounts(&four).unwrap().1), (465, 213_900));
    let mut stopped = stage("4,50", day(2025, 11, 3), day(2026, 1, 30));
    stopped.interruption =
        vec![Interruption { debut: day(2025, 12, 22), fin: day(2026, 1, 2), ..Interruption::default() }];
    assert_eq!((working(&stopped).0.heures(), amounts(&stopped).unwrap().1), (378, 170_100));
    assert_eq!(
        working(&stopped).1,
        "54 journées (3 jours fériés et 8 jours d’interruption, du 22 décembre 2025 au 2 janvier 2026, déjà retirés) × \
         7 h = 378 h, soit 54 jours de 7 h"
    );
}

/// Every working can be counted again from what it says.
#[test]
fn half_days_and_half_hours_are_told_as_they_are() {
    let base = Stage { debut: day(2025, 11, 17), fin: day(2026, 1, 16), ..Stage::default() };
    let with = |hours: &str, demi: &[Jour]| Stage {
        heures_semaine: Heures::parse(hours),
        demi_journees: demi.to_vec(),
        ..base.clone()
    };
    assert_eq!(
        working(&with("17,5", &[])).1,
        "43 journées (2 jours fériés déjà retirés) × 3,5 h = 150,5 h, soit 21 jours de 7 h et 3,5 h"
    );
    let all = [Jour::Lundi, Jour::Mardi, Jour::Mercredi, Jour::Jeudi, Jour::Vendredi];
    let (halves, words) = working(&with("17,5", &all));
    assert_eq!(halves.journees().to_string(), "21,5");
    assert_eq!(
        words,
        "21,5 journées (2 jours fériés déjà retirés) : 43 demi-journées × 3,5 h = 150,5 h, soit 21 jours de 7 h et 3,5 h"
    );
    // Nine Fridays, none of them a holiday; Christmas and New Year's Day are Thursdays.
    let (mixed, words) = working(&with("31,5", &[Jour::Vendredi]));
    assert_eq!(mixed.journees().to_string(), "38,5");
    assert_eq!(
        words,
        "38,5 journées (2 jours fériés déjà retirés) : 34 journées × 7 h + 9 demi-journées × 3,5 h = 269,5 h, soit 38 jours de 7 h et 3,5 h"
    );
    // Half a day away: one of a whole day, all of a half one.
    let mut away = with("31,5", &[Jour::Vendredi]);
    let stop =
        |d| Interruption { debut: day(2025, 12, d), fin: day(2025, 12, d), partielle: true, ..Interruption::default() };
    away.interruption = vec![stop(4), stop(5)];
    let (less, words) = working(&away);
    assert_eq!((less.journees().to_string(), less.interrompus().to_string()), ("37,5".to_owned(), "1".to_owned()));
    assert!(words.contains("1 jour d’interruption, le 4 décembre 2025 et le 5 décembre 2025, déjà retirés"), "{words}");
    assert!(words.contains("33 journées × 7 h + 9 demi-journées × 3,5 h = 262,5 h"), "{words}");
    // A Saturday morning more.
    let more = Stage { demi_journees_supplementaires: vec![Date::new(2025, 12, 6).unwrap()], ..with("35", &[]) };
    assert_eq!(working(&more).0.journees().to_string(), "43,5");
}

#[test]
fn hours_that_change_are_told_from_their_day() {
    let droit = Pack::embedded().droit().unwrap();
    let mut stage = Stage {
        debut: day(2025, 11, 17),
        fin: day(2026, 1, 16),
        heures_semaine: Heures::parse("35"),
        ..Stage::default()
    };
    stage.gratification.horaire = "4,50".to_owned();
    let avenant = |objet| Avenant { objet: Some(objet), debut: day(2026, 1, 5), ..Avenant::default() };
    let shorter = Avenant { heures_semaine: Heures::parse("30"), ..avenant(ObjetAvenant::Horaires) }.apply(&stage);
    let (prevision, words) = working(&shorter);
    // 33 days until 4 January, 10 days after it.
    assert_eq!(
        words,
        "43 journées (2 jours fériés déjà retirés) : 33 journées × 7 h (jusqu’au 4 janvier 2026) + 10 journées × 6 h \
         (à partir du 5 janvier 2026) = 291 h, soit 41 jours de 7 h et 4 h"
    );
    assert_eq!(prevision.montant(&shorter, &droit).unwrap().total, 291 * 450);
    let gratification = Gratification { horaire: "5,00".to_owned(), ..Gratification::default() };
    let paid = Avenant { gratification, ..avenant(ObjetAvenant::Gratification) }.apply(&shorter);
    let (prevision, _) = working(&paid);
    assert_eq!(prevision.montant(&paid, &droit).unwrap().total, 231 * 450 + 60 * 500);
}
