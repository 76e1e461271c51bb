//! The dossier professionnel: its pieces, what its sheets must cover, the « non valide »
//! (annexe II B; annexe II D, E32 and E42).

use serde::{Deserialize, Serialize};

use crate::domain::fiche::{Cadre, Categorie, NatureClient, NatureProduit};

/// A piece of the dossier professionnel (annexe II B, 1 to 4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Rank in the text.
    pub numero: u8,
    /// Identifier.
    pub cle: String,
    /// Words of the text.
    pub intitule: String,
    /// Numbers of its sheets.
    #[serde(default)]
    pub fiches: Vec<u8>,
    /// What the piece must tell.
    #[serde(default)]
    pub exige: Vec<String>,
    /// Key of the lecture that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// The mention « non valide » (annexe II B, note *).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nv {
    /// The mention itself.
    pub mention: String,
    /// What it stands for.
    pub intitule: String,
    /// What brings it.
    pub cause: String,
    /// What it brings.
    pub consequence: String,
    /// What happens when the commission doubts on the day.
    pub doute: String,
    /// Who controls, and when.
    pub controle: String,
    /// The situations that the text lists.
    pub cas: Vec<CasNv>,
    /// Where it is read.
    pub source: String,
}

/// A situation in which the text lists the mention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasNv {
    /// Identifier.
    pub cle: String,
    /// Words of the text.
    pub intitule: String,
    /// Codes of the clauses that find it.
    pub clauses: Vec<String>,
    /// Where it is read.
    pub source: String,
}

/// What the sheets of an oral must be, together (annexe II D).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composition {
    /// Code of the épreuve.
    pub epreuve: String,
    /// Code of the unit at risk.
    pub unite: String,
    /// Code of the domaine of the sheets.
    pub domaine: String,
    /// Numbers of the sheets.
    pub fiches: Vec<u8>,
    /// Fewest different products.
    pub produits_differents_min: u8,
    /// Natures of the products that count.
    pub natures_de_produit: Vec<NatureProduit>,
    /// Clause on the number of products.
    pub clause_produits: String,
    /// Professional situations to which a sheet may be tied.
    pub cadres: Vec<Cadre>,
    /// The same, in words: « liées à … ».
    pub cadre_intitule: String,
    /// Clause on those situations.
    pub clause_cadre: String,
    /// Clause on one sheet counted for two situations; absent where none warns.
    pub clause_cumul: Option<String>,
    /// The situations that must each appear.
    #[serde(rename = "situation")]
    pub situations: Vec<Situation>,
    /// Key of the lecture that bears on it.
    pub lecture: Option<String>,
    /// Where it is read.
    pub source: String,
}

/// A situation that must appear among the sheets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// Identifier.
    pub cle: String,
    /// Words of the text.
    pub intitule: String,
    /// Categories of product that make it: any of them.
    pub categories: Vec<Categorie>,
    /// Natures of product that make it: any of them.
    pub natures: Vec<NatureProduit>,
    /// Clients that make it; empty: any client.
    #[serde(default)]
    pub clients: Vec<NatureClient>,
    /// Clause that finds it missing.
    pub clause: String,
    /// Where it is read.
    pub source: String,
}

impl Situation {
    /// Whether a product sold to (or held by) a client makes the situation.
    pub fn admits(&self, categorie: Categorie, nature: NatureProduit, client: Option<NatureClient>) -> bool {
        self.categories.contains(&categorie)
            && self.natures.contains(&nature)
            && (self.clients.is_empty() || client.is_some_and(|client| self.clients.contains(&client)))
    }
}
