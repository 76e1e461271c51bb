//! Stages, statuses, redoublement, convention, hours.

use liasse::domain::Statut;
use liasse::domain::candidat::{MotifEmpechement, MotifReduction, SituationApprenti};

use super::{REFERENTIEL, codes};

#[test]
fn hours_add_up_to_the_totals() {
    let volume = &REFERENTIEL.volume_horaire;
    let binding: Vec<_> = REFERENTIEL.horaires.iter().filter(|horaire| !horaire.facultatif).collect();
    assert_eq!((binding.len(), REFERENTIEL.horaires.len()), (8, 9));
    for total in &volume.annees {
        let years = || binding.iter().flat_map(|h| &h.annees).filter(|annee| annee.numero == total.numero);
        assert_eq!(years().map(|a| a.hebdomadaire).sum::<u16>(), total.hebdomadaire);
        assert_eq!(years().map(|a| a.classe_entiere).sum::<u16>(), total.classe_entiere);
        assert_eq!(years().map(|a| a.dedoublees).sum::<u16>(), total.dedoublees);
        assert_eq!(years().map(|a| a.annuel).sum::<Option<u16>>(), total.annuel);
    }
    let totals = volume.annees.iter().map(|a| (a.hebdomadaire, a.classe_entiere, a.dedoublees, a.annuel));
    assert!(totals.eq([(30, 18, 12, Some(810)); 2]));
    assert_eq!((volume.deux_ans_min, volume.deux_ans_max), (1620, 1650));
    for annee in REFERENTIEL.horaires.iter().flat_map(|horaire| &horaire.annees) {
        assert_eq!(annee.hebdomadaire, annee.classe_entiere + annee.dedoublees);
        assert!(annee.annuel.is_none_or(|annuel| annuel == annee.hebdomadaire * volume.semaines_par_annee));
    }
}

#[test]
fn stage_durations_are_those_of_the_text() {
    let stage = &REFERENTIEL.stage;
    assert_eq!((stage.semaines_min, stage.semaines_max), (15, 16));
    assert_eq!((stage.journees_min, stage.journees_max), (75, 80));
    assert_eq!(stage.journees_min, stage.semaines_min * stage.jours_par_semaine);
    assert_eq!((stage.reduction.semaines_min, stage.reduction.journees_min), (8, 40));
    assert_eq!((stage.premiere_periode.semaines_min, stage.premiere_periode.semaines_max), (4, 6));
    assert!(stage.reduction.motifs.iter().map(|m| m.code).eq(MotifReduction::ALL.iter().copied()));
    assert!(stage.reduction.motifs.iter().map(|m| m.decision_recteur).eq([true, true, true, false, false]));
    assert!(stage.empechements.iter().map(|e| e.code).eq(MotifEmpechement::ALL.iter().copied()));
}

#[test]
fn every_status_has_its_rules() {
    let found = REFERENTIEL.statuts.iter().map(|statut| {
        let justificatifs = statut.justificatifs.iter().map(|j| j.key()).collect::<Vec<_>>().join(" ");
        (statut.code.key(), justificatifs, statut.duree_de_stage, statut.secteur_assurance)
    });
    let both = "certificat-stage certificat-travail";
    let expected = [
        ("scolaire", "certificat-stage", true, true),
        ("apprentissage", "attestation-employeur", false, false),
        ("professionnalisation", "attestation-employeur", false, false),
        ("premiere-formation", "certificat-stage", true, true),
        ("reconversion", "certificat-stage", true, true),
        ("perfectionnement", both, false, true),
        ("distance", "", false, false),
        ("experience", both, false, false),
    ];
    assert!(found.eq(expected.map(|(code, j, duree, secteur)| (code, j.to_owned(), duree, secteur))));
    assert!(REFERENTIEL.statuts.iter().map(|statut| statut.code).eq(Statut::ALL.iter().copied()));
    let emploi = REFERENTIEL.statut("perfectionnement").and_then(|statut| statut.emploi.as_ref()).expect("emploi");
    assert_eq!((emploi.temps_plein.mois, emploi.temps_plein.sur_mois), (6, 12));
    assert_eq!((emploi.temps_partiel.mois, emploi.temps_partiel.sur_mois), (12, 24));
    assert!(REFERENTIEL.statut("inconnu").is_none());
}

#[test]
fn redoublement_and_convention_are_those_of_the_text() {
    assert!(REFERENTIEL.redoublements.iter().map(|r| r.code).eq(SituationApprenti::ALL.iter().copied()));
    assert!(REFERENTIEL.redoublements.iter().map(|r| r.autorisation_recteur).eq([false, false, true]));
    assert_eq!(codes(REFERENTIEL.elements_convention.iter().map(|e| &e.code)), "CV01 CV02 CV03 CV04 CV05 CV06 CV07");
}

#[test]
fn columns_name_every_status_but_professionnalisation() {
    let named = |statut| REFERENTIEL.colonnes.iter().flat_map(|c| &c.publics).any(|p| p.statuts.contains(&statut));
    let unnamed = Statut::ALL.iter().filter(|statut| !named(**statut));
    assert!(unnamed.eq(&[Statut::Professionnalisation]));
    assert!(REFERENTIEL.colonnes.iter().map(|c| (c.numero, c.publics.len())).eq([(1, 3), (2, 1), (3, 5)]));
}
