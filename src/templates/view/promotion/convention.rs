//! A convention de stage: its parties, particulars, articles, annexe pédagogique, mentions, signatures, attestation.

use serde::Serialize;

use super::articles::{Article, articles};
use super::mots::{adresse, dit, horaires, jour, nom, personne, si, siret, suite};
use super::presence::{AttestationVue, attestation_a_remplir};
use super::signatures::{Signature, signatures};
use super::{Cadre, Faits, PromotionInputs, Tableau};
use crate::domain::date::names_a_day;
use crate::domain::promotion::stage::TuteurDeStage;
use crate::domain::promotion::{Organisme, Stage};
use crate::domain::referentiel::Referentiel;
use crate::templates::typography::french;
use crate::templates::view::valeur::{Ligne, Texte, Valeur, ligne, ligne_si};

/// Everything that its pages show.
#[derive(Serialize)]
pub struct ConventionVue {
    #[serde(flatten)]
    pub cadre: Cadre,
    deliberation: String,
    parties: Vec<Tableau>,
    stage: Vec<Ligne>,
    articles: Vec<Article>,
    annexe: Vec<Ligne>,
    mentions: Vec<[String; 3]>,
    signatures: Vec<Signature>,
    attestation: AttestationVue,
    pays: Option<FichePays>,
}

/// The sheet of the country: its pages, or where it can be read.
#[derive(Serialize)]
struct FichePays {
    reference: String,
    pages: Vec<Page>,
}

/// A page of a scan.
#[derive(Serialize)]
struct Page {
    image: String,
    alternative: String,
}

/// The view of the convention of a stage.
pub fn convention(inputs: PromotionInputs<'_>, stage: &Stage) -> ConventionVue {
    let faits = Faits::new(inputs, stage);
    let etablissement = &inputs.promotion.reglage.etablissement;
    ConventionVue {
        cadre: faits.cadre("Convention de stage", "Convention de stage"),
        deliberation: etablissement.deliberation.map_or_else(String::new, |d| {
            french(&format!("Convention type approuvée par le conseil d’administration le {}.", d.in_words()))
        }),
        parties: parties(&faits),
        stage: particulars(&faits),
        articles: articles(stage, &faits.organisme, faits.is_abroad()),
        annexe: annexe(stage, inputs.referentiel),
        mentions: mentions(),
        signatures: signatures(&faits, &stage.signatures),
        attestation: attestation_a_remplir(&faits),
        pays: fiche_pays(&faits),
    }
}

/// The country sheet of a stage abroad.
fn fiche_pays(faits: &Faits<'_>) -> Option<FichePays> {
    if !faits.is_abroad() {
        return None;
    }
    let source = faits.stage.fiche_pays.trim();
    let images = faits.inputs.images_of(source);
    let (count, pays) = (images.len(), faits.pays());
    let page = |(i, image)| {
        let alternative = format!("Fiche d’information sur le pays ({pays}), page {} sur {count}, numérisée", i + 1);
        Page { image, alternative: french(&alternative) }
    };
    Some(FichePays { reference: french(source), pages: images.into_iter().enumerate().map(page).collect() })
}

fn parties(faits: &Faits<'_>) -> Vec<Tableau> {
    let (p, stage, e, o) = (faits.inputs.promotion, faits.stage, &faits.etudiant, &faits.organisme);
    let ecole = &p.reglage.etablissement;
    let mut out = vec![Tableau {
        titre: "L’établissement d’enseignement",
        lignes: [
            Some(ligne("Nom", dit(&ecole.nom))),
            Some(ligne("Adresse", adresse(&ecole.adresse, &ecole.code_postal, &ecole.ville, ""))),
            Some(ligne("Représenté par", personne(&ecole.representant))),
            ligne_si("Téléphone", si(&ecole.telephone)),
            ligne_si("Courriel", si(&ecole.courriel)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }];
    out.push(Tableau { titre: "L’organisme d’accueil", lignes: organisme(faits, o, false) });
    if let Some(second) = &faits.second {
        out.push(Tableau { titre: "Le second organisme d’accueil", lignes: organisme(faits, second, true) });
    }
    out.push(Tableau {
        titre: "Le ou la stagiaire",
        lignes: [
            Some(ligne("Nom et prénoms", dit(&nom(e)))),
            Some(ligne("Qualité", dit(&stage.qualite))),
            Some(ligne("Né(e) le", jour(e.date_naissance))),
            Some(ligne("Adresse", adresse(&e.adresse, &e.code_postal, &e.ville, ""))),
            ligne_si("Téléphone", si(&e.telephone)),
            ligne_si("Courriel", si(&e.courriel)),
            ligne_si("Assurance maladie", si(&e.caisse)),
            faits.mineur.then(|| ligne("Représentant légal", dit(&e.representant_legal))),
            ligne_si("Second représentant légal", si(&e.second_representant_legal).filter(|_| faits.mineur)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    });
    let referent = p.referent(&stage.referent).cloned().unwrap_or_default();
    out.push(Tableau {
        titre: "L’enseignant référent",
        lignes: [
            Some(ligne("Nom", dit(&referent.nom))),
            ligne_si("Fonction", si(&referent.fonction)),
            ligne_si("Courriel", si(&referent.courriel)),
            ligne_si("Téléphone", si(&referent.telephone)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    });
    let of = |t: &TuteurDeStage| match &faits.second {
        Some(second) if stage.is_of_second(t) => second.nom.clone(),
        Some(_) => o.nom.clone(),
        None => String::new(),
    };
    let tuteur = |t: &TuteurDeStage| dit(&suite(&[&t.nom, &t.fonction, &of(t), &t.courriel, &t.telephone]));
    let mut lignes: Vec<Ligne> = stage.tuteurs().map(|t| ligne("Nom, fonction", tuteur(t))).collect();
    if lignes.is_empty() {
        lignes.push(ligne("Nom, fonction", Texte::Blanc));
    }
    out.push(Tableau { titre: "Le tuteur dans l’organisme", lignes });
    out
}

fn particulars(faits: &Faits<'_>) -> Vec<Ligne> {
    let stage = faits.stage;
    let (formation, diplome) = (&faits.inputs.promotion.reglage.formation, &faits.inputs.referentiel.diplome);
    let hours =
        formation.volume_horaire.map_or_else(String::new, |h| format!(", {h} heures d’enseignement dans l’année"));
    let clock = stage.clock(&faits.inputs.promotion.reglage.defauts);
    let lignes = [
        Some(ligne("Formation", dit(&format!("{} – {}{hours}", diplome.intitule, formation.annee.trim())))),
        Some(ligne("Dates", faits.dates())),
        Some(ligne("Durée totale", faits.duree())),
        faits.retires().map(|liste| Ligne { libelle: "Jours retirés", valeur: Valeur::Liste { liste } }),
        Some(ligne("Présence", dit(&horaires(&stage.regime(), clock)))),
        faits.parts().map(|liste| Ligne { libelle: "Dans chaque organisme", valeur: Valeur::Liste { liste } }),
        faits.ajoutes().map(|days| ligne("Jours ajoutés", days)),
        Some(ligne("Nuit, dimanche, jours fériés", dit(&stage.presence_particuliere))),
        faits.teletravail().map(|days| ligne("Télétravail", days)),
        Some(Ligne { libelle: "Lieu", valeur: Valeur::Liste { liste: faits.lieux() } }),
        Some(Ligne { libelle: "Gratification", valeur: Valeur::Liste { liste: faits.gratification() } }),
    ];
    lignes.into_iter().flatten().collect()
}

/// The particulars of an organisme that takes the student.
fn organisme(faits: &Faits<'_>, o: &Organisme, second: bool) -> Vec<Ligne> {
    let service = if second { "" } else { &faits.stage.service };
    let lignes = [
        Some(ligne("Nom", dit(&o.nom))),
        Some(ligne("Adresse", adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays))),
        Some(ligne("Représenté par", faits.represente(second))),
        ligne_si("SIRET", siret(&o.siret)),
        ligne_si("Service d’accueil", si(service)),
        ligne_si("Téléphone", si(&o.telephone)),
        ligne_si("Courriel", si(&o.courriel)),
        ligne_si("Responsabilité civile", si(&o.responsabilite_civile)),
    ];
    lignes.into_iter().flatten().collect()
}

fn annexe(stage: &Stage, referentiel: &Referentiel) -> Vec<Ligne> {
    let p = &stage.pedagogie;
    let words =
        |code: &String| (french(code), referentiel.competence(code).map_or_else(String::new, |c| french(&c.intitule)));
    let visites: Vec<String> = p.visites.iter().map(|d| d.in_words()).collect();
    let mut lignes = vec![
        Ligne {
            libelle: "Compétences visées",
            valeur: Valeur::Codes { codes: p.competences.iter().map(words).collect() },
        },
        ligne("Objectifs poursuivis", dit(&p.objectifs)),
        ligne("Modalités pour les atteindre", dit(&p.modalites)),
        ligne("Informations fournies par l’organisme", dit(&p.informations)),
        ligne("Conditions matérielles", dit(&p.conditions)),
        ligne("Tutorat", dit(&p.tutorat)),
        ligne("Échanges et visites", dit(&p.echanges)),
    ];
    // Dates that are not settled yet are written by hand before the convention is signed.
    if !visites.is_empty() || !names_a_day(&p.echanges) {
        lignes.push(ligne("Dates des visites", dit(&visites.join(", "))));
    }
    lignes.push(ligne("En cas de difficulté", dit(&p.difficultes)));
    lignes.push(ligne("Évaluation conjointe", dit(&p.evaluation)));
    lignes
}

/// Where each of the fifteen mentions of D124-4 is.
fn mentions() -> Vec<[String; 3]> {
    let all = [
        ("Intitulé de la formation, volume horaire", "Le stage"),
        ("Enseignant référent et tuteur", "Les parties"),
        ("Compétences à acquérir ou à développer", "Annexe pédagogique"),
        ("Activités confiées", "Article 2"),
        ("Dates et durée totale", "Le stage"),
        ("Durée hebdomadaire ; nuit, dimanche, jours fériés", "Le stage, article 3"),
        ("Encadrement et suivi", "Article 4"),
        ("Gratification et versement", "Le stage, article 5"),
        ("Protection sociale, responsabilité civile", "Articles 6 et 7"),
        ("Autorisations d’absence", "Article 9"),
        ("Suspension et résiliation", "Article 9"),
        ("Validation en cas d’interruption", "Article 9"),
        ("Avantages", "Article 5"),
        ("Règlement intérieur", "Article 8"),
        ("Délivrance de l’attestation", "Article 12"),
    ];
    let row = |(i, (what, place)): (usize, &(&str, &str))| [(i + 1).to_string(), french(what), french(place)];
    all.iter().enumerate().map(row).collect()
}
