//! The thirteen articles of a convention, in our own words, with the clauses that the school or the row gives.

use serde::Serialize;

use crate::domain::promotion::{Organisme, Stage};
use crate::templates::typography::french;

/// An article: its title and its paragraphs.
#[derive(Serialize)]
pub struct Article {
    titre: String,
    alineas: Vec<String>,
}

/// The articles. They bear no student's data, so that they are laid out once for a whole promotion.
pub fn articles(stage: &Stage, organisme: &Organisme, abroad: bool) -> Vec<Article> {
    let c = &stage.clauses;
    let droit = match organisme.is_public() {
        true => {
            "L’organisme d’accueil est une personne publique : le stagiaire y respecte les obligations de neutralité et de discrétion du service public."
        }
        false => {
            "Le stagiaire suit les règles de discipline de l’organisme d’accueil, portées à sa connaissance le premier jour."
        }
    };
    let only = |text: &'static str| if abroad { text } else { "" };
    let clause = |text| if abroad { text } else { "" };
    let all: [(&str, Vec<&str>); 13] = [
        (
            "Objet",
            vec![
                "La présente convention règle les rapports de l’établissement d’enseignement, de l’organisme d’accueil et du stagiaire pendant la période de formation en milieu professionnel décrite dans le tableau du stage.",
            ],
        ),
        (
            "Objectif du stage",
            vec![
                "Le stage met en pratique les connaissances de la formation et prépare les épreuves de l’examen. Les compétences visées et les objectifs sont dits dans l’annexe pédagogique, que les parties ont établie ensemble.",
                &c.activites,
            ],
        ),
        (
            "Modalités",
            vec![
                "Les dates, la durée et les horaires sont ceux du tableau du stage. Toute présence la nuit, le dimanche ou un jour férié est convenue par écrit avant d’avoir lieu.",
                only(
                    "Le stage se déroule à l’étranger : la fiche d’information sur le pays est annexée à la convention.",
                ),
            ],
        ),
        ("Accueil et encadrement", vec![&c.encadrement]),
        ("Gratification et avantages", vec![&stage.gratification.modalites, &c.avantages]),
        (
            "Protection sociale",
            vec![
                &c.protection_sociale,
                only(
                    "À l’étranger, le stagiaire est couvert pour la maladie et les accidents pendant tout le séjour ; il en remet la preuve à l’établissement avant de partir.",
                ),
                clause(&c.couverture_etranger),
            ],
        ),
        (
            "Responsabilité et assurance",
            vec![
                "Chaque partie déclare être couverte pour les dommages dont elle répond. Le stagiaire qui utilise son véhicule pour son travail en informe son assureur.",
                only(
                    "Pour tout le séjour à l’étranger, le stagiaire dispose d’une assistance qui comprend le rapatriement ; il en remet la preuve à l’établissement avant de partir.",
                ),
                clause(&c.rapatriement),
            ],
        ),
        ("Discipline", vec![droit, &c.reglement]),
        ("Congés, absences, interruption", vec![&c.absences, &c.conges, &c.resiliation, &c.validation]),
        (
            "Devoir de réserve",
            vec![
                "Le stagiaire garde confidentiels les documents et les informations sur les clients, les contrats et les sinistres qu’il connaît par son stage, pendant et après celui-ci. Ses écrits d’examen n’en reprennent rien qui permette de reconnaître une personne.",
            ],
        ),
        (
            "Propriété intellectuelle",
            vec![
                "Si le travail du stagiaire donne lieu à une œuvre protégée, son utilisation par l’organisme d’accueil fait l’objet d’un accord écrit et séparé.",
            ],
        ),
        (
            "Fin de stage, rapport, évaluation",
            vec![
                "À la fin du stage, l’organisme d’accueil remet le certificat qui atteste la présence, et l’attestation de stage.",
                &c.attestation,
                "L’évaluation est menée ensemble, comme l’annexe pédagogique le dit.",
            ],
        ),
        (
            "Droit applicable",
            vec![if abroad {
                "La présente convention est régie par le droit français ; les règles du pays d’accueil qui protègent davantage le stagiaire s’appliquent aussi. Un désaccord est d’abord examiné par l’enseignant référent et le tuteur, avant toute autre voie."
            } else {
                "La présente convention est régie par le droit français. Un désaccord est d’abord examiné par l’enseignant référent et le tuteur, avant toute autre voie."
            }],
        ),
    ];
    let text = |t: &&str| !t.trim().is_empty();
    let article = |(i, (titre, alineas)): (usize, (&str, Vec<&str>))| Article {
        titre: french(&format!("Article {} – {titre}", i + 1)),
        alineas: alineas.into_iter().filter(text).map(|t| french(t.trim())).collect(),
    };
    all.into_iter().enumerate().map(article).collect()
}
