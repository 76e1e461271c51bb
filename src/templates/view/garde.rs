//! The title page, the header block of every piece and the running lines.

use serde::Serialize;

use super::View;
use super::valeur::{Ligne, Texte, Valeur, ligne, ligne_si};
use crate::domain::candidat::{Candidat, Derogation, Reduction};
use crate::templates::typography::{counted, french, verbatim};

/// The running lines of a document.
#[derive(Serialize)]
pub struct Courant {
    pub gauche: String,
    pub droite: String,
    /// Whose the document is, at whatever length: for its title.
    #[serde(skip)]
    pub a_qui: String,
    pub brouillon: bool,
}

/// The header block of every piece.
#[derive(Serialize)]
pub struct Cartouche {
    pub diplome: String,
    pub session: Texte,
    pub lignes: Vec<Ligne>,
}

/// The title page.
#[derive(Serialize)]
pub struct Garde {
    pub entete: Vec<String>,
    pub logo: bool,
    pub logo_alternative: String,
    pub diplome: String,
    pub session: Texte,
    /// Whose it is, in large.
    pub nom: Texte,
    pub candidat: Vec<Ligne>,
    pub etablissement: Vec<Ligne>,
    /// Épreuves that the dossier serves: code, name, sheets.
    pub epreuves: Vec<(String, String, String)>,
    /// Decisions and derogations that the jury must know.
    pub situation: Vec<Ligne>,
}

impl View<'_> {
    pub fn courant(&self) -> Courant {
        let examen = &self.dossier().candidat.examen;
        let titre = french(&self.inputs.reglages.titres.dossier);
        let sigle = french(&self.inputs.referentiel.diplome.sigle);
        let session = examen.session.map(|s| format!(" · Session {s}")).unwrap_or_default();
        let numero = verbatim(examen.numero_candidat.trim());
        let told = |numero: &str| if numero.is_empty() { String::new() } else { format!(" · n°\u{a0}{numero}") };
        Courant {
            gauche: format!("{sigle} · {titre}{session}"),
            droite: format!("{}{}", shortened(&self.nom()), told(&within_width(&numero, 200))),
            a_qui: format!("{}{}", self.nom(), told(&numero)),
            brouillon: self.brouillon(),
        }
    }

    fn session(&self) -> Texte {
        let session = self.dossier().candidat.examen.session;
        self.requis_ou(session, "session de l’examen", |s| format!("Session {s}"))
    }

    fn nom_requis(&self) -> Texte {
        let identite = &self.dossier().candidat.identite;
        match identite.nom_famille.trim().is_empty() && identite.nom_usage.trim().is_empty() {
            true => self.manque("nom et prénoms"),
            false => Texte::Dit(self.nom()),
        }
    }

    fn numero_requis(&self) -> Texte {
        match self.dossier().candidat.examen.numero_candidat.trim() {
            "" => self.manque("numéro de candidat"),
            numero => Texte::Dit(verbatim(numero)),
        }
    }

    fn nom_etablissement(&self) -> Option<Texte> {
        let told = self.dossier().candidat.etablissement.as_ref()?;
        Some(self.requis(&told.nom, "nom de l’établissement"))
    }

    pub fn cartouche(&self) -> Cartouche {
        let lignes = [
            Some(ligne("Candidat", self.nom_requis())),
            Some(ligne("N° de candidat", self.numero_requis())),
            ligne_si("Établissement", self.nom_etablissement()),
        ];
        Cartouche {
            diplome: french(&self.inputs.referentiel.diplome.intitule),
            session: self.session(),
            lignes: lignes.into_iter().flatten().collect(),
        }
    }

    pub fn garde(&self) -> Garde {
        let entete = &self.inputs.reglages.entete;
        let epreuve = |c: &crate::domain::referentiel::Composition| {
            let name = self.inputs.referentiel.epreuve(&c.epreuve).map(|e| french(&e.intitule)).unwrap_or_default();
            (c.epreuve.clone(), name, fiches(&c.fiches))
        };
        Garde {
            entete: entete.lignes.iter().map(|l| french(l)).collect(),
            logo: !entete.logo.is_empty(),
            logo_alternative: match entete.logo_alternative.trim() {
                "" => "Logo de l’établissement".to_owned(),
                told => french(told),
            },
            diplome: french(&self.inputs.referentiel.diplome.intitule),
            session: self.session(),
            nom: self.nom_requis(),
            candidat: self.lignes_candidat(),
            etablissement: self.lignes_etablissement(),
            epreuves: self.inputs.referentiel.compositions.iter().map(epreuve).collect(),
            situation: self.situation(),
        }
    }

    fn lignes_candidat(&self) -> Vec<Ligne> {
        let Candidat { identite, examen, .. } = &self.dossier().candidat;
        let statut = self.requis_ou(examen.statut, "statut", |s| match examen.statut_effectif {
            Some(effectif) if effectif != s => format!("{} ({})", s.label(), effectif.label().to_lowercase()),
            _ => s.label().to_owned(),
        });
        let lignes = [
            Some(ligne("Nom de famille", self.requis(&identite.nom_famille, "nom de famille"))),
            ligne_si("Nom d’usage", self.facultatif(&identite.nom_usage)),
            Some(ligne("Prénoms", self.requis(&identite.prenoms, "prénoms"))),
            Some(ligne("N° de candidat", self.numero_requis())),
            Some(ligne("Académie", self.requis(&examen.academie, "académie"))),
            Some(ligne("Statut", statut)),
        ];
        lignes.into_iter().flatten().collect()
    }

    fn lignes_etablissement(&self) -> Vec<Ligne> {
        let e = self.dossier().candidat.etablissement.as_ref();
        let noms: Vec<_> = self.dossier().entreprises.iter().filter_map(|e| self.facultatif(&e.nom)).collect();
        let libelle = if noms.len() > 1 { "Entreprises" } else { "Entreprise" };
        let lignes = [
            e.map(|e| ligne("Établissement", self.requis(&e.nom, "nom de l’établissement"))),
            e.and_then(|e| ligne_si("Adresse", self.adresse(&e.adresse, &e.code_postal, &e.ville, ""))),
            e.map(|e| ligne("UAI", self.requis(&e.uai, "code UAI"))),
            (!noms.is_empty()).then_some(Ligne { libelle, valeur: Valeur::Liste { liste: noms } }),
        ];
        lignes.into_iter().flatten().collect()
    }

    /// An address on its lines.
    pub fn adresse(&self, rue: &str, code: &str, ville: &str, pays: &str) -> Option<Texte> {
        let commune = format!("{} {}", code.trim(), ville.trim());
        let lines: Vec<_> = [rue.trim(), commune.trim(), pays.trim()].into_iter().filter(|l| !l.is_empty()).collect();
        self.facultatif(&lines.join("\n"))
    }

    /// What was decided for the candidate, in the words of the text.
    fn situation(&self) -> Vec<Ligne> {
        let candidat = &self.dossier().candidat;
        let mut lignes = Vec::new();
        lignes.extend(candidat.reduction.as_ref().map(|r| ligne("Durée de stage réduite", reduction(r))));
        if let Some(e) = &candidat.empechement {
            let motif = e.motif.map_or("", |m| m.label());
            let derogation = e.derogation.as_ref().map(derogation).unwrap_or_default();
            lignes.push(ligne("Empêchement pendant le stage", Texte::Dit(french(&format!("{motif}{derogation}")))));
        }
        if let Some(r) = &candidat.redoublement {
            let session = r.session_precedente.map(|s| format!("Session antérieure : {s}"));
            let situation = r.situation.map(|s| s.label().to_owned());
            let parts: Vec<_> = [session, situation, Some(r.modalites.trim().to_owned())]
                .into_iter()
                .flatten()
                .filter(|p| !p.is_empty())
                .collect();
            lignes.push(ligne("Échec à une session antérieure", Texte::Dit(french(&parts.join("\n")))));
        }
        lignes.retain(|l| !matches!(&l.valeur, Valeur::Texte(Texte::Dit(t)) if t.is_empty()));
        lignes
    }
}

fn reduction(r: &Reduction) -> Texte {
    let parts = [
        r.motif.map(|m| m.label().to_owned()),
        r.journees.map(|n| counted(n.into(), "journée accordée", "journées accordées")),
        decision(&r.autorite, r.date, &r.reference),
    ];
    Texte::Dit(french(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n")))
}

fn derogation(d: &Derogation) -> String {
    decision(&d.autorite, d.date, &d.reference).map(|d| format!("\nDérogation : {d}")).unwrap_or_default()
}

/// "Recteur de l’académie de Lyon, 12 novembre 2025, réf. DEC 2025-118".
fn decision(autorite: &str, date: Option<crate::domain::Date>, reference: &str) -> Option<String> {
    let reference = reference.trim();
    let parts = [
        Some(autorite.trim().to_owned()).filter(|a| !a.is_empty()),
        date.map(crate::domain::date::Date::in_words),
        (!reference.is_empty()).then(|| format!("réf. {reference}")),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A name that fits in a running line, which has only one: some 53 mm, in tenths of a millimetre, roughly.
pub fn shortened(nom: &str) -> String {
    within_width(nom, 520)
}

/// The same for a width of one's own: a number of candidate has eleven digits.
fn within_width(nom: &str, limit: u32) -> String {
    let width = |c: char| match c {
        ' ' | '-' | '’' | 'i' | 'j' | 'l' => 9,
        c if c.is_uppercase() => 20,
        _ => 15,
    };
    let mut used = 0;
    let fits = |c: &char| {
        used += width(*c);
        used <= limit
    };
    let kept: String = nom.chars().take_while(fits).collect();
    if kept.len() == nom.len() { kept } else { format!("{}…", kept.trim_end()) }
}

/// "fiches 1 à 5".
pub fn fiches(numeros: &[u8]) -> String {
    match (numeros.first(), numeros.last()) {
        (Some(a), Some(b)) if a != b => format!("fiches\u{a0}{a} à\u{a0}{b}"),
        (Some(a), _) => format!("fiche\u{a0}{a}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_name_is_shortened_where_the_running_line_ends() {
        for whole in ["MARTIN Léa Inès", "BENALI-ROUSSEAU Yanis Amir Paul"] {
            assert_eq!(shortened(whole), whole);
        }
        let long = "DE LA ROCHEFOUCAULD-MONTMORENCY VAN DEN BERGHE";
        assert_eq!(shortened(long), "DE LA ROCHEFOUCAULD-MONTMOR…");
    }
}
