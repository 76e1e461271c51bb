//! EX08: a text of the paper recalls another session, or another code, than the paper's own.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::date;
use crate::domain::examen::FILE;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::text;

pub static RULE: Rule = Rule::examen("EX08", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let told = &ctx.examen.reglage.epreuve;
    let mut out = Vec::new();
    if let Some(session) = told.session {
        let sujet = &ctx.examen.sujet;
        if let Some(file) = sujet.files.first() {
            out.extend(recalled(&text(&sujet.introduction), session, || Place::file(file)));
        }
        for partie in &sujet.parties {
            let words = format!("{}\n{}", partie.titre, text(&partie.situation));
            out.extend(recalled(&words, session, || partie.repere.place("")));
        }
        for annexe in &ctx.examen.annexes {
            let wrong = annexe.session.filter(|s| *s != session);
            out.extend(wrong.map(|s| other(ctx.annexe(annexe, "session"), s, session)));
            out.extend(recalled(&annexe.titre, session, || ctx.annexe(annexe, "titre")));
        }
    }
    let code = told.code_sujet.trim();
    if !code.is_empty() && !ctx.lost_at(FILE, "epreuve.code_sujet") {
        for annexe in &ctx.examen.annexes {
            let recalled = annexe.code_sujet.trim();
            if !recalled.is_empty() && recalled != code {
                let message =
                    format!("l’annexe {} rappelle le code {recalled}, celui du sujet est {code}", annexe.numero);
                let found = RULE.at(ctx.annexe(annexe, "code_sujet"), message);
                out.push(found.related(ctx.reglage("epreuve.code_sujet"), "code du sujet").help(HELP));
            }
        }
    }
    out
}

const HELP: &str =
    "corrigez celui des deux qui est faux, ou ôtez le rappel : la couverture et le pied de page le disent déjà";

/// The first « session 2025 » of a text that is of an exam, and not the paper's.
fn recalled(words: &str, session: i32, place: impl Fn() -> Place) -> Option<Finding> {
    let wrong = words.lines().flat_map(sessions).find(|told| *told != session)?;
    Some(other(place(), wrong, session))
}

/// Words that make a « session » an exam's.
const EXAM: [&str; 8] = ["bts", "brevet", "diplome", "examen", "epreuve", "epreuves", "sujet", "sujets"];
/// Those that make it another body's: a committee sits in sessions too.
const BODIES: [&str; 16] = [
    "comite",
    "conseil",
    "assemblee",
    "parlement",
    "parlementaire",
    "senat",
    "congres",
    "tribunal",
    "cour",
    "bourse",
    "formation",
    "seminaire",
    "colloque",
    "salon",
    "pleniere",
    "extraordinaire",
];
/// Those beside which it stands in a title, and that say nothing of it.
const BESIDE: [&str; 20] = [
    "annexe",
    "document",
    "dossier",
    "partie",
    "travail",
    "exercice",
    "question",
    "n",
    "no",
    "numero",
    "corrige",
    "bareme",
    "la",
    "le",
    "de",
    "du",
    "et",
    "pour",
    "normale",
    "principale",
];

/// The sessions of an exam that a line recalls. A committee has sessions too, « session 2025 du comité » : it is told by
/// what follows it, by the words of the line, or by standing alone.
fn sessions(line: &str) -> Vec<i32> {
    let normal = normalise(line);
    let has = |all: &[&str]| normal.split(' ').any(|w| all.contains(&w));
    let (exam, body) = (has(&EXAM), has(&BODIES));
    let parts = line.split(['.', ';', '!', '?', ':', '(', ')', '[', ']', '–', '—', '|', '·', '/']);
    let mut out = Vec::new();
    for part in parts {
        let normal = normalise(part);
        let words: Vec<&str> = normal.split(' ').collect();
        for at in (0..words.len()).filter(|at| words[*at] == "session") {
            let Some((year, end)) = year_after(&words, at + 1) else { continue };
            let complement = complement(&words[end..]);
            let others = words[..at].iter().chain(&words[end..]);
            let alone = others.into_iter().all(|w| BESIDE.contains(w) || w.chars().all(|c| c.is_ascii_digit()));
            let of_exam = match complement {
                Some(whose) => EXAM.contains(&whose),
                None => !body && (exam || alone),
            };
            if of_exam {
                out.push(year);
            }
        }
    }
    out
}

/// The year that follows, « 2025 », « de 2025 », « de mai 2025 », « normale 2025 », and where the words after it begin.
fn year_after(words: &[&str], mut at: usize) -> Option<(i32, usize)> {
    while words.get(at).is_some_and(|w| date::is_month(w) || ["de", "d", "normale", "principale"].contains(w)) {
        at += 1;
    }
    let year: i32 = words.get(at)?.parse().ok()?;
    (1900..2200).contains(&year).then_some((year, at + 1))
}

/// Whose session it is: the noun of the complement that follows, « du comité », « de l’assemblée », « du BTS ».
fn complement<'w>(after: &[&'w str]) -> Option<&'w str> {
    let [first, rest @ ..] = after else { return None };
    if !["de", "du", "des", "d"].contains(first) {
        return None;
    }
    rest.iter().copied().find(|w| !["la", "l", "le", "les", "son", "sa", "notre"].contains(w))
}

fn other(place: Place, found: i32, session: i32) -> Finding {
    let message = format!("ce texte rappelle la session {found}, le sujet est de la session {session}");
    RULE.at(place, message).related(Place::value(FILE, "epreuve.session"), "session de l’examen").help(HELP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_of_an_exam_is_recalled_and_that_of_a_committee_is_not() {
        for (line, told) in [
            ("BTS Assurance – Session 2025", vec![2025]),
            ("BTS ASSURANCE SESSION 2025", vec![2025]),
            ("Dossier 2 – Les impayés du portefeuille (session 2024)", vec![2024]),
            ("Session 2025", vec![2025]),
            ("Annexe 3, session 2025", vec![2025]),
            ("Le sujet de la session 2024 est repris.", vec![2024]),
            ("Épreuve E31, session de mai 2025", vec![2025]),
            ("Session 2025 du BTS Assurance", vec![2025]),
            ("Session normale 2023", vec![2023]),
            ("session 2025 du comité", vec![]),
            ("Compte rendu de la session 2025 du comité social et économique", vec![]),
            ("Comité social et économique – session 2025", vec![]),
            ("La session 2024 de l’assemblée générale a voté le budget.", vec![]),
            ("Lors de sa session 2025, le conseil d’administration examine le sujet.", vec![]),
            ("En session 2025, la loi a été votée.", vec![]),
            ("La session 2023 des Rencontres de l’assurance", vec![]),
            ("Le sinistre date de 2024, la session suivante de 2025.", vec![]),
            ("Une session de travail en 2025", vec![]),
        ] {
            assert_eq!(sessions(line), told, "{line}");
        }
    }
}
