//! CV36: a stage abroad without the country's sheet, or that does not say how the stagiaire is covered and brought home.

use super::textes::{Cle, Neant, Public, whose};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::identifiers::normalise;
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV36", check);

/// What a convention says of the cover abroad: its key, what is said of it, the words that show that the clause on social
/// protection says it already, what to write.
const COVERS: [(Cle, &str, &[&str], &str); 2] = [
    (
        ("clauses.couverture_etranger", |s| &s.clauses.couverture_etranger),
        "la couverture maladie et accidents à l’étranger",
        &["assurance maladie", "frais medicaux", "frais de sante", "soins", "carte europeenne", "ceam", "a l etranger"],
        "écrivez couverture_etranger = \"…\" : carte européenne ou assurance, contrat, accidents compris",
    ),
    (
        ("clauses.rapatriement", |s| &s.clauses.rapatriement),
        "l’assistance et le rapatriement",
        &["rapatriement", "rapatrie", "rapatriee", "assistance"],
        "écrivez rapatriement = \"…\" : assureur, contrat, téléphone",
    ),
];

/// What to do where no calendar of the place is known.
const HOLIDAYS: &str = "les jours fériés de ce pays ne sont pas connus : aucun n’est retiré des journées ; ajoutez son calendrier \
    dans droit/jours-feries.toml d’une surcharge (--pack), ou dites journees";

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let stages = ctx.promotion.stages.iter().enumerate();
    let abroad =
        stages.filter(|(_, s)| Public::VoieScolaire.includes(ctx, s) && ctx.promotion.a_l_etranger(s).is_some());
    let abroad: Vec<(usize, &Stage)> = abroad.collect();
    let mut out = sheet(ctx, &abroad);
    for ((key, text), what, words, help) in COVERS {
        let silent = |s: &Stage| !Neant::Refuse.answers(text(s)) && !says(&s.clauses.protection_sociale, words);
        let wrong = abroad.iter().filter(|(_, s)| silent(s)).map(|(i, _)| *i);
        let one = |(place, rows): (Place, Vec<usize>)| {
            let message =
                format!("stage à l’étranger{}, {} : vérifier {what}", countries(ctx, &rows), whose(ctx, &rows));
            let found = RULE.at(place, message).severity(Severity::Human).rows(&rows);
            let unknown =
                rows.iter().any(|i| ctx.prevision(*i).is_some_and(|p| p.feries_inconnus && p.dites.is_none()));
            let found = if unknown { found.help(HOLIDAYS) } else { found };
            found.help(help)
        };
        out.extend(told(ctx, key, text, wrong).into_iter().map(one));
    }
    out
}

/// The rows where a text is not told, or the default that tells none: one that is blank is each row's to write.
fn told(
    ctx: &PromotionContext,
    key: &str,
    text: fn(&Stage) -> &String,
    wrong: impl Iterator<Item = usize>,
) -> Vec<(Place, Vec<usize>)> {
    let same = |a: &Stage, b: &Stage| text(a) == text(b) && !text(a).trim().is_empty();
    let groups = ctx.gathered(key, same, wrong).into_iter();
    groups.filter(|(place, _)| !ctx.lost_at(&place.file, key)).collect()
}

/// The sheet of the country.
fn sheet(ctx: &PromotionContext, abroad: &[(usize, &Stage)]) -> Vec<Finding> {
    let key = "fiche_pays";
    let wrong = abroad.iter().filter(|(_, s)| !Neant::Refuse.answers(&s.fiche_pays)).map(|(i, _)| *i);
    let one = |(place, rows): (Place, Vec<usize>)| {
        let message = format!("stage à l’étranger, {} : la fiche d’information sur le pays manque", whose(ctx, &rows));
        let found = RULE.at(place, message).rows(&rows);
        found.help("donnez le fichier ou la référence de la fiche : fiche_pays = \"…\"")
    };
    told(ctx, key, |s| &s.fiche_pays, wrong).into_iter().map(one).collect()
}

/// Whether a clause has one of the words.
fn says(text: &str, words: &[&str]) -> bool {
    let text = format!(" {} ", normalise(text));
    words.iter().any(|word| text.contains(&format!(" {word} ")))
}

/// " (Belgique)", " (Belgique, Espagne)".
fn countries(ctx: &PromotionContext, rows: &[usize]) -> String {
    let of = |i: &usize| ctx.promotion.a_l_etranger(&ctx.promotion.stages[*i]).map(|o| o.pays.trim());
    let mut all: Vec<&str> = rows.iter().filter_map(of).filter(|p| !p.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() { String::new() } else { format!(" ({})", all.join(", ")) }
}
