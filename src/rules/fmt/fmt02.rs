//! FMT02: a syntax error in a data file, each one that can be told apart.

use super::{Rule, told};
use crate::diagnostic::{Finding, Place};
use crate::domain::fault::{Fault, FaultKind};
use crate::rules::words::and;

pub static RULE: Rule = Rule::files("FMT02", check);

fn check(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| match kind {
        FaultKind::Syntax { detail } => {
            let (found, help) = in_french(detail);
            Some(RULE.at(place.clone(), format!("écriture incorrecte : {found}")).help(help))
        }
        FaultKind::LeadingZero { found } => {
            let number = found.trim_start_matches('0');
            let message = format!("écriture incorrecte : le nombre {found} commence par un zéro");
            Some(RULE.at(place.clone(), message).help(format!("écrivez {number}, sans guillemets")))
        }
        FaultKind::Twice { what, places, first } => Some(twice(place, what, places, first)),
        _ => None,
    })
}

/// A column or a table that is told twice: nothing says which is right, and nothing is merged.
fn twice(place: &Place, what: &str, places: &[String], first: &Place) -> Finding {
    let message = format!("{what} se trouve plusieurs fois : {}", and(places));
    let found = RULE.at(place.clone(), message).related(first.clone(), "une première fois ici");
    found.help("n’en gardez qu’une version : liasse ne les réunit pas")
}

/// The parser's words in French, and what to do; words not known here are given as they are.
fn in_french(detail: &str) -> (String, String) {
    const WORDS: &[(&str, &str, &str)] = &[
        (
            "front matter",
            "la fiche ne commence pas par un bloc de données entre deux lignes « +++ »",
            "écrivez « +++ » seul sur la première ligne, puis les données, puis « +++ » seul sur une ligne ; \
             si ce n’est pas une fiche, sortez le fichier de ce dossier",
        ),
        (
            crate::sources::toml_text::MANY,
            "plus de 2000 lignes de ce fichier ne se lisent pas : les suivantes ne sont pas dites",
            "ce n’est sans doute pas le fichier de données attendu : remettez celui-ci, ou corrigez d’abord les premières lignes",
        ),
        (
            "date written otherwise",
            "une date ne s’écrit pas ainsi",
            "écrivez AAAA-MM-JJ, par exemple 2026-03-02, ou \"02/03/2026\" entre guillemets droits",
        ),
        (
            "unclosed quote in a table",
            "ce guillemet ouvre un texte que rien ne ferme : toute la suite du fichier est dans cette case",
            "fermez le guillemet, ou doublez-le (\"\") s’il fait partie du texte",
        ),
        (
            "unexpected key or value",
            "il y a quelque chose en trop après la valeur",
            "gardez une seule valeur ; une apostrophe ferme un texte écrit entre apostrophes : écrivez-le entre \
             guillemets droits, \"…\"",
        ),
        (
            "carriage return",
            "les fins de ligne de ce fichier ne sont pas de celles que l’on sait lire",
            "réenregistrez le fichier dans votre éditeur avec des fins de ligne LF ou CRLF",
        ),
        ("extra `=`", "il y a un signe « = » de trop", "gardez-en un seul"),
        ("extra assignment", "il y a un signe « = » de trop", "gardez-en un seul"),
        ("extra comma", "il y a une virgule de trop", "supprimez-la"),
        (
            "duplicate table",
            "ce bloc est déjà ouvert plus haut",
            "un bloc qui se répète s’écrit entre doubles crochets, par exemple [[periode]] ; sinon, réunissez les deux",
        ),
        (
            "too few unicode",
            "une barre oblique inverse \\ n’est pas suivie d’un signe connu",
            "doublez-la (\\\\), ou écrivez le texte entre apostrophes : '…'",
        ),
        ("duplicate key", "cette clé est écrite deux fois", "gardez une seule des deux lignes"),
        (
            "missing opening quote",
            "il manque le guillemet ouvrant",
            "écrivez le texte entre deux guillemets droits : \"…\"",
        ),
        ("string values must be quoted", "un texte doit être entre guillemets droits", "écrivez cle = \"texte\""),
        ("key with no value", "cette clé n’a pas de valeur", "écrivez cle = \"valeur\""),
        ("missing value for key", "il manque la valeur après « = »", "écrivez une valeur, ou supprimez la ligne"),
        ("missing value", "il manque la valeur après « = »", "écrivez une valeur, ou supprimez la ligne"),
        ("missing assignment between key-value pairs", "il manque le signe « = »", "écrivez cle = \"valeur\""),
        (
            "unexpected leading zero",
            "un nombre ne commence pas par 0",
            "mettez la valeur entre guillemets pour garder les zéros",
        ),
        ("unclosed array", "le crochet ] de la liste manque", "fermez la liste par ]"),
        ("unclosed table", "le crochet ] du titre de bloc manque", "écrivez [nom-du-bloc] sur une seule ligne"),
        (
            "unclosed array table",
            "les crochets ]] du titre de bloc manquent",
            "écrivez [[nom-du-bloc]] sur une seule ligne",
        ),
        ("unclosed inline table", "l’accolade } manque", "fermez par }"),
        (
            "missing comma between array elements",
            "il manque une virgule entre deux éléments de la liste",
            "séparez les éléments par des virgules",
        ),
        (
            "invalid unquoted key",
            "ce nom de clé n’est pas permis",
            "une clé s’écrit sans espace ni accent : lettres, chiffres, - et _",
        ),
        (
            "missing escaped value",
            "une barre oblique inverse \\ n’est pas suivie d’un signe connu",
            "doublez-la (\\\\), ou écrivez le texte entre apostrophes : '…'",
        ),
        ("cannot extend value", "ce nom désigne déjà une valeur simple", "choisissez : une valeur, ou un bloc de clés"),
        ("invalid date", "cette date n’existe pas ou est mal écrite", "écrivez AAAA-MM-JJ"),
        ("recursion", "trop de niveaux imbriqués", "simplifiez cette valeur"),
    ];
    if let Some((_, found, help)) = WORDS.iter().find(|(words, ..)| detail == *words) {
        return ((*found).to_owned(), (*help).to_owned());
    }
    if detail.starts_with("invalid") && detail.contains("string") {
        return (
            "le texte n’est pas fermé ou contient un signe qui n’y est pas permis".to_owned(),
            "fermez le texte par un guillemet droit ; doublez les barres obliques inverses".to_owned(),
        );
    }
    if let Some((_, found, help)) = WORDS.iter().find(|(words, ..)| detail.contains(words)) {
        return ((*found).to_owned(), (*help).to_owned());
    }
    (
        "cette ligne n’est pas écrite comme elle doit l’être".to_owned(),
        "une ligne est « cle = valeur » ou « [bloc] » ; comparez avec docs/format-donnees.md".to_owned(),
    )
}
