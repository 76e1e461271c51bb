//! FMT01: a file that cannot be read, is not UTF-8, or is too large.

use super::{Rule, told};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::fault::{BadTable, Fault, FaultKind, Unreadable};

pub static RULE: Rule = Rule::files("FMT01", check);

/// A table that two programs wrote, each in its encoding.
fn mixed(place: &Place, lines: &[usize]) -> Finding {
    const SHOWN: usize = 8;
    let shown: Vec<_> = lines.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if lines.len() > SHOWN { "…" } else { "" };
    let message = format!("{} mêle deux encodages (lignes {}{more})", place.file, shown.join(", "));
    RULE.at(place.clone(), message).severity(Severity::Warning).help(
        "les lettres y sont lues comme ce qu’elles doivent être : vérifiez ces lignes, puis réenregistrez en UTF-8",
    )
}

fn check(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| {
        if let FaultKind::MixedEncoding { lines } = kind {
            return Some(mixed(place, lines));
        }
        let FaultKind::Unreadable(reason) = kind else { return None };
        let file = &place.file;
        let (message, help) = match reason {
            Unreadable::Io(reason) => (
                format!("{file} ne peut pas être lu : {reason}"),
                "vérifiez les droits du fichier et que le disque répond".to_owned(),
            ),
            Unreadable::NotUtf8 => (
                format!("{file} n’est pas en UTF-8"),
                "réenregistrez le fichier dans votre éditeur en choisissant l’encodage UTF-8".to_owned(),
            ),
            Unreadable::TooLarge { size: found, limit } => (
                format!("{file} pèse {}, la limite est de {}", size(*found), size(*limit)),
                "sortez du fichier ce qui n’a pas à s’y trouver".to_owned(),
            ),
            Unreadable::TooMany { limit } => (
                format!("{file} contient plus de {limit} fichiers"),
                "gardez seulement les fichiers du dossier".to_owned(),
            ),
            Unreadable::NotRegular => {
                (format!("{file} n’est pas un fichier ordinaire"), "remplacez-le par un vrai fichier".to_owned())
            }
            Unreadable::Link => (
                format!("{file} est un lien qui mène hors du dossier"),
                "copiez le fichier lui-même dans le dossier".to_owned(),
            ),
            Unreadable::Twins => (
                format!(
                    "{file} est là deux fois : deux noms qui se lisent de même (accents composés ou non, majuscules)"
                ),
                "gardez l’un des deux fichiers ; renommez l’autre s’il sert".to_owned(),
            ),
            Unreadable::NotNamed => {
                const DATA: [&str; 5] = [".md", ".toml", ".csv", ".xlsx", ".ods"];
                let message = format!("{file} n’est pas lu : son nom n’est pas en UTF-8");
                // A picture or a scan that is wanted is told as missing where it is named.
                let is_data = DATA.iter().any(|ending| file.to_lowercase().ends_with(ending));
                let severity = if is_data { Severity::Error } else { Severity::Warning };
                let found = RULE.at(place.clone(), message).severity(severity);
                return Some(found.help("renommez-le : les lettres sans accents conviennent partout"));
            }
            Unreadable::Table(bad) => {
                let (found, help) = table(*bad);
                (format!("{file} {found}"), help.to_owned())
            }
        };
        Some(RULE.at(place.clone(), message).help(help))
    })
}

/// What is wrong with a table, and what to do.
fn table(bad: BadTable) -> (&'static str, &'static str) {
    const SAVE: &str = "ouvrez-le dans votre tableur et enregistrez-le de nouveau, en XLSX, en ODS ou en CSV";
    match bad {
        BadTable::NotATable => ("n’est ni un texte CSV, ni un classeur XLSX ou ODS", SAVE),
        BadTable::OldExcel => ("est un classeur de l’ancien format d’Excel (XLS)", SAVE),
        BadTable::Encrypted => ("est protégé par un mot de passe", "enregistrez-le sans mot de passe"),
        BadTable::Damaged => ("est abîmé", SAVE),
        BadTable::TooLarge => (
            "a trop de lignes ou trop de texte pour une promotion",
            "gardez les seules lignes de la promotion ; supprimez les lignes vides en bas des feuilles",
        ),
        BadTable::NoHeadings => (
            "n’a pas de ligne de titres : aucune de ses premières lignes ne nomme les clés du tableau",
            "écrivez en tête de chaque colonne la clé de docs/format-donnees.md, par exemple « cle » ou « nom_famille »",
        ),
        BadTable::NoSheet => (
            "n’a aucune feuille qui porte le nom d’un tableau",
            "nommez les feuilles étudiants, organismes, stages, avenants ou contrats",
        ),
    }
}

/// Bytes in the unit that a file manager shows: "1,5 Mio", "12 Kio".
fn size(bytes: u64) -> String {
    let mib = bytes as f64 / f64::from(1 << 20);
    if mib >= 1.0 { format!("{mib:.1} Mio").replace('.', ",") } else { format!("{} Kio", bytes.div_ceil(1 << 10)) }
}
