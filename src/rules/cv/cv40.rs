//! CV40: an avenant that changes nothing, cannot be, names no convention, or has another signatory.

use std::collections::BTreeSet;

use crate::diagnostic::Finding;
use crate::domain::Date;
use crate::domain::promotion::{Avenant, Impossible, ObjetAvenant, Stage};
use crate::rules::suggestions::Suggestions;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV40", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let p = ctx.promotion;
    let mut out = Vec::new();
    let (mut numbers, mut near) = (BTreeSet::new(), Suggestions::default());
    for (i, a) in p.avenants.iter().enumerate().filter(|(_, a)| !a.convention.is_empty()) {
        let Some((rank, stage)) = p.stage(&a.convention) else {
            // A convention whose key was lost may be the one.
            if !ctx.lost_at(&p.files.stages, "stage.cle") && !ctx.lost_at(&p.files.stages, "stage") {
                let message = format!("aucune convention n’a la clé « {} »", a.convention);
                let found = RULE.at(ctx.avenant(i, "convention"), message);
                let near = near.of(&a.convention, || p.stages.iter().map(|s| s.cle.as_str()));
                let found = near.into_iter().fold(found, |f, n| f.label(format!("vouliez-vous « {n} » ?")));
                out.push(found.help("écrivez la clé d’une ligne de stage"));
            }
            continue;
        };
        let before = p.before(stage, a);
        // What an avenant before it should have changed is not known where that one cannot be: it is the fault.
        let doubtful = ctx.impossibles(rank).iter().any(|other| other.numero < a.numero);
        if !doubtful && before.debut.zip(before.fin).is_none_or(|(debut, fin)| debut <= fin) {
            out.extend(impossible(ctx, i, a, &before).or_else(|| late(ctx, i, a, stage, &before)));
        }
        let organisme = p.organisme(&stage.organisme).map(|o| &o.representant);
        let signs = stage.signataire.as_ref().or(organisme).map_or("", |r| r.nom.trim());
        let told = a.signataire_organisme.trim();
        if !told.is_empty() && told != signs {
            let found =
                RULE.at(ctx.avenant(i, "signataire_organisme"), "ce n’est pas la personne qui signe la convention");
            out.push(found.help("un avenant a les signataires de la convention : corrigez le nom ou retirez la clé"));
        }
        if a.numero.is_some_and(|n| !numbers.insert((a.convention.as_str(), n))) {
            let found = RULE.at(ctx.avenant(i, "numero"), "un autre avenant à cette convention porte déjà ce numéro");
            out.push(found.help("numérotez les avenants d’une convention à la suite"));
        }
    }
    out
}

/// What an avenant cannot change, or does not: against the convention as the avenants before it leave it.
fn impossible(ctx: &PromotionContext, i: usize, a: &Avenant, before: &Stage) -> Option<Finding> {
    let at = |key: &str, message: String| RULE.at(ctx.avenant(i, key), message);
    let nothing = || {
        at("objet", "cet avenant ne change rien à la convention".to_owned())
            .help("dites la nouvelle valeur, selon l’objet : debut, fin, tuteur, referent, lieu, jours, heures_semaine, horaires ou gratification")
    };
    if is_untold(a) {
        return Some(nothing());
    }
    let (Some(debut), Some(fin)) = (before.debut, before.fin) else { return None };
    if let Some(why) = a.impossible(before, &ctx.promotion.reglage.formation) {
        return cannot_be(ctx, i, a, before, why);
    }
    match a.objet? {
        ObjetAvenant::Rupture => {
            a.fin.filter(|day| *day == fin)?;
            let message = format!("la rupture est le dernier jour du stage ({fin}) : elle ne change rien");
            Some(at("fin", message).help(LAST_DAY))
        }
        ObjetAvenant::Interruption => {
            let (from, to) = (a.debut?, a.fin?);
            (!has_effect(ctx, a, before)?).then(|| without_effect(ctx, i, (from, to), (debut, fin)))
        }
        ObjetAvenant::Dates => {
            let after = a.apply(before);
            ((after.debut, after.fin) == (before.debut, before.fin)).then(nothing)
        }
        _ => is_same(a, before).then(nothing),
    }
}

const LAST_DAY: &str = "corrigez le jour de la rupture : le dernier jour de présence";

/// Why an avenant cannot be, in words; days of one row in disorder are FMT06's, a day that its date alone tells is told with it.
fn cannot_be(ctx: &PromotionContext, i: usize, a: &Avenant, before: &Stage, why: Impossible) -> Option<Finding> {
    let at = |key: &str, message: String| RULE.at(ctx.avenant(i, key), message);
    let (debut, fin) = before.debut.zip(before.fin)?;
    match why {
        Impossible::HorsDuStage if a.objet == Some(ObjetAvenant::Rupture) => {
            let message = format!("la rupture ({}) n’est pas pendant le stage, du {debut} au {fin}", a.fin?);
            Some(at("fin", message).help(LAST_DAY))
        }
        Impossible::HorsDuStage => Some(without_effect(ctx, i, a.debut.zip(a.fin)?, (debut, fin))),
        Impossible::Renverse if a.debut.is_some() && a.fin.is_some() => None,
        Impossible::Renverse => {
            let key = if a.fin.is_some() { "fin" } else { "debut" };
            let (debut, fin) = (a.debut.unwrap_or(debut), a.fin.unwrap_or(fin));
            let message = format!("les nouvelles dates se contredisent : du {debut} au {fin}");
            Some(at(key, message).help("dites aussi l’autre date"))
        }
        Impossible::ApresLaFin => {
            a.debut?;
            let message = format!("le changement vaut après la fin du stage ({fin})");
            Some(at("debut", message).help("corrigez le jour à partir duquel il vaut, ou retirez l’avenant"))
        }
        Impossible::HorsDeLAnnee(first, last) => {
            let early = a.debut.filter(|day| *day < first);
            let (key, day) = early.map_or(("fin", a.fin.unwrap_or(fin)), |day| ("debut", day));
            let message = format!("le stage irait hors de l’année d’enseignement de sa convention ({day})");
            let found = at(key, message).related(ctx.reglage("formation.debut"), "l’année d’enseignement");
            Some(found.help(format!(
                "elle va du {first} au {last} : corrigez l’année ; un stage de l’année suivante a sa propre convention"
            )))
        }
    }
}

/// An interruption that takes nothing away.
fn without_effect(ctx: &PromotionContext, i: usize, (from, to): (Date, Date), (debut, fin): (Date, Date)) -> Finding {
    let message = format!("l’interruption du {from} au {to} ne retire aucun jour de présence");
    let found = RULE.at(ctx.avenant(i, "debut"), message);
    found.help(format!("corrigez ses jours, ou retirez l’avenant : le stage est du {debut} au {fin}"))
}

/// Whether an avenant does not tell what its object asks for.
fn is_untold(a: &Avenant) -> bool {
    let blank = |text: &str| text.trim().is_empty();
    match a.objet {
        Some(ObjetAvenant::Dates) => a.debut.is_none() && a.fin.is_none(),
        Some(ObjetAvenant::Tuteur) => blank(&a.tuteur),
        Some(ObjetAvenant::Lieu) => blank(&a.lieu),
        Some(ObjetAvenant::Referent) => blank(&a.referent),
        Some(ObjetAvenant::Horaires) => {
            let days = a.jours.is_empty() && a.demi_journees.is_empty() && a.teletravail.is_empty();
            days && a.heures_semaine.is_none() && blank(&a.horaires)
        }
        Some(ObjetAvenant::Gratification) => blank(&a.gratification.horaire) && blank(&a.gratification.modalites),
        Some(ObjetAvenant::Interruption) => a.debut.is_none() || a.fin.is_none(),
        Some(ObjetAvenant::Rupture) => a.fin.is_none(),
        None => false,
    }
}

/// Whether a tuteur or a place is the only one that the convention has already.
fn is_same(a: &Avenant, before: &Stage) -> bool {
    match a.objet {
        Some(ObjetAvenant::Tuteur) => {
            matches!(before.tuteur.as_slice(), [one] if one.nom.trim() == a.tuteur.trim())
        }
        Some(ObjetAvenant::Referent) => before.referent == a.referent,
        // Days, hours, amounts: whatever is told and changes something.
        Some(ObjetAvenant::Horaires | ObjetAvenant::Gratification) => a.apply(before).regime() == before.regime(),
        Some(ObjetAvenant::Lieu) => matches!(before.lieux.as_slice(), [one] if one.trim() == a.lieu.trim()),
        _ => false,
    }
}

/// Whether an interruption takes a day of presence away; `None` where the days are not known.
fn has_effect(ctx: &PromotionContext, a: &Avenant, before: &Stage) -> Option<bool> {
    let (from, to) = (a.debut?, a.fin?);
    let days = ctx.promotion.prevision(before, ctx.calendriers)?.jours;
    Some(days.range(from..=to).next().is_some())
}

/// An avenant that is dated when there was no stage to change any more, or no convention yet.
fn late(ctx: &PromotionContext, i: usize, a: &Avenant, stage: &Stage, before: &Stage) -> Option<Finding> {
    let date = a.date?;
    if let Some(fin) = before.fin.filter(|fin| *fin < date) {
        let message = format!("avenant du {date}, après la fin du stage ({fin})");
        let found = RULE.at(ctx.avenant(i, "date"), message);
        return Some(
            found.help("un avenant se signe avant la fin du stage qu’il change : corrigez sa date, ou retirez-le"),
        );
    }
    // A convention is not before its model was approved, nor before anyone signed it.
    let s = &stage.signatures;
    let signed = [s.etablissement, s.organisme, s.etudiant, s.referent, s.tuteur].into_iter().flatten().min();
    let rank = ctx.promotion.stage(&a.convention)?.0;
    let deliberation = ctx.promotion.reglage.etablissement.deliberation;
    let (day, what, place) = match signed {
        Some(day) => (day, "la première signature de la convention", ctx.stage(rank, "signatures")),
        None => (deliberation?, "la délibération sur la convention type", ctx.reglage("etablissement.deliberation")),
    };
    if day <= date {
        return None;
    }
    let found = RULE.at(ctx.avenant(i, "date"), format!("avenant du {date}, avant la convention qu’il change"));
    Some(
        found
            .related(place, format!("{what} est du {day}"))
            .help("corrigez la date de l’avenant, ou celle de la convention"),
    )
}
