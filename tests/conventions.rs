//! What a convention is judged on beyond its texts: parts of two organismes, minors, countries, avenants, defaults told once.

mod support;

use liasse::diagnostic::{Diagnostic, Severity};
use support::{Told, apply, controlled, fixture, new_ones};

/// What an edit of the promotion brings: code, weight, message.
fn brought(prepared: &str, edit: &str) -> Vec<(String, Severity, String)> {
    let mut folder = fixture("promotion");
    apply(&mut folder, prepared);
    let before = controlled(&folder);
    apply(&mut folder, edit);
    let after = controlled(&folder);
    told(new_ones(&before, &after))
}

fn told(found: Vec<&Diagnostic>) -> Vec<(String, Severity, String)> {
    let plain = |d: &Diagnostic| d.message.replace('\u{a0}', " ");
    found.into_iter().map(|d| (d.code.to_owned(), d.severity, plain(d))).collect()
}

/// Keys more in the row of a convention.
fn row(cle: &str, keys: &str) -> String {
    let keys: Vec<String> = keys.lines().map(|k| format!("+{k}")).collect();
    format!("--- promotion.toml\n-cle = \"{cle}\"\n+cle = \"{cle}\"\n{}", keys.join("\n"))
}

/// An avenant more to a convention.
fn avenant(cle: &str, keys: &str) -> String {
    let keys: Vec<String> = keys.lines().map(|k| format!("+{k}")).collect();
    let head = format!("+convention = \"{cle}\"\n+numero = 1\n+date = 2025-12-01\n");
    format!("--- promotion.toml\n-[[avenant]]\n+[[avenant]]\n{head}{}\n+\n+[[avenant]]", keys.join("\n"))
}

/// One diagnostic of that code and weight, whose message has these words.
fn assert_one(found: &[(String, Severity, String)], code: &str, severity: Severity, words: &str) {
    let [(told, weight, message)] = found else { panic!("{code} « {words} »: {found:#?}") };
    assert!(told == code && *weight == severity && message.contains(words), "{code} « {words} »: {found:#?}");
}

#[test]
fn a_stage_abroad_that_says_cover_and_repatriation_is_clean() {
    let of = |folder: &Told| -> Vec<String> {
        let found = folder.diagnostics.iter().filter(|d| d.code == "CV36");
        found.map(|d| d.message.clone()).collect()
    };
    let mut folder = fixture("promotion");
    // Two conventions, two texts each.
    assert_eq!(of(&controlled(&folder)).len(), 4);
    let both = "couverture_etranger = \"Carte européenne.\"\n+rapatriement = \"Contrat 45 211.\"";
    apply(&mut folder, &format!("--- promotion.toml\n-[defauts.clauses]\n+[defauts.clauses]\n+{both}"));
    assert_eq!(of(&controlled(&folder)), Vec::<String>::new());
    // Each that is wanting is told, and alone.
    for (key, words) in [("couverture_etranger", "couverture maladie"), ("rapatriement", "rapatriement")] {
        let found = brought(
            &format!("--- promotion.toml\n-[defauts.clauses]\n+[defauts.clauses]\n+{both}"),
            &row("c-05", &format!("clauses = {{ {key} = \"néant\" }}")),
        );
        assert_one(&found, "CV36", Severity::Human, words);
    }
    // A clause that says it already is not asked again.
    let said = "protection_sociale = \"Assurance maladie et rapatriement : contrat 45 212.\"";
    let found = row("c-05", &format!("clauses = {{ {said} }}"));
    apply(
        &mut folder,
        "--- promotion.toml\n-couverture_etranger = \"Carte européenne.\"\n-rapatriement = \"Contrat 45 211.\"\n+",
    );
    let before = of(&controlled(&folder)).len();
    apply(&mut folder, &found);
    assert_eq!((before, of(&controlled(&folder)).len()), (4, 2));
}

#[test]
fn an_organisme_abroad_is_seen_whichever_of_the_two_it_is() {
    let found = brought("", &row("c-24", "second_organisme = \"belassur\""));
    assert!(found.iter().all(|(code, ..)| code == "CV36") && found.len() == 3, "{found:#?}");
    assert!(found.iter().any(|(_, s, m)| *s == Severity::Error && m.contains("fiche d’information")), "{found:#?}");
}

/// A wrong value of the defaults is one fault, whatever the number of rows; the rows that it bears on are told.
#[test]
fn what_comes_of_a_default_is_told_once() {
    for (edit, code, severity, words) in [
        (
            "--- promotion.toml\n-[defauts]\n+[defauts]\n+precedent = { debut = 2025-09-01, fin = 2025-11-14 }",
            "CV38",
            Severity::Error,
            "carence",
        ),
        (
            "--- promotion.toml\n-[defauts]\n+[defauts]\n+precedent = { debut = 2025-09-30, fin = 2025-09-01 }",
            "FMT06",
            Severity::Error,
            "avant le début",
        ),
        (
            "--- promotion.toml\n-[defauts]\n+[defauts]\n+second_organisme = \"inconnu\"",
            "FMT05",
            Severity::Error,
            "inconnu",
        ),
        (
            "--- promotion.toml\n-[defauts.pedagogie]\n+[defauts.pedagogie]\n+visites = [2024-12-09]",
            "CV06",
            Severity::Warning,
            "aucune des dates",
        ),
        (
            "--- promotion.toml\n-horaires = \"9 h – 12 h 30 et 14 h – 17 h 30\"\n+horaires = \"9 h – 16 h\"",
            "CV35",
            Severity::Error,
            "7 h de suite, de 9 h à 16 h",
        ),
    ] {
        let found = brought("", edit);
        assert_one(&found, code, severity, words);
    }
}

/// A low rate of the defaults: once, at the default, with the conventions that it bears on; the short ones are let go.
#[test]
fn a_low_rate_of_the_defaults_is_told_at_the_default() {
    let longer = |cle: &str| row(cle, "jours_supplementaires = [2025-11-22, 2025-11-29]");
    let mut folder = fixture("promotion");
    apply(
        &mut folder,
        "--- promotion.toml\n-horaire = \"néant\"\n-modalites = \"néant\"\n+horaire = \"4,40\"\n+modalites = \"Par mois.\"",
    );
    for cle in ["c-16", "c-17", "c-18"] {
        apply(&mut folder, &longer(cle));
    }
    let after = controlled(&folder);
    let found: Vec<&Diagnostic> = after.diagnostics.iter().filter(|d| d.code == "CV33").collect();
    let [one] = found.as_slice() else { panic!("{:#?}", told(found)) };
    assert_eq!(one.place.field(), Some("defauts.gratification.horaire"));
    assert!(one.message.contains("3 conventions") && one.rows.len() == 3, "{one:#?}");
}

#[test]
fn each_organisme_of_a_shared_stage_has_its_hours() {
    let without = "--- promotion.toml\n-horaire = \"4,50\"\n+horaire = \"néant\"";
    let shared = |partage: &str| row("c-10", &format!("second_organisme = \"rhodania\"\n{partage}"));
    // 420 h: nothing is due where neither has more than 308.
    for partage in [
        "partage = { jours = [\"jeudi\", \"vendredi\"] }",
        "partage = { debut = 2026-01-05 }",
        "partage = { heures_semaine = \"17,5\" }",
    ] {
        assert_eq!(brought(&shared(partage), without), [], "{partage}");
    }
    // One of them has more (60 days less 13 Fridays), or it is not told.
    let found = brought(&shared("partage = { jours = [\"vendredi\"] }"), without);
    assert_one(&found, "CV33", Severity::Error, "329 h de présence dans l’année, convention « c-10 »");
    let found = brought(&shared(""), without);
    assert_one(&found, "CV33", Severity::Error, "peut être due");
}

#[test]
fn parts_that_cannot_be_are_told() {
    let of = |keys: &str| brought("", &row("c-24", keys));
    let second = "second_organisme = \"rhodania\"\n";
    for (partage, words) in [
        ("jours = [\"jeudi\", \"samedi\"]", "samedi, qui n’est pas un jour de présence"),
        ("heures_semaine = 35", "35 h par semaine dans le second organisme"),
        ("debut = 2026-02-02", "hors du stage"),
        ("jours = [\"lundi\"], heures_semaine = 7", "dite en jours et en heures"),
        ("debut = 2025-11-17", "rien ne reste dans le premier organisme"),
        ("debut = 2025-12-25, fin = 2025-12-25", "rien ne reste dans le second organisme"),
    ] {
        assert_one(&of(&format!("{second}partage = {{ {partage} }}")), "CV16", Severity::Error, words);
    }
    assert_one(&of("partage = { jours = [\"jeudi\"] }"), "CV16", Severity::Error, "pas d’autre");
    let reversed = of(&format!("{second}partage = {{ debut = 2026-01-09, fin = 2026-01-05 }}"));
    assert_one(&reversed, "FMT06", Severity::Error, "avant le début");
}

#[test]
fn the_schedule_of_a_minor_is_read() {
    let of = |horaires: &str| brought("", &row("c-03", &format!("horaires = \"{horaires}\"")));
    for lawful in [
        "9 h – 12 h 30 et 14 h – 17 h 30",
        "8h30-12h / 13h30-17h",
        "9 h – 17 h, pause de 12 h à 13 h",
        "9 h – 17 h avec une heure de pause",
        "du lundi au jeudi : 9 h – 12 h 30 et 14 h – 17 h 30 ; vendredi : 9 h – 12 h 30 et 13 h 30 – 17 h",
    ] {
        assert_eq!(of(lawful), [], "{lawful}");
    }
    for (horaires, words) in [
        ("9 h – 16 h", "7 h de suite, de 9 h à 16 h"),
        ("9 h – 12 h 30 et 12 h 50 – 16 h 20", "7 h de présence sans pause de 30 minutes"),
        ("8 h – 12 h 30 et 13 h 30 – 18 h", "9 h de présence par jour"),
        ("14 h – 18 h et 19 h 30 – 22 h 30", "présence jusqu’à 22 h 30"),
        ("5 h – 9 h et 10 h – 13 h", "présence dès 5 h"),
        ("8 h – 11 h 30 et 17 h – 20 h 30", "11,5 h de repos entre deux jours"),
    ] {
        assert_one(&of(horaires), "CV35", Severity::Error, words);
    }
    for (horaires, words) in
        [("9 h – 17 h", "ne disent pas la pause"), ("selon le planning de l’agence", "ne se lisent pas")]
    {
        assert_one(&of(horaires), "CV35", Severity::Human, words);
    }
    // The same is nothing for who is of age.
    let adult = brought("", &row("c-24", "horaires = \"9 h – 16 h\""));
    assert_eq!(adult, []);
}

/// What an avenant that cannot be would have made of the stage is told by no rule.
#[test]
fn an_impossible_avenant_is_told_and_not_applied() {
    let dates = |fin: &str| {
        format!("--- promotion.toml\n-debut = 2025-11-24\n-fin = 2026-01-23\n+debut = 2025-11-24\n+fin = {fin}")
    };
    assert_one(&brought("", &dates("2027-01-23")), "CV40", Severity::Error, "hors de l’année d’enseignement");
    for (keys, words) in [
        ("objet = \"dates\"\nfin = 2025-11-14", "se contredisent"),
        ("objet = \"dates\"\nfin = 2027-01-16", "hors de l’année d’enseignement"),
        ("objet = \"dates\"\ndebut = 2024-11-17", "hors de l’année d’enseignement"),
        ("objet = \"rupture\"\nfin = 2025-10-12", "n’est pas pendant le stage"),
        ("objet = \"interruption\"\ndebut = 2026-12-15\nfin = 2026-12-19", "ne retire aucun jour"),
        ("objet = \"horaires\"\ndebut = 2026-02-02\nheures_semaine = 40", "après la fin du stage"),
        (
            "objet = \"gratification\"\ndebut = 2026-02-02\ngratification = { horaire = \"1\", modalites = \"x\" }",
            "après la fin du stage",
        ),
    ] {
        // Of a stage with and without a recorded presence.
        for cle in ["c-24", "c-12"] {
            assert_one(&brought("", &avenant(cle, keys)), "CV40", Severity::Error, words);
        }
    }
    // A gratification that was to follow a longer stage.
    let longer = avenant("c-24", "objet = \"dates\"\nfin = 2026-02-13").replace("+numero = 1", "+numero = 2");
    let paid = avenant(
        "c-24",
        "objet = \"gratification\"\ndebut = 2025-11-17\ngratification = { horaire = \"4,50\", modalites = \"Par mois.\" }",
    );
    let both = format!("{paid}\n{longer}");
    let of = |edit: &str| brought("", edit).into_iter().filter(|(code, ..)| code != "ST02").collect::<Vec<_>>();
    assert_eq!(of(&both), []);
    let late = both.replace("+debut = 2025-11-17\n", "+debut = 2026-11-17\n");
    assert_one(&of(&late), "CV40", Severity::Error, "après la fin du stage");
}

/// The convention is right; the amount of the avenant is told at the avenant, and keeps back the avenant alone.
#[test]
fn a_low_rate_of_an_avenant_is_told_at_the_avenant() {
    let mut folder = fixture("promotion");
    let low =
        avenant("c-10", "objet = \"gratification\"\ngratification = { horaire = \"4,00\", modalites = \"Par mois.\" }");
    apply(&mut folder, &low.replace("+numero = 1", "+numero = 2"));
    let after: Told = controlled(&folder);
    let found: Vec<&Diagnostic> = after.diagnostics.iter().filter(|d| d.code == "CV33").collect();
    assert!(!found.is_empty(), "4,00 € is less than the minimum");
    assert!(found.iter().all(|d| d.place.field().is_some_and(|f| f.starts_with("avenant["))), "{:#?}", told(found));
}

/// Half days of a candidate's own periods.
#[test]
fn the_journees_of_a_dossier_have_halves() {
    let folder = fixture("complet-scolaire");
    let before = controlled(&folder);
    let of = |edit: &str| {
        let mut edited = folder.clone();
        apply(&mut edited, &format!("--- periodes.toml\n{edit}"));
        told(new_ones(&before, &controlled(&edited)))
    };
    assert_eq!(of("-journees = 25  \n+journees = 24.5  "), []);
    assert_eq!(of("-journees = 25  \n+journees = \"24,5\"  "), []);
    // Half a Friday each week: 34 whole days less 7 halves are 30,5.
    let half = "demi_journees = [\"vendredi\"]";
    assert_eq!(of(&format!("-journees = 34  \n+journees = 32 \n+{half} #")).len(), 1);
    let found = of(&format!("-journees = 34  \n+journees = 32 \n+{half} #"));
    assert!(found.iter().all(|(code, _, m)| code == "ST06" && m.contains("30,5")), "{found:#?}");
    // 25 + 18 + 30,5 are half a journée short of 75… and then one more half is not enough for a whole one.
    let short = of(&format!("-journees = 34  \n+journees = 30.5 \n+{half} #"));
    assert!(short.iter().all(|(code, ..)| code == "ST01") && short.len() == 1, "{short:#?}");
    assert!(short[0].2.contains("73,5"), "{short:#?}");
}

/// The journées that a whole class has done before are one fault, at the class; those of one student stay his or hers.
#[test]
fn a_total_that_a_whole_class_lacks_is_told_once() {
    let class = |n: u32| {
        let edit = format!("--- promotion.toml\n-journees_anterieures = 35\n+journees_anterieures = {n}");
        brought("", &edit)
    };
    // One has a shorter stage for reasons that are his or hers (ST15).
    let short: Vec<_> = class(10).into_iter().filter(|(code, ..)| code != "ST15").collect();
    assert_one(&short, "ST01", Severity::Error, "étudiants, il en faut au moins 75");
    assert_one(&class(70), "ST02", Severity::Warning, "étudiants, le maximum est de 80");
}

/// A slip in a year is one fault: what the dates would make due, and where they lie, is no other.
#[test]
fn a_slip_in_the_year_of_a_stage_is_one_fault() {
    let of = |debut: &str, fin: &str| {
        let was = "-organisme = \"terreaux\"\n-referent = \"oezdemir\"\n-debut = 2025-11-17\n-fin = 2026-01-16";
        brought(
            "",
            &format!(
                "--- promotion.toml\n{was}\n+organisme = \"terreaux\"\n+referent = \"oezdemir\"\n+debut = {debut}\n+fin = {fin}"
            ),
        )
    };
    assert_one(&of("2025-11-17", "2027-01-16"), "CV32", Severity::Error, "c-02");
    assert_one(&of("2024-11-17", "2026-01-16"), "CV32", Severity::Error, "c-02");
    // Both years: where it lies says it all, and the minimum of a year that is not known is no question.
    assert_one(&of("2026-11-17", "2027-01-16"), "CV39", Severity::Warning, "c-02");
}

/// Nothing is computed of a shared stage whose parts were lost to a fault already told.
#[test]
fn what_is_lost_of_a_shared_stage_is_told_once() {
    let shared = "second_organisme = \"terreaux\"\npartage = { jours = [\"jeudi\"] }";
    for (lost, code) in [
        ("second_organisme = \"terreaux\"\npartage = { jours = [\"jeudy\"] }", "FMT05"),
        ("second_organisme = \"terreaux\"\npartage = { jour = [\"jeudi\"] }", "FMT03"),
        ("second_organism = \"terreaux\"\npartage = { jours = [\"jeudi\"] }", "FMT03"),
    ] {
        let mut folder = fixture("promotion");
        apply(&mut folder, &row("c-24", shared));
        let before = controlled(&folder);
        let mut folder = fixture("promotion");
        apply(&mut folder, &row("c-24", lost));
        let after = controlled(&folder);
        assert_one(&told(new_ones(&before, &after)), code, Severity::Error, "");
    }
}
