//! The words of headings: what people call what a column tells, and whom they name.

use super::Field;

/// What is said of a pupil whatever stands around it, by the words of the heading.
pub const PUPIL: &[(Field, &[&str])] = &[
    (
        Field::NomPrenoms,
        &[
            "nom prenom",
            "prenom nom",
            "eleve",
            "etudiant",
            "candidat",
            "apprenti",
            "stagiaire",
            "apprenant",
            "alternant",
            "nom complet",
            "nom prenom eleve",
            "nom prenom etudiant",
            "nom prenom candidat",
            "identite",
        ],
    ),
    (Field::NomFamille, &["nom famille", "nom naissance", "nom patronymique", "nom famille eleve"]),
    (Field::NomUsage, &["nom usage", "nom usuel", "nom marital"]),
    (Field::Prenom(1), &["prenom 1", "1 prenom", "premier prenom", "1er prenom"]),
    (Field::Prenom(2), &["prenom 2", "2 prenom", "2eme prenom", "deuxieme prenom", "autre prenom"]),
    (Field::Prenom(3), &["prenom 3", "3 prenom", "3eme prenom", "troisieme prenom"]),
    (
        Field::Naissance,
        &[
            "date naissance",
            "date nais",
            "ne",
            "nee",
            "naissance",
            "ddn",
            "date naissance eleve",
            "date nee",
            "date ne",
        ],
    ),
    (Field::Numero, &["n candidat", "no candidat", "num candidat", "numero candidat"]),
    (
        Field::Ine,
        &[
            "ine",
            "n ine",
            "no ine",
            "numero ine",
            "ine rnie",
            "id national",
            "identifiant national",
            "rnie",
            "identifiant national eleve",
            "numero national",
            "n national",
            "code ine",
        ],
    ),
    (Field::EleveId, &["eleve id", "id eleve"]),
    (
        Field::Classe,
        &["classe", "division", "division classe", "code classe", "code division", "libelle classe", "code structure"],
    ),
    (Field::TypeStructure, &["type structure"]),
    (Field::Statut, &["statut", "code statut", "categorie candidat", "statut eleve"]),
    (Field::Sortie, &["date sortie"]),
    (Field::Sexe, &["sexe", "genre", "code sexe", "civilite"]),
    (Field::Uai, &["uai", "code uai", "rne", "code rne", "n uai", "uai etablissement"]),
    (Field::Ecole, &["etablissement", "nom etablissement", "libelle etablissement"]),
    (Field::Academie, &["academie"]),
    (Field::Cle, &["cle", "clef", "cle etudiant"]),
    (Field::Etudiant("caisse"), &["caisse", "caisse assurance maladie", "assurance maladie", "cpam"]),
    (Field::Etudiant("journees_anterieures"), &["journee anterieure", "journee deja faite", "jour deja fait"]),
    (Field::Etudiant("admission"), &["admission"]),
];

/// What may be said of anyone: a pupil, a firm, a tutor, a legal representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    Nom,
    NomPrenoms,
    Prenom,
    Adresse,
    CodePostal,
    Ville,
    Portable,
    Telephone,
    Courriel,
    Fonction,
    Responsable,
}

pub const ANYONE: &[(Base, &[&str])] = &[
    (Base::Nom, &["nom"]),
    (Base::NomPrenoms, &["nom prenom", "prenom nom"]),
    (Base::Prenom, &["prenom"]),
    (
        Base::Adresse,
        &[
            "adresse",
            "rue",
            "voie",
            "adresse postale",
            "adresse 1",
            "adresse 2",
            "adresse 3",
            "adresse 4",
            "ligne 1 adresse",
            "ligne 2 adresse",
            "ligne 3 adresse",
            "ligne 4 adresse",
            "adresse ligne 1",
            "adresse ligne 2",
            "adresse ligne 3",
            "adresse ligne 4",
            "n rue",
            "complement adresse",
        ],
    ),
    (Base::CodePostal, &["code postal", "cp"]),
    (Base::Ville, &["ville", "commune", "libelle postal", "localite"]),
    (Base::Portable, &["portable", "telephone portable", "tel portable", "mobile", "tel mobile", "telephone mobile"]),
    (
        Base::Telephone,
        &[
            "telephone",
            "tel",
            "tel personnel",
            "telephone personnel",
            "n telephone",
            "numero telephone",
            "n tel",
            "telephone fixe",
        ],
    ),
    (
        Base::Courriel,
        &[
            "courriel",
            "mel",
            "mail",
            "email",
            "adresse mail",
            "adresse electronique",
            "adresse email",
            "adresse courriel",
        ],
    ),
    (Base::Fonction, &["fonction", "qualite", "poste"]),
    (
        Base::Responsable,
        &[
            "representant",
            "responsable",
            "dirigeant",
            "signataire",
            "gerant",
            "directeur",
            "nom representant",
            "nom responsable",
            "nom dirigeant",
            "nom signataire",
        ],
    ),
];

/// What is of the firm or of the stage alone.
pub const OF_STAGE: &[(Field, &[&str])] = &[
    (Field::Organisme("nom"), &["raison sociale", "denomination", "denomination sociale"]),
    (Field::Organisme("siret"), &["siret", "n siret", "numero siret", "no siret"]),
    (Field::Organisme("effectif"), &["effectif", "nombre salarie", "salarie"]),
    (Field::Organisme("secteur"), &["secteur", "secteur activite", "activite"]),
    (Field::Stage("debut"), &["debut", "date debut", "premier jour", "date debut stage", "debut stage"]),
    (Field::Stage("fin"), &["fin", "date fin", "dernier jour", "date fin stage", "fin stage"]),
    (Field::Stage("service"), &["service", "service accueil"]),
    (
        Field::Stage("referent"),
        &["referent", "enseignant referent", "professeur referent", "prof referent", "enseignant suivi", "prof suivi"],
    ),
];

/// Who a heading names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Eleve,
    /// A legal representative, the first or the second.
    Representant(u8),
    Organisme,
    Tuteur,
}

/// The words by which a heading names someone.
const SUBJECTS: &[(Subject, &[&str])] = &[
    (
        Subject::Tuteur,
        &["tuteur entreprise", "tuteur stage", "maitre stage", "maitre apprentissage", "tuteur", "tutrice"],
    ),
    (
        Subject::Organisme,
        &[
            "entreprise accueil",
            "organisme accueil",
            "structure accueil",
            "etablissement accueil",
            "lieu stage",
            "entreprise",
            "organisme",
            "societe",
            "employeur",
            "firme",
        ],
    ),
    (Subject::Eleve, &["eleve", "etudiant", "candidat", "stagiaire", "apprenti"]),
];

/// A legal representative, the first unless a rank is told.
const REPRESENTANTS: [&str; 6] =
    ["representant legal", "responsable legal", "resp legal", "tuteur legal", "tutrice legale", "parent legal"];
/// The same where a rank is told: without it, as well someone of the firm.
const RANKED: [&str; 5] = ["rl", "representant", "responsable", "resp", "parent"];
const RANKS: [(u8, &[&str]); 2] = [
    (1, &["1", "1er", "premier", "premiere"]),
    (2, &["2", "2e", "2eme", "2nd", "second", "seconde", "deuxieme", "autre"]),
];

/// What a whole heading tells, of a vocabulary.
pub fn found<T: Copy>(all: &[(T, &[&str])], words: &str) -> Option<T> {
    all.iter().find(|(_, known)| known.contains(&words)).map(|(what, _)| *what)
}

/// Whom a heading names, and the rest of its words.
pub fn subject(words: &str) -> Option<(Subject, String)> {
    let others = || SUBJECTS.iter().flat_map(|(s, names)| names.iter().map(move |n| (*s, *n)));
    representant(words).or_else(|| others().find_map(|(s, name)| Some((s, without(words, name)?))))
}

/// The legal representative whom a heading names.
fn representant(words: &str) -> Option<(Subject, String)> {
    let told = RANKS.iter().find_map(|(rank, names)| {
        let rest = names.iter().find_map(|name| without(words, name))?;
        Some((*rank, rest))
    });
    let named = |names: &[&str], words: &str| names.iter().find_map(|name| without(words, name));
    let (rank, rest) = match told {
        Some((rank, rest)) => (rank, named(&REPRESENTANTS, &rest).or_else(|| named(&RANKED, &rest))?),
        None => (1, named(&REPRESENTANTS, words)?),
    };
    Some((Subject::Representant(rank), rest))
}

/// The words without those of `name`, if they stand in them.
fn without(words: &str, name: &str) -> Option<String> {
    let padded = format!(" {words} ");
    let at = padded.find(&format!(" {name} "))?;
    let rest = format!("{} {}", &padded[..at], &padded[at + name.len() + 1..]);
    Some(rest.split_whitespace().collect::<Vec<_>>().join(" "))
}
