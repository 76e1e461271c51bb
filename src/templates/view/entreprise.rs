//! The descriptive sheet of a firm (annexe II B, 2).

use serde::Serialize;

use super::markdown::Bloc;
use super::valeur::{Ligne, Texte, Valeur, ligne, ligne_si};
use super::{View, VisaVue};
use crate::domain::Entreprise;
use crate::domain::reglages::PieceAViser;
use crate::templates::typography::{self, french, number, verbatim};

/// The body of a firm's sheet.
#[derive(Serialize)]
pub struct EntrepriseVue {
    pub lignes: Vec<Ligne>,
    pub contextes: Vec<ContexteVue>,
    pub organigramme: Option<Bloc>,
    pub visas: Vec<VisaVue>,
}

/// One of the two contexts.
#[derive(Serialize)]
pub struct ContexteVue {
    pub titre: &'static str,
    pub blocs: Vec<Bloc>,
    pub manque: Option<Texte>,
}

/// Box of an organisation chart, in millimetres.
const CHART: (f64, f64) = (170.0, 190.0);

impl View<'_> {
    pub fn entreprise(&self, e: &Entreprise) -> EntrepriseVue {
        let contexte = |titre, blocks: &[crate::domain::markdown::Block], what| {
            let blocs = self.blocs(blocks);
            let manque = blocs.is_empty().then(|| self.manque(what));
            ContexteVue { titre, blocs, manque }
        };
        EntrepriseVue {
            lignes: self.lignes_entreprise(e),
            contextes: vec![
                contexte(
                    "Contexte organisationnel",
                    &e.contexte.organisationnel_blocks,
                    "structure, équipe, missions, outils",
                ),
                contexte(
                    "Contexte commercial",
                    &e.contexte.commercial_blocks,
                    "clientèle, produits, marché, concurrence",
                ),
            ],
            organigramme: e
                .organigramme
                .as_ref()
                .filter(|o| !o.image.is_empty())
                .map(|o| self.galerie().figure(&o.image, &o.alternative, &o.legende, CHART)),
            visas: self.visas(&e.visa, PieceAViser::Entreprise),
        }
    }

    /// Names of the firms that a draft waits for: a period is spent there, nothing describes them.
    pub fn attendues(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        let dossier = self.dossier();
        let named = dossier.periodes.iter().map(|p| p.entreprise.trim());
        for id in named.filter(|id| !id.is_empty() && dossier.entreprise(id).is_none()) {
            if self.brouillon() && !out.contains(&id) {
                out.push(id);
            }
        }
        out
    }

    fn lignes_entreprise(&self, e: &Entreprise) -> Vec<Ligne> {
        let verbatim_si = |text: &str| (!text.trim().is_empty()).then(|| Texte::Dit(verbatim(text.trim())));
        let adresse = self.adresse(&e.adresse, &e.code_postal, &e.ville, &e.pays);
        let lignes = [
            Some(ligne("Raison sociale", self.requis(&e.nom, "raison sociale"))),
            Some(ligne("Structure", self.requis(&e.structure, "type de structure"))),
            Some(ligne("Secteur", self.requis_ou(e.secteur, "secteur", |s| s.label().to_owned()))),
            ligne_si("SIRET", self.siret(&e.siret)),
            Some(ligne("Adresse", adresse.unwrap_or_else(|| self.manque("adresse de l’entreprise")))),
            ligne_si("Effectif", e.effectif.map(|n| Texte::Dit(personnes(n)))),
            ligne_si("Téléphone", verbatim_si(&e.telephone)),
            ligne_si("Courriel", verbatim_si(&e.courriel)),
            ligne_si("Site internet", verbatim_si(&e.site)),
            Some(ligne("Responsable", self.responsable(e))),
            self.presences(e),
        ];
        lignes.into_iter().flatten().collect()
    }

    /// "732 829 320 00074", when it has its fourteen digits.
    pub fn siret(&self, siret: &str) -> Option<Texte> {
        self.facultatif(&typography::siret(siret))
    }

    /// "Hélène DELORME, Agente générale".
    pub fn responsable(&self, e: &Entreprise) -> Texte {
        match (e.responsable.nom.trim(), e.responsable.fonction.trim()) {
            ("", _) => self.manque("nom et fonction du responsable"),
            (nom, "") => Texte::Dit(french(nom)),
            (nom, fonction) => Texte::Dit(french(&format!("{nom}, {fonction}"))),
        }
    }

    /// The periods that were spent there.
    fn presences(&self, e: &Entreprise) -> Option<Ligne> {
        let here = self.dossier().periodes.iter().filter(|p| !e.id.is_empty() && p.entreprise == e.id);
        let liste: Vec<_> = here.map(|p| self.periode(p)).collect();
        let valeur = match liste.len() {
            0 => return None,
            1 => Valeur::Texte(liste.into_iter().next()?),
            _ => Valeur::Liste { liste },
        };
        Some(Ligne { libelle: "Présence", valeur })
    }
}

fn personnes(n: u32) -> String {
    format!("{}\u{a0}{}", number(n.into()), if n < 2 { "personne" } else { "personnes" })
}
