//! EX02: the points do not add up, or nothing says how a total other than 20 is brought to 20.

use super::points;
use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::examen::{FILE, PartieSujet, Points, Question};
use crate::domain::markdown::Block;

pub static RULE: Rule = Rule::examen("EX02", check);

/// Of every épreuve, in the end.
const NOTE: Points = Points::whole(20);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let reference = format!("{} ; lisibilité du barème", ctx.texte(|s| &s.notes));
    sums(ctx).into_iter().map(|found| found.reference(&reference)).collect()
}

fn sums(ctx: &ExamenContext) -> Vec<Finding> {
    if !ctx.is_written() || ctx.examen.sujet.parties.is_empty() {
        return Vec::new();
    }
    let mut out: Vec<_> = ctx.questions().filter_map(|q| shared(ctx, q)).collect();
    // A question without points is EX10's matter, and the sum is not known then; nor where questions were set aside.
    let whole = !ctx.examen.sujet.is_cut();
    let parts = ctx.examen.sujet.parties.iter().filter(|_| whole);
    let parts: Vec<_> = parts.filter_map(|p| part(ctx, p)).collect();
    let known =
        whole && parts.is_empty() && ctx.questions().all(|q| q.donnees.points.is_some() && !ctx.lost_in(&q.repere));
    out.extend(parts);
    let (sum, bareme) = (ctx.examen.points(), &ctx.examen.reglage.bareme);
    let told = bareme.total.map_or(NOTE, Points::whole);
    if ctx.lost_at(FILE, "bareme.total") {
        return out;
    }
    if known && sum != told {
        let found = match bareme.total {
            Some(total) => format!("les questions valent {sum} points en tout, le total annoncé est {total}"),
            None => format!("les questions valent {sum} points en tout, et rien n’annonce un autre total que {NOTE}"),
        };
        out.push(RULE.at(ctx.reglage("bareme.total"), found).help(format!(
            "corrigez les points d’une question, ou annoncez `total = {}` dans `[bareme]`",
            sum.in_data()
        )));
    }
    if told != NOTE && bareme.ramene_a_20.trim().is_empty() && !ctx.lost_at(FILE, "bareme.ramene_a_20") {
        let found =
            format!("le total est de {told} points, et rien ne dit comment il est ramené à une note sur {NOTE}");
        out.push(
            RULE.at(ctx.reglage("bareme.total"), found)
                .help("dites-le en une phrase dans `[bareme]` : `ramene_a_20 = \"Le total est divisé par 4.\"`"),
        );
    }
    out
}

/// A part whose questions do not make its own total.
fn part(ctx: &ExamenContext, partie: &PartieSujet) -> Option<Finding> {
    let told = partie.donnees.points?;
    let points: Option<Vec<Points>> = partie.questions.iter().map(|q| q.donnees.points).collect();
    let sum: Points = points?.into_iter().sum();
    if sum == told || ctx.lost_in(&partie.repere) || partie.questions.iter().any(|q| ctx.lost_in(&q.repere)) {
        return None;
    }
    let message = format!("les questions de « {} » valent {sum} points, {told} sont annoncés", partie.titre.trim());
    let found = RULE.at(partie.repere.place("points"), message);
    Some(found.help("corrigez les points d’une question, ou ceux de la partie"))
}

/// A question whose points are shared otherwise than it is worth: in its barème, or between its own parts in the énoncé.
fn shared(ctx: &ExamenContext, question: &Question) -> Option<Finding> {
    let worth = question.donnees.points.filter(|_| !ctx.lost_in(&question.repere))?;
    let wrong = |blocks: &[Block], count: fn(&[Block]) -> points::Somme| count(blocks).other_than(worth);
    let (found, what, lieux) = match wrong(&question.bareme, points::of_bareme) {
        Some(found) => (found, "son barème", &question.lieux.bareme),
        None => (wrong(&question.enonce, points::of_enonce)?, "son énoncé", &question.lieux.enonce),
    };
    let place = lieux.first().cloned().unwrap_or_else(|| question.repere.place("points"));
    let message = format!("la question {} vaut {worth} points, {what} en partage {found}", question.numero);
    let found = RULE.at(place, message).related(question.repere.place("points"), "points de la question");
    Some(found.help("corrigez l’un des deux : ce que le jury partage est ce que la question vaut"))
}
