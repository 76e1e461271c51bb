//! Which fields of an exam a candidate may read, and which the jury alone: every leaf of every shape stands in one table.

use std::collections::BTreeMap;

use liasse::domain::examen::{
    ANNEXES, Annexe, CANDIDATS, CandidatsFile, DonneesPartie, DonneesQuestion, ExamenFile, FILE, ORAUX, Oral,
    PORTFOLIOS, PartieSujet, Portfolio, Question, Sujet,
};
use liasse::sources::schema::{Key, Node};

/// For whom a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Candidate,
    Jury,
}

/// The data under the heading of a part, and of a question.
const PARTIE: &str = "partie";
const QUESTION: &str = "question";

/// Who reads each leaf of a shape. A key that is in none of them fails a test: say there whose it is.
const TABLE: &[(&str, Reader, &[&str])] = &[
    (
        FILE,
        Reader::Candidate,
        &[
            "epreuve.diplome",
            "epreuve.session",
            "epreuve.code",
            "epreuve.code_sujet",
            "epreuve.statut",
            "epreuve.etablissement",
            "epreuve.habilite",
            "epreuve.ccf",
            "epreuve.forme",
            "epreuve.partie",
            "epreuve.duree_minutes",
            "epreuve.coefficient",
            "epreuve.langue",
            "epreuve.langue_obligatoire",
            "epreuve.niveau",
            "epreuve.theme",
            "epreuve.date",
            "epreuve.heure",
            "epreuve.annee",
            "epreuve.personnes_fictives",
            "materiel.calculatrice",
            "materiel.autorise",
            "bareme.total",
            "bareme.ramene_a_20",
            "centre.nom",
            "centre.adresse",
            "centre.consignes",
            "situation[].numero",
            "situation[].poids",
            "situation[].sur",
            "situation[].duree_minutes",
            "situation[].date",
        ],
    ),
    (
        FILE,
        Reader::Jury,
        &[
            "epreuve.graine",
            "notation.pas",
            "notation.arrondi",
            "notation.points_par_niveau",
            "centre.date_limite_notes",
            "commission.president",
            "commission.membres",
        ],
    ),
    (
        ANNEXES,
        Reader::Candidate,
        &[
            "numero",
            "titre",
            "source",
            "date",
            "contexte",
            "nature",
            "categorie",
            "langue",
            "a_rendre",
            "session",
            "code_sujet",
            "tableau",
            "document",
            "alternative",
        ],
    ),
    (PARTIE, Reader::Candidate, &["points", "langue_reponse", "categorie"]),
    (QUESTION, Reader::Candidate, &["points", "reponse"]),
    (QUESTION, Reader::Jury, &["competences"]),
    (
        CANDIDATS,
        Reader::Candidate,
        &[
            "candidat[].numero_candidat",
            "candidat[].nom",
            "candidat[].prenoms",
            "candidat[].salle",
            "candidat[].place",
            "candidat[].heure",
            "candidat[].amenagement",
            "candidat[].dispenses",
            "candidat[].unites_2007",
            "candidat[].unites_conservees",
        ],
    ),
    (CANDIDATS, Reader::Jury, &["candidat[].niveaux", "candidat[].observations", "candidat[].note_proposee"]),
    (
        ORAUX,
        Reader::Candidate,
        &[
            "candidat",
            "numero_candidat",
            "temps[].partie",
            "temps[].preparation",
            "temps[].phases",
            "scenario[].situation",
        ],
    ),
    (
        ORAUX,
        Reader::Jury,
        &[
            "dossier",
            "reserve",
            "niveaux",
            "observations",
            "note_proposee",
            "scenario[].fiche",
            "scenario[].auteur",
            "scenario[].contrat",
            "scenario[].conditions_generales",
            "scenario[].parametre[].quoi",
            "scenario[].parametre[].fiche",
            "scenario[].parametre[].scenario",
            "scenario[].role",
            "scenario[].attendus",
            "membre[].nom",
            "membre[].qualite",
        ],
    ),
    (
        PORTFOLIOS,
        Reader::Candidate,
        &[
            "candidat",
            "numero_candidat",
            "element[].titre",
            "element[].nature",
            "element[].cadre",
            "element[].date",
            "element[].outils",
            "element[].competences",
            "element[].description",
            "element[].acces",
            // « Le portfolio comporte une évaluation de la réalité des activités » (annexe II D, E5).
            "element[].evaluation.enseignant",
            "element[].evaluation.tuteur",
            "element[].evaluation.date",
            "element[].evaluation.constat",
        ],
    ),
    (
        PORTFOLIOS,
        Reader::Jury,
        &[
            "fiche.date",
            "fiche.niveaux",
            "fiche.observations",
            "fiche.note_proposee",
            "membre[].nom",
            "membre[].qualite",
        ],
    ),
];

/// The shapes of an exam, by the file, folder or heading that has them.
pub fn shapes() -> [(&'static str, Node); 7] {
    [
        (FILE, Node::of::<ExamenFile>()),
        (ANNEXES, Node::of::<Annexe>()),
        (PARTIE, Node::of::<DonneesPartie>()),
        (QUESTION, Node::of::<DonneesQuestion>()),
        (CANDIDATS, Node::of::<CandidatsFile>()),
        (ORAUX, Node::of::<Oral>()),
        (PORTFOLIOS, Node::of::<Portfolio>()),
    ]
}

/// Who reads a leaf; nothing where the table does not say.
pub fn reader(shape: &str, path: &str) -> Option<Reader> {
    let has = |(of, _, leaves): &&(&str, Reader, &[&str])| *of == shape && leaves.contains(&path);
    TABLE.iter().find(has).map(|(_, reader, _)| *reader)
}

/// The path of a key below another.
pub fn below(path: &str, key: &Key) -> String {
    let many = matches!(key.node, Node::List(_)) && key.node.keys().is_some();
    let dot = if path.is_empty() { "" } else { "." };
    format!("{path}{dot}{}{}", key.name, if many { "[]" } else { "" })
}

/// The leaves of a shape.
pub fn leaves(node: &Node, path: &str) -> Vec<String> {
    match node.keys() {
        None => vec![path.to_owned()],
        Some(keys) => keys.iter().flat_map(|key| leaves(&key.node, &below(path, key))).collect(),
    }
}

#[test]
fn every_field_of_an_exam_is_a_candidates_or_the_jurys() {
    let mut told: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (shape, _, leaves) in TABLE {
        leaves.iter().for_each(|leaf| *told.entry((shape, (*leaf).to_owned())).or_default() += 1);
    }
    for (shape, node) in shapes() {
        for leaf in leaves(&node, "") {
            let times = told.remove(&(shape, leaf.clone()));
            assert_eq!(times, Some(1), "{shape}: say in TABLE whether « {leaf} » is a candidate's or the jury's");
        }
    }
    assert!(told.is_empty(), "no such fields any more: {told:?}");
}

/// The texts of a subject are no keys: a field that is added to them does not compile here before somebody says whose it is,
/// and plants it in `shapes.rs`.
#[test]
fn every_text_of_a_subject_is_a_candidates_or_the_jurys() {
    // What is set aside (`ecarts`) is printed for nobody.
    let Sujet { introduction: _, parties: _, files: _, ecarts: _, lieux: _ } = Sujet::default();
    let PartieSujet { titre: _, donnees: _, situation: _, lieux: _, questions: _, repere: _ } = PartieSujet::default();
    // `corrige` and `bareme` are the jury's.
    let Question { numero: _, titre: _, donnees: _, enonce: _, corrige: _, bareme: _, lieux: _, repere: _ } =
        Question::default();
}
