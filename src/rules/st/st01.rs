//! ST01: a stage shorter than what the text requires, nothing allowing it.

use super::duree::{Stages, Verdict};
use super::{journees, nv, regle};
use crate::diagnostic::{Diagnostic, Nv, Severity};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST01",
    severity: Severity::Error,
    title: "durée totale des stages trop courte",
    reference: "référentiel, annexe III B, B 1 a et B 3 a (l. 3132 et 3152)",
    nv: Some(Nv::Listed),
    explain: include_str!("st01.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let Some(stages) = Stages::of(ctx) else { return Vec::new() };
    let mut out = match &stages.verdict {
        Verdict::Untold(ranks) => ranks.iter().map(|i| untold(ctx, *i)).collect(),
        Verdict::Short => vec![short(ctx, &stages)],
        Verdict::BelowGranted(granted) => vec![below(ctx, &stages, *granted)],
        _ => Vec::new(),
    };
    out.extend(too_late(ctx, &stages));
    out
}

/// Stages that begin once the examination has begun: they count in the total, and cannot have been done for it.
fn too_late(ctx: &Context, stages: &Stages) -> Vec<Diagnostic> {
    let session = ctx.dossier.candidat.examen.session;
    let Some((exam, told)) = session.and_then(|s| ctx.reglages.premiere_epreuve(s)) else { return Vec::new() };
    let late = stages.periodes.iter().filter_map(|(i, p)| Some((*i, p.debut.filter(|debut| *debut >= exam)?)));
    let say = |(i, debut)| {
        let day = if told { "" } else { ", jour par défaut" };
        let message = format!("ce stage commence le {debut}, après le début de l’examen ({exam}{day})");
        let found = RULE.at(ctx.periode(i, "debut"), message).severity(Severity::Warning);
        let found = found.related(ctx.candidat("examen.session"), "session de l’examen");
        Diagnostic { nv: None, ..found }
            .help("vérifiez l’année : un stage à venir ne compte pas pour la durée demandée à cette session")
    };
    late.map(say).collect()
}

fn untold(ctx: &Context, i: usize) -> Diagnostic {
    RULE.at(
        ctx.periode(i, ""),
        "cette période de stage ne dit pas ses journées : la durée totale ne peut pas \
        être vérifiée",
    )
    .label("« journees » manque")
    .help("ajoutez les journées effectives de présence que dit le certificat, par exemple : journees = 25")
    .help(nv::risk(ctx, None))
}

fn short(ctx: &Context, stages: &Stages) -> Diagnostic {
    let stage = &ctx.referentiel.stage;
    let (min, weeks) = (stage.journees_min, stage.semaines_min);
    let message = match stages.periodes.is_empty() {
        true => format!("aucune période de stage n’est déclarée, il faut au moins {min} journées ({weeks} semaines)"),
        false => format!(
            "la durée totale des stages est de {}, il en faut au moins {min} ({weeks} semaines)",
            journees(stages.total)
        ),
    };
    let found = stages.say(ctx, |place| RULE.at(place, message));
    let found = match &ctx.dossier.candidat.redoublement {
        Some(_) => found.help(
            "les stages faits avant l’échec comptent : ajoutez leurs périodes, avec leurs \
            certificats",
        ),
        None => found.help(
            "ajoutez la période manquante ; si la durée a été réduite ou le stage empêché, \
            ajoutez [reduction] ou [empechement] dans candidat.toml",
        ),
    };
    let particulier = regle(ctx).is_some_and(|r| !r.natures_contrat_particulier.is_empty());
    let found = match particulier {
        true => found.help(
            "sous un contrat de travail de type particulier : contrat_particulier = true dans \
            [formation], et la période de ce contrat, nature = \"emploi\"",
        ),
        false => found,
    };
    found.help(nv::risk(ctx, None))
}

fn below(ctx: &Context, stages: &Stages, granted: u32) -> Diagnostic {
    let total = journees(stages.total);
    let found = stages.say(ctx, |place| {
        RULE.at(
            place,
            format!(
                "la durée totale des stages est de {total}, la réduction accordée en demande \
            {granted}"
            ),
        )
    });
    let reference = format!("{} et C (l. 3161)", RULE.reference);
    Diagnostic { reference, ..found }
        .related(ctx.candidat("reduction.journees"), "durée accordée")
        .help("ajoutez la période manquante, ou corrigez la durée accordée si la décision en dit une autre")
        .help(nv::risk(ctx, None))
}
