//! What a reader of an archive knows a file by: its title and its kind, from its place in its lot. Nothing is told of a person
//! that the name of the file does not tell.

use std::collections::BTreeMap;

use super::{DOCUMENTS, ENTREES};
use crate::archive::Piece;

/// Titles of the files that liasse knows by name, without their ending.
const FICHIERS: [(&str, &str); 34] = [
    ("avenants", "Avenants"),
    ("candidat", "Candidat : identité, inscription, formation"),
    ("candidats", "Liste des candidats"),
    ("compte-rendu", "Compte rendu du contrôle"),
    ("contrats", "Contrats"),
    ("controle", "Tableau du contrôle"),
    ("convocation", "Convocation"),
    ("convocations", "Convocations"),
    ("copies", "En-têtes des copies"),
    ("corrige", "Corrigé"),
    ("courrier", "Courrier"),
    ("couverture", "Couverture"),
    ("decisions", "Décisions"),
    ("dossier-professionnel", "Dossier professionnel"),
    ("emargement", "Liste d’émargement"),
    ("envois", "Envois"),
    ("epreuves", "Épreuves"),
    ("etiquettes", "Étiquettes"),
    ("etudiants", "Étudiants"),
    ("examen", "Épreuve : réglages"),
    ("grille", "Grille d’évaluation"),
    ("manifest", "Liste des documents produits"),
    ("notation", "Notation"),
    ("organismes", "Organismes d’accueil"),
    ("periodes", "Périodes de stage, de contrat ou d’emploi"),
    ("points-a-verifier", "Points à vérifier"),
    ("proces-verbal", "Procès-verbal"),
    ("promotion", "Promotion : réglages"),
    ("registre-de-controle", "Registre de contrôle"),
    ("scenario", "Scénario de l’oral"),
    ("session", "Session : réglages"),
    ("situation", "Situation de l’oral"),
    ("stages", "Stages"),
    ("sujet", "Sujet"),
];
/// What stands in a folder.
const DOSSIERS: [(&str, &str); 12] = [
    ("annexes", "Annexe"),
    ("attestations", "Attestation de stage"),
    ("avenants", "Avenant"),
    ("certificats", "Certificat de stage"),
    ("conventions", "Convention de stage"),
    ("courriers", "Courrier"),
    ("entreprises", "Entreprise"),
    ("fiches", "Fiche"),
    ("images", "Image"),
    ("impression", "À imprimer"),
    ("oraux", "Oral"),
    ("pieces", "Pièce"),
];
/// Endings of what is there in several forms.
const FORMES: [(&str, &str); 4] =
    [("csv", "tableur"), ("html", "page web"), ("json", "données"), ("txt", "texte seul")];

/// Gives the pieces of a lot their titles; `fiches` has those of its activity sheets, by path.
pub(super) fn give(pieces: &mut [Piece], lot: &str, fiches: &BTreeMap<String, String>) {
    for piece in pieces {
        let below = piece.nom.strip_prefix(lot).unwrap_or(&piece.nom).trim_start_matches('/');
        let (part, path) = below.split_once('/').unwrap_or(("", below));
        piece.titre = match fiches.get(path).filter(|_| part == ENTREES) {
            Some(told) => told.clone(),
            None => titre(path, part == DOCUMENTS),
        };
        piece.document = match part {
            DOCUMENTS => "Document produit",
            _ if path.starts_with("dossiers/") => "Dossier reçu",
            _ if path.starts_with("pieces/") || path.starts_with("images/") => "Pièce jointe",
            _ => "Donnée saisie",
        };
    }
}

fn titre(path: &str, made: bool) -> String {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let folder = folders.rsplit('/').next().unwrap_or_default();
    let form = FORMES.iter().find(|(e, _)| made && *e == ending).map_or_else(String::new, |(_, f)| format!(" ({f})"));
    let (words, number) = numbered(stem);
    let of_folder = DOSSIERS.iter().find(|(name, _)| *name == folder).map(|(_, words)| *words);
    // What is in a folder of its own may have any name; of the others, the name says what it is, behind the number of an épreuve.
    let known = |at: &(&str, &str)| words == at.0 || made && words.strip_suffix(at.0).is_some_and(|w| w.ends_with('-'));
    let found = FICHIERS.iter().filter(|f| known(f)).max_by_key(|(name, _)| name.len());
    let told = match (found, of_folder) {
        (Some((_, title)), kind) if kind.is_none_or(|k| k == *title) => with_number(title, number),
        (_, Some(kind)) if words.is_empty() => with_number(kind, number),
        (_, Some(kind)) => match words.split_once('-').filter(|(first, _)| first.len() <= 2 && folder != "fiches") {
            Some((first, rest)) => {
                format!("{kind} {} : {}", first.trim_start_matches('0'), with_number(&spaced(rest), number))
            }
            None => format!("{kind} : {}", with_number(&spaced(words), number)),
        },
        (_, None) => with_number(&capital(&spaced(words)), number),
    };
    // A dossier within an exam: its folder tells whose it is.
    let dossier = folders.strip_prefix("dossiers/").and_then(|rest| rest.split('/').next());
    dossier.map_or_else(|| format!("{told}{form}"), |name| format!("{} – {told}{form}", spaced(name)))
}

/// A name and the number at its end: `courrier-012`, `04`.
fn numbered(stem: &str) -> (&str, Option<u32>) {
    let words = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = stem[words.len()..].parse().ok();
    match words.strip_suffix('-') {
        Some(before) if number.is_some() => (before, number),
        _ if words.is_empty() => ("", number),
        _ => (stem, None),
    }
}

fn with_number(text: &str, number: Option<u32>) -> String {
    number.map_or_else(|| text.to_owned(), |n| format!("{text} {n}"))
}

fn spaced(words: &str) -> String {
    words.replace(['-', '_'], " ")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Source;

    #[test]
    fn a_reader_understands_the_title_of_a_file() {
        let mut fiches = BTreeMap::new();
        fiches.insert("fiches/01.md".to_owned(), "Fiche 1 – Assurer un premier logement".to_owned());
        for (nom, titre, document) in [
            ("lea/entrees/candidat.toml", "Candidat : identité, inscription, formation", "Donnée saisie"),
            ("lea/entrees/fiches/01.md", "Fiche 1 – Assurer un premier logement", "Donnée saisie"),
            ("lea/entrees/fiches/09.md", "Fiche 9", "Donnée saisie"),
            ("lea/entrees/entreprises/agence-delorme.toml", "Entreprise : agence delorme", "Donnée saisie"),
            ("lea/entrees/pieces/certificat-1.jpg", "Pièce : certificat 1", "Pièce jointe"),
            ("lea/entrees/annexes/2-conditions-generales.md", "Annexe 2 : conditions generales", "Donnée saisie"),
            ("lea/entrees/dossiers/benali/fiches/04.md", "benali – Fiche 4", "Dossier reçu"),
            ("lea/entrees/oraux/01.toml", "Oral 1", "Donnée saisie"),
            ("lea/documents/dossier-professionnel.pdf", "Dossier professionnel", "Document produit"),
            ("lea/documents/pieces/06-fiche-1.pdf", "Pièce 6 : fiche 1", "Document produit"),
            ("lea/documents/jury/e31-2026-26ascpsc-corrige.pdf", "Corrigé", "Document produit"),
            ("lea/documents/jury/e31-2026-26ascpsc-proces-verbal.pdf", "Procès-verbal", "Document produit"),
            ("lea/documents/candidat/e31-2026-26ascpsc-sujet.html", "Sujet (page web)", "Document produit"),
            ("lea/documents/convocations/e31-2026-26ascpsc-convocation-001.pdf", "Convocation 1", "Document produit"),
            ("lea/documents/courriers/courrier-012.pdf", "Courrier 12", "Document produit"),
            (
                "lea/documents/conventions/2btsas1-ait-oufella-yanis.pdf",
                "Convention de stage : 2btsas1 ait oufella yanis",
                "Document produit",
            ),
            ("lea/documents/autre chose.pdf", "Autre chose", "Document produit"),
        ] {
            let mut pieces =
                [Piece { nom: nom.to_owned(), titre: String::new(), document: "", source: Source::Bytes(Vec::new()) }];
            give(&mut pieces, "lea", &fiches);
            assert_eq!((pieces[0].titre.as_str(), pieces[0].document), (titre, document), "{nom}");
        }
    }
}
