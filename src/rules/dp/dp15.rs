//! DP15: a registered candidate without any dossier, or with several; a dossier of nobody who is registered, or of another
//! session; a number of several candidates; a line that is there twice; a decision on nobody.

use std::collections::HashMap;

use super::Rule;
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::session::{DECISIONS, Doute, Etat, Suivi, number};
use crate::rules::{SessionContext, words};

pub static RULE: Rule = Rule::session("DP15", check);

fn check(ctx: &SessionContext) -> Vec<Finding> {
    let mut out = Vec::new();
    for suivi in ctx.suivis.iter().filter(|s| s.etat == Etat::Absent) {
        let key = if suivi.inscription.dossier.trim().is_empty() { "numero_candidat" } else { "dossier" };
        let found = RULE.at(ctx.inscription(suivi.rang, key), "aucun dossier n’est arrivé pour ce candidat");
        let help = format!(
            "déposez-le dans « {} », ou dites son nom dans la colonne `dossier` s’il ne porte pas le numéro du candidat",
            ctx.session.dossiers()
        );
        out.push(found.help(help));
    }
    let mut firsts: HashMap<String, usize> = HashMap::new();
    for suivi in &ctx.suivis {
        firsts.entry(number(&suivi.inscription.numero_candidat)).or_insert(suivi.rang);
    }
    for (rang, suivi) in ctx.suivis.iter().enumerate() {
        out.extend(line(ctx, suivi, &firsts));
        out.extend(doubt(ctx, suivi));
        // Where it is not sure either which one counts, that is told instead.
        for controle in suivi.ecartes.iter().filter(|_| suivi.doute.is_none()) {
            let place = Place::file(format!("{}/{}", ctx.session.dossiers(), controle.nom));
            let found =
                plain(RULE.at(place, "ce dossier porte le numéro d’un candidat dont la liste nomme un autre dossier"));
            let found = found.severity(Severity::Warning).related(ctx.inscription(rang, "dossier"), "celui qui compte");
            out.push(found.help("ôtez-le du répertoire s’il est une copie ; sinon, corrigez la colonne `dossier`"));
        }
    }
    let annee = ctx.session.fichier.session.annee;
    for suivi in &ctx.suivis {
        let Some((controle, told)) = suivi.controle.and_then(|c| Some((c, c.session?))) else { continue };
        if annee.is_some_and(|a| a != told) {
            let place = Place::file(format!("{}/{}", ctx.session.dossiers(), controle.nom));
            let message = format!("ce dossier est celui de la session {told}");
            let found = plain(RULE.at(place, message)).severity(Severity::Warning);
            out.push(found.help("vérifiez qu’il est bien celui que le candidat présente"));
        }
    }
    for controle in &ctx.etrangers {
        let place = Place::file(format!("{}/{}", ctx.session.dossiers(), controle.nom));
        let without = ctx.suivis.iter().filter(|s| s.doute == Some(Doute::SansNom)).count();
        let found = match &controle.illisible {
            Some(why) => RULE.at(place, format!("{why} : on ne sait pas à quel candidat il est")),
            None => RULE.at(place, "ce dossier n’est celui d’aucun candidat inscrit"),
        };
        let found = plain(found).severity(Severity::Warning);
        let found =
            found.help("vérifiez le numéro de candidat qu’il porte, ou dites à qui il est dans la colonne `dossier`");
        out.push(match without {
            n if n > 0 && controle.may_be_anybodys() => found.help(format!(
                "tant qu’on ne le sait pas, aucun des {n} candidats sans dossier n’est dit absent ; si ce n’est pas un dossier, ôtez-le"
            )),
            _ => found,
        });
    }
    for (i, decision) in ctx.session.decisions.iter().enumerate() {
        let numero = decision.numero_candidat.trim();
        if !numero.is_empty() && ctx.of_number(numero).next().is_none() && !ctx.session.inscriptions.is_empty() {
            let place = Place::value(DECISIONS, format!("decision[{i}].numero_candidat"));
            let found = plain(RULE.at(place, "cette décision porte sur un candidat qui n’est pas inscrit"));
            out.push(found.severity(Severity::Warning).help("corrigez le numéro"));
        }
    }
    out
}

/// A number that is another's, or a line that is there twice; `firsts`: the first line of each number.
fn line(ctx: &SessionContext, suivi: &Suivi<'_>, firsts: &HashMap<String, usize>) -> Option<Finding> {
    let (rang, numero) = (suivi.rang, number(&suivi.inscription.numero_candidat));
    let at = |rang| ctx.inscription(rang, "numero_candidat");
    if let Some(first) = suivi.repete {
        let found = plain(RULE.at(at(rang), "ce candidat est déjà dans la liste"));
        let found = found.severity(Severity::Warning).related(at(first), "la première");
        return Some(found.help("supprimez l’une des deux : elles comptent pour un candidat"));
    }
    let before = *firsts.get(&numero).filter(|first| **first < rang && !numero.is_empty())?;
    // The number is not repeated: it identifies a person.
    let found = plain(RULE.at(at(rang), "ce numéro est déjà celui d’un autre candidat"))
        .related(at(before), "l’autre candidat");
    Some(found.help(
        "corrigez l’un des deux : d’ici là, une personne lit le dossier qui porte ce numéro, pour l’un et l’autre",
    ))
}

/// Why it is not sure which dossier is the candidate's.
fn doubt(ctx: &SessionContext, suivi: &Suivi<'_>) -> Option<Finding> {
    const NAME_IT: &str = "dites dans la colonne `dossier` lequel est le bon, ou ôtez l’autre du répertoire";
    let doute = suivi.doute?;
    let rang = suivi.rang;
    let key = if suivi.inscription.dossier.trim().is_empty() { "numero_candidat" } else { "dossier" };
    let found = |message: String| plain(RULE.at(ctx.inscription(rang, key), message));
    let names = words::and(suivi.dossiers.iter().map(|c| format!("« {} »", c.nom)));
    let warned = |message: String| found(message).severity(Severity::Warning);
    Some(match doute {
        Doute::Plusieurs => found(format!(
            "{} dossiers sont arrivés pour ce candidat : {names} ; une personne les lit",
            suivi.dossiers.len()
        ))
        .help(NAME_IT),
        // A number of two candidates is told by their lines.
        Doute::Partage if !names_it_first(ctx, suivi) => return None,
        Doute::Partage => {
            found(format!("{names} est aussi celui d’un autre candidat de la liste ; une personne le lit"))
                .help("corrigez le numéro ou la colonne `dossier` de l’un des deux candidats")
        }
        Doute::Ressemblance => warned(format!(
            "aucun dossier ne porte le numéro de ce candidat, mais {names} porte son nom ; une personne le lit"
        ))
        .help("si c’est le sien, dites-le dans la colonne `dossier`, ou corrigez le numéro"),
        Doute::AutreNom => warned(format!("{names} porte le numéro de ce candidat et un tout autre nom"))
            .help("vérifiez à qui il est ; si c’est à ce candidat, dites-le dans la colonne `dossier`"),
        Doute::Voisin => warned(format!("à côté de {names}, un autre fichier porte le nom de ce candidat"))
            .help("vérifiez lequel est le bon ; dites-le dans la colonne `dossier`"),
        // Told once, by what arrived.
        Doute::SansNom => return None,
    })
}

/// Whether a line is the first that names one of its dossiers.
fn names_it_first(ctx: &SessionContext, suivi: &Suivi<'_>) -> bool {
    let names = |s: &Suivi<'_>| !s.inscription.dossier.trim().is_empty();
    let same = |s: &Suivi<'_>| s.dossiers.iter().any(|a| suivi.dossiers.iter().any(|b| std::ptr::eq(*a, *b)));
    names(suivi) && !ctx.suivis[..suivi.rang].iter().any(|s| names(s) && same(s))
}

/// A fault of the lists brings no mention to anyone.
fn plain(found: Finding) -> Finding {
    Finding { mention: false, ..found }
}
