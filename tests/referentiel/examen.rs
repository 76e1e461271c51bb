//! Épreuves, forms, grids, composition, non valide, dispenses, correspondances.

use liasse::domain::fiche::{Categorie, NatureClient, NatureProduit};
use liasse::domain::referentiel::{Epreuve, Modalite, NatureForme};

use super::{REFERENTIEL, codes};

/// A form in a few words: `écrit 240`, `oral 20 (+20)`, `CCF 3`.
fn forme(epreuve: &Epreuve, colonne: u8) -> String {
    let forme = epreuve.forme(colonne).expect("a form in every column");
    if forme.nature == NatureForme::Ccf {
        return format!("CCF {}", forme.situations());
    }
    let parties = forme.parties.iter().map(|partie| {
        let modalite = match partie.modalite.expect("written or oral") {
            Modalite::Ecrite => "écrit",
            Modalite::Orale => "oral",
        };
        let preparation = match partie.preparation_minutes {
            0 => String::new(),
            minutes => format!(" (+{minutes})"),
        };
        format!("{modalite} {}{preparation}", partie.duree_minutes.expect("a duration"))
    });
    parties.collect::<Vec<_>>().join(" + ")
}

#[test]
fn epreuves_have_their_form_in_each_column() {
    let e2 = "écrit 120 + oral 20 (+20)";
    let expected = [
        ("E1", Some(3), ["écrit 240", "CCF 3", "écrit 240"]),
        ("E2", Some(2), [e2, "CCF 4", e2]),
        ("E31", Some(4), ["écrit 240", "CCF 1", "écrit 240"]),
        ("E32", Some(4), ["CCF 2", "CCF 2", "oral 40 (+15)"]),
        ("E41", Some(4), ["écrit 240"; 3]),
        ("E42", Some(3), ["oral 20"; 3]),
        ("E5", Some(2), ["CCF 1", "CCF 1", "écrit 120"]),
        ("EF1", None, ["oral 20 (+20)"; 3]),
    ];
    for (code, coefficient, formes) in expected {
        let epreuve = REFERENTIEL.epreuve(code).expect(code);
        assert_eq!(epreuve.coefficient, coefficient, "{code}");
        assert_eq!(epreuve.formes.len(), 3, "{code}");
        for (colonne, attendue) in (1..).zip(formes) {
            assert_eq!(forme(epreuve, colonne), attendue, "{code}, colonne {colonne}");
        }
    }
    assert_eq!(REFERENTIEL.epreuves.len(), expected.len() + 2, "E3 and E4 hold sous-épreuves");
}

#[test]
fn coefficients_add_up() {
    let sum = |parent: Option<&str>| -> u8 {
        REFERENTIEL.epreuves.iter().filter(|e| e.parent.as_deref() == parent).filter_map(|e| e.coefficient).sum()
    };
    assert_eq!((sum(None), sum(Some("E3")), sum(Some("E4"))), (22, 8, 7));
    assert_eq!(REFERENTIEL.epreuve("E3").and_then(|e| e.coefficient), Some(8));
    assert_eq!(REFERENTIEL.epreuve("E4").and_then(|e| e.coefficient), Some(7));
}

#[test]
fn phases_fill_the_oral_and_name_who_writes_the_scenario() {
    let bounds = |code: &str, colonne: u8, partie: usize| {
        let forme = REFERENTIEL.epreuve(code).and_then(|e| e.forme(colonne)).expect(code);
        forme.parties[partie].phases.iter().map(|p| (p.minutes_max, p.minutes_min)).collect::<Vec<_>>()
    };
    let pair = [(Some(15), None), (None, Some(5))];
    assert_eq!(bounds("E32", 3, 0), [(Some(15), None), (Some(15), None), (None, Some(10))]);
    assert_eq!([bounds("E32", 1, 0), bounds("E32", 2, 1)], [pair, pair]);
    assert_eq!(bounds("E42", 3, 0), pair);
    assert_eq!(bounds("E2", 1, 1), [(Some(10), None), (None, None)]);
    let e32 = REFERENTIEL.epreuve("E32").and_then(|e| e.forme(1)).expect("E32");
    assert!(e32.parties.iter().map(|p| p.preparation_minutes).eq([15, 0]));
    assert_eq!(e32.duree_minutes(), Some(40));
}

#[test]
fn criteria_are_counted() {
    let counts = [("E31", 7), ("E32", 16), ("E41", 10), ("E42", 12), ("E5", 7), ("E1", 0)];
    for (epreuve, count) in counts {
        assert_eq!(REFERENTIEL.criteres(epreuve).len(), count, "{epreuve}");
    }
}

#[test]
fn compositions_hold_the_rules_of_the_orals() {
    for numero in 1..=9 {
        let composition = REFERENTIEL.composition_of_fiche(numero).expect("every sheet has a composition");
        assert_eq!(composition.epreuve, if numero <= 5 { "E32" } else { "E42" });
        assert_eq!(composition.produits_differents_min, 3);
    }
    assert!(REFERENTIEL.composition_of_fiche(0).or(REFERENTIEL.composition_of_fiche(10)).is_none());
    let clauses =
        |epreuve| codes(REFERENTIEL.composition(epreuve).expect("known").situations.iter().map(|s| &s.clause));
    assert_eq!(clauses("E32"), "E3202 E3203 E3204 E3205");
    assert_eq!(clauses("E42"), "E4202 E4203");
}

#[test]
fn the_professional_situation_has_a_closed_list_of_clients_and_no_savings() {
    let e32 = REFERENTIEL.composition("E32").expect("E32");
    let professionnel = e32.situations.iter().find(|s| s.cle == "professionnel").expect("professionnel");
    let admitted = NatureClient::ALL
        .iter()
        .filter(|client| professionnel.admits(Categorie::Personnes, NatureProduit::Assurance, Some(**client)));
    assert!(admitted.map(|client| client.key()).eq([
        "artisan",
        "commercant",
        "profession-liberale",
        "syndic-copropriete"
    ]));
    let artisan = Some(NatureClient::Artisan);
    assert!(!professionnel.admits(Categorie::Epargne, NatureProduit::Assurance, artisan));
    let epargne = e32.situations.iter().find(|s| s.cle == "epargne").expect("epargne");
    assert!(epargne.admits(Categorie::Epargne, NatureProduit::Banque, None));
}

#[test]
fn the_dossier_has_four_pieces_and_non_valide_three_listed_cases() {
    assert!(REFERENTIEL.pieces.iter().map(|piece| piece.fiches.len()).eq([0, 0, 5, 4]));
    let cas = &REFERENTIEL.nv.cas;
    assert_eq!(codes(cas.iter().flat_map(|cas| &cas.clauses)), "DP15 ST01 ST03 ST04 ST15 DP09");
    assert_eq!(cas.len(), 3);
}

#[test]
fn dispenses_and_correspondances_are_those_of_the_tables() {
    assert_eq!(REFERENTIEL.dispenses.len(), 12);
    assert!(REFERENTIEL.dispenses.iter().all(|dispense| dispense.unites == ["U.1", "U.2"]));
    let found =
        REFERENTIEL.correspondances.iter().map(|c| (c.unite.as_str(), codes(c.anciennes.iter().map(|a| &a.code))));
    let expected =
        [("U.1", "U.1"), ("U.2", "U.2"), ("U.31", "U.3 U.6"), ("U.32", "U.4"), ("U.41", "U.51 U.52"), ("UF.1", "UF.1")];
    assert!(found.eq(expected.map(|(unite, anciennes)| (unite, anciennes.to_owned()))));
}
