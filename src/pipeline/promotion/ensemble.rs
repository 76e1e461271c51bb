//! What is printed as a whole, once the conventions are made: the conventions one after the other, and the sheets that go
//! to each organisme with them.

use crate::domain::document::TemplateFault;
use crate::domain::identifiers::normalise;
use crate::domain::promotion::{Avenant, Ordre, Stage};
use crate::templates::{AImprimer, Composer, Piece, PromotionInputs, pages_imprimees};

/// Most conventions of one document: some five hundred pages, that a printer takes at once, and 360 MB of a worker's memory.
const VOLUME: usize = 100;

/// A document made of many, and how many pages it must have.
pub(super) struct Ensemble {
    pub(super) piece: Piece,
    pub(super) pages: Option<usize>,
    /// How many documents it is worth: it takes that much longer.
    pub(super) size: u32,
}

/// The conventions to print, in the order of `[sortie]`: each stage with the number of its pages.
///
/// # Errors
/// The template stops on its data.
pub(super) fn impression(
    composer: &Composer,
    inputs: PromotionInputs<'_>,
    mut conventions: Vec<(usize, usize)>,
) -> Result<Vec<Ensemble>, TemplateFault> {
    let (promotion, sortie) = (inputs.promotion, &inputs.promotion.reglage.sortie);
    let key = |(rank, _): &(usize, usize)| {
        let etudiant = promotion.etudiant(&promotion.stages[*rank].etudiant);
        let name = etudiant.map_or_else(String::new, |e| normalise(&format!("{} {}", e.nom(), e.prenoms)));
        let class = etudiant.map_or_else(String::new, |e| normalise(&e.classe));
        match sortie.ordre.unwrap_or(Ordre::Classe) {
            Ordre::Classe => (class, name, *rank),
            Ordre::Alphabetique => (String::new(), name, *rank),
            Ordre::Tableau => (String::new(), String::new(), *rank),
        }
    };
    conventions.sort_by_cached_key(key);
    let several = conventions.len() > VOLUME;
    let volume = |(i, some): (usize, &[(usize, usize)])| {
        let item = |(rank, pages): &(usize, usize)| AImprimer { stage: &promotion.stages[*rank], pages: *pages };
        let items: Vec<_> = some.iter().map(item).collect();
        let number = if several { format!("-{}", i + 1) } else { String::new() };
        let piece = composer.imprimer(inputs, &items, &format!("impression/conventions{number}"))?;
        let pages: Vec<_> = some.iter().map(|(_, pages)| *pages).collect();
        let pages = pages_imprimees(&pages, sortie.recto_verso.unwrap_or(true));
        Ok(Ensemble { piece, pages: Some(pages), size: size(some.len()) })
    };
    conventions.chunks(VOLUME).enumerate().map(volume).collect()
}

/// The sheets that go to the organismes with the conventions of `stages`, and with `avenants` to them.
///
/// # Errors
/// The template stops on its data.
pub(super) fn envois(
    composer: &Composer,
    inputs: PromotionInputs<'_>,
    stages: &[usize],
    avenants: &[usize],
) -> Result<Ensemble, TemplateFault> {
    let promotion = inputs.promotion;
    let all: Vec<&Stage> = stages.iter().map(|rank| &promotion.stages[*rank]).collect();
    let avenants: Vec<(&Stage, &Avenant)> = avenants
        .iter()
        .map(|rank| &promotion.avenants[*rank])
        .filter_map(|a| Some((promotion.stage(&a.convention)?.1, a)))
        .collect();
    let piece = composer.envoi(inputs, &all, &avenants, "envois/envois")?;
    Ok(Ensemble { piece, pages: None, size: size(all.len()) })
}

fn size(documents: usize) -> u32 {
    1 + u32::try_from(documents / 5).unwrap_or(u32::MAX - 1)
}
