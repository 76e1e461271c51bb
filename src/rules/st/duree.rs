//! What the durations of the stages come to: judged once, told by the one rule whose clause it is
//! (ST01, ST03, ST04 or ST15), so that a shortfall is never told twice.

use super::{contrat_particulier, journees, lost, regle, stages, words};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::candidat::{Admission, MotifReduction, Reduction};
use crate::domain::periode::{NaturePeriode, Periode};
use crate::rules::Context;

/// The stages of a candidate whose status has a duration.
pub struct Stages<'a> {
    /// Periods of stage, with their rank in the file.
    pub periodes: Vec<(usize, &'a Periode)>,
    /// Sum of their journées.
    pub total: u32,
    pub verdict: Verdict,
}

/// What the total comes to.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// Ranks of the periods that do not tell their journées: the total is unknown.
    Untold(Vec<usize>),
    Enough,
    /// Shorter than the full duration; a reduction is told, without what would ground it.
    Unfounded(Flaw),
    /// Reduced, with its ground, and below the least that a reduction may leave.
    BelowFloor,
    /// Reduced, with its ground, and shorter than what was granted.
    BelowGranted(u32),
    /// Shorter than required, for illness or force majeure.
    Hindered {
        required: u32,
    },
    /// Shorter than the full duration, nothing told.
    Short,
}

/// What a reduction lacks.
#[derive(Debug, PartialEq)]
pub enum Flaw {
    Motif,
    /// The recteur's decision: its date, or both its authority and its reference.
    Decision {
        date: bool,
        acte: bool,
    },
    /// The way in that the ground supposes is not the one told.
    Admission(Admission),
}

impl<'a> Stages<'a> {
    /// `None` where no duration of stage binds, or where values that it rests on were lost.
    pub fn of(ctx: &Context<'a>) -> Option<Self> {
        if !regle(ctx)?.duree_de_stage || lost(ctx) || contrat_particulier(ctx) {
            return None;
        }
        let periodes = stages(ctx);
        if periodes.is_empty() && !ctx.dossier.periodes.is_empty() {
            // Not one period is of the status: DP08.
            return None;
        }
        let total = periodes.iter().filter_map(|(_, p)| p.journees).sum();
        let verdict = verdict(ctx, &periodes, total);
        Some(Stages { periodes, total, verdict })
    }

    /// Whether every period has its two dates, in order: advice on the calendar has a ground.
    pub fn dated(&self) -> bool {
        self.periodes.iter().all(|(_, p)| p.debut.zip(p.fin).is_some_and(|(debut, fin)| debut <= fin))
    }

    /// The diagnostic of a total, under the last period, with the sum and the other periods.
    pub fn say(&self, ctx: &Context, at: impl FnOnce(Place) -> Diagnostic) -> Diagnostic {
        let mut found = match self.periodes.split_last() {
            None => at(ctx.candidat("examen.statut")),
            Some(((last, _), others)) => {
                let found = at(ctx.periode(*last, "journees")).label(self.sum());
                let ranks = others.iter().map(|(i, _)| *i);
                ranks.fold(found, |d, i| d.related(ctx.periode(i, "journees"), format!("période {}", i + 1)))
            }
        };
        for (i, p) in ctx.dossier.periodes.iter().enumerate() {
            if let Some(nature) = p.nature.filter(|n| *n != NaturePeriode::Stage) {
                let words = format!("{} : ne compte pas comme stage", words::small(nature.label()));
                found = found.related(ctx.periode(i, "nature"), words);
            }
        }
        found
    }

    /// "25 + 18 = 43 journées"
    pub fn sum(&self) -> String {
        let parts: Vec<_> = self.periodes.iter().filter_map(|(_, p)| p.journees).map(|n| n.to_string()).collect();
        match parts.len() {
            1 => format!("{} en tout", journees(self.total)),
            _ => format!("{} = {}", parts.join(" + "), journees(self.total)),
        }
    }
}

fn verdict(ctx: &Context, periodes: &[(usize, &Periode)], total: u32) -> Verdict {
    let stage = &ctx.referentiel.stage;
    let (full, floor) = (u32::from(stage.journees_min), u32::from(stage.reduction.journees_min));
    let untold: Vec<_> = periodes.iter().filter(|(_, p)| p.journees.is_none()).map(|(i, _)| *i).collect();
    if !untold.is_empty() {
        return Verdict::Untold(untold);
    }
    if total >= full {
        return Verdict::Enough;
    }
    let candidat = &ctx.dossier.candidat;
    let admission = candidat.formation.as_ref().and_then(|f| f.admission);
    // The text asks for no decision there: the way in is the ground (annexe III B, C, second paragraph).
    let by_admission = matches!(admission, Some(Admission::EnUnAn | Admission::DeuxiemeAnnee));
    if let Some(flaw) = candidat.reduction.as_ref().and_then(|r| flaw(ctx, r, admission))
        && (!by_admission || matches!(flaw, Flaw::Admission(_)))
    {
        return Verdict::Unfounded(flaw);
    }
    let granted = candidat.reduction.as_ref().map(|r| r.journees.unwrap_or(floor));
    let required = granted.or(by_admission.then_some(floor)).map_or(full, |n| n.clamp(floor, full));
    match () {
        () if total >= required => Verdict::Enough,
        () if candidat.empechement.is_some() => Verdict::Hindered { required },
        () if required == full && granted.is_none() => Verdict::Short,
        () if total < floor => Verdict::BelowFloor,
        () => Verdict::BelowGranted(required),
    }
}

fn flaw(ctx: &Context, reduction: &Reduction, admission: Option<Admission>) -> Option<Flaw> {
    let Some(code) = reduction.motif else { return Some(Flaw::Motif) };
    let supposed = match code {
        MotifReduction::FormationEnUnAn => Some(Admission::EnUnAn),
        MotifReduction::AdmissionDeuxiemeAnnee => Some(Admission::DeuxiemeAnnee),
        MotifReduction::ForceMajeure | MotifReduction::Amenagement | MotifReduction::Positionnement => None,
    };
    if let (Some(supposed), Some(told)) = (supposed, admission)
        && supposed != told
    {
        return Some(Flaw::Admission(told));
    }
    let motifs = &ctx.referentiel.stage.reduction.motifs;
    let decided = motifs.iter().any(|m| m.code == code && m.decision_recteur);
    let told = |text: &str| !text.trim().is_empty();
    let (date, acte) = (reduction.date.is_some(), told(&reduction.autorite) || told(&reduction.reference));
    (decided && !(date && acte)).then_some(Flaw::Decision { date, acte })
}
