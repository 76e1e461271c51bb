//! The presence of one student in one organisme, by teaching year, all conventions added up (L124-5, L124-6, D124-6).

use std::collections::{BTreeMap, BTreeSet};

use super::periodes;
use super::textes::Public;
use crate::domain::Heures;
use crate::domain::promotion::Stage;
use crate::domain::promotion::calcul::proportion;
use crate::rules::PromotionContext;

/// Minutes of presence of each stage, by rank, in one organisme and one teaching year.
#[derive(Clone, Debug, Default)]
pub struct Presences {
    pub stages: Vec<(usize, u32)>,
    /// Whether one of them is shared by two organismes and does not tell how: it counts whole in each.
    pub unshared: bool,
}

impl Presences {
    pub fn minutes(&self) -> u32 {
        self.stages.iter().map(|(_, minutes)| minutes).sum()
    }
}

/// For each student of voie scolaire, organisme and teaching year, the stages that have presence in it.
///
/// A stage that two organismes share counts for its part in each. A stage that crosses two teaching years is shared between them; journées that a convention tells without their days
/// are of the year in which it begins. A stage whose days no clock allows is left to CV35.
pub fn by_year(ctx: &PromotionContext) -> Vec<Presences> {
    let mut out = Vec::new();
    for ((etudiant, organisme), rows) in ctx.by_student_and_organisme() {
        if etudiant.is_empty() || organisme.is_empty() {
            continue;
        }
        let mut years: BTreeMap<i16, Presences> = BTreeMap::new();
        for i in rows.into_iter().filter(|i| Public::VoieScolaire.includes(ctx, &ctx.promotion.stages[*i])) {
            let stage = ctx.now(i);
            for (year, minutes) in shares(ctx, i, organisme) {
                let presences = years.entry(year).or_default();
                presences.stages.push((i, minutes));
                presences.unshared |= stage.is_shared() && stage.partage.is_untold();
            }
        }
        out.extend(years.into_values());
    }
    out
}

/// Those that are longer than the law allows (L124-5).
pub fn too_long<'c>(ctx: &'c PromotionContext<'_>) -> impl Iterator<Item = &'c Presences> {
    let most = most(ctx);
    ctx.presences().iter().filter(move |p| p.minutes() > most)
}

/// Minutes that no one may spend in one organisme in a year.
fn most(ctx: &PromotionContext) -> u32 {
    ctx.droit.heures(ctx.droit.mois_au_plus) * 60
}

/// The stages that alone are longer than the law allows, and leave the periods or the year of the établissement: what their dates
/// would make due, and where they lie, is no second fault.
pub fn slips(ctx: &PromotionContext) -> BTreeSet<usize> {
    let (most, formation) = (most(ctx), &ctx.promotion.reglage.formation);
    let leaves = |stage: &Stage| {
        let after = stage.fin.zip(formation.fin).is_some_and(|(fin, last)| fin > last);
        let before = stage.debut.zip(formation.debut).is_some_and(|(debut, first)| debut < first);
        after || before || periodes::is_outside(ctx, stage)
    };
    let alone = ctx.presences().iter().flat_map(|p| &p.stages).filter(|(_, minutes)| *minutes > most);
    alone.map(|(i, _)| *i).filter(|i| leaves(&ctx.promotion.stages[*i])).collect()
}

/// The minutes of presence of a stage in an organisme and each teaching year, those that are sure.
fn shares(ctx: &PromotionContext, i: usize, organisme: &str) -> BTreeMap<i16, u32> {
    const DAY: u32 = 24 * 60;
    let mut out = BTreeMap::new();
    let Some(prevision) = ctx.prevision(i).filter(|p| p.par_jour <= DAY) else { return out };
    let formation = &ctx.promotion.reglage.formation;
    let Some((first, _)) = prevision.jours.first_key_value() else { return out };
    let stage = ctx.now(i);
    let second = stage.minutes_of_second(&prevision.jours);
    let is_second = stage.is_shared() && organisme == stage.second_organisme;
    for (day, jour) in &prevision.jours {
        let there = second.as_ref().map(|second| second.get(day).copied().unwrap_or(0));
        let minutes = match there {
            Some(there) if is_second => there,
            Some(there) => jour.minutes.saturating_sub(there),
            None => jour.minutes,
        };
        let day = if prevision.dites.is_some() { first } else { day };
        *out.entry(formation.teaching_year(*day)).or_insert(0) += minutes;
    }
    // What is not sure is taken of each year in its proportion, and so are journées that the convention tells.
    let (sure, counted) = (prevision.surs(), prevision.minutes.values().sum());
    out.values_mut().for_each(|minutes| *minutes = proportion(*minutes, sure, counted));
    out.retain(|_, minutes| *minutes > 0);
    out
}

/// What to do where the part of each organisme of a shared stage is not told, and something depends on it.
pub const PARTAGE: &str = "deux organismes se partagent ce stage : dites la part du second, par exemple partage = { jours = \
    [\"jeudi\", \"vendredi\"] } ; sinon tout compte dans chacun";

/// "441 + 70 = 511 h"; "441 h" for one stage alone.
pub fn sum(presences: &Presences) -> String {
    let hours = |minutes: u32| Heures::of_minutes(minutes);
    let total = hours(presences.minutes()).in_words();
    match presences.stages.as_slice() {
        [_] => total,
        several => {
            let parts: Vec<String> = several.iter().map(|(_, m)| hours(*m).to_string()).collect();
            format!("{} = {total}", parts.join(" + "))
        }
    }
}
