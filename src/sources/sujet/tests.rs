//! The meaning of every heading, wherever Markdown says that it is one.

use super::super::folder::MemoryFolder;
use super::*;
use crate::domain::markdown::{Leaf, leaves, text};

fn read(texts: &[&str]) -> (Sujet, Vec<String>) {
    let mut folder = MemoryFolder::default();
    let files: Vec<String> = (0..texts.len()).map(|i| format!("{i}.md")).collect();
    for (file, text) in files.iter().zip(texts) {
        folder.files.insert(file.clone(), text.as_bytes().to_vec());
    }
    let mut loader = Loader::new(&folder);
    let sujet = load(&mut loader, &files, &mut BTreeMap::new());
    let faults = loader.faults.iter().map(|f| format!("{:?}", f.kind)).collect();
    (sujet, faults)
}

/// Everything that a candidate reads, and everything that the jury reads besides.
fn shared(sujet: &Sujet) -> (String, String) {
    let (mut candidate, mut jury) = (text(&sujet.introduction), String::new());
    for partie in &sujet.parties {
        candidate += &format!("{}\n{}", partie.titre, text(&partie.situation));
        for q in &partie.questions {
            candidate += &format!("{} {}\n{}", q.numero, q.titre, text(&q.enonce));
            jury += &(text(&q.corrige) + &text(&q.bareme));
        }
    }
    (candidate, jury)
}

fn reasons(sujet: &Sujet) -> Vec<Raison> {
    sujet.ecarts.iter().map(|e| e.raison).collect()
}

const BEFORE: &str =
    "Introduction.\n\n# Dossier 1\n\nSituation.\n\n## 1.1 Calculez\n\n```toml\npoints = 6\n```\n\nÉnoncé.\n\n";
const AFTER: &str = "\n## 1.2 Concluez\n\n```toml\npoints = 2\n```\n\nFin.\n\n### Corrigé\n\nAutre.\n";

#[test]
fn headings_open_parts_questions_and_what_is_the_jurys() {
    let (sujet, faults) =
        read(&[&format!("{BEFORE}### Corrigé\n\nDouze.\n\n#### Étape\n\n## Barème\n\n1 point.\n{AFTER}")]);
    assert!(faults.is_empty() && sujet.ecarts.is_empty(), "{faults:?} {:?}", sujet.ecarts);
    assert_eq!(sujet.parties.len(), 1);
    let questions = &sujet.parties[0].questions;
    assert_eq!(questions.iter().map(|q| q.numero.as_str()).collect::<Vec<_>>(), ["1.1", "1.2"]);
    assert_eq!(questions[0].donnees.points, Some(crate::domain::examen::Points::whole(6)));
    assert_eq!(text(&questions[0].enonce), "Énoncé.\n");
    assert_eq!(
        (text(&questions[0].corrige), text(&questions[0].bareme)),
        ("Douze.\nÉtape\n".into(), "1 point.\n".into())
    );
    assert_eq!(
        (text(&sujet.introduction), text(&sujet.parties[0].situation)),
        ("Introduction.\n".into(), "Situation.\n".into())
    );
}

#[test]
fn an_answer_is_the_jurys_however_its_heading_is_written() {
    for heading in [
        "### Corrigé",
        "### Corrigé ###",
        "   ### Corrigé",
        "###   **Corrigé** :",
        "Corrigé\n---",
        "Corrigé\n-------",
        "  Corrigé\n  ---",
        "#### CORRIGÉ",
        "## corrige",
        "###\tCorrigé",
        "### Corrig&eacute;",
        "### Éléments de correction",
        "### Re\u{301}ponse attendue",
        "    ### Corrigé",
    ] {
        let (sujet, _) = read(&[&format!("{BEFORE}{heading}\n\nSECRET.\n{AFTER}")]);
        let (candidate, jury) = shared(&sujet);
        assert!(sujet.ecarts.is_empty(), "{heading}: {:?}", sujet.ecarts);
        assert!(!candidate.contains("SECRET") && jury.contains("SECRET"), "{heading}");
        assert!(candidate.contains("Fin."), "{heading}");
    }
}

#[test]
fn what_has_no_known_place_goes_to_nobody() {
    for (heading, raison) in [
        ("### Corrigé de la question 1.2", Raison::TitreInconnu),
        ("### Éléments de réponse", Raison::TitreInconnu),
        ("### Corrigé et barème", Raison::TitreInconnu),
        ("### Réponse", Raison::TitreInconnu),
        ("### Indications de correction", Raison::TitreInconnu),
        ("###### Solution", Raison::TitreInconnu),
        ("###", Raison::TitreInconnu),
        ("Solution\n---", Raison::PasUneQuestion),
        ("## Remarque", Raison::PasUneQuestion),
        ("###Corrigé", Raison::TitreColle),
        ("##1.9 Justifiez", Raison::TitreColle),
        ("###\u{a0}Corrigé", Raison::TitreColle),
        ("#Dossier 2", Raison::TitreColle),
        ("Lisez.\n    ### Corrigé", Raison::TitreColle),
        ("> ### Corrigé\n>\n> SECRET.", Raison::TitreImbrique),
        ("- ### Corrigé\n\n  SECRET.", Raison::TitreImbrique),
        ("### Barème\n\n| Surface | Taux |\n|---|---|\n| 40 | SECRET |", Raison::BaremeAmbigu),
        ("# Remarque", Raison::PasUnePartie),
        ("Remarque\n===", Raison::PasUnePartie),
        ("# 1. Calcul", Raison::PasUnePartie),
        ("# Corrigé", Raison::SansQuestion),
        ("# Corrigé du dossier 1", Raison::SansQuestion),
    ] {
        let own = if heading.contains("SECRET") || raison == Raison::TitreColle { "" } else { "\n\nSECRET." };
        let (sujet, _) = read(&[&format!("{BEFORE}{heading}{own}\n{AFTER}")]);
        let (candidate, jury) = shared(&sujet);
        assert_eq!(reasons(&sujet), [raison], "{heading}");
        assert!(!candidate.contains("SECRET") && !jury.contains("SECRET"), "{heading}");
        assert!(!candidate.contains("Corrigé"), "{heading}");
        let line = heading.lines().find(|l| l.contains("Corrigé")).or(heading.lines().next()).unwrap().trim();
        let At::Bytes(bytes) = &sujet.ecarts[0].place.at else { panic!("{heading}") };
        let whole = format!("{BEFORE}{heading}{own}\n{AFTER}");
        assert!(line.contains(whole[bytes.clone()].trim()), "{heading}: {}", &whole[bytes.clone()]);
    }
}

#[test]
fn a_first_level_heading_in_an_answer_opens_a_part_only_if_it_says_so() {
    let with = |heading: &str, number: &str| {
        let text = format!("{BEFORE}### Corrigé\n\nDouze.\n\n{heading}\n\nSECRET.\n\n## {number} Suite\n\nFin.\n");
        read(&[&text]).0
    };
    for (heading, number) in [
        ("# Dossier 2 – Le portefeuille", "2.1"),
        ("# La famille Oriol", "2.1"),
        ("# Suite\n\n```toml\npoints = 3\n```", "1.2"),
    ] {
        let sujet = with(heading, number);
        assert!(sujet.ecarts.is_empty() && sujet.parties.len() == 2, "{heading}: {:?}", sujet.ecarts);
        assert!(text(&sujet.parties[1].situation).contains("SECRET"), "its situation: {heading}");
    }
    for (heading, number) in [("# Remarque", "1.2"), ("# Dossier 1 : remarque", "1.2"), ("# 1. Calcul", "1.2")] {
        let sujet = with(heading, number);
        assert_eq!((reasons(&sujet), sujet.parties.len()), (vec![Raison::PasUnePartie], 1), "{heading}");
        let (candidate, jury) = shared(&sujet);
        assert!(!candidate.contains("SECRET") && !jury.contains("SECRET"), "{heading}");
        assert!(candidate.contains("Fin."), "the question goes on: {heading}");
    }
    // Numbers without a part: only words tell.
    let simple = |heading: &str| {
        read(&[&format!(
            "# Première partie\n\n## 1 Un\n\na\n\n### Corrigé\n\nb\n\n{heading}\n\nSECRET\n\n## 2 Deux\n\nc\n"
        )])
        .0
    };
    for heading in ["# Seconde partie", "# Partie B", "# II. Essai", "# 2 – Essai", "# Exercice 2 : rédaction", "# B"]
    {
        assert!(simple(heading).ecarts.is_empty(), "{heading}");
    }
    for heading in ["# Remarque", "# Calcul de la prime", "# Dossier"] {
        assert_eq!(reasons(&simple(heading)), [Raison::PasUnePartie], "{heading}");
    }
}

#[test]
fn a_part_without_a_question_goes_to_nobody() {
    for (text, parts) in [
        (format!("{BEFORE}### Corrigé\n\nDouze.\n\n# Remarque finale\n\nSECRET.\n"), 1),
        (format!("{BEFORE}### Corrigé\n\nDouze.\n\n# Note\n\nSECRET.\n\n# Dossier 2\n\n## 2.1 Lisez\n\nx\n"), 2),
        ("# Dossier 1\n\nSECRET.\n".to_owned(), 0),
    ] {
        let (sujet, _) = read(&[&text]);
        assert_eq!((reasons(&sujet), sujet.parties.len()), (vec![Raison::PartieVide], parts), "{text}");
        assert!(!shared(&sujet).0.contains("SECRET"));
    }
}

#[test]
fn an_enonce_may_have_headings_of_the_list_and_a_situation_any() {
    let (sujet, _) = read(&[
        "### Cadre\n\nIci.\n\n# Dossier 1\n\n### Le contrat\n\nx\n\n#### Détail\n\n## 1.1 Lisez\n\n### Données\n\ny\n\n### Travail à faire\n\nz\n\n### Corrigé\n\n1\n",
    ]);
    assert!(sujet.ecarts.is_empty(), "{:?}", sujet.ecarts);
    assert_eq!(text(&sujet.introduction), "Cadre\nIci.\n");
    assert_eq!(text(&sujet.parties[0].situation), "Le contrat\nx\nDétail\n");
    assert_eq!(text(&sujet.parties[0].questions[0].enonce), "Données\ny\nTravail à faire\nz\n");
    let (sujet, _) = read(&[&format!("{BEFORE}### Corrigé\n\n1\n\n### Travail à faire\n\nPerdu.\n{AFTER}")]);
    assert_eq!(reasons(&sujet), [Raison::EnonceApresCorrige]);
    let (sujet, _) = read(&["# Dossier 1\n\n### Corrigé\n\nSECRET\n\n## 1.1 Lisez\n\nx\n"]);
    assert_eq!(reasons(&sujet), [Raison::SansQuestion]);
}

#[test]
fn bareme_is_the_jurys_after_an_answer_or_with_points() {
    let marks = "### Barème\n\n- 2 points ;\n- 4 points.\n";
    let rates = "### Barème\n\n| Surface | Taux |\n|---|---|\n| 40 | 14 % |\n";
    for (text, raisons, jury) in [
        (format!("{BEFORE}### Corrigé\n\n1\n\n{marks}{AFTER}"), vec![], true),
        (format!("{BEFORE}{marks}\n### Corrigé\n\n1\n{AFTER}"), vec![], true),
        (format!("{BEFORE}### Corrigé\n\n1\n\n{rates}{AFTER}"), vec![], true),
        (
            format!("{BEFORE}{rates}\n### Travail à faire\n\nCalculez.\n\n### Corrigé\n\n1\n{AFTER}"),
            vec![Raison::BaremeAmbigu],
            false,
        ),
    ] {
        let (sujet, _) = read(&[&text]);
        assert_eq!(reasons(&sujet), raisons, "{text}");
        assert_eq!(!sujet.parties[0].questions[0].bareme.is_empty(), jury, "{text}");
    }
    let (sujet, _) = read(&[&format!("{BEFORE}{rates}\n### Travail à faire\n\nCalculez.\n{AFTER}")]);
    assert!(shared(&sujet).0.contains("Calculez."), "what follows it is the candidate's again");
}

#[test]
fn a_block_that_is_never_closed_hides_nothing_silently() {
    for text in [
        format!("{BEFORE}```\nSECRET\n\n### Corrigé\n\nDouze.\n{AFTER}"),
        "# Dossier 1\n\n## 1.1 Lisez\n\n```toml\npoints = 6\n\nx\n\n### Corrigé\n\nSECRET\n".to_owned(),
        format!("{BEFORE}### Corrigé\n\n~~~\nSECRET\n```\n{AFTER}"),
    ] {
        let (sujet, _) = read(&[&text]);
        assert_eq!(reasons(&sujet), [Raison::BlocOuvert], "{text}");
        let (candidate, jury) = shared(&sujet);
        assert!(!candidate.contains("SECRET") && !jury.contains("SECRET"), "{text}");
    }
    // Headings inside a closed block are text.
    let (sujet, _) = read(&[&format!("{BEFORE}````\n### Corrigé\n```\n# x\n````\n\n### Corrigé\n\n1\n{AFTER}")]);
    assert!(sujet.ecarts.is_empty(), "{:?}", sujet.ecarts);
}

#[test]
fn data_stand_below_their_heading_in_any_form() {
    for fence in [
        "```toml\npoints = 6\n```",
        "~~~toml\npoints = 6\n~~~",
        "``` TOML\npoints = 6\n```",
        "  ````toml\n  points = 6\n  ````",
    ] {
        let (sujet, faults) =
            read(&[&format!("# D\n\n## 1.1 Lisez\n\n{fence}\n\nx\n\n### Corrigé\n\n1\n").replace('\n', "\r\n")]);
        assert_eq!(
            sujet.parties[0].questions[0].donnees.points,
            Some(crate::domain::examen::Points::whole(6)),
            "{fence}"
        );
        assert!(faults.is_empty() && text(&sujet.parties[0].questions[0].enonce) == "x\n", "{fence}");
    }
    let (sujet, _) = read(&["# D\n\n## 1.1 Lisez\n\nx\n\n```toml\npoints = 6\n```\n\n### Corrigé\n\n1\n"]);
    assert_eq!(reasons(&sujet), [Raison::DonneesEgarees]);
}

#[test]
fn a_subject_goes_on_from_a_file_to_the_next() {
    let (sujet, _) =
        read(&["# Dossier 1\n\n## 1.1 Lisez\n\nx\n", "### Corrigé\n\n1\n\n## 1.2 Dites\n\ny\n\n### Corrigé\n\n2\n"]);
    assert!(sujet.ecarts.is_empty(), "{:?}", sujet.ecarts);
    assert_eq!(text(&sujet.parties[0].questions[0].corrige), "1\n");
    let (sujet, _) = read(&["# Dossier 1\n\nx\n", "## 1.1 Lisez\n\ny\n\n### Corrigé\n\n2\n"]);
    assert!(sujet.ecarts.is_empty() && sujet.parties.len() == 1, "{:?}", sujet.ecarts);
    let (sujet, _) = read(&[
        "# Dossier 1\n\n## 1.1 Lisez\n\nx\n\n### Corrigé\n\n1\n",
        "SECRET\n\n# Dossier 2\n\n## 2.1 Dites\n\ny\n",
    ]);
    assert_eq!(reasons(&sujet), [Raison::SansTitre]);
    assert!(!shared(&sujet).0.contains("SECRET"));
}

#[test]
fn each_text_has_its_place() {
    let whole =
        format!("{BEFORE}- a\n- b\n\n  c\n\n> d\n\n| e | f |\n|---|---|\n| g | h |\n\n### Corrigé\n\n1\n{AFTER}");
    let (sujet, _) = read(&[&whole]);
    let question = &sujet.parties[0].questions[0];
    let all = leaves(&question.enonce);
    assert_eq!(all.len(), question.lieux.enonce.len());
    for (leaf, place) in all.iter().zip(&question.lieux.enonce) {
        let (Leaf::Paragraph(inlines) | Leaf::Cell { inlines, .. }) = leaf else { panic!("{leaf:?}") };
        let At::Bytes(bytes) = &place.at else { panic!("{place:?}") };
        assert!(whole[bytes.clone()].contains(&plain(inlines)), "{leaf:?}: {:?}", &whole[bytes.clone()]);
    }
}
