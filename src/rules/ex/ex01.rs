//! EX01: an épreuve that the règlement does not know, or told with another form, duration or coefficient than its own.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::clause::printed;
use crate::domain::examen::FILE;
use crate::domain::referentiel::Epreuve;
use crate::rules::words;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("EX01", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let told = &ctx.examen.reglage.epreuve;
    if told.code.trim().is_empty() || ctx.lost_at(FILE, "epreuve.code") {
        return Vec::new();
    }
    let Some(reglement) = ctx.reglement else { return vec![unknown(ctx)] };
    let epreuve = reglement.epreuve;
    if epreuve.formes.is_empty() {
        return vec![whole(ctx, epreuve)];
    }
    let mut out = Vec::new();
    if let (Some(found), Some(due)) = (told.coefficient, epreuve.coefficient)
        && found != u32::from(due)
    {
        let message = format!("le coefficient annoncé est {found}, celui d’{} est {due}", epreuve.code);
        let found = RULE.at(ctx.reglage("epreuve.coefficient"), message).reference(printed(&epreuve.source));
        out.push(found.help(OTHERWISE));
    }
    if told.statut.is_none() || ["statut", "etablissement", "habilite", "ccf"].iter().any(|k| ctx.lost_at(FILE, k)) {
        return out;
    }
    let Some(forme) = reglement.forme else {
        out.push(column(ctx, epreuve));
        return out;
    };
    if let Some(found) = told.forme.filter(|f| *f != forme.nature) {
        let message = format!(
            "{} est annoncée en « {} », le règlement la veut en « {} » pour ces candidats",
            epreuve.code,
            found.label(),
            forme.nature.label()
        );
        let found = RULE.at(ctx.reglage("epreuve.forme"), message).reference(printed(&forme.source));
        out.push(found.help(OTHERWISE));
        return out;
    }
    let Some(partie) = reglement.partie else {
        let message =
            format!("{} n’a que {} partie{}", epreuve.code, forme.parties.len(), words::s(forme.parties.len()));
        out.push(RULE.at(ctx.reglage("epreuve.partie"), message));
        return out;
    };
    if let (Some(found), Some(due)) = (told.duree_minutes, partie.duree_minutes)
        && found != u32::from(due)
        && !partie.duree_indicative
    {
        let message = format!("la durée annoncée est de {found} minutes, celle du règlement est de {due}");
        let found = RULE.at(ctx.reglage("epreuve.duree_minutes"), message).reference(ctx.texte(|s| &s.duree));
        out.push(found.help(OTHERWISE));
    }
    out
}

const OTHERWISE: &str = "corrigez-le, ou supprimez la ligne : liasse imprime alors ce que dit le règlement";

fn unknown(ctx: &ExamenContext) -> Finding {
    let codes: Vec<&str> =
        ctx.referentiel.epreuves.iter().filter(|e| !e.formes.is_empty()).map(|e| e.code.as_str()).collect();
    let message = format!("« {} » n’est pas une épreuve du règlement", ctx.epreuve());
    let found = RULE.at(ctx.reglage("epreuve.code"), message);
    match nearest(ctx.epreuve(), codes.iter().copied()) {
        Some(near) => found.help(format!("vouliez-vous {near} ? Les épreuves sont {}", words::and(&codes))),
        None => found.help(format!("les épreuves sont {}", words::and(&codes))),
    }
}

/// An épreuve that is only the sum of its sous-épreuves.
fn whole(ctx: &ExamenContext, epreuve: &Epreuve) -> Finding {
    let parts = ctx.referentiel.epreuves.iter().filter(|e| e.parent.as_deref() == Some(&epreuve.code));
    let parts = words::or(parts.map(|e| &e.code));
    RULE.at(ctx.reglage("epreuve.code"), format!("{} se passe par sous-épreuves", epreuve.code))
        .help(format!("dites laquelle : {parts}"))
}

/// No column, or several that do not say the same.
fn column(ctx: &ExamenContext, epreuve: &Epreuve) -> Finding {
    let told = &ctx.examen.reglage.epreuve;
    let statut = told.statut.map_or("", |s| s.label());
    if told.colonnes(ctx.referentiel).is_empty() {
        return RULE
            .at(ctx.reglage("epreuve.statut"), format!("le règlement n’a pas de colonne pour ces candidats ({statut})"))
            .help("vérifiez `etablissement`, `habilite` et `ccf` ; sinon, demandez au service des examens de quelle colonne ils relèvent");
    }
    let missing: Vec<&str> = [
        ("etablissement", told.etablissement.is_none()),
        ("habilite", told.habilite.is_none()),
        ("ccf", told.ccf.is_none()),
    ]
    .into_iter()
    .filter(|(key, untold)| *untold && tells_apart(ctx, key))
    .map(|(key, _)| key)
    .collect();
    let message = format!("{} n’a pas la même forme pour tous ces candidats ({statut})", epreuve.code);
    let keys: Vec<String> = missing.iter().map(|k| format!("`{k}`")).collect();
    RULE.at(ctx.reglage("epreuve.statut"), message).help(format!("dites dans `[epreuve]` {}", words::and(&keys)))
}

/// Whether the lines that these candidates may belong to ask for that key.
fn tells_apart(ctx: &ExamenContext, key: &str) -> bool {
    let told = &ctx.examen.reglage.epreuve;
    let columns = told.colonnes(ctx.referentiel);
    let lines = columns.iter().flat_map(|c| &c.publics).filter(|p| told.statut.is_some_and(|s| p.statuts.contains(&s)));
    lines.into_iter().any(|p| match key {
        "etablissement" => !p.etablissements.is_empty(),
        "habilite" => p.habilite.is_some(),
        _ => p.ccf.is_some(),
    })
}
