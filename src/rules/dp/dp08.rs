//! DP08: a justificatif whose kind does not fit the status.

use super::super::{nv, words};
use super::{Context, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::domain::periode::{NatureJustificatif, NaturePeriode};
use crate::domain::referentiel::RegleStatut;
use crate::domain::{Periode, Statut};

pub static RULE: Rule = Rule::dossier("DP08", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let Some(statut) = ctx.statut() else { return vec![] };
    let Some(regle) = ctx.referentiel.statut(statut.key()) else { return vec![] };
    let natures = natures(ctx, regle);
    let foreign = |p: &Periode| p.nature.is_some_and(|n| !natures.contains(&n));
    let periodes = &ctx.dossier.periodes;
    if !periodes.is_empty() && periodes.iter().all(foreign) {
        return vec![no_period_of(ctx, regle, natures)];
    }
    let check = |(i, periode): (usize, &Periode)| match foreign(periode) {
        true => Some(check_nature(ctx, regle, natures, i, periode)),
        false => check_proof(ctx, regle, i, periode),
    };
    periodes.iter().enumerate().filter_map(check).collect()
}

/// The kinds of period that the status accepts.
fn natures<'a>(ctx: &Context, regle: &'a RegleStatut) -> &'a [NaturePeriode] {
    let special = ctx.dossier.candidat.formation.as_ref().is_some_and(|f| f.contrat_particulier);
    match regle.natures_contrat_particulier.as_slice() {
        extended if special && !extended.is_empty() => extended,
        _ => &regle.natures,
    }
}

fn in_words(natures: &[NaturePeriode]) -> String {
    words::or(natures.iter().map(|n| words::small(n.label())))
}

/// Not one period fits: it is the status, or all of them, that is wrong, and the status has no proof at all.
fn no_period_of(ctx: &Context, regle: &RegleStatut, natures: &[NaturePeriode]) -> Finding {
    let at_distance = ctx.dossier.candidat.examen.statut == Some(Statut::Distance);
    let key = if at_distance { "examen.statut_effectif" } else { "examen.statut" };
    let (intitule, expected) = (words::small(&regle.intitule), in_words(natures));
    let message =
        format!("le statut est « {intitule} », or aucune période n’est de la nature qu’il attend ({expected})");
    let first = ctx.dossier.periodes.first().and_then(|p| p.nature).map_or("", |n| n.label());
    let found = RULE.at(ctx.candidat(key), message).related(ctx.periode(0, "nature"), words::small(first));
    found
        .help("corrigez le statut, ou la nature des périodes, et joignez la pièce qui convient")
        .risk(nv::risk(ctx, None))
}

/// A period of another kind, before a change of status perhaps, is proved in its own way: only its presence is told.
fn check_nature(ctx: &Context, regle: &RegleStatut, natures: &[NaturePeriode], i: usize, periode: &Periode) -> Finding {
    let found = periode.nature.map_or_else(String::new, |n| words::small(n.label()));
    let (intitule, expected) = (words::small(&regle.intitule), in_words(natures));
    let message = format!("cette période est de nature « {found} », le statut ({intitule}) attend : {expected}");
    let found = RULE.at(ctx.periode(i, "nature"), message).severity(Severity::Warning);
    found.help(
        "corrigez la nature de la période, ou le statut dans candidat.toml ; si vous avez changé de statut en cours de \
         formation, demandez à votre centre d’examen si cette période compte",
    )
}

/// The work of a « contrat de travail de type particulier »: the text includes the stage in it, and names no proof.
fn check_special(ctx: &Context, i: usize, nature: NatureJustificatif) -> Finding {
    let found = words::small(nature.label());
    let message = format!(
        "vérifier que la pièce « {found} » convient : sous un contrat de travail de type particulier, le texte ne dit \
         pas laquelle"
    );
    let found = RULE.at(ctx.periode(i, "justificatif.nature"), message).severity(Severity::Human);
    found.help("le stage étant inclus dans ce travail, un certificat de stage de l’entreprise lève le doute")
}

fn check_proof(ctx: &Context, regle: &RegleStatut, i: usize, periode: &Periode) -> Option<Finding> {
    let nature = periode.nature_justificatif().filter(|n| !regle.justificatifs.contains(n))?;
    if periode.nature.is_some_and(|n| !regle.natures.contains(&n)) {
        return Some(check_special(ctx, i, nature));
    }
    let expected = words::or(regle.justificatifs.iter().map(|n| words::small(n.label())));
    let (found, intitule) = (words::small(nature.label()), words::small(&regle.intitule));
    let message = format!("le justificatif est de nature « {found} », le statut ({intitule}) attend : {expected}");
    let found = RULE.at(ctx.periode(i, "justificatif.nature"), message);
    let help = format!("demandez la bonne pièce à l’entreprise ({expected}), ou corrigez la ligne si c’est un oubli");
    Some(found.help(help).risk(nv::risk(ctx, None)))
}
