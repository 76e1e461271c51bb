//! Both sides: what an author leaves in a paper, and the ordinary words of insurance and of papers.

use super::*;
use crate::sources::markdown::parse_blocks;

fn mots() -> MotsDuJury {
    crate::sources::Pack::embedded().mots_du_jury().unwrap()
}

fn said(text: &str, lieu: Lieu) -> bool {
    !in_blocks(&mots(), &parse_blocks(text, 0).0, lieu).is_empty()
}

#[test]
fn what_an_author_leaves_in_a_question_is_found() {
    let all = [
        "Corrigé :",
        "**Corrigé** Cotisation hors taxes : 382 €",
        "**Corrigé :** 422,28 €",
        "CORRIGÉ",
        "*Corrigé.* La cotisation est de 422,28 €.",
        "Corrigé (professeur) : 422,28 €",
        "Corrigé (prof)",
        "Corrigé de la question 1.2",
        "Question 1.2 – corrigé",
        "1.2 Corrigé : 422,28 €",
        "a) Corrigé : 422,28 €",
        "Corrigé question 1.2",
        "Corrigé et barème",
        "Corrigé type",
        "Corrigé indicatif :",
        "Cor\u{ad}rigé : 422,28 €",
        "Corrige\u{301} : 422,28 €",
        "Éléments de correction",
        "ÉLÉMENTS DE CORRIGÉ",
        "Indications de correction :",
        "Pistes de correction",
        "Grille de correction",
        "Barème de notation",
        "Correction : 422,28 €",
        "Correction de la question 2",
        "Réponse attendue : 422,28 €",
        "La réponse attendue : 422,28 €",
        "Réponses attendues",
        "Éléments de réponse",
        "Éléments de réponse : la véranda aggrave le risque.",
        "Réponse : 422,28 €",
        "Réponse = 422,28 €",
        "**Réponse** 422,28 €",
        "Réponse :\n\n422,28 €",
        "Réponse à la question 1.2 : 422,28 €",
        "Arrondissez au centime. Réponse : 422,28 €",
        "Arrondissez au centime (réponse : 422,28 €).",
        "Arrondissez au centime ; corrigé : 422,28 €",
        "Solution : 422,28 €",
        "Solution\n\nCotisation hors taxes : 382 €.",
        "Solution attendue : formule Confort",
        "Attendus :",
        "Attendus",
        "Attendus du jury : trois éléments",
        "Éléments attendus : délai, source",
        "Résultat attendu : 422,28 €",
        "Barème : 2 points",
        "Barème : 2 pts par élément",
        "Barème (sur 6 points) : 2 points par élément, 2 points pour la source",
        "Barème détaillé :\n\n- 2 points par élément\n- 2 points pour le délai",
        "On attend du candidat une comparaison chiffrée.",
        "Ici, on attend de la candidate qu’elle cite l’article.",
        "Il est attendu du candidat qu’il cite l’article.",
        "Note au correcteur : accepter 422 €",
        "Note aux correcteurs",
        "À l’attention des correcteurs :",
        "Pour le jury : 422,28 €",
        "Accepter toute réponse cohérente.",
        "Toute réponse cohérente sera acceptée.",
        "Ne pas pénaliser l’erreur de report.",
        "Voir corrigé.",
        "Document réservé au jury",
        "Ne pas distribuer aux candidats",
        "Note proposée : 14",
        "Proposition de note : 14/20",
        "> **Corrigé :**\n>\n> 422,28 €",
        "- a) calcul\n- Corrigé : 422,28 €",
        "1. Corrigé : 422,28 €",
        "| Corrigé | 422,28 € |\n|---|---|\n| a | b |",
        "| Élément | Réponse attendue |\n|---|---|\n| Cotisation | 422,28 € |",
        "| Cotisation | Réponse : 422,28 € |\n|---|---|\n| a | b |",
        "    Corrigé : 422,28 €",
        "```\nCorrigé : 422,28 €\n```",
        "Calculez[^1].\n\n\\### Corrigé",
        "![Corrigé de la question](images/a.png)",
        "![Graphique](images/a.png \"Réponse attendue : 422,28 €\")",
        "Expected answer: 180 words on telematics.",
        "Answer key",
        "Musterlösung: 180 Wörter",
        "Respuesta esperada: 80 palabras",
        "Ligne un  \nCorrigé : 422,28 €",
        "| Question | Réponse |\n|---|---|\n| Prime | 422,28 € |\n| Taxe | 34,38 € |",
        "| Question | Réponse |\n|---|---|\n| Prime | 422,28 € |",
        "| N° | Question | **Bonne réponse** |\n|---|---|---|\n| 1 | a | Vrai |\n| 2 | b | Faux |\n| 3 | c | ? |",
        "| Anomalie | Solution |\n|---|---|\n| a | relancer |\n| b | résilier |",
        "| Élément | Barème |\n|---|---|\n| délai | 2 points |\n| source | 1 point |",
        "| | 1 | 2 | 3 |\n|---|---|---|---|\n| Question | a | b | c |\n| Réponse | B | A | D |",
        "> | Question | Réponse |\n> |---|---|\n> | Prime | 422,28 € |\n> | Taxe | 34,38 € |",
        "Attendus de la question : trois éléments",
        "Barème : 2 points par bonne idée",
    ];
    let missed: Vec<_> = all.into_iter().filter(|text| !said(text, Lieu::Enonce)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn the_ordinary_words_of_a_question_are_no_fault() {
    let all = [
        "Corrigez le courriel.",
        "Correction d’une erreur de saisie",
        "Corrigé de ses fautes, le texte est envoyé.",
        "Corrigé des variations saisonnières, le chiffre d’affaires baisse.",
        "Le chiffre d’affaires corrigé de la tendance est de 4 812 €.",
        "Montant corrigé : 4 812 €",
        "Indice corrigé : 112",
        "Procédez à la correction des variations saisonnières.",
        "Correction des variations saisonnières : méthode au choix",
        "Correction du dossier de Madame Texier par le service Production",
        "Rédigez la réponse à la lettre de Monsieur Ortuño.",
        "Réponse au courriel de Madame Kerven",
        "Réponse à Madame Kerven, à rédiger",
        "La réponse attendue par M. Durand doit partir aujourd’hui.",
        "Réponse attendue par l’assuré avant le 12 mai",
        "Réponse attendue : sous huit jours",
        "La réponse attendue est argumentée.",
        "Présentez votre réponse sous la forme d’un tableau.",
        "Réponse :",
        "Réponse : ………………… €",
        "Réponse : ______________",
        "Réponse A : 12 000 €",
        "Réponse 1 : la garantie est acquise",
        "Trouvez les éléments de réponse dans l’annexe 3.",
        "Comparez les deux solutions de souscription.",
        "Solution 1 : augmenter la franchise",
        "Solution A : contrat de groupe",
        "Proposez une solution à Madame Texier.",
        "Utilisez le barème de la convention entre assureurs, reproduit en annexe 4.",
        "**Barème d’indemnisation**\n\n| Surface | Majoration |\n|---|---|\n| 40 m² | 14 % |",
        "Barème\n\n| Surface | Majoration |\n|---|---|\n| 40 m² | 14 % |",
        "Barème détaillé de l’indemnité : 14 % au-delà de 40 m²",
        "Barème détaillé :\n\n- 14 % au-delà de 40 m²",
        "Barème indicatif : 3 points",
        "Barème : 3 points de permis par infraction",
        "a) Calculez la prime. (2 points)",
        "Chiffre d’affaires attendu : 30 462 €",
        "Production attendue : un courriel d’une dizaine de lignes",
        "Travail attendu : un tableau comparatif",
        "Le candidat doit traiter les trois dossiers.",
        "On attend une hausse des sinistres de 3 %.",
        "Que dit le document 2 de ce que l’on attend d’un animal ?",
        "On attend une réflexion organisée.",
        "Les verres correcteurs sont remboursés à 60 %.",
        "Appliquez le coefficient correcteur.",
        "N’écrivez rien dans la partie réservée au correcteur.",
        "Rédigez une proposition de note de service.",
        "Rédigez une note à l’attention de votre responsable.",
        "Pour le professionnel, la formule 2 convient.",
        "Les attendus du jugement sont en annexe.",
        "| Poste | Brut | Corrigé |\n|---|---|---|\n| T1 | 100 | 98 |",
        "| Anomalie | Correction |\n|---|---|\n| | |",
        "| Attendu | Réalisé |\n|---|---|\n| 100 | 98 |",
        "| Question | Réponse |\n|---|---|\n| a | |",
        "| Question | Réponse |\n|---|---|\n| Prime | …… € |\n| Taxe | __________ |",
        "| Question | Réponse |\n|---|---|\n| Exemple | 12 € |\n| Prime | |\n| Taxe | |",
        "| Question | Réponse |\n|---|---|\n| La franchise est due | Vrai / Faux |\n| Le malus est dû | Vrai / Faux |",
        "| Question | Réponse |\n|---|---|\n| a | ☐ vrai ☐ faux |\n| b | ☐ oui ☐ non |",
        "| Question | Réponse |\n|---|---|\n| a | à compléter |\n| b | ? |",
        "| Solution | Coût | Délai |\n|---|---|---|\n| Externaliser | 12 000 € | 3 mois |\n| Recruter | 30 000 € | 1 an |",
        "| Surface | Barème |\n|---|---|\n| 40 m² | 14 % |\n| 60 m² | 20 % |",
        "| Critère | Solution 1 | Solution 2 |\n|---|---|---|\n| Coût | 12 € | 14 € |\n| Délai | 3 | 4 |",
        "| Objectif | Attendu | Réalisé |\n|---|---|---|\n| Contrats | 100 | 98 |\n| Devis | 20 | 30 |",
        "Barème : 0,5 point par bonne réponse",
        "Barème : 1 point par réponse exacte, – 0,25 point par réponse fausse, 0 point sans réponse.",
        "**Barème**\n\n- 0,5 point par bonne réponse ;\n- 0 point sinon.",
        "Attendus de la mission : un courriel et un tableau comparatif.",
        "**Attendus de la mission**\n\n- un courriel\n- un tableau",
        "![Courbe corrigée des variations](images/a.png)",
        "Sum up document 2 in English. Answer in 180 words.",
        "Décrivez la solution retenue : la formule 2 est-elle adaptée ?",
    ];
    let alarms: Vec<_> = all.into_iter().filter(|text| said(text, Lieu::Enonce)).collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
}

#[test]
fn a_document_speaks_as_its_authors_do() {
    let all = [
        "Réponse : oui",
        "Combien de sinistres ? Réponse : 2",
        "Avez-vous une alarme ? Réponse : oui, pour 422,28 €",
        "Solution : un contrat de groupe",
        "Solution\n\nNotre offre Prévoyance Pro répond à ce besoin.",
        "Attendus\n\nAttendu que l’assuré n’a pas déclaré le sinistre…",
        "Réponse type : Madame, nous avons bien reçu votre courrier.",
        "Résultats attendus : dix rendez-vous",
        "| Attendu | Réalisé | Écart |\n|---|---|---|\n| 10 | 8 | 2 |",
        "| Question | Réponse |\n|---|---|\n| Fumez-vous ? | non |",
        "| Écart | Correction |\n|---|---|\n| 12 € | 12 € |",
        "Barème de retrait : 3 points pour un feu rouge, permis suspendu",
        "Barème de responsabilité de la convention entre assureurs",
        "Barème : 1 point pour 10 € dépensés (programme de fidélité)",
    ];
    let alarms: Vec<_> = all.into_iter().filter(|text| said(text, Lieu::Document)).collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
    let all = [
        "Corrigé du dossier 2",
        "Corrigé : 422,28 €",
        "Réponse : 422,28 €",
        "Solution : 422,28 €",
        "Réponse attendue : 422,28 €",
        "Éléments de correction",
        "Barème : 2 points par élément",
        "| Poste | Corrigé |\n|---|---|\n| Cotisation | 422,28 € |",
    ];
    let missed: Vec<_> = all.into_iter().filter(|text| !said(text, Lieu::Document)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    // What a client answered is a document; what is filled where the candidate writes is an answer.
    let filled = "| Question | Réponse |\n|---|---|\n| Prime | 422,28 € |\n| Taxe | 34,38 € |";
    assert!(!said(filled, Lieu::Document) && !said(filled, Lieu::Sujet) && said(filled, Lieu::Reponse));
    // What a candidate fills is not what an author filled.
    assert!(!said("Réponse : ………", Lieu::Reponse) && said("Réponse : 422,28 €", Lieu::Reponse));
    assert!(!said("| Anomalie | Correction |\n|---|---|\n| | |", Lieu::Reponse));
}

#[test]
fn a_subject_may_say_how_its_points_are_shared() {
    let text = "Barème : dossier 1, 20 points ; dossier 2, 20 points.";
    assert!(!said(text, Lieu::Sujet) && said("Barème : 2 points par élément", Lieu::Sujet));
}

#[test]
fn a_table_is_told_once_and_a_text_at_its_rank() {
    let blocks = parse_blocks("Un.\n\n- deux\n- Corrigé : 3\n\n| Corrigé | b |\n|---|---|\n| Corrigé : 1 | c |\n", 0).0;
    let found = in_blocks(&mots(), &blocks, Lieu::Enonce);
    let told: Vec<_> = found.iter().map(|t| (t.rang, t.mots.as_str(), t.autres)).collect();
    assert_eq!(told, [(2, "Corrigé : 3", 0), (3, "Corrigé", 1)]);
    let rows = vec![vec!["Poste", "Valeur"], vec!["Cotisation", "Réponse attendue : 422,28 €"]];
    let (row, column, found) = in_rows(&mots(), rows, Lieu::Document).unwrap();
    assert_eq!((row, column, found.mots.as_str(), found.autres), (1, 1, "Réponse attendue : 422,28 €", 0));
    let rows = vec![vec!["Poste", "Réponse"], vec!["Cotisation", "422,28 €"]];
    let (row, column, found) = in_rows(&mots(), rows, Lieu::Reponse).unwrap();
    assert_eq!((row, column, found.mots.as_str()), (0, 1, "Réponse"));
}
