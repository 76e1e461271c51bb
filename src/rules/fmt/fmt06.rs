//! FMT06: a day that does not exist, or an end before its start.

use super::{Check, Context, ExamenContext, PromotionContext, REFERENCE, Rule, told, vraisemblance};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::Date;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::promotion::Stage;

pub static RULE: Rule = Rule {
    code: "FMT06",
    severity: Severity::Error,
    title: "date impossible, ou fin avant le début",
    reference: REFERENCE,
    nv: None,
    explain: include_str!("fmt06.md"),
    check: Check::All(check, check_promotion, check_examen),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
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

fn check_promotion(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = impossible(ctx.faults);
    let mut ordered = |debut, fin, start, end| out.extend(disordered(debut, fin, start, end));
    let reglage = |path: &str| Place::value(crate::domain::promotion::FILE, path);
    let formation = &ctx.promotion.reglage.formation;
    ordered(formation.debut, formation.fin, reglage("formation.debut"), reglage("formation.fin"));
    for (i, p) in ctx.promotion.reglage.periode_scolaire.iter().enumerate() {
        let place = |key: &str| reglage(&format!("periode_scolaire[{i}].{key}"));
        ordered(p.debut, p.fin, place("debut"), place("fin"));
    }
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        for (n, stop) in s.interruption.iter().enumerate() {
            let place = |key: &str| ctx.stage(i, &format!("interruption[{n}].{key}"));
            ordered(stop.debut, stop.fin, place("debut"), place("fin"));
        }
        if let Some(former) = &s.precedent {
            ordered(former.debut, former.fin, ctx.stage(i, "precedent.debut"), ctx.stage(i, "precedent.fin"));
        }
        if let Some(done) = &s.presence {
            ordered(done.debut, done.fin, ctx.stage(i, "presence.debut"), ctx.stage(i, "presence.fin"));
        }
    }
    out.extend(stages(ctx));
    let mut ordered = |debut, fin, start, end| out.extend(disordered(debut, fin, start, end));
    for (i, a) in ctx.promotion.avenants.iter().enumerate() {
        ordered(a.debut, a.fin, ctx.avenant(i, "debut"), ctx.avenant(i, "fin"));
    }
    for (i, c) in ctx.promotion.contrats.iter().enumerate() {
        ordered(c.debut, c.fin, ctx.contrat(i, "debut"), ctx.contrat(i, "fin"));
    }
    out
}

/// The dates of the stages: those of the defaults are told there.
fn stages(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let wrong = ctx.promotion.stages.iter().enumerate().filter(|(_, s)| s.debut.zip(s.fin).is_some_and(|(a, b)| b < a));
    let same = |a: &Stage, b: &Stage| (a.debut, a.fin) == (b.debut, b.fin);
    let one = |(end, rows): (Place, Vec<usize>)| {
        let s = &ctx.promotion.stages[rows[0]];
        let start = if rows.len() > 1 { ctx.defaut("debut") } else { ctx.stage(rows[0], "debut") };
        disordered(s.debut, s.fin, start, end)
    };
    ctx.gathered("fin", same, wrong.map(|(i, _)| i)).into_iter().filter_map(one).collect()
}

fn check_examen(ctx: &ExamenContext) -> Vec<Diagnostic> {
    impossible(ctx.faults)
}

fn impossible(faults: &[Fault]) -> Vec<Diagnostic> {
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
fn disordered(debut: Option<Date>, fin: Option<Date>, start: Place, end: Place) -> Option<Diagnostic> {
    let (debut, fin) = (debut?, fin?);
    if fin >= debut {
        return None;
    }
    let found = RULE.at(end, format!("la fin ({fin}) est avant le début ({debut})")).related(start, "le début");
    Some(found.help("corrigez l’une des deux dates"))
}
