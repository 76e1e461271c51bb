//! OR15: a commission that met when the text does not have it meet: after the marks were due, after the training, before
//! what it evaluates (E5).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::Date;
use crate::domain::examen::Portfolio;

pub static RULE: Rule = Rule::examen("OR15", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let met = |p: &Portfolio| p.fiche.as_ref()?.date;
    let all = ctx.examen.portfolios.iter().filter_map(|p| Some((p, met(p)?)));
    all.flat_map(|(p, day)| [too_late(ctx, p, day), too_early(p, day)]).flatten().collect()
}

fn at(portfolio: &Portfolio, message: String) -> Finding {
    RULE.at(Place::value(&portfolio.file, "fiche.date"), message)
}

/// After the day for which the marks were due, or after the session.
fn too_late(ctx: &ExamenContext, portfolio: &Portfolio, day: Date) -> Option<Finding> {
    if let Some(limite) = ctx.examen.reglage.centre.date_limite_notes.filter(|limite| day > *limite) {
        let message = format!(
            "la commission s’est réunie le {}, la note était due pour le {}",
            day.in_words(),
            limite.in_words()
        );
        let found = at(portfolio, message).related(ctx.reglage("centre.date_limite_notes"), "date limite");
        return Some(found.help("vérifiez la date ; sinon, prévenez le service des examens"));
    }
    let session = ctx.examen.reglage.epreuve.session.filter(|session| i32::from(day.year()) > *session)?;
    let message = format!("la commission se réunit le {}, après la session {session}", day.in_words());
    Some(at(portfolio, message).help("elle se réunit au cours de la formation : vérifiez la date"))
}

/// Before an activity that it evaluates, or before the evaluation of one: that cannot be.
fn too_early(portfolio: &Portfolio, day: Date) -> Option<Finding> {
    let dates = portfolio.element.iter().enumerate().flat_map(|(i, e)| {
        let evaluated =
            e.evaluation.as_ref().and_then(|e| e.date).map(|d| (format!("element[{i}].evaluation.date"), d));
        e.date.map(|d| (format!("element[{i}].date"), d)).into_iter().chain(evaluated)
    });
    let (key, later) = dates.filter(|(_, d)| *d > day).max_by_key(|(_, d)| *d)?;
    let message = format!(
        "la commission s’est réunie le {}, avant un élément du portfolio ({})",
        day.in_words(),
        later.in_words()
    );
    let found = at(portfolio, message).severity(Severity::Error);
    Some(found.related(Place::value(&portfolio.file, key), "plus tard").help("corrigez l’une des deux dates"))
}
