//! What an employer attests, in the place of the certificats de stage: quality and duration, or the post that was held.

use serde::Serialize;

use super::mots::{adresse, dit, fait, jour, jours_ecrits, nom, personne, si, siret};
use super::signatures::{Signature, signature};
use super::{Cadre, PromotionInputs, Tableau};
use crate::domain::promotion::{Contrat, Etudiant, NatureContrat, Organisme, Representant};
use crate::templates::typography::{counted, french};
use crate::templates::view::valeur::{Case, Ligne, Texte, Valeur, ligne, ligne_si};

/// An attestation de l’employeur, or a certificat de travail.
#[derive(Serialize)]
pub struct ContratVue {
    #[serde(flatten)]
    pub cadre: Cadre,
    tableaux: Vec<Tableau>,
    /// The declaration, paragraph by paragraph: text and gaps in order.
    declaration: Vec<Vec<Texte>>,
    fait: Texte,
    signatures: Vec<Signature>,
}

/// A contrat with the people that it ties.
struct Lien<'a> {
    inputs: PromotionInputs<'a>,
    contrat: &'a Contrat,
    etudiant: Etudiant,
    organisme: Organisme,
}

/// The attestation of the employer of an apprenti or of a salarié en contrat de professionnalisation (annexe III B, 2).
pub fn attestation_employeur(inputs: PromotionInputs<'_>, contrat: &Contrat) -> ContratVue {
    let lien = Lien::new(inputs, contrat);
    let mut lignes = lien.contrat(false);
    lignes.push(lien.duree_reglementaire());
    lien.vue("Attestation de l’employeur", lignes, lien.atteste())
}

/// The certificat de travail: « la nature et la durée de l’emploi occupé » (annexe III B, 3 b et 5).
pub fn certificat_travail(inputs: PromotionInputs<'_>, contrat: &Contrat) -> ContratVue {
    let lien = Lien::new(inputs, contrat);
    lien.vue("Certificat de travail", lien.contrat(true), lien.certifie())
}

impl<'a> Lien<'a> {
    fn new(inputs: PromotionInputs<'a>, contrat: &'a Contrat) -> Self {
        let promotion = inputs.promotion;
        Lien {
            inputs,
            contrat,
            etudiant: promotion.etudiant(&contrat.etudiant).cloned().unwrap_or_default(),
            organisme: promotion.organisme(&contrat.organisme).cloned().unwrap_or_default(),
        }
    }

    fn vue(&self, kind: &str, contrat: Vec<Ligne>, declaration: Vec<Vec<Texte>>) -> ContratVue {
        let (inputs, who) = (self.inputs, self.signataire());
        let with = Some(&self.organisme.second_representant).filter(|r| !r.nom.trim().is_empty());
        let nom = nom(&self.etudiant);
        let lignes = vec![
            ligne("Candidat(e)", inputs.requis(&nom, "nom et prénoms")),
            ligne("N° de candidat", inputs.requis(&self.etudiant.numero_candidat, "numéro de candidat")),
            inputs.etablissement(),
        ];
        let titre = if nom.is_empty() { kind.to_owned() } else { format!("{kind} – {nom}") };
        ContratVue {
            cadre: inputs.cadre(&titre, kind, nom, lignes),
            tableaux: vec![
                Tableau { titre: "Employeur", lignes: self.employeur() },
                Tableau { titre: "Salarié ou salariée", lignes: self.salarie() },
                Tableau { titre: "Contrat", lignes: contrat },
            ],
            declaration,
            fait: fait(&self.contrat.lieu, &self.organisme.ville, self.contrat.date),
            signatures: [Some(who), with]
                .into_iter()
                .flatten()
                .map(|r| signature("Pour l’employeur", &r.nom, &r.qualite, self.contrat.date))
                .collect(),
        }
    }

    fn signataire(&self) -> &Representant {
        let told = self.contrat.signataire.as_ref().filter(|s| !s.nom.trim().is_empty());
        told.unwrap_or(&self.organisme.representant)
    }

    fn employeur(&self) -> Vec<Ligne> {
        let o = &self.organisme;
        let lignes = [
            Some(ligne("Raison sociale", self.inputs.requis(&o.nom, "nom de l’employeur"))),
            ligne_si("SIRET", siret(&o.siret)),
            Some(ligne("Adresse", adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays))),
            ligne_si("Secteur", si(&o.secteur)),
            Some(ligne("Représenté par", personne(self.signataire()))),
        ];
        lignes.into_iter().flatten().collect()
    }

    fn salarie(&self) -> Vec<Ligne> {
        let e = &self.etudiant;
        let usage = Some(e.nom_usage.as_str()).filter(|n| !n.trim().is_empty() && n.trim() != e.nom_famille.trim());
        let lignes = [
            Some(ligne("Nom de famille", self.inputs.requis(&e.nom_famille, "nom de famille"))),
            ligne_si("Nom d’usage", usage.map(dit)),
            Some(ligne("Prénoms", self.inputs.requis(&e.prenoms, "prénoms"))),
            Some(ligne("Né(e) le", jour(e.date_naissance))),
        ];
        lignes.into_iter().flatten().collect()
    }

    /// The contrat, its duration with its working; `poste`: whether the nature of the post must be told.
    fn contrat(&self, poste: bool) -> Vec<Ligne> {
        let c = self.contrat;
        let nature = match c.nature {
            Some(nature) => dit(nature.label()),
            None => self.inputs.manque("nature du contrat"),
        };
        let post = match poste {
            true => Some(ligne("Nature de l’emploi", self.inputs.requis(&c.poste, "nature de l’emploi occupé"))),
            false => ligne_si("Emploi", si(&c.poste)),
        };
        let temps = match c.temps {
            Some(t) => Some(ligne("Temps de travail", dit(t.label()))),
            None => poste.then(|| ligne("Temps de travail", Texte::Blanc)),
        };
        let dates = jours_ecrits(c.debut, c.fin);
        let lignes = [
            Some(ligne("Nature du contrat", nature)),
            Some(ligne("Dates", if dates == Texte::Blanc { self.inputs.manque("dates du contrat") } else { dates })),
            ligne_si("Durée", self.duree()),
            post,
            temps,
        ];
        lignes.into_iter().flatten().collect()
    }

    /// "24 mois", "1 mois et 3 jours".
    fn duree(&self) -> Option<Texte> {
        let (months, days) = self.contrat.duree()?;
        let parts = [
            (months > 0).then(|| format!("{months}\u{a0}mois")),
            (days > 0).then(|| counted(days.into(), "jour", "jours")),
        ];
        Some(dit(&parts.into_iter().flatten().collect::<Vec<_>>().join(" et ")))
    }

    /// Boxes to tick, by the data or by hand.
    fn duree_reglementaire(&self) -> Ligne {
        let told = self.contrat.duree_respectee;
        let case = |(value, label): (bool, &str)| Case { libelle: label.to_owned(), coche: told == Some(value) };
        let cases = [(true, "respectée"), (false, "non respectée")].map(case).into();
        Ligne { libelle: "Durée réglementaire de formation", valeur: Valeur::Cases { cases, manque: None } }
    }

    /// "Je soussigné(e) …, {verb} que …".
    fn ouverture(&self, verb: &str) -> Vec<Texte> {
        let say = |t: &str| Texte::Dit(french(t));
        let nom = self.inputs.requis(&nom(&self.etudiant), "nom et prénoms");
        vec![say("Je soussigné(e) "), personne(self.signataire()), say(&format!(", {verb} que ")), nom]
    }

    /// The employer's own name and the days, as the end of a sentence begins.
    fn chez(&self, between: &str) -> Vec<Texte> {
        let say = |t: &str| Texte::Dit(french(t));
        let c = self.contrat;
        // What is over on the day of the document is told as past.
        let over = c.fin.zip(c.date).is_some_and(|(fin, date)| fin < date);
        let travail = c.nature == Some(NatureContrat::Travail);
        let verb = if over || travail {
            " a été employé(e) dans notre entreprise, "
        } else {
            " est employé(e) dans notre entreprise, "
        };
        vec![
            say(verb),
            self.inputs.requis(&self.organisme.nom, "nom de l’employeur"),
            say(between),
            jours_ecrits(c.debut, c.fin),
        ]
    }

    fn atteste(&self) -> Vec<Vec<Texte>> {
        let say = |t: &str| Texte::Dit(french(t));
        let quality = match self.contrat.nature {
            Some(NatureContrat::Apprentissage) => say("d’apprenti(e)"),
            Some(NatureContrat::Professionnalisation) => say("de salarié(e) en contrat de professionnalisation"),
            _ => self.inputs.manque("apprenti(e), ou salarié(e) en contrat de professionnalisation"),
        };
        let mut first = self.ouverture("atteste");
        let mut where_and_when = self.chez(", ");
        first.append(&mut where_and_when);
        first.extend([say(", en qualité "), quality, say(".")]);
        // Ticked by hand where the data does not tell it: the sentence is not put in the employer's mouth.
        match self.contrat.duree_respectee {
            Some(true) => {
                let respected = "J’atteste que la durée réglementaire de la formation en entreprise est respectée.";
                vec![first, vec![say(respected)]]
            }
            Some(false) => vec![first],
            None => {
                let tick = "Je coche plus haut si la durée réglementaire de la formation en entreprise est respectée.";
                vec![first, vec![say(tick)]]
            }
        }
    }

    fn certifie(&self) -> Vec<Vec<Texte>> {
        let say = |t: &str| Texte::Dit(french(t));
        let c = self.contrat;
        let mut all = self.ouverture("certifie");
        all.append(&mut self.chez(", "));
        let temps = c.temps.map_or_else(String::new, |t| format!(" à {}", t.label().to_lowercase()));
        let post = self.inputs.requis(&c.poste, "nature de l’emploi occupé");
        let duration = match self.duree() {
            Some(Texte::Dit(duration)) => format!(" (durée : {duration})"),
            _ => String::new(),
        };
        all.extend([say(&duration), say(&format!(",{temps}, dans l’emploi suivant : ")), post, say(".")]);
        vec![all]
    }
}
