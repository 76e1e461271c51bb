//! What two records of one person do not tell alike: one of both is kept, and the other is told. Pure.

use super::cellules::same as alike;
use crate::domain::identifiers::{compact, normalise};
use crate::sources::import::{Eleve, Illisible, Trouble};

/// The columns of which `kept` and `other`, which are one person, tell something else, at the row of `other`.
pub fn told(kept: &Eleve, other: &Eleve) -> Vec<Illisible> {
    let texts = [
        ("nom de famille", words(&kept.nom_famille, &other.nom_famille)),
        ("nom d’usage", words(&kept.nom_usage, &other.nom_usage)),
        // An export that knows fewer first names tells nothing else.
        ("prénoms", part(&kept.prenoms, &other.prenoms)),
        ("sexe", same(kept.sexe, other.sexe)),
        ("date de naissance", same(kept.date_naissance, other.date_naissance)),
        ("INE", words(&kept.ine, &other.ine)),
        ("N° candidat", words(&kept.numero_candidat, &other.numero_candidat)),
        ("classe", words(&kept.classe, &other.classe)),
        ("statut", same(kept.statut, other.statut)),
        ("adresse", kept.adresse.agrees(&other.adresse)),
        ("téléphone", digits(&kept.telephone) == digits(&other.telephone) || either(&kept.telephone, &other.telephone)),
        ("courriel", words(&kept.courriel, &other.courriel)),
        ("représentant légal", representants(kept, other)),
        ("date de sortie", either(&kept.sortie, &other.sortie) || alike(&kept.sortie, &other.sortie)),
        ("clé", words(&kept.cle, &other.cle)),
    ];
    let autre = |eleve: &'_ Eleve, column: &str| eleve.autre(column).to_owned();
    let autres = kept.autres.iter().map(|(column, value)| (*column, words(value, &autre(other, column))));
    let one = |(name, _): (&str, bool)| Illisible {
        origin: other.origin.clone(),
        column: Some(name.to_owned()),
        trouble: Trouble::Differs(kept.origin.elsewhere()),
    };
    texts.into_iter().chain(autres).filter(|(_, alike)| !alike).map(one).collect()
}

/// Whether one of both tells nothing.
fn either(a: &str, b: &str) -> bool {
    a.is_empty() || b.is_empty()
}

/// Whether two texts are one, but for their spelling.
pub fn words(a: &str, b: &str) -> bool {
    either(a, b) || compact(a) == compact(b)
}

fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a == b)
}

fn part(a: &str, b: &str) -> bool {
    let (a, b) = (normalise(a), normalise(b));
    let within = |a: &str, b: &str| a.split(' ').all(|w| b.split(' ').any(|other| other == w));
    either(&a, &b) || words(&a, &b) || within(&a, &b) || within(&b, &a)
}

/// A telephone number, however it is written.
pub fn digits(telephone: &str) -> String {
    let all: String = telephone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let national = all.strip_prefix("+33").or_else(|| all.strip_prefix("0033"));
    national.map_or(all.clone(), |rest| format!("0{}", rest.trim_start_matches('0')))
}

fn representants(kept: &Eleve, other: &Eleve) -> bool {
    let all = |e: &Eleve| -> Vec<String> {
        let mut names: Vec<_> = e.representants.iter().map(|n| normalise(n)).filter(|n| !n.is_empty()).collect();
        names.sort();
        names
    };
    let (a, b) = (all(kept), all(other));
    a.iter().all(|n| b.contains(n)) || b.iter().all(|n| a.contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Date;
    use crate::sources::import::Origin;

    fn eleve() -> Eleve {
        let mut eleve = Eleve::new(Origin::file("a.csv").at(2));
        (eleve.nom_famille, eleve.prenoms) = ("N’GUYEN".into(), "Jean-Noël Œdipe".into());
        (eleve.telephone, eleve.courriel) = ("06 00 00 00 01".into(), "jn@courriel.example".into());
        eleve.date_naissance = Date::new(2005, 1, 1);
        (eleve.adresse.voie, eleve.adresse.ville) = ("4 rue du Lac".into(), "LYON".into());
        eleve.representants = ["Ève A".into(), "Max B".into()];
        eleve.autres = vec![("caisse", "CPAM du Rhône".into())];
        (eleve.sortie, eleve.cle) = ("2025-09-01".into(), "n-guyen-jean".into());
        eleve
    }

    fn columns(change: impl FnOnce(&mut Eleve)) -> Vec<String> {
        let mut other = eleve();
        other.origin = Origin::file("b.csv").at(3);
        change(&mut other);
        let told = told(&eleve(), &other);
        assert!(told.iter().all(|i| i.origin.row == 3 && i.trouble == Trouble::Differs(eleve().origin.elsewhere())));
        told.into_iter().filter_map(|i| i.column).collect()
    }

    #[test]
    fn what_is_spelt_otherwise_or_told_in_part_is_no_difference() {
        let nothing = columns(|e| {
            (e.nom_famille, e.prenoms) = ("N'Guyen".into(), "Jean-Noel".into());
            (e.telephone, e.courriel) = ("+33600000001".into(), "JN@courriel.example".into());
            (e.adresse.voie, e.adresse.code_postal, e.adresse.ville) =
                ("4, RUE DU LAC".into(), "69003".into(), "".into());
            e.representants = ["MAX B".into(), String::new()];
            e.date_naissance = None;
            (e.sortie, e.autres) =
                ("01/09/2025".into(), vec![("caisse", "CPAM du Rhone".into()), ("admission", "x".into())]);
        });
        assert_eq!(nothing, Vec::<String>::new());
    }

    #[test]
    fn each_difference_is_told_at_its_column() {
        assert_eq!(columns(|e| e.date_naissance = Date::new(2005, 1, 2)), ["date de naissance"]);
        assert_eq!(columns(|e| e.telephone = "0600000002".into()), ["téléphone"]);
        assert_eq!(columns(|e| e.adresse.ville = "BRON".into()), ["adresse"]);
        assert_eq!(columns(|e| e.representants[0] = "Ada C".into()), ["représentant légal"]);
        assert_eq!(columns(|e| e.prenoms = "Paul".into()), ["prénoms"]);
        assert_eq!(columns(|e| e.autres = vec![("caisse", "CPAM de l’Ain".into())]), ["caisse"]);
        assert_eq!(columns(|e| e.sortie = "02/09/2025".into()), ["date de sortie"]);
        assert_eq!(columns(|e| e.cle = "nguyen".into()), ["clé"]);
    }
}
