//! The words of an import, whatever is written of it: files, who was left out, what could not be read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diagnostic::human::printable;
use crate::pipeline::import::{Reason, Selection};
use crate::sources::import::{Elsewhere, FileRead, Illisible, Kind, Note, Origin, Remarque, Trouble};

/// Lines of one kind that are printed at most.
const LINES: usize = 40;

/// "liste.csv (CSV) : 12 élèves".
pub fn of_file(file: &FileRead) -> String {
    const ELEVES: Option<(&str, &str)> = Some(("élève", "élèves"));
    let (kind, of) = match file.kind {
        Kind::SiecleEleves => ("SIECLE, élèves", ELEVES),
        Kind::SiecleStructures => ("SIECLE, structures", Some(("classe d’élève", "classes d’élèves"))),
        Kind::SiecleCommuns => ("SIECLE, établissement", None),
        Kind::SiecleResponsables => ("SIECLE, responsables", Some(("responsable d’élève", "responsables d’élèves"))),
        Kind::Tableau => ("tableau d’une promotion", None),
        Kind::Cyclades => ("Cyclades", Some(("candidat", "candidats"))),
        Kind::Csv => ("CSV", ELEVES),
        Kind::Xlsx => ("XLSX", ELEVES),
        Kind::Ods => ("ODS", ELEVES),
    };
    let mut out = format!("{} ({kind})", printable(&file.name));
    if let Some((one, many)) = of {
        let _ = write!(out, " : {}", counted(file.count, one, many));
    }
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
    let mut out = format!("Écartés{} :\n", class.map_or(String::new(), |c| format!(" (classe {})", printable(c))));
    bounded(&mut out, lines.into_iter());
    out
}

/// What is known otherwise than it stands in the files: who was left out as no pupil, how values were read.
pub fn remarks(all: &[Remarque], classes: &[Vec<String>]) -> String {
    // What is alike of one column is one line.
    let mut groups: BTreeMap<(String, Note, Option<&str>), Vec<u64>> = BTreeMap::new();
    for remarque in all {
        let Remarque { origin, column, note } = remarque;
        let whole = Origin { row: 0, ..origin.clone() };
        groups.entry((place(&whole), *note, column.as_deref())).or_default().push(origin.row);
    }
    let mut lines: Vec<String> = Vec::new();
    for ((place, note, column), rows) in groups {
        let column = column.map_or(String::new(), |c| format!(", « {} »", printable(c)));
        lines.push(format!("{place}{}{column} : {}", ranges(rows), of_note(note)));
    }
    for spellings in classes {
        let all: Vec<_> = spellings.iter().map(|s| format!("« {} »", printable(s))).collect();
        lines.push(format!(
            "une classe écrite de {} façons : {} ; reprise comme {}",
            all.len(),
            all.join(", "),
            all[0]
        ));
    }
    if lines.is_empty() {
        return String::new();
    }
    let mut out = "À savoir :\n".to_owned();
    bounded(&mut out, lines.into_iter());
    out
}

fn of_note(note: Note) -> &'static str {
    match note {
        Note::Completed => "téléphone de neuf chiffres, complété par le zéro du début qu’un tableur a ôté",
        Note::ShortYear => "année sur deux chiffres, complétée du seul siècle qui convient",
        Note::TwoParents => "deux représentants légaux dans une même cellule, séparés",
        Note::MoreParents => "plus de deux représentants légaux ; les deux premiers sont pris",
        Note::Parted => "nom de famille et prénoms dans une même cellule, séparés d’après les capitales",
        Note::Formula => "formule ; c’est sa dernière valeur enregistrée qui est prise",
        Note::HiddenRow => "ligne masquée, lue comme les autres",
        Note::HiddenSheet => "feuille masquée, non lue",
        Note::OthersSheet => "feuille de personnes qui ne sont pas des élèves, non lue",
        Note::OtherSheet => "feuille sans ligne d’en-têtes d’élèves, non lue",
        Note::Total => "ligne de total, écartée",
        Note::Repeated => "en-têtes répétés, écartés",
        Note::Comment => "commentaire ou légende, écarté",
        Note::Group => "ligne d’un groupe, qui n’est pas une classe, écartée",
    }
}

/// ", ligne 4", ", lignes 3, 5 à 8".
fn ranges(mut rows: Vec<u64>) -> String {
    const SHOWN: usize = 12;
    rows.sort_unstable();
    rows.dedup();
    rows.retain(|r| *r > 0);
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for row in &rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let one = |(first, last): &(u64, u64)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} à {last}"),
    };
    let mut shown: Vec<String> = runs.iter().take(SHOWN).map(one).collect();
    if runs.len() > SHOWN {
        shown.push(format!("… ({} lignes)", rows.len()));
    }
    match rows.len() {
        0 => String::new(),
        1 => format!(", ligne {}", shown.join(", ")),
        _ => format!(", lignes {}", shown.join(", ")),
    }
}

pub fn unreadable(all: &[Illisible]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut out = "Non lus, ou douteux :\n".to_owned();
    bounded(&mut out, all.iter().map(illisible));
    out
}

/// "liste.csv, ligne 4, « Né le » : …".
pub fn illisible(one: &Illisible) -> String {
    let column = one.column.as_ref().map_or(String::new(), |c| format!(", « {} »", printable(c)));
    format!("{}{column} : {}", place(&one.origin), words(&one.trouble))
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
pub fn place(origin: &Origin) -> String {
    elsewhere(&origin.elsewhere())
}

fn elsewhere(place: &Elsewhere) -> String {
    let mut out = printable(&place.file);
    if let Some(sheet) = &place.sheet {
        let _ = write!(out, ", feuille « {} »", printable(sheet));
    }
    if place.row > 0 {
        let _ = write!(out, ", ligne {}", place.row);
    }
    out
}

fn words(trouble: &Trouble) -> String {
    let fixed = match trouble {
        Trouble::Io(words) => return words.clone(),
        Trouble::Zip(trouble) => return printable(&trouble.to_string()),
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
        Trouble::TurnedIntoDay(text) => {
            return format!(
                "un tableur a pris cette valeur pour une date ({}), laissée vide ; mettez la colonne au format Texte",
                printable(text)
            );
        }
        Trouble::SheetValue(text) => return format!("« {} » n’est pas une valeur, laissée vide", printable(text)),
        Trouble::OtherSeparator(c) => {
            let c = if *c == '\t' { "une tabulation".to_owned() } else { format!("« {c} »") };
            return format!(
                "les cellules sont séparées par {c}, et non comme celles des en-têtes ; la ligne n’est pas prise"
            );
        }
        Trouble::SharedNumber(other) => {
            return format!(
                "ce numéro est aussi celui d’une autre personne ({}) ; toutes deux sont prises, sans ce numéro",
                elsewhere(other)
            );
        }
        Trouble::Differs(other) => {
            return format!("ne dit pas la même chose que {}, qui est pris", elsewhere(other));
        }
        Trouble::Unexpected { found, expected } => {
            return format!("{} n’est pas {expected}, laissé vide", printable(found));
        }
        Trouble::ShortYear(text) => {
            return format!(
                "« {} » : l’année sur deux chiffres peut être de deux siècles, laissée vide ; écrivez-la en entier (jj/mm/aaaa)",
                printable(text)
            );
        }
        Trouble::NotRecognised => "ce n’est pas un export connu (XML de SIECLE, Cyclades, CSV, XLSX, ODS)",
        Trouble::OldExcel => "c’est un ancien classeur .xls ; enregistrez-le au format .xlsx",
        Trouble::TooLarge => "le contenu est trop volumineux",
        Trouble::TooDeep => "les éléments XML sont trop imbriqués",
        Trouble::Truncated => "le fichier est incomplet : la suite manque",
        Trouble::Malformed => "le contenu est endommagé",
        Trouble::Entity => "une entité XML n’est pas permise",
        Trouble::Encoding => "le texte n’est pas dans l’encodage qu’il annonce",
        Trouble::NoHeadings => {
            "aucune ligne d’en-têtes avec un nom et un prénom (ou un numéro, ou une date de naissance)"
        }
        Trouble::Missing => "le nom de famille manque, la ligne n’est pas prise",
        Trouble::OddName => {
            "le nom a des signes qu’un nom n’a pas (parenthèse, astérisque), il est repris tel quel : vérifiez"
        }
        Trouble::Quote => "un guillemet ouvert sur cette ligne n’y est pas fermé, la ligne n’est pas prise",
        Trouble::TooLong => "la valeur est trop longue",
        Trouble::Control => "la valeur a des caractères de commande, que personne n’a tapés ; laissée vide",
        Trouble::OtherEncoding => {
            "des octets ne sont pas dans l’encodage du fichier ; ils sont lus comme les lettres qu’ils doivent être : vérifiez"
        }
        Trouble::Damaged => "le texte semble abîmé par un mauvais encodage ; il est repris tel quel : vérifiez",
        Trouble::LostCharacter => "une lettre est perdue (« ? » ou losange à sa place), laissée vide",
        Trouble::Uncomputed => {
            "une formule dont la valeur n’est pas enregistrée, laissée vide ; ouvrez et enregistrez le classeur"
        }
        Trouble::WholeName => {
            "nom de famille et prénoms sont dans une même cellule, et rien ne les distingue ; la cellule entière est prise \
             comme nom de famille : séparez-les"
        }
        Trouble::Displaced => {
            "la ligne a plus de cellules que d’en-têtes (une séparation de trop ?), elle n’est pas prise"
        }
        Trouble::TwoValues => {
            "cette colonne ne dit pas la même chose qu’une autre de même sens ; la première est prise"
        }
        Trouble::NotAPupil => "une seule cellule est remplie, la ligne n’est pas prise",
    };
    fixed.to_owned()
}
