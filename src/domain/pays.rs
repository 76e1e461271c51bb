//! Which names of countries are France: tables often tell an overseas territory as a country.

use super::identifiers::normalise;

/// France and its territories, as `normalise` writes them, articles left out.
const FRANCE: [&str; 26] = [
    "france",
    "fr",
    "fra",
    "france metropolitaine",
    "republique francaise",
    "outre mer",
    "france outre mer",
    "guadeloupe",
    "martinique",
    "guyane",
    "guyane francaise",
    "reunion",
    "ile de la reunion",
    "mayotte",
    "saint martin",
    "st martin",
    "saint barthelemy",
    "st barthelemy",
    "saint pierre et miquelon",
    "st pierre et miquelon",
    "polynesie",
    "polynesie francaise",
    "nouvelle caledonie",
    "wallis et futuna",
    "iles wallis et futuna",
    "terres australes et antarctiques francaises",
];

/// Whether a country that is told is France; one that is not told is.
pub fn is_france(pays: &str) -> bool {
    let pays = bare(pays);
    pays.is_empty() || FRANCE.contains(&pays.as_str())
}

/// Whether two names are of one country: « La Réunion », « Réunion (France) ».
pub fn is_same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// A country's name as it is compared: without its article, nor « (France) » after it.
fn bare(pays: &str) -> String {
    let normal = normalise(pays);
    let name = ["la ", "le ", "les ", "l "].iter().find_map(|a| normal.strip_prefix(a)).unwrap_or(&normal);
    let name = name.strip_suffix(" france").unwrap_or(name);
    name.strip_suffix(" partie francaise").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overseas_is_france() {
        for name in [
            "",
            "France",
            "FRANCE ",
            "La Réunion",
            "réunion (France)",
            "Nouvelle-Calédonie",
            "Saint-Martin (partie française)",
        ] {
            assert!(is_france(name), "{name}");
        }
        for name in ["Belgique", "Guinée", "Île Maurice", "Saint-Marin", "Pays-Bas", "-"] {
            assert_eq!(is_france(name), name == "-", "{name}");
        }
    }
}
