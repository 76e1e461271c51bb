//! What is printed of a text as it was meant, what is refused, and where.

use super::super::front_matter::body_start;
use super::*;

const FILE: &str =
    "+++\nnumero = 1\n+++\n\n# Contexte\n\nUn *mot* et\n<b>gras</b>.\n\n## Suite\n\n- a\n- b\n\n# Vide\n";

#[test]
fn sections_blocks_and_refusals_with_their_bytes() {
    let start = body_start(FILE);
    let parsed = parse(&FILE[start..], start);
    let titles: Vec<_> = parsed.sections.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["Contexte", "Vide"]);
    assert!(parsed.sections[1].is_empty());
    assert!(matches!(&parsed.sections[0].blocks[2], Block::List { ordered: false, items, .. } if items.len() == 2));
    let Remark::Refused { bytes, .. } = &parsed.remarks[0] else { panic!("HTML is refused") };
    assert_eq!(&FILE[bytes.clone()], "<b>");
}

#[test]
fn sections_of_level_two() {
    let parsed = parse_sections("## Contexte\r\n\r\nmot\r\n\r\n### Suite\r\n\r\n## Vide\r\n", 0);
    let titles: Vec<_> = parsed.sections.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["Contexte", "Vide"]);
    assert!(matches!(parsed.sections[0].blocks[1], Block::Heading { level: 2, .. }));
}

#[test]
fn depth_is_bounded() {
    let deep = "> ".repeat(5000) + "x";
    let parsed = parse(&deep, 0);
    assert!(parsed.remarks.iter().any(|r| matches!(r, Remark::Refused { .. })));
    let parsed = parse(&("*a ".repeat(3000) + &"b* ".repeat(3000)), 0);
    assert!(!parsed.sections.is_empty());
}
/// The blocks of a text and what is refused of it.
fn read(text: &str) -> (String, Vec<Construct>) {
    let (blocks, remarks) = parse_blocks(text, 0);
    let refused = |r: &Remark| match r {
        Remark::Refused { construct, .. } => Some(*construct),
        Remark::Image { .. } => None,
    };
    (crate::domain::markdown::text(&blocks), remarks.iter().filter_map(refused).collect())
}

#[test]
fn a_text_of_a_word_processor_is_printed_as_it_was_meant() {
    for (written, printed) in [
        ("soit 2*3*4 = 24", "soit 2*3*4 = 24\n"),
        ("taux*prime*durée", "taux*prime*durée\n"),
        ("100*2* et 3**4**5", "100*2* et 3**4**5\n"),
        ("environ ~10 et ~20~ euros", "environ ~10 et ~20~ euros\n"),
        ("    Un alinéa *en retrait*\n    et sa suite.\n\nUn autre.", "Un alinéa en retrait et sa suite.\nUn autre.\n"),
        ("\tUn alinéa.", "Un alinéa.\n"),
        ("Mes missions :\n• accueillir\n• relancer", "Mes missions :\naccueillir\n\nrelancer\n\n"),
        ("• un\n\n• deux", "un\n\ndeux\n\n"),
        ("- [x] fait\n- [ ] à faire", "☑ fait\n\n☐ à faire\n\n"),
    ] {
        assert_eq!(read(written), (printed.to_owned(), vec![]), "{written}");
    }
}

#[test]
fn what_would_be_raw_or_dropped_is_refused() {
    for (written, construct) in [
        ("un mot ~~barré~~ ici", Construct::Strikethrough),
        ("une note[^1]\n\n[^1]: en bas", Construct::Footnote),
        ("une note[^1] sans texte", Construct::Footnote),
        ("soit $x^2$ et", Construct::Formula),
        ("Avant\n\n\\newpage\n\nAprès", Construct::PageBreak),
        ("> [!NOTE]\n> mot", Construct::Admonition),
        ("![Plan](images/plan.png){width=50%}", Construct::Attributes),
        ("| a | b |\n| 1 | 2 |", Construct::TableWithoutRule),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", Construct::TooManyCells),
        ("Nom\tÂge\nDurand\t18", Construct::PastedTable),
        ("#Contexte", Construct::HeadingWithoutSpace),
        ("    # Contexte\n", Construct::HeadingInRetreat),
        ("une ligne\nune autre\nune troisième\n---", Construct::Underline),
        ("> 18 ans : tarif A", Construct::Greater),
        ("+ 20 % sur un an", Construct::Plus),
    ] {
        let (printed, refused) = read(written);
        assert!(refused.contains(&construct), "{written}: {refused:?}\n{printed}");
        assert!(refused.iter().all(|c| *c == construct), "{written}: {refused:?}");
    }
    let tables = "| a | b |\n|---|---|\n| 1 |\n| un \\| deux | 3 |\n";
    assert_eq!(read(tables).1, []);
    assert_eq!(read("Titre\n---\n\n+ un\n+ 2 contrats\n\n> 9 400 – 450 = 8 950 €\n\n> 12 mars : dit-il").1, []);
}

#[test]
fn remarks_in_a_retreat_have_their_bytes() {
    let text = "Mot.\n\n    un ~~barré~~\n    et <b>gras\n";
    let (_, remarks) = parse_blocks(text, 0);
    let bytes: Vec<_> = remarks
        .iter()
        .map(|r| match r {
            Remark::Refused { bytes, .. } | Remark::Image { bytes, .. } => &text[bytes.clone()],
        })
        .collect();
    assert_eq!(bytes, ["~~barré~~", "<b>"]);
}

#[test]
fn an_image_whose_path_is_written_as_an_address() {
    let (blocks, _) = parse_blocks("![Le plan](images/mon%20plan%C3%A9.png)", 0);
    assert!(matches!(&blocks[0], Block::Figure { source, .. } if source == "images/mon plané.png"), "{blocks:?}");
}

#[test]
fn an_image_whose_path_has_spaces_is_an_image() {
    let text = "voir\n![Le plan](images/mon plan.png \"Plan\")";
    let (blocks, remarks) = parse_blocks(text, 0);
    assert!(matches!(&blocks[1], Block::Figure { source, .. } if source == "images/mon plan.png"), "{blocks:?}");
    let [Remark::Image { bytes, .. }] = &remarks[..] else { panic!("{remarks:?}") };
    assert_eq!(&text[bytes.clone()], "![Le plan](images/mon plan.png \"Plan\")");
}
