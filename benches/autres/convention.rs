//! A convention as `--emit-typst` writes its data, and its pages as blocks that each system sets in its own way.
//!
//! An unknown key is an error: a convention that says more than the other systems would set is no fair comparison.

use std::fs;
use std::path::Path;
use std::slice;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// The data of one convention, ready French strings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Convention {
    pub courant: Courant,
    cartouche: Cartouche,
    entete: Entete,
    /// That of the document, in its metadata too.
    pub titre: String,
    pied: String,
    deliberation: String,
    parties: Vec<Tableau>,
    stage: Vec<Ligne>,
    articles: Vec<Article>,
    annexe: Vec<Ligne>,
    mentions: Vec<[String; 3]>,
    signatures: Vec<Signature>,
    attestation: Attestation,
    pays: Option<Pays>,
}

/// The letterhead; a logo would be a picture that the other systems are not given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entete {
    lignes: Vec<String>,
    logo: Option<IgnoredAny>,
}

/// Where the sheet of a country can be read; its scanned pages would be pictures too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pays {
    reference: String,
    pages: Vec<IgnoredAny>,
}

/// The attestation to fill at the end of the stage.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attestation {
    consigne: String,
    lignes: Vec<Ligne>,
    signature: Signature,
}

/// The two ends of the running head.
#[derive(Deserialize)]
pub struct Courant {
    pub gauche: String,
    pub droite: String,
}

/// The header block: diploma and session, then whose convention it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cartouche {
    pub diplome: String,
    pub session: Valeur,
    pub lignes: Vec<Ligne>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tableau {
    titre: String,
    lignes: Vec<Ligne>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    titre: String,
    alineas: Vec<String>,
}

/// A row of particulars.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ligne {
    pub libelle: String,
    pub valeur: Valeur,
}

/// What stands at the right of a label.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Valeur {
    Dit(String),
    /// A line to fill by hand.
    Blanc {
        #[serde(rename = "blanc")]
        _blanc: String,
    },
    Liste {
        liste: Vec<String>,
    },
    /// Codes of the référentiel and their words.
    Codes {
        codes: Vec<(String, String)>,
    },
}

/// A box to sign.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub libelle: String,
    pub nom: Option<String>,
    pub qualite: Option<String>,
    pub date: Option<String>,
}

/// Pages that begin on a sheet of their own, and what their foot says.
pub struct Partie<'a> {
    pub pied: &'a str,
    pub blocs: Vec<Bloc<'a>>,
}

/// What the pages are made of, in order.
pub enum Bloc<'a> {
    /// The lines of the letterhead.
    Entete(&'a [String]),
    Cartouche(&'a Cartouche),
    Titre(&'a str),
    Rubrique(&'a str),
    Intertitre(&'a str),
    /// A text in small grey letters.
    Petit(&'a str),
    Alinea(&'a str),
    Particularites(&'a [Ligne]),
    /// A table with its header row.
    Registre([&'a str; 3], &'a [[String; 3]]),
    Signatures(&'a [Signature]),
}

impl Convention {
    /// Every convention emitted below a folder, in the order of their folders.
    pub fn lire(dossier: &Path) -> Vec<Self> {
        let entries = fs::read_dir(dossier).unwrap_or_else(|e| panic!("{}: {e}", dossier.display()));
        let mut files: Vec<_> = entries.map(|e| e.expect("an entry").path().join("data.json")).collect();
        files.retain(|f| f.is_file());
        files.sort();
        files.iter().map(|f| Self::lire_une(f)).collect()
    }

    fn lire_une(fichier: &Path) -> Self {
        let text = fs::read_to_string(fichier).unwrap_or_else(|e| panic!("{}: {e}", fichier.display()));
        let told = "the words of a convention changed: benches/autres/convention.rs must say them too";
        let read: Self = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}: {told}", fichier.display()));
        let pictures = read.entete.logo.is_some() || read.pays.as_ref().is_some_and(|p| !p.pages.is_empty());
        assert!(!pictures, "{}: pictures are no part of this bench", fichier.display());
        read
    }

    /// The three parts, with the fixed words of `templates/lib/convention.typ`.
    pub fn parties(&self) -> [Partie<'_>; 3] {
        [
            Partie { pied: &self.pied, blocs: self.corps() },
            Partie { pied: "Annexe pédagogique", blocs: self.annexe() },
            Partie { pied: "Attestation de stage", blocs: self.attestation() },
        ]
    }

    fn corps(&self) -> Vec<Bloc<'_>> {
        let mut out =
            vec![Bloc::Entete(&self.entete.lignes), Bloc::Cartouche(&self.cartouche), Bloc::Titre(&self.titre)];
        if !self.deliberation.is_empty() {
            out.push(Bloc::Petit(&self.deliberation));
        }
        out.push(Bloc::Rubrique("Les parties"));
        for partie in &self.parties {
            out.extend([Bloc::Intertitre(&partie.titre), Bloc::Particularites(&partie.lignes)]);
        }
        out.extend([Bloc::Rubrique("Le stage"), Bloc::Particularites(&self.stage), Bloc::Rubrique("Les articles")]);
        for article in &self.articles {
            out.push(Bloc::Intertitre(&article.titre));
            out.extend(article.alineas.iter().map(|a| Bloc::Alinea(a)));
        }
        out.push(Bloc::Rubrique("Signatures"));
        let lus = "Fait en autant d’exemplaires que de parties, après lecture de la convention et de ses annexes.";
        out.extend([Bloc::Alinea(lus), Bloc::Signatures(&self.signatures)]);
        out
    }

    fn annexe(&self) -> Vec<Bloc<'_>> {
        let mut out = vec![
            Bloc::Titre("Annexe pédagogique"),
            Bloc::Petit("Les sept éléments que l’annexe III B du référentiel demande."),
            Bloc::Particularites(&self.annexe),
            Bloc::Rubrique("Où sont les mentions du code de l’éducation (D124-4)"),
            Bloc::Registre(["N°", "Mention", "Où"], &self.mentions),
        ];
        if let Some(pays) = &self.pays {
            out.extend([Bloc::Rubrique("Fiche d’information sur le pays"), Bloc::Alinea(&pays.reference)]);
        }
        out
    }

    fn attestation(&self) -> Vec<Bloc<'_>> {
        vec![
            Bloc::Titre("Attestation de stage"),
            Bloc::Petit(&self.attestation.consigne),
            Bloc::Particularites(&self.attestation.lignes),
            Bloc::Signatures(slice::from_ref(&self.attestation.signature)),
            Bloc::Petit("Document produit par l’établissement avec liasse ; ce n’est pas un modèle officiel."),
        ]
    }
}

impl Signature {
    /// "Hélène ROUSSEL, Proviseure", as far as it is known.
    pub fn qui(&self) -> String {
        let parts = [&self.nom, &self.qualite].into_iter().flatten().map(String::as_str);
        parts.collect::<Vec<_>>().join(", ")
    }

    pub fn date(&self) -> &str {
        self.date.as_deref().unwrap_or_default()
    }
}
