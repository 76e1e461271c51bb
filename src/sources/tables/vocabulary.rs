//! What people write for the keys and the names of the tables.

use crate::domain::identifiers::normalise;

/// What people write for a key, wherever it stands.
pub const EVERYWHERE: &[(&str, &[&str])] = &[
    ("cle", &["clef", "identifiant", "id", "code"]),
    ("courriel", &["mail", "email", "mel", "adresse electronique", "adresse mail", "adresse email"]),
    ("telephone", &["tel", "n telephone", "numero telephone", "portable"]),
    ("code_postal", &["cp"]),
    ("ville", &["commune"]),
    ("adresse", &["rue", "adresse postale"]),
    ("qualite", &["fonction"]),
    ("fonction", &["qualite"]),
    ("debut", &["date debut", "premier jour"]),
    ("fin", &["date fin", "dernier jour"]),
];

/// What people write for a key of one table.
pub const HERE: &[(&str, &str, &[&str])] = &[
    ("etudiant", "cle", &["cle etudiant"]),
    ("etudiant", "nom_famille", &["nom", "nom naissance", "nom patronymique", "nom etudiant"]),
    ("etudiant", "nom_usage", &["nom usuel", "nom marital"]),
    ("etudiant", "prenoms", &["prenom etudiant"]),
    ("etudiant", "sexe", &["genre"]),
    ("etudiant", "date_naissance", &["ne", "nee", "naissance", "date naiss", "ddn"]),
    ("etudiant", "ine", &["n ine", "numero ine", "ine rnie", "identifiant national", "identifiant national eleve"]),
    ("etudiant", "numero_candidat", &["n candidat", "num candidat", "no candidat", "candidat"]),
    ("etudiant", "classe", &["division", "code classe"]),
    ("etudiant", "caisse", &["caisse assurance maladie", "assurance maladie", "cpam"]),
    ("etudiant", "representant_legal", &["responsable legal"]),
    ("etudiant", "second_representant_legal", &["second responsable legal"]),
    ("etudiant", "journees_anterieures", &["journees deja faites", "jours deja faits", "jours anterieurs"]),
    ("organisme", "cle", &["cle organisme"]),
    (
        "organisme",
        "nom",
        &["raison sociale", "denomination", "entreprise", "organisme", "nom entreprise", "nom organisme"],
    ),
    ("organisme", "siret", &["n siret", "numero siret"]),
    ("organisme", "effectif", &["nombre salaries", "salaries"]),
    ("organisme", "representant.nom", &["representant", "responsable", "dirigeant", "nom responsable"]),
    ("organisme", "second_representant.nom", &["second representant", "second responsable", "second dirigeant"]),
    ("organisme", "representant.qualite", &["qualite responsable", "fonction responsable"]),
    ("organisme", "responsabilite_civile", &["rc", "assurance rc", "assurance responsabilite civile"]),
    ("stage", "cle", &["cle convention", "convention", "n convention", "cle stage"]),
    ("stage", "etudiant", &["stagiaire", "eleve", "cle etudiant"]),
    ("stage", "organisme", &["entreprise", "organisme accueil", "entreprise accueil", "cle organisme"]),
    ("stage", "second_organisme", &["second organisme accueil", "seconde entreprise"]),
    ("stage", "envoi", &["date envoi", "envoye"]),
    ("stage", "referent", &["enseignant referent", "professeur referent", "cle referent"]),
    ("stage", "debut", &["debut stage", "date debut stage"]),
    ("stage", "fin", &["fin stage", "date fin stage"]),
    ("stage", "jours", &["jours presence", "jours semaine"]),
    ("stage", "heures_semaine", &["heures hebdomadaires", "duree hebdomadaire", "heures presence semaine"]),
    ("stage", "lieux", &["lieu stage"]),
    ("stage", "tuteur.nom", &["tuteur", "maitre stage"]),
    ("stage", "service", &["service accueil"]),
    ("stage", "gratification.horaire", &["gratification", "taux horaire", "montant horaire"]),
    ("stage", "presence.journees", &["journees faites", "journees effectuees"]),
    ("stage", "presence.heures", &["heures faites", "heures effectuees"]),
    ("avenant", "convention", &["cle convention", "n convention", "stage", "cle stage"]),
    ("avenant", "numero", &["n avenant", "n", "numero avenant"]),
    ("avenant", "date", &["date avenant"]),
    ("avenant", "objet", &["objet avenant"]),
    ("avenant", "tuteur", &["nouveau tuteur"]),
    ("avenant", "referent", &["nouveau referent", "nouvel enseignant referent"]),
    ("avenant", "horaires", &["nouveau horaire"]),
    ("avenant", "gratification.horaire", &["gratification", "nouvelle gratification"]),
    ("avenant", "envoi", &["date envoi", "envoye"]),
    ("avenant", "signature_nouveau", &["signature nouveau tuteur", "signature nouveau referent"]),
    ("avenant", "lieu", &["nouveau lieu"]),
    ("contrat", "cle", &["cle contrat"]),
    ("contrat", "etudiant", &["apprenti", "salarie", "cle etudiant"]),
    ("contrat", "organisme", &["employeur", "entreprise", "cle organisme"]),
    ("contrat", "nature", &["nature contrat", "type contrat"]),
    ("contrat", "poste", &["emploi", "emploi tenu"]),
    ("referent", "cle", &["cle referent"]),
    (
        "referent",
        "nom",
        &["enseignant", "professeur", "prof", "enseignant referent", "nom prenom", "prenom nom", "nom complet"],
    ),
    ("referent", "fonction", &["discipline", "matiere"]),
    ("periode_scolaire", "nom", &["periode", "intitule"]),
    ("periode_scolaire", "classes", &["division"]),
    ("etablissement", "nom", &["etablissement", "lycee", "nom etablissement", "nom lycee", "denomination"]),
    ("etablissement", "uai", &["rne", "code uai", "code rne", "n uai", "numero uai"]),
    (
        "etablissement",
        "representant.nom",
        &[
            "chef etablissement",
            "nom chef etablissement",
            "proviseur",
            "proviseure",
            "directeur",
            "directrice",
            "signataire",
        ],
    ),
    ("etablissement", "representant.qualite", &["qualite chef etablissement", "fonction chef etablissement"]),
    (
        "etablissement",
        "deliberation",
        &[
            "date deliberation",
            "date deliberation ca",
            "date deliberation conseil administration",
            "deliberation conseil administration",
            "deliberation ca",
        ],
    ),
    ("etablissement", "entete", &["en tete", "lettre en tete"]),
    ("etablissement", "logo_alternative", &["description logo"]),
    ("formation", "diplome", &["diplome prepare", "formation"]),
    ("formation", "session", &["annee session", "session examen", "annee examen"]),
    ("formation", "debut", &["premier jour annee", "debut annee", "rentree"]),
    ("formation", "fin", &["dernier jour annee", "fin annee"]),
    ("formation", "volume_horaire", &["volume horaire annuel", "heures enseignement"]),
    ("formation", "journees_anterieures", &["journees deja faites", "jours deja faits"]),
    ("candidat", "numero_candidat", &["n candidat", "num candidat", "no candidat", "numero"]),
    ("candidat", "nom", &["nom famille", "nom naissance"]),
    ("candidat", "place", &["n place", "numero place"]),
    ("candidat", "heure", &["heure convocation"]),
    ("candidat", "depot", &["date depot", "depose", "recu"]),
    ("candidat", "etablissement", &["lycee", "centre formation", "organisme formation"]),
    ("candidat", "amenagement", &["amenagement accorde", "tiers temps"]),
];

/// What exports of candidates hold besides, that no table reads.
pub const IDLE_COLUMNS: &[(&str, &[&str])] = &[(
    "candidat",
    &[
        "division classe",
        "n inscription",
        "n ocean",
        "nom usage",
        "date naissance",
        "ine",
        "categorie candidat",
        "code specialite",
        "specialite",
        "etat",
        "enseignement",
    ],
)];

/// What people write for the keys of a table: the defaults are those of a stage.
pub fn here(table: &str) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let table = if table == "defauts" { "stage" } else { table };
    HERE.iter().filter(move |(t, ..)| *t == table).map(|(_, path, words)| (*path, *words))
}

/// What people call the sheets of the tables.
const SHEETS: &[(&str, &[&str])] = &[
    ("etudiant", &["eleves", "eleve", "liste des etudiants", "liste des eleves"]),
    ("organisme", &["entreprises", "entreprise", "organismes d accueil", "lieux de stage"]),
    ("stage", &["conventions", "conventions de stage"]),
    (
        "referent",
        &[
            "enseignants referents",
            "professeurs referents",
            "enseignants",
            "enseignant",
            "professeurs",
            "professeur",
            "profs",
            "equipe pedagogique",
        ],
    ),
    ("periode_scolaire", &["periodes", "periodes de stage", "calendrier des stages"]),
    ("etablissement", &["lycee", "ecole", "l etablissement", "etablissement scolaire"]),
    ("formation", &["la formation", "annee scolaire"]),
    ("defauts", &["valeurs par defaut", "par defaut", "defaut", "reglages", "clauses"]),
];

/// The table that people call so.
pub fn of_sheet(name: &str) -> Option<&'static str> {
    let name = normalise(name);
    SHEETS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(table, _)| *table)
}

/// Words in the names of sheets that list people who are no students, and are no table either.
const OTHERS: [&str; 12] = [
    "tuteur",
    "tuteurs",
    "maitres",
    "parents",
    "responsables",
    "personnel",
    "personnels",
    "contacts",
    "anciens",
    "jury",
    "intervenants",
    "signataires",
];

/// Whether a sheet of this name lists people who are no students.
pub fn is_of_others(name: &str) -> bool {
    normalise(name).split(' ').any(|word| OTHERS.contains(&word))
}
