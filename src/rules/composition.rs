//! What the sheets of E32 and of E42 must be, together: one check per kind of clause, its numbers and lists from the
//! référentiel (`[[composition]]`), which names the code of each clause.

use super::sheets::{Sheet, of_composition, well_placed};
use super::{Context, Rule, nv, words};
use crate::diagnostic::{Finding, Place};
use crate::domain::fiche::{Categorie, FOLDER, NatureClient, NatureProduit, Produit};
use crate::domain::identifiers::normalise_product;
use crate::domain::referentiel::{Composition, Situation};

/// The sheets of a composition that can be judged, and how many cannot: missing, unreadable, of another domain.
struct Set<'a> {
    sheets: Vec<Sheet<'a>>,
    unknown: usize,
}

impl<'a> Set<'a> {
    /// The sheets of which none of `keys` was lost.
    fn of(ctx: &Context<'a>, composition: &Composition, keys: &[&str]) -> Self {
        let whole = |s: &Sheet| !keys.iter().any(|key| ctx.lost_at(&s.fiche.file, key));
        let ours = well_placed(ctx).into_iter().filter(|s| s.composition.epreuve == composition.epreuve);
        let sheets: Vec<_> = ours.filter(whole).collect();
        let unknown = composition.fiches.len() - sheets.len();
        Set { sheets, unknown }
    }

    /// Every product with its sheet and its path there.
    fn products(&self) -> impl Iterator<Item = (&Sheet<'a>, &'a Produit, String)> {
        self.sheets
            .iter()
            .flat_map(|s| s.fiche.produit.iter().enumerate().map(move |(i, p)| (s, p, format!("produit[{i}]"))))
    }
}

/// The sheets that name one and the same product.
struct Same<'a> {
    key: String,
    /// As written, each way once.
    names: Vec<&'a str>,
    place: Place,
    numeros: Vec<i32>,
}

/// Too few different products over the sheets.
pub fn products(rule: &Rule, ctx: &Context) -> Vec<Finding> {
    let Some(c) = ctx.referentiel.compositions.iter().find(|c| c.clause_produits == rule.code) else { return vec![] };
    let set = Set::of(ctx, c, &["produit"]);
    let (counted, others): (Vec<_>, Vec<_>) =
        set.products().partition(|(_, p, _)| p.nature.is_some_and(|n| c.natures_de_produit.contains(&n)));
    let groups = same_products(counted);
    let minimum = usize::from(c.produits_differents_min);
    if groups.len() + set.unknown >= minimum {
        return vec![];
    }
    let natures = words::or(c.natures_de_produit.iter().map(|n| match n {
        NatureProduit::Assurance => "d’assurance",
        NatureProduit::Banque => "de banque",
    }));
    let count = match groups.len() {
        0 => format!("aucun produit {natures}"),
        1 => format!("un seul produit {natures}"),
        n => format!("{n} produits différents {natures}"),
    };
    let message = format!("les {} portent sur {count}, il en faut au moins {minimum}", of_composition(c));
    let repeated = |g: &&Same| g.numeros.len() > 1;
    let label = |g: &Same| format!("le même produit dans les {}", words::fiches(&g.numeros));
    let found = match groups.iter().find(repeated) {
        Some(first) => rule.at(first.place.clone(), message).label(label(first)),
        None => rule.at(set.sheets[0].at("produit"), message),
    };
    let others_repeated = groups.iter().filter(repeated).skip(1);
    let mut found = others_repeated.fold(found, |found, g| found.related(g.place.clone(), label(g)));
    if !groups.is_empty() {
        let names = groups.iter().map(|g| format!("« {} »", g.names[0]));
        found = found.help(format!(
            "produit{} compté{} : {}",
            words::s(groups.len()),
            words::s(groups.len()),
            words::and(names)
        ));
    }
    for group in groups.iter().filter(|g| g.names.len() > 1) {
        let names = group.names.iter().map(|n| format!("« {n} »"));
        found = found.help(format!("pris pour un seul produit : {}", words::and(names)));
    }
    if !others.is_empty() {
        let names = others.iter().map(|(s, p, _)| format!("« {} » (fiche {})", p.nom, s.numero));
        found = found.help(format!("ne compte pas ici, faute d’être un produit {natures} : {}", words::and(names)));
    }
    vec![found.help(
        "présentez un autre produit dans l’une des fiches ; si deux noms désignent des produits vraiment différents, \
         écrivez le nom complet de chacun",
    )]
}

fn same_products<'a>(products: Vec<(&Sheet<'a>, &'a Produit, String)>) -> Vec<Same<'a>> {
    let mut groups: Vec<Same> = Vec::new();
    for (sheet, produit, path) in products {
        let key = normalise_product(&produit.nom);
        let place = sheet.at(&format!("{path}.nom"));
        let Some(group) = groups.iter_mut().find(|g| g.key == key) else {
            groups.push(Same { key, names: vec![&produit.nom], place, numeros: vec![sheet.numero] });
            continue;
        };
        if !group.numeros.contains(&sheet.numero) {
            group.numeros.push(sheet.numero);
        }
        if !group.names.contains(&produit.nom.as_str()) {
            group.names.push(&produit.nom);
        }
    }
    groups
}

/// A situation that no sheet presents.
pub fn situation(rule: &Rule, ctx: &Context) -> Vec<Finding> {
    let of = |c: &'_ Composition| c.situations.iter().position(|s| s.clause == rule.code);
    let Some((c, at)) = ctx.referentiel.compositions.iter().find_map(|c| Some((c, of(c)?))) else { return vec![] };
    let wanted = &c.situations[at];
    let keys: &[&str] = if wanted.clients.is_empty() { &["produit"] } else { &["produit", "client"] };
    let set = Set::of(ctx, c, keys);
    // A sheet that is missing or lost is told already, and may well be the one that presents the situation.
    if set.unknown > 0 || set.sheets.iter().any(|s| presents(s, wanted)) {
        return vec![];
    }
    let message = format!("aucune des {} ne présente {}", of_composition(c), wanted.intitule);
    let near = set.products().find_map(|(s, p, path)| Some((s, path, near_miss(s, p, wanted)?)));
    let other = || set.products().find(|(_, p, _)| p.categorie == Some(Categorie::Autre));
    let found = match near {
        Some((sheet, _, ("client", why))) => rule.at(sheet.at("client.nature"), message).label(why),
        Some((sheet, path, (key, why))) => rule.at(sheet.at(&format!("{path}.{key}")), message).label(why),
        None => match other() {
            Some((sheet, _, path)) => rule
                .at(sheet.at(&format!("{path}.categorie")), message)
                .label("« autre » ne compte pour aucune situation"),
            None => rule.at(Place::file(FOLDER), message),
        },
    };
    let firm = |s: &Sheet| !wanted.clients.is_empty() && s.fiche.client.nature == Some(NatureClient::Entreprise);
    let found = match set.sheets.iter().any(firm) {
        true => found.help(
            "si l’entreprise cliente est celle d’un artisan, d’un commerçant ou d’un professionnel libéral, dites ce \
             métier comme nature du client",
        ),
        false => found,
    };
    let found = found.help(format!("présenté : {}", presented(&set, wanted)));
    let natures = words::or(wanted.natures.iter().map(|n| format!("\"{}\"", n.key())));
    let categories = words::or(wanted.categories.iter().map(|n| format!("\"{}\"", n.key())));
    let client = match wanted.clients.is_empty() {
        true => String::new(),
        false => {
            let natures = words::or(wanted.clients.iter().map(|c| format!("\"{}\"", c.key())));
            format!(" et, pour le client, nature = {natures}")
        }
    };
    let found = found.help(format!(
        "il faut une fiche dont un produit a categorie = {categories}, avec nature = {natures}{client} : \
         corrigez ces lignes si elles décrivent mal la situation, ou présentez-en une autre"
    ));
    // « doivent obligatoirement figurer au moins »: of these sheets' unit alone.
    vec![found.risk(nv::risk(ctx, c.fiches.first().map(|f| i32::from(*f))))]
}

fn presents(sheet: &Sheet, wanted: &Situation) -> bool {
    let client = sheet.fiche.client.nature;
    let admitted = |p: &Produit| p.categorie.zip(p.nature).is_some_and(|(c, n)| wanted.admits(c, n, client));
    sheet.fiche.produit.iter().any(admitted)
}

/// The key that alone keeps a product from making the situation, and why.
fn near_miss(sheet: &Sheet, produit: &Produit, wanted: &Situation) -> Option<(&'static str, String)> {
    let (categorie, nature) = (produit.categorie?, produit.nature?);
    let client = sheet.fiche.client.nature;
    let right = (
        wanted.categories.contains(&categorie),
        wanted.natures.contains(&nature),
        wanted.clients.is_empty() || client.is_some_and(|c| wanted.clients.contains(&c)),
    );
    match right {
        (true, true, false) => {
            let client = client.filter(|c| *c != NatureClient::Particulier)?;
            Some(("client", format!("{} : hors de la liste du texte", words::small(client.label()))))
        }
        (false, true, true) if !wanted.clients.is_empty() => {
            Some(("categorie", format!("{} : ne compte pas ici", words::small(categorie.label()))))
        }
        (true, false, true) => Some(("nature", format!("{} : ne compte pas ici", words::small(nature.label())))),
        _ => None,
    }
}

/// What each sheet presents, in the words of the data.
fn presented(set: &Set, wanted: &Situation) -> String {
    let of = |s: &Sheet| {
        let mut categories: Vec<_> =
            s.fiche.produit.iter().filter_map(|p| p.categorie).map(|c| words::small(c.label())).collect();
        categories.dedup();
        let client = match s.fiche.client.nature {
            Some(client) if !wanted.clients.is_empty() => format!(", {}", words::small(client.label())),
            _ => String::new(),
        };
        format!("fiche {} ({}{client})", s.numero, words::and(categories))
    };
    set.sheets.iter().map(of).collect::<Vec<_>>().join(", ")
}

/// A sheet that is not tied to one of the professional situations of its épreuve.
pub fn cadre(rule: &Rule, ctx: &Context) -> Vec<Finding> {
    let Some(c) = ctx.referentiel.compositions.iter().find(|c| c.clause_cadre == rule.code) else { return vec![] };
    let expected = words::or(c.cadres.iter().map(|c| words::small(c.label())));
    let help = format!("écrivez cadre = {}", words::or(c.cadres.iter().map(|c| format!("\"{}\"", c.key()))));
    let of = |s: Sheet| {
        let numero = s.numero;
        let found = match s.fiche.cadre {
            Some(cadre) if c.cadres.contains(&cadre) => return None,
            Some(cadre) => {
                let found = words::small(cadre.label());
                let message = format!("la fiche {numero} est liée à « {found} », il faut : {expected}");
                rule.at(s.at("cadre"), message)
            }
            None if ctx.lost_at(&s.fiche.file, "cadre") => return None,
            None => {
                let message = format!("la fiche {numero} ne dit pas à quelle situation elle est liée : {expected}");
                rule.at(s.at("titre"), message).label("« cadre » manque")
            }
        };
        Some(found.help(help.clone()).help(
            "si l’activité n’était rien de tel, présentez-en une autre : la fiche sert de support à l’épreuve orale",
        ))
    };
    well_placed(ctx).into_iter().filter(|s| s.composition.epreuve == c.epreuve).filter_map(of).collect()
}

/// All the situations are there, but only because one sheet stands for two of them.
pub fn cumul(rule: &Rule, ctx: &Context) -> Vec<Finding> {
    let cumul = |c: &&Composition| c.clause_cumul.as_deref() == Some(rule.code);
    let Some(c) = ctx.referentiel.compositions.iter().find(cumul) else { return vec![] };
    let set = Set::of(ctx, c, &["produit", "client"]);
    let able = |wanted: &Situation| {
        set.sheets.iter().enumerate().filter(|(_, s)| presents(s, wanted)).map(|(i, _)| i).collect()
    };
    let possible: Vec<Vec<usize>> = c.situations.iter().map(able).collect();
    if set.unknown > 0 || possible.iter().any(Vec::is_empty) {
        return vec![];
    }
    let mut holder = vec![None; set.sheets.len()];
    let alone = (0..possible.len()).find(|s| !seat(*s, &possible, &mut holder, &mut vec![false; set.sheets.len()]));
    let Some(alone) = alone else { return vec![] };
    let count = c.situations.len();
    let message =
        format!("les {count} situations demandées ne sont réunies qu’en comptant une fiche pour deux d’entre elles");
    let shared = &set.sheets[possible[alone][0]];
    let numeros = |sheets: &[usize]| words::fiches(&sheets.iter().map(|i| set.sheets[*i].numero).collect::<Vec<_>>());
    let found = rule.at(shared.at("produit[0].categorie"), message).label("cette fiche compte deux fois");
    let found = c
        .situations
        .iter()
        .zip(&possible)
        .fold(found, |found, (situation, sheets)| found.help(format!("{} : {}", situation.cle, numeros(sheets))));
    vec![found.help(
        "le texte le permet, mais un jury peut attendre une fiche par situation : variez les fiches si vous le pouvez",
    )]
}

/// Gives a situation a sheet of its own, moving others where that makes room (augmenting path).
fn seat(situation: usize, possible: &[Vec<usize>], holder: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    possible[situation].iter().any(|&sheet| {
        if std::mem::replace(&mut seen[sheet], true) {
            return false;
        }
        let free = holder[sheet].is_none_or(|other| seat(other, possible, holder, seen));
        if free {
            holder[sheet] = Some(situation);
        }
        free
    })
}
