//! Headings that Markdown does not see, or where no heading may be: what a person meant is told, not printed.

use super::super::markdown::Piece;
use super::Page;
use super::rang::has_rank;
use crate::domain::examen::{Raison, Rubrique};
use crate::domain::markdown::{Block, Leaf, leaves, plain};

impl Page<'_, '_, '_> {
    /// « ##1.2 Calculez », « ### Corrigé » after a no-break space: a line that was meant to be a heading and is none.
    pub(super) fn glued(&self, piece: &Piece) -> Option<(Raison, String, usize)> {
        if !matches!(piece.block, Block::Paragraph { .. } | Block::List { .. } | Block::Quote { .. }) {
            return None;
        }
        // Four spaces make a text of it below a paragraph; in a list they may be the item's own.
        let indented =
            |line: &str| matches!(piece.block, Block::Paragraph { .. }) && !piece.retreat && line.starts_with("    ");
        let mut start = self.text[..piece.bytes.start].rfind('\n').map_or(0, |i| i + 1);
        for line in self.text[start..piece.bytes.end].split_inclusive('\n') {
            let told = line.trim();
            let hashes = told.bytes().take_while(|b| *b == b'#').count();
            let rest = &told[hashes..];
            let titre = rest.trim_start();
            let meant = match hashes {
                0 | 7.. => false,
                // « #assurance » is a word of social networks.
                1 => rest.len() > titre.len() && !rest.starts_with([' ', '\t']) || is_heading(titre),
                _ => !titre.is_empty() && (!rest.starts_with([' ', '\t']) || indented(line)),
            };
            if meant {
                return Some((Raison::TitreColle, told.to_owned(), start + (line.len() - line.trim_start().len())));
            }
            start += line.len();
        }
        None
    }

    /// A heading inside a list or a quote, other than those that an énoncé may have.
    pub(super) fn nested(&self, piece: &Piece) -> Option<(Raison, String, usize)> {
        if matches!(piece.block, Block::Heading { .. }) {
            return None;
        }
        let all = leaves(std::slice::from_ref(&piece.block));
        let titre = all.iter().zip(&piece.leaves).find_map(|(leaf, bytes)| match leaf {
            Leaf::Heading(inlines) if Rubrique::of(&plain(inlines)) != Some(Rubrique::Enonce) => {
                Some((plain(inlines).trim().to_owned(), bytes.start))
            }
            _ => None,
        });
        titre.map(|(titre, start)| (Raison::TitreImbrique, titre, start))
    }
}

/// Whether words could only be those of a heading.
fn is_heading(titre: &str) -> bool {
    Rubrique::of(titre).is_some() || has_rank(titre)
}
