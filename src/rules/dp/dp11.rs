//! DP11: a competence that does not exist, or that the unit of the sheet does not use.

use super::super::sheets::{self, Sheet};
use super::super::words;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::referentiel::Competence;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::dossier("DP11", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let mut out = Vec::new();
    for fiche in &ctx.dossier.fiches {
        for (i, code) in fiche.competences.iter().enumerate().filter(|(_, c)| ctx.referentiel.competence(c).is_none()) {
            let path = format!("competences[{i}]");
            if code.is_empty() && ctx.lost_at(&fiche.file, &path) {
                continue;
            }
            let place = Place::value(&fiche.file, path);
            let found = RULE.at(place, format!("« {code} » n’est pas une compétence du référentiel"));
            let found = match nearest(code, ctx.referentiel.competences.iter().map(|c| c.code.as_str())) {
                Some(near) => found.label(format!("vouliez-vous « {near} » ?")),
                None => found,
            };
            let ends = ctx.referentiel.competences.first().zip(ctx.referentiel.competences.last());
            let ends = ends.map(|(a, b)| format!("{} à {}", a.code, b.code)).unwrap_or_default();
            out.push(found.help(format!(
                "les compétences vont de {ends} ; supprimez ce code si vous ne savez pas lequel convient : une fiche \
                 peut n’en citer aucune"
            )));
        }
    }
    for sheet in sheets::well_placed(ctx) {
        for (i, code) in sheet.fiche.competences.iter().enumerate() {
            out.extend(ctx.referentiel.competence(code).and_then(|c| check_use(&sheet, ctx, i, c)));
        }
    }
    out
}

fn check_use(sheet: &Sheet, ctx: &Context, i: usize, competence: &Competence) -> Option<Finding> {
    let unite = &sheet.composition.unite;
    let Competence { code, evaluee, .. } = competence;
    if evaluee == unite {
        return None;
    }
    let lists = |a: &&str| ctx.referentiel.activite(a).is_some_and(|a| a.competences.contains(code));
    let listed = sheet.fiche.activites.iter().map(String::as_str).find(lists);
    let (severity, message) = match (competence.mobilisee.contains(unite), listed) {
        (true, _) => (Severity::Advice, format!("{code} est mobilisée par {unite}, mais c’est {evaluee} qui l’évalue")),
        (false, Some(activite)) => (
            Severity::Advice,
            format!("{code} est dans la liste de {activite}, mais c’est {evaluee} qui l’évalue, pas {unite}"),
        ),
        // Activities that are not known may be those that list it.
        (false, None) if sheet.fiche.activites.iter().any(|a| ctx.referentiel.activite(a).is_none()) => return None,
        (false, None) => {
            let message = format!(
                "{code} n’est ni évaluée ni mobilisée par {unite}, ni dans la liste des activités de la fiche {}",
                sheet.numero
            );
            (Severity::Warning, message)
        }
    };
    let found = RULE
        .at(sheet.at(&format!("competences[{i}]")), message)
        .severity(severity)
        .label(format!("évaluée en {evaluee}"));
    Some(match severity {
        Severity::Advice => found.help("vous pouvez la garder ; l’oral ne la notera pas"),
        _ => {
            let codes = ctx.referentiel.competences_evaluees(unite).map(|c| &c.code);
            found.help(format!("choisissez parmi celles que {unite} évalue : {}", words::and(codes)))
        }
    })
}
