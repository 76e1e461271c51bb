//! From an import to a promotion that conforms: what `check` says, and what filling it takes.

use std::process::Output;

use crate::place::Place;
use crate::support::{edit, program};

fn check(place: &Place) -> Output {
    program(place.temp.path()).args(["check", "--format", "short", "promo"]).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// What the secretary does to the settings: the teacher is named, and every line of the starter that is not there yet is
/// taken as it is shown, but for the logo, which is no file here.
fn fill_settings(place: &Place) {
    let settings = place.path("promotion.toml");
    edit(&settings, "cle = \"\"", "cle = \"bernard\"");
    edit(&settings, "nom = \"\"", "nom = \"Paul BERNARD\"");
    let shown = |line: &str| {
        let key = line.strip_prefix("# ").filter(|l| l.starts_with("[[") || l.starts_with("[sortie]") || is_key(l));
        let key = key.filter(|l| !l.starts_with("logo"));
        key.unwrap_or(line).to_owned() + "\n"
    };
    let text: String = place.text("promotion.toml").lines().map(shown).collect();
    // The examples are those of a stage of one day a week, and of a student who has done a part: a whole stage has more.
    let text = text
        .replace("demi_journees = [\"mercredi\"]\n", "")
        .replace("jours = [\"lundi\"]\n", "")
        .replace("journees_anterieures = 30", "journees_anterieures = 35");
    std::fs::write(settings, text).unwrap();
}

fn is_key(line: &str) -> bool {
    line.split_once(" = ").is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

/// An organisme, and for each stage its organisme and a tutor of three students at most.
fn fill_tables(place: &Place) {
    let mut organismes = place.table("organismes.csv");
    let values = [
        ("cle", "delorme"),
        ("nom", "Agence Delorme Assurances"),
        ("adresse", "18 cours de la Liberté"),
        ("code_postal", "69003"),
        ("ville", "Lyon"),
        ("secteur", "assurance"),
        ("effectif", "200"),
        ("representant.nom", "Marc DELORME"),
        ("representant.qualite", "Agent général"),
        ("responsabilite_civile", "Mutuelle des Deux-Rives, contrat 45 210"),
    ];
    let cell = |heading: &String| values.iter().find(|(k, _)| k == heading).map_or("", |(_, v)| v).to_owned();
    let row = organismes.headings.iter().map(cell).collect();
    organismes.push(row);
    std::fs::write(place.path("organismes.csv"), organismes.to_text()).unwrap();
    let mut stages = place.table("stages.csv");
    let columns = ["organisme", "tuteur.nom", "tuteur.fonction"].map(|c| stages.column(c).unwrap());
    for (i, row) in stages.rows.iter_mut().enumerate() {
        let tutor = ["Claire DUMAS", "Karim BELHADJ", "Lise FAURE"][i / 3].to_owned();
        for (column, value) in columns.into_iter().zip(["delorme".to_owned(), tutor, "Conseiller".to_owned()]) {
            row.set(column, value);
        }
    }
    std::fs::write(place.path("stages.csv"), stages.to_text()).unwrap();
}

#[test]
fn check_tells_what_a_secretary_has_to_fill_in_the_settings() {
    let place = Place::imported();
    let output = check(&place);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    // What no export tells: who teaches, what the school agrees with its partners, the organisme and the dates of each
    // stage. Nothing of what was imported.
    let gap = |line: &&str| {
        let told = [
            "est vide",
            "manque",
            "ne dit pas",
            "ne disent pas",
            "n’est pas dit",
            "ne donnent pas",
            "ne nomme pas",
            "ne nomment pas",
            "ne citent",
            "non dite",
        ];
        told.iter().any(|words| line.contains(words))
    };
    let others: Vec<_> = told.lines().filter(|l| l.contains("erreur[") && !gap(l)).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(!told.contains("etudiants.csv"), "{told}");
    assert_eq!(told.lines().filter(|l| l.contains("promotion.toml") && l.contains("[FMT04]")).count(), 2, "{told}");
}

#[test]
fn a_promotion_that_was_imported_and_filled_conforms() {
    let place = Place::imported();
    fill_settings(&place);
    fill_tables(&place);
    let output = check(&place);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}
