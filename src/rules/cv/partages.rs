//! How two organismes share a stage: what is told of it must leave a part to each, told by CV16.

use super::lignes::Faute;
use super::textes::Public;
use crate::domain::Heures;
use crate::domain::periode::Jour;
use crate::domain::promotion::Stage;
use crate::rules::PromotionContext;

/// What is wrong with the parts: the first thing of each row.
pub fn check(ctx: &PromotionContext) -> Vec<Faute> {
    let stages = ctx.promotion.stages.iter().enumerate();
    let told = stages.filter(|(_, s)| Public::VoieScolaire.includes(ctx, s) && !s.partage.is_untold());
    told.filter_map(|(i, s)| one(ctx, i, s)).collect()
}

fn one(ctx: &PromotionContext, i: usize, s: &Stage) -> Option<Faute> {
    let (partage, now) = (&s.partage, ctx.now(i));
    let files = &ctx.promotion.files;
    let lost = |key: &str| ctx.lost_at(&files.stages, key) || ctx.lost_at(&files.defauts, key);
    if !s.is_shared() && lost("second_organisme") {
        return None;
    }
    if !s.is_shared() {
        // What the defaults tell is of the stages that two share.
        let own = *partage != ctx.promotion.reglage.defauts.partage;
        let faute = || Faute::new(i, "partage", "part d’un second organisme", " : ce stage n’en a pas d’autre");
        return own.then(|| faute().help("nommez l’autre dans second_organisme, ou retirez partage"));
    }
    if partage.heures_semaine.is_some() && !partage.jours.is_empty() {
        let faute = Faute::new(i, "partage.heures_semaine", "part du second organisme dite en jours et en heures", "");
        return Some(faute.help("gardez les jours, ou les heures si les mêmes jours se partagent"));
    }
    let days = now.weekdays();
    let absent = partage.jours.iter().find(|j| !days.contains(&j.weekday()));
    if let Some(day) = absent.filter(|_| !lost("jours") && !lost("demi_journees")) {
        let found = format!("second organisme le {}, qui n’est pas un jour de présence", Jour::label(*day));
        return Some(
            Faute::new(i, "partage.jours", found, "").help("ajoutez ce jour à « jours », ou retirez-le de partage"),
        );
    }
    let hours = partage.heures_semaine.zip(now.heures_semaine);
    if let Some((there, whole)) = hours.filter(|(there, whole)| there >= whole) {
        let whole = Heures::in_words(whole);
        let found = format!("{} par semaine dans le second organisme", there.in_words());
        let faute = Faute::new(i, "partage.heures_semaine", found, format!(" : elle en prévoit {whole} en tout"));
        return Some(faute.help("dites les heures du second organisme seul"));
    }
    let (debut, fin) = now.debut.zip(now.fin).filter(|(a, b)| a <= b)?;
    let outside = [("partage.debut", partage.debut), ("partage.fin", partage.fin)];
    if let Some((key, day)) =
        outside.iter().find_map(|(key, day)| Some((*key, day.filter(|d| !(debut..=fin).contains(d))?)))
    {
        let found = format!("part du second organisme le {day}, hors du stage (du {debut} au {fin})");
        return Some(Faute::new(i, key, found, "").help("corrigez ce jour"));
    }
    // Days in disorder are FMT06's, a stage without a day CV15's.
    let reversed = partage.debut.zip(partage.fin).is_some_and(|(a, b)| b < a);
    let [first, second] = ctx.prevision(i).filter(|p| !reversed && !p.jours.is_empty())?.parts(now)?;
    let whose = match (first.minutes, second.minutes) {
        (0, _) => "le premier organisme",
        (_, 0) => "le second organisme",
        _ => return None,
    };
    let faute = Faute::new(i, "partage", "part de chaque organisme", format!(" : rien ne reste dans {whose}"));
    Some(faute.help("corrigez partage, ou retirez l’organisme qui n’accueille pas"))
}
