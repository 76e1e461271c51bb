//! What a secretary keeps beside her pupils: sheets of the school, the teachers, the firms, the stages, the defaults.

use liasse::diagnostic::Locate;
use liasse::domain::fault::FaultKind;
use liasse::domain::promotion::{Files, Promotion};
use liasse::sources::{DiskFolder, LoadedPromotion, load_promotion};

use crate::classeur::{Xlsx, rows};
use crate::place::Place;

fn loaded(place: &Place) -> LoadedPromotion {
    load_promotion(&DiskFolder::open(&place.path("")).unwrap())
}

/// What a promotion tells, wherever it stands.
fn told(place: &Place) -> Promotion {
    Promotion { files: Files::default(), ..loaded(place).promotion }
}

fn book(sheets: &[(&str, &str, String)]) -> Vec<u8> {
    Xlsx { sheets, ..Xlsx::default() }.bytes()
}

#[test]
fn the_sheets_of_a_secretary_fill_a_promotion() {
    let place = Place::new();
    let said = place.import(0, &["classeur.xlsx"]);
    insta::assert_snapshot!(said);
    let promotion = told(&place);
    let ecole = &promotion.reglage.etablissement;
    assert_eq!((ecole.nom.as_str(), ecole.uai.as_str()), ("Lycée polyvalent des Quatre-Vents", "0310053P"));
    assert_eq!(
        (ecole.representant.nom.as_str(), ecole.representant.qualite.as_str()),
        ("Hélène ROUSSEL", "Proviseure")
    );
    assert_eq!(ecole.deliberation.unwrap().to_string(), "14/10/2025");
    assert_eq!(ecole.entete, ["Région académique Occitanie", "Lycée polyvalent des Quatre-Vents"]);
    assert_eq!(promotion.reglage.formation.volume_horaire, Some(810));
    let referents: Vec<_> = promotion.reglage.referent.iter().map(|r| (r.cle.as_str(), r.nom.as_str())).collect();
    assert_eq!(referents, [("paul-bernard", "Paul BERNARD"), ("anne-le-goff", "Anne LE GOFF")]);
    assert_eq!(promotion.reglage.periode_scolaire[0].classes, ["2ASS1"]);
    let defauts = &promotion.reglage.defauts;
    assert_eq!(defauts.horaires, "9 h – 12 h 30, 14 h – 17 h 30");
    assert!(defauts.clauses.protection_sociale.contains("L412-8") && defauts.clauses.resiliation.contains("lettre"));
    assert_eq!(defauts.jours.len(), 5);
    let organismes: Vec<_> = promotion.organismes.iter().map(|o| (o.cle.as_str(), o.siret.as_str())).collect();
    assert_eq!(organismes, [("agence-delorme", "41005678900002"), ("courtage-nord", "")]);
    let stages: Vec<_> = promotion
        .stages
        .iter()
        .filter(|s| !s.organisme.is_empty())
        .map(|s| (s.etudiant.as_str(), s.organisme.as_str(), s.referent.as_str(), s.debut.unwrap().to_string()))
        .collect();
    assert_eq!(
        stages,
        [
            ("martin-lea", "agence-delorme", "paul-bernard", "17/11/2025".to_owned()),
            ("d-almeida-zoe", "courtage-nord", "anne-le-goff", "17/11/2025".to_owned())
        ]
    );
    assert_eq!(promotion.stages.iter().filter(|s| s.etudiant == "martin-lea").count(), 1);
    assert!(
        !promotion.etudiants.iter().any(|e| e.prenoms == "Sophie" || e.nom_famille == "BERNARD" && e.prenoms == "Paul")
    );
}

#[test]
fn the_promotion_is_the_same_in_every_form_and_a_second_import_changes_nothing() {
    let csv = Place::new();
    csv.import(0, &["classeur.xlsx"]);
    let expected = told(&csv);
    for format in ["csv", "xlsx", "ods"] {
        let place = Place::new();
        place.import(0, &["classeur.xlsx", "--format", format]);
        let (found, wanted) = (told(&place), &expected);
        assert_eq!(found.reglage, wanted.reglage, "{format}");
        assert_eq!((&found.organismes, &found.stages), (&wanted.organismes, &wanted.stages), "{format}");
        assert!(found == *wanted, "{format}");
        let before = place.all();
        let said = place.import(0, &["classeur.xlsx"]);
        assert!(said.contains("9 inchangés") && !said.contains("non repris,"), "{format}: {said}");
        assert!(before == place.all(), "{format}");
    }
    // The workbooks of one promotion make another one like it.
    let place = Place::new();
    place.import(0, &["classeur.xlsx", "--format", "xlsx"]);
    let files = [
        "etudiants",
        "organismes",
        "stages",
        "etablissement",
        "formation",
        "periodes_scolaires",
        "referents",
        "defauts",
    ];
    let files: Vec<String> =
        files.iter().map(|f| place.path(&format!("{f}.xlsx")).to_string_lossy().into_owned()).collect();
    let other = Place::new();
    let said = other.import(0, &files.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(told(&other) == expected, "{said}");
}

#[test]
fn settings_that_are_there_are_not_rewritten_and_what_differs_is_told() {
    let place = Place::new();
    place.import(0, &["classeur.xlsx"]);
    let before = place.text("promotion.toml");
    let sheets = [
        ("Élèves", "", rows(&[&["Nom", "Prénom", "Né le"], &["CON", "Aux", "17/07/2005"]])),
        ("Professeurs", "", rows(&[&["Nom", "Prénom"], &["BERNARD", "Paul"], &["NEUVE", "Ada"]])),
        ("Établissement", "", rows(&[&["UAI", "0310053P"]])),
    ];
    std::fs::write(place.temp.path().join("plus.xlsx"), book(&sheets)).unwrap();
    let said = place.import(0, &["plus.xlsx"]);
    assert!(
        said.contains(
            "plus.xlsx, feuille « Professeurs » (les référents) : non repris, car la promotion dit autre chose"
        ),
        "{said}"
    );
    assert!(!said.contains("(l’établissement)"), "{said}");
    assert_eq!(place.text("promotion.toml"), before);
}

#[test]
fn values_of_sheets_that_cannot_be_read_are_told_at_their_row() {
    let place = Place::new();
    let sheets = [
        ("Élèves", "", rows(&[&["Nom", "Prénom", "Né le"], &["CON", "Aux", "17/07/2005"]])),
        (
            "Formation",
            "",
            rows(&[&["Session", "2026"], &["Rentrée", "31/09/2025"], &["Volume horaire", "beaucoup", "environ"]]),
        ),
        ("Clauses", "", rows(&[&["Absences", "Sur convocation."], &["Absencs", "?"]])),
    ];
    std::fs::write(place.temp.path().join("c.xlsx"), book(&sheets)).unwrap();
    let said = place.import(1, &["c.xlsx"]);
    insta::assert_snapshot!(said);
    let promotion = told(&place);
    assert_eq!(promotion.reglage.formation.session, Some(2026));
    assert_eq!(promotion.reglage.defauts.clauses.absences, "Sur convocation.");
}

#[test]
fn a_text_that_bears_the_name_of_a_table_is_that_table() {
    let place = Place::new();
    std::fs::write(place.temp.path().join("enseignants.csv"), "Nom;Prénom;E-mail\nBERNARD;Paul;p.b@lycee.example\n")
        .unwrap();
    let said = place.import(0, &["liste.csv", "enseignants.csv"]);
    assert!(said.contains("enseignants.csv (tableau d’une promotion)"), "{said}");
    assert_eq!(told(&place).reglage.referent[0].courriel, "p.b@lycee.example");
    assert_eq!(told(&place).etudiants.len(), 9);
    // « Stages » may be the flat table of a class.
    let place = Place::new();
    let flat = "Nom;Prénom;Classe;Entreprise;Début;Fin\nMARTIN;Léa;2A;Delorme;17/11/2025;16/01/2026\n";
    std::fs::write(place.temp.path().join("stages.csv"), flat).unwrap();
    place.import(0, &["stages.csv"]);
    let promotion = told(&place);
    assert_eq!((promotion.etudiants.len(), promotion.stages[0].organisme.as_str()), (1, "delorme"));
}

/// The same sheets in a promotion that no import made.
#[test]
fn a_promotion_reads_the_sheets_that_its_settings_do_not_tell() {
    let place = Place::new();
    place.import(0, &["classeur.xlsx"]);
    let expected = told(&place);
    let alone = Place::new();
    alone.import(0, &["classeur.xlsx", "--format", "xlsx"]);
    // Only the marks of the keys are left in `promotion.toml`.
    std::fs::write(alone.path("promotion.toml"), "[[referent]]\ncle = \"\"\nnom = \"\"\n").unwrap();
    assert!(told(&alone) == expected);
    let missing = |l: &LoadedPromotion| l.faults.iter().filter(|f| matches!(f.kind, FaultKind::Missing { .. })).count();
    assert_eq!(missing(&loaded(&alone)), missing(&loaded(&place)), "{:?}", loaded(&alone).faults);
    // A key beside its value: the fault is at its row.
    std::fs::remove_file(alone.path("formation.xlsx")).unwrap();
    std::fs::write(alone.path("formation.csv"), "Session;2026\nRentrée;01/09/2025\nFin de l’année;jamais\n").unwrap();
    let there = loaded(&alone);
    let wrong = there.faults.iter().find(|f| matches!(f.kind, FaultKind::WrongValue { .. })).expect("a fault");
    let cell = there.sources.cell(&wrong.place).unwrap();
    assert_eq!((wrong.place.file.as_str(), cell.row), ("formation.csv", 3));
    assert_eq!(there.promotion.reglage.formation.debut.unwrap().to_string(), "01/09/2025");
    // Told in two places, nothing is mixed.
    std::fs::write(alone.path("promotion.toml"), "[formation]\nsession = 2027\n").unwrap();
    let there = loaded(&alone);
    assert!(there.faults.iter().any(|f| matches!(&f.kind, FaultKind::Twice { what, .. } if what == "la formation")));
    assert_eq!(there.promotion.reglage.formation.session, Some(2027));
}
