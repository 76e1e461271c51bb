//! Whether the codes of a référentiel name something, and only one thing.

use std::collections::BTreeSet;
use std::fmt;

use super::Referentiel;

/// A code that names nothing, or that two entries bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenvoiPerdu {
    /// The entry that cites it (`competence C1`), or the group where it stands twice.
    pub lieu: String,
    /// The code.
    pub code: String,
    /// What the code should name, or `None` where it stands twice.
    pub attendu: Option<&'static str>,
}

impl fmt::Display for RenvoiPerdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attendu {
            Some(attendu) => write!(f, "{} cite {attendu} « {} », qui n’existe pas", self.lieu, self.code),
            None => write!(f, "{} : « {} » est deux fois", self.lieu, self.code),
        }
    }
}

/// The codes that one group of entries defines.
struct Groupe<'a> {
    nom: &'static str,
    codes: BTreeSet<&'a str>,
}

/// What has been found so far.
#[derive(Default)]
struct Releve(Vec<RenvoiPerdu>);

impl Releve {
    /// Gathers the codes of a group, and keeps those that stand twice.
    fn groupe<'a>(&mut self, nom: &'static str, codes: impl Iterator<Item = &'a String>) -> Groupe<'a> {
        let mut seen = BTreeSet::new();
        for code in codes {
            if !seen.insert(code.as_str()) {
                self.0.push(RenvoiPerdu { lieu: nom.to_owned(), code: code.clone(), attendu: None });
            }
        }
        Groupe { nom, codes: seen }
    }

    /// Keeps the cited codes that the group does not define.
    fn cite<'a>(&mut self, lieu: &str, groupe: &Groupe<'_>, codes: impl IntoIterator<Item = &'a String>) {
        let perdus = codes.into_iter().filter(|code| !groupe.codes.contains(code.as_str()));
        self.0.extend(perdus.map(|code| RenvoiPerdu {
            lieu: lieu.to_owned(),
            code: code.clone(),
            attendu: Some(groupe.nom),
        }));
    }
}

/// The groups that other entries cite.
struct Groupes<'a> {
    domaines: Groupe<'a>,
    activites: Groupe<'a>,
    competences: Groupe<'a>,
    familles: Groupe<'a>,
    unites: Groupe<'a>,
    epreuves: Groupe<'a>,
    colonnes: BTreeSet<u8>,
    lectures: Groupe<'a>,
}

impl Referentiel {
    /// The codes that name nothing, and those that stand twice; empty in a sound référentiel.
    pub fn renvois_perdus(&self) -> Vec<RenvoiPerdu> {
        let mut releve = Releve::default();
        let groupes = self.groupes(&mut releve);
        self.releve_certification(&groupes, &mut releve);
        self.releve_examen(&groupes, &mut releve);
        self.releve_suites(&groupes, &mut releve);
        self.releve_lectures(&groupes, &mut releve);
        releve.0
    }

    fn groupes(&self, releve: &mut Releve) -> Groupes<'_> {
        releve.groupe("le savoir", self.savoirs.iter().map(|s| &s.code));
        releve.groupe("la composition", self.compositions.iter().map(|c| &c.epreuve));
        releve.groupe("la grille", self.grilles.iter().map(|g| &g.epreuve));
        releve.groupe("le secteur", self.secteurs.iter().map(|s| &s.code));
        releve.groupe("la correspondance", self.correspondances.iter().map(|c| &c.unite));
        Groupes {
            domaines: releve.groupe("le domaine", self.domaines.iter().map(|d| &d.code)),
            activites: releve.groupe("l’activité", self.activites.iter().map(|a| &a.code)),
            competences: releve.groupe("la compétence", self.competences.iter().map(|c| &c.code)),
            familles: releve.groupe("la famille de savoirs", self.familles_savoirs.iter().map(|f| &f.code)),
            unites: releve.groupe("l’unité", self.unites.iter().map(|u| &u.code)),
            epreuves: releve.groupe("l’épreuve", self.epreuves.iter().map(|e| &e.code)),
            colonnes: self.colonnes.iter().map(|colonne| colonne.numero).collect(),
            lectures: releve.groupe("la lecture", self.lectures.iter().map(|l| &l.cle)),
        }
    }

    fn releve_certification(&self, groupes: &Groupes<'_>, releve: &mut Releve) {
        for activite in &self.activites {
            let lieu = format!("l’activité {}", activite.code);
            releve.cite(&lieu, &groupes.domaines, [&activite.domaine]);
            releve.cite(&lieu, &groupes.competences, &activite.competences);
        }
        for competence in &self.competences {
            let lieu = format!("la compétence {}", competence.code);
            releve.cite(&lieu, &groupes.unites, [&competence.evaluee]);
            releve.cite(&lieu, &groupes.unites, &competence.mobilisee);
        }
        for savoir in &self.savoirs {
            let lieu = format!("le savoir {}", savoir.code);
            releve.cite(&lieu, &groupes.familles, [&savoir.famille]);
            releve.cite(&lieu, &groupes.domaines, savoir.niveaux.keys());
        }
        for unite in &self.unites {
            let lieu = format!("l’unité {}", unite.code);
            releve.cite(&lieu, &groupes.domaines, &unite.domaine);
            releve.cite(&lieu, &groupes.activites, &unite.activites);
            releve.cite(&lieu, &groupes.epreuves, [&unite.epreuve]);
        }
    }

    fn releve_examen(&self, groupes: &Groupes<'_>, releve: &mut Releve) {
        for epreuve in &self.epreuves {
            let lieu = format!("l’épreuve {}", epreuve.code);
            releve.cite(&lieu, &groupes.unites, &epreuve.unite);
            releve.cite(&lieu, &groupes.epreuves, epreuve.parent.iter().chain(&epreuve.langue_autre_que));
            for forme in epreuve.formes.iter().filter(|forme| !groupes.colonnes.contains(&forme.colonne)) {
                let code = forme.colonne.to_string();
                releve.0.push(RenvoiPerdu { lieu: lieu.clone(), code, attendu: Some("la colonne") });
            }
        }
        for composition in &self.compositions {
            let lieu = format!("la composition {}", composition.epreuve);
            releve.cite(&lieu, &groupes.epreuves, [&composition.epreuve]);
            releve.cite(&lieu, &groupes.domaines, [&composition.domaine]);
            releve.cite(&lieu, &groupes.unites, [&composition.unite]);
        }
        for jury in &self.jurys {
            releve.cite("un jury", &groupes.epreuves, [&jury.epreuve]);
            releve.cite("un jury", &groupes.domaines, [&jury.domaine]);
        }
        releve.cite("une grille", &groupes.epreuves, self.grilles.iter().map(|grille| &grille.epreuve));
        releve.cite("le portfolio", &groupes.epreuves, [&self.portfolio.epreuve]);
    }

    fn releve_suites(&self, groupes: &Groupes<'_>, releve: &mut Releve) {
        for dispense in &self.dispenses {
            releve.cite(&format!("la dispense {}", dispense.code), &groupes.unites, &dispense.unites);
        }
        releve.cite("une correspondance", &groupes.unites, self.correspondances.iter().map(|c| &c.unite));
    }

    fn releve_lectures(&self, groupes: &Groupes<'_>, releve: &mut Releve) {
        let formes = self.epreuves.iter().flat_map(|epreuve| &epreuve.formes);
        let cited = (self.domaines.iter().map(|d| &d.lecture))
            .chain(self.activites.iter().map(|a| &a.lecture))
            .chain(self.competences.iter().map(|c| &c.lecture))
            .chain(self.unites.iter().map(|u| &u.lecture))
            .chain(self.pieces.iter().map(|p| &p.lecture))
            .chain(self.colonnes.iter().map(|c| &c.lecture))
            .chain(self.epreuves.iter().map(|e| &e.lecture))
            .chain(formes.map(|f| &f.lecture))
            .chain(self.compositions.iter().map(|c| &c.lecture))
            .chain(self.dispenses.iter().map(|d| &d.lecture))
            .chain(self.statuts.iter().map(|s| &s.lecture))
            .flatten();
        releve.cite("une entrée", &groupes.lectures, cited);
    }
}
