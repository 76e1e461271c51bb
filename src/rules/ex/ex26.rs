//! EX26: a theme of culture générale that is not of the programme, or not the one that the situation wants (E1).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::domain::examen::FILE;
use crate::domain::identifiers::normalise_product;
use crate::domain::referentiel::{Programme, ThemeVoulu};
use crate::rules::words;

pub static RULE: Rule = Rule::examen("EX26", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(wanted) = ctx.reglement.and_then(|r| r.partie?.theme) else { return Vec::new() };
    let epreuve = &ctx.examen.reglage.epreuve;
    let told = epreuve.theme.trim();
    // A theme that is not told is EX16's matter.
    let Some(session) = epreuve.session.filter(|_| !told.is_empty() && !ctx.lost_at(FILE, "epreuve.theme")) else {
        return Vec::new();
    };
    let programme = ctx.referentiel.programmes.iter().find(|p| i32::from(p.session) == session);
    let found = match programme {
        None => unknown(ctx, session, wanted),
        Some(programme) => wrong(ctx, told, programme, wanted),
    };
    found.map(|d| d.reference(ctx.texte(|s| &s.documents))).into_iter().collect()
}

fn unknown(ctx: &ExamenContext, session: i32, wanted: ThemeVoulu) -> Option<Finding> {
    let which = match wanted {
        ThemeVoulu::UnDuProgramme => "du programme",
        ThemeVoulu::SecondDuProgramme => "le deuxième du programme",
    };
    let message = format!("vérifier que le thème est {which} de la deuxième année, session {session}");
    let found = RULE.at(ctx.reglage("epreuve.theme"), message).severity(Severity::Human);
    Some(found.help(
        "liasse ne connaît pas les thèmes de cette session : ils sont au Bulletin officiel ; une surcharge les ajoute \
         dans `[[programme]]` de referentiel.toml (--pack)",
    ))
}

fn wrong(ctx: &ExamenContext, told: &str, programme: &Programme, wanted: ThemeVoulu) -> Option<Finding> {
    let at = |message: String| {
        let known = words::and(programme.themes.iter().map(|t| format!("« {t} »")));
        let found = RULE.at(ctx.reglage("epreuve.theme"), message);
        found.help(format!("thèmes de la session {} : {known} ({})", programme.session, programme.source))
    };
    let Some(rank) = programme.themes.iter().position(|theme| is_same(told, theme)) else {
        return Some(at(format!("« {told} » n’est pas un thème du programme de la session {}", programme.session)));
    };
    match wanted {
        ThemeVoulu::SecondDuProgramme if programme.themes.len() > 1 && rank != 1 => {
            Some(at("les documents de cette situation font référence au deuxième thème du programme".to_owned()))
        }
        _ => None,
    }
}

/// Whether two writings name one theme: a title may be told without its subtitle or its article.
fn is_same(told: &str, theme: &str) -> bool {
    let (told, theme) = (normalise_product(told), normalise_product(theme));
    !told.is_empty() && (told.contains(&theme) || theme.contains(&told))
}
