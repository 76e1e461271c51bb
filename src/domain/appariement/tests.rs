//! Whose each dossier is, where numbers, names and files do not agree.

use super::*;
use crate::domain::session::{Identite, Manque, Reglage, SessionFile};

fn candidate(numero: &str, nom: &str, prenoms: &str, dossier: &str) -> Inscription {
    let text = |t: &str| t.to_owned();
    Inscription {
        numero_candidat: text(numero),
        nom: text(nom),
        prenoms: text(prenoms),
        dossier: text(dossier),
        ..Inscription::default()
    }
}

/// A dossier with a fault that may bring the mention.
fn dossier(nom: &str, numero: &str, famille: &str, prenoms: &str) -> Controle {
    let manque = Manque {
        code: "ST01".to_owned(),
        message: String::new(),
        lieu: String::new(),
        reference: String::new(),
        aide: Vec::new(),
        nv: true,
        unites: Vec::new(),
    };
    let identite = Identite { nom_famille: famille.to_owned(), prenoms: prenoms.to_owned(), ..Identite::default() };
    Controle {
        nom: nom.to_owned(),
        arrivee: if famille.is_empty() && numero.is_empty() { Arrivee::AutreForme } else { Arrivee::Repertoire },
        numero: numero.to_owned(),
        manques: vec![manque],
        identite,
        ..Controle::default()
    }
}

/// The states, the reasons to look, and who is nobody's.
fn of(list: Vec<Inscription>, dossiers: &[Controle]) -> (Vec<(Etat, Option<Doute>)>, Vec<String>) {
    let delai = Date::new(2026, 5, 18);
    let fichier = SessionFile { session: Reglage { delai, ..Reglage::default() }, ..SessionFile::default() };
    let session = Session { fichier, inscriptions: list, ..Session::default() };
    let (suivis, strangers) = suivis(&session, dossiers, Date::new(2026, 5, 22).unwrap());
    (suivis.iter().map(|s| (s.etat, s.doute)).collect(), strangers.iter().map(|c| c.nom.clone()).collect())
}

fn alone(dossiers: &[Controle]) -> (Etat, Option<Doute>) {
    of(vec![candidate("0212000011", "PRIGENT", "Maëlle", "")], dossiers).0[0]
}

#[test]
fn one_dossier_is_judged() {
    assert_eq!(alone(&[dossier("prigent", "0212000011", "PRIGENT", "Maëlle")]), (Etat::NonValide, None));
    // A married name, a second given name: the same person.
    assert_eq!(alone(&[dossier("p", "0212000011", "DURAND", "Maëlle Rose")]), (Etat::NonValide, None));
    assert_eq!(alone(&[]), (Etat::Absent, None));
    // The number as a spreadsheet leaves it, or a person writes it.
    for numero in ["212000011", " 0212 000 011 ", "00212000011"] {
        assert_eq!(alone(&[dossier("p", numero, "PRIGENT", "Maëlle")]).0, Etat::NonValide, "{numero}");
    }
}

#[test]
fn a_stray_copy_makes_nobody_non_valid() {
    for other in ["prigent (1)", "prigent - Copie", "ancien/prigent", "prigent.zip", "prigent.ZIP"] {
        let both =
            [dossier("prigent", "0212000011", "PRIGENT", "Maëlle"), dossier(other, "0212000011", "PRIGENT", "Maëlle")];
        assert_eq!(alone(&both), (Etat::ALire, Some(Doute::Plusieurs)), "{other}");
        // The list names the one that counts: its very name wins over a copy's.
        let list = vec![candidate("0212000011", "PRIGENT", "Maëlle", "Prigent")];
        assert_eq!(of(list, &both), (vec![(Etat::NonValide, None)], Vec::new()), "{other}");
    }
}

#[test]
fn what_is_there_is_never_absent() {
    for (there, why) in [
        (dossier("p", "0212000099", "PRIGENT", "Maëlle"), Doute::Ressemblance),
        (dossier("p", "", "Prigent", "MAELLE"), Doute::Ressemblance),
        (dossier("Prigent Maëlle.pdf", "", "", ""), Doute::Ressemblance),
        (dossier("dossier_0212000011.zip", "", "", ""), Doute::Ressemblance),
        (dossier("scan001.pdf", "", "", ""), Doute::SansNom),
        (dossier("p", "", "AUTRE", "Nom"), Doute::SansNom),
    ] {
        assert_eq!(alone(std::slice::from_ref(&there)), (Etat::ALire, Some(why)), "{}", there.nom);
    }
    // What bears a number and a name that are another's is nobody's; a note is no dossier.
    for other in [dossier("p", "0212000099", "AUTRE", "Nom"), dossier("lisez-moi.txt", "", "", "")] {
        assert_eq!(alone(&[other]), (Etat::Absent, None));
    }
}

#[test]
fn a_name_of_the_list_is_found_as_people_write_it() {
    let there = |nom: &str| dossier(nom, "", "", "");
    for (told, nom) in [
        ("martin-lea", "martin-lea"),
        ("Martin-Lea", "martin-lea.zip"),
        (" martin-lea/ ", "martin-lea"),
        ("martin-lea.zip", "martin-lea.ZIP"),
        ("le\u{301}a", "l\u{e9}a"),
        ("martin-lea", "lycee/martin-lea"),
        ("martin-lea", "martin-lea/martin-lea"),
    ] {
        let list = vec![candidate("1", "X", "Y", told)];
        assert_eq!(of(list, &[there(nom)]).1, Vec::<String>::new(), "{told} {nom}");
    }
}

#[test]
fn a_number_of_two_candidates_tells_of_neither() {
    let list = || vec![candidate("0212000011", "PRIGENT", "Maëlle", ""), candidate("212000011", "DURAND", "Paul", "")];
    let (states, _) = of(list(), &[dossier("p", "0212000011", "PRIGENT", "Maëlle")]);
    assert_eq!(states, [(Etat::ALire, Some(Doute::Partage)); 2]);
    // The same line twice is one candidate.
    let twice =
        vec![candidate("0212000011", "PRIGENT", "Maëlle", ""), candidate("0212000011", "Prigent", "Maelle", "")];
    let (states, _) = of(twice, &[dossier("p", "0212000011", "PRIGENT", "Maëlle")]);
    assert_eq!(states, [(Etat::NonValide, None); 2]);
    // A dossier that the list gives to one and whose number is another's.
    let list = vec![candidate("0212000011", "PRIGENT", "Maëlle", ""), candidate("0212000012", "DURAND", "Paul", "p")];
    let (states, _) = of(list, &[dossier("p", "0212000011", "PRIGENT", "Maëlle")]);
    assert_eq!(states, [(Etat::ALire, Some(Doute::Partage)); 2]);
}

#[test]
fn a_dossier_of_altogether_another_name_condemns_nobody() {
    let other = dossier("p", "0212000011", "DURAND", "Paul");
    assert_eq!(alone(std::slice::from_ref(&other)), (Etat::ALire, Some(Doute::AutreNom)));
    let conforming = Controle { manques: Vec::new(), ..other };
    assert_eq!(alone(&[conforming]), (Etat::Conforme, Some(Doute::AutreNom)));
    // Paul's own dossier, under Maëlle's number: there, and read by a person, for both.
    let list = vec![candidate("0212000011", "PRIGENT", "Maëlle", ""), candidate("0212000012", "DURAND", "Paul", "")];
    let both = [dossier("a", "0212000011", "PRIGENT", "Maëlle"), dossier("b", "0212000011", "DURAND", "Paul")];
    let (states, _) = of(list, &both);
    assert!(states.iter().all(|(etat, _)| *etat == Etat::ALire), "{states:?}");
}
