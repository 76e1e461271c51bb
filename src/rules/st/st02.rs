//! ST02: a stage longer than the maximum of the text.

use std::collections::BTreeSet;

use super::duree::{Bilan, Stages};
use super::{classe, journees};
use crate::diagnostic::Finding;
use crate::domain::periode::Periode;
use crate::domain::promotion::{Cumul, Etudiant};
use crate::domain::{Date, Journees};
use crate::rules::cv::annee;
use crate::rules::{Context, PromotionContext, Rule};

pub static RULE: Rule = Rule::both("ST02", check, check_promotion);

fn check(ctx: &Context) -> Vec<Finding> {
    // A candidate who failed may do a new stage: it comes on top.
    let failed = ctx.dossier.candidat.redoublement.as_ref().and_then(|r| r.session_precedente);
    let before = failed.and_then(|session| ctx.reglages.premiere_epreuve(session)).map(|(day, _)| day);
    let stages = Stages::among(ctx, |p| !is_new(p, before));
    stages.and_then(|stages| too_long(&stages.bilan)).into_iter().collect()
}

/// In whatever year: what is too long already does not become shorter. The stage of a student who failed is new.
fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let most = Journees::from(u32::from(ctx.referentiel.stage.journees_max));
    // A stage that is longer than the law itself allows is CV32's.
    let unlawful: BTreeSet<usize> = annee::too_long(ctx).flat_map(|p| &p.stages).map(|(rank, _)| *rank).collect();
    let lawful = |cumul: &Cumul| !cumul.stages.iter().any(|(rank, _)| unlawful.contains(rank));
    let long =
        |(_, e, cumul): &(usize, &Etudiant, &Cumul)| cumul.total() > most && e.redoublement.is_none() && lawful(cumul);
    let bilans = classe::bound(ctx).into_iter().filter(long).map(|(i, _, c)| classe::bilan(ctx, i, c, None));
    let whole = |place, count, totals| {
        let (max, weeks) = (most, ctx.referentiel.stage.semaines_max);
        let message = format!(
            "la durée totale des stages est de {totals} pour {count} étudiants, le maximum est de {max} ({weeks} semaines)"
        );
        RULE.at(place, message).help("corrigez les journées déjà faites par la classe, ou raccourcissez ses stages")
    };
    classe::told(ctx, bilans.collect(), too_long, whole)
}

fn too_long(bilan: &Bilan) -> Option<Finding> {
    let (max, weeks) = (bilan.durees().journees_max, bilan.durees().semaines_max);
    if bilan.total <= Journees::from(u32::from(max)) {
        return None;
    }
    let total = journees(bilan.total);
    let message = format!("la durée totale des stages est de {total}, le maximum est de {max} ({weeks} semaines)");
    let found = bilan.say(|place| RULE.at(place, message));
    Some(found.help(match bilan.in_promotion() {
        true => "raccourcissez un stage, ou corrigez les journées déjà faites",
        false => {
            "vérifiez les journées de chaque certificat : seules comptent les journées effectives de \
            présence"
        }
    }))
}

fn is_new(p: &Periode, failure: Option<Date>) -> bool {
    failure.zip(p.debut).is_some_and(|(failure, debut)| debut >= failure)
}
