//! EX17: points on another scale than the text says.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::examen::{PartieSujet, Points};
use crate::rules::words;

pub static RULE: Rule = Rule::examen("EX17", check);

/// Of a part whose scale nobody tells.
const NOTE: u32 = 20;

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(notes) = ctx.reglement.and_then(|r| Some(&r.partie?.notes)).filter(|n| !n.is_empty()) else {
        return Vec::new();
    };
    let sujet = &ctx.examen.sujet;
    if !ctx.is_written() || sujet.parties.is_empty() {
        return Vec::new();
    }
    let bareme = &ctx.examen.reglage.bareme;
    let (sum, told) = (ctx.examen.points(), Points::whole(bareme.total.unwrap_or(NOTE)));
    let due: Vec<Points> = notes.iter().map(|n| Points::whole(u32::from(*n))).collect();
    // A sum that is wrong is EX02's matter.
    if sum != told || sujet.is_cut() || ctx.questions().any(|q| q.donnees.points.is_none()) {
        return Vec::new();
    }
    let parts: Vec<Points> = sujet.parties.iter().map(PartieSujet::points).collect();
    let right = if due.len() > 1 { parts == due } else { due == [told] };
    if right {
        return Vec::new();
    }
    let (found, place) = match due.len() {
        1 => (format!("le sujet est noté sur {told}"), ctx.reglage("bareme.total")),
        _ => (format!("les parties sont notées sur {}", words::and(&parts)), sujet.parties[0].repere.place("points")),
    };
    let message = format!("{found}, le texte veut {}", words::and(&due));
    vec![
        RULE.at(place, message)
            .reference(ctx.texte(|s| &s.notes))
            .help("répartissez les points des questions autrement"),
    ]
}
