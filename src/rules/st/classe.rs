//! The journées of the students of a promotion: those whose total can be concluded, as one judges a candidate's.

use super::duree::{Bilan, Lieux};
use super::journees;
use crate::diagnostic::{Finding, Place};
use crate::domain::duree::Verdict;
use crate::domain::promotion::{Cumul, Etudiant};
use crate::domain::{Journees, Statut};
use crate::rules::PromotionContext;
use crate::rules::cv::textes::listed;

/// The students whose duration of stage binds, with their journées; nothing of those whose rows may be lost.
pub fn bound<'a>(ctx: &'a PromotionContext<'_>) -> Vec<(usize, &'a Etudiant, &'a Cumul)> {
    const KEYS: [&str; 6] = ["journees_anterieures", "statut", "reduction", "empechement", "admission", "redoublement"];
    let file = &ctx.promotion.files.etudiants;
    let class = ctx.lost_reglage("formation.journees_anterieures");
    if class || KEYS.iter().any(|key| ctx.lost_at(file, &format!("etudiant.{key}"))) {
        return Vec::new();
    }
    let doubts = &ctx.couverture().doubts;
    let binds = |e: &Etudiant| {
        let regle = ctx.referentiel.statut(e.statut().key());
        regle.is_some_and(|r| r.duree_de_stage) && !e.cle.is_empty() && !ctx.promotion.has_contrat(&e.cle)
    };
    let students = ctx.promotion.etudiants.iter().zip(ctx.cumuls()).enumerate();
    let known = students.filter_map(|(i, (e, cumul))| Some((i, e, cumul.as_ref()?)));
    // Of two rows with one key (FMT05), stages are the first one's.
    let first = |e: &Etudiant| ctx.promotion.etudiant(&e.cle).is_some_and(|known| std::ptr::eq(known, e));
    known.filter(|(_, e, _)| binds(e) && first(e) && !doubts.about(&e.cle)).collect()
}

/// The bilans of the students whose verdict is `wanted`: in the teaching year of the examination alone.
///
/// A period of stage without a convention is CV41's: a shortfall that comes of it is not told besides.
pub fn judged<'a>(ctx: &'a PromotionContext<'_>, wanted: impl Fn(&Verdict) -> bool) -> Vec<Bilan<'a>> {
    if ctx.promotion.reglage.formation.is_last_year() != Some(true) {
        return Vec::new();
    }
    let couverture = ctx.couverture();
    let durees = &ctx.referentiel.stage;
    let mut out = Vec::new();
    for (i, e, cumul) in bound(ctx) {
        let Some(verdict) = cumul.verdict(e, durees).filter(&wanted) else { continue };
        let without = e.statut() == Statut::Scolaire && cumul.stages.is_empty();
        // A stage without a day is CV15's.
        let empty = cumul.stages.iter().any(|(rank, n)| *n == Journees::default() && told_at(ctx, *rank) == "fin");
        if !without && !empty && !couverture.tells(i) && couverture.personne.is_empty() {
            out.push(bilan(ctx, i, cumul, Some(verdict)));
        }
    }
    out
}

/// The bilan of student `i`: each part of the sum where it is told.
pub fn bilan<'a>(ctx: &'a PromotionContext<'_>, i: usize, cumul: &Cumul, verdict: Option<Verdict>) -> Bilan<'a> {
    let e = &ctx.promotion.etudiants[i];
    let before = cumul.anterieures.map(|n| (earlier(ctx, i, e), format!("{n} avant")));
    let stage = |(rank, n): &(usize, Journees)| (ctx.stage(*rank, told_at(ctx, *rank)), n.to_string());
    Bilan {
        total: cumul.total(),
        verdict,
        fondements: e.fondements(),
        empechement: e.empechement.as_ref(),
        referentiel: ctx.referentiel,
        sum: cumul.working(),
        parts: before.into_iter().chain(cumul.stages.iter().map(stage)).collect(),
        besides: Vec::new(),
        lieux: Lieux::Etudiant(ctx.etudiant(i, "")),
        etudiant: Some(i),
    }
}

/// What is wrong with the totals of a class: where it is so for most of those who have its earlier journées, it is one fault, told
/// there with how many students it bears on, their totals and their conventions; each of the others is told alone.
pub fn told<'a>(
    ctx: &PromotionContext,
    bilans: Vec<Bilan<'a>>,
    one: impl Fn(&Bilan<'a>) -> Option<Finding>,
    all: impl Fn(Place, usize, String) -> Finding,
) -> Vec<Finding> {
    const SEVERAL: usize = 3;
    let follows = |i: usize| ctx.promotion.etudiants[i].journees_anterieures.is_none();
    let class = ctx.promotion.reglage.formation.journees_anterieures;
    let theirs = |i: usize, c: &Cumul| class.is_some() && follows(i) && !c.stages.is_empty();
    let count = bound(ctx).into_iter().filter(|(i, _, c)| theirs(*i, c)).count();
    let (shared, own): (Vec<_>, Vec<_>) = bilans.into_iter().partition(|b| b.etudiant.is_some_and(follows));
    let whole = shared.len() >= SEVERAL && 2 * shared.len() > count;
    let alone = own.iter().chain(shared.iter().filter(|_| !whole)).filter_map(one);
    let mut out: Vec<Finding> = alone.collect();
    let totals = || shared.iter().map(|b| b.total);
    if let Some((least, most)) = totals().min().zip(totals().max()).filter(|_| whole) {
        let said = if least == most { journees(least) } else { format!("{least} à {}", journees(most)) };
        let of = |b: &Bilan| b.etudiant.map(|i| ctx.promotion.etudiants[i].cle.as_str());
        let stages = shared.iter().filter_map(of).flat_map(|cle| ctx.promotion.stages_of(cle)).map(|(i, _)| i);
        let found = all(ctx.reglage("formation.journees_anterieures"), shared.len(), said);
        out.push(found.help(listed(ctx, &stages.collect::<Vec<_>>())));
    }
    out
}

/// Where the earlier journées are told: at the student's row, or for the class.
fn earlier(ctx: &PromotionContext, i: usize, e: &Etudiant) -> Place {
    match e.journees_anterieures {
        Some(_) => ctx.etudiant(i, "journees_anterieures"),
        None => ctx.reglage("formation.journees_anterieures"),
    }
}

/// The key of a stage that tells its journées: recorded, told, or those of its dates.
fn told_at(ctx: &PromotionContext, rank: usize) -> &'static str {
    let stage = &ctx.promotion.stages[rank];
    match () {
        () if stage.presence.as_ref().is_some_and(|p| p.journees.is_some()) => "presence.journees",
        () if stage.journees.is_some() => "journees",
        () => "fin",
    }
}
