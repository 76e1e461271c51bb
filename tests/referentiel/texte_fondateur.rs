//! The wordings against the founding text itself, where a copy of it stands beside the repository.

use std::path::Path;

use super::REFERENTIEL;

const COPY: &str = "shared/reference/referentiel-bts-assurance.txt";

/// The lines of the founding text, normalised, or nothing where there is no copy of it.
fn lines() -> Option<Vec<String>> {
    let copy =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join(COPY)).find(|path| path.is_file());
    if copy.is_none() {
        eprintln!(
            "IGNORÉ : le texte fondateur ({COPY}) n’est pas à côté du dépôt, les libellés ne lui sont pas comparés"
        );
    }
    let text = std::fs::read_to_string(copy?).expect("the copy can be read");
    Some(text.lines().map(normalised).collect())
}

/// Without what cleaning changes: apostrophes, blanks, bullets, final punctuation.
fn normalised(text: &str) -> String {
    let plain: String = text.replace("...", "…").chars().map(plain).collect();
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    joined
        .replace("- s", "-s")
        .replace("é(ABR)", "é (ABR)")
        .replace(",)", ")")
        .trim_matches([' ', '.', ',', ';', ':', '·'])
        .to_owned()
}

fn plain(c: char) -> char {
    match c {
        '\'' => '’',
        '\u{f0b7}' | '·' => ' ',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[test]
fn competences_are_worded_as_where_they_are_cited() {
    let Some(lines) = lines() else { return };
    for competence in &REFERENTIEL.competences {
        let ligne =
            competence.source.rsplit("l. ").next().and_then(|ligne| ligne.parse::<usize>().ok()).expect("a line");
        assert_eq!(lines[ligne - 2], competence.code, "the code stands above its wording");
        assert_eq!(lines[ligne - 1], normalised(&competence.intitule), "{}", competence.code);
    }
}

#[test]
fn savoirs_stand_with_their_levels() {
    let Some(lines) = lines() else { return };
    for savoir in &REFERENTIEL.savoirs {
        let at = lines.iter().position(|line| *line == savoir.code).expect(&savoir.code);
        assert_eq!(lines[at + 1], normalised(&savoir.intitule), "{}", savoir.code);
        let niveaux = ["DA1", "DA2", "DA3"].map(|domaine| savoir.niveau(domaine).to_string());
        assert_eq!(lines[at + 2..at + 5], niveaux, "{}", savoir.code);
    }
}

#[test]
fn criteria_tasks_and_situations_are_worded_as_in_the_text() {
    let Some(lines) = lines() else { return };
    let text = lines.join(" ").replace("rendez- vous", "rendez-vous");
    let wordings = (REFERENTIEL.grilles.iter().flat_map(|grille| &grille.criteres))
        .chain(REFERENTIEL.activites.iter().flat_map(|activite| activite.taches.iter().chain(&activite.resultats)))
        .chain(REFERENTIEL.domaines.iter().flat_map(|domaine| &domaine.indicateurs))
        .chain(REFERENTIEL.domaines.iter().flat_map(|domaine| &domaine.ressources).flat_map(|r| &r.elements))
        .chain(REFERENTIEL.compositions.iter().flat_map(|c| &c.situations).map(|situation| &situation.intitule))
        .chain(REFERENTIEL.elements_convention.iter().map(|element| &element.intitule))
        .chain(REFERENTIEL.nv.cas.iter().map(|cas| &cas.intitule))
        .chain(REFERENTIEL.niveaux.iter().map(|niveau| &niveau.intitule));
    let lower = text.to_lowercase();
    let missing: Vec<_> = wordings.filter(|wording| !lower.contains(&normalised(wording).to_lowercase())).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
