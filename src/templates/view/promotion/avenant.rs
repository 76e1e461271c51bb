//! An avenant: the convention that it changes, what it changes, what comes of it for days, hours and gratification.

use serde::Serialize;

use super::mots::{dit, gratification, jour, jours_ecrits, lignes_adresse, nom, si, suite, tuteurs};
use super::signatures::{Signature, signature, signatures_de_l_avenant};
use super::{Cadre, Faits, PromotionInputs};
use crate::domain::promotion::avenant::{Avenant, ObjetAvenant};
use crate::domain::promotion::calcul::horaire;
use crate::domain::promotion::{Stage, changed};
use crate::domain::{Date, Statut};
use crate::templates::typography::{counted, french};
use crate::templates::view::valeur::{Ligne, Texte, Valeur, du_au, ligne, ligne_si};

/// Everything that its pages show.
#[derive(Serialize)]
pub struct AvenantVue {
    #[serde(flatten)]
    pub cadre: Cadre,
    convention: Vec<Ligne>,
    parties: Vec<Ligne>,
    change: Vec<Changement>,
    effet: Vec<Changement>,
    /// Days that the avenant takes or gives, where it does.
    ecart: Option<String>,
    signatures: Vec<Signature>,
}

/// What was and what will be.
#[derive(Serialize)]
struct Changement {
    libelle: &'static str,
    avant: Texte,
    apres: Texte,
}

/// The view of an avenant to the convention of `stage`: « avant » is the stage as the avenants before left it.
pub fn avenant(inputs: PromotionInputs<'_>, stage: &Stage, avenant: &Avenant) -> AvenantVue {
    let earlier = inputs.promotion.avenants_before(stage, avenant);
    let old = changed(stage, &earlier);
    let new = avenant.apply(&old);
    let (signed, avant, apres) = (Faits::new(inputs, stage), Faits::new(inputs, &old), Faits::new(inputs, &new));
    let number = avenant.numero.map_or_else(String::new, |n| format!(" n°\u{a0}{n}"));
    let kind = format!("Avenant{number}");
    let mut boxes = signatures_de_l_avenant(&signed);
    if avenant.objet == Some(ObjetAvenant::Tuteur) && !avenant.tuteur.trim().is_empty() {
        boxes.push(signature("Le nouveau tuteur", &avenant.tuteur, &avenant.tuteur_fonction, None));
    }
    AvenantVue {
        cadre: signed.cadre(&format!("{kind} à la convention de stage"), &kind),
        convention: convention(&signed, avenant, &earlier),
        parties: parties(&signed),
        change: changements(&avant, &apres, avenant),
        effet: effet(&avant, &apres),
        ecart: ecart(&avant, &apres),
        signatures: boxes,
    }
}

fn convention(signed: &Faits<'_>, avenant: &Avenant, earlier: &[&Avenant]) -> Vec<Ligne> {
    let told = |a: &&Avenant| {
        let number = a.numero.map_or_else(String::new, |n| format!("n°\u{a0}{n}"));
        let day = a.date.map_or_else(String::new, |d| format!("du {}", d.in_words()));
        let objet = a.objet.map_or("", ObjetAvenant::label).to_lowercase();
        dit(&format!("{number} {day} : {objet}"))
    };
    let inputs = signed.inputs;
    let lignes = [
        ligne_si("Convention", si(&signed.stage.cle)),
        Some(ligne("Dates de la convention", signed.dates())),
        (!earlier.is_empty()).then(|| Ligne {
            libelle: "Avenants précédents",
            valeur: Valeur::Liste { liste: earlier.iter().map(told).collect() },
        }),
        Some(ligne("Objet de l’avenant", inputs.requis(avenant.objet.map_or("", ObjetAvenant::label), "objet"))),
        Some(ligne("Date de l’avenant", jour(avenant.date))),
        ligne_si("Motif", si(&avenant.motif)),
    ];
    lignes.into_iter().flatten().collect()
}

/// The five parties, in a row each: who signed the convention.
fn parties(signed: &Faits<'_>) -> Vec<Ligne> {
    let (p, e, o) = (signed.inputs.promotion, &signed.etudiant, &signed.organisme);
    let ecole = &p.reglage.etablissement;
    let represented = |who: &str| if who.is_empty() { String::new() } else { format!("représenté par {who}") };
    let rows = |libelle, parts: Vec<String>| {
        let liste: Vec<_> = parts.iter().filter(|p| !p.trim().is_empty()).map(|p| dit(p)).collect();
        let valeur = if liste.is_empty() { Valeur::Texte(Texte::Blanc) } else { Valeur::Liste { liste } };
        Ligne { libelle, valeur }
    };
    let place = |rue: &str, code: &str, ville: &str, pays: &str| lignes_adresse(rue, code, ville, pays).join(", ");
    let signs = signed.signataire();
    let referent = p.referent(&signed.stage.referent).cloned().unwrap_or_default();
    let guardian = signed.mineur.then(|| represented(e.representant_legal.trim()));
    vec![
        rows(
            "L’établissement d’enseignement",
            vec![
                ecole.nom.clone(),
                place(&ecole.adresse, &ecole.code_postal, &ecole.ville, ""),
                represented(&suite(&[&ecole.representant.nom, &ecole.representant.qualite])),
            ],
        ),
        rows(
            "L’organisme d’accueil",
            vec![
                o.nom.clone(),
                place(&o.adresse, &o.code_postal, &o.ville, &o.pays),
                represented(&suite(&[&signs.nom, &signs.qualite])),
            ],
        ),
        rows(
            "Le ou la stagiaire",
            vec![
                suite(&[&nom(e), &signed.stage.qualite]),
                place(&e.adresse, &e.code_postal, &e.ville, ""),
                guardian.unwrap_or_default(),
            ],
        ),
        rows("L’enseignant référent", vec![suite(&[&referent.nom, &referent.fonction])]),
        rows("Le tuteur dans l’organisme", tuteurs(signed.stage).map(|t| suite(&[&t.nom, &t.fonction])).collect()),
    ]
}

/// What the object of the avenant is about, before and after.
fn changements(avant: &Faits<'_>, apres: &Faits<'_>, avenant: &Avenant) -> Vec<Changement> {
    let one = |libelle, avant, apres| vec![Changement { libelle, avant, apres }];
    let all = |texts: Vec<Texte>| {
        let said: Vec<_> =
            texts.into_iter().filter_map(|t| if let Texte::Dit(t) = t { Some(t) } else { None }).collect();
        if said.is_empty() { Texte::Blanc } else { Texte::Dit(said.join("\n")) }
    };
    let people = |f: &Faits<'_>| all(tuteurs(f.stage).map(|t| dit(&suite(&[&t.nom, &t.fonction]))).collect());
    match avenant.objet {
        Some(ObjetAvenant::Dates) => one("Dates du stage", avant.dates(), apres.dates()),
        Some(ObjetAvenant::Tuteur) => one("Tuteur", people(avant), people(apres)),
        Some(ObjetAvenant::Lieu) => one("Lieu du stage", all(avant.lieux()), all(apres.lieux())),
        Some(ObjetAvenant::Interruption) => one("Interruption", interruptions(avant), interruptions(apres)),
        Some(ObjetAvenant::Rupture) => one("Dernier jour du stage", jour(avant.stage.fin), jour(apres.stage.fin)),
        None => Vec::new(),
    }
}

/// The interruptions of a stage.
fn interruptions(faits: &Faits<'_>) -> Texte {
    let said = faits.stage.interruption.iter().filter_map(|i| match jours_ecrits(i.debut, i.fin) {
        Texte::Dit(days) => Some(days),
        _ => None,
    });
    let said: Vec<_> = said.collect();
    if said.is_empty() { dit("néant") } else { Texte::Dit(said.join("\n")) }
}

/// Days, hours and gratification, before and after, each with its working.
fn effet(avant: &Faits<'_>, apres: &Faits<'_>) -> Vec<Changement> {
    let paid = |f: &Faits<'_>| gratification(f.stage, f.prevision.as_ref());
    vec![
        Changement { libelle: "Durée totale", avant: avant.duree(), apres: apres.duree() },
        Changement { libelle: "Gratification", avant: paid(avant), apres: due(apres).unwrap_or_else(|| paid(apres)) },
    ]
}

/// Where the avenant makes the stage longer than what goes without a gratification: its amount is to be agreed.
fn due(apres: &Faits<'_>) -> Option<Texte> {
    let droit = apres.inputs.droit;
    let (hours, limit) = (apres.prevision.as_ref()?.heures(), droit.heures(droit.mois_sans_gratification));
    let (none, scolaire) = (horaire(apres.stage) == Some(0), apres.etudiant.statut() == Statut::Scolaire);
    let said = format!("{hours} h, plus de {limit} h : une gratification est due, montant à convenir");
    (none && scolaire && hours > limit).then(|| dit(&said))
}

/// "L’avenant retire 5 journées de présence (8, 9, … janvier 2026) et 35 heures."
fn ecart(avant: &Faits<'_>, apres: &Faits<'_>) -> Option<String> {
    let (old, new) = (avant.prevision.as_ref()?, apres.prevision.as_ref()?);
    let lost: Vec<Date> = old.jours.difference(&new.jours).copied().collect();
    let gained: Vec<Date> = new.jours.difference(&old.jours).copied().collect();
    let part = |verb: &str, days: &[Date]| {
        let (first, last) = (days.first()?, days.last()?);
        let when = if days.len() == 1 { format!("le {}", first.in_words()) } else { du_au(*first, *last) };
        Some(format!("{verb} {} de présence, {when}", counted(days.len() as u64, "journée", "journées")))
    };
    let parts: Vec<String> = [part("retire", &lost), part("ajoute", &gained)].into_iter().flatten().collect();
    if parts.is_empty() {
        return Some(french("L’avenant ne change pas les journées de présence."));
    }
    let (n, h) = (new.jours.len() as i64 - old.jours.len() as i64, i64::from(new.heures()) - i64::from(old.heures()));
    let sum = match n {
        0 => "autant de journées que prévu".to_owned(),
        n => format!(
            "{} et {} h de {} que prévu",
            counted(n.unsigned_abs(), "journée", "journées"),
            h.unsigned_abs(),
            if n < 0 { "moins" } else { "plus" }
        ),
    };
    Some(french(&format!("L’avenant {} : {sum}.", parts.join(" et "))))
}
