//! The proof of a period: our own form to sign, with what is known filled in (annexe II B, 1; annexe III B).

use serde::Serialize;

use super::valeur::{Ligne, Texte, du_au, ligne, ligne_si};
use super::{View, VisaVue};
use crate::domain::periode::{NatureJustificatif, NaturePeriode, Periode};
use crate::domain::reglages::PieceAViser;
use crate::templates::typography::{french, journees, within};

/// The body of a form.
#[derive(Serialize)]
pub struct JustificatifVue {
    /// Titles and rows, table after table.
    pub tableaux: Vec<Tableau>,
    /// The declaration, paragraph by paragraph: text and gaps in order.
    pub declaration: Vec<Vec<Texte>>,
    pub visas: Vec<VisaVue>,
}

/// A table of particulars and its title.
#[derive(Serialize)]
pub struct Tableau {
    pub titre: &'static str,
    pub lignes: Vec<Ligne>,
}

/// The row of a period in the table that opens its part.
#[derive(Serialize)]
pub struct PeriodeResume {
    pub entreprise: Texte,
    pub dates: Texte,
    pub journees: String,
    pub justificatif: String,
    pub ancre: String,
}

impl View<'_> {
    /// The kind of proof of a period.
    pub fn nature(&self, periode: &Periode) -> NatureJustificatif {
        periode.justificatif_attendu(self.dossier().candidat.statut())
    }

    /// Name of the firm of a period.
    pub fn nom_entreprise(&self, id: &str) -> Texte {
        match self.dossier().entreprise(id) {
            Some(e) => self.requis(&e.nom, "nom de l’entreprise"),
            None => self.requis(id, "entreprise"),
        }
    }

    /// "du 6 janvier au 14 février 2025 (30 journées)".
    pub fn periode(&self, p: &Periode) -> Texte {
        match (self.dates_periode(p), p.journees) {
            (Texte::Dit(dates), Some(n)) => Texte::Dit(format!("{dates} ({})", journees(n, "journée", "journées"))),
            (dates, _) => dates,
        }
    }

    fn dates_periode(&self, p: &Periode) -> Texte {
        match (p.debut, p.fin) {
            (Some(debut), Some(fin)) => Texte::Dit(du_au(debut, fin)),
            (Some(debut), None) if p.nature == Some(NaturePeriode::Emploi) => {
                Texte::Dit(format!("depuis le {}", debut.in_words()))
            }
            _ => self.manque("premier et dernier jour de la période"),
        }
    }

    pub fn periode_resume(&self, p: &Periode, ancre: String) -> PeriodeResume {
        PeriodeResume {
            // A column of 49 mm, at 9.5 pt.
            entreprise: match self.nom_entreprise(&p.entreprise) {
                Texte::Dit(nom) => Texte::Dit(within(&nom, 14.0)),
                manque => manque,
            },
            dates: self.dates_periode(p),
            journees: p.journees.map(|n| n.to_string()).unwrap_or_default(),
            justificatif: self.nature(p).label().to_owned(),
            ancre,
        }
    }

    pub fn justificatif(&self, p: &Periode) -> JustificatifVue {
        let recorded = p.justificatif.as_ref().map_or(&[][..], |j| &j.visa);
        JustificatifVue {
            tableaux: vec![
                Tableau { titre: "Entreprise ou organisme", lignes: self.lignes_organisme(p) },
                Tableau { titre: "Candidat ou candidate", lignes: self.lignes_personne() },
                Tableau { titre: "Période", lignes: self.lignes_periode(p) },
            ],
            declaration: self.declaration(p),
            visas: self.visas(recorded, PieceAViser::Justificatif),
        }
    }

    fn lignes_organisme(&self, p: &Periode) -> Vec<Ligne> {
        let e = self.dossier().entreprise(&p.entreprise);
        let adresse = e.and_then(|e| self.adresse(&e.adresse, &e.code_postal, &e.ville, &e.pays));
        let responsable = e.map_or_else(|| self.manque("nom et fonction du responsable"), |e| self.responsable(e));
        let lignes = [
            Some(ligne("Raison sociale", self.nom_entreprise(&p.entreprise))),
            ligne_si("SIRET", e.and_then(|e| self.siret(&e.siret))),
            Some(ligne("Adresse", adresse.unwrap_or_else(|| self.manque("adresse de l’entreprise")))),
            Some(ligne("Représentée par", responsable)),
        ];
        lignes.into_iter().flatten().collect()
    }

    fn lignes_personne(&self) -> Vec<Ligne> {
        let c = &self.dossier().candidat;
        let naissance = c.identite.date_naissance.map(|d| Texte::Dit(d.in_words()));
        let lignes = [
            Some(ligne("Nom de famille", self.requis(&c.identite.nom_famille, "nom de famille"))),
            ligne_si("Nom d’usage", self.facultatif(&c.identite.nom_usage)),
            Some(ligne("Prénoms", self.requis(&c.identite.prenoms, "prénoms"))),
            ligne_si("Né(e) le", naissance),
        ];
        lignes.into_iter().flatten().collect()
    }

    fn lignes_periode(&self, p: &Periode) -> Vec<Ligne> {
        let nature = self.nature(p);
        let journees = p.journees.map(|n| Texte::Dit(n.to_string()));
        let stage = nature == NatureJustificatif::CertificatStage;
        let travail = nature == NatureJustificatif::CertificatTravail;
        let tuteur = p.tuteur.as_ref().map(|t| match t.fonction.trim() {
            "" => self.requis(&t.nom, "nom du tuteur"),
            fonction => self.requis(&format!("{}, {fonction}", t.nom.trim()), "nom du tuteur"),
        });
        let poste = self.facultatif(&p.poste);
        let lignes = [
            Some(ligne("Dates", self.dates_periode(p))),
            match stage {
                true => Some(ligne(
                    "Journées effectives de présence",
                    journees.unwrap_or_else(|| self.manque("nombre de journées effectives")),
                )),
                false => ligne_si("Journées effectives de présence", journees),
            },
            match travail {
                true => {
                    Some(ligne("Nature de l’emploi", poste.unwrap_or_else(|| self.manque("nature de l’emploi occupé"))))
                }
                false => ligne_si("Fonctions", poste),
            },
            ligne_si("Temps de travail", p.temps.map(|t| Texte::Dit(t.label().to_owned()))),
            ligne_si("Service", self.facultatif(&p.service)),
            ligne_si(if stage || travail { "Tuteur" } else { "Maître d’apprentissage ou tuteur" }, tuteur),
        ];
        lignes.into_iter().flatten().collect()
    }

    /// What is signed, in the words that the text asks for.
    fn declaration(&self, p: &Periode) -> Vec<Vec<Texte>> {
        let dit = |t: &str| Texte::Dit(french(t));
        let e = self.dossier().entreprise(&p.entreprise);
        let qui = e.map_or_else(|| self.manque("nom et fonction du signataire"), |e| self.responsable(e));
        let nom = match self.nom() {
            nom if nom.is_empty() => self.manque("nom et prénoms"),
            nom => Texte::Dit(nom),
        };
        let (dates, ou) = (self.dates_periode(p), self.nom_entreprise(&p.entreprise));
        let open = |verb: &str| vec![dit("Je soussigné(e) "), qui.clone(), dit(&format!(", {verb} que ")), nom.clone()];
        let mut first;
        match self.nature(p) {
            NatureJustificatif::CertificatStage => {
                first = open("certifie");
                let journees = p.journees.map(|n| Texte::Dit(journees(n, "journée effective", "journées effectives")));
                first.extend([
                    dit(" a été présent(e) en stage dans notre entreprise, "),
                    ou,
                    dit(", "),
                    dates,
                    dit(", soit "),
                ]);
                first.extend([
                    journees.unwrap_or_else(|| self.manque("nombre de journées effectives")),
                    dit(" de présence."),
                ]);
                vec![first]
            }
            NatureJustificatif::AttestationEmployeur => {
                let qualite = match p.nature {
                    Some(NaturePeriode::Professionnalisation) => {
                        " en qualité de salarié(e) en contrat de professionnalisation "
                    }
                    _ => " en qualité d’apprenti(e) ",
                };
                first = open("atteste");
                first.extend([
                    dit(" est employé(e) dans notre entreprise, "),
                    ou,
                    dit(","),
                    dit(qualite),
                    dates,
                    dit("."),
                ]);
                let second =
                    vec![dit("J’atteste que la durée réglementaire de la formation en entreprise est respectée.")];
                vec![first, second]
            }
            NatureJustificatif::CertificatTravail => {
                first = open("certifie");
                let poste = self.facultatif(&p.poste).unwrap_or_else(|| self.manque("nature de l’emploi occupé"));
                let temps = p.temps.map(|t| format!(", à {}", t.label().to_lowercase())).unwrap_or_default();
                first.extend([dit(" a été employé(e) dans notre entreprise, "), ou, dit(", "), dates, dit(&temps)]);
                first.extend([dit(", dans l’emploi suivant : "), poste, dit(".")]);
                vec![first]
            }
        }
    }
}
