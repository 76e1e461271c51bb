//! EX10: question numbers out of sequence, twice or absent; questions without points.

use std::collections::BTreeMap;

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::examen::Question;
use crate::rules::words;

pub static RULE: Rule = Rule::examen("EX10", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    // What was set aside may hold the questions that lack here: EX30 tells it.
    if ctx.examen.sujet.is_cut() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut seen: BTreeMap<&str, &Question> = BTreeMap::new();
    // The numbers after which the next one may come: after a wrong one, what it should have been too, so that it is told once.
    let mut before: Vec<String> = Vec::new();
    for question in ctx.questions() {
        let (place, numero) = (question.repere.place(""), question.numero.as_str());
        let expected = before.first().map(|b| (b.clone(), successors(b)));
        let goes_on = before.is_empty() || before.iter().any(|b| follows(b, numero));
        if numero.is_empty() {
            let found = RULE.at(place.clone(), format!("la question « {} » n’a pas de numéro", question.titre));
            out.push(found.help("ouvrez son titre par son numéro : `## 1.1 …`"));
        } else if let Some(first) = seen.get(numero) {
            let found = RULE.at(place.clone(), format!("le numéro {numero} est donné à deux questions"));
            out.push(
                found.related(first.repere.place(""), "première question de ce numéro").help("renumérotez la seconde"),
            );
        } else if let Some((last, next)) = expected.as_ref().filter(|_| !goes_on) {
            let found = RULE.at(place.clone(), format!("la question {numero} suit la question {last}"));
            out.push(found.help(format!("après {last}, attendu {}", words::or(next))));
        } else {
            seen.insert(numero, question);
        }
        let missed = expected.filter(|_| !goes_on || numero.is_empty()).map(|(_, next)| next).unwrap_or_default();
        before = std::iter::once(numero.to_owned()).filter(|n| !n.is_empty()).chain(missed).collect();
        if question.donnees.points.is_none() && !ctx.lost_in(&question.repere) {
            let named = if numero.is_empty() { &question.titre } else { numero };
            let found = RULE.at(place, format!("la question {named} n’a pas de points"));
            out.push(found.help("ajoutez sous son titre, dans un bloc `toml`, `points = …`"));
        }
    }
    out
}

/// The numbers of a question: "2.10" is 2 and 10; what is no number is nothing.
fn parts(numero: &str) -> Option<Vec<u32>> {
    numero.split('.').map(|p| p.parse().ok()).collect()
}

/// Whether `next` may come after `numero`: its last number one more, a deeper one that begins, or a higher one that goes on.
fn follows(numero: &str, next: &str) -> bool {
    let (Some(a), Some(b)) = (parts(numero), parts(next)) else { return true };
    let common = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    match (a.get(common), b.get(common)) {
        (Some(x), Some(y)) => *y == x + 1 && b[common + 1..].iter().all(|n| *n == 1),
        (None, Some(_)) => b[common..].iter().all(|n| *n == 1),
        _ => false,
    }
}

/// What may come after "1.2": "1.3", "2.1".
fn successors(numero: &str) -> Vec<String> {
    let Some(parts) = parts(numero) else { return Vec::new() };
    let next = (1..=parts.len()).rev().map(|depth| {
        let mut next = parts[..depth].to_vec();
        next[depth - 1] += 1;
        next.extend(std::iter::repeat_n(1, parts.len() - depth));
        next.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
    });
    next.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_goes_on_or_opens_the_next_part() {
        for (a, b) in
            [("1.1", "1.2"), ("1.9", "1.10"), ("1.3", "2.1"), ("1", "2"), ("1", "1.1"), ("1.2.3", "1.3.1"), ("A", "B")]
        {
            assert!(follows(a, b), "{a} {b}");
        }
        for (a, b) in [("1.1", "1.3"), ("1.3", "2.2"), ("2.1", "1.2"), ("1.1", "1.1"), ("1.2.3", "1.2")] {
            assert!(!follows(a, b), "{a} {b}");
        }
        assert_eq!(successors("1.2"), ["1.3", "2.1"]);
    }
}
