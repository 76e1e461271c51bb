//! Domaines, activités, compétences, savoirs, unités, lectures.

use std::collections::BTreeMap;

use super::{BASE, REFERENTIEL, codes, suite};

#[test]
fn every_competence_is_evaluated_in_the_unit_that_the_text_gives() {
    assert_eq!(codes(REFERENTIEL.competences.iter().map(|c| &c.code)), suite('C', 1..=49));
    let expected = [
        ("U.31", suite('C', 9..=17)),
        ("U.32", suite('C', [2, 3].into_iter().chain(5..=8).chain(18..=24))),
        ("U.41", suite('C', [4].into_iter().chain(33..=41))),
        ("U.42", suite('C', 25..=32)),
        ("U.5", suite('C', [1].into_iter().chain(42..=49))),
    ];
    let mut numbers = Vec::new();
    for (unite, competences) in expected {
        assert_eq!(codes(REFERENTIEL.competences_evaluees(unite).map(|c| &c.code)), competences, "{unite}");
        numbers.push(REFERENTIEL.competences_evaluees(unite).count());
    }
    assert_eq!(numbers, [9, 13, 10, 8, 9]);
}

#[test]
fn mobilised_competences_are_the_union_of_the_three_tables() {
    let expected = [
        ("U.31", "C4"),
        ("U.32", "C9 C10 C17"),
        ("U.41", "C42"),
        ("U.42", "C4 C41 C42"),
        ("U.5", "C2 C3 C10 C12 C16 C19 C22 C24 C33 C34 C35"),
    ];
    for (unite, competences) in expected {
        assert_eq!(codes(REFERENTIEL.competences_mobilisees(unite).map(|c| &c.code)), competences, "{unite}");
    }
}

#[test]
fn activities_have_their_names_and_their_lists_of_competences() {
    let expected = [
        ("A.1.1", "DA1", true, 6, "Accueil et identification du besoin du client ou du prospect"),
        ("A.1.2", "DA1", false, 12, "Suivi du client et gestion de ses contrats"),
        (
            "A.1.3",
            "DA1",
            true,
            11,
            "Développement commercial, prospection et vente de contrats d’assurances et de services associés, de produits bancaires et financiers",
        ),
        ("A.2.1", "DA2", true, 12, "Accueil du client en situation de sinistre"),
        ("A.2.2", "DA2", false, 14, "Instruction du dossier de sinistre et versement des prestations"),
        (
            "A.3",
            "DA3",
            false,
            11,
            "Communication digitale, utilisation du système d’information et des outils numériques",
        ),
    ];
    let found = REFERENTIEL
        .activites
        .iter()
        .map(|a| (a.code.as_str(), a.domaine.as_str(), a.examinee, a.competences.len(), a.intitule.as_str()));
    assert!(found.eq(expected), "{:#?}", REFERENTIEL.activites);
    let lists = REFERENTIEL.activites.iter().map(|a| (a.taches.len(), a.resultats.len()));
    assert!(lists.eq([(9, 8), (8, 7), (16, 15), (17, 13), (17, 11), (11, 0)]));
}

#[test]
fn savoirs_are_counted_by_family_and_digital_ones_alone_count_in_da3() {
    let mut families = BTreeMap::new();
    for savoir in &REFERENTIEL.savoirs {
        assert!(savoir.code.starts_with(&format!("{}.", savoir.famille)), "{}", savoir.code);
        assert_eq!(codes(savoir.niveaux.keys()), "DA1 DA2 DA3", "{}", savoir.code);
        assert!(savoir.niveaux.values().all(|niveau| *niveau <= 4), "{}", savoir.code);
        *families.entry(savoir.famille.as_str()).or_insert(0) += 1;
    }
    let counts = [6, 13, 8, 4, 3, 3, 5, 5, 4, 7, 4, 7, 4];
    let found = REFERENTIEL.familles_savoirs.iter().map(|famille| families[famille.code.as_str()]);
    assert!(found.eq(counts));
    assert_eq!(REFERENTIEL.savoirs.len(), 73);
    let digital = REFERENTIEL.savoirs.iter().filter(|savoir| savoir.niveau("DA3") > 0);
    assert!(digital.map(|s| (s.code.as_str(), s.niveau("DA3"))).eq([
        ("S13.1", 3),
        ("S13.2", 2),
        ("S13.3", 3),
        ("S13.4", 4)
    ]));
    let nowhere = REFERENTIEL.savoirs.iter().filter(|s| s.niveau("DA1") == 0 || s.niveau("DA2") == 0);
    assert_eq!(codes(nowhere.map(|s| &s.code)), "S6.1");
    let bank = REFERENTIEL.savoir("S6.1").expect("S6.1");
    assert_eq!((bank.niveau("DA1"), bank.niveau("DA2"), bank.niveau("DA3")), (2, 0, 0));
    assert_eq!(REFERENTIEL.niveaux.len(), 4);
}

#[test]
fn names_to_print_are_those_of_the_text() {
    assert_eq!(REFERENTIEL.diplome.intitule, "Brevet de technicien supérieur Assurance");
    assert_eq!(REFERENTIEL.diplome.sigle, "BTS Assurance");
    assert_eq!(REFERENTIEL.texte.nor.as_deref(), Some("MENS1637496A"));
    let unites = [
        ("U.1", "E1", "Culture générale et expression"),
        ("U.2", "E2", "Langue vivante étrangère"),
        ("U.31", "E31", "Culture professionnelle et suivi du client"),
        ("U.32", "E32", "Développement commercial et conduite d’entretien"),
        ("U.41", "E41", "Gestion des sinistres"),
        ("U.42", "E42", "Accueil en situation de sinistre"),
        ("U.5", "E5", "Communication digitale, utilisation du système d’information et des outils numériques"),
        ("UF.1", "EF1", "Langue vivante étrangère 2"),
    ];
    let found = REFERENTIEL.unites.iter().map(|u| (u.code.as_str(), u.epreuve.as_str(), u.intitule.as_str()));
    assert!(found.eq(unites));
    for unite in &REFERENTIEL.unites {
        let epreuve = REFERENTIEL.epreuve(&unite.epreuve).expect("the unit's épreuve");
        assert_eq!((epreuve.unite.as_ref(), &epreuve.intitule), (Some(&unite.code), &unite.intitule));
    }
    let domaines = [
        ("DA1", "Développement commercial et gestion des contrats"),
        ("DA2", "Gestion des sinistres et des prestations"),
        ("DA3", "Communication digitale, utilisation du système d’information et des outils numériques"),
    ];
    assert!(REFERENTIEL.domaines.iter().map(|d| (d.code.as_str(), d.intitule.as_str())).eq(domaines));
    assert_eq!(REFERENTIEL.epreuve("E3").map(|e| e.intitule.as_str()), Some(domaines[0].1));
    assert_eq!(REFERENTIEL.epreuve("E4").map(|e| e.intitule.as_str()), Some(domaines[1].1));
}

#[test]
fn every_contradiction_of_the_text_has_its_reading() {
    let expected = "c1 c14 c32 c34 c46 legende mobilisees responsabilite resultats-a21 titre-da2 a3 famille-s9 uf1 \
                    intitule-u1 colonnes-formation-continue sans-colonne distance e2-sections e42-colonne-2 e42-cadre \
                    attestation perfectionnement etudiant tripartite annexe-iii-c lea";
    assert_eq!(codes(REFERENTIEL.lectures.iter().map(|lecture| &lecture.cle)), expected);
    for lecture in &REFERENTIEL.lectures {
        assert!(!lecture.lignes.is_empty() && lecture.lignes.iter().all(|ligne| (1..=3237).contains(ligne)));
        assert!(lecture.lignes.is_sorted(), "{}", lecture.cle);
    }
    for code in ["C1", "C2", "C3", "C12", "C14", "C32", "C34", "C42", "C46"] {
        assert!(REFERENTIEL.competence(code).is_some_and(|competence| competence.lecture.is_some()), "{code}");
    }
}

#[test]
fn no_odd_character_is_left_of_the_text() {
    let odd = |c: char| {
        let french = "àâçèéêëîïôùûüœÀÂÇÈÉÊËÎÏÔÙÛÜŒ«»’–…·─ ".contains(c);
        !(french || c.is_ascii_graphic() || c == '\n') || c == '\''
    };
    let found: Vec<_> = BASE.chars().filter(|c| odd(*c)).collect();
    assert!(found.is_empty(), "{found:?}");
    let table = BASE.parse::<toml::Table>().expect("TOML");
    hold_texts(&toml::Value::Table(table), &|text| {
        assert_eq!(text, text.split_whitespace().collect::<Vec<_>>().join(" "));
    });
}

/// Gives every text of a value to a check.
fn hold_texts(value: &toml::Value, check: &dyn Fn(&str)) {
    match value {
        toml::Value::String(text) => check(text),
        toml::Value::Array(values) => values.iter().for_each(|value| hold_texts(value, check)),
        toml::Value::Table(table) => table.values().for_each(|value| hold_texts(value, check)),
        _ => {}
    }
}
