//! An avenant: the convention that it changes, what it changes, what comes of it for days, hours and gratification.

use serde::Serialize;

use super::mots::{dit, horaires, jour, jours_ecrits, lignes_adresse, nom, si, suite};
use super::signatures::{Signature, signature, signatures};
use super::{Cadre, Faits, PromotionInputs};
use crate::domain::date::en_jours;
use crate::domain::promotion::avenant::{Avenant, ObjetAvenant};
use crate::domain::promotion::calcul::{JourPrevu, Prevision};
use crate::domain::promotion::{Organisme, Stage, Taux};
use crate::domain::{Date, Heures, Journees, Statut};
use crate::templates::typography::french;
use crate::templates::view::valeur::{Ligne, Texte, Valeur, ligne, ligne_si};

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
    let old = inputs.promotion.changed(stage, &earlier);
    let new = avenant.apply(&old);
    let (signed, avant, apres) = (Faits::new(inputs, stage), Faits::new(inputs, &old), Faits::new(inputs, &new));
    let number = avenant.numero.map_or_else(String::new, |n| format!(" n°\u{a0}{n}"));
    let kind = format!("Avenant{number}");
    // Those in office when it is signed: who has left does not sign again.
    let mut boxes = signatures(&avant, &avenant.signatures);
    match avenant.objet {
        Some(ObjetAvenant::Tuteur) if !avenant.tuteur.trim().is_empty() => {
            let day = avenant.signature_nouveau;
            boxes.push(signature("Le nouveau tuteur", &avenant.tuteur, &avenant.tuteur_fonction, day));
        }
        Some(ObjetAvenant::Referent) => {
            let new = inputs.promotion.referent(&avenant.referent).cloned().unwrap_or_default();
            boxes.push(signature("Le nouvel enseignant référent", &new.nom, &new.fonction, avenant.signature_nouveau));
        }
        _ => {}
    }
    AvenantVue {
        cadre: signed.cadre(&format!("{kind} à la convention de stage"), &kind),
        convention: convention(&signed, avenant, &earlier),
        parties: parties(&avant),
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
    let organisme = |o: &Organisme, second: bool| {
        let mut parts = vec![o.nom.clone(), place(&o.adresse, &o.code_postal, &o.ville, &o.pays)];
        let all = p.representants(signed.stage, second);
        parts.extend(all.iter().map(|r| represented(&suite(&[&r.nom, &r.qualite]))));
        parts
    };
    let referent = p.referent(&signed.stage.referent).cloned().unwrap_or_default();
    let guardians = [&e.representant_legal, &e.second_representant_legal];
    let guardians = guardians.into_iter().filter(|_| signed.mineur).map(|who| represented(who.trim()));
    let mut out = vec![
        rows(
            "L’établissement d’enseignement",
            vec![
                ecole.nom.clone(),
                place(&ecole.adresse, &ecole.code_postal, &ecole.ville, ""),
                represented(&suite(&[&ecole.representant.nom, &ecole.representant.qualite])),
            ],
        ),
        rows("L’organisme d’accueil", organisme(o, false)),
        rows(
            "Le ou la stagiaire",
            [suite(&[&nom(e), &signed.stage.qualite]), place(&e.adresse, &e.code_postal, &e.ville, "")]
                .into_iter()
                .chain(guardians)
                .collect(),
        ),
        rows("L’enseignant référent", vec![suite(&[&referent.nom, &referent.fonction])]),
        rows("Le tuteur dans l’organisme", signed.stage.tuteurs().map(|t| suite(&[&t.nom, &t.fonction])).collect()),
    ];
    if let Some(second) = &signed.second {
        out.insert(2, rows("Le second organisme d’accueil", organisme(second, true)));
    }
    out
}

/// What the object of the avenant is about, before and after.
fn changements(avant: &Faits<'_>, apres: &Faits<'_>, avenant: &Avenant) -> Vec<Changement> {
    let one = |libelle, avant, apres| vec![Changement { libelle, avant, apres }];
    let people = |f: &Faits<'_>| lines(f.stage.tuteurs().map(|t| dit(&suite(&[&t.nom, &t.fonction]))).collect());
    match avenant.objet {
        Some(ObjetAvenant::Dates) => one("Dates du stage", avant.dates(), apres.dates()),
        Some(ObjetAvenant::Tuteur) => one("Tuteur", people(avant), people(apres)),
        Some(ObjetAvenant::Lieu) => one("Lieu du stage", lines(avant.lieux()), lines(apres.lieux())),
        Some(ObjetAvenant::Referent) => one("Enseignant référent", referent(avant), referent(apres)),
        Some(ObjetAvenant::Horaires) => hours(avant, apres, avenant),
        Some(ObjetAvenant::Gratification) => pay(avant, apres, avenant),
        Some(ObjetAvenant::Interruption) => one("Interruption", interruptions(avant), interruptions(apres)),
        Some(ObjetAvenant::Rupture) => one("Dernier jour du stage", jour(avant.stage.fin), jour(apres.stage.fin)),
        None => Vec::new(),
    }
}

fn referent(faits: &Faits<'_>) -> Texte {
    let one = faits.inputs.promotion.referent(&faits.stage.referent).cloned().unwrap_or_default();
    dit(&suite(&[&one.nom, &one.fonction]))
}

/// From which day on: both columns say it, as the other days stay as they were.
fn effet_le(avenant: &Avenant) -> Option<Changement> {
    let day = avenant.effet()?;
    Some(Changement { libelle: "À partir du", avant: dit("–"), apres: Texte::Dit(day.in_words()) })
}

/// Days, hours and télétravail of a week.
fn hours(avant: &Faits<'_>, apres: &Faits<'_>, avenant: &Avenant) -> Vec<Changement> {
    let said = |f: &Faits<'_>| {
        let clock = f.stage.clock(&f.inputs.promotion.reglage.defauts);
        dit(&horaires(&f.stage.regime(), clock))
    };
    let mut out: Vec<Changement> = effet_le(avenant).into_iter().collect();
    out.push(Changement { libelle: "Présence", avant: said(avant), apres: said(apres) });
    let remote = |f: &Faits<'_>| f.teletravail().unwrap_or_else(|| dit("néant"));
    if avant.stage.teletravail != apres.stage.teletravail {
        out.push(Changement { libelle: "Télétravail", avant: remote(avant), apres: remote(apres) });
    }
    out
}

/// The hourly amount and how it is paid.
fn pay(avant: &Faits<'_>, apres: &Faits<'_>, avenant: &Avenant) -> Vec<Changement> {
    let told = |f: &Faits<'_>| {
        dit(if f.stage.gratification.horaire.trim().is_empty() { "néant" } else { &f.stage.gratification.horaire })
    };
    let how = |f: &Faits<'_>| dit(&f.stage.gratification.modalites);
    let mut out: Vec<Changement> = effet_le(avenant).into_iter().collect();
    out.push(Changement { libelle: "Par heure de présence", avant: told(avant), apres: told(apres) });
    if avant.stage.gratification.modalites != apres.stage.gratification.modalites {
        out.push(Changement { libelle: "Versement", avant: how(avant), apres: how(apres) });
    }
    out
}

/// The interruptions of a stage.
fn interruptions(faits: &Faits<'_>) -> Texte {
    let said = faits.stage.interruption.iter().filter_map(|i| match jours_ecrits(i.debut, i.fin) {
        Texte::Dit(days) if i.partielle => Some(format!("{days}, par demi-journée")),
        Texte::Dit(days) => Some(days),
        _ => None,
    });
    let said: Vec<_> = said.collect();
    if said.is_empty() { dit("néant") } else { Texte::Dit(said.join("\n")) }
}

/// Days, hours and gratification, before and after, each with its working.
fn effet(avant: &Faits<'_>, apres: &Faits<'_>) -> Vec<Changement> {
    let paid = |f: &Faits<'_>| lines(f.gratification());
    vec![
        Changement { libelle: "Durée totale", avant: avant.duree(), apres: apres.duree() },
        Changement { libelle: "Gratification", avant: paid(avant), apres: due(apres).unwrap_or_else(|| paid(apres)) },
    ]
}

/// Several texts as the lines of one.
fn lines(texts: Vec<Texte>) -> Texte {
    let said: Vec<_> = texts.into_iter().filter_map(|t| if let Texte::Dit(t) = t { Some(t) } else { None }).collect();
    if said.is_empty() { Texte::Blanc } else { Texte::Dit(said.join("\n")) }
}

/// Where the avenant makes the stage longer than what goes without a gratification: its amount is to be agreed.
fn due(apres: &Faits<'_>) -> Option<Texte> {
    let droit = apres.inputs.droit;
    let prevision = apres.prevision.as_ref()?;
    // What counts is the presence in one organisme.
    let parts = prevision.parts(apres.stage).map(|parts| parts.map(|p| p.minutes));
    let hours = Heures::of_minutes(parts.map_or(prevision.total(), |[a, b]| a.max(b)));
    let limit = droit.heures(droit.mois_sans_gratification);
    let none = Taux::read(&apres.stage.gratification) == Some(Taux::Aucun);
    let scolaire = apres.etudiant.statut() == Statut::Scolaire;
    let said = format!("{}, plus de {limit} h : une gratification est due, montant à convenir", hours.in_words());
    (none && scolaire && hours.minutes() > limit * 60).then(|| dit(&said))
}

/// "L’avenant retire 5 journées de présence (8, 9, … janvier 2026) et 35 heures."
fn ecart(avant: &Faits<'_>, apres: &Faits<'_>) -> Option<String> {
    let (old, new) = (avant.prevision.as_ref()?, apres.prevision.as_ref()?);
    let gone = |from: &Prevision, to: &Prevision| -> Vec<(Date, Journees)> {
        let left = |d: &Date| to.jours.get(d).map_or(0, |j| j.demis);
        let less = |(d, j): (&Date, &JourPrevu)| Some((*d, Journees::of_halves(j.demis.checked_sub(left(d))?)));
        from.jours.iter().filter_map(less).filter(|(_, n)| *n > Journees::default()).collect()
    };
    let days = |n: Journees| format!("{n}\u{a0}journée{}", if n.is_plural() { "s" } else { "" });
    let part = |verb: &str, all: &[(Date, Journees)]| {
        let ((first, _), (last, _)) = (all.first()?, all.last()?);
        let sum = all.iter().map(|(_, n)| *n).sum();
        Some(format!("{verb} {} de présence, {}", days(sum), en_jours(*first, *last)))
    };
    let (lost, gained) = (gone(old, new), gone(new, old));
    let parts: Vec<String> = [part("retire", &lost), part("ajoute", &gained)].into_iter().flatten().collect();
    let (before, after) = (old.total(), new.total());
    let hours = (before != after).then(|| {
        let gap = Heures::of_minutes(before.abs_diff(after)).in_words();
        format!("{gap} de {} que prévu", if after < before { "moins" } else { "plus" })
    });
    if parts.is_empty() {
        let said = "L’avenant ne change pas les journées de présence";
        return Some(french(&hours.map_or_else(|| format!("{said}."), |h| format!("{said} : {h}."))));
    }
    let (n, m) = (old.journees(), new.journees());
    let sum = match (n.abs_diff(m), hours) {
        (gap, None) if gap == Journees::default() => "autant de journées que prévu".to_owned(),
        (gap, Some(hours)) if gap == Journees::default() => format!("autant de journées que prévu, et {hours}"),
        (gap, None) => format!("{} de {} que prévu", days(gap), if m < n { "moins" } else { "plus" }),
        // Fewer days and fewer hours are told together.
        (gap, Some(_)) if (m < n) == (after < before) => {
            let hours = Heures::of_minutes(before.abs_diff(after)).in_words();
            format!("{} et {hours} de {} que prévu", days(gap), if m < n { "moins" } else { "plus" })
        }
        (gap, Some(hours)) => {
            format!("{} de {} que prévu, et {hours}", days(gap), if m < n { "moins" } else { "plus" })
        }
    };
    Some(french(&format!("L’avenant {} : {sum}.", parts.join(" et "))))
}
