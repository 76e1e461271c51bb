//! Headings of a table of pupils: what each column tells, and of whom. Beside the pupil may stand the firm, the tutor and
//! the stage: what is bare after « Entreprise » is the firm's, never the pupil's.

mod parts;
mod vocabulary;
mod words;

pub use parts::PARTS;
use parts::part_of_student;
use vocabulary::{ANYONE, Base, OF_STAGE, PUPIL, Subject, found, subject};
use words::words;

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
    /// First and family name of a legal representative, the first (1) or the second (2).
    Representant(u8),
    RepresentantNom(u8),
    RepresentantPrenom(u8),
    Uai,
    Ecole,
    Academie,
    /// The key of the row, in our own table of students.
    Cle,
    /// Another column of our own table of students.
    Etudiant(&'static str),
    /// A column of our own table of organismes.
    Organisme(&'static str),
    /// A column of our own table of stages.
    Stage(&'static str),
    TuteurPrenom,
}

impl Field {
    /// The other column of our own table of students that it is.
    pub fn of_student(&self) -> Option<&'static str> {
        if let Field::Etudiant(column) = self { Some(column) } else { None }
    }
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
        Base::NomPrenoms => Some(Field::Representant(n)),
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

/// What the columns of a row of headings tell. A row above may say of whom several columns are, « Élève », « Entreprise »,
/// « Tuteur », each title before its first column.
pub fn fields(headings: &[String], above: &[String]) -> Vec<Option<Field>> {
    let mut words: Vec<_> = headings.iter().map(|h| words(h)).collect();
    let groups = groups(above, words.len());
    for (words, group) in words.iter_mut().zip(&groups) {
        let whose = match group {
            Some(Subject::Organisme) => "entreprise",
            Some(Subject::Tuteur) => "tuteur",
            Some(Subject::Representant(1)) => "representant legal",
            Some(Subject::Representant(_)) => "representant legal 2",
            Some(Subject::Eleve) | None => continue,
        };
        // What is of a firm or of a stage alone is so under any title, and a column may name someone itself.
        if !words.is_empty() && found(OF_STAGE, words).is_none() && subject(words).is_none() {
            *words = format!("{words} {whose}");
        }
    }
    let names_firm = |w: &String| {
        found(OF_STAGE, w) == Some(Field::Organisme("nom"))
            || matches!(subject(w), Some((Subject::Organisme, rest)) if rest.is_empty() || rest == "nom")
    };
    let has_firm = words.iter().any(names_firm);
    let mut part = Part::Eleve;
    let mut out: Vec<Option<Field>> = Vec::with_capacity(words.len());
    for (words, group) in words.iter().zip(&groups) {
        if *group == Some(Subject::Eleve) {
            part = Part::Eleve;
        }
        let field = one(words, &mut part, has_firm, &out);
        out.push(field);
    }
    out
}

/// Whom the titles of a row above name, for each column up to the next title.
fn groups(above: &[String], columns: usize) -> Vec<Option<Subject>> {
    let mut last = None;
    let one = |column: usize| {
        if let Some(title) = above.get(column).filter(|t| !t.trim().is_empty()) {
            last = subject(&words(title)).filter(|(_, rest)| rest.is_empty()).map(|(who, _)| who);
        }
        last
    };
    (0..columns).map(one).collect()
}

fn one(words: &str, part: &mut Part, has_firm: bool, before: &[Option<Field>]) -> Option<Field> {
    if words.is_empty() {
        return None;
    }
    if let Some(field) = found(PUPIL, words).or_else(|| part_of_student(words)) {
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
        // After a firm, « Responsable 2 » may be its own.
        Subject::Representant(_) if *part != Part::Eleve && !words.contains("legal") => None,
        Subject::Representant(n) if rest.is_empty() => Some(Field::Representant(n)),
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
        fields(&headings.split(';').map(str::to_owned).collect::<Vec<_>>(), &[])
    }

    #[test]
    fn titles_above_say_whose_the_columns_are() {
        use Field::{Courriel, Naissance, Nom, Organisme, Prenom, RepresentantNom, Stage, Telephone};
        let row = |text: &str| text.split(';').map(str::to_owned).collect::<Vec<_>>();
        let told = fields(
            &row("Nom;Prénom;Né le;Tél;Nom;Adresse;SIRET;Nom;Tél;Début;Nom;Mail;Casier"),
            &row("Élève;;;;Entreprise d’accueil;;;Tuteur;;;Responsable légal 2;Étudiant;Divers"),
        );
        let known = [
            Nom,
            Prenom(1),
            Naissance,
            Telephone,
            Organisme("nom"),
            Organisme("adresse"),
            Organisme("siret"),
            Stage("tuteur.nom"),
            Stage("tuteur.telephone"),
            Stage("debut"),
            RepresentantNom(2),
            Courriel,
        ];
        assert_eq!(told, [&known.map(Some)[..], &[None]].concat());
        // A title of the whole is of no one.
        assert_eq!(fields(&row("Nom;Adresse"), &row("Liste des élèves et entreprises;")), self::told("Nom;Adresse"));
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
            ("Représentant légal", Field::Representant(1)),
            ("Représentants légaux", Field::Representant(1)),
            ("Nom et prénom du responsable légal 2", Field::Representant(2)),
            ("Second représentant légal", Field::Representant(2)),
            ("second_representant_legal", Field::Representant(2)),
            ("Responsable 1", Field::Representant(1)),
            ("Parent 2", Field::Representant(2)),
            ("Nom RL2", Field::RepresentantNom(2)),
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
            ("reduction.motif", Field::Etudiant("reduction.motif")),
            ("Motif de la réduction", Field::Etudiant("reduction.motif")),
            ("Journées (réduction)", Field::Etudiant("reduction.journees")),
            ("Redoublement : session précédente", Field::Etudiant("redoublement.session_precedente")),
            ("empechement.derogation.date", Field::Etudiant("empechement.derogation.date")),
        ] {
            assert_eq!(told(heading), [Some(field)], "{heading}");
        }
        for heading in [
            "N° Inscription",
            "Régime",
            "Tel resp. légal1",
            "Lien de parenté",
            "Redoublement",
            "Réduction",
            "Motif",
            "Date de début",
            "Secteur",
            "Responsable",
            "",
        ] {
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
        // A firm may have two persons in charge; a legal representative is the pupil's wherever it stands.
        assert_eq!(
            told("Nom;Prénom;Entreprise;Responsable;Responsable 2;Responsable légal 2"),
            [
                Some(Nom),
                Some(Prenom(1)),
                Some(Organisme("nom")),
                Some(Organisme("representant.nom")),
                None,
                Some(Field::Representant(2))
            ]
        );
        // A telephone after the pupil's birthday, itself after a firm: no one knows whose it is.
        assert_eq!(
            told("Entreprise;Ville;Nom;Prénom;Né le;Téléphone"),
            [Some(Organisme("nom")), Some(Organisme("ville")), Some(Nom), Some(Prenom(1)), Some(Naissance), None]
        );
    }
}
