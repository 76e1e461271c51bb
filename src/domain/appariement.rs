//! Whose each dossier is, and what becomes of each candidate. What is not sure of a person is read by a person: nobody becomes
//! « non valide » or « absent » by a stray copy, a slip in a number or a file that liasse does not read.

use std::collections::{HashMap, HashSet};

use super::Date;
use super::identifiers::normalise;
use super::session::{Arrivee, Controle, Decision, Etat, Inscription, Quoi, Session};

/// A candidate and what became of the dossier.
#[derive(Clone, Debug)]
pub struct Suivi<'s> {
    /// Rank in the list, from 0.
    pub rang: usize,
    pub inscription: &'s Inscription,
    /// The dossier that is judged: the only one that is the candidate's.
    pub controle: Option<&'s Controle>,
    /// All that are, or may be.
    pub dossiers: Vec<&'s Controle>,
    /// Others that bear the candidate's number, where the list names the one that counts.
    pub ecartes: Vec<&'s Controle>,
    /// Why a person must look.
    pub doute: Option<Doute>,
    /// The rank of an earlier line of the list that is the same.
    pub repete: Option<usize>,
    pub decision: Option<&'s Decision>,
    pub etat: Etat,
}

/// Why it is not sure which dossier is a candidate's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doute {
    /// Several dossiers for one candidate.
    Plusieurs,
    /// A dossier, or a number, for several candidates.
    Partage,
    /// Nothing bears the candidate's number, but this bears the name, or the file does.
    Ressemblance,
    /// Nothing bears the number or the name, and what arrived includes things that do not say whose they are.
    SansNom,
    /// The dossier bears the number, and altogether another name.
    AutreNom,
    /// Beside the dossier, something that liasse does not read is called after the candidate.
    Voisin,
}

/// What becomes of each candidate on the day `today`; then the dossiers that are nobody's.
pub fn suivis<'s>(session: &'s Session, controles: &'s [Controle], today: Date) -> (Vec<Suivi<'s>>, Vec<&'s Controle>) {
    let claims = Claims::of(&session.inscriptions, controles);
    let decided = session.decided();
    let mut taken = HashSet::new();
    let mut all = Vec::with_capacity(session.inscriptions.len());
    for (rang, inscription) in session.inscriptions.iter().enumerate() {
        let (own, doute) = claims.own(rang);
        let ecartes = claims.set_aside(rang, &own);
        taken.extend(own.iter().chain(&ecartes).copied());
        let of = |all: Vec<usize>| -> Vec<&Controle> { all.into_iter().map(|i| &controles[i]).collect() };
        let (dossiers, ecartes) = (of(own), of(ecartes));
        // A number that two persons have tells of neither what was decided.
        let decision =
            if claims.has_twin(rang) { None } else { decided.get(&number(&inscription.numero_candidat)).copied() };
        let controle = if let [only] = dossiers.as_slice() { Some(*only) } else { None };
        let repete = claims.repeated(rang);
        all.push(Suivi { rang, inscription, controle, dossiers, ecartes, doute, repete, decision, etat: Etat::Absent });
    }
    let strangers = controles.iter().enumerate().filter(|(i, _)| !taken.contains(i));
    let strangers: Vec<&Controle> = strangers.map(|(_, c)| c).collect();
    // What does not say whose it is may be anybody's.
    let nameless = strangers.iter().any(|c| c.may_be_anybodys());
    for suivi in &mut all {
        if suivi.dossiers.is_empty() && nameless {
            suivi.doute = Some(Doute::SansNom);
        }
        suivi.etat = etat(session, suivi, today);
    }
    (all, strangers)
}

fn etat(session: &Session, suivi: &Suivi<'_>, today: Date) -> Etat {
    match suivi.decision.and_then(|d| d.quoi) {
        Some(Quoi::Reserve) => return Etat::Reserve,
        Some(Quoi::Accepte) => return Etat::Accepte,
        Some(Quoi::NonValide) => return Etat::NonValide,
        None => {}
    }
    let Some(controle) = suivi.controle.filter(|c| c.arrivee != Arrivee::AutreForme) else {
        return if suivi.dossiers.is_empty() && suivi.doute.is_none() { Etat::Absent } else { Etat::ALire };
    };
    // Only what can no longer be completed is proposed to the mention.
    let late = session.fichier.session.delai.is_some_and(|d| d < today);
    let condemned = late && controle.manques.iter().any(|m| m.nv);
    match suivi.doute {
        // They keep nobody from conforming, and nobody is condemned on them.
        Some(Doute::AutreNom | Doute::Voisin) if condemned => Etat::ALire,
        None | Some(Doute::AutreNom | Doute::Voisin) => match () {
            () if controle.manques.is_empty() => Etat::Conforme,
            () if condemned => Etat::NonValide,
            () => Etat::ACompleter,
        },
        Some(_) => Etat::ALire,
    }
}

impl Controle {
    /// Whether it is a dossier, as far as one can see, that does not say whose it is.
    pub fn may_be_anybodys(&self) -> bool {
        const NEVER: [&str; 14] =
            ["txt", "csv", "xlsx", "xls", "ods", "toml", "json", "md", "html", "htm", "ini", "lnk", "url", "log"];
        let name = self.nom.to_lowercase();
        let is_other = name.rsplit_once('.').is_some_and(|(_, ending)| NEVER.contains(&ending));
        number(&self.numero).is_empty() && !is_other
    }
}

/// A candidate's number as it is compared: without what separates its digits, and without the zeros that a spreadsheet cuts.
pub fn number(told: &str) -> String {
    let told: String = told.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    told.trim_start_matches('0').to_owned()
}

/// Whether two numbers are one, written twice.
pub fn same_number(a: &str, b: &str) -> bool {
    let a = number(a);
    !a.is_empty() && a == number(b)
}

/// The name of a file as people compare it: without case, accents, punctuation.
fn file_key(name: &str) -> String {
    let name = name.trim().replace('\\', "/");
    name.trim_matches('/').split('/').map(normalise).collect::<Vec<_>>().join("/")
}

/// The same without what a zip or a PDF is told by: `normalise` made a space of the dot.
fn stem(key: &str) -> &str {
    [" zip", " pdf"].iter().find_map(|e| key.strip_suffix(e)).unwrap_or(key)
}

/// Names, as they are compared.
struct Noms {
    /// Family names: of birth, of use.
    familles: Vec<String>,
    prenoms: String,
}

impl Noms {
    fn new(familles: &[&str], prenoms: &str) -> Self {
        let familles = familles.iter().map(|n| normalise(n)).filter(|n| !n.is_empty()).collect();
        Noms { familles, prenoms: normalise(prenoms) }
    }

    fn first(&self) -> &str {
        self.prenoms.split(' ').next().unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.familles.is_empty() && self.prenoms.is_empty()
    }

    fn same_family(&self, other: &Noms) -> bool {
        self.familles.iter().any(|n| other.familles.contains(n))
    }

    /// The same family name and first given name.
    fn same_person(&self, other: &Noms) -> bool {
        !self.first().is_empty() && self.first() == other.first() && self.same_family(other)
    }

    /// Nothing in common, where both tell both.
    fn another(&self, other: &Noms) -> bool {
        let whole = |n: &Noms| !n.familles.is_empty() && !n.prenoms.is_empty();
        whole(self) && whole(other) && self.first() != other.first() && !self.same_family(other)
    }
}

/// Who claims which dossier, and by what.
struct Claims {
    /// Of the candidates, and of the dossiers.
    numbers: Vec<String>,
    theirs: Vec<String>,
    candidates: Vec<Noms>,
    told: Vec<Noms>,
    /// The names of the dossiers.
    keys: Vec<String>,
    /// What the list names for each candidate, and everything that it names.
    named: Vec<Vec<usize>>,
    all_named: HashSet<usize>,
    candidates_of: HashMap<String, Vec<usize>>,
    dossiers_of: HashMap<String, Vec<usize>>,
}

impl Claims {
    fn of(list: &[Inscription], controles: &[Controle]) -> Self {
        let keys: Vec<String> = controles.iter().map(|c| file_key(&c.nom)).collect();
        let named: Vec<_> = list.iter().map(|i| found_by_name(&i.dossier, &keys)).collect();
        let numbers: Vec<_> = list.iter().map(|i| number(&i.numero_candidat)).collect();
        let theirs: Vec<_> = controles.iter().map(|c| number(&c.numero)).collect();
        let told = |c: &Controle| Noms::new(&[&c.identite.nom_famille, &c.identite.nom_usage], &c.identite.prenoms);
        Claims {
            candidates: list.iter().map(|i| Noms::new(&[&i.nom], &i.prenoms)).collect(),
            told: controles.iter().map(told).collect(),
            all_named: named.iter().flatten().copied().collect(),
            candidates_of: by_number(&numbers),
            dossiers_of: by_number(&theirs),
            numbers,
            theirs,
            keys,
            named,
        }
    }

    /// What is, or may be, the candidate's; and why a person must look.
    fn own(&self, rang: usize) -> (Vec<usize>, Option<Doute>) {
        let named = &self.named[rang];
        if !named.is_empty() {
            let doute = match named.as_slice() {
                _ if self.is_shared(rang, named) => Some(Doute::Partage),
                [_] => None,
                _ => Some(Doute::Plusieurs),
            };
            return (named.clone(), doute);
        }
        let mut own: Vec<usize> = self.numbered(rang).to_vec();
        let alike = self.alike(rang);
        if own.is_empty() {
            let doute = (!alike.is_empty()).then_some(Doute::Ressemblance);
            return (alike, doute);
        }
        // A copy that lost its number is a copy all the same.
        let (copies, called): (Vec<_>, Vec<_>) = alike.into_iter().partition(|i| self.is_of(*i, rang));
        own.extend(copies);
        let doute = match own.as_slice() {
            all if self.is_shared(rang, all) => Some(Doute::Partage),
            [only] if self.candidates[rang].another(&self.told[*only]) => Some(Doute::AutreNom),
            [_] => (!called.is_empty()).then_some(Doute::Voisin),
            _ => Some(Doute::Plusieurs),
        };
        (own, doute)
    }

    fn numbered(&self, rang: usize) -> &[usize] {
        self.dossiers_of.get(&self.numbers[rang]).map_or(&[], Vec::as_slice)
    }

    fn is_of(&self, dossier: usize, rang: usize) -> bool {
        self.candidates[rang].same_person(&self.told[dossier])
    }

    /// What bears no number, or nobody's, and the candidate's name or number in what it tells or is called; and what bears
    /// another's number with this very candidate's names.
    fn alike(&self, rang: usize) -> Vec<usize> {
        let alike = |i: &usize| {
            if self.all_named.contains(i) || !self.theirs[*i].is_empty() && self.theirs[*i] == self.numbers[rang] {
                return false;
            }
            let whose = self.candidates_of.get(&self.theirs[*i]).map_or(&[][..], Vec::as_slice);
            match self.is_of(*i, rang) {
                true => !whose.iter().any(|other| self.is_of(*i, *other)),
                false => whose.is_empty() && self.told[*i].is_empty() && self.is_called_after(*i, rang),
            }
        };
        (0..self.theirs.len()).filter(alike).collect()
    }

    /// Whether the name of a file or folder has the candidate's number or family name in it.
    fn is_called_after(&self, dossier: usize, rang: usize) -> bool {
        let words = format!(" {} ", self.keys[dossier].replace('/', " "));
        let digits = &self.numbers[rang];
        let numbered = digits.len() > 5 && words.split(' ').any(|w| number(w) == *digits);
        let family = |n: &String| n.len() > 2 && words.contains(&format!(" {n} "));
        numbered || self.candidates[rang].familles.iter().any(family)
    }

    /// Others of the list who have the candidate's number.
    fn others(&self, rang: usize) -> impl Iterator<Item = usize> + '_ {
        let all = self.candidates_of.get(&self.numbers[rang]).map_or(&[][..], Vec::as_slice);
        all.iter().copied().filter(move |i| *i != rang)
    }

    fn same_line(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.candidates[a], &self.candidates[b]);
        a.familles == b.familles && a.prenoms == b.prenoms
    }

    /// Whether another person of the list has the candidate's number.
    fn has_twin(&self, rang: usize) -> bool {
        self.others(rang).any(|i| !self.same_line(i, rang))
    }

    fn repeated(&self, rang: usize) -> Option<usize> {
        self.others(rang).find(|i| *i < rang && self.same_line(*i, rang))
    }

    /// Whether another person of the list has one of these dossiers, by its number or by the list's word.
    fn is_shared(&self, rang: usize, own: &[usize]) -> bool {
        let another = |i: &usize| *i != rang && !self.same_line(*i, rang);
        own.iter().any(|dossier| {
            let bears = self.candidates_of.get(&self.theirs[*dossier]).map_or(&[][..], Vec::as_slice);
            let named = || (0..self.named.len()).filter(|i| self.named[*i].contains(dossier));
            // Where the list names a dossier for who has its number, the number claims it no more.
            let by_number = |i: &usize| self.named[*i].is_empty() || self.named[rang].contains(dossier);
            bears.iter().filter(|i| by_number(i)).any(another)
                || self.all_named.contains(dossier) && named().any(|i| another(&i))
        })
    }

    /// What bears the number of a candidate for whom the list names another.
    fn set_aside(&self, rang: usize, own: &[usize]) -> Vec<usize> {
        let aside = |i: &usize| !self.named[rang].is_empty() && !own.contains(i) && !self.all_named.contains(i);
        self.numbered(rang).iter().copied().filter(aside).collect()
    }
}

fn by_number(numbers: &[String]) -> HashMap<String, Vec<usize>> {
    let mut all: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, number) in numbers.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
        all.entry(number.clone()).or_default().push(i);
    }
    all
}

/// The dossiers that a name of the list means: the one of that very name, or else without its ending, or else those of which
/// it is a part of the path.
fn found_by_name(told: &str, keys: &[String]) -> Vec<usize> {
    let wanted = file_key(told);
    if wanted.is_empty() {
        return Vec::new();
    }
    let by = |same: &dyn Fn(&str) -> bool| -> Vec<usize> { (0..keys.len()).filter(|i| same(&keys[*i])).collect() };
    let exact = by(&|key| key == wanted);
    if !exact.is_empty() {
        return exact;
    }
    let stems = by(&|key| stem(key) == stem(&wanted));
    if stems.is_empty() { by(&|key| key.split('/').any(|p| stem(p) == stem(&wanted))) } else { stems }
}

#[cfg(test)]
mod tests;
