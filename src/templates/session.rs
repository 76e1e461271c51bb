//! The documents of a session: the register of the control, the letters, the list; and the list of what may be eliminated.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Context;

use super::compose::{Composer, Piece, Readers, fault};
use super::suivi::{Cellule, Ligne, Suivi as Liste};
use super::typography::{french, verbatim};
use super::view::{self, Courant, Mode};
use crate::domain::Date;
use crate::domain::document::{Document, TemplateFault};
use crate::domain::referentiel::{Composition, Referentiel};
use crate::domain::session::{Arrivee, Controle, Doute, Etat, Manque, Session, Suivi};

/// What the documents of a session are made from.
#[derive(Clone, Copy)]
pub struct SessionInputs<'a> {
    pub session: &'a Session,
    pub referentiel: &'a Referentiel,
    pub suivis: &'a [Suivi<'a>],
    pub controles: &'a [Controle],
    pub today: Date,
    pub mode: Mode,
}

#[derive(Serialize)]
struct Registre {
    courant: Courant,
    titre: String,
    centre: Vec<String>,
    session: String,
    jour: String,
    /// A state and how many candidates are in it.
    totaux: Vec<(String, usize)>,
    /// Rank, name and number, établissement, state, what it is founded on.
    lignes: Vec<[String; 5]>,
    /// Candidate, exception.
    derogations: Vec<[String; 2]>,
    /// Candidate, decision, by whom, when, why.
    decisions: Vec<[String; 5]>,
    /// Clause, what a person judges, in how many dossiers.
    humains: Vec<[String; 3]>,
    etrangers: Vec<String>,
}

#[derive(Serialize)]
struct Courrier {
    courant: Courant,
    centre: Vec<String>,
    destinataire: Vec<String>,
    lieu_et_jour: String,
    objet: String,
    etat: &'static str,
    paragraphes: Vec<String>,
    manques: Vec<ManqueVu>,
    suites: Vec<String>,
    signataire: String,
    contact: Vec<String>,
}

#[derive(Serialize)]
struct ManqueVu {
    code: String,
    message: String,
    reference: String,
    lieu: String,
    aide: Vec<String>,
    nv: bool,
}

/// A line of the list of what may be eliminated.
#[derive(Serialize)]
pub struct LigneDeBordereau {
    pub ensemble: String,
    pub lot: String,
    pub depuis: String,
    pub regle: String,
}

#[derive(Serialize)]
struct Bordereau {
    courant: Courant,
    jour: String,
    lignes: Vec<LigneDeBordereau>,
}

impl SessionInputs<'_> {
    fn annee(self) -> String {
        self.session.fichier.session.annee.map_or_else(String::new, |a| a.to_string())
    }

    fn centre(self) -> Vec<String> {
        let centre = &self.session.fichier.centre;
        let lines = std::iter::once(&centre.nom).chain(&centre.adresse);
        lines.map(|l| french(l.trim())).filter(|l| !l.is_empty()).collect()
    }

    fn courant(self, piece: &str) -> Courant {
        Courant {
            gauche: french(&format!("{} · Session {}", self.referentiel.diplome.sigle, self.annee())),
            droite: french(piece),
            a_qui: String::new(),
            brouillon: self.mode == Mode::Draft,
        }
    }
}

/// "MARTIN Léa Inès".
fn identite(s: &Suivi<'_>) -> String {
    let i = s.inscription;
    french(format!("{} {}", i.nom.trim(), i.prenoms.trim()).trim())
}

/// "« martin » et « martin (1) »".
fn noms(s: &Suivi<'_>, between: &str) -> String {
    s.dossiers.iter().map(|c| format!("« {} »", c.nom)).collect::<Vec<_>>().join(between)
}

/// What a state is founded on, in a few words.
fn fondement(s: &Suivi<'_>) -> String {
    if let Some(decision) = s.decision {
        return french(decision.motif.trim());
    }
    let told = |words: &str| french(&format!("{words} : {} (DP15)", noms(s, " et ")));
    match (s.doute, s.controle) {
        (Some(Doute::Plusieurs), _) => return told(&format!("{} dossiers pour ce candidat", s.dossiers.len())),
        (Some(Doute::Partage), _) => return told("aussi celui d’un autre candidat"),
        (Some(Doute::Ressemblance), _) => return told("porte son nom, non son numéro"),
        (Some(Doute::AutreNom), _) if s.etat == Etat::ALire => return told("porte son numéro et un autre nom"),
        (Some(Doute::Voisin), _) if s.etat == Etat::ALire => return told("un autre fichier porte son nom"),
        (Some(Doute::SansNom), _) => {
            return french("aucun dossier à son nom ; d’autres ne disent pas à qui ils sont (DP15)");
        }
        _ => {}
    }
    let Some(controle) = s.controle else { return french("aucun dossier n’est arrivé (DP15)") };
    if controle.arrivee == Arrivee::AutreForme {
        let why = controle.illisible.as_deref().unwrap_or("ce n’est pas un dossier que liasse sait lire");
        return french(&format!("« {} » : {why}", controle.nom));
    }
    let mut codes: Vec<String> = Vec::new();
    for m in &controle.manques {
        let told = if m.nv { format!("{} (risque de NV)", m.code) } else { m.code.clone() };
        if !codes.contains(&told) {
            codes.push(told);
        }
    }
    // A dossier that conforms is not yet one that is signed: the register says what to look for on paper.
    if codes.is_empty() && !controle.a_signer.is_empty() {
        return french(&format!("à voir signé sur papier : {}", controle.a_signer));
    }
    verbatim(&codes.join(", "))
}

impl Composer {
    /// The register of the control.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn registre(&self, inputs: SessionInputs<'_>) -> Result<Piece, TemplateFault> {
        let titre = format!("Registre de contrôle – session {}", inputs.annee());
        let vue = registre(inputs, &titre);
        self.bare("registre.tera", "registre-de-controle", &titre, inputs.today, Readers::Owner, &vue)
    }

    /// A letter for each candidate who has to be told something, called after the rank in the list.
    pub fn courriers(&self, inputs: SessionInputs<'_>) -> Vec<Result<Piece, TemplateFault>> {
        // A line that is there twice is one candidate.
        let told =
            |s: &&Suivi<'_>| matches!(s.etat, Etat::ACompleter | Etat::NonValide | Etat::Absent) && s.repete.is_none();
        let one = |s: &Suivi<'_>| {
            let path = format!("courriers/courrier-{:03}", s.rang + 1);
            let titre = format!("Courrier {} – session {}", s.rang + 1, inputs.annee());
            self.bare("courrier.tera", &path, &titre, inputs.today, Readers::Owner, &courrier(inputs, s))
        };
        inputs.suivis.iter().filter(told).map(one).collect()
    }

    /// The list, to be signed, of what may be eliminated.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn bordereau(&self, lignes: Vec<LigneDeBordereau>, today: Date) -> Result<Piece, TemplateFault> {
        let titre = "Bordereau d’élimination";
        let courant =
            Courant { gauche: titre.to_owned(), droite: today.in_words(), a_qui: String::new(), brouillon: false };
        let vue = Bordereau { courant, jour: today.in_words(), lignes };
        self.bare("bordereau.tera", "bordereau", titre, today, Readers::All, &vue)
    }

    fn bare(
        &self,
        template: &str,
        path: &str,
        titre: &str,
        day: Date,
        readers: Readers,
        vue: &impl Serialize,
    ) -> Result<Piece, TemplateFault> {
        let main = self.tera.render(template, &Context::new()).map_err(|e| fault(&e, template))?;
        let document = Document {
            main,
            origin: template.to_owned(),
            data: serde_json::to_string(vue).expect("a view is plain data"),
            files: self.library.clone(),
            title: french(titre),
            ident: path.to_owned(),
            timestamp: view::midnight(day),
        };
        Ok(Piece { path: format!("{path}.pdf"), title: titre.to_owned(), document, to_sign: false, readers })
    }
}

fn registre(inputs: SessionInputs<'_>, titre: &str) -> Registre {
    let suivis = inputs.suivis;
    let count = |etat: Etat| suivis.iter().filter(|s| s.etat == etat).count();
    let totaux = Etat::ALL.iter().map(|e| (french(e.label()), count(*e))).filter(|(_, n)| *n > 0);
    let row = |s: &Suivi<'_>| {
        let numero = verbatim(s.inscription.numero_candidat.trim());
        [
            (s.rang + 1).to_string(),
            format!("{}\n{numero}", identite(s)),
            french(s.inscription.etablissement.trim()),
            french(s.etat.label()),
            fondement(s),
        ]
    };
    let derogations = suivis.iter().filter_map(|s| Some((s, s.controle?)));
    let derogations = derogations.flat_map(|(s, c)| c.derogations.iter().map(|d| [identite(s), french(d)]));
    let decisions = suivis.iter().filter_map(|s| Some((s, s.decision?))).map(|(s, d)| {
        let quoi = d.quoi.map_or_else(String::new, |q| french(q.label()));
        let le = d.le.map_or_else(String::new, Date::in_words);
        [identite(s), quoi, french(d.par.trim()), le, french(d.motif.trim())]
    });
    let mut humains: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for m in inputs.controles.iter().flat_map(|c| &c.humains) {
        *humains.entry((&m.code, &m.message)).or_default() += 1;
    }
    let known: Vec<&str> = suivis.iter().flat_map(|s| &s.dossiers).map(|c| c.nom.as_str()).collect();
    let strangers = inputs.controles.iter().map(|c| c.nom.as_str()).filter(|n| !known.contains(n));
    Registre {
        courant: inputs.courant("Registre de contrôle"),
        titre: french(titre),
        centre: inputs.centre(),
        session: inputs.annee(),
        jour: inputs.today.in_words(),
        totaux: totaux.collect(),
        lignes: suivis.iter().map(row).collect(),
        derogations: derogations.collect(),
        decisions: decisions.collect(),
        humains: humains.into_iter().map(|((c, m), n)| [verbatim(c), french(m), n.to_string()]).collect(),
        etrangers: strangers.map(verbatim).collect(),
    }
}

fn courrier(inputs: SessionInputs<'_>, s: &Suivi<'_>) -> Courrier {
    let (fichier, i) = (&inputs.session.fichier, s.inscription);
    let diplome = &inputs.referentiel.diplome.intitule;
    let delai = fichier.session.delai.map(Date::in_words);
    let before =
        delai.as_ref().map_or_else(|| "dans les meilleurs délais".to_owned(), |d| format!("avant le {d} inclus"));
    let epreuves = epreuves(inputs.referentiel, s);
    let nv = &inputs.referentiel.nv;
    let (objet, first, suites) = match s.etat {
        Etat::NonValide => (
            "votre dossier professionnel n’est pas conforme",
            "Le contrôle de votre dossier professionnel constate les non-conformités suivantes.".to_owned(),
            vec![
                match s.decision {
                    Some(_) => format!(
                        "La mention « {} » ({}) vous est attribuée {epreuves} : vous ne pouvez pas y être interrogé ou \
                         interrogée, et le diplôme ne peut pas être délivré (référentiel, annexe II B).",
                        nv.intitule, nv.mention
                    ),
                    None => format!(
                        "Le délai pour les corriger est passé : votre dossier est proposé à la mention « {} » ({}) {epreuves}. \
                         Les autorités académiques la prononcent ; elle entraîne que vous ne pouvez pas y être interrogé ou \
                         interrogée, et que le diplôme ne peut pas être délivré (référentiel, annexe II B).",
                        nv.intitule, nv.mention
                    ),
                },
                "Si vous estimez que ce constat est inexact, écrivez-nous en joignant les pièces qui le montrent."
                    .to_owned(),
            ],
        ),
        Etat::Absent => (
            "votre dossier professionnel ne nous est pas parvenu",
            format!("Nous n’avons pas reçu votre dossier professionnel. Déposez-le {before}."),
            vec![format!(
                "Il est obligatoire : son absence entraîne la mention « {} » ({}) {epreuves} (référentiel, annexe II B).",
                nv.intitule, nv.mention
            )],
        ),
        _ => {
            let risque = s.controle.is_some_and(|c| c.manques.iter().any(|m| m.nv)).then(|| {
                format!(
                    "Sans les éléments marqués d’un risque de {}, la mention « {} » peut être attribuée {epreuves} (référentiel, \
                     annexe II B).",
                    nv.mention, nv.intitule
                )
            });
            (
                "votre dossier professionnel est à compléter",
                format!("Le contrôle de votre dossier professionnel demande ce qui suit. Transmettez-le {before}."),
                risque.into_iter().collect(),
            )
        }
    };
    let told = s.decision.filter(|_| s.etat == Etat::NonValide).map(|d| d.motif.trim().to_owned());
    let mut paragraphes = vec![french(&first)];
    paragraphes.extend(told.filter(|t| !t.is_empty()).map(|t| french(&t)));
    let numero = verbatim(i.numero_candidat.trim());
    let ville = french(fichier.centre.ville.trim());
    let jour = inputs.today.in_words();
    Courrier {
        courant: inputs.courant("Contrôle des dossiers"),
        centre: inputs.centre(),
        destinataire: [identite(s), format!("n°\u{a0}{numero}"), french(i.etablissement.trim())]
            .into_iter()
            .filter(|l| !l.is_empty())
            .collect(),
        lieu_et_jour: if ville.is_empty() { format!("Le {jour}") } else { format!("{ville}, le {jour}") },
        objet: french(&format!("{diplome}, session {} : {objet}", inputs.annee())),
        etat: s.etat.key(),
        paragraphes,
        manques: s.controle.map(|c| c.manques.iter().map(manque).collect()).unwrap_or_default(),
        suites: suites.iter().map(|t| french(t)).collect(),
        signataire: french(fichier.centre.signataire.trim()),
        contact: fichier.centre.contact.iter().map(|c| french(c.trim())).collect(),
    }
}

/// "à l’épreuve E32 (U.32)": where this candidate's faults may bring the mention; everywhere that rests on the dossier, without one.
fn epreuves(referentiel: &Referentiel, s: &Suivi<'_>) -> String {
    let manques = s.controle.map_or(&[][..], |c| c.manques.as_slice());
    let unites: Vec<&String> = manques.iter().filter(|m| m.nv).flat_map(|m| &m.unites).collect();
    let bears = |c: &&Composition| unites.is_empty() || unites.contains(&&c.unite);
    let all = referentiel.compositions.iter().filter(bears).map(|c| format!("{} ({})", c.epreuve, c.unite));
    match all.collect::<Vec<_>>().as_slice() {
        [one] => format!("à l’épreuve {one}"),
        several => format!("aux épreuves {}", several.join(" et ")),
    }
}

fn manque(m: &Manque) -> ManqueVu {
    let mut chars = m.message.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    ManqueVu {
        code: verbatim(&m.code),
        message: french(&capital),
        reference: french(&m.reference),
        lieu: verbatim(&m.lieu),
        aide: m.aide.iter().map(|a| french(a)).collect(),
        nv: m.nv,
    }
}

const COLONNES: [&str; 11] = [
    "Rang",
    "N° de candidat",
    "Nom",
    "Prénoms",
    "Établissement",
    "Dépôt",
    "Dossier",
    "Manques",
    "Dérogations",
    "Décision",
    "État",
];

/// The list of the control: as a table and as a page.
pub fn liste_de_controle(inputs: SessionInputs<'_>) -> Liste {
    let row = |s: &Suivi<'_>| {
        let i = s.inscription;
        let decision = s.decision.map_or_else(String::new, |d| {
            let le = d.le.map_or_else(String::new, |le| format!(" le {le}"));
            let quoi = d.quoi.map_or("", |q| q.key());
            format!("{quoi}, {}{le} : {}", d.par.trim(), d.motif.trim())
        });
        let derogations = s.controle.map_or_else(String::new, |c| c.derogations.join(" ; "));
        let manques = if s.decision.is_some() { s.controle.map_or_else(String::new, codes) } else { fondement(s) };
        let cellules = vec![
            Cellule::nombre((s.rang + 1).to_string()),
            Cellule::texte(&i.numero_candidat),
            Cellule::texte(&i.nom),
            Cellule::texte(&i.prenoms),
            Cellule::texte(&i.etablissement),
            Cellule::jour(i.depot),
            Cellule::texte(&s.dossiers.iter().map(|c| c.nom.as_str()).collect::<Vec<_>>().join(" ; ")),
            Cellule::texte(&manques),
            Cellule::texte(&derogations),
            Cellule::texte(&decision),
            Cellule::texte(s.etat.label()),
        ];
        Ligne::new(&i.etablissement, s.etat.label(), cellules)
    };
    let lignes: Vec<Ligne> = inputs.suivis.iter().map(row).collect();
    let count = |e: Etat| inputs.suivis.iter().filter(|s| s.etat == e).count();
    let told = Etat::ALL.iter().filter(|e| count(**e) > 0).map(|e| format!("{} : {}", e.label(), count(*e)));
    let resume = format!("{} candidats – {}.", lignes.len(), told.collect::<Vec<_>>().join(", "));
    Liste::new(
        &format!("Contrôle des dossiers – session {}", inputs.annee()),
        &resume,
        "Établissement",
        &COLONNES,
        lignes,
    )
}

fn codes(c: &Controle) -> String {
    let mut all: Vec<&str> = c.manques.iter().map(|m| m.code.as_str()).collect();
    all.dedup();
    all.join(", ")
}
