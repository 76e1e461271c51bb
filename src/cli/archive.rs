//! `archive`: folders, their documents and their digests in one set that can be proved later.

use std::path::PathBuf;

use clap::ValueEnum;

use super::coffre::{Fermeture, word};
use super::guard::{Bounds, Watched};
use super::{CliError, CommandResult, Common, Outcome, folders, out};
use crate::archive::{Bilan, Ensemble, Limits, Partie, Profil};
use crate::diagnostic::io::in_french;
use crate::domain::{Date, Versement};
use crate::pipeline::archivage::{self, PlanError, Prepared};
use crate::pipeline::clock;
use crate::pipeline::ensembles::{self, Atelier};
use crate::pipeline::variation::Variation;
use crate::sources::Folder;
use crate::sources::discover::Kind;
use crate::sources::folder::TEXT_LIMIT;
use crate::sources::pack::in_french as in_words;

/// Mettre des dossiers et leurs documents dans un ensemble archivé (SEDA ou BagIt)
#[derive(clap::Args)]
#[command(
    visible_alias = "archiver",
    before_help = "\
Exemples :
  liasse archiver session-2026/ --out session-2026.zip
  liasse archiver examens/ --part jury --out jury-2026.zip.age --recipient age1…
  liasse archiver examens/ --profile bagit --out examens.zip

Les documents sont d’abord produits, comme par « generer » (ce qui est à jour est gardé), puis
archivés avec ce qui a servi à les faire. Un ensemble n’est jamais modifié : un complément est un
nouvel ensemble (--complete)."
)]
pub struct Args {
    /// Dossiers à archiver, ou répertoires qui en contiennent
    #[arg(required = true, value_name = "REPERTOIRE")]
    dirs: Vec<PathBuf>,
    /// L’ensemble à écrire : il ne doit pas exister
    #[arg(long, value_name = "FICHIER")]
    out: PathBuf,
    #[command(flatten)]
    bounds: Bounds,
    /// Forme de l’ensemble : seda-2.1, seda-2.2, seda-2.3 ou bagit
    #[arg(
        long,
        value_name = "FORME",
        default_value = "seda-2.2",
        hide_default_value = true,
        hide_possible_values = true
    )]
    profile: Forme,
    /// Ce qui peut être communiqué aux candidats, ou ce que seul le jury lit : candidat ou jury
    #[arg(
        long,
        value_name = "PARTIE",
        default_value = "candidat",
        hide_default_value = true,
        hide_possible_values = true
    )]
    part: Part,
    /// Répertoire des documents, comme --out de « generer »
    #[arg(long, value_name = "REPERTOIRE", default_value = "output", hide_default_value = true)]
    documents: PathBuf,
    /// Jour du versement, AAAA-MM-JJ (aujourd’hui si rien n’est dit) : avec le même jour, les mêmes octets
    #[arg(long, value_name = "JOUR")]
    date: Option<String>,
    /// Qui verse, qui reçoit : un fichier TOML (liasse schema versement)
    #[arg(long, value_name = "FICHIER")]
    versement: Option<PathBuf>,
    /// L’ensemble que celui-ci complète
    #[arg(long, value_name = "ENSEMBLE")]
    complete: Option<PathBuf>,
    /// Archiver aussi le sujet d’un examen en caractères plus grands : 16 ou 20 points
    #[arg(long, value_name = "POINTS", value_parser = clap::value_parser!(u8).range(12..=40))]
    adapte: Vec<u8>,
    /// Le sujet adapté sur des feuilles A3
    #[arg(long, requires = "adapte")]
    a3: bool,
    #[command(flatten)]
    fermeture: Fermeture,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Forme {
    #[value(name = "seda-2.1")]
    Seda21,
    #[value(name = "seda-2.2")]
    Seda22,
    #[value(name = "seda-2.3")]
    Seda23,
    Bagit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Candidat,
    Jury,
}

impl Args {
    fn partie(&self) -> Partie {
        match self.part {
            Part::Candidat => Partie::Candidat,
            Part::Jury => Partie::Jury,
        }
    }

    fn profil(&self) -> Profil {
        match self.profile {
            Forme::Seda21 => Profil::Seda21,
            Forme::Seda22 => Profil::Seda22,
            Forme::Seda23 => Profil::Seda23,
            Forme::Bagit => Profil::Bagit,
        }
    }

    /// What `build` is asked besides.
    fn options(&self) -> Vec<String> {
        Variation { adapte: self.adapte.clone(), a3: self.a3 }.options()
    }

    fn date(&self) -> Result<Date, CliError> {
        match &self.date {
            None => Ok(clock::today()),
            // No archive takes the year 0, nor one after 9000.
            Some(told) => Date::parse(told)
                .filter(|d| (1..8000).contains(&d.year()))
                .ok_or_else(|| CliError::Usage(format!("« {told} » n’est pas un jour : écrivez-le AAAA-MM-JJ"))),
        }
    }

    fn versement(&self) -> Result<Versement, CliError> {
        let Some(path) = &self.versement else { return Ok(Versement::default()) };
        let failed = |why: String| CliError::Environment(format!("{} : {why}", path.display()));
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
        let bytes = folders::open(parent)?.read(&name, TEXT_LIMIT).ok().flatten();
        let text = bytes.and_then(|b| String::from_utf8(b).ok());
        let text = text.ok_or_else(|| failed("ce n’est pas un fichier de texte que liasse peut lire".to_owned()))?;
        let versement: Versement = toml::from_str(&text).map_err(|e| failed(in_words(&e, Some(&text))))?;
        let statut = versement.statut.trim();
        if !statut.is_empty() && !Versement::STATUTS.contains(&statut) {
            let known = Versement::STATUTS.join(", ");
            return Err(failed(format!("statut : « {statut} » n’est pas un statut de SEDA : écrivez l’un de {known}")));
        }
        Ok(versement)
    }

    /// The identifier of the set that this one completes.
    fn complete(&self) -> Result<Option<String>, CliError> {
        let Some(path) = &self.complete else { return Ok(None) };
        let failed = |e: &dyn std::fmt::Display| CliError::Environment(format!("{} : {e}", path.display()));
        let demande = ensembles::Demande { path, cle: None, limits: Limits::default() };
        let told = demande.with(|e: &Ensemble<'_>| e.declaration()).map_err(|e| failed(&e))?.map_err(|e| failed(&e))?;
        Ok(Some(told.identifiant))
    }
}

pub fn run(args: &Args, common: &Common) -> CommandResult {
    if args.out.exists() {
        let why = "existe déjà : un ensemble n’est jamais modifié, donnez un autre nom";
        return Err(CliError::Usage(format!("{} {why}", args.out.display())));
    }
    let serrure = args.fermeture.serrure()?;
    let (date, versement, complete) = (args.date()?, args.versement()?, args.complete()?);
    let missing = versement.missing();
    let found = folders::find(&args.dirs)?;
    if args.part == Part::Jury && !found.iter().any(|f| matches!(f.kind, Kind::Examen | Kind::Session)) {
        return Err(CliError::Usage("--part jury : aucun de ces dossiers n’a de documents pour le jury".to_owned()));
    }
    build(args, common)?;
    let library = common.library()?;
    let demande = archivage::Demande {
        found: &found,
        documents: &args.documents,
        partie: args.partie(),
        date,
        versement,
        complete,
        options: args.options(),
    };
    let environment = |e: &dyn std::fmt::Display| CliError::Environment(e.to_string());
    let watched = Watched::within(args.bounds.budget());
    let read: Vec<&PathBuf> = args.dirs.iter().chain([&args.documents]).collect();
    let made = || -> Result<_, CliError> {
        let prepared = archivage::plan(&demande, &library).map_err(|e: PlanError| environment(&e))?;
        let bilan = ensembles::make(&prepared.plan, args.profil(), serrure.as_ref(), &args.out);
        Ok((prepared, bilan.map_err(|e| environment(&e))?))
    };
    let (prepared, bilan) = watched.at(&read, 1, made)?;
    let examens = found.iter().any(|f| matches!(f.kind, Kind::Examen | Kind::Session));
    out::text(&told(args, &bilan, &prepared, &missing, examens));
    Ok(Outcome::Conforming)
}

/// What is said of a set that was made, and of what is not in it.
fn told(args: &Args, bilan: &Bilan, prepared: &Prepared, missing: &[&str], examens: bool) -> String {
    let Prepared { plan, without, secrets } = prepared;
    let mut said = format!(
        "{} : {} pièces, {} octets\nidentifiant : {}\nSHA-512 de {} : {}\n",
        args.out.display(),
        bilan.pieces,
        bilan.bytes,
        bilan.identifiant,
        bilan.bordereau,
        bilan.empreinte
    );
    if args.profil() != Profil::Bagit && !missing.is_empty() {
        said += &format!(
            "un service d’archives refusera cet ensemble tel quel : il manque {} ; --versement les dit (clés : liasse schema versement)\n",
            missing.join(", ")
        );
    }
    let rules = plan.rules_missing();
    if args.profil() != Profil::Bagit && !rules.is_empty() {
        said += &format!(
            "le bordereau ne nomme pas de règle {}, d’un genre de ce qui est versé au moins ; --versement la nomme\n",
            rules.join(", ni ")
        );
    }
    if *without > 0 {
        let s = word(
            *without,
            "dossier n’est pas conforme : ses entrées sont archivées",
            "dossiers ne sont pas conformes : leurs entrées sont archivées",
        );
        said += &format!("{without} {s}, sans documents\n");
    }
    for (lot, why) in secrets {
        said += &format!(
            "sans le sujet de « {lot} » : {why} ; l’ensemble du jury (--part jury) a ce qui permet de le refaire\n"
        );
    }
    if args.part == Part::Candidat && examens {
        said += "ce que seul le jury lit n’y est pas : --part jury en fait un autre ensemble\n";
    }
    said
}

/// Makes what is not up to date, as `build` does.
fn build(args: &Args, common: &Common) -> Result<(), CliError> {
    let failed = |e: std::io::Error| CliError::Environment(format!("liasse : {}", in_french(&e)));
    let atelier = atelier(common).map_err(failed)?;
    let status = atelier.build(&args.dirs, &args.documents, &args.options()).map_err(failed)?;
    match status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(CliError::Environment(
            "les documents n’ont pas tous pu être produits : lancez « liasse generer » sur ces dossiers pour voir pourquoi"
                .to_owned(),
        )),
    }
}

/// This very program, with the pack that it was given.
pub fn atelier(common: &Common) -> std::io::Result<Atelier> {
    let pack = common.pack.iter().flat_map(|p| ["--pack".into(), p.clone().into_os_string()]);
    Ok(Atelier { program: std::env::current_exe()?, arguments: pack.collect() })
}
