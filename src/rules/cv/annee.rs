//! The presence of one student in one organisme, by teaching year, all conventions added up (L124-5, L124-6, D124-6).

use std::collections::BTreeMap;

use super::textes::Public;
use crate::domain::Heures;
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
pub fn too_long(ctx: &PromotionContext) -> Vec<Presences> {
    let most = ctx.droit.heures(ctx.droit.mois_au_plus) * 60;
    by_year(ctx).into_iter().filter(|p| p.minutes() > most).collect()
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
    let (sure, counted) = (u64::from(prevision.surs()), prevision.minutes.values().map(|m| u64::from(*m)).sum::<u64>());
    let part = |minutes: u32| u32::try_from(u64::from(minutes) * sure / counted.max(1)).unwrap_or(u32::MAX);
    out.values_mut().for_each(|minutes| *minutes = part(*minutes));
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
