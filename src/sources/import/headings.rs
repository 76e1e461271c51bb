//! Headings of a table of pupils: what each column tells, and of whom. Beside the pupil may stand the firm, the tutor and
//! the stage: what is bare after « Entreprise » is the firm's, never the pupil's.

use crate::domain::identifiers::normalise;

/// What a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Family name and first names in one cell.
    NomPrenoms,
    /// « Nom » alone: the family name, or the name in use beside a column of family names.
    Nom,
    NomFamille,
    NomUsage,
    /// The first name that stands in this place, from 1; 1 may hold all of them.
    Prenom(u8),
    Naissance,
    Numero,
    Ine,
    EleveId,
    Classe,
    /// SIECLE's letter: D for a class, G for a group.
    TypeStructure,
    Statut,
    Sortie,
    Sexe,
    Adresse,
    CodePostal,
    Ville,
    Portable,
    Telephone,
    Courriel,
    Representant,
    /// Of the first or of the second legal representative.
    RepresentantNom(u8),
    RepresentantPrenom(u8),
    Uai,
    Ecole,
    Academie,
    /// A column of our own table of organismes.
    Organisme(&'static str),
    /// A column of our own table of stages.
    Stage(&'static str),
    TuteurPrenom,
}

/// Words that change nothing.
const IDLE: [&str; 18] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "par", "a", "au", "aux", "en", "s", "e", "et", "dans", "sur"];

/// What is said of a pupil whatever stands around it, by the words of the heading.
const PUPIL: &[(Field, &[&str])] = &[
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
];

/// What may be said of anyone: a pupil, a firm, a tutor, a legal representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
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

const ANYONE: &[(Base, &[&str])] = &[
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
const OF_STAGE: &[(Field, &[&str])] = &[
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
enum Subject {
    Eleve,
    /// A legal representative, the first or the second.
    Representant(u8),
    Organisme,
    Tuteur,
}

/// The words by which a heading names someone.
const SUBJECTS: &[(Subject, &[&str])] = &[
    (
        Subject::Representant(2),
        &["representant legal 2", "responsable legal 2", "resp legal 2", "responsable 2", "rl 2"],
    ),
    (
        Subject::Representant(1),
        &[
            "representant legal 1",
            "responsable legal 1",
            "resp legal 1",
            "responsable 1",
            "rl 1",
            "representant legal",
            "responsable legal",
            "resp legal",
            "tuteur legal",
            "tutrice legale",
        ],
    ),
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

/// The words of a heading, whatever its case, accents, punctuation and plurals.
fn words(heading: &str) -> String {
    let normal = normalise(&heading.replace(['º', '№'], "°").replace('_', " "));
    match normal.as_str() {
        "du" => return "debut".to_owned(),
        "au" => return "fin".to_owned(),
        _ => {}
    }
    let words = normal.split(' ').flat_map(numbered).filter(|w| !IDLE.contains(w));
    let singular =
        |w: &str| if w.len() > 3 { w.strip_suffix(['s', 'x']).unwrap_or(w).to_owned() } else { w.to_owned() };
    words.map(singular).collect::<Vec<_>>().join(" ")
}

/// « legal1 » is « legal 1 ».
fn numbered(word: &str) -> impl Iterator<Item = &str> {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let (name, number) = word.split_at(if bare.is_empty() { word.len() } else { bare.len() });
    [name, number].into_iter().filter(|w| !w.is_empty())
}

fn found<T: Copy>(all: &[(T, &[&str])], words: &str) -> Option<T> {
    all.iter().find(|(_, known)| known.contains(&words)).map(|(what, _)| *what)
}

/// Whom a heading names, and the rest of its words.
fn subject(words: &str) -> Option<(Subject, String)> {
    let padded = format!(" {words} ");
    let one = |subject: Subject, name: &str| {
        let at = padded.find(&format!(" {name} "))?;
        let rest = format!("{} {}", &padded[..at], &padded[at + name.len() + 1..]);
        Some((subject, rest.split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    SUBJECTS.iter().flat_map(|(s, names)| names.iter().map(move |n| (*s, *n))).find_map(|(s, n)| one(s, n))
}

fn of_eleve(base: Base) -> Option<Field> {
    Some(match base {
        Base::Nom => Field::Nom,
        Base::NomPrenoms => Field::NomPrenoms,
        Base::Prenom => Field::Prenom(1),
        Base::Adresse => Field::Adresse,
        Base::CodePostal => Field::CodePostal,
        Base::Ville => Field::Ville,
        Base::Portable => Field::Portable,
        Base::Telephone => Field::Telephone,
        Base::Courriel => Field::Courriel,
        Base::Fonction | Base::Responsable => return None,
    })
}

fn of_organisme(base: Base) -> Option<Field> {
    Some(Field::Organisme(match base {
        Base::Nom => "nom",
        Base::Adresse => "adresse",
        Base::CodePostal => "code_postal",
        Base::Ville => "ville",
        Base::Portable | Base::Telephone => "telephone",
        Base::Courriel => "courriel",
        Base::Fonction => "representant.qualite",
        Base::Responsable => "representant.nom",
        Base::Prenom | Base::NomPrenoms => return None,
    }))
}

fn of_tuteur(base: Base) -> Option<Field> {
    Some(match base {
        Base::Nom | Base::NomPrenoms => Field::Stage("tuteur.nom"),
        Base::Prenom => Field::TuteurPrenom,
        Base::Portable | Base::Telephone => Field::Stage("tuteur.telephone"),
        Base::Courriel => Field::Stage("tuteur.courriel"),
        Base::Fonction => Field::Stage("tuteur.fonction"),
        _ => return None,
    })
}

fn of_representant(base: Base, n: u8) -> Option<Field> {
    match base {
        Base::Nom => Some(Field::RepresentantNom(n)),
        Base::Prenom => Some(Field::RepresentantPrenom(n)),
        Base::NomPrenoms if n == 1 => Some(Field::Representant),
        _ => None,
    }
}

/// Whose the bare headings are, from left to right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Eleve,
    Organisme,
    Tuteur,
    /// The pupil again, after a firm: whose a bare telephone is cannot be known.
    Unsure,
}

/// What the columns of a row of headings tell.
pub fn fields(headings: &[String]) -> Vec<Option<Field>> {
    let words: Vec<_> = headings.iter().map(|h| words(h)).collect();
    let names_firm = |w: &String| {
        found(OF_STAGE, w) == Some(Field::Organisme("nom"))
            || matches!(subject(w), Some((Subject::Organisme, rest)) if rest.is_empty() || rest == "nom")
    };
    let has_firm = words.iter().any(names_firm);
    let mut part = Part::Eleve;
    let mut out: Vec<Option<Field>> = Vec::with_capacity(words.len());
    for words in &words {
        let field = one(words, &mut part, has_firm, &out);
        out.push(field);
    }
    out
}

fn one(words: &str, part: &mut Part, has_firm: bool, before: &[Option<Field>]) -> Option<Field> {
    if words.is_empty() {
        return None;
    }
    if let Some(field) = found(PUPIL, words) {
        if *part != Part::Eleve {
            *part = Part::Unsure;
        }
        return Some(field);
    }
    if let Some(field) = found(OF_STAGE, words) {
        if field == Field::Organisme("nom") {
            *part = Part::Organisme;
        }
        // Without a firm, dates may be those of anything.
        return Some(field).filter(|_| has_firm);
    }
    if let Some(base) = found(ANYONE, words) {
        let told = |field: Option<Field>| field.is_some_and(|f| before.contains(&Some(f)));
        return match *part {
            Part::Eleve => of_eleve(base),
            // Another name or first name is no part of a firm: whose it is depends on what was told before.
            Part::Organisme | Part::Unsure if matches!(base, Base::Nom | Base::Prenom | Base::NomPrenoms) => {
                let field = of_eleve(base).filter(|f| !told(Some(*f)));
                *part = if field.is_some() { Part::Unsure } else { *part };
                field
            }
            Part::Organisme => of_organisme(base),
            Part::Tuteur if matches!(base, Base::Adresse | Base::CodePostal | Base::Ville) => of_organisme(base),
            Part::Tuteur => of_tuteur(base),
            Part::Unsure => None,
        };
    }
    let (who, rest) = subject(words)?;
    let base = if rest.is_empty() { Some(Base::Nom) } else { found(ANYONE, &rest) };
    match who {
        Subject::Eleve => of_eleve(base?),
        Subject::Representant(n) if rest.is_empty() => (n == 1).then_some(Field::Representant),
        Subject::Representant(n) => of_representant(base?, n),
        Subject::Tuteur => {
            *part = Part::Tuteur;
            of_tuteur(base?)
        }
        Subject::Organisme => {
            *part = Part::Organisme;
            match found(OF_STAGE, &rest) {
                Some(field) => Some(field),
                None => of_organisme(base?),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(headings: &str) -> Vec<Option<Field>> {
        fields(&headings.split(';').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn headings_are_known_whatever_their_spelling() {
        for (heading, field) in [
            ("NOM DE FAMILLE", Field::NomFamille),
            ("Prénom(s)", Field::Prenom(1)),
            ("N° Candidat", Field::Numero),
            ("Nº candidat", Field::Numero),
            ("Né(e) le", Field::Naissance),
            ("DATE_NAISSANCE", Field::Naissance),
            ("Date Naiss.", Field::Naissance),
            ("Nom d’usage", Field::NomUsage),
            ("Division de classe", Field::Classe),
            ("E-mail", Field::Courriel),
            ("Représentant légal", Field::Representant),
            ("Nom et prénom(s)", Field::NomPrenoms),
            ("Nom de l’élève", Field::Nom),
            ("Élève", Field::NomPrenoms),
            ("Adresse de l’élève", Field::Adresse),
            ("Tél. Portable", Field::Portable),
            ("Tél. Personnel", Field::Telephone),
            ("Id National", Field::Ine),
            ("Prénom 2", Field::Prenom(2)),
            ("Nom resp. légal1", Field::RepresentantNom(1)),
            ("Prénom resp. légal 2", Field::RepresentantPrenom(2)),
            ("Ligne 2 Adresse", Field::Adresse),
            ("Date de\nnaissance", Field::Naissance),
        ] {
            assert_eq!(told(heading), [Some(field)], "{heading}");
        }
        for heading in
            ["N° Inscription", "Régime", "Tel resp. légal1", "Lien de parenté", "Date de début", "Secteur", ""]
        {
            assert_eq!(told(heading), [None], "{heading}");
        }
    }

    #[test]
    fn what_stands_after_a_firm_is_the_firms() {
        use Field::{Courriel, Naissance, Nom, Organisme, Prenom, Stage, Telephone, TuteurPrenom};
        assert_eq!(
            told(
                "Nom;Prénom;Tél;Entreprise;Adresse;Code postal;Ville;Téléphone;Email;SIRET;Tuteur;Date début;Date fin"
            ),
            [
                Nom,
                Prenom(1),
                Telephone,
                Organisme("nom"),
                Organisme("adresse"),
                Organisme("code_postal"),
                Organisme("ville"),
                Organisme("telephone"),
                Organisme("courriel"),
                Organisme("siret"),
                Stage("tuteur.nom"),
                Stage("debut"),
                Stage("fin"),
            ]
            .map(Some)
        );
        assert_eq!(
            told("Nom;Prénom;Raison sociale;Nom du tuteur;Prénom;Tél;Ville;Du;Au;Mail entreprise;Mail de l’élève"),
            [
                Nom,
                Prenom(1),
                Organisme("nom"),
                Stage("tuteur.nom"),
                TuteurPrenom,
                Stage("tuteur.telephone"),
                Organisme("ville"),
                Stage("debut"),
                Stage("fin"),
                Organisme("courriel"),
                Courriel,
            ]
            .map(Some)
        );
        // A telephone after the pupil's birthday, itself after a firm: no one knows whose it is.
        assert_eq!(
            told("Entreprise;Ville;Nom;Prénom;Né le;Téléphone"),
            [Some(Organisme("nom")), Some(Organisme("ville")), Some(Nom), Some(Prenom(1)), Some(Naissance), None]
        );
    }
}
