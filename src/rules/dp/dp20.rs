//! DP20: two sheets with the same text.

use std::collections::HashSet;

use super::super::words::fiches;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::Fiche;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::body;

pub static RULE: Rule = Rule::dossier("DP20", check);

/// Words of a text that says enough to be compared.
const ENOUGH: usize = 20;
/// Words in a row that are held against those of another text.
const ROW: usize = 4;
/// Of a hundred such rows, how many in common make two texts nearly the same: sheets of one firm share a sentence or two.
const NEARLY: usize = 60;

/// What a sheet says, as it is compared.
struct Text<'a> {
    fiche: &'a Fiche,
    words: Vec<String>,
}

impl Text<'_> {
    fn rows(&self) -> HashSet<&[String]> {
        self.words.windows(ROW).collect()
    }
}

fn check(ctx: &Context) -> Vec<Finding> {
    let texts: Vec<Text> = ctx.dossier.fiches.iter().map(text).filter(|t| t.words.len() >= ENOUGH).collect();
    let rows: Vec<_> = texts.iter().map(Text::rows).collect();
    let mut out = Vec::new();
    for (i, later) in texts.iter().enumerate() {
        if let Some(first) = texts[..i].iter().find(|first| first.words == later.words) {
            out.push(told(first, later, true));
            continue;
        }
        let shared = |j: &usize| {
            let common = rows[*j].intersection(&rows[i]).count();
            100 * common / (rows[*j].len() + rows[i].len() - common).max(1)
        };
        let nearest = (0..i).map(|j| (shared(&j), j)).max_by_key(|(share, j)| (*share, std::cmp::Reverse(*j)));
        out.extend(nearest.filter(|(share, _)| *share >= NEARLY).map(|(_, j)| told(&texts[j], later, false)));
    }
    out
}

fn text(fiche: &Fiche) -> Text<'_> {
    let body: String = fiche.sections.iter().map(|s| body(&s.blocks)).collect();
    Text { fiche, words: normalise(&body).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect() }
}

fn told(first: &Text, later: &Text, same: bool) -> Finding {
    let names: Vec<i32> = [first, later].into_iter().filter_map(|t| t.fiche.numero).collect();
    let names = if names.len() == 2 { format!("les {}", fiches(&names)) } else { "deux fiches".to_owned() };
    let message = format!("{names} ont {} texte", if same { "le même" } else { "presque le même" });
    let found = RULE.at(Place::value(&later.fiche.file, "titre"), message);
    let found = found.related(
        Place::value(&first.fiche.file, "titre"),
        if same { "le même texte" } else { "presque le même texte" },
    );
    match same {
        true => found.help("chaque fiche présente une activité : écrivez celle qui manque, ou reprenez le bon texte"),
        false => found.severity(Severity::Warning).help(
            "vérifiez que ce sont deux activités : un jury qui lit deux fois la même demandera ce qui les distingue",
        ),
    }
}
