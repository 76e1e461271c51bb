//! ST: stage and employment durations (annexe III B).

mod classe;
mod decompte;
pub(super) mod duree;
pub(super) mod presence;
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
mod st21;
mod st22;
mod st23;

pub use decompte::decompte;

use super::{Context, Rule, nv, words};
use crate::domain::candidat::Admission;
use crate::domain::periode::{NatureJustificatif, NaturePeriode, Periode};
use crate::domain::referentiel::RegleStatut;
use crate::domain::{Date, Journees, Statut, candidat, periode};

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
    &st21::RULE,
    &st22::RULE,
    &st23::RULE,
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
        // Of that work: what the status accepts besides. A stage alone is a stage, with its duration.
        let of_work = |n| regle.natures_contrat_particulier.contains(&n) && !regle.natures.contains(&n);
        ctx.dossier.periodes.iter().any(|p| p.nature.is_some_and(of_work))
    })
}

/// First day of the second year, in a training of two years entered in its first, neither repeated nor reduced:
/// elsewhere the text's advice on the calendar has no ground.
fn second_year(ctx: &Context) -> Option<Date> {
    let candidat = &ctx.dossier.candidat;
    let formation = candidat.formation.as_ref();
    let usual = formation.and_then(|f| f.admission).is_none_or(|a| a == Admission::PremiereAnnee);
    if !usual || candidat.reduction.is_some() || candidat.redoublement.is_some() {
        return None;
    }
    let (month, day) = ctx.reglages.calendrier.rentree;
    let begins = Date::new(i16::try_from(candidat.examen.session?).ok()? - 1, month, day)?;
    let two_years = match formation.and_then(|f| f.debut) {
        Some(debut) => begins.plus_months(-18) < debut && debut < begins,
        None => ctx.statut() == Some(Statut::Scolaire),
    };
    two_years.then_some(begins)
}

/// "1 journée", "43 journées".
fn journees(n: impl Into<Journees>) -> String {
    let n = n.into();
    format!("{n} journée{}", if n.is_plural() { "s" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Nv;
    use crate::domain::referentiel::Referentiel;
    use crate::sources::Pack;

    /// The durations that the note on the « non valide » lists are told with its risk, and no other rule tells it.
    #[test]
    fn the_risk_of_nv_is_told_where_the_text_lists_it() {
        let text = include_str!("../../../templates/bts-assurance/referentiel.toml");
        let referentiel = Referentiel::parse(text).unwrap();
        let listed = referentiel.nv.cas.iter().find(|c| c.cle == "duree").unwrap();
        let clauses = Pack::embedded().clauses();
        let told = RULES.iter().filter_map(|r| clauses.get(r.code)).filter(|c| c.law().nv == Some(Nv::Listed));
        let told: Vec<_> = told.map(|c| c.code.as_str()).collect();
        assert_eq!(told, listed.clauses);
    }
}
