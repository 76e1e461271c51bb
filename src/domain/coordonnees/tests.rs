//! Both sides: what reaches or names somebody, and what only resembles it.

use super::*;

fn sortes(text: &str) -> Vec<Sorte> {
    find(text).into_iter().map(|c| c.sorte).collect()
}

#[test]
fn telephones_in_every_usual_writing() {
    for text in [
        "Joignable au 06 12 34 56 78.",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "tél. 0612345678",
        "Mme D. (0612345678)",
        "0612 34 56 78",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033 6 12 34 56 78",
        "+33612345678",
        "06\u{a0}12\u{a0}34\u{a0}56\u{a0}78",
        "04 72 65 43 21 le soir",
        "0590 12 34 56",
        "0692 123 456",
        "+262 692 12 34 56",
        "+590690123456",
        "son portable, n° 0712345678",
        "téléphone : 0472654321",
        "Elle habite au 3, 06 12 34 56 78",
    ] {
        assert_eq!(sortes(text), [Sorte::Telephone], "{text}");
    }
}

#[test]
fn what_resembles_a_telephone_is_none() {
    for text in [
        "contrat n° 0612345678",
        "Contrat 06 12 34 56 78",
        "police 0412345678",
        "sinistre no 0678901234",
        "0412345678",
        "MRH-06-12-34-56-78",
        "MRH0612345678",
        "du 06/12/2024 au 06/12/2025",
        "le 06.12.2024 à 14.30",
        "12 500 000 €",
        "1 984,50 € puis 06 12 €",
        "IBAN FR76 3000 4012 3406 1234 5678 901",
        "SIRET 732 829 320 00074",
        "SIRET 73282932000074",
        "2 69 05 49 588 157 80",
        "l’assistance, au 01 49 93 00 00",
        "le numéro vert 0 800 123 456",
        "0800 12 34 56",
        "les mois 05 06 07 08 09",
        "01 02 03 04 05",
        "de 8 h 30 à 12 h 30, 14 h",
        "2 500 € et 150 € de franchise",
        "AR-2024-02",
        "10 20 30 40 50",
        "06 12 34 56",
        "3.14.15.92.65.35",
        "article L113-15-2 du code des assurances, loi 2014-344 du 17 mars 2014",
    ] {
        assert_eq!(sortes(text), [], "{text}");
    }
}

#[test]
fn e_mails() {
    for text in ["jean.dupont@gmail.com", "(j.dupont@exemple.fr).", "écrire à élodie@wanadoo.fr, le soir"] {
        assert_eq!(sortes(text), [Sorte::Courriel], "{text}");
    }
    for text in ["sinistres@alperis.example", "@alperis", "a @ b.fr", "le.mediateur@", "12 @ 3,50 €", "no-reply@x.fr"]
    {
        assert_eq!(sortes(text), [], "{text}");
    }
    assert_eq!(find("x (Élodie.Roux@Orange.fr).")[0].cle, "élodie.roux@orange.fr");
}

#[test]
fn postal_addresses() {
    for text in [
        "Elle habite 12 rue des Lilas, 69003 Lyon.",
        "12, rue de la gare",
        "12 bis, avenue du Parc",
        "12bis avenue Foch",
        "4 av. du Parc",
        "3 place Bellecour",
        "12 cours de la Filature, 69100 Villeurbanne",
        "n° 7 impasse des Roses",
        "12-14 boulevard Voltaire",
        "5 rue du 8 mai 1945",
    ] {
        assert_eq!(sortes(text), [Sorte::Adresse], "{text}");
    }
    for text in [
        "la voiture est garée dans la rue",
        "sur la file de droite d’une avenue à double voie",
        "1 place de parking",
        "3 cours d’Assurance",
        "2 cours de code",
        "En 2024, rue des Lilas, un incendie",
        "Le 12, rue des Lilas, un incendie",
        "à l’angle de la rue des Lilas et de l’avenue Foch",
        "69003 Lyon",
        "appartement de 3 pièces, résidence Les Tilleuls",
        "à 8 h, rue des Lilas",
        "une rue",
        "3 rue.",
        "loge depuis 2023 un appartement de deux pièces (46 m², troisième étage)",
    ] {
        assert_eq!(sortes(text), [], "{text}");
    }
    let same = [adresse_key("4 av. du Parc"), adresse_key("4, avenue du Parc")];
    assert_eq!(same[0], same[1]);
}

#[test]
fn full_names() {
    for text in ["M. Jean DUPONT, 45 ans", "Madame Marie-Claire Petit", "M. et Mme Paul Martin"] {
        assert!(nom_complet(text).is_some(), "{text}");
    }
    for text in [
        "Mme D., 28 ans, locataire",
        "M. et Mme G., 34 et 32 ans",
        "Mme Le Goff",
        "M. B., gérant de la SARL Les Trois Épis",
        "Mme Marie D.",
        "64 clients ; cas présenté : M. et Mme G.",
        "Maison Dupont et Fils",
    ] {
        assert_eq!(nom_complet(text), None, "{text}");
    }
}
