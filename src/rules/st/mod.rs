//! ST: stage and employment durations (annexe III B).

mod duree;
mod presence;
mod st01;
mod st02;
mod st03;
mod st04;
mod st05;
mod st06;
mod st07;
mod st08;
mod st09;
mod st10;
mod st11;
mod st12;
mod st13;
mod st14;
mod st15;
mod st16;
mod st17;
mod st18;
mod st19;
mod st20;

use super::{Context, Rule};
use crate::domain::periode::{NatureJustificatif, NaturePeriode, Periode};
use crate::domain::referentiel::RegleStatut;
use crate::domain::{candidat, periode};

/// The family, sorted by code.
pub const RULES: &[&Rule] = &[
    &st01::RULE,
    &st02::RULE,
    &st03::RULE,
    &st04::RULE,
    &st05::RULE,
    &st06::RULE,
    &st07::RULE,
    &st08::RULE,
    &st09::RULE,
    &st10::RULE,
    &st11::RULE,
    &st12::RULE,
    &st13::RULE,
    &st14::RULE,
    &st15::RULE,
    &st16::RULE,
    &st17::RULE,
    &st18::RULE,
    &st19::RULE,
    &st20::RULE,
];

/// What the référentiel asks of the candidate's actual status.
fn regle<'a>(ctx: &Context<'a>) -> Option<&'a RegleStatut> {
    ctx.referentiel.statut(ctx.statut()?.key())
}

/// Whether a value on which durations rest was lost to a fault already told.
fn lost(ctx: &Context) -> bool {
    const WHO: [&str; 5] = ["identite", "etablissement", "examen.academie", "examen.numero_candidat", "examen.diplome"];
    const WHERE: [&str; 5] = [".entreprise", ".justificatif", ".poste", ".service", ".tuteur"];
    ctx.losses(candidat::FILE).any(|path| !WHO.iter().any(|p| path.starts_with(p)))
        || ctx.losses(periode::FILE).any(|path| !WHERE.iter().any(|p| path.contains(p)))
}

/// Periods of stage, with their rank in the file.
fn stages<'a>(ctx: &Context<'a>) -> Vec<(usize, &'a Periode)> {
    ranked(ctx, |p| p.nature == Some(NaturePeriode::Stage))
}

/// Periods of employment: told as such, or proved by a certificat de travail.
fn emplois<'a>(ctx: &Context<'a>) -> Vec<(usize, &'a Periode)> {
    ranked(ctx, |p| {
        p.nature == Some(NaturePeriode::Emploi)
            || p.nature_justificatif() == Some(NatureJustificatif::CertificatTravail)
    })
}

fn ranked<'a>(ctx: &Context<'a>, wanted: impl Fn(&Periode) -> bool) -> Vec<(usize, &'a Periode)> {
    ctx.dossier.periodes.iter().enumerate().filter(|(_, p)| wanted(p)).collect()
}

/// Whether the stage is included in the work of a « contrat de travail de type particulier » (annexe III B, B 3 a):
/// the status allows it, it is told, and a period of that work is declared.
fn contrat_particulier(ctx: &Context) -> bool {
    let told = ctx.dossier.candidat.formation.as_ref().is_some_and(|f| f.contrat_particulier);
    told && regle(ctx).is_some_and(|regle| {
        let natures = &regle.natures_contrat_particulier;
        ctx.dossier.periodes.iter().any(|p| p.nature.is_some_and(|n| natures.contains(&n)))
    })
}

/// What a « non valide » would mean, in the words of the référentiel.
fn risque(ctx: &Context) -> String {
    let epreuves: Vec<_> = ctx.referentiel.compositions.iter().map(|c| c.epreuve.as_str()).collect();
    let nv = &ctx.referentiel.nv;
    let mut consequence = nv.consequence.trim_end_matches('.').chars();
    let first: String = consequence.next().into_iter().flat_map(char::to_lowercase).collect();
    let rest = consequence.as_str();
    format!("risque de {} (« {} ») à {} : {first}{rest}", nv.mention, nv.intitule, epreuves.join(" et "))
}

/// "1 journée", "43 journées".
fn journees(n: u32) -> String {
    format!("{n} journée{}", if n > 1 { "s" } else { "" })
}
