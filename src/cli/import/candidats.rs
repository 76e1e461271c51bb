//! The folders of candidates: what is written, and the words for it.

use std::fmt::Write as _;

use super::words::{bounded, counted, place};
use super::{Args, Making, write};
use crate::cli::{CliError, out};
use crate::domain::candidat::FILE;
use crate::pipeline::import::Selection;
use crate::pipeline::import::candidats::{Maker, State, places, plan};
use crate::pipeline::import::reglages;
use crate::sources::import::Tableau;
use crate::sources::import::journal::{self, existing, present};

/// What was done, or would be.
#[derive(Default)]
struct Done {
    new: usize,
    updated: usize,
    unchanged: usize,
    /// Folders whose `candidat.toml` was left as it is.
    edited: Vec<String>,
}

/// Writes a folder for each, and tells it.
pub fn run(args: &Args, selection: &Selection, making: &Making<'_>) -> Result<bool, CliError> {
    let mut maker = Maker::new(making.referentiel, making.reglages, making.session, making.statut);
    let existing = existing(&args.to);
    let mut done = Done::default();
    for (eleve, place) in selection.kept.iter().zip(places(&selection.kept, &existing)) {
        let folder = args.to.join(&place);
        let former = existing.journals.get(&place);
        let plan = plan(eleve, maker.files(eleve), former, &|file| present(&folder, file), making.edited);
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
    out::text(&done.in_words(args, selection, making));
    Ok(true)
}

impl Done {
    fn in_words(&self, args: &Args, selection: &Selection, making: &Making<'_>) -> String {
        let to = args.to.display();
        let (would, new) =
            if args.dry_run { ("à blanc, rien n’est écrit : ", "à créer") } else { ("", "créés") };
        let updated = if args.dry_run { "à mettre à jour" } else { "mis à jour" };
        let parts = [(self.new, new), (self.updated, updated), (self.unchanged, "inchangés")];
        let parts: Vec<_> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let count = counted(selection.kept.len(), "candidat", "candidats");
        let mut out = format!("{to} : {would}{count} ({})\n", parts.join(", "));
        out += &told_of(making.tableaux);
        let stages: usize = selection.kept.iter().map(|e| e.accueils.len()).sum();
        if stages > 0 {
            let what = counted(stages, "stage", "stages");
            let _ =
                writeln!(out, "les exports disent aussi {what} et leurs organismes, que seule une promotion reprend");
        }
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

/// What the exports hold beside the candidates, that only a promotion takes: a line for each of its tables.
pub fn told_of(tableaux: &[Tableau]) -> String {
    if tableaux.is_empty() {
        return String::new();
    }
    let one = |tableau: &Tableau| {
        let rows = counted(tableau.lignes().rows.len(), "ligne", "lignes");
        format!("{} ({}) : {rows}", place(&tableau.origin), reglages::words(tableau.key()))
    };
    let mut out =
        "les exports ont aussi des tableaux, que seule une promotion reprend (sans --as candidats) :\n".to_owned();
    bounded(&mut out, tableaux.iter().map(one));
    out
}
