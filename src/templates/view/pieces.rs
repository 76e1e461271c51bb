//! The pieces of a dossier, in the order of the text (annexe II B), numbered for the bordereau.

use serde::Serialize;

use super::couverture::CouvertureVue;
use super::entreprise::EntrepriseVue;
use super::fiche::{FicheResume, FicheVue};
use super::garde::fiches;
use super::justificatif::{JustificatifVue, PeriodeResume};
use super::valeur::Texte;
use super::{View, capitalised, controle::VerificationsVue, file_name};
use crate::domain::referentiel::Composition;
use crate::domain::reglages::PieceAViser;
use crate::domain::{Fiche, Periode};
use crate::templates::typography::french;

/// A part of the dossier: a page of its own where it has a title, then its pieces.
#[derive(Serialize, Default)]
pub struct Partie {
    pub titre: Option<String>,
    pub chapeau: Option<Texte>,
    /// Rows of the part's own page.
    pub periodes: Vec<PeriodeResume>,
    pub total: Option<String>,
    pub fiches: Vec<FicheResume>,
    pub pieces: Vec<Piece>,
}

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
    Numerisation { pages: Vec<Numerisee> },
    Entreprise(EntrepriseVue),
    Fiche(Box<FicheVue>),
    Couverture(CouvertureVue),
    Verifications(VerificationsVue),
}

/// A page of a scan.
#[derive(Serialize)]
pub struct Numerisee {
    pub image: String,
    pub alternative: String,
}

/// The parts of the dossier.
pub fn parties(view: &View<'_>) -> Vec<Partie> {
    let mut numbering = Numbering(0);
    let mut parties = vec![justificatifs(view, &mut numbering), entreprises(view, &mut numbering)];
    for composition in &view.inputs.referentiel.compositions {
        parties.push(epreuve(view, composition, &mut numbering));
    }
    parties.push(hors_numero(view, &mut numbering));
    parties.push(annexes(view, &mut numbering));
    parties.retain(|p| p.titre.is_some() || !p.pieces.is_empty());
    parties
}

/// Numbers the pieces as they come.
struct Numbering(usize);

impl Numbering {
    fn piece(&mut self, gabarit: &'static str, titre: String, reference: String, name: &str, corps: Corps) -> Piece {
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

fn justificatifs(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let mut partie = Partie { titre: Some(view.titres().justificatifs), ..Partie::default() };
    let mut placed: Vec<(&str, String)> = Vec::new();
    for p in &view.dossier().periodes {
        let scan = p.justificatif.as_ref().map(|j| j.piece.as_str()).filter(|s| !s.is_empty());
        // One scan may prove several periods: it is placed once.
        let known = scan.and_then(|s| placed.iter().find(|(path, _)| *path == s));
        let ancre = match known {
            Some((_, ancre)) => ancre.clone(),
            None => {
                let piece = justificatif(view, p, numbering);
                let ancre = piece.ancre.clone();
                placed.extend(scan.map(|s| (s, ancre.clone())));
                partie.pieces.push(piece);
                ancre
            }
        };
        partie.periodes.push(view.periode_resume(p, ancre));
    }
    let journees: Vec<u32> = view.dossier().periodes.iter().filter_map(|p| p.journees).collect();
    if !journees.is_empty() {
        partie.total = Some(journees.iter().map(|n| u64::from(*n)).sum::<u64>().to_string());
    }
    if partie.periodes.is_empty() {
        partie.chapeau = gap(view.manque("périodes de stage, de contrat ou d’emploi"));
    }
    partie
}

/// A gap that stands alone; nothing in a final dossier, where a line to fill would ask for nothing.
fn gap(texte: Texte) -> Option<Texte> {
    Some(texte).filter(|t| matches!(t, Texte::Manque(_)))
}

fn justificatif(view: &View<'_>, p: &Periode, numbering: &mut Numbering) -> Piece {
    let nature = view.nature(p).label();
    let firm = match view.nom_entreprise(&p.entreprise) {
        Texte::Dit(nom) => nom,
        _ => String::new(),
    };
    let mut titre = if firm.is_empty() { nature.to_owned() } else { format!("{nature} – {firm}") };
    // Two stages in one firm: their proofs are told apart by their days.
    let again = view.dossier().periodes.iter().filter(|other| other.entreprise == p.entreprise).count() > 1;
    if let (true, Some(debut), Some(fin)) = (again, p.debut, p.fin) {
        titre = format!("{titre}, {debut} – {fin}");
    }
    let name = format!("{nature} {}", p.entreprise);
    let images = p.justificatif.as_ref().map(|j| view.images(&j.piece)).unwrap_or_default();
    if images.is_empty() {
        let corps = Corps::Justificatif(view.justificatif(p));
        let piece = numbering.piece("justificatif", titre, nature.to_owned(), &name, corps);
        return Piece { etat: "à signer", a_signer: true, ..piece };
    }
    let count = images.len();
    let page = |(i, image): (usize, String)| {
        let which = if count > 1 { format!(", page {} sur {count}", i + 1) } else { String::new() };
        Numerisee { image, alternative: format!("{titre}, document signé et numérisé{which}") }
    };
    let pages = images.into_iter().enumerate().map(page).collect();
    let piece = numbering.piece("numerisation", titre.clone(), nature.to_owned(), &name, Corps::Numerisation { pages });
    Piece { etat: "signé, numérisé", ..piece }
}

fn entreprises(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let label = view.titres().entreprise;
    let to_sign = view.inputs.reglages.visas(PieceAViser::Entreprise).next().is_some();
    let piece = |e: &crate::domain::Entreprise| {
        let nom = match view.requis(&e.nom, "nom de l’entreprise") {
            Texte::Dit(nom) => nom,
            _ => french(&e.id),
        };
        let body = view.entreprise(e);
        let recorded = body.visas.iter().any(|v| v.nom.is_some());
        let name = format!("fiche entreprise {}", e.id);
        let piece =
            numbering.piece("entreprise", format!("{label} – {nom}"), label.clone(), &name, Corps::Entreprise(body));
        Piece { a_signer: to_sign || recorded, etat: state(to_sign || recorded, recorded), ..piece }
    };
    let pieces: Vec<_> = view.dossier().entreprises.iter().map(piece).collect();
    let chapeau = if pieces.is_empty() { gap(view.manque("fiche de chaque entreprise d’accueil")) } else { None };
    Partie { titre: chapeau.is_some().then_some(label), chapeau, pieces, ..Partie::default() }
}

/// What the bordereau says of a signature.
fn state(expected: bool, recorded: bool) -> &'static str {
    match (expected, recorded) {
        (_, true) => "visa relevé",
        (true, false) => "à viser",
        (false, false) => "",
    }
}

fn epreuve(view: &View<'_>, composition: &Composition, numbering: &mut Numbering) -> Partie {
    let domaine = view.inputs.referentiel.domaine(&composition.domaine);
    let domaine = domaine.map(|d| format!(" relatives au domaine d’activités {} « {} »", d.code, d.intitule));
    let chapeau = format!("{}{}.", capitalised(&fiches(&composition.fiches)), domaine.unwrap_or_default());
    let mut partie = Partie {
        titre: Some(view.titre_epreuve(composition)),
        chapeau: Some(Texte::Dit(french(&chapeau))),
        ..Partie::default()
    };
    let all = view.fiches_de(composition);
    for numero in &composition.fiches {
        let these: Vec<_> = all.iter().filter(|f| f.numero == Some(i32::from(*numero))).collect();
        if these.is_empty() {
            let titre = view.manque(&format!("fiche {numero}"));
            let numero = Texte::Dit(numero.to_string());
            partie.fiches.push(FicheResume {
                numero,
                titre,
                client: String::new(),
                produits: Vec::new(),
                ancre: String::new(),
            });
        }
        for fiche in these {
            let piece = fiche_piece(view, fiche, &composition.epreuve, numbering);
            partie.fiches.push(view.resume(fiche, piece.ancre.clone()));
            partie.pieces.push(piece);
        }
    }
    partie
}

/// Sheets that belong to no épreuve, for want of a number that has one: a draft still shows them.
fn hors_numero(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let known = |f: &Fiche| {
        f.numero
            .and_then(|n| u8::try_from(n).ok())
            .is_some_and(|n| view.inputs.referentiel.composition_of_fiche(n).is_some())
    };
    let stray = view.dossier().fiches.iter().filter(|f| !known(f));
    Partie { pieces: stray.map(|f| fiche_piece(view, f, "", numbering)).collect(), ..Partie::default() }
}

fn fiche_piece(view: &View<'_>, fiche: &Fiche, epreuve: &str, numbering: &mut Numbering) -> Piece {
    let numero = fiche.numero.map_or_else(|| "sans numéro".to_owned(), |n| format!("n°\u{a0}{n}"));
    let titre = match view.requis(&fiche.titre, "titre de l’activité") {
        Texte::Dit(titre) => format!("Fiche {numero} – {titre}"),
        _ => format!("Fiche {numero}"),
    };
    let label = view.titres().fiche;
    let reference =
        [epreuve, &format!("{label} {numero}")].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    let body = view.fiche(fiche);
    let recorded = body.visas.iter().any(|v| v.nom.is_some());
    let name = format!("fiche {}", fiche.numero.unwrap_or_default());
    let piece = numbering.piece("fiche", titre, reference, &name, Corps::Fiche(Box::new(body)));
    Piece { a_signer: true, etat: state(true, recorded), ..piece }
}

fn annexes(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let titres = view.titres();
    let couverture = Corps::Couverture(view.couverture());
    let verifications = Corps::Verifications(view.verifications());
    let pieces = vec![
        numbering.piece("couverture", titres.couverture.clone(), titres.couverture.clone(), "couverture", couverture),
        numbering.piece(
            "verifications",
            titres.liste_humaine.clone(),
            titres.liste_humaine,
            "points a verifier",
            verifications,
        ),
    ];
    Partie { pieces, ..Partie::default() }
}
