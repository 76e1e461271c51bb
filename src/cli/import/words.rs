//! The words of an import, whatever is written of it: files, who was left out, what could not be read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diagnostic::human::printable;
use crate::pipeline::import::{Reason, Selection};
use crate::sources::import::{FileRead, Illisible, Kind, Origin, Trouble};

/// Lines of one kind that are printed at most.
const LINES: usize = 40;

/// "liste.csv (CSV) : 12 élèves".
pub fn of_file(file: &FileRead) -> String {
    let (kind, one, many) = match file.kind {
        Kind::SiecleEleves => ("SIECLE, élèves", "élève", "élèves"),
        Kind::SiecleStructures => ("SIECLE, structures", "classe d’élève", "classes d’élèves"),
        Kind::SiecleCommuns => return format!("{} (SIECLE, établissement)", printable(&file.name)),
        Kind::SiecleResponsables => ("SIECLE, responsables", "responsable d’élève", "responsables d’élèves"),
        Kind::Cyclades => ("Cyclades", "candidat", "candidats"),
        Kind::Csv => ("CSV", "élève", "élèves"),
        Kind::Xlsx => ("XLSX", "élève", "élèves"),
        Kind::Ods => ("ODS", "élève", "élèves"),
    };
    let mut out = format!("{} ({kind}) : {}", printable(&file.name), counted(file.count, one, many));
    if !file.ignored.is_empty() {
        let _ = write!(out, " ; colonnes non reprises : {}", printable(&file.ignored.join(", ")));
    }
    out
}

/// "3 élèves".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n < 2 { one } else { many })
}

/// Who was left out: a line each, but for other classes, which are counted.
pub fn skipped(selection: &Selection, class: Option<&str>) -> String {
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for skipped in &selection.skipped {
        let why = match &skipped.reason {
            Reason::OtherClass(class) => {
                *others.entry(class).or_default() += 1;
                continue;
            }
            Reason::Left(day) => format!("sorti le {}", printable(day)),
            Reason::Inactive => "inactif".to_owned(),
            Reason::DuplicateOf(first) => format!("doublon de {}", place(first)),
        };
        lines.push(format!("{} : {why}", place(&skipped.origin)));
    }
    for (class, n) in others {
        let class = if class.is_empty() { "sans classe".to_owned() } else { format!("en {}", printable(class)) };
        lines.push(format!("{} {class}, autre classe", counted(n, "élève", "élèves")));
    }
    if lines.is_empty() {
        return String::new();
    }
    let mut out = format!("\nÉcartés{} :\n", class.map_or(String::new(), |c| format!(" (classe {})", printable(c))));
    bounded(&mut out, lines.into_iter());
    out + "\n"
}

pub fn unreadable(all: &[Illisible]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut out = "\nNon lus :\n".to_owned();
    let one = |i: &Illisible| {
        let column = i.column.as_ref().map_or(String::new(), |c| format!(", « {} »", printable(c)));
        format!("{}{column} : {}", place(&i.origin), words(&i.trouble))
    };
    bounded(&mut out, all.iter().map(one));
    out + "\n"
}

/// The lines, and how many more there are.
pub fn bounded(out: &mut String, mut lines: impl Iterator<Item = String>) {
    for line in lines.by_ref().take(LINES) {
        let _ = writeln!(out, "  {line}");
    }
    let more = lines.count();
    if more > 0 {
        let _ = writeln!(out, "  … et {more} de plus");
    }
}

/// "liste.xlsx, feuille « Élèves », ligne 4".
fn place(origin: &Origin) -> String {
    let mut out = printable(&origin.file);
    if let Some(sheet) = &origin.sheet {
        let _ = write!(out, ", feuille « {} »", printable(sheet));
    }
    if origin.row > 0 {
        let _ = write!(out, ", ligne {}", origin.row);
    }
    out
}

fn words(trouble: &Trouble) -> String {
    let fixed = match trouble {
        Trouble::Io(words) => return words.clone(),
        Trouble::NotADate(text) => {
            return format!("« {} » n’est pas une date (jj/mm/aaaa), laissée vide", printable(text));
        }
        Trouble::ImpossibleDate(text) => {
            return format!("« {} » n’est pas un jour du calendrier, laissé vide", printable(text));
        }
        Trouble::CutNumber(text) => {
            return format!(
                "« {} » a perdu des chiffres dans un tableur (zéros du début ?), laissé vide ; mettez la colonne au format Texte",
                printable(text)
            );
        }
        Trouble::NotRecognised => "ce n’est pas un export connu (XML de SIECLE, Cyclades, CSV, XLSX, ODS)",
        Trouble::OldExcel => "c’est un ancien classeur .xls ; enregistrez-le au format .xlsx",
        Trouble::Encrypted => "le contenu est protégé par un mot de passe",
        Trouble::Outside => "un fichier de l’archive a un nom qui en sort ; il n’est pas lu",
        Trouble::TooLarge => "le contenu est trop volumineux",
        Trouble::TooManyFiles => "l’archive contient trop de fichiers",
        Trouble::TooDeep => "les éléments XML sont trop imbriqués",
        Trouble::Truncated => "le fichier est incomplet : la suite manque",
        Trouble::Malformed => "le contenu est endommagé",
        Trouble::Entity => "une entité XML n’est pas permise",
        Trouble::Encoding => "le texte n’est pas dans l’encodage qu’il annonce",
        Trouble::NoHeadings => {
            "aucune ligne d’en-têtes avec un nom et un prénom (ou un numéro, ou une date de naissance)"
        }
        Trouble::Missing => "le nom de famille manque, la ligne n’est pas prise",
        Trouble::TooLong => "la valeur est trop longue",
    };
    fixed.to_owned()
}
