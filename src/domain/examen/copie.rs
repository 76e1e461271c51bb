//! `notes.csv`: the points of each copy, question by question.

use std::ops::Range;

/// The file.
pub const NOTES: &str = "notes.csv";

/// The points of the copies: a row for each, a column for each question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copies {
    /// The numbers of the questions, as the headings say them, with their bytes.
    pub questions: Vec<Cellule>,
    pub copies: Vec<Copie>,
}

/// A copy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copie {
    /// Number of the copy, of its anonymity.
    pub numero: Cellule,
    /// What stands in each column, in the order of [`Copies::questions`].
    pub points: Vec<Cellule>,
}

/// What a cell says, and its bytes in the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cellule {
    pub text: String,
    pub bytes: Range<usize>,
}

impl Copie {
    /// What the copy got at question `numero`: hundredths of a point; nothing where it is not told.
    pub fn points(&self, questions: &[Cellule], numero: &str) -> Option<u32> {
        let rank = questions.iter().position(|q| q.text.trim() == numero)?;
        super::centiemes(&self.points.get(rank)?.text)
    }
}
