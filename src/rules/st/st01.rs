//! ST01: a stage shorter than what the text requires, nothing allowing it.

use super::duree::{Bilan, Examen, Stages};
use super::{classe, journees, nv, regle};
use crate::diagnostic::{Finding, Severity};
use crate::domain::duree::Verdict;
use crate::rules::{Context, PromotionContext, Rule};

pub static RULE: Rule = Rule::both("ST01", check, check_promotion);

fn check(ctx: &Context) -> Vec<Finding> {
    let Some(stages) = Stages::of(ctx) else { return Vec::new() };
    let mut out: Vec<_> = stages.untold.iter().map(|i| untold(ctx, *i)).collect();
    let particulier = regle(ctx).is_some_and(|r| !r.natures_contrat_particulier.is_empty());
    let failed = ctx.dossier.candidat.redoublement.is_some();
    out.extend(told(&stages.bilan, failed, particulier));
    out.extend(too_late(ctx, &stages));
    out
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mine = |v: &Verdict| matches!(v, Verdict::Short | Verdict::BelowGranted(_));
    let durees = &ctx.referentiel.stage;
    let whole = |place, count, totals| {
        let message = format!(
            "la durée totale des stages est de {totals} pour {count} étudiants, il en faut au moins {} ({} semaines)",
            durees.journees_min, durees.semaines_min
        );
        RULE.at(place, message).help(CLASSE)
    };
    classe::told(ctx, classe::judged(ctx, mine), |bilan| told(bilan, false, false), whole)
}

/// What to do where a whole class is too short.
const CLASSE: &str = "corrigez les journées déjà faites par la classe, ou prolongez ses stages ; la ligne d’un étudiant peut en dire d’autres";

fn told(bilan: &Bilan, failed: bool, particulier: bool) -> Option<Finding> {
    match &bilan.verdict {
        Some(Verdict::Short) => Some(short(bilan, failed, particulier)),
        Some(Verdict::BelowGranted(granted)) => Some(below(bilan, *granted)),
        _ => None,
    }
}

/// Stages that begin once the examination has begun: they were not done for it. Where the others are enough without them, only
/// their year is doubtful; where they are not, the total says it.
fn too_late(ctx: &Context, stages: &Stages) -> Vec<Finding> {
    if !stages.is_enough() {
        return Vec::new();
    }
    let exam = Examen::of(ctx).in_words();
    let late = stages.late.iter().filter_map(|i| Some((*i, ctx.dossier.periodes[*i].debut?)));
    let say = |(i, debut)| {
        let message = format!("ce stage commence le {debut}, après le début de l’examen ({exam})");
        let found = RULE.at(ctx.periode(i, "debut"), message).severity(Severity::Warning);
        let found = found.related(ctx.candidat("examen.session"), "session de l’examen");
        found.help("vérifiez l’année : un stage à venir ne compte pas pour la durée demandée à cette session")
    };
    late.map(say).collect()
}

fn untold(ctx: &Context, i: usize) -> Finding {
    RULE.at(
        ctx.periode(i, ""),
        "cette période de stage ne dit pas ses journées : la durée totale ne peut pas \
        être vérifiée",
    )
    .label("« journees » manque")
    .help("ajoutez les journées effectives de présence que dit le certificat, par exemple : journees = 25")
    .risk(nv::risk(ctx, None))
}

fn short(bilan: &Bilan, failed: bool, particulier: bool) -> Finding {
    let (min, weeks) = (bilan.durees().journees_min, bilan.durees().semaines_min);
    let message = match bilan.parts.is_empty() {
        true => format!("aucune période de stage n’est déclarée, il faut au moins {min} journées ({weeks} semaines)"),
        false => format!(
            "la durée totale des stages est de {}, il en faut au moins {min} ({weeks} semaines)",
            journees(bilan.total)
        ),
    };
    let found = bilan.say(|place| RULE.at(place, message));
    let found = match () {
        () if bilan.in_promotion() => found.help(
            "prolongez un stage ou ajoutez-en un ; si la durée a été réduite ou le stage empêché, dites-le à la ligne \
            de l’étudiant : reduction ou empechement",
        ),
        () if failed => found.help(
            "les stages faits avant l’échec comptent : ajoutez leurs périodes, avec leurs \
            certificats",
        ),
        () => found.help(
            "ajoutez la période manquante ; si la durée a été réduite ou le stage empêché, \
            ajoutez [reduction] ou [empechement] dans candidat.toml",
        ),
    };
    let found = match particulier {
        true => found.help(
            "sous un contrat de travail de type particulier : contrat_particulier = true dans \
            [formation], et la période de ce contrat, nature = \"emploi\"",
        ),
        false => found,
    };
    found.risk(bilan.risk())
}

fn below(bilan: &Bilan, granted: u32) -> Finding {
    let total = journees(bilan.total);
    let message = format!("la durée totale des stages est de {total}, la réduction accordée en demande {granted}");
    let found = bilan.say(|place| RULE.at(place, message));
    found
        .reference("référentiel, annexe III B, B 1 a et C")
        .related(bilan.place("reduction.journees"), "durée accordée")
        .help("ajoutez la période manquante, ou corrigez la durée accordée si la décision en dit une autre")
        .risk(bilan.risk())
}
