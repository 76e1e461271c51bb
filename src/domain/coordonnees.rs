//! The coordinates of a person in a text: telephone, e-mail, postal address, full name. What only resembles one is none:
//! amounts, dates, the numbers of contracts and claims, the hotline of an insurer.

use std::ops::Range;

use super::identifiers::normalise;

/// What reaches or names somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sorte {
    Telephone,
    Courriel,
    Adresse,
    NomComplet,
}

/// A coordinate that a text tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordonnee {
    pub sorte: Sorte,
    /// Its beginning, enough to find it again and not to reach anybody: « 06 12 … ».
    pub debut: String,
    /// What makes two of them the same.
    pub cle: String,
}

/// The telephones, e-mails and postal addresses of a text.
pub fn find(text: &str) -> Vec<Coordonnee> {
    let mut out = telephones(text);
    out.extend(courriels(text));
    out.extend(adresses(text));
    out
}

/// What makes two telephones the same: the last nine digits.
pub fn telephone_key(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(9)..].iter().collect()
}

/// What makes two postal addresses the same, street types unabridged.
pub fn adresse_key(text: &str) -> String {
    let long = |w: &str| match w {
        "av" | "ave" => "avenue".to_owned(),
        "bd" | "bld" | "bvd" | "boul" => "boulevard".to_owned(),
        "fg" | "fbg" => "faubourg".to_owned(),
        "che" | "chem" => "chemin".to_owned(),
        "pl" => "place".to_owned(),
        "rte" => "route".to_owned(),
        w => w.to_owned(),
    };
    normalise(text).split(' ').map(long).collect::<Vec<_>>().join(" ")
}

// ── Telephones ──────────────────────────────────────────────────────────────────────────

/// A group of digits: its bytes, and the separator before it (none for the first of a run).
struct Group<'t> {
    digits: &'t str,
    bytes: Range<usize>,
    separator: Option<char>,
}

/// Where the number that follows is a telephone.
const CALLED: [&str; 19] = [
    "appel",
    "appeler",
    "appelez",
    "appelle",
    "fixe",
    "gsm",
    "joignable",
    "joindre",
    "mobile",
    "port",
    "portable",
    "rappel",
    "rappeler",
    "rappelle",
    "sms",
    "tel",
    "telephone",
    "telephonique",
    "whatsapp",
];
/// Where it is the number of a thing.
const NUMBERED: [&str; 28] = [
    "adherent",
    "avenant",
    "compte",
    "contrat",
    "contrats",
    "cotisation",
    "declaration",
    "devis",
    "dossier",
    "facture",
    "iban",
    "identifiant",
    "immatriculation",
    "matricule",
    "no",
    "numero",
    "n",
    "orias",
    "permis",
    "police",
    "proposition",
    "quittance",
    "ref",
    "reference",
    "references",
    "siren",
    "siret",
    "sinistre",
];
/// Whose fixed line is nobody's own.
const SERVICES: [&str; 12] = [
    "assistance",
    "assureur",
    "compagnie",
    "hotline",
    "mediateur",
    "mutuelle",
    "plateforme",
    "plate",
    "service",
    "services",
    "siege",
    "standard",
];
/// Calling codes of France, its overseas, and the neighbours.
const ABROAD: [&str; 22] = [
    "33", "262", "590", "594", "596", "508", "681", "687", "689", "32", "41", "352", "49", "44", "34", "39", "351",
    "212", "213", "216", "221", "377",
];

fn telephones(text: &str) -> Vec<Coordonnee> {
    let groups = groups(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let Some(length) = telephone_at(text, &groups, at) else {
            at += 1;
            continue;
        };
        let bytes = groups[at].bytes.start..groups[at + length - 1].bytes.end;
        let written = &text[bytes];
        let debut: String = written.chars().take(5).collect();
        out.push(Coordonnee {
            sorte: Sorte::Telephone,
            debut: format!("{} …", debut.trim_end()),
            cle: telephone_key(written),
        });
        at += length;
    }
    out
}

/// Every run of digits, those of one run knowing what parts them.
fn groups(text: &str) -> Vec<Group<'_>> {
    let mut out: Vec<Group<'_>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let separator = out.last().and_then(|last| separator(&text[last.bytes.end..start]));
        out.push(Group { digits: &text[start..at], bytes: start..at, separator });
    }
    out
}

/// The one sign between two groups of a number; spaces are one.
fn separator(between: &str) -> Option<char> {
    let inner = between.trim_matches(['(', ')']);
    if inner.is_empty() {
        return Some(' ');
    }
    if inner.chars().all(char::is_whitespace) {
        return (inner.chars().count() <= 2).then_some(' ');
    }
    let mut signs = inner.chars().filter(|c| !c.is_whitespace());
    let sign = signs.next().filter(|c| matches!(c, '.' | '-' | '/' | '‑' | '–'));
    sign.filter(|_| signs.next().is_none())
}

/// How many groups from `at` are a telephone.
fn telephone_at(text: &str, groups: &[Group<'_>], at: usize) -> Option<usize> {
    let before = &text[..groups[at].bytes.start];
    // « AB-06-… » and « 12,06… » are the middle of something.
    let mut back = before.chars().rev();
    let previous = back.next();
    let glued = previous.is_some_and(|c| c.is_alphanumeric() || c == '_')
        || (previous.is_some_and(|c| matches!(c, '-' | '/' | '.' | ','))
            && back.next().is_some_and(char::is_alphanumeric));
    if glued {
        return None;
    }
    let length = if previous == Some('+') || groups[at].digits.starts_with("00") {
        international(text, groups, at)?
    } else {
        national(groups, at)?
    };
    let after = &text[groups[at + length - 1].bytes.end..];
    let closed = after.chars().next().is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '€' | '%' | '_')));
    (closed && is_called(before, groups, at, length)).then_some(length)
}

fn national(groups: &[Group<'_>], at: usize) -> Option<usize> {
    const SHAPES: [&[usize]; 5] = [&[10], &[2, 2, 2, 2, 2], &[4, 2, 2, 2], &[4, 3, 3], &[2, 4, 4]];
    let fits = |shape: &&&[usize]| {
        let Some(window) = groups.get(at..at + shape.len()) else { return false };
        let sizes = window.iter().zip(shape.iter()).all(|(g, n)| g.digits.len() == *n);
        let separators: Vec<_> = window[1..].iter().map(|g| g.separator).collect();
        sizes && separators.iter().all(|s| s.is_some() && *s == separators[0])
    };
    let shape = SHAPES.iter().find(fits)?;
    let window = &groups[at..at + shape.len()];
    let digits: String = window.iter().map(|g| g.digits).collect();
    // 08 is a service's.
    let subscriber = digits.starts_with('0') && !matches!(digits.as_bytes()[1], b'0' | b'8');
    // « 05 06 07 08 09 » counts; a longer row of pairs is a list.
    let pairs: Vec<u8> = window.iter().filter_map(|g| g.digits.parse().ok()).collect();
    let counting = shape.len() == 5 && pairs.windows(2).all(|p| p[1] == p[0] + 1);
    let beyond = groups.get(at + shape.len()).is_some_and(|g| {
        g.separator.is_some()
            && g.separator == groups[at + shape.len() - 1].separator
            && g.digits.len() == 2
            && shape.len() == 5
    });
    let short_of = shape.len() == 5
        && groups[at].separator.is_some()
        && groups[at].separator == groups[at + 1].separator
        && at > 0
        && groups[at - 1].digits.len() == 2;
    (subscriber && !counting && !beyond && !short_of).then_some(shape.len())
}

/// « +33 6 12 34 56 78 », « 0033612345678 », « +262 692 12 34 56 ».
fn international(text: &str, groups: &[Group<'_>], at: usize) -> Option<usize> {
    let first = groups[at].digits.strip_prefix("00").unwrap_or(groups[at].digits);
    let country = ABROAD.iter().find(|code| first == **code || (first.len() > 8 && first.starts_with(**code)));
    country?;
    let mut digits = first.len();
    let mut length = 1;
    // As far as a telephone of twelve digits goes, « (0) » besides.
    while digits < 11 {
        let Some(next) = groups.get(at + length).filter(|g| g.separator.is_some()) else { break };
        let aside = next.digits == "0" && text[..next.bytes.start].ends_with('(');
        if !aside {
            digits += next.digits.len();
        }
        length += 1;
    }
    (10..=13).contains(&digits).then_some(length)
}

/// Whether what stands before a number lets it be a person's telephone.
fn is_called(before: &str, groups: &[Group<'_>], at: usize, length: usize) -> bool {
    // Of the same sentence.
    let sentence = before.rsplit(['\n', ';', '!', '?']).next().unwrap_or_default();
    let words = normalise(sentence);
    let last: Vec<&str> = words.rsplit(' ').take(5).collect();
    if last.iter().any(|w| CALLED.contains(w)) {
        return true;
    }
    if last.iter().take(3).any(|w| NUMBERED.contains(w)) {
        return false;
    }
    let mobile = matches!(groups[at].digits.as_bytes(), [b'0', b'6' | b'7', ..]);
    let abroad = before.ends_with('+') || groups[at].digits.starts_with("00");
    match length {
        // Ten digits in a row may be any number.
        1 if !abroad => mobile,
        _ => mobile || abroad || !last.iter().any(|w| SERVICES.contains(w)),
    }
}

// ── E-mails ─────────────────────────────────────────────────────────────────────────────

/// Boxes that are no person's.
const BOXES: [&str; 10] = [
    "assistance",
    "dpo",
    "gestion",
    "mediat",
    "no-reply",
    "noreply",
    "reclamation",
    "resiliation",
    "service",
    "sinistre",
];

fn courriels(text: &str) -> Vec<Coordonnee> {
    let local = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-') || (c.is_alphabetic() && !c.is_ascii())
    };
    let mut out = Vec::new();
    for (at, _) in text.match_indices('@') {
        let start =
            text[..at].rfind(|c| !local(c)).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
        let domain = rest[..end].trim_end_matches(['.', '-']);
        let name = text[start..at].trim_start_matches('.');
        let top = domain.rsplit('.').next().unwrap_or_default();
        let whole = domain.contains('.') && top.len() >= 2 && top.chars().all(char::is_alphabetic);
        if name.is_empty() || !whole || BOXES.iter().any(|b| name.to_lowercase().starts_with(b)) {
            continue;
        }
        let initial: String = name.chars().take(1).collect();
        out.push(Coordonnee {
            sorte: Sorte::Courriel,
            debut: format!("{initial}…@{domain}"),
            cle: format!("{name}@{domain}").to_lowercase(),
        });
    }
    out
}

// ── Postal addresses ────────────────────────────────────────────────────────────────────

/// Types of streets that are nothing else after a number.
const STREETS: [&str; 20] = [
    "allee",
    "av",
    "ave",
    "avenue",
    "bd",
    "bld",
    "boulevard",
    "bvd",
    "chaussee",
    "chemin",
    "esplanade",
    "faubourg",
    "fbg",
    "impasse",
    "rue",
    "ruelle",
    "sente",
    "sentier",
    "venelle",
    "boul",
];
/// Types that are words of every day too: a name must follow.
const PLACES: [&str; 12] = [
    "clos",
    "hameau",
    "lotissement",
    "mail",
    "montee",
    "place",
    "promenade",
    "quai",
    "residence",
    "square",
    "traverse",
    "villa",
];
/// Types that count other things still: a postcode must follow.
const OTHERS: [&str; 5] = ["cite", "cours", "passage", "route", "voie"];
/// What stands between the type and the name.
const SMALL: [&str; 11] = ["a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "les"];

fn adresses(text: &str) -> Vec<Coordonnee> {
    let tokens: Vec<(usize, &str)> =
        text.split_whitespace().map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w)).collect();
    let mut out = Vec::new();
    for (i, (_, word)) in tokens.iter().enumerate().skip(1) {
        let kind = normalise(word);
        let (street, place, other) =
            (STREETS.contains(&kind.as_str()), PLACES.contains(&kind.as_str()), OTHERS.contains(&kind.as_str()));
        // A type that ends its clause has no name after it.
        if !(street || place || other) || word.ends_with([',', ';', ':', '!', '?', ')', '»']) {
            continue;
        }
        let Some(first) = house(&tokens, i) else { continue };
        let name = name_after(&tokens[i + 1..]);
        let named = match () {
            () if street => name.words > 0,
            () if place => name.proper,
            () => name.proper && tokens[i + 1..].iter().take(12).any(|(_, w)| is_postcode(w)),
        };
        if !named {
            continue;
        }
        let (_, last) = tokens[i + name.words];
        let end = tokens[i + name.words].0 + last.len();
        let written = text[tokens[first].0..end].trim_end_matches([',', '.', ';', ':']);
        out.push(Coordonnee {
            sorte: Sorte::Adresse,
            debut: format!("{} {word} …", tokens[first].1.trim_end_matches(',')),
            cle: adresse_key(written),
        });
    }
    out
}

/// The token of the house's number, where one stands before the type at `i`.
fn house(tokens: &[(usize, &str)], i: usize) -> Option<usize> {
    let bis = |w: &str| matches!(normalise(w).as_str(), "bis" | "ter" | "quater" | "a" | "b" | "c");
    let first = if i > 1 && bis(tokens[i - 1].1) && is_house(tokens[i - 2].1) { i - 2 } else { i - 1 };
    let written = tokens[first].1;
    // « Le 12, rue des Lilas » is a day.
    let day =
        written.ends_with(',') && first > 0 && matches!(normalise(tokens[first - 1].1).as_str(), "le" | "du" | "au");
    (is_house(written) && !day).then_some(first)
}

/// « 12 », « 12, », « 12bis », « 12-14 »; not a year.
fn is_house(word: &str) -> bool {
    let word = word.trim_end_matches(',').trim_start_matches(['(', '«', '"']);
    let number: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = normalise(&word[number.len()..]);
    let range = rest.chars().all(|c| c.is_ascii_digit()) && rest.len() <= 3;
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    (1..=4).contains(&number.len())
        && !year
        && (matches!(rest.as_str(), "bis" | "ter" | "quater" | "a" | "b" | "c" | "d") || range)
}

/// The name of a street: how many words, and whether one of them is a proper name or a number.
struct Name {
    words: usize,
    proper: bool,
}

fn name_after(tokens: &[(usize, &str)]) -> Name {
    let mut name = Name { words: 0, proper: false };
    for (_, word) in tokens.iter().take(5) {
        let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let own = bare.rsplit(['’', '\'']).next().unwrap_or(bare);
        let proper = own.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let small = SMALL.contains(&normalise(word).as_str());
        if bare.is_empty() || matches!(normalise(word).as_str(), "et" | "ou" | "est" | "sont") {
            break;
        }
        name.words += 1;
        name.proper |= proper;
        if word.ends_with([',', '.', ';', ':', ')', '!', '?']) || (!proper && !small) {
            break;
        }
    }
    name
}

fn is_postcode(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit())
}

// ── Names ───────────────────────────────────────────────────────────────────────────────

/// A title, a first name and a family name, as in « M. Jean DUPONT »: not « Mme D. », « Mme Le Goff » nor « M. et Mme G. ».
pub fn nom_complet(text: &str) -> Option<Coordonnee> {
    const TITLES: [&str; 9] = ["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur"];
    const PARTICLES: [&str; 16] =
        ["al", "ben", "da", "de", "del", "des", "di", "dos", "du", "el", "la", "le", "les", "saint", "van", "von"];
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let is_name = |w: &str| {
        let bare = w.trim_end_matches(|c: char| !c.is_alphanumeric());
        bare.chars().next().is_some_and(char::is_uppercase) && bare.chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    let found = tokens.windows(3).find(|w| {
        TITLES.contains(&normalise(w[0]).as_str())
            && is_name(w[1])
            && w[1].chars().last().is_some_and(char::is_alphanumeric)
            && !PARTICLES.contains(&normalise(w[1]).as_str())
            && is_name(w[2])
    })?;
    let initial: String = found[2].chars().take(1).collect();
    let names = found[1..].iter().map(|w| w.trim_end_matches(|c: char| !c.is_alphanumeric()));
    Some(Coordonnee {
        sorte: Sorte::NomComplet,
        debut: format!("{} {} {initial}…", found[0], found[1]),
        cle: normalise(&names.collect::<Vec<_>>().join(" ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sortes(text: &str) -> Vec<Sorte> {
        find(text).into_iter().map(|c| c.sorte).collect()
    }

    #[test]
    fn telephones_in_every_usual_writing() {
        for text in [
            "Joignable au 06 12 34 56 78.",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "06/12/34/56/78",
            "tél. 0612345678",
            "Mme D. (0612345678)",
            "0612 34 56 78",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "0033 6 12 34 56 78",
            "+33612345678",
            "06\u{a0}12\u{a0}34\u{a0}56\u{a0}78",
            "04 72 65 43 21 le soir",
            "0590 12 34 56",
            "0692 123 456",
            "+262 692 12 34 56",
            "+590690123456",
            "son portable, n° 0712345678",
            "téléphone : 0472654321",
            "Elle habite au 3, 06 12 34 56 78",
        ] {
            assert_eq!(sortes(text), [Sorte::Telephone], "{text}");
        }
    }

    #[test]
    fn what_resembles_a_telephone_is_none() {
        for text in [
            "contrat n° 0612345678",
            "Contrat 06 12 34 56 78",
            "police 0412345678",
            "sinistre no 0678901234",
            "0412345678",
            "MRH-06-12-34-56-78",
            "MRH0612345678",
            "du 06/12/2024 au 06/12/2025",
            "le 06.12.2024 à 14.30",
            "12 500 000 €",
            "1 984,50 € puis 06 12 €",
            "IBAN FR76 3000 4012 3406 1234 5678 901",
            "SIRET 732 829 320 00074",
            "SIRET 73282932000074",
            "2 69 05 49 588 157 80",
            "l’assistance, au 01 49 93 00 00",
            "le numéro vert 0 800 123 456",
            "0800 12 34 56",
            "les mois 05 06 07 08 09",
            "01 02 03 04 05",
            "de 8 h 30 à 12 h 30, 14 h",
            "2 500 € et 150 € de franchise",
            "AR-2024-02",
            "10 20 30 40 50",
            "06 12 34 56",
            "3.14.15.92.65.35",
            "article L113-15-2 du code des assurances, loi 2014-344 du 17 mars 2014",
        ] {
            assert_eq!(sortes(text), [], "{text}");
        }
    }

    #[test]
    fn e_mails() {
        for text in ["jean.dupont@gmail.com", "(j.dupont@exemple.fr).", "écrire à élodie@wanadoo.fr, le soir"] {
            assert_eq!(sortes(text), [Sorte::Courriel], "{text}");
        }
        for text in
            ["sinistres@alperis.example", "@alperis", "a @ b.fr", "le.mediateur@", "12 @ 3,50 €", "no-reply@x.fr"]
        {
            assert_eq!(sortes(text), [], "{text}");
        }
        assert_eq!(find("x (Élodie.Roux@Orange.fr).")[0].cle, "élodie.roux@orange.fr");
    }

    #[test]
    fn postal_addresses() {
        for text in [
            "Elle habite 12 rue des Lilas, 69003 Lyon.",
            "12, rue de la gare",
            "12 bis, avenue du Parc",
            "12bis avenue Foch",
            "4 av. du Parc",
            "3 place Bellecour",
            "12 cours de la Filature, 69100 Villeurbanne",
            "n° 7 impasse des Roses",
            "12-14 boulevard Voltaire",
            "5 rue du 8 mai 1945",
        ] {
            assert_eq!(sortes(text), [Sorte::Adresse], "{text}");
        }
        for text in [
            "la voiture est garée dans la rue",
            "sur la file de droite d’une avenue à double voie",
            "1 place de parking",
            "3 cours d’Assurance",
            "2 cours de code",
            "En 2024, rue des Lilas, un incendie",
            "Le 12, rue des Lilas, un incendie",
            "à l’angle de la rue des Lilas et de l’avenue Foch",
            "69003 Lyon",
            "appartement de 3 pièces, résidence Les Tilleuls",
            "à 8 h, rue des Lilas",
            "une rue",
            "3 rue.",
            "loge depuis 2023 un appartement de deux pièces (46 m², troisième étage)",
        ] {
            assert_eq!(sortes(text), [], "{text}");
        }
        let same = [adresse_key("4 av. du Parc"), adresse_key("4, avenue du Parc")];
        assert_eq!(same[0], same[1]);
    }

    #[test]
    fn full_names() {
        for text in ["M. Jean DUPONT, 45 ans", "Madame Marie-Claire Petit", "M. et Mme Paul Martin"] {
            assert!(nom_complet(text).is_some(), "{text}");
        }
        for text in [
            "Mme D., 28 ans, locataire",
            "M. et Mme G., 34 et 32 ans",
            "Mme Le Goff",
            "M. B., gérant de la SARL Les Trois Épis",
            "Mme Marie D.",
            "64 clients ; cas présenté : M. et Mme G.",
            "Maison Dupont et Fils",
        ] {
            assert_eq!(nom_complet(text), None, "{text}");
        }
    }
}
