//! The presence of one student in one organisme, by teaching year, all conventions added up (L124-5, L124-6, D124-6).

use std::collections::BTreeMap;

use super::textes::Public;
use crate::domain::Heures;
use crate::rules::PromotionContext;

/// Minutes of presence of each stage, by rank, in one teaching year.
pub type Presences = Vec<(usize, u32)>;

/// For each student of voie scolaire, organisme and teaching year, the stages that have presence in it.
///
/// A stage that crosses two teaching years is shared between them; journées that a convention tells without their days
/// are of the year in which it begins. A stage whose days no clock allows is left to CV35.
pub fn by_year(ctx: &PromotionContext) -> Vec<Presences> {
    let mut out = Vec::new();
    for ((etudiant, organisme), rows) in ctx.by_student_and_organisme() {
        if etudiant.is_empty() || organisme.is_empty() {
            continue;
        }
        let mut years: BTreeMap<i16, Presences> = BTreeMap::new();
        for i in rows.into_iter().filter(|i| Public::VoieScolaire.includes(ctx, &ctx.promotion.stages[*i])) {
            for (year, minutes) in shares(ctx, i) {
                years.entry(year).or_default().push((i, minutes));
            }
        }
        out.extend(years.into_values());
    }
    out
}

/// Those that are longer than the law allows (L124-5).
pub fn too_long(ctx: &PromotionContext) -> Vec<Presences> {
    let most = ctx.droit.heures(ctx.droit.mois_au_plus) * 60;
    by_year(ctx).into_iter().filter(|p| p.iter().map(|(_, minutes)| minutes).sum::<u32>() > most).collect()
}

/// The minutes of presence of a stage in each teaching year, those that are sure.
fn shares(ctx: &PromotionContext, i: usize) -> BTreeMap<i16, u32> {
    const DAY: u32 = 24 * 60;
    let mut out = BTreeMap::new();
    let Some(prevision) = ctx.prevision(i).filter(|p| p.par_jour <= DAY) else { return out };
    let formation = &ctx.promotion.reglage.formation;
    let (Some((first, _)), Some((last, _))) = (prevision.jours.first_key_value(), prevision.jours.last_key_value())
    else {
        return out;
    };
    let year = formation.teaching_year(*first);
    if prevision.dites.is_some() || year == formation.teaching_year(*last) {
        out.insert(year, prevision.surs());
        return out;
    }
    for (day, jour) in &prevision.jours {
        *out.entry(formation.teaching_year(*day)).or_insert(0) += jour.minutes;
    }
    // What is not sure is taken of each year in its proportion.
    let (sure, total) = (u64::from(prevision.surs()), u64::from(prevision.total()).max(1));
    let part = |minutes: u32| u32::try_from(u64::from(minutes) * sure / total).unwrap_or(u32::MAX);
    out.values_mut().for_each(|minutes| *minutes = part(*minutes));
    out
}

/// "441 + 70 = 511 h"; "441 h" for one stage alone.
pub fn sum(presences: &Presences) -> String {
    let hours = |minutes: u32| Heures::of_minutes(minutes);
    let total = hours(presences.iter().map(|(_, m)| m).sum()).in_words();
    match presences.as_slice() {
        [_] => total,
        several => {
            let parts: Vec<String> = several.iter().map(|(_, m)| hours(*m).to_string()).collect();
            format!("{} = {total}", parts.join(" + "))
        }
    }
}
