//! The clauses of a convention that are a text to tell: blank, they are told once where they can be mended.

use crate::diagnostic::Finding;
use crate::domain::Statut;
use crate::domain::promotion::stage::is_neant;
use crate::domain::promotion::{Etudiant, Stage};
use crate::rules::{PromotionContext, Rule, words};

/// A key of a stage and its text.
pub type Cle = (&'static str, fn(&Stage) -> &String);

/// Whose conventions a clause bears on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Public {
    /// Voie scolaire and formation continue (annexe III B).
    StagiairesDuTexte,
    /// Voie scolaire alone: the code's chapter does not cover formation professionnelle continue.
    VoieScolaire,
}

impl Public {
    /// Whether the convention of `stage` is one of them; a student who is not found is told elsewhere.
    pub fn includes(self, ctx: &PromotionContext, stage: &Stage) -> bool {
        let statut = ctx.promotion.etudiant(&stage.etudiant).map_or(Statut::Scolaire, Etudiant::statut);
        match self {
            Public::VoieScolaire => statut == Statut::Scolaire,
            Public::StagiairesDuTexte => !matches!(statut, Statut::Apprentissage | Statut::Professionnalisation),
        }
    }
}

/// Whether « néant » is an answer: to what D124-4 says « le cas échéant », and to nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Neant {
    Admis,
    Refuse,
}

impl Neant {
    /// Whether a text answers.
    pub fn answers(self, text: &str) -> bool {
        !text.trim().is_empty() && (self == Neant::Admis || !is_neant(text))
    }
}

/// One diagnostic for each key that is blank: in the defaults for the rows that share them, else in its row.
pub fn untold(
    ctx: &PromotionContext,
    rule: &Rule,
    public: Public,
    neant: Neant,
    what: &str,
    keys: &[Cle],
) -> Vec<Finding> {
    let mut out = Vec::new();
    for (key, text) in keys {
        let here = |s: &Stage| !neant.answers(text(s)) && public.includes(ctx, s);
        for (place, rows) in ctx.grouped(key, |a, b| text(a) == text(b), here) {
            // The key may be there, lost to a fault already told.
            if ctx.lost_at(&place.file, key) {
                continue;
            }
            let message = message(ctx, &rows, "ne dit pas", "ne disent pas", what);
            let leaf = key.rsplit('.').next().unwrap_or(key);
            let told = text(&ctx.promotion.stages[rows[0]]).trim();
            let label = match told.is_empty() {
                true => format!("« {leaf} » manque"),
                false => format!("« {told} » n’est pas une réponse ici"),
            };
            let help = format!("écrivez {leaf} = \"…\" dans la ligne du stage, ou dans {}", ctx.ou_defauts());
            out.push(rule.at(place, message).rows(&rows).label(label).help(help));
        }
    }
    out
}

/// "la convention « c-01 » ne dit pas …", "24 conventions ne disent pas …".
pub fn message(ctx: &PromotionContext, rows: &[usize], one: &str, many: &str, what: &str) -> String {
    match rows {
        [row] => format!("la convention {} {one} {what}", name(ctx, *row)),
        rows => format!("{} conventions {many} {what}", rows.len()),
    }
}

/// "convention « c-01 »", "24 conventions".
pub fn whose(ctx: &PromotionContext, rows: &[usize]) -> String {
    match rows {
        [row] => format!("convention {}", name(ctx, *row)),
        rows => format!("{} conventions", rows.len()),
    }
}

/// "conventions « c-01 », « c-02 » et 22 autres".
pub fn listed(ctx: &PromotionContext, rows: &[usize]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = rows.iter().take(SHOWN).map(|i| name(ctx, *i)).collect();
    match rows.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        None => format!("conventions {}", words::and(&shown)),
        Some(1) => format!("conventions {} et une autre", shown.join(", ")),
        Some(n) => format!("conventions {} et {n} autres", shown.join(", ")),
    }
}

/// The convention by its key, or by its row: never by a person.
pub fn name(ctx: &PromotionContext, row: usize) -> String {
    match ctx.promotion.stages[row].cle.as_str() {
        "" => format!("de la ligne {}", row + 1),
        cle => format!("« {cle} »"),
    }
}
