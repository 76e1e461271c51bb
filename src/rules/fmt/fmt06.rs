//! FMT06: a day that does not exist, or an end before its start.

use super::{Context, ExamenContext, PromotionContext, Rule, told, vraisemblance};
use crate::diagnostic::{Finding, Place};
use crate::domain::Date;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::promotion::Stage;

pub static RULE: Rule = Rule::all("FMT06", check, check_promotion, check_examen);

fn check(ctx: &Context) -> Vec<Finding> {
    let mut out = impossible(ctx.faults);
    let mut ordered = |debut, fin, start, end| out.extend(disordered(debut, fin, start, end));
    for (i, p) in ctx.dossier.periodes.iter().enumerate() {
        ordered(p.debut, p.fin, ctx.periode(i, "debut"), ctx.periode(i, "fin"));
    }
    for f in &ctx.dossier.fiches {
        ordered(f.date, f.fin, Place::value(&f.file, "date"), Place::value(&f.file, "fin"));
    }
    if let Some(f) = &ctx.dossier.candidat.formation {
        ordered(f.debut, f.fin, ctx.candidat("formation.debut"), ctx.candidat("formation.fin"));
    }
    out.extend(vraisemblance::unlikely(ctx));
    out
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = impossible(ctx.faults);
    let mut ordered = |debut, fin, start, end| out.extend(disordered(debut, fin, start, end));
    let reglage = |path: &str| ctx.reglage(path);
    let formation = &ctx.promotion.reglage.formation;
    ordered(formation.debut, formation.fin, reglage("formation.debut"), reglage("formation.fin"));
    for (i, p) in ctx.promotion.reglage.periode_scolaire.iter().enumerate() {
        let place = |key: &str| reglage(&format!("periode_scolaire[{i}].{key}"));
        ordered(p.debut, p.fin, place("debut"), place("fin"));
    }
    out.extend(stages(ctx));
    let longest = ctx.promotion.stages.iter().map(|s| s.interruption.len()).max().unwrap_or(0);
    for n in 0..longest {
        let days = |s: &Stage| s.interruption.get(n).map_or((None, None), |i| (i.debut, i.fin));
        out.extend(of_rows(ctx, &format!("interruption[{n}]."), days, |a, b| a.interruption == b.interruption));
    }
    let former = |s: &Stage| s.precedent.as_ref().map_or((None, None), |p| (p.debut, p.fin));
    out.extend(of_rows(ctx, "precedent.", former, |a, b| a.precedent == b.precedent));
    let done = |s: &Stage| s.presence.as_ref().map_or((None, None), |p| (p.debut, p.fin));
    out.extend(of_rows(ctx, "presence.", done, |a, b| a.presence == b.presence));
    let second = |s: &Stage| (s.partage.debut, s.partage.fin);
    out.extend(of_rows(ctx, "partage.", second, |a, b| a.partage == b.partage));
    let mut ordered = |debut, fin, start, end| out.extend(disordered(debut, fin, start, end));
    for (i, a) in ctx.promotion.avenants.iter().enumerate() {
        ordered(a.debut, a.fin, ctx.avenant(i, "debut"), ctx.avenant(i, "fin"));
    }
    for (i, c) in ctx.promotion.contrats.iter().enumerate() {
        ordered(c.debut, c.fin, ctx.contrat(i, "debut"), ctx.contrat(i, "fin"));
    }
    out.extend(vraisemblance::of_students(ctx));
    out
}

/// The dates of the stages: those of the defaults are told there.
fn stages(ctx: &PromotionContext) -> Vec<Finding> {
    of_rows(ctx, "", |s| (s.debut, s.fin), |a, b| (a.debut, a.fin) == (b.debut, b.fin))
}

/// Days of the rows that do not follow each other: `path` is what stands before « debut » and « fin ».
fn of_rows(
    ctx: &PromotionContext,
    path: &str,
    days: impl Fn(&Stage) -> (Option<Date>, Option<Date>),
    same: impl Fn(&Stage, &Stage) -> bool,
) -> Vec<Finding> {
    let reversed = |s: &Stage| matches!(days(s), (Some(a), Some(b)) if b < a);
    let wrong = ctx.promotion.stages.iter().enumerate().filter(|(_, s)| reversed(s)).map(|(i, _)| i);
    let (start, end) = (format!("{path}debut"), format!("{path}fin"));
    let one = |(place, rows): (Place, Vec<usize>)| {
        let (debut, fin) = days(&ctx.promotion.stages[rows[0]]);
        let start = if rows.len() > 1 { ctx.defaut(&start) } else { ctx.stage(rows[0], &start) };
        disordered(debut, fin, start, place).map(|found| found.rows(&rows))
    };
    ctx.gathered(&end, same, wrong).into_iter().filter_map(one).collect()
}

fn check_examen(ctx: &ExamenContext) -> Vec<Finding> {
    impossible(ctx.faults)
}

fn impossible(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| match kind {
        FaultKind::ImpossibleDate { found } => {
            let form = if found.contains('/') { "jj/mm/aaaa" } else { "AAAA-MM-JJ" };
            let help = format!("vérifiez le jour et le mois ; une date s’écrit {form}");
            Some(RULE.at(place.clone(), format!("le jour « {found} » n’existe pas")).help(help))
        }
        _ => None,
    })
}

/// The fault of two dates that do not follow each other.
fn disordered(debut: Option<Date>, fin: Option<Date>, start: Place, end: Place) -> Option<Finding> {
    let (debut, fin) = (debut?, fin?);
    if fin >= debut {
        return None;
    }
    let found = RULE.at(end, format!("la fin ({fin}) est avant le début ({debut})")).related(start, "le début");
    Some(found.help("corrigez l’une des deux dates"))
}
