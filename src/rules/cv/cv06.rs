//! CV06: an element of annexe III B that the convention does not tell: échanges non dits.

use super::lignes::{self, Faute};
use super::textes::{Cle, Neant, Public, message, untold};
use crate::diagnostic::{Finding, Severity};
use crate::domain::date::names_a_day;
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV06", check);

const CLES: &[Cle] =
    &[("pedagogie.echanges", |s| &s.pedagogie.echanges), ("pedagogie.difficultes", |s| &s.pedagogie.difficultes)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let (public, what) = (Public::StagiairesDuTexte, "les échanges entre l’établissement et l’entreprise");
    let mut out = untold(ctx, &RULE, public, Neant::Refuse, what, CLES);
    out.extend(visits(ctx));
    out.extend(outside(ctx));
    out
}

const VISITES: &str = "pedagogie.visites";

/// The dates of the visits, which the text asks for beside their frequency. A warning: they may be settled later, and the
/// convention is none the less a convention.
fn visits(ctx: &PromotionContext) -> Vec<Finding> {
    let told = |s: &Stage| !s.pedagogie.visites.is_empty() || names_a_day(&s.pedagogie.echanges);
    // Where the exchanges themselves are not told, that is the fault.
    let wrong = |s: &Stage| {
        let echanges = Neant::Refuse.answers(&s.pedagogie.echanges);
        echanges && !told(s) && Public::StagiairesDuTexte.includes(ctx, s)
    };
    let same = |a: &Stage, b: &Stage| a.pedagogie.visites == b.pedagogie.visites;
    let groups = ctx.grouped(VISITES, same, wrong).into_iter().filter(|(place, _)| !ctx.lost_at(&place.file, VISITES));
    let one = |(place, rows): (_, Vec<usize>)| {
        let message = message(ctx, &rows, "ne dit pas", "ne disent pas", "les dates des visites");
        let help = format!(
            "écrivez visites = [AAAA-MM-JJ] dans [pedagogie] de la ligne du stage, ou dans {}",
            ctx.ou_defauts()
        );
        RULE.at(place, message).severity(Severity::Warning).rows(&rows).help(help)
    };
    groups.map(one).collect()
}

/// The visits of a stage of which none is during it.
fn outside(ctx: &PromotionContext) -> Vec<Finding> {
    let stages = ctx.promotion.stages.iter().enumerate().filter(|(_, s)| Public::StagiairesDuTexte.includes(ctx, s));
    let wrong = stages.filter(|(i, s)| {
        let now = ctx.now(*i);
        let Some((debut, fin)) = now.debut.zip(now.fin).filter(|(a, b)| a <= b) else { return false };
        !s.pedagogie.visites.is_empty() && !s.pedagogie.visites.iter().any(|v| (debut..=fin).contains(v))
    });
    let one = |(i, _): (usize, &Stage)| {
        let faute = Faute::new(i, VISITES, "aucune des dates de visite n’est dans le stage", "");
        let faute = faute.severity(Severity::Warning).related("debut", "premier jour");
        faute.help("corrigez les dates des visites, ou dites celles de ce stage dans sa ligne")
    };
    lignes::told(ctx, &RULE, wrong.map(one).collect(), |a, b| a.pedagogie.visites == b.pedagogie.visites)
}
