//! DP23: a sheet whose signature is dated before the activity that it attests.

use super::{Context, Rule, dp13};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::Fiche;
use crate::rules::st::duree::Stages;

pub static RULE: Rule = Rule::dossier("DP23", check);

fn check(ctx: &Context) -> Vec<Finding> {
    ctx.dossier.fiches.iter().filter_map(|fiche| check_sheet(fiche, ctx)).collect()
}

fn check_sheet(fiche: &Fiche, ctx: &Context) -> Option<Finding> {
    let begins = fiche.date?;
    let ends = fiche.fin.unwrap_or(begins);
    // Days out of order are FMT06; a day on which the candidate was not there is DP13's, and doubtful itself.
    if ends < begins || dp13::check_sheet(fiche, ctx).is_some() {
        return None;
    }
    let dated = fiche.visa.iter().enumerate().filter_map(|(i, v)| Some((i, v.date?)));
    let (i, signed) = dated.clone().min_by_key(|(_, date)| *date)?;
    // A stage after the examination is ST01's: its days, and what was done in them, are doubtful.
    let in_it = |i: &usize| {
        let p = &ctx.dossier.periodes[*i];
        p.debut.zip(p.fin).is_some_and(|(a, b)| a <= begins && begins <= b)
    };
    if Stages::of(ctx).is_some_and(|stages| stages.late.iter().any(in_it)) {
        return None;
    }
    let name = fiche.numero.map_or("la fiche".to_owned(), |n| format!("la fiche {n}"));
    let at = |i: usize| Place::value(&fiche.file, format!("visa[{i}].date"));
    if signed < begins {
        let message = format!("{name} est visée le {signed}, avant l’activité qu’elle présente ({begins})");
        let found = RULE.at(at(i), message).related(Place::value(&fiche.file, "date"), "l’activité");
        return Some(found.help("corrigez celle des deux dates qui est fausse : on ne vise pas une activité à venir"));
    }
    if signed < ends {
        let message = format!("{name} est visée le {signed}, avant la fin de l’activité ({ends})");
        let found = RULE.at(at(i), message).severity(Severity::Warning);
        let found = found.related(Place::value(&fiche.file, "fin"), "la fin de l’activité");
        return Some(found.help("vérifiez les deux dates ; si la fiche a changé depuis, faites-la viser de nouveau"));
    }
    // The dossier is handed in before the épreuves: a signature of a later year is a slip.
    let session = ctx.dossier.candidat.examen.session?;
    let (i, signed) = dated.max_by_key(|(_, date)| *date)?;
    (i32::from(signed.year()) > session).then(|| {
        let message = format!("{name} est visée le {signed}, après la session {session}");
        let found = RULE.at(at(i), message).severity(Severity::Warning);
        let found = found.related(ctx.candidat("examen.session"), "session de l’examen");
        found.help("vérifiez l’année : le dossier se dépose avant les épreuves")
    })
}
