//! The documents of a promotion beside its conventions: what they say, page by page.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;

use std::path::PathBuf;

use documents::classe::Classe;
use documents::{HOSTILE, long, plain, scratch, text};
use liasse::domain::periode::Jour;
use liasse::domain::promotion::stage::{Presence, Signatures};
use liasse::domain::promotion::{Avenant, ObjetAvenant, Partage};
use liasse::domain::{Date, Heures, Journees};
use liasse::templates::{Mode, Piece, pages_imprimees};
use liasse::typeset::Engine;

/// Typesets a piece: where it is, and its pages.
fn typeset(engine: &mut Engine, piece: &Piece) -> (PathBuf, usize) {
    let pdf = engine.compile(&piece.document).unwrap_or_else(|f| panic!("{}: {:#?}", piece.path, f.faults));
    // Tests run side by side: each has its folder, named after it.
    let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
    let path = scratch("promotion-documents").join(test).join(&piece.path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, &pdf.bytes).unwrap();
    (path, pdf.pages)
}

/// Pages as a reader sees them; `None` without pdftotext.
fn pages(engine: &mut Engine, piece: &Piece) -> Option<Vec<String>> {
    let (path, count) = typeset(engine, piece);
    let pages: Vec<_> = text(&path, &["-layout"])?.iter().map(|p| plain(p)).collect();
    assert_eq!(pages.len(), count, "{}", piece.path);
    Some(pages)
}

/// Every text of `wanted` is on `page`.
fn tells(page: &str, wanted: &[&str]) {
    for told in wanted {
        assert!(page.contains(told), "« {told} » is not in\n{page}");
    }
}

#[test]
fn an_avenant_tells_before_and_after() {
    let classe = Classe::new();
    let mut engine = Engine::new();
    let mut read = |cle, numero| Some(pages(&mut engine, &classe.avenant(cle, numero, Mode::Final))?.join(" "));
    let Some(dates) = read("c-01", 1) else { return };
    let parties = ["Lycée Jean-Perrin", "Hélène ROUSSEL, Proviseure", "Marc DELORME", "Paul BERNARD", "Claire DUMAS"];
    tells(&dates, &parties);
    tells(
        &dates,
        &[
            "Avenant n° 1 à la convention de stage – AÏT-OUFELLA Yanis",
            "10 novembre 2025",
            "du 17 novembre 2025 au 16 janvier 2026 du 24 novembre 2025 au 23 janvier 2026",
            "Report d’une semaine",
            "43 journées (2 jours fériés déjà retirés)",
            "L’avenant retire 5 journées de présence, du 17 novembre au 21 novembre 2025",
            "ajoute 5 journées de présence, du 19 janvier au 23 janvier 2026 : autant de journées que prévu",
            "Les autres clauses de la convention restent inchangées",
            "ce n’est pas un modèle officiel",
        ],
    );
    // What the first avenant made of the convention is what the second one changes.
    let lieu = read("c-01", 2).unwrap();
    tells(&lieu, &["n° 1 du 10 novembre 2025 : dates du stage", "18 cours de la Liberté", "3 rue de", "301 h"]);
    assert!(lieu.contains("L’avenant ne change pas les journées de présence"), "{lieu}");
    let tuteur = read("c-02", 1).unwrap();
    tells(&tuteur, &["Rémi FONTAINE", "Inès GARNIER, Chargée de", "Le nouveau tuteur", "Départ du premier tuteur"]);
    assert_eq!(tuteur.matches("Signature et cachet").count(), 6);
    let stop = read("c-10", 1).unwrap();
    // 63 days less 3: 60 × 7 h = 420 h at 4,50 €.
    tells(&stop, &["néant du 2 février au 4 février 2026", "441 h", "420 h", "1 984,50 €", "1 890,00 €"]);
    tells(&stop, &["L’avenant retire 3 journées de présence", "3 journées et 21 h de moins que prévu"]);
    let end = read("c-15", 1).unwrap();
    tells(&end, &["Rupture de la convention", "16 janvier 2026 12 décembre 2025", "20 journées × 7 h = 140 h"]);
    // Nobody has signed an avenant before it is printed.
    assert_eq!(end.matches("Signature et cachet").count(), 5);
}

#[test]
fn hours_a_gratification_and_a_referent_change_from_their_day() {
    let classe = Classe::complete();
    let mut engine = Engine::new();
    let mut read = |objet| {
        let numero = (1..).zip(ObjetAvenant::ALL).find(|(_, o)| **o == objet).unwrap().0;
        Some(pages(&mut engine, &classe.avenant("c-03", numero, Mode::Final))?.join(" "))
    };
    let Some(hours) = read(ObjetAvenant::Horaires) else { return };
    tells(
        &hours,
        &[
            "Jours et horaires de présence",
            "À partir du – 15 décembre 2025",
            "35 heures par semaine, 7 h par jour",
            "28 heures par semaine, 7 h par jour",
            "9 h – 16 h",
            "3,5 h",
            "(à partir du 15 décembre 2025)",
            "demi-journées × 3,5 h",
            "journées de présence",
        ],
    );
    let paid = read(ObjetAvenant::Gratification).unwrap();
    tells(&paid, &["néant 4,60", "Par virement.", "décembre 2025", "× 4,60 €"]);
    let teacher = read(ObjetAvenant::Referent).unwrap();
    tells(&teacher, &["Paul BERNARD", "Aylin ÖZDEMIR", "Le nouvel enseignant référent"]);
    // The avenants after it are signed by the one who took over.
    let later = read(ObjetAvenant::Rupture).unwrap();
    assert!(later.contains("Aylin ÖZDEMIR") && !later.contains("Paul BERNARD"), "{later}");
}

#[test]
fn everyone_who_signs_has_a_box() {
    let mut classe = Classe::complete();
    let mut engine = Engine::new();
    let day = Date::new(2025, 11, 3);
    classe.promotion.stages[2].signatures = Signatures { second_tuteur: day, ..Signatures::default() };
    let Some(read) = pages(&mut engine, &classe.convention("c-03", Mode::Final)) else { return };
    let all = read.join(" ");
    tells(
        &all,
        &[
            "Le second organisme d’accueil",
            "Représenté par Sylvie NOGUÈS",
            "Anne SAVOY, Direction",
            "Marc CAZENAVE",
            "Pour l’organisme d’accueil Mutuelle des Deux-Rives",
            "Pour l’organisme d’accueil Belassur SA",
            "Le tuteur, Belassur SA",
            "Jan PEETERS",
            "Date : 3 novembre 2025",
            "Télétravail le vendredi, ",
        ],
    );
    // École, two for each organisme, two parents, the teacher, two tuteurs; and four boxes of the attestation annexed.
    assert_eq!(all.matches("Signature et cachet").count(), 10 + 4);
    let certificat = pages(&mut engine, &classe.certificat("c-03", Mode::Final)).unwrap().join(" ");
    tells(
        &certificat,
        &["Nous soussignés, ", "certifions que", "dans nos organismes, Mutuelle des Deux-Rives et Belassur SA"],
    );
}

#[test]
fn a_stage_abroad_says_its_cover_and_names_the_law_once() {
    let classe = Classe::complete();
    let mut engine = Engine::new();
    let Some(abroad) = pages(&mut engine, &classe.convention("c-03", Mode::Final)) else { return };
    let abroad = abroad.join(" ");
    tells(
        &abroad,
        &["couvert pour la maladie et les accidents", "Carte européenne", "comprend le rapatriement", "Assistance"],
    );
    let home = pages(&mut engine, &classe.convention("c-01", Mode::Final)).unwrap().join(" ");
    assert!(!home.contains("rapatriement") && !home.contains("étranger"), "{home}");
    for page in [abroad, home] {
        assert_eq!(page.matches("droit français").count(), 1, "{page}");
    }
}

/// What each organisme of a shared stage has is on paper, or its place is left; so are the dates of the visits.
#[test]
fn parts_and_visits_are_told_or_left_to_write() {
    let mut classe = Classe::complete();
    let rank = classe.promotion.stages.iter().position(|s| s.cle == "c-03").unwrap();
    let mut engine = Engine::new();
    let Some(blank) = pages(&mut engine, &classe.convention("c-03", Mode::Final)) else { return };
    tells(&blank.join(" "), &["Dans chaque organisme Mutuelle des Deux-Rives : …", "Belassur SA : …"]);
    assert!(!blank.join(" ").contains("Dates des visites"), "the exchanges tell a day");
    let stage = &mut classe.promotion.stages[rank];
    stage.partage = Partage { jours: vec![Jour::Jeudi, Jour::Vendredi], ..Partage::default() };
    stage.pedagogie.echanges = "Un appel, puis une visite à mi-parcours.".to_owned();
    let told = pages(&mut engine, &classe.convention("c-03", Mode::Final)).unwrap().join(" ");
    // 45 days, of which 18 are a Thursday or a Friday: in Belgium, whose holidays are not known.
    tells(
        &told,
        &["Mutuelle des Deux-Rives : 27 journées, 189 h", "Belassur SA : 18 journées, 126 h", "Dates des visites"],
    );
    tells(&told, &["Prévu dans chaque organisme Mutuelle des Deux-Rives : 27 journées"]);
    assert_eq!(told.matches("droit français").count(), 1);
}

#[test]
fn half_days_are_on_what_is_attested() {
    let mut classe = Classe::new();
    let rank = classe.promotion.stages.iter().position(|s| s.cle == "c-12").unwrap();
    let stage = &mut classe.promotion.stages[rank];
    stage.heures_semaine = Heures::parse("31,5");
    stage.demi_journees = vec![Jour::Vendredi];
    let presence = stage.presence.take().unwrap();
    stage.presence = Some(Presence { journees: Journees::parse("37,5"), heures: Heures::parse("262,5"), ..presence });
    let mut engine = Engine::new();
    let Some(page) = pages(&mut engine, &classe.certificat("c-12", Mode::Final)) else { return };
    tells(
        &page[0],
        &[
            "38,5 journées (2 jours fériés déjà retirés) : 34 journées × 7 h + 9 demi-journées × 3,5 h = 269,5 h",
            "37,5 journées effectives",
            "262,5 h, soit 37 jours de 7 h et 3,5 h",
            "1 journée de moins que prévu (38,5 − 37,5)",
        ],
    );
    let page = pages(&mut engine, &classe.attestation("c-12", Mode::Final)).unwrap();
    tells(&page[0], &["37,5 journées ; 262,5 h, soit 37 jours de 7 h et 3,5 h"]);
}

#[test]
fn who_has_signed_is_not_asked_again() {
    let mut classe = Classe::new();
    let mut engine = Engine::new();
    let day = Date::new(2025, 11, 3);
    let signed = Signatures { organisme: day, tuteur: day, second_tuteur: day, ..Signatures::default() };
    for s in &mut classe.promotion.stages {
        s.signatures =
            if s.cle == "c-01" { Signatures { organisme: day, ..Signatures::default() } } else { signed.clone() };
        s.envoi = Date::new(2025, 10, 27);
    }
    for a in &mut classe.promotion.avenants {
        (a.signatures, a.signature_nouveau) = (signed.clone(), day);
    }
    let Some(sheets) = pages(&mut engine, &classe.envoi(Mode::Final)) else { return };
    assert_eq!(sheets.len(), 1, "one organisme has something left to sign");
    tells(&sheets[0], &["une convention de stage à signer", "Claire DUMAS", "Envoyé le 27 octobre 2025"]);
    assert!(!sheets[0].contains("Pour l’organisme d’accueil"), "{}", sheets[0]);
    classe.promotion.stages[0].signatures = signed;
    // An avenant has a sending of its own.
    classe.promotion.avenants[0].signatures.organisme = None;
    let sheets = pages(&mut engine, &classe.envoi(Mode::Final)).unwrap();
    tells(
        &sheets[0],
        &["un avenant à signer", "AÏT-OUFELLA Yanis", "avenant n° 1", "Marc DELORME", "dès la réception"],
    );
    classe.promotion.avenants[0].signatures.organisme = day;
    let none = pages(&mut engine, &classe.envoi(Mode::Final)).unwrap().join(" ");
    assert!(none.contains("Rien à envoyer"), "{none}");
}

#[test]
fn an_avenant_that_makes_a_gratification_due_says_so() {
    let mut classe = Classe::new();
    classe.promotion.avenants[0].debut = None;
    let piece = classe.avenant("c-01", 1, Mode::Final);
    let Some(read) = pages(&mut Engine::new(), &piece) else { return };
    // 17 November to 23 January: 48 days, 336 hours.
    tells(&read.join(" "), &["48 journées", "336 h, plus de 308 h", "une gratification est due"]);
}

#[test]
fn a_certificat_tells_the_presence_or_leaves_it_to_write() {
    let classe = Classe::new();
    let mut engine = Engine::new();
    let Some(filled) = pages(&mut engine, &classe.certificat("c-12", Mode::Final)) else { return };
    assert_eq!(filled.len(), 1);
    tells(
        &filled[0],
        &[
            "Certificat de stage – IVANOVIĆ Ana",
            "Session 2026",
            "N° de candidat 0211345678",
            "Prévu par la convention",
            "43 journées (2 jours fériés déjà retirés) × 7 h = 301 h",
            "Dates de présence du 17 novembre 2025 au 16 janvier 2026",
            "41 journées effectives",
            "287 heures, soit 41 jours de 7 h, ou 1 mois de 22 jours et 19 jours",
            "Écart 2 journées de moins que prévu (43 − 41)",
            "certifie que IVANOVIĆ Ana a été présent(e) en stage dans notre organisme, Confluence Expertise,",
            "soit 41 journées effectives de présence.",
            "Fait à Lyon, le 16 janvier 2026",
            "Estelle RAY, Directrice",
        ],
    );
    let blank = pages(&mut engine, &classe.certificat("c-01", Mode::Final)).unwrap();
    // Its avenants are counted in.
    tells(&blank[0], &["Prévu par la convention et ses", "du 24 novembre 2025 au 23 janvier 2026", "Marc DELORME"]);
    assert!(!blank[0].contains("Écart") && !blank[0].contains("soit 43 journées effectives"), "{}", blank[0]);
}

#[test]
fn an_attestation_is_the_one_that_the_convention_annexes() {
    let classe = Classe::new();
    let mut engine = Engine::new();
    let Some(filled) = pages(&mut engine, &classe.attestation("c-10", Mode::Final)) else { return };
    assert_eq!(filled.len(), 1);
    tells(
        &filled[0],
        &[
            "Organisme d’accueil Courtage des Dombes",
            "Nom et prénoms GARCÍA-LÓPEZ Lucía",
            "Sexe féminin",
            "Né(e) le 10 octobre 2004",
            "Demeurant 10 rue du Lac, 69003 Lyon",
            "Au sein de Lycée Jean-Perrin",
            "A effectué un stage du 17 novembre 2025 au 13 février 2026",
            "60 journées ; 420 heures, soit 60 jours de 7 h, ou 2 mois de 22 jours et 16 jours",
            "Gratification prévue 420 h × 4,50 € = 1 890,00 €",
            "Total de la gratification versée 1 890,00 €",
            "Bourg-en-Bresse, le 13 février 2026",
            "Mireille GUY, Présidente",
        ],
    );
    // Blank, it says what the convention's last page says.
    let blank = pages(&mut engine, &classe.attestation("c-03", Mode::Final)).unwrap();
    let annexed = pages(&mut engine, &classe.convention("c-03", Mode::Final)).unwrap().pop().unwrap();
    let body = |page: &str| page[page.find("À remplir").unwrap()..page.find("Document produit").unwrap()].to_owned();
    assert_eq!(body(&blank[0]), body(&annexed));
    assert!(body(&annexed).contains("CAZENAVE Hugo"), "{annexed}");
    // A convention annexes it blank even once the presence is recorded.
    let annexed = pages(&mut engine, &classe.convention("c-12", Mode::Final)).unwrap().pop().unwrap();
    assert!(!annexed.contains("287"), "{annexed}");
}

#[test]
fn an_employer_attests_the_quality_or_the_post() {
    let classe = Classe::new();
    let mut engine = Engine::new();
    let Some(apprenti) = pages(&mut engine, &classe.contrat("k-01", Mode::Final)) else { return };
    tells(
        &apprenti[0],
        &[
            "Attestation de l’employeur – YILMAZ Elif",
            "N° de candidat 0224345678",
            "Nature du contrat Contrat d’apprentissage",
            "Durée 23 mois et 30 jours",
            "est employé(e) dans notre entreprise, Rhodania Prévoyance, du 2 septembre 2024 au 31 août 2026",
            "en qualité d’apprenti(e)",
            "J’atteste que la durée réglementaire de la formation en entreprise est respectée.",
            "Fait à Lyon, le 4 mai 2026",
        ],
    );
    let pro = pages(&mut engine, &classe.contrat("k-02", Mode::Final)).unwrap();
    tells(&pro[0], &["en qualité de salarié(e) en contrat de professionnalisation", "Sylvie NOGUÈS"]);
    assert!(!pro[0].contains("Fait à Lyon, le"), "it is not dated yet: {}", pro[0]);
    let travail = pages(&mut engine, &classe.contrat("k-03", Mode::Final)).unwrap();
    tells(
        &travail[0],
        &[
            "Certificat de travail – ZUNINO Carla",
            "Nature de l’emploi Conseillère en assurances",
            "Durée 38 mois et 25 jours",
            "à temps plein, dans l’emploi suivant : Conseillère en assurances.",
            "Nadia FERHAT, Responsable du personnel",
        ],
    );
    // What is not confirmed is not put in the employer's mouth.
    let mut untold = Classe::new();
    untold.promotion.contrats[0].duree_respectee = None;
    untold.promotion.contrats[0].nature = None;
    let page = pages(&mut engine, &untold.contrat("k-01", Mode::Draft)).unwrap().join(" ");
    assert!(!page.contains("J’atteste") && !page.contains("d’apprenti(e) ."), "{page}");
    tells(&page, &["[À COMPLÉTER : apprenti(e), ou salarié(e) en contrat de professionnalisation]", "Je coche"]);
}

#[test]
fn the_print_has_each_convention_as_it_is_alone() {
    let mut classe = Classe::new();
    let mut engine = Engine::new();
    let keys = ["c-03", "c-20", "c-01", "c-12"];
    let alone: Vec<_> = keys.iter().map(|cle| pages(&mut engine, &classe.convention(cle, Mode::Final))).collect();
    let Some(alone) = alone.into_iter().collect::<Option<Vec<_>>>() else { return };
    let items: Vec<(&str, usize)> = keys.iter().zip(&alone).map(|(cle, pages)| (*cle, pages.len())).collect();
    let counts: Vec<usize> = items.iter().map(|i| i.1).collect();
    for recto in [true, false] {
        classe.promotion.reglage.sortie.recto_verso = Some(recto);
        let piece = classe.impression(&items, Mode::Final);
        assert_eq!(piece.title, "Conventions de stage – Lycée Jean-Perrin");
        let whole = pages(&mut engine, &piece).unwrap();
        assert_eq!(whole.len(), pages_imprimees(&counts, recto), "{counts:?} {recto}");
        let mut at = 0;
        for one in &alone {
            if recto && at % 2 == 1 {
                assert!(whole[at].is_empty(), "not bare: {}", whole[at]);
                at += 1;
            }
            assert_eq!(&whole[at..at + one.len()], one.as_slice(), "the pages from {at}");
            at += one.len();
        }
        assert_eq!(at, whole.len());
    }
    // A draft of it is marked on each page that is not blank.
    classe.promotion.reglage.sortie.recto_verso = None;
    for page in pages(&mut engine, &classe.impression(&items, Mode::Draft)).unwrap() {
        assert!(page.is_empty() || page.contains("BROUILLON"), "{page}");
    }
}

#[test]
fn the_sheets_show_their_address_in_the_window() {
    let classe = Classe::new();
    let mut engine = Engine::new();
    let piece = classe.envoi(Mode::Final);
    let Some(sheets) = pages(&mut engine, &piece) else { return };
    assert_eq!(sheets.len(), 12, "one for each organisme");
    let delorme = &sheets[0];
    tells(
        delorme,
        &[
            "Conventions à signer – Agence Delorme Assurances",
            "AÏT-OUFELLA Yanis",
            "JACQUEMIN Noë",
            "Marc DELORME, Agent général",
            "les 4 documents",
            "Claire DUMAS",
            "avant le 17 novembre 2025",
            "stages@jean-perrin.example",
            "p.bernard@jean-perrin.example",
            "Page 1/1",
        ],
    );
    assert!(!delorme.contains("BŒUF"), "{delorme}");
    assert!(sheets.iter().any(|s| s.contains("BRUXELLES") && s.contains("BELGIQUE")), "{sheets:#?}");
    let (path, _) = typeset(&mut engine, &piece);
    let boxes = text(&path, &["-bbox", "-l", "1"]).unwrap().concat();
    let word = boxes.lines().find(|l| l.contains(">DELORME")).unwrap();
    let at = |name: &str| -> f64 {
        let from = word.find(name).unwrap() + name.len() + 2;
        word[from..].split('"').next().unwrap().parse::<f64>().unwrap() * 25.4 / 72.0
    };
    // 100 × 35 mm, 20 mm from the right edge and 45 mm from the top.
    assert!(at("xMin") > 90.0 && at("xMax") < 190.0 && at("yMin") > 45.0 && at("yMax") < 80.0, "{word}");
}

#[test]
fn a_country_sheet_and_a_logo_are_shown_with_their_words() {
    let mut classe = Classe::new();
    let mut engine = Engine::new();
    let one = classe.convention("c-20", Mode::Final);
    assert!(one.document.data.contains("Lycée Jean-Perrin\u{202f}: un arbre dans un écu"), "{}", one.document.data);
    assert!(one.document.data.contains("Fiche d’information sur le pays (Belgique), page 1 sur 1"));
    let Some(single) = pages(&mut engine, &one) else { return };
    assert_eq!(single.len(), 7);
    // Another page of the scan, another page of the annexe.
    let sheet = classe.images.get_mut("pieces/fiche-belgique.pdf").unwrap();
    sheet.push(sheet[0].clone());
    let double = pages(&mut engine, &classe.convention("c-20", Mode::Final)).unwrap();
    assert_eq!(double.len(), 8);
    tells(&double[6], &["Fiche d’information sur le pays, page 2 sur 2", "Page 7/8"]);
    // Where the sheet is a reference, it is told.
    let told = pages(&mut engine, &classe.convention("c-05", Mode::Final)).unwrap().join(" ");
    tells(&told, &["Fiche d’information sur le pays", "ministère chargé des affaires étrangères"]);
}

/// Everything at its longest, and hostile.
fn extreme() -> Classe {
    let mut classe = Classe::new();
    let p = &mut classe.promotion;
    let long = "DE LA ROCHEFOUCAULD-MONTMORENCY VAN DEN BERGHE-SAINT-ÉLOI";
    let address = "Bâtiment C\nEscalier 4\nRésidence des Grands Chênes\n12 bis, avenue du Général\nBP 20";
    for e in &mut p.etudiants {
        e.nom_famille = long.to_owned();
        e.prenoms = format!("Jean-Baptiste {HOSTILE}");
        e.adresse = address.to_owned();
    }
    for o in &mut p.organismes {
        o.nom = format!("{} {HOSTILE}", "Abcdefghij".repeat(6));
        o.adresse = address.to_owned();
        o.representant.nom = long.to_owned();
        o.representant.qualite = HOSTILE.to_owned();
    }
    p.reglage.etablissement.adresse = address.to_owned();
    let first = p.avenants[0].clone();
    // Nine avenants to one convention, and a motif of a page.
    p.avenants = (1..=9)
        .map(|n| {
            let objet = ObjetAvenant::ALL[n as usize % ObjetAvenant::ALL.len()];
            let (tuteur, lieu) = (format!("{HOSTILE} {n}"), format!("{} {HOSTILE}", "rue ".repeat(60)));
            let motif = format!("{HOSTILE} {}", "mot ".repeat(if n == 9 { 700 } else { 8 }));
            Avenant { numero: Some(n), objet: Some(objet), tuteur, lieu, motif, ..first.clone() }
        })
        .collect();
    for s in &mut p.stages {
        s.organisme = "delorme".to_owned();
        s.service = HOSTILE.to_owned();
    }
    for c in &mut p.contrats {
        c.poste = format!("{HOSTILE} {}", "mot ".repeat(40));
    }
    classe
}

#[test]
fn hostile_text_prints_as_itself_and_nothing_leaves_its_page() {
    let classe = extreme();
    let mut engine = Engine::new();
    let dense =
        |t: &str| t.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}' && *c != '\u{202f}').collect::<String>();
    for piece in classe.others(Mode::Final) {
        let (path, _) = typeset(&mut engine, &piece);
        let Some(raw) = text(&path, &["-raw"]) else { return };
        let found = dense(&raw.concat()).matches(&dense(HOSTILE)).count();
        assert!(found >= 3, "{}: {found} times\n{}", piece.path, raw.concat());
        for word in text(&path, &["-bbox"]).unwrap().concat().lines().filter(|l| l.contains("<word ")) {
            let at = |name: &str| -> f64 {
                let from = word.find(name).unwrap() + name.len() + 2;
                word[from..].split('"').next().unwrap().parse().unwrap()
            };
            let inside = at("xMin") > 50.0 && at("xMax") < 595.3 - 50.0 && at("yMax") < 841.9 - 10.0;
            assert!(inside, "{}: {word}", piece.path);
        }
        // A box to sign is never alone on its page.
        for page in raw.iter().filter(|p| p.contains("Signature et cachet")) {
            assert!(page.split_whitespace().count() > 60, "{}: alone\n{page}", piece.path);
        }
    }
}

#[test]
fn a_word_too_long_for_its_column_stays_in_it() {
    const KEYS: [&str; 6] = ["cle", "etudiant", "organisme", "second_organisme", "referent", "convention"];
    let mut engine = Engine::new();
    for length in [40, 120, 3_000] {
        let word = long::LETTER.to_string().repeat(length);
        let mut classe = Classe::complete();
        let p = &mut classe.promotion;
        p.reglage.etablissement = long::filled(&p.reglage.etablissement, &word, &["logo"]);
        p.reglage.formation.annee.clone_from(&word);
        for r in &mut p.reglage.referent {
            *r = long::filled(r, &word, &KEYS);
        }
        for e in &mut p.etudiants {
            *e = long::filled(e, &word, &KEYS);
        }
        for o in &mut p.organismes {
            *o = long::filled(o, &word, &["cle", "pays"]);
        }
        for s in p.stages.iter_mut().filter(|s| s.cle == "c-03") {
            *s = long::filled(s, &word, &[&KEYS[..], &["horaire", "fiche_pays"]].concat());
        }
        for a in &mut p.avenants {
            *a = long::filled(a, &word, &["convention", "referent", "horaire"]);
        }
        for c in &mut p.contrats {
            *c = long::filled(c, &word, &KEYS);
        }
        p.stages.retain(|s| s.cle == "c-03");
        p.index = Default::default();
        for piece in classe.all_of("c-03", Mode::Final) {
            let (path, _) = typeset(&mut engine, &piece);
            long::holds(&path, length);
        }
    }
}

#[test]
fn a_draft_says_so_on_each_page() {
    let classe = Classe::new();
    let mut engine = Engine::new();
    for piece in classe.others(Mode::Draft) {
        let Some(all) = pages(&mut engine, &piece) else { return };
        for page in all {
            assert!(page.contains("BROUILLON"), "{}: {page}", piece.path);
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let bytes = || {
        let classe = Classe::new();
        let mut engine = Engine::new();
        let mut all = classe.others(Mode::Final);
        all.push(classe.impression(&[("c-01", 5), ("c-20", 6)], Mode::Final));
        all.iter().map(|p| engine.compile(&p.document).unwrap().bytes).collect::<Vec<_>>()
    };
    assert!(bytes() == bytes(), "a document differs from one build to the next");
}
