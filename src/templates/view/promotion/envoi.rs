//! The sheets that go with conventions to each organisme: what is enclosed, who signs what, what comes back and when.

use serde::Serialize;

use super::mots::{dit, jour, lignes_adresse, nom, suite};
use super::{Cadre, Faits, PromotionInputs};
use crate::domain::Date;
use crate::domain::promotion::{Avenant, ObjetAvenant, Organisme, Partie, Referent, Signataire, Stage};
use crate::templates::typography::{first_words, french, within};
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
    signataires: Vec<Signe>,
    retour: Vec<Ligne>,
    contact: Vec<Ligne>,
}

/// Who has still to sign in the organisme, in which quality, for whom.
#[derive(Serialize)]
struct Signe {
    qui: String,
    qualite: &'static str,
    pour: Vec<String>,
}

/// A convention or an avenant that somebody of an organisme has still to sign.
struct Envoi<'a> {
    /// The stage as it is when the document is signed.
    faits: Faits<'a>,
    /// Whether it goes to the second organisme of the stage.
    second: bool,
    /// « avenant n° 1 »; nothing for the convention.
    avenant: Option<String>,
    /// Who signs in that organisme.
    signent: Vec<Signataire>,
    /// How many copies: one for each who signs.
    exemplaires: usize,
    envoye: Option<Date>,
}

impl<'a> Envoi<'a> {
    /// What goes to the first or to the second organisme; `None` where everybody there has signed.
    fn new(faits: Faits<'a>, second: bool, avenant: Option<&Avenant>) -> Option<Self> {
        let promotion = faits.inputs.promotion;
        let signatures = avenant.map_or(&faits.stage.signatures, |a| &a.signatures);
        let mut all = promotion.signataires(faits.stage, signatures);
        if let Some(a) = avenant.filter(|a| a.objet == Some(ObjetAvenant::Tuteur) && !a.tuteur.trim().is_empty()) {
            let (nom, qualite) = (a.tuteur.trim().to_owned(), a.tuteur_fonction.trim().to_owned());
            all.push(Signataire { partie: Partie::Tuteur { second: false }, nom, qualite, date: a.signature_nouveau });
        }
        let exemplaires = all.len();
        let here = |p: Partie| p == Partie::Organisme { second } || p == Partie::Tuteur { second };
        let signent: Vec<Signataire> = all.into_iter().filter(|s| here(s.partie)).collect();
        let waits = signent.iter().any(|s| s.date.is_none());
        let envoye = avenant.map_or(faits.stage.envoi, |a| a.envoi);
        let avenant =
            avenant.map(|a| a.numero.map_or_else(|| "avenant".to_owned(), |n| format!("avenant n°\u{a0}{n}")));
        waits.then_some(Envoi { faits, second, avenant, signent, exemplaires, envoye })
    }

    fn organisme(&self) -> &Organisme {
        match &self.faits.second {
            Some(second) if self.second => second,
            _ => &self.faits.organisme,
        }
    }
}

/// Two lines of the window of an envelope and one of the corner beside it, in em; the signs of a line of the corner, and how
/// many lines it has.
const WINDOW: f32 = 48.0;
const WINDOW_SIGNS: usize = 28;
const WINDOW_LINES: usize = 7;
const CORNER: f32 = 17.0;
const CORNER_SIGNS: usize = 26;
const CORNER_LINES: usize = 10;

/// The view of the sheets of `stages` and of `avenants` to them: one for each organisme in which somebody has still to sign.
pub fn envoi<'a>(inputs: PromotionInputs<'a>, stages: &[&'a Stage], avenants: &[(&'a Stage, &'a Avenant)]) -> EnvoiVue {
    let p = inputs.promotion;
    let before: Vec<Stage> = avenants.iter().map(|(s, a)| p.before(s, a)).collect();
    let conventions = stages.iter().map(|s| (*s, None));
    let all = conventions.chain(before.iter().zip(avenants).map(|(s, (_, a))| (s, Some(*a))));
    let mut groups: Vec<(String, Vec<Envoi<'_>>)> = Vec::new();
    for (stage, avenant) in all {
        for second in [false, true] {
            let faits = Faits::new(inputs, stage);
            if second && faits.second.is_none() {
                continue;
            }
            let Some(one) = Envoi::new(faits, second, avenant) else { continue };
            let key = if second { &stage.second_organisme } else { &stage.organisme };
            match groups.iter_mut().find(|(known, _)| known == key) {
                Some((_, all)) => all.push(one),
                None => groups.push((key.clone(), vec![one])),
            }
        }
    }
    let ecole = p.reglage.etablissement.nom.trim();
    let cadre = inputs.cadre("Envoi des conventions", "Envoi des conventions", ecole.to_owned(), Vec::new());
    EnvoiVue { courant: cadre.courant, feuilles: groups.iter().map(|(_, all)| feuille(inputs, all)).collect() }
}

/// "2 conventions de stage et un avenant".
fn compte(all: &[Envoi<'_>]) -> String {
    let avenants = all.iter().filter(|e| e.avenant.is_some()).count();
    let count = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(one.to_owned()),
        n => Some(format!("{n} {many}")),
    };
    let parts = [
        count(all.len() - avenants, "une convention de stage", "conventions de stage"),
        count(avenants, "un avenant", "avenants"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" et ")
}

/// The sheet of one organisme; there is one document at least.
fn feuille(inputs: PromotionInputs<'_>, all: &[Envoi<'_>]) -> Feuille {
    let ecole = &inputs.promotion.reglage.etablissement;
    let organisme = all.first().map(|e| e.organisme().clone()).unwrap_or_default();
    let mut lignes = vec![inputs.etablissement(), ligne("Organisme", inputs.requis(&organisme.nom, "organisme"))];
    lignes.retain(|l| !matches!(l.valeur, Valeur::Texte(Texte::Blanc)));
    let annonce = format!("Vous trouverez ci-joint {} à signer.", compte(all));
    let titre = format!("Conventions à signer – {}", organisme.nom.trim());
    let mut expediteur = vec![ecole.nom.clone()];
    expediteur.extend(lignes_adresse(&ecole.adresse, &ecole.code_postal, &ecole.ville, ""));
    let destinataire = destinataire(&organisme, all);
    let lines: usize = destinataire.iter().map(|l| 1 + l.chars().count() / WINDOW_SIGNS).sum();
    let room = if lines > WINDOW_LINES { WINDOW / 2.0 } else { WINDOW };
    let shown: Vec<String> = destinataire.iter().map(|l| first_words(l, room)).collect();
    // What the window has no room for is told below it.
    if shown != destinataire {
        lignes.push(ligne("Adresse", dit(&destinataire.join(", "))));
    }
    let mut cadre = inputs.cadre(&titre, "Envoi des conventions", organisme.nom.clone(), lignes);
    let corner = cadre.entete.lignes.iter().chain(&expediteur);
    let lines: usize = corner.map(|l| 1 + (l.chars().count() / CORNER_SIGNS)).sum();
    // What the corner has no room for stands in full in the block below it, and on every other document.
    let fit = |l: &String| if lines > CORNER_LINES { first_words(&french(l), CORNER) } else { french(l) };
    cadre.entete.lignes = cadre.entete.lignes.iter().map(fit).collect();
    let expediteur = expediteur.iter().map(fit).collect();
    Feuille {
        cadre,
        expediteur,
        destinataire: shown,
        annonce: french(&annonce),
        conventions: all.iter().map(row).collect(),
        signataires: signataires(all),
        retour: retour(inputs, all),
        contact: contact(inputs, all),
    }
}

fn row(e: &Envoi<'_>) -> [Texte; 4] {
    let f = &e.faits;
    // The columns of 16 and 38 mm, at 9 pt.
    let narrow = |text: &str, em: f32| match dit(text) {
        Texte::Dit(text) => Texte::Dit(within(&text, em)),
        other => other,
    };
    let who: Vec<_> = f.stage.tuteurs().map(|t| t.nom.trim()).collect();
    let whose = [Some(nom(&f.etudiant)), e.avenant.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n");
    [dit(&whose), narrow(&f.etudiant.classe, 5.0), f.dates(), narrow(&who.join("\n"), 11.5)]
}

/// The lines of the address; town and country in capitals, as the post reads them.
fn destinataire(o: &Organisme, all: &[Envoi<'_>]) -> Vec<String> {
    // Where several people sign for the organisme, the letter is for the house.
    let signs = |e: &Envoi<'_>| {
        let all = e.signent.iter().filter(|s| s.partie == Partie::Organisme { second: e.second });
        all.map(|s| suite(&[&s.nom, &s.qualite])).collect::<Vec<_>>()
    };
    let mut names: Vec<_> = all.iter().flat_map(signs).collect();
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

/// Who has still to sign, in which quality; who has signed all that is theirs is not asked again.
fn signataires(all: &[Envoi<'_>]) -> Vec<Signe> {
    let mut out: Vec<Signe> = Vec::new();
    for e in all {
        for s in e.signent.iter().filter(|s| s.date.is_none()) {
            let qui = suite(&[&s.nom, &s.qualite]);
            let qui = if qui.is_empty() { String::new() } else { french(&qui) };
            let qualite = match s.partie {
                Partie::Tuteur { .. } => "Tuteur",
                _ => "Pour l’organisme d’accueil",
            };
            let whose = [Some(nom(&e.faits.etudiant)), e.avenant.clone()].into_iter().flatten().collect::<Vec<_>>();
            let pour = french(&whose.join(", "));
            match out.iter_mut().find(|k| k.qui == qui && k.qualite == qualite) {
                Some(known) => known.pour.push(pour),
                None => out.push(Signe { qui, qualite, pour: vec![pour] }),
            }
        }
    }
    // Who signs for everybody is not given the same list again.
    for s in out.iter_mut().filter(|s| all.len() > 1 && s.pour.len() == all.len()) {
        s.pour = vec![match all.iter().any(|e| e.avenant.is_some()) {
            true => format!("les {} documents", all.len()),
            false => format!("les {} conventions", all.len()),
        }];
    }
    out.sort_by_key(|s| s.qualite);
    out
}

/// What comes back, how many copies, and before which day.
fn retour(inputs: PromotionInputs<'_>, all: &[Envoi<'_>]) -> Vec<Ligne> {
    let copies: usize = all.iter().map(|e| e.exemplaires).max().unwrap_or_default();
    let ecole = &inputs.promotion.reglage.etablissement;
    let back = format!(
        "Tous les exemplaires signés ({copies} au plus par document, un pour chaque partie) ; l’établissement renvoie \
         les vôtres une fois toutes les signatures recueillies."
    );
    let conventions: Vec<&Envoi<'_>> = all.iter().filter(|e| e.avenant.is_none()).collect();
    let before = match conventions.iter().filter_map(|e| e.faits.stage.debut).min() {
        _ if conventions.is_empty() => dit("dès la réception : un avenant vaut une fois que tous l’ont signé"),
        None => inputs.manque("premier jour du stage"),
        Some(d) => dit(&format!(
            "avant le {}, premier jour de stage : sans convention signée, le stage ne commence pas",
            d.in_words()
        )),
    };
    // One day for all of them, or a line to write on.
    let mut sent: Vec<Option<Date>> = all.iter().map(|e| e.envoye).collect();
    sent.dedup();
    let sent = if let [one] = sent.as_slice() { jour(*one) } else { Texte::Blanc };
    let mut to = vec![ecole.nom.clone()];
    to.extend(lignes_adresse(&ecole.adresse, &ecole.code_postal, &ecole.ville, ""));
    vec![
        ligne("À renvoyer", dit(&back)),
        ligne("Quand", before),
        ligne("À qui", dit(&to.join(", "))),
        ligne("Envoyé le", sent),
    ]
}

/// Whom to ask: the school, and the teachers of these stages.
fn contact(inputs: PromotionInputs<'_>, all: &[Envoi<'_>]) -> Vec<Ligne> {
    let ecole = &inputs.promotion.reglage.etablissement;
    let mut keys: Vec<&str> = all.iter().map(|e| e.faits.stage.referent.as_str()).collect();
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
