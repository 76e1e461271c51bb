//! The days, the hours and the gratification of a stage, which avenants change from a day on.

use super::stage::{Gratification, Stage};
use crate::domain::periode::Jour;
use crate::domain::{Date, Heures};

/// The days, the hours and the gratification that hold until a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regime {
    /// Last day; none for those that hold to the end.
    pub fin: Option<Date>,
    pub jours: Vec<Jour>,
    pub demi_journees: Vec<Jour>,
    pub heures_semaine: Option<Heures>,
    pub horaires: String,
    pub teletravail: Vec<Jour>,
    pub teletravail_modalites: String,
    pub gratification: Gratification,
}

impl Stage {
    /// The days, the hours and the gratification that hold at the end.
    pub fn regime(&self) -> Regime {
        Regime {
            fin: None,
            jours: self.jours.clone(),
            demi_journees: self.demi_journees.clone(),
            heures_semaine: self.heures_semaine,
            horaires: self.horaires.clone(),
            teletravail: self.teletravail.clone(),
            teletravail_modalites: self.teletravail_modalites.clone(),
            gratification: self.gratification.clone(),
        }
    }

    /// Changes days, hours or gratification from a day on; from the first one where no day is told.
    pub fn change_from(&mut self, day: Option<Date>, change: impl Fn(&mut Regime)) {
        let mut begins = self.debut;
        let before = |begins: Option<Date>| day.filter(|d| begins.is_none_or(|b| b < *d)).map(|d| d.plus_days(-1));
        let mut out = Vec::new();
        for mut regime in std::mem::take(&mut self.regimes) {
            let (last, next) = (before(begins), regime.fin.map(|f| f.plus_days(1)));
            if let (Some(last), Some(fin)) = (last, regime.fin)
                && fin > last
            {
                out.push(Regime { fin: Some(last), ..regime.clone() });
            }
            // What ends before the day stays as it was.
            if last.is_none_or(|last| regime.fin > Some(last)) {
                change(&mut regime);
            }
            out.push(regime);
            begins = next;
        }
        let mut now = self.regime();
        if let Some(last) = before(begins) {
            out.push(Regime { fin: Some(last), ..now.clone() });
        }
        change(&mut now);
        self.regimes = out;
        let Regime {
            fin: _,
            jours,
            demi_journees,
            heures_semaine,
            horaires,
            teletravail,
            teletravail_modalites,
            gratification,
        } = now;
        (self.jours, self.demi_journees, self.heures_semaine) = (jours, demi_journees, heures_semaine);
        (self.horaires, self.teletravail) = (horaires, teletravail);
        (self.teletravail_modalites, self.gratification) = (teletravail_modalites, gratification);
    }

    /// The regimes in their order with the first and the last day of each, those that no day of the stage has left out.
    pub fn regimes_dates(&self) -> Vec<(Date, Date, Regime)> {
        let (Some(mut begins), Some(fin)) = (self.debut, self.fin) else { return Vec::new() };
        let mut out = Vec::new();
        for regime in self.regimes.iter().cloned().chain([self.regime()]) {
            let last = regime.fin.map_or(fin, |f| f.min(fin));
            if begins <= last {
                out.push((begins, last, regime));
                begins = last.plus_days(1);
            }
        }
        out
    }
}

impl Regime {
    /// The weekdays of presence (1 Monday … 7 Sunday), in order.
    pub fn weekdays(&self) -> Vec<i8> {
        let mut all = self.full_days();
        all.extend(self.half_days());
        all.sort_unstable();
        all
    }

    /// Those of a whole day: Monday to Friday where none is told.
    pub fn full_days(&self) -> Vec<i8> {
        let half = self.half_days();
        let told = if self.jours.is_empty() { vec![1, 2, 3, 4, 5] } else { numbers(&self.jours) };
        told.into_iter().filter(|d| !half.contains(d)).collect()
    }

    /// Those of half a day.
    pub fn half_days(&self) -> Vec<i8> {
        numbers(&self.demi_journees)
    }

    /// Minutes of a whole day and of half a day: the weekly hours shared among the days of the week, half of a whole day
    /// for half a one; 7 hours a day where none is told. To the minute.
    pub fn minutes_of_days(&self) -> (u32, u32) {
        const USUAL: u32 = 7 * 60;
        let halves = u32::try_from(2 * self.full_days().len() + self.half_days().len()).unwrap_or(10).max(1);
        let nearest = |n: u32| (n + halves / 2) / halves;
        self.heures_semaine.map_or((USUAL, USUAL / 2), |h| (nearest(2 * h.minutes()), nearest(h.minutes())))
    }
}

/// Weekdays by their numbers, each once, in order.
fn numbers(jours: &[Jour]) -> Vec<i8> {
    let mut out: Vec<i8> = jours.iter().map(|j| j.weekday()).collect();
    out.sort_unstable();
    out.dedup();
    out
}
