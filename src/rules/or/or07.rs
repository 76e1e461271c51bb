//! OR07: a mark outside 0 to 20 or not a multiple of the step; levels or points that their grid or their subject has not.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::examen::{Cellule, NIVEAUX, NOTE_MAX, NOTES, centiemes, nombre};
use crate::domain::referentiel::NatureForme;
use crate::rules::words;

pub static RULE: Rule = Rule::examen("OR07", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let mut out = notation(ctx);
    let (step, criteres) = (pas(ctx), ctx.referentiel.criteres(ctx.epreuve()).len());
    for one in ctx.examen.evaluations() {
        let told = one.note_proposee.trim();
        let wrong = if told.is_empty() { None } else { wrong_mark(told, step) };
        if let Some(message) = &wrong {
            let found = RULE.at(one.place("note_proposee"), message.clone());
            out.push(found.help("corrigez la note, ou le pas de `[notation]`"));
        }
        if one.niveaux.is_empty() || criteres == 0 {
            continue;
        }
        if one.niveaux.len() != criteres {
            let n = one.niveaux.len();
            let message = format!("{n} niveau{} pour {criteres} critères", if n > 1 { "x" } else { "" });
            let found = RULE.at(one.place("niveaux"), message);
            out.push(found.help(format!("un niveau pour chaque critère de la grille d’{}", ctx.epreuve())));
        } else if let Some(i) = one.niveaux.iter().position(|n| !(1..=NIVEAUX).contains(n)) {
            let message = format!("le niveau {} n’existe pas", one.niveaux[i]);
            out.push(RULE.at(one.place(&format!("niveaux[{i}]")), message).help("les niveaux vont de 1 à 4"));
        } else if let Some(calcul) = one.calcul(criteres, &ctx.examen.reglage.notation)
            && !told.is_empty()
            && wrong.is_none()
            && centiemes(told) != Some(calcul.note)
        {
            let message = "la note proposée n’est pas celle que donnent les niveaux";
            let found = RULE.at(one.place("note_proposee"), message).severity(Severity::Warning);
            out.push(found.help("supprimez-la : la grille porte alors la note calculée ; ou corrigez les niveaux"));
        }
    }
    out.extend(unprinted(ctx));
    out.extend(copies(ctx));
    out
}

/// What is told of candidates of the list that no document has: a grid is made of them in CCF, where none has an oral or a
/// portfolio of their own. Told once.
fn unprinted(ctx: &ExamenContext) -> Option<Finding> {
    let examen = ctx.examen;
    let apart = !examen.oraux.is_empty() || !examen.portfolios.is_empty();
    let ccf = match ctx.forme() {
        Some(forme) => forme == NatureForme::Ccf,
        // Which form it is, is told as missing.
        None => return None,
    };
    if ccf && !apart {
        return None;
    }
    let all = examen.evaluations();
    let told: Vec<_> = all.iter().filter(|e| e.rang.is_some() && e.is_told()).collect();
    let first = told.first()?;
    let keys = [
        ("niveaux", !first.niveaux.is_empty()),
        ("observations", !first.observations.trim().is_empty()),
        ("note_proposee", !first.note_proposee.trim().is_empty()),
    ];
    let (key, _) = keys.into_iter().find(|(_, told)| *told)?;
    let others = match told.len() {
        1 => String::new(),
        n => format!(", pour {n} candidats"),
    };
    let message = format!("`{key}` n’est imprimé sur aucun document{others}");
    let found = RULE.at(first.place(key), message).severity(Severity::Warning);
    Some(match ccf {
        true => found.help("dites-le dans l’oral ou le portfolio du candidat, d’où vient sa grille"),
        false => found.help("seul le contrôle en cours de formation a une grille par candidat de la liste ; ôtez-le"),
    })
}

/// The step in hundredths, where it is one.
fn pas(ctx: &ExamenContext) -> Option<u32> {
    centiemes(&ctx.examen.reglage.notation.pas).filter(|p| *p > 0)
}

/// What is wrong in the settings.
fn notation(ctx: &ExamenContext) -> Vec<Finding> {
    let notation = &ctx.examen.reglage.notation;
    let mut out = Vec::new();
    let told = notation.pas.trim();
    if pas(ctx).is_none() && !told.is_empty() {
        let found = RULE.at(ctx.reglage("notation.pas"), format!("« {told} » n’est pas un pas de note"));
        out.push(found.help("par exemple : `pas = \"0,5\"`"));
    }
    let values = &notation.points_par_niveau;
    let rising = values.windows(2).all(|w| w[0] < w[1]);
    if !(values.is_empty() || values.len() == NIVEAUX as usize && rising) {
        let message = "les points des quatre niveaux ne sont pas quatre nombres qui croissent";
        let found = RULE.at(ctx.reglage("notation.points_par_niveau"), message);
        out.push(found.help("par exemple : `points_par_niveau = [0, 1, 2, 3]`"));
    }
    out
}

/// What is wrong in a mark. It is not repeated: a report may be read by others than the jury.
fn wrong_mark(told: &str, pas: Option<u32>) -> Option<String> {
    match (centiemes(told), pas) {
        (None, _) => Some("la note proposée n’est pas un nombre d’au plus deux décimales".to_owned()),
        (Some(mark), _) if mark > NOTE_MAX => Some("la note proposée dépasse 20".to_owned()),
        (Some(mark), Some(pas)) if mark % pas != 0 => {
            Some(format!("la note proposée n’est pas un multiple du pas choisi ({})", nombre(pas)))
        }
        _ => None,
    }
}

/// The points of each copy against the questions.
fn copies(ctx: &ExamenContext) -> Vec<Finding> {
    let (copies, mut out) = (&ctx.examen.copies, Vec::new());
    let numeros: Vec<&str> = ctx.questions().map(|q| q.numero.trim()).collect();
    // A column may be of a question whose number is not known: EX10 tells it.
    let whole = !numeros.contains(&"") && !ctx.examen.sujet.is_cut();
    let at = |cell: &Cellule| Place::bytes(NOTES, cell.bytes.clone());
    for heading in &copies.questions {
        let told = heading.text.trim();
        if !whole || told.starts_with('#') || numeros.contains(&told) {
            continue;
        }
        let found = RULE.at(at(heading), format!("« {told} » n’est pas une question du sujet"));
        out.push(found.help(format!("les questions sont {} ; « # … » est une colonne à vous", words::and(&numeros))));
    }
    for question in ctx.questions() {
        let rank = copies.questions.iter().position(|h| h.text.trim() == question.numero.trim());
        let (Some(rank), Some(points)) = (rank, question.donnees.points) else { continue };
        for cell in copies.copies.iter().filter_map(|c| c.points.get(rank)).filter(|c| !c.text.trim().is_empty()) {
            let message = match centiemes(&cell.text) {
                None => "ces points ne sont pas un nombre d’au plus deux décimales".to_owned(),
                Some(told) if told > points.in_hundredths() => {
                    format!("ces points dépassent ceux de la question {} ({points})", question.numero)
                }
                Some(_) => continue,
            };
            out.push(RULE.at(at(cell), message).help("corrigez la cellule, ou laissez-la vide"));
        }
    }
    out
}
