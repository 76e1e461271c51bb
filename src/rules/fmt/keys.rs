//! The keys by which the tables of a promotion name each other: each names one row, and a row that exists.

use std::collections::HashMap;

use super::PromotionContext;
use super::fmt05::RULE;
use crate::diagnostic::{Finding, Place};
use crate::domain::promotion::Stage;
use crate::rules::suggestions::Suggestions;

/// Keys that no row has.
pub fn unknown(ctx: &PromotionContext) -> Vec<Finding> {
    let p = ctx.promotion;
    let mut out = Vec::new();
    let mut etudiants = Table::new(ctx, &p.files.etudiants, "etudiant", p.etudiants.iter().map(|e| &e.cle));
    let mut organismes = Table::new(ctx, &p.files.organismes, "organisme", p.organismes.iter().map(|o| &o.cle));
    let mut referents = Table::new(ctx, &p.files.referents, "referent", p.reglage.referent.iter().map(|r| &r.cle));
    let mut stages = |table: &mut Table<'_>, key, of: fn(&Stage) -> &String, known: &dyn Fn(&str) -> bool| {
        for (place, rows) in ctx.grouped(key, |a, b| of(a) == of(b), |s| !known(of(s))) {
            out.extend(table.lacks(of(&p.stages[rows[0]]), false, || place).map(|d| d.rows(&rows)));
        }
    };
    let organisme = |cle: &str| p.organisme(cle).is_some();
    stages(&mut etudiants, "etudiant", |s| &s.etudiant, &|cle| p.etudiant(cle).is_some());
    stages(&mut organismes, "organisme", |s| &s.organisme, &organisme);
    stages(&mut referents, "referent", |s| &s.referent, &|cle| p.referent(cle).is_some());
    stages(&mut organismes, "second_organisme", |s| &s.second_organisme, &organisme);
    for (i, s) in p.stages.iter().enumerate() {
        if !s.organisme.is_empty() && s.second_organisme == s.organisme {
            let found = RULE
                .at(ctx.stage(i, "second_organisme"), format!("« {} » est déjà l’organisme de ce stage", s.organisme));
            out.push(found.help("nommez l’autre organisme, ou retirez la clé"));
        }
        for (n, t) in s.tuteur.iter().enumerate() {
            let of = t.organisme.trim();
            let place = || ctx.stage(i, &format!("tuteur[{n}].organisme"));
            out.extend(organismes.lacks(of, of == s.organisme || of == s.second_organisme, place));
        }
    }
    for (i, a) in p.avenants.iter().enumerate() {
        out.extend(referents.lacks(&a.referent, p.referent(&a.referent).is_some(), || ctx.avenant(i, "referent")));
    }
    for (i, c) in p.contrats.iter().enumerate() {
        out.extend(etudiants.lacks(&c.etudiant, p.etudiant(&c.etudiant).is_some(), || ctx.contrat(i, "etudiant")));
        let known = p.organisme(&c.organisme).is_some();
        out.extend(organismes.lacks(&c.organisme, known, || ctx.contrat(i, "organisme")));
    }
    out
}

/// A table that others name the rows of.
struct Table<'a> {
    /// Whether some of its keys were lost: none is told unknown then.
    lost: bool,
    what: &'static str,
    keys: Vec<&'a str>,
    near: Suggestions,
}

impl<'a> Table<'a> {
    fn new(ctx: &PromotionContext, file: &str, table: &str, keys: impl Iterator<Item = &'a String>) -> Self {
        let what = match table {
            "etudiant" => "la clé d’un étudiant de la promotion",
            "organisme" => "la clé d’un organisme de la promotion",
            _ => "la clé d’un enseignant référent",
        };
        let lost = ctx.lost_at(file, table) || ctx.lost_at(file, &format!("{table}.cle"));
        Table { lost, what, keys: keys.map(String::as_str).collect(), near: Suggestions::default() }
    }

    fn lacks(&mut self, key: &str, known: bool, place: impl FnOnce() -> Place) -> Option<Finding> {
        if known || key.is_empty() || self.lost {
            return None;
        }
        let found = RULE.at(place(), format!("« {key} » n’est pas {}", self.what));
        let near = self.near.of(key, || self.keys.iter().copied());
        Some(near.into_iter().fold(found, |f, n| f.label(format!("vouliez-vous « {n} » ?"))))
    }
}

/// Keys that two rows of one table have.
pub fn twice(ctx: &PromotionContext) -> Vec<Finding> {
    let p = ctx.promotion;
    let referent = |i: usize, key: &str| ctx.reglage(&format!("referent[{i}].{key}"));
    let mut out = Vec::new();
    out.extend(twins("un autre étudiant", p.etudiants.iter().map(|e| &e.cle), |i| ctx.etudiant(i, "cle")));
    out.extend(twins("un autre organisme", p.organismes.iter().map(|o| &o.cle), |i| ctx.organisme(i, "cle")));
    out.extend(twins("un autre stage", p.stages.iter().map(|s| &s.cle), |i| ctx.stage(i, "cle")));
    out.extend(twins("un autre référent", p.reglage.referent.iter().map(|r| &r.cle), |i| referent(i, "cle")));
    out.extend(twins("un autre contrat", p.contrats.iter().map(|c| &c.cle), |i| ctx.contrat(i, "cle")));
    out
}

fn twins<'a>(whose: &str, keys: impl Iterator<Item = &'a String>, place: impl Fn(usize) -> Place) -> Vec<Finding> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut out = Vec::new();
    for (i, key) in keys.enumerate().filter(|(_, k)| !k.is_empty()) {
        let known = *first.entry(key).or_insert(i);
        if known != i {
            let found = RULE.at(place(i), format!("« {key} » est déjà la clé d’{whose}")).label("la même clé");
            let found = found.related(place(known), format!("ligne {}", known + 1));
            out.push(found.help("donnez une autre clé à l’une des deux lignes, ou retirez celle qui est en trop"));
        }
    }
    out
}
