//! What an organisme attests at the end of a stage: the certificat for the exam, the attestation of the code.
//!
//! Both tell what was recorded, or leave it to write; what the convention foresees stands beside, with its working.

use std::cmp::Ordering;

use serde::Serialize;

use super::mots::{adresse, dit, fait, jour, jours_ecrits, nom, personne, si, siret, suite, total};
use super::signatures::{Signature, signature};
use super::{Cadre, Faits, PromotionInputs, Tableau};
use crate::domain::Heures;
use crate::domain::droit::DroitDesStages;
use crate::domain::promotion::calcul::centimes;
use crate::domain::promotion::stage::{Presence, is_neant};
use crate::domain::promotion::{Avenant, Partie, Representant, Stage};
use crate::templates::typography::{counted, french, journees};
use crate::templates::view::valeur::{Ligne, Texte, Valeur, ligne, ligne_si};

/// A certificat de stage.
#[derive(Serialize)]
pub struct CertificatVue {
    #[serde(flatten)]
    pub cadre: Cadre,
    tableaux: Vec<Tableau>,
    /// The declaration, paragraph by paragraph: text and gaps in order.
    declaration: Vec<Vec<Texte>>,
    fait: Texte,
    signatures: Vec<Signature>,
}

/// An attestation de stage, alone.
#[derive(Serialize)]
pub struct AttestationSeule {
    #[serde(flatten)]
    pub cadre: Cadre,
    attestation: AttestationVue,
}

/// The body of an attestation de stage (D124-9): alone, or annexed to a convention.
#[derive(Serialize)]
pub struct AttestationVue {
    lignes: Vec<Ligne>,
    signatures: Vec<Signature>,
    /// What is said where nothing is recorded yet.
    consigne: String,
}

/// A stage as its avenants left it, with what was recorded of it.
struct Fini<'a> {
    faits: Faits<'a>,
    presence: Option<&'a Presence>,
    /// "Prévu par la convention", "Prévu par la convention et son avenant n° 1".
    prevu: Texte,
    avenants: Vec<&'a Avenant>,
}

/// The certificat de stage, filled from the recorded presence or left to fill.
pub fn certificat(inputs: PromotionInputs<'_>, stage: &Stage) -> CertificatVue {
    let avenants = inputs.promotion.avenants_of(stage);
    let current = inputs.promotion.changed(stage, &avenants);
    let fini = Fini::new(inputs, &current, avenants);
    let (faits, presence) = (&fini.faits, fini.presence);
    let lieu = presence.map_or("", |p| p.lieu.as_str());
    let mut cadre = faits.cadre("Certificat de stage", "Certificat de stage");
    let numero = inputs.requis(&faits.etudiant.numero_candidat, "numéro de candidat");
    cadre.cartouche.lignes.insert(1, ligne("N° de candidat", numero));
    CertificatVue {
        cadre,
        tableaux: vec![
            Tableau { titre: "Organisme d’accueil", lignes: organisme(faits) },
            Tableau { titre: "Candidat ou candidate", lignes: candidat(faits) },
            Tableau { titre: "Stage", lignes: fini.stage() },
        ],
        declaration: fini.declaration(),
        fait: fait(lieu, &faits.organisme.ville, presence.and_then(|p| p.date)),
        signatures: pour_l_organisme(faits, presence),
    }
}

/// The attestation de stage, filled from the recorded presence or left to fill.
pub fn attestation(inputs: PromotionInputs<'_>, stage: &Stage) -> AttestationSeule {
    let avenants = inputs.promotion.avenants_of(stage);
    let current = inputs.promotion.changed(stage, &avenants);
    let fini = Fini::new(inputs, &current, avenants);
    let cadre = fini.faits.cadre("Attestation de stage", "Attestation de stage");
    AttestationSeule { cadre, attestation: fini.attestation() }
}

/// The attestation that a convention annexes: nothing is recorded when it is signed.
pub fn attestation_a_remplir(faits: &Faits<'_>) -> AttestationVue {
    let Faits { inputs, stage, .. } = *faits;
    Fini { presence: None, ..Fini::new(inputs, stage, Vec::new()) }.attestation()
}

impl<'a> Fini<'a> {
    fn new(inputs: PromotionInputs<'a>, stage: &'a Stage, avenants: Vec<&'a Avenant>) -> Self {
        let faits = Faits::new(inputs, stage);
        let prevu = match (faits.dates(), faits.duree()) {
            (Texte::Dit(dates), Texte::Dit(working)) => Texte::Dit(french(&format!("{dates} : {working}"))),
            (dates, _) => dates,
        };
        Fini { presence: stage.presence.as_ref(), faits, prevu, avenants }
    }

    /// The days of presence: as recorded, else those of the convention where something is recorded.
    fn dates(&self) -> Texte {
        let stage = self.faits.stage;
        match self.presence {
            Some(p) => jours_ecrits(p.debut.or(stage.debut), p.fin.or(stage.fin)),
            None => Texte::Blanc,
        }
    }

    fn journees(&self) -> Texte {
        let days = self.presence.and_then(|p| p.journees);
        days.map_or(Texte::Blanc, |n| dit(&journees(n, "journée effective", "journées effectives")))
    }

    fn prevu_par(&self) -> &'static str {
        if self.avenants.is_empty() { "Prévu par la convention" } else { "Prévu par la convention et ses avenants" }
    }

    /// How many days fewer or more than foreseen, where there are.
    fn ecart(&self) -> Option<Texte> {
        let (done, foreseen) = (self.presence?.journees?, self.faits.prevision.as_ref()?.journees());
        let gap = journees(done.abs_diff(foreseen), "journée", "journées");
        match done.cmp(&foreseen) {
            Ordering::Equal => None,
            Ordering::Less => Some(dit(&format!("{gap} de moins que prévu ({foreseen} − {done})"))),
            Ordering::Greater => Some(dit(&format!("{gap} de plus que prévu ({done} − {foreseen})"))),
        }
    }

    fn stage(&self) -> Vec<Ligne> {
        let stage = self.faits.stage;
        let hours = self.presence.and_then(|p| p.heures);
        let hours = hours.map(|h| dit(&duree_de_droit(h, self.faits.inputs.droit)));
        let lignes = [
            ligne_si("Service d’accueil", si(&stage.service)),
            Some(ligne(self.prevu_par(), self.prevu.clone())),
            Some(ligne("Dates de présence", self.dates())),
            Some(ligne("Journées effectives de présence", self.journees())),
            ligne_si("Heures effectives de présence", hours),
            ligne_si("Écart", self.ecart()),
        ];
        lignes.into_iter().flatten().collect()
    }

    /// What is signed, in the words of the text: « le certificat de stage attestant de la présence de l’étudiant ».
    fn declaration(&self) -> Vec<Vec<Texte>> {
        let faits = &self.faits;
        let say = |t: &str| Texte::Dit(french(t));
        let signs = faits.representants();
        let mut all = Vec::new();
        match signs.as_slice() {
            [] | [_] => all.extend([say("Je soussigné(e) "), personne(&faits.signataire()), say(", certifie que ")]),
            several => {
                let names: Vec<String> = several.iter().map(|(r, _)| suite(&[&r.nom, &r.qualite])).collect();
                all.extend([say("Nous soussignés, "), dit(&names.join(" et ")), say(", certifions que ")]);
            }
        }
        all.push(faits.inputs.requis(&nom(&faits.etudiant), "nom et prénoms du stagiaire"));
        all.push(say(match faits.second {
            Some(_) => " a été présent(e) en stage dans nos organismes, ",
            None => " a été présent(e) en stage dans notre organisme, ",
        }));
        all.push(faits.inputs.requis(&faits.organisme.nom, "nom de l’organisme"));
        if let Some(second) = &faits.second {
            all.extend([say(" et "), dit(&second.nom)]);
        }
        all.push(say(", "));
        // Where nothing is recorded, its words stand around what is left to write.
        all.extend(match self.dates() {
            Texte::Blanc => vec![say("du "), Texte::Blanc, say(" au "), Texte::Blanc],
            dates => vec![dates],
        });
        all.push(say(", soit "));
        all.extend(match self.journees() {
            Texte::Blanc => vec![Texte::Blanc, say(" journées effectives")],
            days => vec![days],
        });
        all.push(say(" de présence."));
        vec![all]
    }

    fn attestation(&self) -> AttestationVue {
        let Faits { inputs, etudiant: e, organisme: o, .. } = &self.faits;
        let presence = self.presence;
        let gratification = presence.map_or(Texte::Blanc, |p| versee(&p.gratification));
        let foreseen = foreseen_total(&self.faits);
        let lieu = presence.map_or("", |p| p.lieu.as_str());
        let lignes = [
            Some(ligne("Organisme d’accueil", inputs.requis(&o.nom, "nom de l’organisme"))),
            Some(ligne("Adresse", adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays))),
            ligne_si("SIRET", siret(&o.siret)),
            ligne_si("Second organisme d’accueil", self.faits.second.as_ref().and_then(|o| si(&o.nom))),
            Some(ligne("Nom et prénoms", inputs.requis(&nom(e), "nom et prénoms du stagiaire"))),
            Some(ligne("Sexe", e.sexe.map_or(Texte::Blanc, |s| dit(s.label())))),
            Some(ligne("Né(e) le", jour(e.date_naissance))),
            Some(ligne("Demeurant", adresse(&e.adresse, &e.code_postal, &e.ville, ""))),
            Some(ligne("Étudiant(e) en", dit(&inputs.referentiel.diplome.intitule))),
            Some(ligne("Au sein de", dit(&inputs.promotion.reglage.etablissement.nom))),
            Some(ligne(self.prevu_par(), self.prevu.clone())),
            self.faits
                .parts()
                .map(|liste| Ligne { libelle: "Prévu dans chaque organisme", valeur: Valeur::Liste { liste } }),
            Some(ligne("A effectué un stage", self.dates())),
            Some(ligne("Durée effective totale", self.duree_effective())),
            ligne_si("Gratification prévue", foreseen),
            Some(ligne("Total de la gratification versée", gratification)),
            Some(ligne("Fait à, le", fait(lieu, &o.ville, presence.and_then(|p| p.date)))),
        ];
        AttestationVue {
            lignes: lignes.into_iter().flatten().collect(),
            signatures: pour_l_organisme(&self.faits, presence),
            consigne: french(match presence {
                Some(_) => "Attestation prévue par le code de l’éducation (D124-9).",
                None => {
                    "À remplir et à signer par l’organisme d’accueil à la fin du stage (code de l’éducation, D124-9)."
                }
            }),
        }
    }

    /// Days and hours, the law's units worked out from the hours.
    fn duree_effective(&self) -> Texte {
        let Some(presence) = self.presence else { return Texte::Blanc };
        let days = presence.journees.map(|n| journees(n, "journée", "journées"));
        let hours = presence.heures.map(|h| duree_de_droit(h, self.faits.inputs.droit));
        dit(&days.into_iter().chain(hours).collect::<Vec<_>>().join(" ; "))
    }
}

/// "287 heures, soit 41 jours de 7 h, ou 1 mois de 22 jours et 19 jours" (D124-6).
fn duree_de_droit(heures: Heures, droit: &DroitDesStages) -> String {
    let unit = droit.heures_par_jour * 60;
    let (days, rest) = (heures.minutes() / unit, heures.minutes() % unit);
    let (months, left) = (days / droit.jours_par_mois, days % droit.jours_par_mois);
    let plural = |n: u32, one: &str, many: &str| counted(n.into(), one, many);
    let mut out = format!(
        "{}, soit {} de {} h",
        match heures.minutes() {
            m if m % 60 == 0 => plural(m / 60, "heure", "heures"),
            _ => heures.in_words(),
        },
        plural(days, "jour", "jours"),
        droit.heures_par_jour
    );
    if rest > 0 {
        out += &format!(" et {}", Heures::of_minutes(rest).in_words());
    }
    if months > 0 {
        out += &format!(", ou {months} mois de {} jours", droit.jours_par_mois);
        if left > 0 {
            out += &format!(" et {}", plural(left, "jour", "jours"));
        }
    }
    out
}

/// The total that was paid: an amount as amounts are written, anything else as it was told.
fn versee(told: &str) -> Texte {
    match centimes(told) {
        Some(amount) if !is_neant(told) => Texte::Dit(super::mots::euros(amount)),
        _ => dit(told),
    }
}

/// "441 h × 4,50 € = 1 984,50 €", each month's amount rounded up.
fn foreseen_total(faits: &Faits<'_>) -> Option<Texte> {
    let amount = faits.prevision.as_ref()?.montant(faits.stage, faits.inputs.droit)?;
    Some(dit(&total(&amount)))
}

fn organisme(faits: &Faits<'_>) -> Vec<Ligne> {
    let o = &faits.organisme;
    let lignes = [
        Some(ligne("Raison sociale", faits.inputs.requis(&o.nom, "nom de l’organisme"))),
        ligne_si("SIRET", siret(&o.siret)),
        Some(ligne("Adresse", adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays))),
        Some(ligne("Représenté par", faits.represente(false))),
        ligne_si("Second organisme", faits.second.as_ref().and_then(|o| si(&suite(&[&o.nom, &o.ville])))),
        ligne_si("Représenté par", faits.second.as_ref().map(|_| faits.represente(true))),
    ];
    lignes.into_iter().flatten().collect()
}

fn candidat(faits: &Faits<'_>) -> Vec<Ligne> {
    let e = &faits.etudiant;
    let usage = Some(e.nom_usage.as_str()).filter(|n| !n.trim().is_empty() && n.trim() != e.nom_famille.trim());
    let lignes = [
        Some(ligne("Nom de famille", faits.inputs.requis(&e.nom_famille, "nom de famille"))),
        ligne_si("Nom d’usage", usage.map(dit)),
        Some(ligne("Prénoms", faits.inputs.requis(&e.prenoms, "prénoms"))),
        Some(ligne("Né(e) le", jour(e.date_naissance))),
        ligne_si("Classe", si(&e.classe)),
    ];
    lignes.into_iter().flatten().collect()
}

/// A box for each who signs for an organisme.
fn pour_l_organisme(faits: &Faits<'_>, presence: Option<&Presence>) -> Vec<Signature> {
    let (date, shared) = (presence.and_then(|p| p.date), faits.second.is_some());
    let one = |(who, second): &(Representant, bool)| {
        let quality = faits.qualite(Partie::Organisme { second: *second }, shared);
        signature(&quality, &who.nom, &who.qualite, date)
    };
    faits.representants().iter().map(one).collect()
}
