//! Rows of a promotion that are named by what they say and not by their key: « DUPONT Léa », « Agence Delorme ». Where one
//! row alone bears that name, it is the one that is meant; otherwise the rules tell that no key is so.

use std::collections::HashMap;

use crate::domain::identifiers::normalise;
use crate::domain::promotion::Promotion;

/// The key that a name leads to; none for a name that several rows bear.
type Names = HashMap<String, Option<String>>;

/// Puts keys in the place of names.
pub fn resolve(promotion: &mut Promotion) {
    let etudiants = promotion.etudiants.iter().flat_map(|e| {
        let first = e.prenoms.split_whitespace().next().unwrap_or_default();
        let names = [&e.nom_famille, &e.nom_usage].into_iter().filter(|n| !n.trim().is_empty());
        let both = |n: &String| {
            [e.prenoms.as_str(), first]
                .into_iter()
                .flat_map(|p| [format!("{n} {p}"), format!("{p} {n}")])
                .collect::<Vec<_>>()
        };
        names.flat_map(both).map(|name| (e.cle.clone(), name)).collect::<Vec<_>>()
    });
    let etudiants = names(promotion.etudiants.iter().map(|e| e.cle.as_str()), etudiants);
    let organismes = promotion.organismes.iter().map(|o| (o.cle.clone(), o.nom.clone()));
    let organismes = names(promotion.organismes.iter().map(|o| o.cle.as_str()), organismes);
    // « Paul BERNARD » or « BERNARD Paul ».
    let turned = |nom: &str| {
        let words: Vec<&str> = nom.split_whitespace().collect();
        (0..words.len().max(1)).map(|i| [&words[i..], &words[..i]].concat().join(" ")).collect::<Vec<_>>()
    };
    let referents = promotion.reglage.referent.iter();
    let referents = referents.flat_map(|r| turned(&r.nom).into_iter().map(|nom| (r.cle.clone(), nom)));
    let referents = names(promotion.reglage.referent.iter().map(|r| r.cle.as_str()), referents);
    for stage in &mut promotion.stages {
        put(&mut stage.etudiant, &etudiants);
        put(&mut stage.organisme, &organismes);
        put(&mut stage.referent, &referents);
    }
    for contrat in &mut promotion.contrats {
        put(&mut contrat.etudiant, &etudiants);
        put(&mut contrat.organisme, &organismes);
    }
}

/// What names lead to; a key leads nowhere else than to itself.
fn names<'k>(keys: impl Iterator<Item = &'k str>, all: impl Iterator<Item = (String, String)>) -> Names {
    let mut out = Names::new();
    for (key, name) in all {
        let led = out.entry(normalise(&name)).or_insert_with(|| Some(key.clone()));
        if led.as_ref() != Some(&key) {
            *led = None;
        }
    }
    out.remove("");
    for key in keys {
        // What is written as a key but for its case is the name of another row nowhere.
        let led = out.entry(normalise(key)).or_default();
        if led.as_deref() != Some(key) {
            *led = None;
        }
        // The key itself, as it is written.
        out.insert(key.to_owned(), Some(key.to_owned()));
    }
    out
}

fn put(named: &mut String, names: &Names) {
    if names.get(named.as_str()).is_some_and(Option::is_some) {
        return;
    }
    if let Some(Some(key)) = names.get(&normalise(named)) {
        named.clone_from(key);
    }
}
