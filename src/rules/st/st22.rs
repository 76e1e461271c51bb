//! ST22: contracts so short that the employer's attestation of the durée réglementaire must be read by a person.

use super::lost;
use crate::diagnostic::Finding;
use crate::domain::periode::{NaturePeriode, Periode};
use crate::domain::{Date, Statut};
use crate::rules::{Context, Rule, words};

pub static RULE: Rule = Rule::dossier("ST22", check);

fn check(ctx: &Context) -> Vec<Finding> {
    short(ctx).into_iter().collect()
}

fn short(ctx: &Context) -> Option<Finding> {
    let attested = matches!(ctx.statut(), Some(Statut::Apprentissage | Statut::Professionnalisation));
    if !attested || lost(ctx) {
        return None;
    }
    let of_contract =
        |p: &Periode| matches!(p.nature, Some(NaturePeriode::Apprentissage | NaturePeriode::Professionnalisation));
    let contracts: Vec<_> = ctx.dossier.periodes.iter().enumerate().filter(|(_, p)| of_contract(p)).collect();
    let (exam, _) = ctx.reglages.premiere_epreuve(ctx.dossier.candidat.examen.session?)?;
    let before = exam.plus_days(-1);
    // A contract whose days are not known could be a long one; out of order they are FMT06.
    let spans: Option<Vec<(Date, Date)>> =
        contracts.iter().map(|(_, p)| p.debut.zip(p.fin).filter(|(a, b)| a <= b)).collect();
    let spans = spans.filter(|s| !s.is_empty())?;
    let days: std::collections::BTreeSet<Date> = spans.iter().flat_map(|(a, b)| a.until((*b).min(before))).collect();
    let least = ctx.reglages.vraisemblance.contrat_mois_min;
    // As many days as the shortest row of so many months has.
    let wanted = i32::from(least) * 30;
    if days.len() as i32 >= wanted {
        return None;
    }
    let (i, _) = contracts.last()?;
    let count = days.len();
    let message = format!(
        "vérifier que la durée réglementaire de la formation en entreprise est respectée : {count} jour{} de contrat avant \
         l’examen",
        words::s(count)
    );
    let found = RULE.at(ctx.periode(*i, "debut"), message);
    let found = found.label(format!("un contrat dure d’ordinaire {least} mois au moins"));
    Some(
        found
            .help("le référentiel ne dit pas de nombre : c’est l’employeur qui atteste, une personne en juge")
            .help("si d’autres contrats de la formation comptent, ajoutez leurs périodes"),
    )
}
