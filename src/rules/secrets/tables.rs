//! Tables of a question: a column, or a row, of answers that an author filled and left where the candidate fills.

use super::words::is_filled;
use super::{Lieu, in_text};
use crate::domain::examen::MotsDuJury;
use crate::domain::identifiers::normalise;
use crate::domain::vide;

/// Longest of the words between which a candidate chooses: « vrai / faux ».
const CHOICE: usize = 12;

/// The row and the column of the heading of answers that are filled. What stands first in a table says of what the rest is:
/// « Solution | Coût » compares solutions.
pub fn answers(mots: &MotsDuJury, rows: &[Vec<&str>], lieu: Lieu) -> Option<(usize, usize)> {
    if !matches!(lieu, Lieu::Enonce | Lieu::Reponse) {
        return None;
    }
    let is = |heading: &str, cells: Vec<&str>| tells(mots, heading, &cells, lieu);
    let (head, below) = rows.split_first()?;
    let column = |c: usize| below.iter().map(|row| row.get(c).copied().unwrap_or_default()).collect();
    let across = (1..head.len()).find(|c| is(head[*c], column(*c))).map(|c| (0, c));
    let down = || below.iter().position(|row| row.split_first().is_some_and(|(first, rest)| is(first, rest.to_vec())));
    across.or_else(|| down().map(|row| (row + 1, 0)))
}

/// Whether cells below a heading are answers, or points.
fn tells(mots: &MotsDuJury, heading: &str, cells: &[&str], lieu: Lieu) -> bool {
    let normal = normalise(heading);
    if mots.bareme.has(&normal) {
        return in_text(mots, &format!("{heading} : {}", cells.join(" ; ")), &[], lieu).is_some();
    }
    if !mots.colonnes_remplies.has(&normal) {
        return false;
    }
    let told: Vec<&str> = cells.iter().copied().filter(|cell| is_answer(cell)).collect();
    // One alone among empty ones shows how to fill them; the same everywhere is what to choose from, or a unit.
    let same = told.len() > 1 && told.iter().all(|cell| normalise(cell) == normalise(told[0]));
    !told.is_empty() && (told.len() == cells.len() || told.len() > 1) && !same
}

/// Whether a cell says something: neither room to fill, nor what to choose from.
fn is_answer(cell: &str) -> bool {
    let boxes = cell.contains(['☐', '□', '◻', '❏', '❑', '▢', '○', '◯']) || cell.contains("[ ]") || cell.contains("( )");
    let word = |part: &str| part.chars().count() <= CHOICE && part.chars().all(|c| c.is_alphabetic() || c == ' ');
    let mut parts = cell.split('/').map(str::trim);
    let choice = cell.contains('/') && parts.all(word);
    is_filled(cell) && !vide::is_empty(cell) && !boxes && !choice
}
