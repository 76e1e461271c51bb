//! FMT12: a person's name that lost letters on its way from one program to another.

use std::collections::BTreeMap;

use super::{Context, ExamenContext, PromotionContext, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::noms::{Degat, degat};
use crate::domain::promotion::Stage;
use crate::rules::SessionContext;

pub static RULE: Rule = Rule::everywhere("FMT12", check, check_promotion, check_examen, check_session);

fn check(ctx: &Context) -> Vec<Finding> {
    let identite = &ctx.dossier.candidat.identite;
    let names = [
        ("identite.nom_famille", &identite.nom_famille),
        ("identite.nom_usage", &identite.nom_usage),
        ("identite.prenoms", &identite.prenoms),
    ];
    names.into_iter().filter_map(|(key, nom)| damaged(ctx.faults, ctx.candidat(key), nom)).collect()
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let promotion = ctx.promotion;
    let mut out = Vec::new();
    for (i, e) in promotion.etudiants.iter().enumerate() {
        for (key, nom) in [
            ("nom_famille", &e.nom_famille),
            ("nom_usage", &e.nom_usage),
            ("prenoms", &e.prenoms),
            ("representant_legal", &e.representant_legal),
        ] {
            out.extend(damaged(ctx.faults, ctx.etudiant(i, key), nom));
        }
    }
    for (i, o) in promotion.organismes.iter().enumerate() {
        out.extend(damaged(ctx.faults, ctx.organisme(i, "representant.nom"), &o.representant.nom));
    }
    out.extend(signers(ctx).into_iter().filter_map(|(place, nom)| damaged(ctx.faults, place, nom)));
    few(out)
}

/// The other persons whom a promotion's papers name: who signs, who follows. Those of the defaults are told there.
fn signers<'a>(ctx: &PromotionContext<'a>) -> Vec<(Place, &'a String)> {
    let (promotion, reglage) = (ctx.promotion, &ctx.promotion.reglage);
    let mut out = vec![(ctx.reglage("etablissement.representant.nom"), &reglage.etablissement.representant.nom)];
    let referents = reglage.referent.iter().enumerate();
    out.extend(referents.map(|(i, r)| (ctx.reglage(&format!("referent[{i}].nom")), &r.nom)));
    let of = |s: &'a Stage, place: &dyn Fn(&str) -> Place, own: &dyn Fn(&str) -> bool| {
        let tuteurs = s.tuteur.iter().enumerate().filter(|_| own("tuteur"));
        let tuteurs = tuteurs.map(|(n, t)| (place(&format!("tuteur[{n}].nom")), &t.nom));
        let signs = s.signataire.iter().filter(|_| own("signataire")).map(|r| (place("signataire.nom"), &r.nom));
        tuteurs.chain(signs).collect::<Vec<_>>()
    };
    let defauts = &reglage.defauts;
    out.extend(of(defauts, &|key| ctx.defaut(key), &|_| true));
    for (i, s) in promotion.stages.iter().enumerate() {
        let own =
            |key: &str| if key == "tuteur" { s.tuteur != defauts.tuteur } else { s.signataire != defauts.signataire };
        out.extend(of(s, &|key| ctx.stage(i, key), &own));
    }
    for (i, a) in promotion.avenants.iter().enumerate() {
        out.push((ctx.avenant(i, "tuteur"), &a.tuteur));
        out.push((ctx.avenant(i, "signataire_organisme"), &a.signataire_organisme));
    }
    let contrats = promotion.contrats.iter().enumerate().filter_map(|(i, c)| Some((i, c.signataire.as_ref()?)));
    out.extend(contrats.map(|(i, signs)| (ctx.contrat(i, "signataire.nom"), &signs.nom)));
    out
}

fn check_examen(ctx: &ExamenContext) -> Vec<Finding> {
    let mut out = Vec::new();
    let list = &ctx.examen.fichier_inscrits;
    for (i, c) in ctx.examen.inscrits.iter().enumerate() {
        for (key, nom) in [("nom", &c.nom), ("prenoms", &c.prenoms)] {
            out.extend(damaged(ctx.faults, Place::value(list, format!("candidat[{i}].{key}")), nom));
        }
    }
    let oraux = ctx.examen.oraux.iter().map(|o| (&o.file, &o.candidat, &o.membre));
    let portfolios = ctx.examen.portfolios.iter().map(|p| (&p.file, &p.candidat, &p.membre));
    for (file, candidat, membres) in oraux.chain(portfolios) {
        out.extend(damaged(ctx.faults, Place::value(file, "candidat"), candidat));
        for (i, m) in membres.iter().enumerate() {
            out.extend(damaged(ctx.faults, Place::value(file, format!("membre[{i}].nom")), &m.nom));
        }
    }
    few(out)
}

fn check_session(ctx: &SessionContext) -> Vec<Finding> {
    let mut out = Vec::new();
    for (i, c) in ctx.session.inscriptions.iter().enumerate() {
        for (key, nom) in [("nom", &c.nom), ("prenoms", &c.prenoms)] {
            out.extend(damaged(ctx.faults, ctx.inscription(i, key), nom));
        }
    }
    few(out)
}

/// From how many damaged names on one diagnostic tells those of a file: the whole list was read in another encoding.
const MANY: usize = 12;

/// The same, where a file has many: its first, which counts the others.
fn few(all: Vec<Finding>) -> Vec<Finding> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|d| *counts.entry(d.place.file.clone()).or_default() += 1);
    let mut out: Vec<Finding> = Vec::new();
    for mut found in all {
        let count = counts[&found.place.file];
        if count >= MANY {
            if out.iter().any(|d| d.place.file == found.place.file) {
                continue;
            }
            found.message = format!("{} ; {} autres noms de ce fichier sont abîmés", found.message, count - 1);
        }
        out.push(found);
    }
    out
}

/// What shows that the name at `place` is damaged. The name itself is not repeated: it identifies a person.
fn damaged(faults: &[Fault], place: Place, nom: &str) -> Option<Finding> {
    let degat = degat(nom)?;
    // A character that no font has is told already.
    let told = |f: &Fault| matches!(f.kind, FaultKind::Unprintable { .. }) && f.place == place;
    if faults.iter().any(told) {
        return None;
    }
    let message = match &degat {
        Degat::Perdu => {
            "une lettre de ce nom a été perdue : un losange au point d’interrogation est à sa place".to_owned()
        }
        Degat::Encodage { lu, ecrit } => match (visible(lu), ecrit.is_alphanumeric()) {
            (true, true) => format!("« {lu} » dans ce nom est un « {ecrit} » lu dans un autre encodage"),
            _ => "des signes de ce nom ont été lus dans un autre encodage".to_owned(),
        },
        Degat::Interrogation => {
            "un point d’interrogation est dans ce nom, sans doute à la place d’une lettre".to_owned()
        }
        Degat::Entite => "une lettre de ce nom est écrite comme dans une page web (« &eacute; »)".to_owned(),
        Degat::Signe(sign) if sign.is_control() => {
            "un caractère invisible est dans ce nom, à la place d’une lettre".to_owned()
        }
        Degat::Signe(sign) => format!("« {sign} » est dans ce nom, sans doute à la place d’une lettre"),
        Degat::SansLettre => "ce nom n’a aucune lettre".to_owned(),
    };
    let help = match degat {
        Degat::SansLettre => "écrivez le nom de l’état civil",
        Degat::Encodage { .. } => {
            "récrivez le nom avec ses accents ; pour toute une liste, exportez-la de nouveau en « CSV UTF-8 », ou en XLSX"
        }
        _ => {
            "récrivez le nom avec ses accents ; pour toute une liste, exportez-la de nouveau depuis le logiciel d’origine"
        }
    };
    Some(RULE.at(place, message).help(help))
}

fn visible(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\u{ad}')
}
