//! EX30: what a subject has that is neither for the candidate nor for the jury; a question without its answer.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::domain::examen::{Ecart, MotsDuJury, Question, Raison, Rubrique, numbered};
use crate::domain::identifiers::normalise;
use crate::domain::markdown::{Leaf, leaves, plain};
use crate::rules::secrets::{Lieu, in_blocks, in_text};
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("EX30", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let sujet = &ctx.examen.sujet;
    let mut out: Vec<Finding> = sujet.ecarts.iter().filter_map(|e| ecart(e, ctx.mots)).collect();
    out.extend(ctx.questions().filter_map(told_to_the_jury));
    // Where a question has a fault of that kind already, its answer may be in what it tells.
    let with = |q: &&Question| q.corrige.is_empty() && !sujet.ecarts.iter().any(|e| q.repere.holds(&e.place));
    let clean = |q: &&Question| {
        in_blocks(ctx.mots, &q.enonce, Lieu::Enonce).is_empty()
            && in_text(ctx.mots, &q.titre, &[], Lieu::Enonce).is_none()
    };
    let without: Vec<&Question> = ctx.questions().filter(with).filter(clean).collect();
    if sujet.is_cut() {
        return out;
    }
    if let (Some(first), true) = (without.first(), without.len() > 1 && without.len() == ctx.questions().count()) {
        let found = RULE.at(first.repere.place(""), "aucune question n’a de corrigé").severity(Severity::Warning);
        out.push(found.help("écrivez-le sous « ### Corrigé », après l’énoncé de chaque question"));
        return out;
    }
    out.extend(without.iter().map(|question| {
        let named = if question.numero.is_empty() { &question.titre } else { &question.numero };
        let found = RULE.at(question.repere.place(""), format!("la question {named} n’a pas de corrigé"));
        found.severity(Severity::Warning).help("écrivez-le sous « ### Corrigé », après l’énoncé de la question")
    }));
    out
}

/// What was set aside, but for the jury's texts below no question, which OR06 tells, and what FMT11 does.
fn ecart(ecart: &Ecart, mots: &MotsDuJury) -> Option<Finding> {
    let titre = if ecart.titre.is_empty() { "(sans mots)" } else { &ecart.titre };
    let found = |message: String| RULE.at(ecart.place.clone(), message);
    Some(match ecart.raison {
        Raison::SansQuestion | Raison::Balise => return None,
        Raison::TitreInconnu => {
            let found = found(format!("« {titre} » n’est pas un titre qu’une question peut avoir"));
            found.help(format!("{}ce qui est sous lui n’est imprimé pour personne", suggested(&ecart.titre, mots))).help(
                "les titres admis sont dans le guide du centre d’examen ; tout autre intertitre s’écrit en **gras**",
            )
        }
        Raison::PasUneQuestion => {
            let found = found(format!("« {titre} » n’ouvre ni une question, ni une rubrique connue"));
            found
                .help(format!(
                    "{}une question s’ouvre par son numéro (`## 1.2 …`), un intertitre de la situation par `###`",
                    suggested(&ecart.titre, mots)
                ))
                .help("une ligne de --- juste sous un texte en fait un titre : laissez une ligne vide entre eux")
        }
        Raison::TitreImbrique => {
            let found = found(format!("« {titre} » est un titre dans une liste ou une citation de l’énoncé"));
            found.help("sortez-le de la liste ou de la citation, ou écrivez-le en **gras** si c’est un intertitre")
        }
        Raison::TitreColle => {
            let found = found(format!(
                "« {} » n’est pas un titre, et semble devoir en être un",
                titre.split_whitespace().next().unwrap_or_default()
            ));
            found.help("un titre s’écrit en début de ligne, des # puis une espace ordinaire : `## 1.2 …`")
        }
        Raison::BaremeAmbigu => {
            let found =
                found(format!("« {titre} » avant le corrigé : celui du jury, ou une donnée pour le candidat ?"));
            found
                .help("pour le jury, placez-le après « ### Corrigé »")
                .help("pour le candidat, écrivez-le en gras, avec ce qu’il est : **Barème d’indemnisation**")
        }
        Raison::EnonceApresCorrige => {
            let found = found(format!("« {titre} » vient après le corrigé : aucun candidat ne le lirait"));
            found.help("placez-le avant « ### Corrigé », ou sous la question à laquelle il sert")
        }
        Raison::PasUnePartie => {
            let found = found(format!("« {titre} » est un titre de partie au milieu des questions d’une autre"));
            found
                .help("dans un corrigé, écrivez-le avec ####, ou en **gras**")
                .help("si c’est une partie, dites son rang (« # Dossier 2 – … ») et numérotez ses questions 2.1, 2.2… ; ou ses points dans un bloc `toml`")
        }
        Raison::PartieVide => {
            let found = found(format!("la partie « {titre} » n’a aucune question"));
            found
                .help("ajoutez sous elle une question (`## 2.1 …`)")
                .help("si ce texte est d’un corrigé ou d’une situation, écrivez son titre avec #### ou en **gras**")
        }
        Raison::BlocOuvert => {
            let found = found("ce bloc n’est jamais fermé : il contient toute la suite du fichier".to_owned());
            found.help("fermez-le par une ligne qui n’a que les mêmes trois signes")
        }
        Raison::SansTitre => {
            let found = found("ce texte ouvre un fichier qui continue le sujet, avant tout titre".to_owned());
            found.help("placez-le sous le titre d’une partie (`#`) ou d’une question (`##`)")
        }
        Raison::DonneesEgarees => {
            let found = found("ce bloc de données n’est pas sous le titre d’une question ou d’une partie".to_owned());
            found.help("placez-le juste sous le titre, avant tout texte")
        }
    })
}

/// The known heading that a heading resembles, in words.
fn suggested(titre: &str, mots: &MotsDuJury) -> String {
    let all = || Rubrique::ALL.into_iter().flat_map(Rubrique::titres).copied();
    let jury = in_text(mots, titre, &[], Lieu::Enonce).is_some() || Rubrique::is_answer(&numbered(titre).1);
    let near = nearest(titre, all().filter(|t| !jury || Rubrique::of(t).is_some_and(Rubrique::is_jury)));
    let near = near.or_else(|| jury.then(|| Rubrique::Corrige.titres()[0].to_owned()));
    near.map_or_else(String::new, |near| format!("vouliez-vous « {near} » ? "))
}

fn short(titre: &str) -> String {
    titre.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
}

/// A text below the answer that speaks to the candidate.
fn told_to_the_jury(question: &Question) -> Option<Finding> {
    const ADDRESSED: [&str; 9] = [
        "pour la question suivante",
        "pour les questions suivantes",
        "pour repondre a la question",
        "pour repondre aux questions",
        "pour traiter la question",
        "pour la suite du",
        "dans la suite du",
        "suite de la situation",
        "suite du dossier",
    ];
    let of = |blocks, lieux: &[crate::diagnostic::Place]| {
        leaves(blocks).into_iter().enumerate().find_map(|(rang, leaf)| {
            let Leaf::Paragraph(inlines) = leaf else { return None };
            let words = plain(inlines);
            let normal = normalise(&words);
            ADDRESSED.iter().any(|a| normal.starts_with(a)).then(|| Some((short(&words), lieux.get(rang)?.clone())))?
        })
    };
    let lieux = &question.lieux;
    let (words, place) = of(&question.corrige, &lieux.corrige).or_else(|| of(&question.bareme, &lieux.bareme))?;
    let found = RULE.at(place, format!("« {words}… » est sous le corrigé : aucun candidat ne le lira"));
    Some(
        found
            .severity(Severity::Warning)
            .help("si c’est pour le candidat, placez-le sous la question à laquelle il sert"),
    )
}
