//! Many conventions in one document to print: which sheet of paper bears which page of which convention.

use serde::Serialize;

use super::PromotionInputs;
use super::convention::{ConventionVue, convention};
use crate::domain::promotion::Stage;
use crate::templates::typography::french;
use crate::templates::view::Mode;

/// A convention to print.
#[derive(Clone, Copy)]
pub struct AImprimer<'a> {
    pub stage: &'a Stage,
    /// How many pages it has alone.
    pub pages: usize,
}

/// Everything that the pages show.
#[derive(Serialize)]
pub struct ImpressionVue {
    pub titre: String,
    courant: Plages,
    /// Whether each convention begins on a recto.
    recto: bool,
    conventions: Vec<ConventionVue>,
}

/// The running lines, convention by convention.
#[derive(Serialize)]
struct Plages {
    brouillon: bool,
    documents: Vec<Plage>,
    /// For each page of the whole, the rank of its convention; none for a blank page.
    feuillets: Vec<Option<usize>>,
}

/// What the running lines of one convention say.
#[derive(Serialize)]
struct Plage {
    gauche: String,
    droite: String,
    /// Its first page in the whole, from 1, and how many it has.
    premiere: usize,
    pages: usize,
}

/// The view of the document to print, in the order of `items`.
pub fn impression(inputs: PromotionInputs<'_>, items: &[AImprimer<'_>]) -> ImpressionVue {
    let reglage = &inputs.promotion.reglage;
    let recto = reglage.sortie.recto_verso.unwrap_or(true);
    let conventions: Vec<_> = items.iter().map(|i| convention(inputs, i.stage)).collect();
    let pages: Vec<_> = items.iter().map(|i| i.pages).collect();
    let feuillets = feuillets(&pages, recto);
    let plage = |(rank, (vue, pages)): (usize, (&ConventionVue, &usize))| Plage {
        gauche: vue.cadre.courant.gauche.clone(),
        droite: vue.cadre.courant.droite.clone(),
        premiere: 1 + feuillets.iter().position(|f| *f == Some(rank)).unwrap_or_default(),
        pages: *pages,
    };
    let documents = conventions.iter().zip(&pages).enumerate().map(plage).collect();
    ImpressionVue {
        titre: french(&format!("Conventions de stage – {}", reglage.etablissement.nom.trim())),
        courant: Plages { brouillon: inputs.mode == Mode::Draft, documents, feuillets },
        recto,
        conventions,
    }
}

/// How many pages the whole has, blank ones included, from those of each convention.
pub fn pages_imprimees(pages: &[usize], recto: bool) -> usize {
    feuillets(pages, recto).len()
}

fn feuillets(pages: &[usize], recto: bool) -> Vec<Option<usize>> {
    let mut out = Vec::new();
    for (rank, pages) in pages.iter().enumerate() {
        // An even count so far: the next page is a recto.
        if recto && out.len() % 2 == 1 {
            out.push(None);
        }
        out.extend(std::iter::repeat_n(Some(rank), *pages));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_convention_begins_on_a_recto() {
        assert_eq!(feuillets(&[3, 2, 1], true), [Some(0), Some(0), Some(0), None, Some(1), Some(1), Some(2)]);
        assert_eq!(feuillets(&[3, 2], false), [Some(0), Some(0), Some(0), Some(1), Some(1)]);
        assert_eq!((pages_imprimees(&[3, 3, 3], true), pages_imprimees(&[], true)), (11, 0));
    }
}
