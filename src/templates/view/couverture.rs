//! What the sheets cover together: products by category, and which sheet satisfies which requirement.

use std::collections::BTreeSet;

use serde::Serialize;

use super::View;
use super::capitalised;
use super::garde::fiches;
use crate::domain::Fiche;
use crate::domain::fiche::Categorie;
use crate::domain::identifiers::normalise_product;
use crate::domain::referentiel::{Composition, Situation};
use crate::templates::typography::french;

/// The tables of coverage.
#[derive(Serialize)]
pub struct CouvertureVue {
    /// Titles of the columns of categories.
    pub categories: Vec<&'static str>,
    pub epreuves: Vec<EpreuveCouverte>,
}

/// One épreuve.
#[derive(Serialize)]
pub struct EpreuveCouverte {
    pub titre: String,
    pub produits: Vec<ProduitVu>,
    pub exigences: Vec<Exigence>,
}

/// A product of a sheet.
#[derive(Serialize)]
pub struct ProduitVu {
    pub fiche: String,
    pub produit: String,
    pub client: String,
    /// One for each category.
    pub coches: Vec<bool>,
}

/// A requirement and what satisfies it.
#[derive(Serialize)]
pub struct Exigence {
    pub texte: String,
    pub clause: String,
    pub satisfaite: bool,
    pub par: String,
}

impl View<'_> {
    pub fn couverture(&self) -> CouvertureVue {
        let compositions = &self.inputs.referentiel.compositions;
        CouvertureVue {
            categories: Categorie::ALL.iter().map(|c| c.label()).collect(),
            epreuves: compositions.iter().map(|c| self.epreuve_couverte(c)).collect(),
        }
    }

    /// The sheets of an épreuve.
    pub fn fiches_de(&self, composition: &Composition) -> Vec<&Fiche> {
        let numeros: Vec<i32> = composition.fiches.iter().map(|n| i32::from(*n)).collect();
        self.dossier().fiches.iter().filter(|f| f.numero.is_some_and(|n| numeros.contains(&n))).collect()
    }

    /// "E32 Développement commercial et conduite d’entretien".
    pub fn titre_epreuve(&self, composition: &Composition) -> String {
        let name = self.inputs.referentiel.epreuve(&composition.epreuve).map(|e| french(&e.intitule));
        format!("{} {}", composition.epreuve, name.unwrap_or_default()).trim_end().to_owned()
    }

    fn epreuve_couverte(&self, composition: &Composition) -> EpreuveCouverte {
        let all = self.fiches_de(composition);
        let mut exigences =
            vec![nombre_de_fiches(composition, &all), produits_differents(composition, &all), cadre(composition, &all)];
        exigences.extend(composition.situations.iter().map(|s| situation(s, &all)));
        EpreuveCouverte {
            titre: self.titre_epreuve(composition),
            produits: all.iter().flat_map(|f| produits_vus(f)).collect(),
            exigences,
        }
    }
}

fn produits_vus(fiche: &Fiche) -> Vec<ProduitVu> {
    let vu = |p: &crate::domain::fiche::Produit| ProduitVu {
        fiche: fiche.numero.map(|n| n.to_string()).unwrap_or_default(),
        produit: french(p.nom.trim()),
        client: fiche.client.nature.map(|n| n.label().to_lowercase()).unwrap_or_default(),
        coches: Categorie::ALL.iter().map(|c| p.categorie == Some(*c)).collect(),
    };
    fiche.produit.iter().map(vu).collect()
}

fn nombre_de_fiches(composition: &Composition, all: &[&Fiche]) -> Exigence {
    let present = |n: &&u8| all.iter().any(|f| f.numero == Some(i32::from(**n)));
    let missing: Vec<_> = composition.fiches.iter().filter(|n| !present(n)).map(u8::to_string).collect();
    Exigence {
        texte: format!("{} fiches d’activités, {}", composition.fiches.len(), fiches(&composition.fiches)),
        clause: String::new(),
        satisfaite: missing.is_empty(),
        par: match missing.is_empty() {
            true => liste(all.iter().filter_map(|f| f.numero)),
            false => format!("manquent\u{202f}: {}", missing.join(", ")),
        },
    }
}

fn produits_differents(composition: &Composition, all: &[&Fiche]) -> Exigence {
    let counts =
        |p: &&crate::domain::fiche::Produit| p.nature.is_some_and(|n| composition.natures_de_produit.contains(&n));
    let named = all.iter().flat_map(|f| &f.produit).filter(counts).filter(|p| !p.nom.trim().is_empty());
    let names: BTreeSet<String> = named.map(|p| normalise_product(&p.nom)).collect();
    let natures: Vec<_> = composition.natures_de_produit.iter().map(|n| article(n.label())).collect();
    let min = composition.produits_differents_min;
    Exigence {
        texte: format!("Au moins {min} produits différents {}", natures.join(" ou ")),
        clause: composition.clause_produits.clone(),
        satisfaite: names.len() >= usize::from(min),
        par: match names.len() {
            0 => "aucun".to_owned(),
            1 => "1\u{a0}produit".to_owned(),
            n => format!("{n}\u{a0}produits différents"),
        },
    }
}

/// "d’assurance", "de banque".
fn article(label: &str) -> String {
    let label = label.to_lowercase();
    match label.starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'h']) {
        true => format!("d’{label}"),
        false => format!("de {label}"),
    }
}

fn cadre(composition: &Composition, all: &[&Fiche]) -> Exigence {
    let outside: Vec<_> = all
        .iter()
        .filter(|f| !f.cadre.is_some_and(|c| composition.cadres.contains(&c)))
        .filter_map(|f| f.numero)
        .collect();
    Exigence {
        texte: french(&format!("Fiches liées à {}", composition.cadre_intitule)),
        clause: composition.clause_cadre.clone(),
        satisfaite: outside.is_empty() && !all.is_empty(),
        par: match outside.is_empty() {
            true => liste(all.iter().filter_map(|f| f.numero)),
            false => format!("à revoir\u{202f}: {}", liste(outside.into_iter())),
        },
    }
}

fn situation(situation: &Situation, all: &[&Fiche]) -> Exigence {
    let makes = |f: &&&Fiche| {
        f.produit.iter().any(|p| match (p.categorie, p.nature) {
            (Some(categorie), Some(nature)) => situation.admits(categorie, nature, f.client.nature),
            _ => false,
        })
    };
    let by: Vec<_> = all.iter().filter(makes).filter_map(|f| f.numero).collect();
    Exigence {
        texte: french(&capitalised(&situation.intitule)),
        clause: situation.clause.clone(),
        satisfaite: !by.is_empty(),
        par: if by.is_empty() { "aucune fiche".to_owned() } else { liste(by.into_iter()) },
    }
}

/// "fiche 1", "fiches 1 et 3", "fiches 1, 2 et 5", "fiches 1 à 5".
fn liste(numeros: impl Iterator<Item = i32>) -> String {
    let numeros: Vec<i32> = numeros.collect();
    if let [first, _, .., last] = numeros.as_slice()
        && numeros.windows(2).all(|pair| pair[1] == pair[0] + 1)
    {
        return format!("fiches\u{a0}{first} à\u{a0}{last}");
    }
    let numeros: Vec<String> = numeros.iter().map(i32::to_string).collect();
    match numeros.as_slice() {
        [] => "aucune fiche".to_owned(),
        [one] => format!("fiche\u{a0}{one}"),
        [first @ .., last] => format!("fiches\u{a0}{} et\u{a0}{last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::liste;

    #[test]
    fn sheets_in_a_row_are_told_by_their_ends() {
        let told = |numeros: &[i32]| liste(numeros.iter().copied()).replace('\u{a0}', " ");
        assert_eq!(told(&[3]), "fiche 3");
        assert_eq!(told(&[1, 2]), "fiches 1 et 2");
        assert_eq!(told(&[1, 2, 3, 4, 5]), "fiches 1 à 5");
        assert_eq!(told(&[6, 7, 9]), "fiches 6, 7 et 9");
    }
}
