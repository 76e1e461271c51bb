//! EX18: a written language paper that is not made of its two exercises.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::identifiers::normalise;
use crate::domain::referentiel::NatureForme;

pub static RULE: Rule = Rule::examen("EX18", check);

const FRANCAIS: &str = "francais";

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(reglement) = ctx.reglement.filter(|r| r.epreuve.niveau_cecrl.is_some()) else { return Vec::new() };
    let ponctuelle = reglement.forme.is_some_and(|f| f.nature == NatureForme::Ponctuelle);
    let parties = &ctx.examen.sujet.parties;
    if ctx.examen.sujet.is_cut()
        || !ponctuelle
        || !ctx.is_written()
        || parties.is_empty()
        || parties.iter().any(|p| ctx.lost_in(&p.repere))
    {
        return Vec::new();
    }
    let langue = normalise(&ctx.examen.reglage.epreuve.langue);
    if parties.len() != 2 {
        let message = format!(
            "le sujet a {} partie{}, l’écrit de langue a deux exercices",
            parties.len(),
            crate::rules::words::s(parties.len())
        );
        let help = "un titre `#` pour chacun : le premier répondu en français, le second dans la langue";
        return vec![RULE.at(parties[0].repere.place(""), message).help(help)];
    }
    let mut out = Vec::new();
    for (partie, (rank, due, words)) in parties
        .iter()
        .zip([("premier", FRANCAIS, "en français"), ("second", langue.as_str(), "dans la langue de l’épreuve")])
    {
        let told = partie.donnees.langue_reponse.trim();
        if normalise(told) == due || due.is_empty() {
            continue;
        }
        let found = if told.is_empty() { "rien n’est dit".to_owned() } else { format!("« {told} » est dit") };
        let message = format!("le {rank} exercice se répond {words}, {found}");
        let found = RULE.at(partie.repere.place("langue_reponse"), message);
        out.push(found.help("dites-le sous le titre de l’exercice, dans un bloc `toml` : `langue_reponse`"));
    }
    let documents: Vec<_> = ctx.examen.annexes.iter().filter(|a| !a.a_rendre).collect();
    let missing = match documents.as_slice() {
        [] => Some((parties[0].repere.place(""), "le sujet n’a aucun document, chaque exercice porte sur le sien")),
        [one] => {
            Some((ctx.annexe(one, "numero"), "le sujet n’a qu’un document, le second exercice porte sur un second"))
        }
        _ => None,
    };
    if let Some((place, message)) = missing {
        let help = "ajoutez un fichier par document dans `annexes/` : un texte dans la langue de l’épreuve";
        out.push(RULE.at(place, message).help(help));
    }
    out
}
