//! What is printed of a session: the faults of its lists, then what becomes of each dossier, which no person's name is in.

use serde_json::json;

use super::report;
use super::{Format, Manner};
use crate::diagnostic::Summary;
use crate::diagnostic::human::printable;
use crate::domain::session::{Arrivee, Etat, Suivi};
use crate::pipeline::session::ControlledSession;
use crate::sources::discover::Found;

/// Whether nothing is left to ask of anybody.
pub fn is_settled(controlled: &ControlledSession) -> bool {
    controlled.suivis().iter().all(|s| matches!(s.etat, Etat::Conforme | Etat::Accepte | Etat::Reserve))
}

/// "conforme : 12, à compléter : 3".
pub fn counts(controlled: &ControlledSession) -> String {
    let suivis = controlled.suivis();
    let count = |e: &Etat| suivis.iter().filter(|s| s.etat == *e).count();
    let told = Etat::ALL.iter().filter(|e| count(e) > 0).map(|e| format!("{}\u{a0}: {}", e.label(), count(e)));
    told.collect::<Vec<_>>().join(", ")
}

/// The report of a session.
pub fn render(one: &Found, controlled: &ControlledSession, summary: Summary, manner: Manner) -> String {
    let sources = &controlled.loaded.sources;
    let mut out = report::render(one, &controlled.diagnostics, sources, None, summary, manner);
    match manner.format {
        Format::Human => {
            for suivi in controlled.suivis().iter().filter(|s| s.etat != Etat::Conforme) {
                out += &line(suivi);
            }
            out += &format!("{} candidats – {}\n", controlled.loaded.session.inscriptions.len(), counts(controlled));
        }
        Format::Short => controlled.suivis().iter().filter(|s| s.etat != Etat::Conforme).for_each(|s| out += &line(s)),
        Format::Json => out = with_candidates(&out, controlled),
    }
    out
}

/// "  12  à compléter   dossiers : lea (ST01, DP02)".
fn line(suivi: &Suivi<'_>) -> String {
    let what = match suivi.controle {
        None if suivi.dossiers.is_empty() => "aucun dossier".to_owned(),
        None => {
            let all = suivi.dossiers.iter().map(|c| printable(&c.nom)).collect::<Vec<_>>().join(", ");
            format!("{all} ({} dossiers)", suivi.dossiers.len())
        }
        Some(c) if c.arrivee == Arrivee::AutreForme => {
            let why = c.illisible.as_ref().map_or_else(String::new, |why| format!(" ({})", printable(why)));
            format!("{}{why}", printable(&c.nom))
        }
        Some(c) => {
            let mut codes: Vec<&str> = c.manques.iter().map(|m| m.code.as_str()).collect();
            codes.dedup();
            let told = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
            format!("{}{told}", printable(&c.nom))
        }
    };
    format!("{:>5}  {:<26} {what}\n", suivi.rang + 1, suivi.etat.label())
}

/// The object of the folder with what becomes of each candidate, whose number stays in the list.
fn with_candidates(object: &str, controlled: &ControlledSession) -> String {
    let Ok(serde_json::Value::Object(mut object)) = serde_json::from_str(object) else { return object.to_owned() };
    let one = |s: &Suivi<'_>| {
        let dossiers: Vec<_> = s.dossiers.iter().map(|c| &c.nom).collect();
        let mut dossier = json!(s.controle);
        dossier.as_object_mut().into_iter().for_each(|d| drop(d.remove("numero")));
        json!({ "rang": s.rang + 1, "etat": s.etat.key(), "dossier": dossier, "dossiers": dossiers })
    };
    object.insert("candidats".to_owned(), controlled.suivis().iter().map(one).collect());
    serde_json::Value::Object(object).to_string() + "\n"
}
