//! Rows as people really make them: two that differ, titles above, tables beside and below, notes in cells, quotes.

use crate::classeur::{Xlsx, rows as rows_of};
use crate::exports::{cells, imported};

#[test]
fn two_rows_of_one_person_or_one_firm_that_differ_are_both_told() {
    let rows = "Nom;Prénom;Date de naissance;INE;Tél;Entreprise;Ville;Adresse;Téléphone;Tuteur\n\
        MARTIN;Léa;14/03/2005;1234567890V;0600000001;Delorme;Lyon;18 cours A;0478000000;Claire DUMAS\n\
        MARTIN;Léa;14/03/2005;1234567890V;0600000002;Delorme;Lyon;1 rue Neuve;;Paul NORD\n\
        DUPONT;Hugo;15/03/2005;;;DELORME;LYON;18, cours A;04 78 00 00 00;\n\
        ROY;Ada;16/03/2005;;;Delorme;Bron;3 rue C;;\n";
    let (place, said) = imported(1, "essai.csv", rows.as_bytes());
    let other =
        |column: &str| format!("essai.csv, ligne 3, « {column} » : ne dit pas la même chose que essai.csv, ligne 2");
    for column in ["téléphone", "adresse", "tuteur.nom"] {
        assert!(said.contains(&other(column)), "{column}: {said}");
    }
    assert_eq!(said.matches("ne dit pas la même chose que").count(), 3, "spelling is no difference: {said}");
    assert_eq!(cells(&place, &["telephone"]), ["0600000001", "", ""]);
    let organismes = place.table("organismes.csv");
    assert_eq!(organismes.rows.len(), 2, "a firm of that name in another town is another");
    // What a second row tells besides is taken, and an export that says so later is told.
    let later = "Nom;Prénom;Date de naissance;Classe;Entreprise;Ville;Adresse;SIRET\n\
        ROY;Ada;16/03/2005;2A;Delorme;Lyon;9 rue Z;41005678900002\n";
    std::fs::write(place.temp.path().join("plus.csv"), later).unwrap();
    let said = place.import(0, &["plus.csv"]);
    assert!(
        said.contains(
            "gardés tels quels, mais les exports disent autre chose :\n  organismes.csv, ligne 2, « adresse »"
        ),
        "{said}"
    );
    let organismes = place.table("organismes.csv");
    assert_eq!(organismes.rows[0].get(organismes.column("siret")), "41005678900002");
}

#[test]
fn two_legal_representatives_are_two() {
    let rows = "Nom;Prénom;Né le;Responsables légaux;Responsable légal 2\n\
        A;Jo;12/03/10;Ève AUBE et Max AUBE;\nB;Jo;12/03/10;M. et Mme BOIS;\nC;Jo;12/03/10;Ève CIEL;Max CIEL\n\
        D;Jo;12/03/10;\"Ève DUNE\nMax DUNE\";\nE;Jo;12/03/10;;Max ÉTÉ\n";
    let (place, said) = imported(0, "essai.csv", rows.as_bytes());
    let told = cells(&place, &["representant_legal", "second_representant_legal"]);
    assert_eq!(told, ["Ève AUBE|Max AUBE", "M. et Mme BOIS|", "Ève CIEL|Max CIEL", "Ève DUNE|Max DUNE", "Max ÉTÉ|"]);
    assert!(said.contains("lignes 2, 5, « Responsables légaux » : deux représentants légaux"), "{said}");
    assert!(said.contains("« Né le » : année sur deux chiffres, complétée"), "{said}");
}

#[test]
fn what_is_not_of_its_column_is_told_and_never_dropped() {
    let rows = "Nom;Prénom;Né le;Sexe;Statut;INE\n\
        A;Jo;14/03/2005 (à vérifier);Mlle;étudiante;n° 1234567890-V\nB;Jo;12/03/24;X;bizarre;néant\n\
        C (démissionnaire);Jo;14/03/2005;M.;FI;voir le dossier\n";
    let (place, said) = imported(1, "essai.csv", rows.as_bytes());
    insta::assert_snapshot!(said);
    let told = cells(&place, &["nom_famille", "date_naissance", "sexe", "statut", "ine"]);
    assert_eq!(told, ["A||F|scolaire|1234567890V", "B||||", "C (démissionnaire)|14/03/2005|M|scolaire|"]);
}

#[test]
fn titles_above_the_headings_and_a_second_table_below() {
    let rows: [&[&str]; 7] = [
        &["Élève", "", "", "Entreprise", "", "", "Tuteur", ""],
        &["Nom", "Prénom", "Né le", "Nom", "Adresse", "Téléphone", "Nom", "Téléphone"],
        &["MARTIN", "Léa", "14/03/2005", "Delorme", "18 cours A", "04 78 00 00 00", "Claire DUMAS", "04 78 00 00 02"],
        &["", ""],
        &["Prénom", "Nom", "Groupe", "Classe"],
        &["Hugo", "DUPONT", "G1", "2A"],
        &["Prénom", "Nom", "Groupe", "Classe"],
    ];
    let sheets = [("Feuil1", "", rows_of(&rows))];
    let (place, said) = imported(0, "l.xlsx", &Xlsx { sheets: &sheets, ..Xlsx::default() }.bytes());
    let told = cells(&place, &["nom_famille", "prenoms", "adresse", "telephone", "classe"]);
    assert_eq!(told, ["MARTIN|Léa|||", "DUPONT|Hugo|||2A"], "{said}");
    assert!(said.contains("non reprises : Groupe") && said.contains("en-têtes répétés"), "{said}");
    let (organismes, stages) = (place.table("organismes.csv"), place.table("stages.csv"));
    assert_eq!(organismes.rows[0].get(organismes.column("telephone")), "04 78 00 00 00");
    assert_eq!(stages.rows[0].get(stages.column("tuteur.telephone")), "04 78 00 00 02");
}

#[test]
fn two_tables_beside_each_other_are_two() {
    let rows =
        "Nom;Prénom;Né le;;Nom;Prénom;Né le\nMARTIN;Léa;14/03/2005;;DUPONT;Hugo;15/03/2005\nROY;Ada;16/03/2005;;;;\n";
    let (place, _) = imported(0, "essai.csv", rows.as_bytes());
    let told = cells(&place, &["nom_famille", "prenoms", "date_naissance"]);
    assert_eq!(told, ["MARTIN|Léa|14/03/2005", "DUPONT|Hugo|15/03/2005", "ROY|Ada|16/03/2005"]);
}

#[test]
fn a_quote_that_is_not_closed_takes_no_other_row_with_it() {
    for last in ["ROY,Ada,16/03/2005,\"3, rue C\"\n", "\"ROY\",Ada,16/03/2005,\n", "ROY,Ada,16/03/2005,\n"] {
        let rows = format!("Nom,Prénom,Né le,Adresse\n\"DUPONT,Hugo,15/03/2005,1 rue A\n{last}");
        let (place, said) = imported(1, "essai.csv", rows.as_bytes());
        assert_eq!(cells(&place, &["nom_famille", "prenoms"]), ["ROY|Ada"], "{said}");
        assert!(said.contains("essai.csv, ligne 2 : un guillemet ouvert"), "{said}");
    }
}
