//! DP22: a sheet that tells a client's telephone, e-mail, address or full name.

use std::collections::BTreeMap;

use super::super::words;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::coordonnees::{self, Coordonnee, Sorte, adresse_key, telephone_key};
use crate::domain::identifiers::normalise;
use crate::domain::markdown::text;
use crate::domain::{Dossier, Fiche};

pub static RULE: Rule = Rule::dossier("DP22", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let known = Known::of(ctx.dossier);
    ctx.dossier.fiches.iter().filter_map(|f| check_sheet(f, &known)).collect()
}

/// The coordinates that are no client's: those of the firms and the school that the dossier names, and the people who sign.
struct Known {
    telephones: Vec<String>,
    courriels: Vec<String>,
    /// The domains of firms that have one of their own.
    domaines: Vec<String>,
    adresses: Vec<String>,
    personnes: Vec<String>,
}

/// Where anybody may have a box.
const PUBLIC: [&str; 14] = [
    "bbox.fr",
    "free.fr",
    "gmail.com",
    "gmx.fr",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "sfr.fr",
    "yahoo.fr",
];

impl Known {
    fn of(dossier: &Dossier) -> Self {
        let firms = &dossier.entreprises;
        let own = |courriel: &str| courriel.trim().to_lowercase();
        let site = |s: &str| {
            let host = s.trim().split("//").last().unwrap_or_default().split('/').next().unwrap_or_default();
            host.trim_start_matches("www.").to_lowercase()
        };
        let domain = |c: &String| c.split('@').nth(1).map(str::to_owned);
        let courriels: Vec<String> = firms.iter().map(|e| own(&e.courriel)).filter(|c| !c.is_empty()).collect();
        let mut domaines: Vec<String> = courriels.iter().filter_map(domain).collect();
        domaines.extend(firms.iter().map(|e| site(&e.site)).filter(|d| !d.is_empty()));
        domaines.retain(|d| !PUBLIC.contains(&d.as_str()));
        let school = dossier.candidat.etablissement.as_ref().map(|e| e.adresse.as_str());
        let adresses = firms.iter().map(|e| e.adresse.as_str()).chain(school).map(adresse_key);
        let signed = dossier.fiches.iter().flat_map(|f| &f.visa).map(|v| v.nom.as_str());
        let proofs = dossier.periodes.iter().filter_map(|p| p.justificatif.as_ref()).flat_map(|j| &j.visa);
        let tutors = dossier.periodes.iter().filter_map(|p| p.tuteur.as_ref()).map(|t| t.nom.as_str());
        let heads = firms.iter().map(|e| e.responsable.nom.as_str());
        let people = signed.chain(proofs.map(|v| v.nom.as_str())).chain(tutors).chain(heads);
        Known {
            telephones: firms.iter().map(|e| telephone_key(&e.telephone)).filter(|t| t.len() > 5).collect(),
            courriels,
            domaines,
            adresses: adresses.filter(|a| a.len() > 5).collect(),
            personnes: people.map(normalise).filter(|n| !n.is_empty()).collect(),
        }
    }

    fn has(&self, c: &Coordonnee) -> bool {
        match c.sorte {
            Sorte::Telephone => self.telephones.contains(&c.cle),
            Sorte::Courriel => {
                let domain = c.cle.split('@').nth(1).unwrap_or_default();
                self.courriels.contains(&c.cle) || self.domaines.iter().any(|d| d == domain)
            }
            Sorte::Adresse => self.adresses.iter().any(|a| a.contains(&c.cle) || c.cle.contains(a.as_str())),
            Sorte::NomComplet => self.personnes.contains(&c.cle),
        }
    }
}

/// Once for a sheet: what it tells of its client, where each stands.
fn check_sheet(fiche: &Fiche, known: &Known) -> Option<Finding> {
    let at = |key: &str| Place::value(&fiche.file, key);
    let mut found: Vec<(Coordonnee, Place)> = Vec::new();
    let mut look = |text: &str, place: &dyn Fn() -> Place| {
        found.extend(coordonnees::find(text).into_iter().map(|c| (c, place())));
    };
    look(&fiche.titre, &|| at("titre"));
    look(&fiche.client.presentation, &|| at("client.presentation"));
    for section in &fiche.sections {
        look(&text(&section.blocks), &|| Place::section(&fiche.file, &section.title));
    }
    // Elsewhere a name may be a colleague's, an expert's: here it is the client's.
    found.extend(coordonnees::nom_complet(&fiche.client.presentation).map(|c| (c, at("client.presentation"))));
    found.retain(|(c, _)| !known.has(c));
    let (first, place) = found.first()?;
    let mut kinds: BTreeMap<Sorte, &str> = BTreeMap::new();
    for (c, _) in &found {
        kinds.insert(c.sorte, in_words(c.sorte));
    }
    let name = fiche.numero.map_or("la fiche".to_owned(), |n| format!("la fiche {n}"));
    let message = format!("{name} donne {} d’un client", words::and(kinds.values()));
    let mut diagnostic = RULE.at(place.clone(), message).label(format!("« {} »", first.debut));
    for (c, place) in found.iter().skip(1).take(4) {
        diagnostic = diagnostic.related(place.clone(), format!("« {} »", c.debut));
    }
    Some(diagnostic.help(
        "supprimez ces mots, ou abrégez : « Mme D., 28 ans, locataire » suffit ; si ce sont ceux de l’entreprise d’accueil, \
         écrivez-les dans son fichier de entreprises/",
    ))
}

fn in_words(sorte: Sorte) -> &'static str {
    match sorte {
        Sorte::Telephone => "le téléphone",
        Sorte::Courriel => "le courriel",
        Sorte::Adresse => "l’adresse",
        Sorte::NomComplet => "le nom complet",
    }
}
