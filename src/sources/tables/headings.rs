//! Headings of columns: the keys of a table, as they are written and as people write them.

use std::collections::BTreeMap;

use super::vocabulary::{EVERYWHERE, IDLE_COLUMNS, here};
use crate::domain::identifiers::normalise;
use crate::sources::reader::nearest;
use crate::sources::rows::IDLE;
use crate::sources::schema::{Key, Node};

/// Most blocks of one kind in a row: « tuteur 2 ».
const BLOCKS: usize = 20;

/// A value that a column may hold: the steps to it within a row, and its key.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub steps: Vec<Step>,
    pub key: Key,
}

/// A step within a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Key(String),
    /// A list of blocks, of which a column holds a part of one.
    Blocks(String),
}

impl Leaf {
    /// The data path within a row, of block `n` (from 0) where there are blocks.
    pub fn path(&self, n: usize) -> String {
        let step = |s: &Step| match s {
            Step::Key(name) => name.clone(),
            Step::Blocks(name) => format!("{name}[{n}]"),
        };
        self.steps.iter().map(step).collect::<Vec<_>>().join(".")
    }

    /// As a heading is written: `tuteur.nom`.
    pub fn name(&self) -> String {
        self.names().join(".")
    }

    /// The same for block `n`, from 0: `tuteur2.nom`.
    pub fn numbered(&self, n: usize) -> String {
        let step = |s: &Step| match s {
            Step::Blocks(name) if n > 0 => format!("{name}{}", n + 1),
            Step::Key(name) | Step::Blocks(name) => name.clone(),
        };
        self.steps.iter().map(step).collect::<Vec<_>>().join(".")
    }

    fn names(&self) -> Vec<&str> {
        self.steps.iter().map(|(Step::Key(n) | Step::Blocks(n))| n.as_str()).collect()
    }

    fn has_blocks(&self) -> bool {
        self.steps.iter().any(|s| matches!(s, Step::Blocks(_)))
    }
}

/// Bytes of the longest heading that may be a column's.
const LONGEST: usize = 300;

/// The columns that a table may have.
#[derive(Clone, Debug)]
pub struct Columns {
    pub leaves: Vec<Leaf>,
    /// Leaves by the words of their headings.
    forms: BTreeMap<String, usize>,
    /// The words of headings that are no fault.
    idle: &'static [&'static str],
}

impl Columns {
    /// The columns of the table `table`, whose rows have these keys; those of a block that stands alone may be told by their
    /// last name.
    pub fn new(table: &str, keys: &[Key], is_block: bool) -> Self {
        let mut leaves = Vec::new();
        flatten(keys, &[], &mut leaves);
        let mut forms = BTreeMap::new();
        let mut form = |words: &str, leaf: usize| {
            forms.entry(words_of(words).0).or_insert(leaf);
        };
        // A key comes before what people write for another.
        for (i, leaf) in leaves.iter().enumerate() {
            form(&leaf.names().join(" "), i);
        }
        for (i, leaf) in leaves.iter().enumerate() {
            let name = leaf.name();
            let own = here(table).filter(|(path, _)| *path == name).flat_map(|(_, words)| words);
            own.for_each(|words| form(words, i));
        }
        for (i, leaf) in leaves.iter().enumerate() {
            let (last, above) = leaf.names().split_last().map(|(l, a)| ((*l).to_owned(), a.join(" "))).expect("a name");
            let other = EVERYWHERE.iter().filter(|(key, _)| *key == last).flat_map(|(_, words)| *words);
            for words in std::iter::once(last.as_str()).chain(other.copied()) {
                form(&format!("{above} {words}"), i);
                form(&format!("{words} {above}"), i);
            }
        }
        // A block has no other keys of that name: « Protection sociale » is `clauses.protection_sociale`.
        for (i, leaf) in leaves.iter().enumerate().filter(|_| is_block) {
            let last = |l: &Leaf| l.names().last().map(|n| (*n).to_owned());
            if leaves.iter().filter(|l| last(l) == last(leaf)).count() == 1 {
                form(&last(leaf).unwrap_or_default(), i);
            }
        }
        let idle = IDLE_COLUMNS.iter().find(|(t, _)| *t == table).map_or(&[][..], |(_, words)| words);
        Columns { leaves, forms, idle }
    }

    /// The leaf of a heading and its block, from 0; « tuteur 2 nom » is in the second. None for « # … », which a person
    /// keeps for themselves.
    pub fn of(&self, heading: &str) -> Option<(usize, usize)> {
        if heading.starts_with('#') || heading.len() > LONGEST {
            return None;
        }
        let (words, number) = words_of(heading);
        let leaf = |words: &str| self.forms.get(words).copied();
        match number {
            None => leaf(&words).map(|leaf| (leaf, 0)).or_else(|| {
                // « second tuteur, nom » is of the second block.
                let first = words.replacen("second ", "", 1);
                let leaf = leaf(&first).filter(|l| first != words && self.leaves[*l].has_blocks())?;
                Some((leaf, 1))
            }),
            Some(n) => match leaf(&words) {
                Some(leaf) if self.leaves[leaf].has_blocks() => Some((leaf, n - 1)),
                // « représentant légal 2 » is `second_representant_legal`, « signature tuteur 2 » that of the second one.
                _ if n == 2 => {
                    let with = |i: usize| {
                        words
                            .split(' ')
                            .enumerate()
                            .map(|(j, w)| if i == j { format!("second {w}") } else { w.to_owned() })
                            .collect::<Vec<_>>()
                            .join(" ")
                    };
                    (0..words.split(' ').count()).find_map(|i| leaf(&with(i))).map(|leaf| (leaf, 0))
                }
                _ => None,
            },
        }
    }

    /// Whether a heading that is no key's is no fault either: a person's own, or one that exports have.
    pub fn is_idle(&self, heading: &str) -> bool {
        heading.is_empty() || heading.starts_with('#') || self.idle.contains(&words_of(heading).0.as_str())
    }

    /// The key that resembles a heading most, as a heading is written.
    pub fn nearest(&self, heading: &str) -> Option<String> {
        let near = nearest(&words_of(heading).0, self.forms.keys().map(String::as_str))?;
        self.forms.get(&near).map(|i| self.leaves[*i].name())
    }
}

fn flatten(keys: &[Key], above: &[Step], out: &mut Vec<Leaf>) {
    for key in keys {
        let with = |step: Step| [above, &[step]].concat();
        match &key.node {
            Node::Table(keys) => flatten(keys, &with(Step::Key(key.name.clone())), out),
            Node::List(inner) if matches!(**inner, Node::Table(_)) => {
                let Node::Table(keys) = &**inner else { continue };
                flatten(keys, &with(Step::Blocks(key.name.clone())), out);
            }
            _ => out.push(Leaf { steps: with(Step::Key(key.name.clone())), key: key.clone() }),
        }
    }
}

/// The words that tell a heading from another, without plurals, and the number of the block that it is of.
fn words_of(heading: &str) -> (String, Option<usize>) {
    let normal = normalise(&heading.replace(['º', '№'], "°").replace('_', " "));
    let (mut words, mut number) = (Vec::new(), None);
    for word in normal.split(' ').filter(|w| !IDLE.contains(w)) {
        let digits = word.trim_start_matches(|c: char| !c.is_ascii_digit());
        let ordinal = ["eme", "er", "nd", "e"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let told = |s: &str| s.parse::<usize>().ok().filter(|n| (1..=BLOCKS).contains(n));
        match told(ordinal).or_else(|| told(digits)) {
            Some(n) if number.is_none() => {
                number = Some(n);
                let name = word.strip_suffix(digits).unwrap_or_default();
                words.extend((!name.is_empty() && told(ordinal).is_none()).then(|| singular(name)));
            }
            _ => words.push(singular(word)),
        }
    }
    (words.join(" "), number)
}

fn singular(word: &str) -> String {
    if ["seconde", "deuxieme"].contains(&word) {
        return "second".to_owned();
    }
    let bare = if word.len() > 3 { word.strip_suffix(['s', 'x']).unwrap_or(word) } else { word };
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::sources::tables::vocabulary::HERE;
    use crate::sources::tables::{EXAMEN, PROMOTION, SESSION, Table};

    fn tables() -> impl Iterator<Item = &'static Table> {
        PROMOTION.tables.iter().chain(&EXAMEN.tables).chain(&SESSION.tables)
    }

    fn path(table: &str, heading: &str) -> Option<String> {
        let columns = &tables().find(|t| t.key == table).unwrap().columns;
        columns.of(heading).map(|(leaf, n)| columns.leaves[leaf].path(n))
    }

    #[test]
    fn headings_are_understood_as_people_write_them() {
        for (table, heading, wanted) in [
            ("etudiant", "Nom", "nom_famille"),
            ("etudiant", "NOM DE FAMILLE", "nom_famille"),
            ("etudiant", "Nom d’usage", "nom_usage"),
            ("etudiant", "Prénom(s)", "prenoms"),
            ("etudiant", "Prénom", "prenoms"),
            ("etudiant", "Né(e) le", "date_naissance"),
            ("etudiant", "Date de naissance", "date_naissance"),
            ("etudiant", "N° candidat", "numero_candidat"),
            ("etudiant", "Nº de candidat", "numero_candidat"),
            ("etudiant", "E-mail", "courriel"),
            ("etudiant", "Clé", "cle"),
            ("organisme", "Raison sociale", "nom"),
            ("organisme", "Nom du représentant", "representant.nom"),
            ("stage", "Entreprise", "organisme"),
            ("stage", "Heures par semaine", "heures_semaine"),
            ("stage", "tuteur.nom", "tuteur[0].nom"),
            ("stage", "Tuteur nom", "tuteur[0].nom"),
            ("stage", "Nom du tuteur", "tuteur[0].nom"),
            ("stage", "tuteur2.nom", "tuteur[1].nom"),
            ("stage", "tuteur.2.nom", "tuteur[1].nom"),
            ("stage", "Fonction du 2e tuteur", "tuteur[1].fonction"),
            ("stage", "Date de début", "debut"),
            ("stage", "interruption.debut", "interruption[0].debut"),
            ("stage", "Début de l’interruption 3", "interruption[2].debut"),
            ("stage", "Signature du tuteur", "signatures.tuteur"),
            ("stage", "pedagogie.objectifs", "pedagogie.objectifs"),
            ("stage", "Organisme 2", "second_organisme"),
            ("stage", "Second organisme", "second_organisme"),
            ("stage", "Deuxième organisme d’accueil", "second_organisme"),
            ("stage", "Nom du second tuteur", "tuteur[1].nom"),
            ("stage", "Demi-journées", "demi_journees"),
            ("stage", "Signature du second tuteur", "signatures.second_tuteur"),
            ("stage", "signatures.tuteur2", "signatures.second_tuteur"),
            ("organisme", "Représentant 2", "second_representant.nom"),
            ("organisme", "Qualité du second représentant", "second_representant.qualite"),
            ("etudiant", "Représentant légal 2", "second_representant_legal"),
            ("avenant", "Nouveau référent", "referent"),
            ("avenant", "Signature de l’organisme", "signatures.organisme"),
            ("avenant", "Gratification horaire", "gratification.horaire"),
            ("avenant", "tuteur_fonction", "tuteur_fonction"),
            ("contrat", "Employeur", "organisme"),
            ("referent", "Enseignant référent", "nom"),
            ("referent", "Discipline", "fonction"),
            ("etablissement", "Lycée", "nom"),
            ("etablissement", "Chef d’établissement", "representant.nom"),
            ("etablissement", "Date de délibération du CA", "deliberation"),
            ("etablissement", "En-tête", "entete"),
            ("formation", "Volume horaire", "volume_horaire"),
            ("defauts", "Protection sociale", "clauses.protection_sociale"),
            ("defauts", "clauses.protection_sociale", "clauses.protection_sociale"),
            ("defauts", "Objectifs", "pedagogie.objectifs"),
            ("defauts", "Horaires", "horaires"),
            ("defauts", "Gratification horaire", "gratification.horaire"),
            ("candidat", "N° Candidat", "numero_candidat"),
            ("candidat", "Nom de famille", "nom"),
            ("candidat", "Prénom(s)", "prenoms"),
            ("candidat", "N° de place", "place"),
        ] {
            assert_eq!(path(table, heading).as_deref(), Some(wanted), "{table}: {heading}");
        }
        for (table, heading) in
            [("etudiant", "Adresse 2"), ("etudiant", "Régime"), ("stage", "tuteur0.nom"), ("stage", "")]
        {
            assert_eq!(path(table, heading), None, "{table}: {heading}");
        }
    }

    /// Each key answers to its own name, and what people write leads to keys that exist.
    #[test]
    fn no_heading_hides_a_key() {
        for table in tables() {
            for leaf in &table.columns.leaves {
                let found = table.columns.of(&leaf.name()).map(|(leaf, n)| table.columns.leaves[leaf].path(n));
                assert_eq!(found, Some(leaf.path(0)), "{}: {}", table.key, leaf.name());
            }
        }
        for (table, name, _) in HERE {
            let mut leaves = tables().filter(|t| t.key == *table).flat_map(|t| &t.columns.leaves);
            assert!(leaves.any(|l| l.name() == *name), "{table}.{name} is no key");
        }
    }

    #[test]
    fn a_slip_has_its_key() {
        let columns = &tables().find(|t| t.key == "stage").unwrap().columns;
        assert_eq!(columns.nearest("Débutt").as_deref(), Some("debut"));
        assert_eq!(columns.nearest("tuteur.nmo").as_deref(), Some("tuteur.nom"));
    }
}
