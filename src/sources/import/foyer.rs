//! What SIECLE's XML tells of families, an element at a time: addresses, persons, who is responsible for whom.

use super::eleve::Adresse;
use super::famille::{Lien, Liste, Personne, Rang};
use crate::sources::rows::xml::Attributes;

/// The part that is being told, until its element ends. Elements of these kinds do not stand in one another.
pub struct Foyer {
    /// To which list the addresses of this document belong.
    pub liste: Liste,
    /// The number that an `ADRESSE` or a `PERSONNE` bears.
    id: String,
    adresse: Adresse,
    personne: Personne,
    /// Pupil, person and rank of a `RESPONSABLE_ELEVE`; who has none is not responsible.
    lien: (String, String, Option<Rang>),
}

impl Default for Foyer {
    fn default() -> Self {
        let lien = Default::default();
        let (adresse, personne) = (Adresse::default(), Personne::default());
        Foyer { liste: Liste::Eleves, id: String::new(), adresse, personne, lien }
    }
}

impl Foyer {
    pub fn open(&mut self, name: &str, attributes: &Attributes) {
        let id = |name: &str| attributes.get(name).unwrap_or_default().to_owned();
        match name {
            "ADRESSE" => (self.id, self.adresse) = (id("ADRESSE_ID"), Adresse::default()),
            "PERSONNE" => (self.id, self.personne) = (id("PERSONNE_ID"), Personne::default()),
            "RESPONSABLE_ELEVE" => self.lien = Default::default(),
            _ => {}
        }
    }

    /// Takes the text of an element; the part that it ends, if it ends one.
    pub fn close(&mut self, parent: &str, name: &str, value: String) -> Option<Lien> {
        match (parent, name) {
            ("ADRESSE", _) => of_adresse(&mut self.adresse, name, value),
            ("PERSONNE", _) => of_personne(&mut self.personne, name, value),
            ("RESPONSABLE_ELEVE", _) => of_lien(&mut self.lien, name, value),
            ("ADRESSES", "ADRESSE") | ("PERSONNES", "PERSONNE") => return self.numbered(name),
            ("RESPONSABLES", "RESPONSABLE_ELEVE") => {
                let (eleve_id, personne_id, rang) = std::mem::take(&mut self.lien);
                let rang = rang.filter(|_| !eleve_id.is_empty())?;
                return Some(Lien::Responsable { eleve_id, personne_id, rang });
            }
            _ => {}
        }
        None
    }

    fn numbered(&mut self, name: &str) -> Option<Lien> {
        let id = Some(std::mem::take(&mut self.id)).filter(|id| !id.is_empty())?;
        Some(match name {
            "ADRESSE" => Lien::Adresse { liste: self.liste, id, adresse: std::mem::take(&mut self.adresse) },
            _ => Lien::Personne { id, personne: std::mem::take(&mut self.personne) },
        })
    }
}

fn of_adresse(adresse: &mut Adresse, name: &str, value: String) {
    match name {
        _ if value.is_empty() => {}
        "LIGNE1_ADRESSE" | "LIGNE2_ADRESSE" | "LIGNE3_ADRESSE" | "LIGNE4_ADRESSE" => {
            if !adresse.voie.is_empty() {
                adresse.voie.push_str(", ");
            }
            adresse.voie.push_str(&value);
        }
        "CODE_POSTAL" => adresse.code_postal = value,
        "LIBELLE_POSTAL" => adresse.ville = value,
        "COMMUNE_ETRANGERE" if adresse.ville.is_empty() => adresse.ville = value,
        _ => {}
    }
}

fn of_personne(personne: &mut Personne, name: &str, value: String) {
    match name {
        _ if value.is_empty() => {}
        "NOM" | "NOM_DE_FAMILLE" => personne.nom_famille = value,
        "NOM_USAGE" => personne.nom_usage = value,
        "PRENOM" => personne.prenom = value,
        "ADRESSE_ID" => personne.adresse_id = value,
        _ => {}
    }
}

fn of_lien(lien: &mut (String, String, Option<Rang>), name: &str, value: String) {
    match (name, value.as_str()) {
        ("ELEVE_ID", _) => lien.0 = value,
        ("PERSONNE_ID", _) => lien.1 = value,
        ("RESP_LEGAL" | "NIVEAU_RESPONSABILITE", "1") => lien.2 = Some(Rang::Premier),
        ("RESP_LEGAL", "2") => lien.2 = Some(Rang::Second),
        // The later versions give 1 to both parents, and 2 to who is in charge besides.
        ("NIVEAU_RESPONSABILITE", "2") => lien.2 = Some(Rang::EnCharge),
        // Someone to call, not to sign.
        ("RESP_LEGAL" | "NIVEAU_RESPONSABILITE", _) => lien.2 = None,
        _ => {}
    }
}
