//! What a total of journées of stage comes to against the référentiel (annexe III B, B 1 a, and C): one judgment, for a
//! candidate's dossier and for a student of a promotion.

use super::Journees;
use super::candidat::{Admission, MotifReduction, Reduction};
use super::referentiel::Stage as Durees;
use crate::diagnostic::Place;

/// What may allow a shorter stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fondements<'a> {
    pub reduction: Option<&'a Reduction>,
    /// Whether illness or force majeure is told.
    pub empeche: bool,
    pub admission: Option<Admission>,
}

/// What a total comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// What the durations of stage come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Decompte {
    /// Each period, with the journées that count of it; nothing where it does not tell them.
    pub termes: Vec<Terme>,
    /// « 25 + 18 + 30 = 73 journées ».
    pub somme: String,
    /// Fewest journées that are asked of this candidate.
    pub requises: u32,
    /// Each way to a shorter stage, and whether it is claimed.
    pub derogations: Vec<(&'static str, String)>,
    /// What would change the result; empty where nothing needs to.
    pub remedes: Vec<String>,
}

/// A part of the sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Terme {
    pub journees: Option<Journees>,
    pub libelle: String,
    pub place: Place,
}

impl Fondements<'_> {
    /// Judges a total of journées.
    pub fn verdict(&self, total: Journees, durees: &Durees) -> Verdict {
        let (full, floor) = (u32::from(durees.journees_min), u32::from(durees.reduction.journees_min));
        // The least is a whole number: half a journée more is not one more.
        let total = total.whole();
        if total >= full {
            return Verdict::Enough;
        }
        if let Some(flaw) = self.flaw(durees) {
            return Verdict::Unfounded(flaw);
        }
        let required = self.requises(durees);
        match () {
            () if total >= required => Verdict::Enough,
            () if self.empeche => Verdict::Hindered { required },
            () if required == full && self.reduction.is_none() => Verdict::Short,
            () if total < floor => Verdict::BelowFloor,
            () => Verdict::BelowGranted(required),
        }
    }

    /// Fewest journées that are asked: the full duration, or what a reduction that has its ground leaves of it.
    pub fn requises(&self, durees: &Durees) -> u32 {
        let (full, floor) = (u32::from(durees.journees_min), u32::from(durees.reduction.journees_min));
        if self.flaw(durees).is_some() {
            return full;
        }
        let granted = self.reduction.map(|r| r.journees.unwrap_or(floor));
        granted.or(self.by_admission().then_some(floor)).map_or(full, |n| n.clamp(floor, full))
    }

    /// The text asks for no decision there: the way in is the ground (annexe III B, C, second paragraph).
    fn by_admission(&self) -> bool {
        matches!(self.admission, Some(Admission::EnUnAn | Admission::DeuxiemeAnnee))
    }

    /// What the reduction that is told lacks.
    fn flaw(&self, durees: &Durees) -> Option<Flaw> {
        let flaw = self.reduction.and_then(|r| flaw(r, self.admission, durees))?;
        (!self.by_admission() || matches!(flaw, Flaw::Admission(_))).then_some(flaw)
    }
}

fn flaw(reduction: &Reduction, admission: Option<Admission>, durees: &Durees) -> Option<Flaw> {
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
    let decided = durees.reduction.motifs.iter().any(|m| m.code == code && m.decision_recteur);
    let told = |text: &str| !text.trim().is_empty();
    let (date, acte) = (reduction.date.is_some(), told(&reduction.autorite) || told(&reduction.reference));
    (decided && !(date && acte)).then_some(Flaw::Decision { date, acte })
}
