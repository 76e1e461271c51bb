//! CV35: weekly hours above the limits, or a night, a Sunday or a holiday that is not told.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Date;
use crate::domain::periode::Jour;
use crate::domain::promotion::Stage;
use crate::domain::promotion::stage::is_neant;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV35",
    severity: Severity::Error,
    title: "durée hebdomadaire ou présence particulière",
    reference: "code de l’éducation, D124-4, 6° ; code du travail, L3121-20",
    nv: None,
    explain: include_str!("cv35.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let (usual, most) = (ctx.droit.heures_conseillees, ctx.droit.heures_au_plus);
    let mut out = Vec::new();
    let weekly = |s: &Stage| Public::VoieScolaire.includes(ctx, s).then_some(s.heures_semaine).flatten().unwrap_or(0);
    for (place, rows) in ctx.grouped("heures_semaine", |s| weekly(s) > usual) {
        let hours = weekly(&ctx.promotion.stages[rows[0]]);
        let found = RULE.at(place, format!("{hours} heures par semaine, {} convention(s)", rows.len()));
        out.push(match hours > most {
            true => found.help(format!("jamais plus de {most} heures")),
            false => found.severity(Severity::Warning).help(format!("la durée légale est de {usual} heures")),
        });
    }
    for (i, s) in ctx.promotion.stages.iter().enumerate().filter(|(_, s)| Public::VoieScolaire.includes(ctx, s)) {
        let sunday = s.jours.contains(&Jour::Dimanche);
        let holiday = |d: &Date| ctx.calendriers.feries(ctx.calendrier(), d.year()).contains(d) || d.weekday() == 7;
        let besides = s.jours_supplementaires.iter().any(holiday);
        let silent = s.presence_particuliere.trim().is_empty() || is_neant(&s.presence_particuliere);
        if (s.nuit || sunday || besides) && silent {
            let message = format!(
                "présence la nuit, un dimanche ou un jour férié, convention {} : rien n’est convenu",
                name(ctx, i)
            );
            let place = ctx.stage(
                i,
                if s.nuit {
                    "nuit"
                } else if sunday {
                    "jours"
                } else {
                    "jours_supplementaires"
                },
            );
            out.push(RULE.at(place, message).help("dites ce qui est convenu dans presence_particuliere"));
        }
    }
    out
}
