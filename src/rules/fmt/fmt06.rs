//! FMT06: a day that does not exist, or an end before its start.

use super::{Context, REFERENCE, Rule, told};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::Date;
use crate::domain::fault::FaultKind;

pub static RULE: Rule = Rule {
    code: "FMT06",
    severity: Severity::Error,
    title: "date impossible, ou fin avant le début",
    reference: REFERENCE,
    nv: None,
    explain: include_str!("fmt06.md"),
    check,
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let mut out = told(ctx, |place, kind| match kind {
        FaultKind::ImpossibleDate { found } => Some(
            RULE.at(place.clone(), format!("le jour « {found} » n’existe pas"))
                .help("vérifiez le jour et le mois ; une date s’écrit AAAA-MM-JJ"),
        ),
        _ => None,
    });
    let mut ordered = |debut: Option<Date>, fin: Option<Date>, start: Place, end: Place| {
        if let (Some(debut), Some(fin)) = (debut, fin)
            && fin < debut
        {
            let found = RULE.at(end, format!("la fin ({fin}) est avant le début ({debut})")).related(start, "le début");
            out.push(found.help("corrigez l’une des deux dates"));
        }
    };
    for (i, p) in ctx.dossier.periodes.iter().enumerate() {
        ordered(p.debut, p.fin, ctx.periode(i, "debut"), ctx.periode(i, "fin"));
    }
    for f in &ctx.dossier.fiches {
        ordered(f.date, f.fin, Place::value(&f.file, "date"), Place::value(&f.file, "fin"));
    }
    if let Some(f) = &ctx.dossier.candidat.formation {
        ordered(f.debut, f.fin, ctx.candidat("formation.debut"), ctx.candidat("formation.fin"));
    }
    out
}
