//! `import`: from a school's exports to the folders of its candidates.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{CliError, CommandResult, Common, Outcome, init};
use crate::diagnostic::human::printable;
use crate::diagnostic::io::in_french;
use crate::domain::candidat::{DIPLOME, FILE};
use crate::pipeline::import::{Edited, Maker, Reason, Selection, State, places, plan, select};
use crate::pipeline::output;
use crate::sources::import::journal::{self, existing, present};
use crate::sources::import::{FileRead, Illisible, Kind, Lecture, Origin, Trouble, load};
use crate::sources::pack::PackError;

/// Lines of one kind that are printed at most.
const LINES: usize = 40;

/// Commencer les dossiers d’une classe avec les exports de l’établissement (SIECLE, Cyclades, tableurs)
#[derive(clap::Args)]
#[command(
    visible_alias = "importer",
    before_help = "\
Exemples :
  liasse importer eleves.csv --to promotion --dry-run
  liasse importer ElevesAvecAdresses.xml Structures.xml Communs.xml --to promotion --class 2ASS1
  liasse importer export.zip cyclades.csv --to promotion --session 2027
"
)]
pub struct Args {
    /// Exports : XML de SIECLE (même dans leur zip), liste simple de Cyclades, CSV, XLSX ou ODS ; ils se complètent
    #[arg(value_name = "FICHIER", required = true)]
    files: Vec<PathBuf>,
    /// Dossier où écrire : un sous-dossier par classe, un dossier par candidat
    #[arg(long, value_name = "DOSSIER")]
    to: PathBuf,
    /// Ce qui est écrit : candidats (un dossier par personne)
    #[arg(long = "as", value_name = "FORME", default_value = "candidats", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    target: Target,
    /// Ne prendre que cette classe
    #[arg(long, value_name = "CLASSE")]
    class: Option<String>,
    /// Dire ce qui serait fait, sans rien écrire
    #[arg(long)]
    dry_run: bool,
    /// Réécrire aussi les « candidat.toml » modifiés à la main (les fiches modifiées ne le sont jamais)
    #[arg(long)]
    force: bool,
    /// Statut de tous, quoi que disent les fichiers (par défaut : le leur, sinon scolaire)
    #[arg(long, value_name = "STATUT")]
    statut: Option<String>,
    /// Année de la session d’examen (par défaut : la prochaine)
    #[arg(long, value_name = "ANNEE", value_parser = clap::value_parser!(i32).range(2000..=2100))]
    session: Option<i32>,
}

/// What the records become.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Target {
    Candidats,
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let statut = args.statut.as_deref().map(init::statut).transpose()?;
    let environment = |e: PackError| CliError::Environment(e.to_string());
    let texts = common.library()?.texts(DIPLOME).map_err(environment)?;
    let session = args.session.unwrap_or_else(init::next_session);
    let referentiel = texts.referentiel(Some(session)).map_err(environment)?;
    let Lecture { files, eleves, mut illisibles } = load(&args.files).map_err(|(path, e)| {
        CliError::Environment(format!("{} ne peut pas être lu : {}", path.display(), in_french(&e)))
    })?;
    let mut selection = select(eleves, args.class.as_deref());
    illisibles.append(&mut selection.unreadable);
    illisibles.sort_by(|a, b| (&a.origin.file, a.origin.row).cmp(&(&b.origin.file, b.origin.row)));
    let mut out = files.iter().map(|f| of_file(f) + "\n").collect::<String>();
    out += &skipped(&selection, args.class.as_deref());
    out += &unreadable(&illisibles);
    print!("{out}");
    let mut maker = Maker::new(&referentiel, &texts.reglages, session, statut);
    let done = match args.target {
        Target::Candidats => candidates(args, &selection, &mut maker)?,
    };
    print!("{}", done.in_words(args, &selection));
    let complete = illisibles.is_empty() && !selection.kept.is_empty();
    Ok(if complete { Outcome::Conforming } else { Outcome::NotConforming })
}

/// What was done, or would be.
#[derive(Default)]
struct Done {
    new: usize,
    updated: usize,
    unchanged: usize,
    /// Folders whose `candidat.toml` was left as it is.
    edited: Vec<String>,
}

fn candidates(args: &Args, selection: &Selection, maker: &mut Maker<'_>) -> Result<Done, CliError> {
    let existing = existing(&args.to);
    let edited = if args.force { Edited::Overwrite } else { Edited::Keep };
    let mut done = Done::default();
    for (eleve, place) in selection.kept.iter().zip(places(&selection.kept, &existing)) {
        let folder = args.to.join(&place);
        let former = existing.journals.get(&place);
        let plan = plan(eleve, maker.files(eleve), former, &|file| present(&folder, file), edited);
        match plan.state {
            State::New => done.new += 1,
            State::Updated => done.updated += 1,
            State::Unchanged => done.unchanged += 1,
        }
        if !args.dry_run {
            write(&folder, &plan.write)?;
            if former != Some(&plan.journal) {
                write(&folder, &[(journal::FILE.to_owned(), plan.journal.to_text())])?;
            }
        }
        if plan.kept_edited {
            done.edited.push(place);
        }
    }
    Ok(done)
}

fn write(folder: &Path, files: &[(String, String)]) -> Result<(), CliError> {
    for (name, text) in files {
        output::write(&folder.join(name), text.as_bytes()).map_err(|e| CliError::Environment(e.to_string()))?;
    }
    Ok(())
}

impl Done {
    fn in_words(&self, args: &Args, selection: &Selection) -> String {
        let to = args.to.display();
        if selection.kept.is_empty() {
            return "aucun candidat : rien n’est écrit\n".to_owned();
        }
        let (would, new) =
            if args.dry_run { ("à blanc, rien n’est écrit : ", "à créer") } else { ("", "créés") };
        let updated = if args.dry_run { "à mettre à jour" } else { "mis à jour" };
        let parts = [(self.new, new), (self.updated, updated), (self.unchanged, "inchangés")];
        let parts: Vec<_> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let count = counted(selection.kept.len(), "candidat", "candidats");
        let mut out = format!("{to} : {would}{count} ({})\n", parts.join(", "));
        if !self.edited.is_empty() {
            let _ = writeln!(out, "gardés tels quels, car modifiés à la main (--force pour les réécrire) :");
            bounded(&mut out, self.edited.iter().map(|place| format!("{place}/{FILE}")));
        }
        if !args.dry_run {
            let _ = writeln!(out, "Ce qui manque : liasse verifier {to}");
        }
        out
    }
}

/// "liste.csv (CSV) : 12 élèves".
fn of_file(file: &FileRead) -> String {
    let (kind, one, many) = match file.kind {
        Kind::SiecleEleves => ("SIECLE, élèves", "élève", "élèves"),
        Kind::SiecleStructures => ("SIECLE, structures", "classe d’élève", "classes d’élèves"),
        Kind::SiecleCommuns => return format!("{} (SIECLE, établissement)", printable(&file.name)),
        Kind::SiecleResponsables => {
            return format!("{} (SIECLE, responsables) : rien n’en est repris", printable(&file.name));
        }
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
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n < 2 { one } else { many })
}

/// Who was left out: a line each, but for other classes, which are counted.
fn skipped(selection: &Selection, class: Option<&str>) -> String {
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

fn unreadable(all: &[Illisible]) -> String {
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
fn bounded(out: &mut String, mut lines: impl Iterator<Item = String>) {
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
