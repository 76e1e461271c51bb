//! DP10: a section of a sheet is absent or empty.

use super::super::sheets::{self, Sheet};
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::fault::FaultKind;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::{Block, Section, body};
use crate::domain::reglages::Rubrique;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::dossier("DP10", check);

fn check(ctx: &Context) -> Vec<Finding> {
    sheets::well_placed(ctx).iter().flat_map(|s| check_sheet(s, ctx)).collect()
}

fn check_sheet(sheet: &Sheet, ctx: &Context) -> Vec<Finding> {
    let fiche = sheet.fiche;
    // What Markdown refuses is told at its place, and may be all that the section had.
    let refused = ctx.faults.iter().any(|f| f.place.file == fiche.file && matches!(f.kind, FaultKind::Markdown { .. }));
    // Asked for only where a section is missing.
    let named = |t: &&str| !t.is_empty() && !ctx.reglages.rubriques(sheet.numero).any(|r| r.matches(t));
    let other_titles = || fiche.sections.iter().map(|s| s.title.as_str()).filter(named);
    let mut out = Vec::new();
    for rubrique in ctx.reglages.rubriques(sheet.numero) {
        let mut same = fiche.sections.iter().filter(|s| rubrique.matches(&s.title));
        let found = match same.clone().next() {
            Some(_) if refused || same.any(|s| tells(s, rubrique)) => continue,
            Some(section) => {
                let wrong = match section.blocks.as_slice() {
                    blocks if blocks.iter().all(Block::is_empty) => "est vide",
                    blocks if is_instruction(blocks, rubrique) => "recopie la consigne",
                    _ => "ne dit rien",
                };
                let message = format!("la rubrique « {} » de la fiche {} {wrong}", rubrique.titre, sheet.numero);
                RULE.at(Place::section(&fiche.file, &section.title), message)
                    .help(format!("écrivez-y {}", rubrique.aide))
            }
            None => {
                let message = format!("la fiche {} n’a pas de rubrique « {} »", sheet.numero, rubrique.titre);
                let found = RULE.at(sheet.at("titre"), message);
                let add = format!("ajoutez « # {} » sur une ligne, puis {}", rubrique.titre, rubrique.aide);
                match nearest(&rubrique.titre, other_titles()) {
                    Some(near) => found
                        .related(Place::section(&fiche.file, &near), format!("vouliez-vous « {} » ?", rubrique.titre))
                        .help(format!("corrigez le titre « {near} » si c’est cette rubrique ; sinon, {add}")),
                    None => found.help(add),
                }
            }
        };
        out.push(match rubrique.exigee {
            true => found.help("c’est la présentation synthétique que le texte lui-même demande"),
            false => found.severity(Severity::Warning).help(
                "le texte ne fixe pas cette rubrique, la circulaire le fait : la liste se règle dans dossier.toml",
            ),
        });
    }
    out
}

/// Whether a section says something of its own.
fn tells(section: &Section, rubrique: &Rubrique) -> bool {
    !section.says_nothing() && !is_instruction(&section.blocks, rubrique)
}

/// Whether the text is what a draft prints there, or the settings' own words for what to write.
fn is_instruction(blocks: &[Block], rubrique: &Rubrique) -> bool {
    normalise(&body(blocks)) == normalise(&rubrique.aide)
}
