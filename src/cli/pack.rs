//! `pack`: what a diploma's data are made of, and how much of its text they account for.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use super::{CliError, CommandResult, Common, Outcome, out};
use crate::domain::candidat::DIPLOME;
use crate::domain::texte::{Couverture, Nature, Texte, couverture};
use crate::pipeline::Library;
use crate::sources::pack::{PackError, text_of};

/// Les données d’un diplôme : la liste des diplômes, la couverture de leur texte
#[derive(clap::Args)]
#[command(before_help = "\
Exemples :
  liasse pack liste
  liasse pack couverture referentiel.txt
")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Les diplômes connus, avec leurs épreuves et le nombre de leurs clauses
    Liste,
    /// Ce que les clauses citent du texte fondateur, phrase par phrase, et ce qui reste découvert
    Couverture(Lecture),
}

#[derive(clap::Args)]
struct Lecture {
    /// Le texte fondateur, en UTF-8, que liasse ne contient pas
    #[arg(value_name = "TEXTE")]
    texte: PathBuf,
    /// Diplôme, par le nom de son dossier
    #[arg(long, value_name = "DIPLOME", default_value = DIPLOME)]
    diplome: String,
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    let library = common.library()?;
    match &args.action {
        Action::Liste => list(&library),
        Action::Couverture(lecture) => coverage(&library, lecture),
    }
}

fn environment(e: &PackError) -> CliError {
    CliError::Environment(e.to_string())
}

fn list(library: &Library) -> CommandResult {
    let mut said = String::new();
    for diplome in library.diplomes() {
        let texts = library.texts(diplome).map_err(|e| environment(&e))?;
        let referentiel = texts.referentiel(None).map_err(|e| environment(&e))?;
        let clauses = texts.clauses.codes().count();
        let epreuves: Vec<&str> = referentiel.epreuves.iter().map(|e| e.code.as_str()).collect();
        let _ = writeln!(said, "{diplome} : {}", referentiel.diplome.intitule);
        let _ = writeln!(said, "  épreuves {} ; {clauses} clauses", epreuves.join(", "));
    }
    out::text(&said);
    Ok(Outcome::Conforming)
}

fn coverage(library: &Library, lecture: &Lecture) -> CommandResult {
    if !library.diplomes().contains(&lecture.diplome) {
        let known = library.diplomes().join(", ");
        return Err(CliError::Usage(format!("le diplôme « {} » n’est pas connu (connus : {known})", lecture.diplome)));
    }
    let texts = library.texts(&lecture.diplome).map_err(|e| environment(&e))?;
    let Some(plan) = texts.pack.plan().map_err(|e| environment(&e))? else {
        let path = texts.pack.own("texte.toml");
        return Err(CliError::Environment(format!("{path} manque : il dit où commencent les parties du texte")));
    };
    let texte = Texte::read(&text_of(&lecture.texte).map_err(|e| environment(&e))?, &plan).map_err(|missing| {
        let (path, first) = (lecture.texte.display(), missing.iter().take(3).cloned().collect::<Vec<_>>().join(" ; "));
        CliError::Environment(format!("{path} n’est pas le {} : on n’y trouve pas {first}", plan.titre))
    })?;
    let hors_norme = texts.pack.hors_norme().map_err(|e| environment(&e))?;
    let sources = texts.clauses.all().flat_map(|c| c.sources().map(|s| (c.code.as_str(), s)));
    let found = couverture(&texte, &plan, sources, &hors_norme);
    out::text(&in_words(&found));
    Ok(if found.is_whole() { Outcome::Conforming } else { Outcome::NotConforming })
}

fn in_words(found: &Couverture) -> String {
    let mut said = String::new();
    for bilan in &found.places {
        let (all, open) = (bilan.phrases(), bilan.decouvertes.len());
        let classed: usize = bilan.classees.values().sum();
        let _ = writeln!(
            said,
            "{:<14} {all:>4} phrases : {:>3} citées par une clause, {classed:>3} hors norme, {open:>3} découvertes",
            bilan.place, bilan.citees
        );
    }
    let mut natures: BTreeMap<Nature, usize> = BTreeMap::new();
    for (nature, n) in found.places.iter().flat_map(|b| &b.classees) {
        *natures.entry(*nature).or_default() += n;
    }
    let natures: Vec<String> = natures.iter().map(|(nature, n)| format!("{} {n}", nature.label())).collect();
    if !natures.is_empty() {
        let _ = writeln!(said, "\nHors norme : {}.", natures.join(" ; "));
    }
    let open = found.places.iter().flat_map(|b| &b.decouvertes);
    let open: Vec<String> = open.map(|(line, place, words)| format!("  l. {line}, {place} : {words}")).collect();
    if !open.is_empty() {
        let _ = writeln!(said, "\nDécouvertes, ni citées ni classées, ou à trancher :\n{}", open.join("\n"));
    }
    for (code, words) in &found.introuvables {
        let _ = writeln!(said, "\n{code} cite ce qui n’est pas dans le texte, à cet endroit : {words}");
    }
    for words in &found.inutiles {
        let _ = writeln!(said, "\nhors-norme.toml classe ce qu’une clause cite, ou ce qui n’est pas là : {words}");
    }
    said
}
