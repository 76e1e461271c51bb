//! What the control found: the human checklist of the dossier, and the report of the control.

use std::collections::BTreeSet;

use serde::Serialize;

use super::garde::{Cartouche, Courant};
use super::valeur::Texte;
use super::{Constat, Inputs, View, capitalised};
use crate::diagnostic::Severity;
use crate::domain::duree::{Decompte, Terme};
use crate::domain::reglages::Titres;
use crate::templates::typography::{french, verbatim, within};

/// The human checklist.
#[derive(Serialize)]
pub struct VerificationsVue {
    /// Sheet, and the general conditions to bring.
    pub recueils: Vec<Recueil>,
    pub points: Vec<ConstatVu>,
}

/// General conditions to bring on the day.
#[derive(Serialize)]
pub struct Recueil {
    pub fiche: Texte,
    pub produits: Vec<String>,
    pub recueils: Vec<Texte>,
}

/// A finding.
#[derive(Serialize)]
pub struct ConstatVu {
    pub code: String,
    pub message: String,
    pub lieu: String,
    pub reference: String,
    pub aide: Vec<String>,
    pub nv: bool,
}

/// The report of the control.
#[derive(Serialize)]
pub struct CompteRendu {
    pub courant: Courant,
    pub titres: Titres,
    pub cartouche: Cartouche,
    pub conforme: bool,
    pub verdict: String,
    pub portee: Vec<String>,
    pub decompte: Option<DecompteVu>,
    pub groupes: Vec<Groupe>,
}

/// The reckoning of the journées of stage.
#[derive(Serialize)]
pub struct DecompteVu {
    /// Journées and period, one row each.
    pub termes: Vec<[String; 2]>,
    pub somme: String,
    pub requises: String,
    /// Each way to a shorter stage, with what is claimed of it.
    pub derogations: Vec<[String; 2]>,
    pub remedes: Vec<String>,
}

/// The findings of one weight.
#[derive(Serialize)]
pub struct Groupe {
    pub titre: String,
    pub explication: &'static str,
    pub nombre: usize,
    pub constats: Vec<ConstatVu>,
}

impl View<'_> {
    pub fn verifications(&self) -> VerificationsVue {
        let recueil = |f: &crate::domain::Fiche| Recueil {
            fiche: f.numero.map_or_else(|| self.manque("n°"), |n| Texte::Dit(n.to_string())),
            produits: f.produit.iter().map(|p| french(p.nom.trim())).filter(|n| !n.is_empty()).collect(),
            recueils: match f.conditions_generales.iter().filter_map(|c| self.facultatif(c)).collect::<Vec<_>>() {
                told if told.is_empty() => vec![self.manque("recueil de conditions générales")],
                told => told,
            },
        };
        VerificationsVue { recueils: self.dossier().fiches.iter().map(recueil).collect(), points: self.points() }
    }

    /// What a person judges, on paper: neither the place in a file, nor the general conditions that are listed above.
    fn points(&self) -> Vec<ConstatVu> {
        let fiches = self.dossier().fiches.iter();
        let listed: Vec<String> =
            fiches.flat_map(|f| &f.conditions_generales).map(|c| french(c.trim())).filter(|c| !c.is_empty()).collect();
        let mut points = self.constats(Severity::Human);
        for point in &mut points {
            point.lieu.clear();
            point.aide.retain(|line| !listed.iter().any(|c| line.contains(c.as_str())));
        }
        points
    }

    fn constats(&self, severity: Severity) -> Vec<ConstatVu> {
        self.inputs.constats.iter().filter(|c| c.severity == severity).map(constat).collect()
    }
}

fn constat(c: &Constat) -> ConstatVu {
    ConstatVu {
        code: verbatim(&c.code),
        message: french(&capitalised(&c.message)),
        // A column of 36 mm, at 9 pt.
        lieu: within(&verbatim(&c.place), 11.0),
        reference: french(&c.reference),
        aide: c.help.iter().map(|h| french(&capitalised(h))).collect(),
        nv: c.nv,
    }
}

/// Says the text and the help once for each clause: what is repeated from finding to finding is read once.
fn once(mut constats: Vec<ConstatVu>) -> Vec<ConstatVu> {
    let mut told = BTreeSet::new();
    for c in &mut constats {
        let code = c.code.clone();
        if !told.insert((code.clone(), c.reference.clone())) {
            c.reference.clear();
        }
        c.aide.retain(|line| told.insert((code.clone(), line.clone())));
    }
    constats
}

fn decompte(d: &Decompte) -> DecompteVu {
    let terme = |t: &Terme| {
        let journees = t.journees.map_or_else(|| "non dites".to_owned(), |n| n.to_string());
        [journees, french(&capitalised(&t.libelle))]
    };
    DecompteVu {
        termes: d.termes.iter().map(terme).collect(),
        somme: french(&d.somme),
        requises: d.requises.to_string(),
        derogations: d.derogations.iter().map(|(way, state)| [french(&capitalised(way)), french(state)]).collect(),
        remedes: d.remedes.iter().map(|r| french(r)).collect(),
    }
}

/// The report of the control of a folder.
pub fn compte_rendu(inputs: &Inputs<'_>) -> CompteRendu {
    let view = View::new(inputs);
    let errors = view.constats(Severity::Error).len();
    let conforme = errors == 0;
    let nv = &inputs.referentiel.nv;
    let mut portee = vec![french(
        "Contrôle automatique des points que le référentiel permet de vérifier ; il ne remplace pas le contrôle de conformité effectué par les autorités académiques avant l’épreuve.",
    )];
    let texte = &inputs.referentiel.texte;
    let nor = texte.nor.as_ref().map(|nor| format!(" (NOR {nor})")).unwrap_or_default();
    portee.push(french(&format!("Texte appliqué : {}{nor}.", texte.intitule.trim_end_matches('.'))));
    if inputs.constats.iter().any(|c| c.nv && c.severity == Severity::Error) {
        portee.push(french(&format!(
            "Risque de mention « {} » ({}). {}",
            nv.intitule.to_lowercase(),
            nv.mention,
            nv.consequence
        )));
    }
    let groupe = |(severity, titre, explication): (Severity, &str, &'static str)| Groupe {
        titre: titre.to_owned(),
        explication,
        nombre: view.constats(severity).len(),
        constats: once(view.constats(severity)),
    };
    const GROUPS: [(Severity, &str, &str); 4] = [
        (Severity::Error, "Erreurs", "à corriger\u{202f}: le dossier n’est pas conforme tant qu’il en reste une"),
        (Severity::Warning, "Avertissements", "à relire\u{202f}: un jury peut les relever"),
        (Severity::Advice, "Conseils", "recommandations du texte"),
        (Severity::Human, "Points à vérifier", "seule une personne peut en juger"),
    ];
    CompteRendu {
        courant: view.courant(),
        titres: view.titres(),
        cartouche: view.cartouche(),
        conforme,
        verdict: match errors {
            0 if inputs.a_signer.is_empty() => "Dossier conforme sur les points contrôlés".to_owned(),
            0 => french(&format!("Dossier conforme sur les points contrôlés ; reste à signer : {}", inputs.a_signer)),
            1 => "Dossier non conforme\u{202f}: 1\u{a0}erreur".to_owned(),
            n => format!("Dossier non conforme\u{202f}: {n}\u{a0}erreurs"),
        },
        portee,
        decompte: inputs.decompte.map(decompte),
        groupes: GROUPS.into_iter().map(groupe).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn the_reckoning_is_printed_as_it_is_added() {
        let place = Place::value("periodes.toml", "periode[0].journees");
        let terme = |journees: Option<u32>| Terme {
            journees: journees.map(Into::into),
            libelle: "période 1".to_owned(),
            place: place.clone(),
        };
        let told = decompte(&Decompte {
            termes: vec![terme(Some(25)), terme(None)],
            somme: "25 journées en tout".to_owned(),
            requises: 75,
            derogations: vec![("réduction", "non demandée".to_owned())],
            remedes: vec!["50 journées de plus".to_owned()],
        });
        assert_eq!(told.termes, [["25", "Période 1"], ["non dites", "Période 1"]]);
        assert_eq!((told.requises.as_str(), told.remedes.len()), ("75", 1));
    }

    #[test]
    fn what_is_repeated_is_said_once_for_each_clause() {
        let found = |code: &str, help: &str| ConstatVu {
            code: code.to_owned(),
            message: "x".to_owned(),
            lieu: String::new(),
            reference: "annexe II B".to_owned(),
            aide: vec![help.to_owned()],
            nv: false,
        };
        let all = once(vec![found("DP03", "a"), found("DP03", "a"), found("DP03", "b"), found("DP04", "a")]);
        let told: Vec<_> = all.iter().map(|c| (c.reference.is_empty(), c.aide.join(","))).collect();
        let expected = [(false, "a"), (true, ""), (true, "b"), (false, "a")];
        assert_eq!(told, expected.map(|(empty, help)| (empty, help.to_owned())));
    }
}
