//! A convention de stage: its parties, particulars, articles, annexe pédagogique, mentions, signatures, attestation.

use serde::Serialize;

use super::Mode;
use super::articles::{Article, articles};
use super::garde::{Cartouche, Courant};
use super::valeur::{Ligne, Texte, Valeur, du_au, ligne, ligne_si};
use crate::domain::Date;
use crate::domain::calendrier::Calendriers;
use crate::domain::droit::DroitDesStages;
use crate::domain::promotion::calcul::{self, Prevision};
use crate::domain::promotion::stage::TuteurDeStage;
use crate::domain::promotion::{Etudiant, Organisme, Promotion, Representant, Stage};
use crate::domain::referentiel::Referentiel;
use crate::templates::typography::french;

/// What a convention is made from.
#[derive(Clone, Copy)]
pub struct ConventionInputs<'a> {
    pub promotion: &'a Promotion,
    pub stage: &'a Stage,
    pub referentiel: &'a Referentiel,
    pub calendriers: &'a Calendriers,
    pub droit: &'a DroitDesStages,
    pub mode: Mode,
}

/// Everything that its pages show.
#[derive(Serialize)]
pub struct ConventionVue {
    pub courant: Courant,
    pub cartouche: Cartouche,
    entete: Vec<String>,
    deliberation: String,
    parties: Vec<Tableau>,
    stage: Vec<Ligne>,
    articles: Vec<Article>,
    annexe: Vec<Ligne>,
    mentions: Vec<[String; 3]>,
    signatures: Vec<Signature>,
    attestation: Vec<Ligne>,
    pays: Option<String>,
}

#[derive(Serialize)]
struct Tableau {
    titre: &'static str,
    lignes: Vec<Ligne>,
}

#[derive(Serialize)]
struct Signature {
    libelle: &'static str,
    nom: Option<String>,
    qualite: Option<String>,
    date: Option<String>,
}

/// The view of the convention of a stage; a student or an organisme that is not found leaves blanks.
pub fn convention(inputs: ConventionInputs<'_>) -> ConventionVue {
    let ConventionInputs { promotion, stage, referentiel, calendriers, droit, mode } = inputs;
    let etudiant = promotion.etudiant(&stage.etudiant).cloned().unwrap_or_default();
    let organisme = promotion.organisme(&stage.organisme).cloned().unwrap_or_default();
    let told = promotion.reglage.formation.calendrier.as_str();
    let prevision = calcul::prevision(stage, calendriers, if told.is_empty() { "metropole" } else { told });
    let minor = stage.debut.is_some_and(|d| etudiant.is_minor_on(d));
    let etablissement = &promotion.reglage.etablissement;
    let nom = nom(&etudiant);
    ConventionVue {
        courant: Courant {
            gauche: french(&format!("{} · Convention de stage", referentiel.diplome.sigle)),
            droite: nom.clone(),
            a_qui: nom.clone(),
            brouillon: mode == Mode::Draft,
        },
        cartouche: cartouche(promotion, referentiel, &etudiant),
        entete: etablissement.entete.iter().map(|l| french(l)).collect(),
        deliberation: etablissement.deliberation.map_or_else(String::new, |d| {
            french(&format!("Convention type approuvée par le conseil d’administration le {}.", d.in_words()))
        }),
        parties: parties(promotion, stage, &etudiant, &organisme, minor),
        stage: particulars(promotion, stage, referentiel, &organisme, prevision.as_ref(), droit),
        articles: articles(stage, &organisme),
        annexe: annexe(stage, referentiel),
        mentions: mentions(),
        signatures: signatures(promotion, stage, &etudiant, &organisme, minor),
        attestation: attestation(promotion, stage, referentiel, &etudiant, &organisme),
        pays: organisme.is_abroad().then(|| french(stage.fiche_pays.trim())),
    }
}

/// "MARTIN-ROCHE Léa".
pub fn nom(etudiant: &Etudiant) -> String {
    french(format!("{} {}", etudiant.nom(), etudiant.prenoms.trim()).trim())
}

fn dit(text: &str) -> Texte {
    let text = text.trim();
    if text.is_empty() { Texte::Blanc } else { Texte::Dit(french(text)) }
}

fn si(text: &str) -> Option<Texte> {
    (!text.trim().is_empty()).then(|| dit(text))
}

fn jour(date: Option<Date>) -> Texte {
    date.map_or(Texte::Blanc, |d| Texte::Dit(d.in_words()))
}

fn adresse(rue: &str, code: &str, ville: &str, pays: &str) -> Texte {
    let town = format!("{} {}", code.trim(), ville.trim());
    let parts = [rue.trim(), town.trim(), pays.trim()];
    dit(&parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(", "))
}

fn personne(p: &Representant) -> Texte {
    let parts = [p.nom.trim(), p.qualite.trim()];
    dit(&parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(", "))
}

fn cartouche(promotion: &Promotion, referentiel: &Referentiel, etudiant: &Etudiant) -> Cartouche {
    let formation = &promotion.reglage.formation;
    let session = formation.session.map_or(Texte::Blanc, |s| Texte::Dit(format!("Session {s}")));
    let lignes = vec![
        ligne("Stagiaire", dit(&nom(etudiant))),
        ligne("Établissement", dit(&promotion.reglage.etablissement.nom)),
    ];
    Cartouche { diplome: french(&referentiel.diplome.intitule), session, lignes }
}

/// Who signs for the organisme.
fn signataire<'a>(stage: &'a Stage, organisme: &'a Organisme) -> &'a Representant {
    stage.signataire.as_ref().filter(|s| !s.nom.trim().is_empty()).unwrap_or(&organisme.representant)
}

fn tuteurs(stage: &Stage) -> impl Iterator<Item = &TuteurDeStage> {
    stage.tuteur.iter().filter(|t| !t.nom.trim().is_empty())
}

fn parties(p: &Promotion, stage: &Stage, e: &Etudiant, o: &Organisme, minor: bool) -> Vec<Tableau> {
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
    out.push(Tableau {
        titre: "L’organisme d’accueil",
        lignes: [
            Some(ligne("Nom", dit(&o.nom))),
            Some(ligne("Adresse", adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays))),
            Some(ligne("Représenté par", personne(signataire(stage, o)))),
            ligne_si("SIRET", si(&o.siret)),
            ligne_si("Service d’accueil", si(&stage.service)),
            ligne_si("Téléphone", si(&o.telephone)),
            ligne_si("Courriel", si(&o.courriel)),
            ligne_si("Responsabilité civile", si(&o.responsabilite_civile)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    });
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
            minor.then(|| ligne("Représentant légal", dit(&e.representant_legal))),
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
    let mut lignes: Vec<Ligne> = tuteurs(stage)
        .map(|t| {
            let parts = [&t.nom, &t.fonction, &t.courriel, &t.telephone];
            let parts: Vec<_> = parts.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect();
            ligne("Nom, fonction", dit(&parts.join(", ")))
        })
        .collect();
    if lignes.is_empty() {
        lignes.push(ligne("Nom, fonction", Texte::Blanc));
    }
    out.push(Tableau { titre: "Le tuteur dans l’organisme", lignes });
    out
}

fn particulars(
    promotion: &Promotion,
    stage: &Stage,
    referentiel: &Referentiel,
    organisme: &Organisme,
    prevision: Option<&Prevision>,
    droit: &DroitDesStages,
) -> Vec<Ligne> {
    let formation = &promotion.reglage.formation;
    let hours =
        formation.volume_horaire.map_or_else(String::new, |h| format!(", {h} heures d’enseignement dans l’année"));
    let dates = stage.debut.zip(stage.fin).map_or(Texte::Blanc, |(a, b)| Texte::Dit(du_au(a, b)));
    let weekly = stage.heures_semaine.map_or_else(String::new, |h| format!("{h} heures par semaine ; "));
    let lieux: Vec<Texte> = match stage.lieux.is_empty() {
        true => vec![adresse(&organisme.adresse, &organisme.code_postal, &organisme.ville, &organisme.pays)],
        false => stage.lieux.iter().map(|l| dit(l)).collect(),
    };
    let days = prevision.map_or(Texte::Blanc, |p| dit(&p.working(stage, droit)));
    vec![
        ligne("Formation", dit(&format!("{} – {}{hours}", referentiel.diplome.intitule, formation.annee.trim()))),
        ligne("Dates", dates),
        ligne("Durée totale", days),
        ligne("Présence", dit(&format!("{weekly}{}", stage.horaires.trim()))),
        ligne("Nuit, dimanche, jours fériés", dit(&stage.presence_particuliere)),
        Ligne { libelle: "Lieu", valeur: Valeur::Liste { liste: lieux } },
        ligne("Gratification", gratification(stage, prevision)),
    ]
}

/// The hourly amount, month by month and in total; or that there is none.
fn gratification(stage: &Stage, prevision: Option<&Prevision>) -> Texte {
    let euros = |c: u64| format!("{},{:02} €", c / 100, c % 100);
    match (calcul::horaire(stage), prevision) {
        (Some(0), _) => dit(&stage.gratification.horaire),
        (Some(hourly), Some(p)) => {
            let amount = p.montant(stage, hourly);
            let months: Vec<_> = amount.mois.iter().map(|((y, m), c)| format!("{m:02}/{y} : {}", euros(*c))).collect();
            let months = if months.is_empty() { String::new() } else { format!("{} ; ", months.join(", ")) };
            dit(&format!("{} par heure de présence ; {months}total {}", euros(hourly), euros(amount.total)))
        }
        _ => dit(&stage.gratification.horaire),
    }
}

fn annexe(stage: &Stage, referentiel: &Referentiel) -> Vec<Ligne> {
    let p = &stage.pedagogie;
    let words =
        |code: &String| (code.clone(), referentiel.competence(code).map_or_else(String::new, |c| french(&c.intitule)));
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
    if !visites.is_empty() {
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

fn signatures(p: &Promotion, stage: &Stage, e: &Etudiant, o: &Organisme, minor: bool) -> Vec<Signature> {
    let say = |text: &str| Some(french(text.trim())).filter(|t| !t.is_empty());
    let done = |date: Option<Date>| date.map(Date::in_words);
    let one = |libelle, nom: &str, qualite: &str, date| Signature {
        libelle,
        nom: say(nom),
        qualite: say(qualite),
        date: done(date),
    };
    let (ecole, signs) = (&p.reglage.etablissement.representant, signataire(stage, o));
    let s = &stage.signatures;
    let mut out = vec![
        one("Pour l’établissement", &ecole.nom, &ecole.qualite, s.etablissement),
        one("Pour l’organisme d’accueil", &signs.nom, &signs.qualite, s.organisme),
    ];
    out.push(match minor {
        true => one("Le représentant légal du stagiaire", &e.representant_legal, "Représentant légal", s.etudiant),
        false => one("Le ou la stagiaire", &nom(e), &stage.qualite, s.etudiant),
    });
    let referent = p.referent(&stage.referent).cloned().unwrap_or_default();
    out.push(one("L’enseignant référent", &referent.nom, &referent.fonction, s.referent));
    // Who signs for the organisme and is the tuteur too signs in both qualities.
    out.extend(tuteurs(stage).map(|t| one("Le tuteur", &t.nom, &t.fonction, s.tuteur)));
    if tuteurs(stage).next().is_none() {
        out.push(one("Le tuteur", "", "", s.tuteur));
    }
    out
}

fn attestation(p: &Promotion, stage: &Stage, r: &Referentiel, e: &Etudiant, o: &Organisme) -> Vec<Ligne> {
    let dates = stage.debut.zip(stage.fin).map_or(Texte::Blanc, |(a, b)| Texte::Dit(du_au(a, b)));
    vec![
        ligne("Organisme d’accueil", dit(&o.nom)),
        ligne("Adresse", adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays)),
        ligne("Nom et prénoms", dit(&nom(e))),
        ligne("Sexe", e.sexe.map_or(Texte::Blanc, |s| dit(s.label()))),
        ligne("Né(e) le", jour(e.date_naissance)),
        ligne("Demeurant", adresse(&e.adresse, &e.code_postal, &e.ville, "")),
        ligne("Étudiant(e) en", dit(&r.diplome.intitule)),
        ligne("Au sein de", dit(&p.reglage.etablissement.nom)),
        ligne("Stage prévu", dates),
        ligne("Durée effective totale", Texte::Blanc),
        ligne("Total de la gratification versée", Texte::Blanc),
        ligne("Fait à, le", Texte::Blanc),
    ]
}
