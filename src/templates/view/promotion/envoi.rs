//! The sheets that go with conventions to each organisme: what is enclosed, who signs what, what comes back and when.

use serde::Serialize;

use super::mots::{dit, lignes_adresse, nom, suite, tuteurs};
use super::signatures::signatures;
use super::{Cadre, Faits, PromotionInputs};
use crate::domain::Date;
use crate::domain::promotion::{Organisme, Referent, Stage};
use crate::templates::typography::french;
use crate::templates::view::valeur::{Ligne, Texte, Valeur, ligne};

/// The sheets, one for each organisme, in the order in which the stages first name them.
#[derive(Serialize)]
pub struct EnvoiVue {
    pub courant: super::Courant,
    feuilles: Vec<Feuille>,
}

/// The sheet of an organisme.
#[derive(Serialize)]
struct Feuille {
    #[serde(flatten)]
    cadre: Cadre,
    expediteur: Vec<String>,
    /// Lines of the address, for the window of an envelope.
    destinataire: Vec<String>,
    annonce: String,
    conventions: Vec<[Texte; 4]>,
    signataires: Vec<Signataire>,
    retour: Vec<Ligne>,
    contact: Vec<Ligne>,
}

/// Who signs in the organisme, in which quality, for whom; ticked once it is done on all of them.
#[derive(Serialize)]
struct Signataire {
    qui: String,
    qualite: &'static str,
    pour: Vec<String>,
    coche: bool,
}

/// The view of the sheets of `stages`.
pub fn envoi(inputs: PromotionInputs<'_>, stages: &[&Stage]) -> EnvoiVue {
    let mut groups: Vec<(&str, Vec<Faits<'_>>)> = Vec::new();
    for stage in stages {
        let faits = Faits::new(inputs, stage);
        match groups.iter_mut().find(|(key, _)| *key == stage.organisme) {
            Some((_, all)) => all.push(faits),
            None => groups.push((&stage.organisme, vec![faits])),
        }
    }
    let ecole = inputs.promotion.reglage.etablissement.nom.trim();
    let cadre = inputs.cadre("Envoi des conventions", "Envoi des conventions", ecole.to_owned(), Vec::new());
    EnvoiVue { courant: cadre.courant, feuilles: groups.iter().map(|(_, all)| feuille(inputs, all)).collect() }
}

/// The sheet of the stages of one organisme; there is one at least.
fn feuille(inputs: PromotionInputs<'_>, all: &[Faits<'_>]) -> Feuille {
    let ecole = &inputs.promotion.reglage.etablissement;
    let organisme = all.first().map(|f| f.organisme.clone()).unwrap_or_default();
    let mut lignes = vec![inputs.etablissement(), ligne("Organisme", inputs.requis(&organisme.nom, "organisme"))];
    lignes.retain(|l| !matches!(l.valeur, Valeur::Texte(Texte::Blanc)));
    let count = all.len();
    let annonce = match count {
        1 => "Vous trouverez ci-joint une convention de stage à signer.".to_owned(),
        n => format!("Vous trouverez ci-joint {n} conventions de stage à signer."),
    };
    let titre = format!("Conventions à signer – {}", organisme.nom.trim());
    let mut expediteur = vec![ecole.nom.clone()];
    expediteur.extend(lignes_adresse(&ecole.adresse, &ecole.code_postal, &ecole.ville, ""));
    Feuille {
        cadre: inputs.cadre(&titre, "Envoi des conventions", organisme.nom.clone(), lignes),
        expediteur: expediteur.iter().map(|l| french(l)).collect(),
        destinataire: destinataire(&organisme, all),
        annonce: french(&annonce),
        conventions: all.iter().map(row).collect(),
        signataires: signataires(all),
        retour: retour(inputs, all),
        contact: contact(inputs, all),
    }
}

fn row(f: &Faits<'_>) -> [Texte; 4] {
    let who: Vec<_> = tuteurs(f.stage).map(|t| t.nom.trim()).collect();
    [dit(&nom(&f.etudiant)), dit(&f.etudiant.classe), f.dates(), dit(&who.join("\n"))]
}

/// The lines of the address; town and country in capitals, as the post reads them.
fn destinataire(o: &Organisme, all: &[Faits<'_>]) -> Vec<String> {
    // Where several people sign for the organisme, the letter is for the house.
    let mut names: Vec<_> = all.iter().map(|f| suite(&[&f.signataire().nom, &f.signataire().qualite])).collect();
    names.dedup();
    let to = match names.as_slice() {
        [one] if !one.is_empty() => format!("À l’attention de {one}"),
        _ => String::new(),
    };
    let (town, country) = (o.ville.to_uppercase(), if o.is_abroad() { o.pays.to_uppercase() } else { String::new() });
    let address = lignes_adresse(&o.adresse, &o.code_postal, &town, &country);
    let lines = [o.nom.trim().to_owned(), to].into_iter().chain(address);
    lines.filter(|l| !l.trim().is_empty()).map(|l| french(&l)).collect()
}

fn signataires(all: &[Faits<'_>]) -> Vec<Signataire> {
    let mut out: Vec<Signataire> = Vec::new();
    let mut add = |qui: String, qualite: &'static str, pour: String, done: Option<Date>| {
        let qui = if qui.is_empty() { String::new() } else { french(&qui) };
        match out.iter_mut().find(|s| s.qui == qui && s.qualite == qualite) {
            Some(known) => {
                known.pour.push(pour);
                known.coche &= done.is_some();
            }
            None => out.push(Signataire { qui, qualite, pour: vec![pour], coche: done.is_some() }),
        }
    };
    for f in all {
        let (whose, signs, s) = (nom(&f.etudiant), f.signataire(), &f.stage.signatures);
        add(suite(&[&signs.nom, &signs.qualite]), "Pour l’organisme d’accueil", whose.clone(), s.organisme);
        let mut any = false;
        for t in tuteurs(f.stage) {
            any = true;
            add(suite(&[&t.nom, &t.fonction]), "Tuteur", whose.clone(), s.tuteur);
        }
        if !any {
            add(String::new(), "Tuteur", whose, s.tuteur);
        }
    }
    // Who signs for everybody is not given the same list again.
    for s in out.iter_mut().filter(|s| all.len() > 1 && s.pour.len() == all.len()) {
        s.pour = vec![format!("les {} conventions", all.len())];
    }
    out.sort_by_key(|s| s.qualite);
    out
}

/// What comes back, how many copies, and before which day.
fn retour(inputs: PromotionInputs<'_>, all: &[Faits<'_>]) -> Vec<Ligne> {
    let copies: usize = all.iter().map(|f| signatures(f).len()).max().unwrap_or_default();
    let ecole = &inputs.promotion.reglage.etablissement;
    let back = format!(
        "Tous les exemplaires signés ({copies} au plus par convention, un pour chaque partie) ; l’établissement renvoie \
         les vôtres une fois toutes les signatures recueillies."
    );
    let first = all.iter().filter_map(|f| f.stage.debut).min();
    let before = first.map_or_else(
        || inputs.manque("premier jour du stage"),
        |d| {
            dit(&format!(
                "avant le {}, premier jour de stage : sans convention signée, le stage ne commence pas",
                d.in_words()
            ))
        },
    );
    let mut to = vec![ecole.nom.clone()];
    to.extend(lignes_adresse(&ecole.adresse, &ecole.code_postal, &ecole.ville, ""));
    vec![
        ligne("À renvoyer", dit(&back)),
        ligne("Quand", before),
        ligne("À qui", dit(&to.join(", "))),
        ligne("Envoyé le", Texte::Blanc),
    ]
}

/// Whom to ask: the school, and the teachers of these stages.
fn contact(inputs: PromotionInputs<'_>, all: &[Faits<'_>]) -> Vec<Ligne> {
    let ecole = &inputs.promotion.reglage.etablissement;
    let mut keys: Vec<&str> = all.iter().map(|f| f.stage.referent.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let teachers = keys.iter().filter_map(|key| inputs.promotion.referent(key));
    let how = |r: &Referent| [suite(&[&r.nom, &r.fonction]), suite(&[&r.courriel, &r.telephone])].join("\n");
    let liste: Vec<_> = teachers.map(|r| dit(&how(r))).collect();
    let mut lignes = vec![ligne("L’établissement", dit(&suite(&[&ecole.telephone, &ecole.courriel])))];
    if !liste.is_empty() {
        lignes.push(Ligne { libelle: "Enseignants référents", valeur: Valeur::Liste { liste } });
    }
    lignes
}
