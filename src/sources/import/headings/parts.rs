//! Parts of what is told of a student, each in a column of its own: « Motif de la réduction ».

use super::Field;
use crate::sources::tables;

/// The columns of our own table of students that hold a part of what is told of one: « Motif de la réduction ».
pub const PARTS: [&str; 13] = [
    "reduction.motif",
    "reduction.journees",
    "reduction.autorite",
    "reduction.date",
    "reduction.reference",
    "empechement.motif",
    "empechement.derogation.autorite",
    "empechement.derogation.date",
    "empechement.derogation.reference",
    "redoublement.session_precedente",
    "redoublement.situation",
    "redoublement.autorisation",
    "redoublement.modalites",
];

/// The part of what is told of a student that a heading names, as our own tables understand it.
pub fn part_of_student(words: &str) -> Option<Field> {
    let name = tables::path_of("etudiant", words)?;
    PARTS.into_iter().find(|part| *part == name).map(Field::Etudiant)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts are those of the shapes, which a new key changes.
    #[test]
    fn each_part_of_a_student_has_its_column() {
        let etudiant = tables::PROMOTION.table("etudiant").unwrap();
        let part = |i: usize| Some(etudiant.columns.leaves[i].name()).filter(|n| n.contains('.'));
        let all: Vec<String> = (0..etudiant.columns.leaves.len()).filter_map(part).collect();
        assert_eq!(all, PARTS);
        for part in PARTS {
            assert_eq!(part_of_student(part), Some(Field::Etudiant(part)));
        }
    }
}
