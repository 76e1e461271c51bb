//! What the durations of the stages come to: judged once, told by the one rule whose clause it is
//! (ST01, ST03, ST04 or ST15), so that a shortfall is never told twice.

use super::{contrat_particulier, journees, lost, presence, regle, stages, words};
use crate::diagnostic::{Finding, Place, Risk};
use crate::domain::candidat::Empechement;
use crate::domain::duree::{Fondements, Verdict};
use crate::domain::periode::{NaturePeriode, Periode};
use crate::domain::referentiel::{Referentiel, Stage as Durees};
use crate::domain::{Date, Journees};
use crate::rules::{Context, nv};

/// The journées of one person, and what they come to: a candidate of a dossier, a student of a promotion.
pub struct Bilan<'a> {
    /// Sum of the journées.
    pub total: Journees,
    /// `None` where the total is not known.
    pub verdict: Option<Verdict>,
    pub fondements: Fondements<'a>,
    pub empechement: Option<&'a Empechement>,
    pub referentiel: &'a Referentiel,
    /// "25 + 18 = 43 journées".
    pub sum: String,
    /// Where each part of the sum is told, in order, with words for all but the last.
    pub parts: Vec<(Place, String)>,
    /// Other places that explain it.
    pub besides: Vec<(Place, String)>,
    pub lieux: Lieux,
    /// Rank of the student of a promotion.
    pub etudiant: Option<usize>,
}

/// Where what bears on a duration is told.
pub enum Lieux {
    /// `candidat.toml`.
    Dossier,
    /// The row of a student: its place without a key.
    Etudiant(Place),
}

impl Bilan<'_> {
    pub fn durees(&self) -> &Durees {
        &self.referentiel.stage
    }

    /// The place of `reduction`, `empechement`, `admission` or of one of their keys; that of the person for "".
    pub fn place(&self, key: &str) -> Place {
        match &self.lieux {
            Lieux::Dossier => Place::value(
                crate::domain::candidat::FILE,
                match key {
                    "" => "examen.statut",
                    "admission" => "formation.admission",
                    key => key,
                },
            ),
            Lieux::Etudiant(row) => {
                let (path, dot) = (row.field().unwrap_or_default(), if key.is_empty() { "" } else { "." });
                Place::value(&row.file, format!("{path}{dot}{key}"))
            }
        }
    }

    /// Whether it is a student of a promotion, whose stages are rows.
    pub fn in_promotion(&self) -> bool {
        matches!(self.lieux, Lieux::Etudiant(_))
    }

    /// The diagnostic of a total, under its last part, with the sum and the other parts.
    pub fn say(&self, at: impl FnOnce(Place) -> Finding) -> Finding {
        let found = match self.parts.split_last() {
            None => at(self.place("")),
            Some(((last, _), others)) => {
                let found = at(last.clone()).label(self.sum.clone());
                others.iter().fold(found, |d, (place, words)| d.related(place.clone(), words.clone()))
            }
        };
        self.besides.iter().fold(found, |d, (place, words)| d.related(place.clone(), words.clone()))
    }

    /// The risk of a « non valide ».
    pub fn risk(&self) -> Risk {
        nv::risk_in(self.referentiel, None)
    }
}

/// The stages of a candidate whose status has a duration.
pub struct Stages<'a> {
    /// Periods of stage, with their rank in the file.
    pub periodes: Vec<(usize, &'a Periode)>,
    /// Ranks of the periods that do not tell their journées.
    pub untold: Vec<usize>,
    /// Ranks of the periods that begin once the examination has.
    pub late: Vec<usize>,
    pub bilan: Bilan<'a>,
}

impl<'a> Stages<'a> {
    /// `None` where no duration of stage binds, or where values that it rests on were lost.
    pub fn of(ctx: &Context<'a>) -> Option<Self> {
        Stages::among(ctx, |_| true)
    }

    /// The same, of the periods that are wanted.
    pub fn among(ctx: &Context<'a>, wanted: impl Fn(&Periode) -> bool) -> Option<Self> {
        if !regle(ctx)?.duree_de_stage || lost(ctx) || contrat_particulier(ctx) {
            return None;
        }
        let mut periodes = stages(ctx);
        if periodes.is_empty() && !ctx.dossier.periodes.is_empty() {
            // Not one period is of the status: DP08.
            return None;
        }
        periodes.retain(|(_, p)| wanted(p));
        let untold: Vec<_> = periodes.iter().filter(|(_, p)| p.journees.is_none()).map(|(i, _)| *i).collect();
        let exam = Examen::of(ctx);
        let late: Vec<_> = periodes.iter().filter(|(_, p)| exam.is_before(p)).map(|(i, _)| *i).collect();
        let bilan = bilan(ctx, &periodes, &exam, untold.is_empty());
        Some(Stages { periodes, untold, late, bilan })
    }

    /// Whether the total is known and nothing is wrong with it.
    pub fn is_enough(&self) -> bool {
        self.bilan.verdict == Some(Verdict::Enough)
    }

    /// Whether every period has its two dates, in order: advice on the calendar has a ground.
    pub fn dated(&self) -> bool {
        self.periodes.iter().all(|(_, p)| p.debut.zip(p.fin).is_some_and(|(debut, fin)| debut <= fin))
    }
}

/// The first day of the examination: a stage that is done after it was not done for it.
pub struct Examen {
    day: Option<Date>,
    told: bool,
}

impl Examen {
    pub fn of(ctx: &Context) -> Self {
        let session = ctx.dossier.candidat.examen.session;
        let known = session.and_then(|s| ctx.reglages.premiere_epreuve(s));
        Examen { day: known.map(|(day, _)| day), told: known.is_some_and(|(_, told)| told) }
    }

    /// "11/05/2026", and that nobody told it.
    pub fn in_words(&self) -> String {
        let day = self.day.map(|d| d.to_string()).unwrap_or_default();
        if self.told { day } else { format!("{day}, jour par défaut") }
    }

    /// Whether a stage begins on its day or later.
    pub fn is_before(&self, p: &Periode) -> bool {
        let ordered = p.debut.zip(p.fin).is_none_or(|(debut, fin)| debut <= fin);
        ordered && self.day.zip(p.debut).is_some_and(|(exam, debut)| debut >= exam)
    }

    /// The journées of a stage that can have been done before it. Of a day that nobody told, only what begins after it is cut.
    pub fn counted(&self, ctx: &Context, i: usize, p: &Periode) -> Option<Journees> {
        let told = p.journees?;
        if self.is_before(p) {
            return Some(Journees::default());
        }
        let exam = self.day.filter(|exam| self.told && p.fin.is_some_and(|fin| fin >= *exam));
        let before = exam.and_then(|exam| Some(presence::journees(presence::days(ctx, i, p)?.range(..exam))));
        Some(before.map_or(told, |n| told.min(n)))
    }
}

fn bilan<'a>(ctx: &Context<'a>, periodes: &[(usize, &Periode)], exam: &Examen, known: bool) -> Bilan<'a> {
    let candidat = &ctx.dossier.candidat;
    let fondements = Fondements {
        reduction: candidat.reduction.as_ref(),
        empeche: candidat.empechement.is_some(),
        admission: candidat.formation.as_ref().and_then(|f| f.admission),
    };
    let counted: Vec<_> = periodes.iter().filter_map(|(i, p)| Some((*i, *p, exam.counted(ctx, *i, p)?))).collect();
    let total: Journees = counted.iter().map(|(_, _, n)| *n).sum();
    let part = |(i, _, _): &(usize, &Periode, Journees)| (ctx.periode(*i, "journees"), format!("période {}", i + 1));
    let done: Vec<_> = counted.iter().filter(|(_, p, _)| !exam.is_before(p)).copied().collect();
    let cut = |(i, p, n): &(usize, &Periode, Journees)| {
        let told = p.journees.filter(|told| told > n)?;
        let words = match n.halves() {
            0 => format!("après le début de l’examen ({}) : ne compte pas", exam.in_words()),
            _ => format!("{n} sur {told} avant le début de l’examen ({})", exam.in_words()),
        };
        Some((ctx.periode(*i, "debut"), words))
    };
    let parts = if done.is_empty() { &counted } else { &done };
    Bilan {
        total,
        verdict: known.then(|| fondements.verdict(total, &ctx.referentiel.stage)),
        fondements,
        empechement: candidat.empechement.as_ref(),
        referentiel: ctx.referentiel,
        sum: sum(done.iter().map(|(_, _, n)| *n), total),
        parts: parts.iter().map(part).collect(),
        besides: others(ctx).into_iter().chain(counted.iter().filter_map(cut)).collect(),
        lieux: Lieux::Dossier,
        etudiant: None,
    }
}

/// The periods that do not count.
fn others(ctx: &Context) -> Vec<(Place, String)> {
    let mut out = Vec::new();
    for (i, p) in ctx.dossier.periodes.iter().enumerate() {
        if let Some(nature) = p.nature.filter(|n| *n != NaturePeriode::Stage) {
            let words = format!("{} : ne compte pas comme stage", words::small(nature.label()));
            out.push((ctx.periode(i, "nature"), words));
        }
    }
    out
}

/// "25 + 18 = 43 journées"
fn sum(parts: impl Iterator<Item = Journees>, total: Journees) -> String {
    let parts: Vec<_> = parts.map(|n| n.to_string()).collect();
    match parts.len() {
        0 | 1 => format!("{} en tout", journees(total)),
        _ => format!("{} = {}", parts.join(" + "), journees(total)),
    }
}
