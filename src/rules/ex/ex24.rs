//! EX24: two rows of a list that are one too many: a number for two candidates, a seat for two, a copy twice.

use std::collections::BTreeMap;

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::examen::{Inscrit, NOTES};
use crate::domain::identifiers::normalise;

pub static RULE: Rule = Rule::examen("EX24", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let mut out = numbers(ctx);
    out.extend(seats(ctx));
    out.extend(copies(ctx));
    out
}

fn at(ctx: &ExamenContext, rank: usize, key: &str) -> Place {
    Place::value(&ctx.examen.fichier_inscrits, format!("candidat[{rank}].{key}"))
}

/// Numbers that two rows of the list bear, then those that two orals or two portfolios do. They are not repeated: they
/// identify a person.
fn numbers(ctx: &ExamenContext) -> Vec<Finding> {
    let listed = ctx.examen.inscrits.iter().enumerate();
    let listed = listed.map(|(i, c)| (compact(&c.numero_candidat), c.identite(), at(ctx, i, "numero_candidat")));
    let mut out = twice(listed.collect());
    let oraux = ctx.examen.oraux.iter().map(|o| (&o.file, &o.candidat, &o.numero_candidat));
    let portfolios = ctx.examen.portfolios.iter().map(|p| (&p.file, &p.candidat, &p.numero_candidat));
    for files in [oraux.collect::<Vec<_>>(), portfolios.collect()] {
        let one = |(file, candidat, numero): (&String, &String, &String)| {
            (compact(numero), candidat.trim().to_owned(), Place::value(file, "numero_candidat"))
        };
        out.extend(twice(files.into_iter().map(one).collect()));
    }
    out
}

/// What is wrong in rows of a number, a name and the place of the number.
fn twice(rows: Vec<(String, String, Place)>) -> Vec<Finding> {
    let (mut first, mut out): (BTreeMap<String, (String, Place)>, _) = (BTreeMap::new(), Vec::new());
    for (numero, nom, place) in rows.into_iter().filter(|(numero, ..)| !numero.is_empty()) {
        let nom = normalise(&nom);
        let Some((other, before)) = first.get(&numero) else {
            first.insert(numero, (nom, place));
            continue;
        };
        let (message, help) = match *other == nom {
            true => ("ce candidat est déjà dans la liste, sous le même numéro", "supprimez l’une des deux lignes"),
            false => (
                "ce numéro de candidat est déjà celui d’un autre candidat",
                "vérifiez les deux numéros sur les confirmations d’inscription ; si c’est une seule personne, \
                 supprimez l’une des deux lignes",
            ),
        };
        out.push(RULE.at(place, message).related(before.clone(), "déjà ici").help(help));
    }
    out
}

/// Seats of a room that two candidates have at one time.
fn seats(ctx: &ExamenContext) -> Vec<Finding> {
    let heure = |c: &Inscrit| {
        let own = c.heure.trim();
        hour(if own.is_empty() { &ctx.examen.reglage.epreuve.heure } else { own })
    };
    let (mut first, mut out) = (BTreeMap::new(), Vec::new());
    for (i, c) in ctx.examen.inscrits.iter().enumerate() {
        // Who does not come has no seat.
        let Some(seat) = c.place.filter(|_| ctx.examen.acquis(i, ctx.referentiel).is_none()) else { continue };
        let key = (normalise(&c.salle), seat, heure(c));
        let Some(before) = first.get(&key) else {
            first.insert(key, i);
            continue;
        };
        let room = match c.salle.trim() {
            "" => "sans salle dite".to_owned(),
            room => format!("de « {room} »"),
        };
        let message = format!("la place {seat} {room} est déjà celle d’un autre candidat");
        let found = RULE.at(at(ctx, i, "place"), message).related(at(ctx, *before, "place"), "déjà ici");
        out.push(found.help("donnez une autre place à l’un des deux, ou une autre `heure` s’ils se suivent"));
    }
    out
}

/// Copies that `notes.csv` has twice, or without a number.
fn copies(ctx: &ExamenContext) -> Vec<Finding> {
    let (mut first, mut out) = (BTreeMap::new(), Vec::new());
    for copie in &ctx.examen.copies.copies {
        let here = || Place::bytes(NOTES, copie.numero.bytes.clone());
        let numero = compact(&copie.numero.text);
        if numero.is_empty() {
            let found = RULE.at(here(), "cette ligne de points n’a pas de numéro de copie");
            out.push(found.help("écrivez-le dans la première colonne, ou supprimez la ligne"));
            continue;
        }
        let Some(before) = first.get(&numero) else {
            first.insert(numero, here());
            continue;
        };
        let message = format!("la copie {} est déjà dans le tableau", copie.numero.text.trim());
        let found = RULE.at(here(), message).related(Place::clone(before), "déjà ici");
        out.push(found.help("corrigez l’un des deux numéros, ou supprimez l’une des deux lignes"));
    }
    out
}

/// A number without the spaces that people write in it, in one case.
fn compact(numero: &str) -> String {
    numero.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The numbers of an hour, « 8 h », « 8h00 », « 08:00 »: hours, then minutes.
fn hour(text: &str) -> (u32, u32) {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok());
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}
