//! A promotion: its tables and its settings, what is written, and the words for it.

use std::fmt::Write as _;

use super::words::{bounded, counted, illisible, place};
use super::{Args, Making, write};
use crate::cli::{CliError, out};
use crate::diagnostic::human::printable;
use crate::pipeline::import::Selection;
use crate::pipeline::import::etudiants::{self, Gone, Merged};
use crate::pipeline::import::fichier::Forme;
use crate::pipeline::import::promotion::{Obstacle, Plan, Settings, plan, year};
use crate::pipeline::import::reglages::words;
use crate::pipeline::output;
use crate::sources::import::Origin;
use crate::sources::import::journal::{self, JournalPromotion, names, present};
use crate::sources::{DiskFolder, load_promotion};

/// Writes the promotion, and tells it; whether its students could be brought up to date.
pub fn run(args: &Args, selection: &Selection, making_of: &Making<'_>) -> Result<bool, CliError> {
    let &Making { referentiel, session, statut, edited, .. } = making_of;
    let (debut, _) = year(&selection.kept, session);
    let forme = args.format.map(Forme::from).unwrap_or_default();
    // What it says is compared with what sheets say, and with nothing else.
    let there = (!making_of.tableaux.is_empty()).then(|| DiskFolder::open(&args.to).ok()).flatten();
    let there = there.map(|f| load_promotion(&f).promotion.reglage);
    let there = serde_json::to_value(there).unwrap_or_default();
    let making = etudiants::Making { statut, debut, edited };
    let settings = Settings { referentiel, session, making, forme, tableaux: making_of.tableaux, there: &there };
    let former = JournalPromotion::of(&args.to).unwrap_or_default();
    let mut plan = plan(selection, &settings, former, &names(&args.to), &|file| present(&args.to, file));
    if !args.dry_run {
        write(&args.to, &std::mem::take(&mut plan.write))?;
        let path = args.to.join(journal::FILE);
        output::write_if_changed(&path, plan.journal.to_text().as_bytes())
            .map_err(|e| CliError::Environment(e.to_string()))?;
    }
    out::text(&in_words(args, &plan));
    Ok(plan.obstacle.is_none() && plan.differences.is_empty() && plan.illisibles.is_empty())
}

fn in_words(args: &Args, plan: &Plan) -> String {
    let to = args.to.display();
    let [students, stages, organismes] =
        [&plan.files.etudiants, &plan.files.stages, &plan.files.organismes].map(|f| f.name.as_str());
    let mut out = String::new();
    let would = if args.dry_run { "à blanc, rien n’est écrit : " } else { "" };
    match (&plan.students, &plan.obstacle) {
        (Some(merged), _) => {
            let _ = writeln!(out, "{to} : {would}{}", count(merged));
        }
        (None, obstacle) => {
            let _ = writeln!(
                out,
                "{to} : {would}{}",
                obstacle.as_ref().map(|o| obstacle_words(o, students)).unwrap_or_default()
            );
        }
    }
    if !plan.begun.is_empty() {
        let word = if args.dry_run { "à créer" } else { "créés" };
        let _ = writeln!(out, "{word} : {}", plan.begun.join(", "));
    }
    let kept = plan.files.etudiants.forme;
    if args.format.is_some_and(|asked| Forme::from(asked) != kept) {
        let _ = writeln!(out, "{students} est déjà là : les tableaux gardent leur forme");
    }
    if plan.restyled {
        let _ = writeln!(
            out,
            "{students} avait été enregistré par un tableur : ses cellules sont gardées, sa mise en forme est refaite"
        );
    }
    if let Some(merged) = &plan.students {
        out += &told_of(merged, students);
    }
    if !plan.reglages_told.is_empty() {
        let all: Vec<_> = plan.reglages_told.iter().map(|key| words(key)).collect();
        let _ = writeln!(out, "repris des feuilles : {}", all.join(", "));
    }
    if plan.stages + plan.organismes > 0 {
        let n = counted(plan.stages, "stage", "stages");
        let m = counted(plan.organismes, "organisme", "organismes");
        let _ = writeln!(out, "repris des exports : {n} ({stages}), {m} ({organismes})");
    }
    if plan.stages_elsewhere > 0 {
        let what = counted(plan.stages_elsewhere, "stage", "stages");
        let _ = writeln!(
            out,
            "les exports disent {what} ; non repris, car les tableaux de la promotion sont dans un autre fichier"
        );
    }
    if plan.without_organisme > 0 {
        let what =
            counted(plan.without_organisme, "organisme des exports n’y est pas", "organismes des exports n’y sont pas");
        let _ = writeln!(out, "{organismes}, modifié à la main, n’est pas complété : {what}");
    }
    if !plan.illisibles.is_empty() {
        let _ =
            writeln!(out, "non lus dans les feuilles de l’établissement, des référents ou des valeurs par défaut :");
        bounded(&mut out, plan.illisibles.iter().map(illisible));
    }
    for (why, sheets) in [
        ("la promotion dit autre chose, et ses réglages ne sont pas réécrits", &plan.reglages_kept),
        ("la promotion a déjà ce tableau", &plan.untaken),
    ] {
        let one =
            |(key, origin): &(&str, Origin)| format!("{} ({}) : non repris, car {why}", place(origin), words(key));
        out.extend(sheets.iter().map(|s| one(s) + "\n"));
    }
    if plan.stages_left > 0 {
        let what = counted(plan.stages_left, "stage des exports n’y est pas", "stages des exports n’y sont pas");
        let _ = writeln!(out, "{stages}, modifié à la main, n’est pas complété : {what}");
    }
    if !plan.differences.is_empty() {
        let _ = writeln!(
            out,
            "deux lignes ne disent pas la même chose d’un organisme ou d’un stage ; la première est prise :"
        );
        bounded(&mut out, plan.differences.iter().map(illisible));
    }
    if !plan.kept.is_empty() {
        let _ = writeln!(out, "gardés tels quels, mais les exports disent autre chose :");
        bounded(&mut out, plan.kept.iter().map(|(file, line, column)| format!("{file}, ligne {line}, « {column} »")));
    }
    if !plan.no_stage.is_empty() {
        let _ = writeln!(out, "stages non repris, car le statut de l’étudiant n’en prévoit pas :");
        bounded(&mut out, plan.no_stage.iter().map(|line| format!("{students}, ligne {line}")));
    }
    if !plan.without_stage.is_empty() {
        let _ =
            writeln!(out, "{stages}, modifié à la main, n’est pas complété ; étudiants dont un stage n’y est pas :");
        bounded(&mut out, plan.without_stage.iter().map(|line| format!("{students}, ligne {line}")));
    }
    if !args.dry_run {
        let _ = writeln!(out, "Ce qui manque : liasse verifier {to}");
    }
    out
}

/// "9 étudiants (1 nouveau, 8 inchangés)".
fn count(merged: &Merged) -> String {
    let parts = [
        (merged.new, "nouveau", "nouveaux"),
        (merged.updated, "mis à jour", "mis à jour"),
        (merged.unchanged, "inchangé", "inchangés"),
    ];
    let parts: Vec<_> = parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(*n, one, many)).collect();
    let all = counted(merged.new + merged.updated + merged.unchanged, "étudiant", "étudiants");
    if parts.is_empty() { all } else { format!("{all} ({})", parts.join(", ")) }
}

fn told_of(merged: &Merged, students: &str) -> String {
    let mut out = String::new();
    if !merged.kept.is_empty() {
        let _ = writeln!(
            out,
            "gardés tels quels, car modifiés à la main (--force pour écrire ce que disent les exports) :"
        );
        bounded(&mut out, merged.kept.iter().map(|(line, column)| format!("{students}, ligne {line}, « {column} »")));
    }
    if merged.removed > 0 {
        let who = counted(merged.removed, "étudiant retiré", "étudiants retirés");
        let _ = writeln!(out, "{who} à la main de {students} : non remis (--force pour le faire)");
    }
    if !merged.gone.is_empty() {
        let _ = writeln!(
            out,
            "gardés, mais ils ne sont plus dans les exports (à vous de retirer la ligne et ses stages) :"
        );
        let one = |(line, why): &(u64, Gone)| {
            let why = match why {
                Gone::Absent => "absent".to_owned(),
                Gone::Left(day) => format!("sorti le {}", printable(day)),
                Gone::Inactive => "inactif".to_owned(),
            };
            format!("{students}, ligne {line} : {why}")
        };
        bounded(&mut out, merged.gone.iter().map(one));
    }
    out
}

fn obstacle_words(obstacle: &Obstacle, students: &str) -> String {
    match obstacle {
        Obstacle::Elsewhere(file) => {
            let file = printable(file);
            format!(
                "les étudiants sont déjà dans {file}, qui n’est pas modifié ; mettez-les dans {students} pour que l’import les suive"
            )
        }
        Obstacle::NoKey => {
            format!(
                "{students} n’a plus de colonne « {} » et n’est pas modifié ; remettez ce titre de colonne",
                etudiants::KEY
            )
        }
        Obstacle::Rich { new, updated } => {
            let (new, updated) =
                (counted(*new, "nouveau", "nouveaux"), counted(*updated, "à mettre à jour", "à mettre à jour"));
            format!(
                "{students} a plus que des cellules (formules, commentaires, images, cellules fusionnées, autres feuilles), que \
                 l’import perdrait : il n’est pas modifié ({new}, {updated}) ; ôtez-les, ou reportez à la main ce que disent les exports"
            )
        }
        Obstacle::Unreadable => {
            format!("{students} ne peut pas être lu et n’est pas modifié ; vérifiez que c’est bien un fichier")
        }
    }
}
