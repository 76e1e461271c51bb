//! An activity sheet: particulars, competences in words, sections, signatures.

use serde::Serialize;

use super::markdown::Bloc;
use super::valeur::{Ligne, Texte, Valeur, cases, du_au, ligne, ligne_si};
use super::{View, VisaVue};
use crate::domain::Fiche;
use crate::domain::fiche::{Lieu, Modalite};
use crate::domain::reglages::PieceAViser;
use crate::templates::typography::{french, within};

/// Width of the column of products in the table of a part, in em.
const RESUME: f32 = 14.0;

/// The body of a sheet.
#[derive(Serialize)]
pub struct FicheVue {
    pub lignes: Vec<Ligne>,
    /// Code and words.
    pub competences: Vec<(String, String)>,
    /// What a draft says where there is none.
    pub competences_manque: Option<Texte>,
    pub savoirs: Vec<(String, String)>,
    pub rubriques: Vec<RubriqueVue>,
    pub visas: Vec<VisaVue>,
}

/// A section.
#[derive(Serialize)]
pub struct RubriqueVue {
    pub titre: String,
    pub blocs: Vec<Bloc>,
    /// What to write there, where nothing is.
    pub manque: Option<Texte>,
}

/// The row of a sheet in the table that opens its part.
#[derive(Serialize)]
pub struct FicheResume {
    pub numero: Texte,
    pub titre: Texte,
    pub client: String,
    pub produits: Vec<String>,
    pub ancre: String,
}

impl View<'_> {
    pub fn fiche(&self, fiche: &Fiche) -> FicheVue {
        let competences =
            self.codes(&fiche.competences, |c| self.inputs.referentiel.competence(c).map(|c| c.intitule.clone()));
        let waits = self.brouillon() && competences.is_empty();
        FicheVue {
            lignes: self.lignes_fiche(fiche),
            competences,
            competences_manque: waits.then(|| self.manque("compétences du référentiel")),
            savoirs: self.codes(&fiche.savoirs, |s| self.savoir(s)),
            rubriques: self.rubriques(fiche),
            visas: self.visas(&fiche.visa, PieceAViser::Fiche),
        }
    }

    /// Codes with their words; a code that the référentiel does not have stays alone.
    fn codes(&self, codes: &[String], words: impl Fn(&str) -> Option<String>) -> Vec<(String, String)> {
        let entry = |code: &String| (french(code.trim()), words(code.trim()).map(|w| french(&w)).unwrap_or_default());
        codes.iter().filter(|c| !c.trim().is_empty()).map(entry).collect()
    }

    /// The competences that sheets show together, in the order of the référentiel: code, words, sheets.
    pub fn competences_de(&self, all: &[&Fiche]) -> Vec<(String, String, String)> {
        let row = |c: &crate::domain::referentiel::Competence| {
            let told = |f: &&&Fiche| f.competences.iter().any(|code| code.trim() == c.code);
            let by: Vec<_> = all.iter().filter(told).filter_map(|f| f.numero).map(|n| n.to_string()).collect();
            (!by.is_empty()).then(|| (c.code.clone(), french(&c.intitule), by.join(", ")))
        };
        self.inputs.referentiel.competences.iter().filter_map(row).collect()
    }

    /// The words of a savoir, or of a part of one (`S2.2.1` is in `S2.2`).
    fn savoir(&self, code: &str) -> Option<String> {
        let mut code = code;
        loop {
            if let Some(savoir) = self.inputs.referentiel.savoir(code) {
                return Some(savoir.intitule.clone());
            }
            code = code.rsplit_once('.')?.0;
        }
    }

    fn lignes_fiche(&self, fiche: &Fiche) -> Vec<Ligne> {
        let activites =
            self.codes(&fiche.activites, |a| self.inputs.referentiel.activite(a).map(|a| a.intitule.clone()));
        let activites = match activites.is_empty() {
            true => Valeur::Texte(self.manque("activité du référentiel")),
            false => Valeur::Codes { codes: activites },
        };
        let lignes = [
            Some(Ligne { libelle: "Activité", valeur: activites }),
            Some(ligne(if fiche.fin.is_some() { "Dates" } else { "Date" }, self.dates(fiche))),
            Some(cases("Lieu", Lieu::ALL, Lieu::label, fiche.lieu, self.manque("lieu"))),
            Some(cases("Modalité", Modalite::ALL, Modalite::label, fiche.modalite, self.manque("modalité"))),
            self.ligne_entreprise(fiche),
            Some(ligne(
                "Situation",
                self.requis_ou(fiche.cadre, "situation professionnelle", |c| c.label().to_owned()),
            )),
            Some(ligne("Client", self.client(fiche))),
            Some(Ligne { libelle: "Produit", valeur: self.produits(fiche) }),
            self.conditions(fiche),
        ];
        lignes.into_iter().flatten().collect()
    }

    fn dates(&self, fiche: &Fiche) -> Texte {
        self.requis_ou(fiche.date, "date de l’activité", |debut| match fiche.fin {
            Some(fin) if fin != debut => du_au(debut, fin),
            _ => debut.in_words(),
        })
    }

    fn ligne_entreprise(&self, fiche: &Fiche) -> Option<Ligne> {
        let told = match self.dossier().entreprise(&fiche.entreprise) {
            Some(e) => Some(self.requis(&e.nom, "nom de l’entreprise")),
            None if !fiche.entreprise.trim().is_empty() => self.facultatif(&fiche.entreprise),
            None if fiche.lieu == Some(Lieu::Atelier) => None,
            None => Some(self.manque("entreprise de l’activité")),
        };
        ligne_si("Entreprise", told)
    }

    fn client(&self, fiche: &Fiche) -> Texte {
        let nature = fiche.client.nature.map(crate::domain::fiche::NatureClient::label);
        let presentation = french(fiche.client.presentation.trim());
        match (nature, presentation.is_empty()) {
            (None, true) => self.manque("nature et présentation du client"),
            (None, false) => Texte::Dit(presentation),
            (Some(nature), true) => Texte::Dit(nature.to_owned()),
            (Some(nature), false) => Texte::Dit(format!("{nature}\u{202f}: {presentation}")),
        }
    }

    fn produits(&self, fiche: &Fiche) -> Valeur {
        let produit = |p: &crate::domain::fiche::Produit| {
            let nom = match p.nom.trim() {
                "" => return self.manque("nom du produit"),
                nom => french(nom),
            };
            let categorie = p.categorie.map(|c| c.label().to_lowercase());
            // « Assurance de personnes » says « assurance » already.
            let nature = p.nature.map(|n| n.label().to_lowercase());
            let nature = nature.filter(|n| !categorie.as_ref().is_some_and(|c| c.starts_with(n.as_str())));
            let kind = [categorie, nature].into_iter().flatten().collect::<Vec<_>>().join(", ");
            Texte::Dit(if kind.is_empty() { nom } else { format!("{nom} ({kind})") })
        };
        match fiche.produit.len() {
            0 => Valeur::Texte(self.manque("produit d’assurance ou de banque")),
            1 => Valeur::Texte(produit(&fiche.produit[0])),
            _ => Valeur::Liste { liste: fiche.produit.iter().map(produit).collect() },
        }
    }

    fn conditions(&self, fiche: &Fiche) -> Option<Ligne> {
        let mut told: Vec<_> = fiche.conditions_generales.iter().filter_map(|c| self.facultatif(c)).collect();
        let valeur = match told.len() {
            0 => return None,
            1 => Valeur::Texte(told.remove(0)),
            _ => Valeur::Liste { liste: told },
        };
        Some(Ligne { libelle: "Conditions générales", valeur })
    }

    /// The settings' sections in their order, then those that the candidate added.
    fn rubriques(&self, fiche: &Fiche) -> Vec<RubriqueVue> {
        let numero = fiche.numero.unwrap_or_default();
        let mut used = vec![false; fiche.sections.len()];
        let mut out = Vec::new();
        for rubrique in self.inputs.reglages.rubriques(numero) {
            let mut blocs = Vec::new();
            for (i, section) in fiche.sections.iter().enumerate().filter(|(_, s)| rubrique.matches(&s.title)) {
                used[i] = true;
                blocs.extend(self.blocs(&section.blocks));
            }
            let manque = blocs.is_empty().then(|| self.manque(&rubrique.aide));
            // In a final dossier a section that nothing demands and nobody wrote is left out.
            if blocs.is_empty() && !rubrique.exigee && manque == Some(Texte::Blanc) {
                continue;
            }
            out.push(RubriqueVue { titre: french(&rubrique.titre), blocs, manque });
        }
        let others = fiche.sections.iter().zip(used).filter(|(s, used)| !used && !s.is_empty()).map(|(s, _)| s);
        for section in others {
            let titre = match section.title.trim() {
                "" => "Note".to_owned(),
                title => french(title),
            };
            let vue = RubriqueVue { titre, blocs: self.blocs(&section.blocks), manque: None };
            // Text before the first heading stays first.
            if section.title.trim().is_empty() { out.insert(0, vue) } else { out.push(vue) }
        }
        out
    }

    /// The row of a sheet in its part's table.
    pub fn resume(&self, fiche: &Fiche, ancre: String) -> FicheResume {
        let numero = fiche.numero.map_or_else(|| self.manque("n°"), |n| Texte::Dit(n.to_string()));
        FicheResume {
            numero,
            titre: self.requis(&fiche.titre, "titre de l’activité"),
            client: fiche.client.nature.map_or_else(String::new, |n| n.label().to_owned()),
            produits: fiche
                .produit
                .iter()
                .map(|p| within(&french(p.nom.trim()), RESUME))
                .filter(|n| !n.is_empty())
                .collect(),
            ancre,
        }
    }
}
