//! A later version of the text is data, and no Rust.

use liasse::domain::referentiel::{NatureForme, Referentiel, ReferentielError};
use toml::Table;

use super::{BASE, REFERENTIEL};

/// An invented text that redefines E1: this is not what any text says.
const AUTRE_E1: &str = r#"
[texte]
version = "essai"
sessions_depuis = 2025

[[epreuve]]
code = "E1"
coefficient = 5

[[epreuve.forme]]
colonne = 1

[[epreuve.forme.partie]]
numero = 1
duree_minutes = 180
documents_min = 2

[[epreuve.forme]]
colonne = 2
[[epreuve.forme.partie]]
numero = 3
retire = true
"#;

fn table(text: &str) -> Table {
    toml::from_str(text).expect("TOML")
}

fn for_session(versions: &[&str], session: u16) -> Result<Referentiel, ReferentielError> {
    let versions: Vec<_> = versions.iter().map(|text| table(text)).collect();
    Referentiel::for_session(table(BASE), &versions, session)
}

#[test]
fn a_session_before_the_version_has_the_base() {
    assert_eq!(for_session(&[AUTRE_E1], 2024).expect("sound"), *REFERENTIEL);
}

#[test]
fn a_changed_e1_needs_no_rust() {
    let changed = for_session(&[AUTRE_E1], 2026).expect("sound");
    let e1 = changed.epreuve("E1").expect("E1");
    assert_eq!(changed.texte.version, "essai");
    assert_eq!(changed.texte.nor, REFERENTIEL.texte.nor, "what the version does not say stays");
    assert_eq!(e1.coefficient, Some(5));
    assert_eq!(e1.forme(1).and_then(liasse::domain::referentiel::Forme::duree_minutes), Some(180));
    assert_eq!(
        e1.forme(1).map(|forme| (forme.parties[0].documents_min, forme.nature)),
        Some((Some(2), NatureForme::Ponctuelle))
    );
    assert_eq!(e1.forme(2).map(liasse::domain::referentiel::Forme::situations), Some(2));
    assert_eq!(e1.forme(3), REFERENTIEL.epreuve("E1").and_then(|e1| e1.forme(3)));
    assert_eq!(changed.epreuve("E2"), REFERENTIEL.epreuve("E2"));
    assert_eq!(changed.competences, REFERENTIEL.competences);
}

#[test]
fn the_newest_version_that_has_begun_is_the_one() {
    let version = |depuis: u16| format!("[texte]\nversion = 'v{depuis}'\nsessions_depuis = {depuis}");
    let (older, newer, later) = (version(2022), version(2025), version(2030));
    let chosen = for_session(&[&newer, &later, &older], 2027).expect("sound");
    assert_eq!(chosen.texte.version, "v2025");
}

#[test]
fn a_session_before_the_text_and_a_version_without_session_are_refused() {
    assert!(matches!(for_session(&[], 2012), Err(ReferentielError::SessionAnterieure { session: 2012, .. })));
    assert!(matches!(for_session(&["[texte]\nversion = 'x'"], 2026), Err(ReferentielError::SansSession)));
}

#[test]
fn a_fault_is_told_with_its_place() {
    let fault = |over: &str| {
        let version = format!("texte = {{ sessions_depuis = 2020 }}\n{over}");
        for_session(&[&version], 2026).expect_err("a fault").to_string()
    };
    assert!(fault("unite = [{ code = 'U.1', couleur = 'rouge' }]").contains("unite"));
    let lost = fault("unite = [{ code = 'U.1', retire = true }]");
    assert!(lost.contains("la dispense bts-dut cite l’unité « U.1 », qui n’existe pas"), "{lost}");
    let line = Referentiel::parse("[texte]\nversion = 2017").expect_err("a fault").to_string();
    assert!(line.contains("line 2"), "{line}");
}
