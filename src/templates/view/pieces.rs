//! One piece of a dossier: its number, its title, what the bordereau says of it, what it shows.

use serde::Serialize;

use super::couverture::CouvertureVue;
use super::entreprise::EntrepriseVue;
use super::fiche::FicheVue;
use super::justificatif::JustificatifVue;
use super::valeur::{Texte, du_au};
use super::{View, controle::VerificationsVue, file_name};
use crate::domain::reglages::PieceAViser;
use crate::domain::{Entreprise, Fiche, Periode, Visa};
use crate::templates::typography::french;

/// A piece.
#[derive(Serialize)]
pub struct Piece {
    pub numero: usize,
    pub ancre: String,
    /// Which page of the library shows it.
    pub gabarit: &'static str,
    pub titre: String,
    /// Épreuve or part, at the right of the header block.
    pub reference: String,
    /// What the foot of its pages says.
    pub pied: String,
    /// What the bordereau says of it.
    pub etat: &'static str,
    pub a_signer: bool,
    /// File name, without ending.
    pub fichier: String,
    pub corps: Corps,
}

/// What a piece shows.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Corps {
    Justificatif(JustificatifVue),
    Numerisation {
        pages: Vec<Numerisee>,
    },
    Entreprise(EntrepriseVue),
    Fiche(Box<FicheVue>),
    Couverture(CouvertureVue),
    Verifications(VerificationsVue),
    /// A piece that a draft waits for.
    Absente {
        manque: Texte,
        suite: String,
    },
}

/// A page of a scan.
#[derive(Serialize)]
pub struct Numerisee {
    pub image: String,
    pub alternative: String,
}

/// Numbers the pieces as they come.
#[derive(Default)]
pub struct Numbering(usize);

impl Numbering {
    pub fn piece(
        &mut self,
        gabarit: &'static str,
        titre: String,
        reference: String,
        name: &str,
        corps: Corps,
    ) -> Piece {
        self.0 += 1;
        Piece {
            numero: self.0,
            ancre: ancre(self.0),
            gabarit,
            pied: format!("Pièce {} · {reference}", self.0),
            titre,
            reference,
            etat: "",
            a_signer: false,
            fichier: file_name(self.0, name),
            corps,
        }
    }
}

fn ancre(numero: usize) -> String {
    format!("piece-{numero}")
}

/// The proof of a period: the signed scan, or a form to sign.
pub fn justificatif(view: &View<'_>, p: &Periode, numbering: &mut Numbering) -> Piece {
    let nature = view.nature(p).label();
    let firm = match view.nom_entreprise(&p.entreprise) {
        Texte::Dit(nom) => nom,
        _ => String::new(),
    };
    let mut titre = if firm.is_empty() { nature.to_owned() } else { format!("{nature} – {firm}") };
    // Two stages in one firm: their proofs are told apart by their days.
    let again = view.dossier().periodes.iter().filter(|other| other.entreprise == p.entreprise).count() > 1;
    if let (true, Some(debut), Some(fin)) = (again, p.debut, p.fin) {
        titre = format!("{titre}, {}", du_au(debut, fin));
    }
    let name = format!("{nature} {}", p.entreprise);
    let justificatif = p.justificatif.as_ref();
    let images = justificatif.map(|j| view.images(&j.piece)).unwrap_or_default();
    if images.is_empty() {
        let corps = Corps::Justificatif(view.justificatif(p));
        let piece = numbering.piece("justificatif", titre, nature.to_owned(), &name, corps);
        return Piece { etat: "à signer", a_signer: true, ..piece };
    }
    let visas = justificatif.map_or(&[][..], |j| &j.visa);
    numerisee(numbering, &titre, nature.to_owned(), &name, images, visas)
}

/// A piece of which the signed scan is shown; its alternative says what it is, who signed it and when.
fn numerisee(
    numbering: &mut Numbering,
    titre: &str,
    reference: String,
    name: &str,
    images: Vec<String>,
    visas: &[Visa],
) -> Piece {
    let signed = signatures(visas);
    let count = images.len();
    let page = |(i, image): (usize, String)| {
        let which = if count > 1 { format!(", page {} sur {count}", i + 1) } else { String::new() };
        Numerisee { image, alternative: format!("{titre}, document signé et numérisé{signed}{which}") }
    };
    let pages = images.into_iter().enumerate().map(page).collect();
    let piece = numbering.piece("numerisation", titre.to_owned(), reference, name, Corps::Numerisation { pages });
    Piece { etat: "signé, numérisé", ..piece }
}

/// ", signé par Karim SAADI (tuteur ou maître d’apprentissage) le 19 décembre 2024".
fn signatures(visas: &[Visa]) -> String {
    let one = |v: &Visa| {
        let qualite = v.qualite.map(|q| format!(" ({})", q.label().to_lowercase())).unwrap_or_default();
        let date = v.date.map(|d| format!(" le {}", d.in_words())).unwrap_or_default();
        format!("{}{qualite}{date}", french(v.nom.trim()))
    };
    let all: Vec<_> = visas.iter().filter(|v| !v.nom.trim().is_empty()).map(one).collect();
    if all.is_empty() { String::new() } else { format!(", signé par {}", all.join(", ")) }
}

/// The sheet of a firm, or its signed scan.
pub fn entreprise(view: &View<'_>, e: &Entreprise, numbering: &mut Numbering) -> Piece {
    let label = view.titres().entreprise;
    let nom = match view.requis(&e.nom, "nom de l’entreprise") {
        Texte::Dit(nom) => nom,
        _ => french(&e.id),
    };
    let (titre, name) = (format!("{label} – {nom}"), format!("fiche entreprise {}", e.id));
    let images = view.images(&e.piece);
    if !images.is_empty() {
        return numerisee(numbering, &titre, label, &name, images, &e.visa);
    }
    let body = view.entreprise(e);
    let recorded = body.visas.iter().any(|v| v.nom.is_some());
    let to_sign = recorded || view.inputs.reglages.visas(PieceAViser::Entreprise).next().is_some();
    let piece = numbering.piece("entreprise", titre, label, &name, Corps::Entreprise(body));
    Piece { a_signer: to_sign, etat: state(to_sign), ..piece }
}

/// What the bordereau says of a signature: one that is only noted in the data is not on this paper.
fn state(to_sign: bool) -> &'static str {
    if to_sign { "à signer" } else { "" }
}

/// An activity sheet, or its signed scan.
pub fn fiche(view: &View<'_>, fiche: &Fiche, epreuve: &str, numbering: &mut Numbering) -> Piece {
    let numero = fiche.numero.map_or_else(|| "sans numéro".to_owned(), |n| format!("n°\u{a0}{n}"));
    let titre = match view.requis(&fiche.titre, "titre de l’activité") {
        Texte::Dit(titre) => format!("Fiche {numero} – {titre}"),
        Texte::Manque(what) => format!("Fiche {numero} – [À COMPLÉTER\u{202f}: {what}]"),
        Texte::Blanc => format!("Fiche {numero}"),
    };
    let label = view.titres().fiche;
    let reference =
        [epreuve, &format!("{label} {numero}")].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    let name = format!("fiche {}", fiche.numero.unwrap_or_default());
    let images = view.images(&fiche.piece);
    if !images.is_empty() {
        return numerisee(numbering, &titre, reference, &name, images, &fiche.visa);
    }
    let body = view.fiche(fiche);
    let piece = numbering.piece("fiche", titre, reference, &name, Corps::Fiche(Box::new(body)));
    Piece { a_signer: true, etat: state(true), ..piece }
}

/// The place of a piece that a draft waits for; `suite` is what to do.
pub fn absente(numbering: &mut Numbering, titre: &str, reference: String, manque: Texte, suite: &str) -> Piece {
    let corps = Corps::Absente { manque, suite: french(suite) };
    Piece { etat: "à compléter", ..numbering.piece("absente", titre.to_owned(), reference, titre, corps) }
}
