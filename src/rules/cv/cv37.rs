//! CV37: a teacher, a tuteur or an organisme with more stagiaires than the caps.

use std::collections::BTreeMap;

use super::textes::Public;
use crate::diagnostic::Finding;
use crate::domain::Date;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV37", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let (droit, stages) = (ctx.droit, &ctx.promotion.stages);
    let mut referents: Groupes = BTreeMap::new();
    let (mut tuteurs, mut organismes): (Groupes, Groupes) = (BTreeMap::new(), BTreeMap::new());
    for (i, s) in stages.iter().enumerate().filter(|(_, s)| Public::VoieScolaire.includes(ctx, s)) {
        referents.entry((s.referent.as_str(), "")).or_default().push(i);
        organismes.entry((s.organisme.as_str(), "")).or_default().push(i);
        if s.second_organisme != s.organisme {
            organismes.entry((s.second_organisme.as_str(), "")).or_default().push(i);
        }
        for t in s.tuteurs() {
            let of = if s.is_of_second(t) { &s.second_organisme } else { &s.organisme };
            tuteurs.entry((of.as_str(), t.nom.trim())).or_default().push(i);
        }
    }
    let quota = |organisme: &str| {
        ctx.promotion.organisme(organisme).and_then(|o| o.effectif).map_or(u32::MAX, |e| droit.quota(e))
    };
    let mut out = Vec::new();
    let mut tell = |groups: Groupes, (key, article): (&str, &str), what: &str, cap: &dyn Fn(&str) -> u32| {
        for ((name, _), rows) in groups.iter().filter(|((name, _), _)| !name.is_empty()) {
            let cap = cap(name);
            let Some((last, count)) = busiest(ctx, rows).filter(|(_, count)| *count > cap) else { continue };
            let day = ctx.now(last).debut.map_or_else(String::new, |d| format!(" (le {d})"));
            let message = format!("{what} {count} stagiaires en même temps{day}, {cap} au plus");
            let reference = format!("code de l’éducation, {article} (valeur de seconde main)");
            let found = RULE.at(ctx.stage(last, key), message).reference(reference);
            out.push(found.help("déplacez un stage, ou changez la valeur dans droit/stages.toml d’une surcharge"));
        }
    };
    tell(referents, ("referent", "D124-3"), "cet enseignant référent suit", &|_| droit.stagiaires_par_referent);
    tell(tuteurs, ("tuteur", "R124-13"), "ce tuteur suit", &|_| droit.stagiaires_par_tuteur);
    tell(organismes, ("organisme", "R124-10"), "cet organisme accueille", &quota);
    out
}

/// Ranks of stages, by whom they have in common.
type Groupes<'a> = BTreeMap<(&'a str, &'a str), Vec<usize>>;

/// The stage on whose first day most students of `rows` have a stage under way, and how many have. One who has two
/// stages at a time is one stagiaire.
fn busiest(ctx: &PromotionContext, rows: &[usize]) -> Option<(usize, u32)> {
    let mut stays = stays(ctx, rows);
    stays.sort_unstable();
    let mut ends: Vec<Date> = stays.iter().map(|(_, end, _)| *end).collect();
    ends.sort_unstable();
    let mut best: Option<(usize, u32)> = None;
    let mut gone = 0;
    for (begun, (first, _, row)) in (1..).zip(&stays) {
        while ends[gone] < *first {
            gone += 1;
        }
        let here = u32::try_from(begun - gone).unwrap_or(u32::MAX);
        if best.is_none_or(|(_, most)| here >= most) {
            best = Some((*row, here));
        }
    }
    best
}

/// First day, last day and a stage of each stay: stages of one student that share days are one.
fn stays(ctx: &PromotionContext, rows: &[usize]) -> Vec<(Date, Date, usize)> {
    let mut of: BTreeMap<&str, Vec<(Date, Date, usize)>> = BTreeMap::new();
    for i in rows {
        let stage = ctx.now(*i);
        if let Some((first, last)) = stage.debut.zip(stage.fin).filter(|(a, b)| a <= b) {
            of.entry(stage.etudiant.as_str()).or_default().push((first, last, *i));
        }
    }
    let mut out: Vec<(Date, Date, usize)> = Vec::new();
    for mut stays in of.into_values() {
        stays.sort_unstable();
        let begins = out.len();
        for (first, last, i) in stays {
            match out[begins..].last_mut().filter(|(_, end, _)| first <= *end) {
                Some((_, end, _)) => *end = last.max(*end),
                None => out.push((first, last, i)),
            }
        }
    }
    out
}
