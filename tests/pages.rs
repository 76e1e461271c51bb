//! The pages themselves: they are made whatever the folder holds, and say what they must, once and legibly.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod documents;

use std::path::PathBuf;

use documents::{HOSTILE, Sample, almost_empty, extreme, fixture, long, plain, scratch, text, unsigned};
use liasse::domain::document::{Document, TemplateFaultKind};
use liasse::domain::markdown::{Align, Block, Inline};
use liasse::sources::Pack;
use liasse::templates::{Mode, Piece};
use liasse::typeset::{Engine, emit};

/// Typesets and writes one document.
#[allow(clippy::disallowed_methods, reason = "a test writes its own files")]
fn typeset(engine: &mut Engine, sample: &Sample, mode: Mode, piece: &Piece) -> (PathBuf, usize) {
    let pdf = engine.compile(&piece.document).unwrap_or_else(|failure| {
        panic!("{} {} {mode:?}: {:#?}", sample.name, piece.path, failure.faults);
    });
    let path = scratch(&format!("{}-{mode:?}", sample.name)).join(piece.path.replace('/', "-"));
    std::fs::write(&path, &pdf.bytes).unwrap();
    (path, pdf.pages)
}

fn find<'p>(pieces: &'p [Piece], path: &str) -> &'p Piece {
    pieces.iter().find(|p| p.path.contains(path)).unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn every_document_is_made_in_both_modes_and_nothing_leaves_its_page() {
    let mut engine = Engine::new();
    for sample in [fixture("complet-scolaire"), fixture("complet-apprenti"), almost_empty(), extreme()] {
        for mode in [Mode::Final, Mode::Draft] {
            for piece in documents::documents(&sample, mode) {
                let (path, pages) = typeset(&mut engine, &sample, mode, &piece);
                let Some(read) = text(&path, &["-bbox"]) else { continue };
                let boxes = read.concat();
                assert_eq!(boxes.matches("<page ").count(), pages);
                for word in boxes.lines().filter(|l| l.contains("<word ")) {
                    let at = |name: &str| -> f64 {
                        let from = word.find(name).unwrap() + name.len() + 2;
                        word[from..].split('"').next().unwrap().parse().unwrap()
                    };
                    // The draft mark lies across the page; all else stays in the narrowest margins, 8 mm.
                    let mark = at("yMax") - at("yMin") > 50.0;
                    let inside = at("xMin") > 22.0 && at("xMax") < 595.3 - 22.0 && at("yMax") < 841.9 - 10.0;
                    assert!(inside || mark, "{}: {word}", path.display());
                }
            }
        }
    }
}

#[test]
fn a_word_too_long_for_its_column_stays_in_it() {
    let mut engine = Engine::new();
    // The last fills pages: a header row that is repeated over them would leave no room for what is below it.
    for length in [40, 120, 3_000] {
        let word = long::LETTER.to_string().repeat(length);
        let mut sample = unsigned("complet-scolaire");
        sample.name = format!("long-{length}");
        let d = &mut sample.dossier;
        if length > 1_000 {
            d.fiches.truncate(2);
        }
        d.candidat = long::filled(&d.candidat, &word, &["diplome", "logo"]);
        for p in &mut d.periodes {
            *p = long::filled(p, &word, &["entreprise", "calendrier", "piece"]);
        }
        for e in &mut d.entreprises {
            let (id, contexte) = (e.id.clone(), e.contexte.clone());
            *e = long::filled(e, &word, &["id", "fichier", "source", "contexte"]);
            (e.id, e.contexte) = (id, contexte);
        }
        for f in &mut d.fiches {
            let (file, sections) = (f.file.clone(), f.sections.clone());
            *f = long::filled(f, &word, &["entreprise", "activites", "savoirs", "competences"]);
            (f.file, f.sections) = (file, sections);
            let cell = || vec![Inline::Text { text: word.clone() }];
            let row = || (0..4).map(|_| cell()).collect::<Vec<_>>();
            let table = Block::Table { columns: vec![Align::Left; 4], header: row(), rows: vec![row(), row()] };
            let list =
                Block::List { ordered: false, start: 1, items: vec![vec![Block::Paragraph { inlines: cell() }]] };
            let paragraph = Block::Paragraph { inlines: cell() };
            f.sections.iter_mut().for_each(|s| s.blocks.extend([paragraph.clone(), table.clone(), list.clone()]));
        }
        for piece in documents::documents(&sample, Mode::Final) {
            let (path, _) = typeset(&mut engine, &sample, Mode::Final, &piece);
            long::holds(&path, length);
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let sample = fixture("complet-apprenti");
    let bytes = |path: &str| {
        let pieces = documents::documents(&sample, Mode::Final);
        Engine::new().compile(&find(&pieces, path).document).unwrap().bytes
    };
    for path in ["dossier-professionnel", "fiche-1", "compte-rendu"] {
        assert!(bytes(path) == bytes(path), "{path} differs from one build to the next");
    }
}

#[test]
fn hostile_text_prints_as_itself() {
    let sample = extreme();
    let pieces = documents::documents(&sample, Mode::Final);
    let mut engine = Engine::new();
    for (piece, times) in [("fiche-1", 12), ("fiche-2", 3), ("fiche-3", 5), ("fiche-entreprise", 1), ("certificat", 2)]
    {
        let (path, _) = typeset(&mut engine, &sample, Mode::Final, find(&pieces, piece));
        let Some(pages) = text(&path, &["-raw"]) else { return };
        // A line may break anywhere in it: what counts is that no sign is missing.
        let dense = |t: &str| {
            t.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}' && *c != '\u{202f}').collect::<String>()
        };
        let (all, wanted) = (dense(&pages.concat()), dense(HOSTILE));
        let found = all.matches(&wanted).count();
        assert!(found >= times, "{piece}: {found} times, {times} expected\n{}", pages.concat());
    }
}

#[test]
fn the_sommaire_tells_the_true_pages() {
    let sample = fixture("complet-scolaire");
    let pieces = documents::documents(&sample, Mode::Final);
    let (path, count) = typeset(&mut Engine::new(), &sample, Mode::Final, find(&pieces, "dossier-professionnel"));
    let Some(pages) = text(&path, &["-layout"]) else { return };
    assert_eq!(pages.len(), count);
    let mut entries = 0;
    for line in pages[1].lines().map(plain).filter(|l| l.contains(" . . ")) {
        let (title, rest) = line.split_once(" . ").unwrap();
        let page: usize = rest.trim_matches([' ', '.']).parse().unwrap_or_else(|_| panic!("{line}"));
        // A long title may wrap: its first words are enough.
        let start: String = title.chars().take(28).collect();
        assert!(plain(&pages[page - 1]).contains(start.trim()), "« {start} » is not on page {page}");
        entries += 1;
    }
    assert_eq!(entries, 20, "{}", pages[1]);
    for (i, page) in pages.iter().enumerate().skip(1) {
        assert!(page.contains(&format!("Page {}/{count}", i + 1)), "page {}", i + 1);
    }
}

#[test]
fn a_draft_says_so_and_shows_its_gaps() {
    let sample = almost_empty();
    let pieces = documents::documents(&sample, Mode::Draft);
    let mut engine = Engine::new();
    for piece in &pieces {
        let (path, _) = typeset(&mut engine, &sample, Mode::Draft, piece);
        let Some(pages) = text(&path, &[]) else { return };
        for page in &pages {
            assert!(page.contains("BROUILLON"), "{}: {page}", piece.path);
        }
        let gaps = pages.concat().matches("[À COMPLÉTER").count();
        assert!(gaps > 0, "{} shows no gap", piece.path);
    }
}

#[test]
fn a_draft_keeps_the_place_of_what_is_missing() {
    let mut sample = fixture("complet-scolaire");
    sample.dossier.fiches.retain(|f| f.numero != Some(4));
    sample.dossier.fiches[0].lieu = None;
    sample.dossier.fiches[0].competences.clear();
    sample.dossier.fiches[1].titre.clear();
    sample.dossier.entreprises.pop();
    let mut engine = Engine::new();
    let mut read = |mode| {
        let pieces = documents::documents(&sample, mode);
        let (path, _) = typeset(&mut engine, &sample, mode, find(&pieces, "dossier-professionnel"));
        text(&path, &["-layout"]).map(|pages| pages.iter().map(|p| plain(p)).collect::<Vec<_>>())
    };
    let (Some(draft), Some(last)) = (read(Mode::Draft), read(Mode::Final)) else { return };
    // Its number in the bordereau, its page between those of fiches 3 and 5.
    assert!(draft[2].contains("Fiche n° 4 à compléter"), "{}", draft[2]);
    let page = |what: &str| draft.iter().rposition(|p| p.contains(what)).unwrap_or_else(|| panic!("no {what}"));
    let (before, gap, after) = (page("Fiche n° 3 –"), page("[À COMPLÉTER : fiche n° 4]"), page("Fiche n° 5 –"));
    assert!(before < gap && gap < after, "{before} {gap} {after}");
    for what in ["lieu", "compétences du référentiel", "titre de l’activité", "fiche de cette entreprise"] {
        page(&format!("[À COMPLÉTER : {what}]"));
    }
    assert!(!last.concat().contains("COMPLÉTER"));
}

#[test]
fn the_running_line_is_one_line_whatever_the_name() {
    let mut sample = fixture("complet-scolaire");
    sample.dossier.candidat.identite.nom_famille = "DE LA ROCHEFOUCAULD-MONTMORENCY VAN DEN BERGHE-SAINT-ÉLOI".into();
    let pieces = documents::documents(&sample, Mode::Final);
    let (path, _) = typeset(&mut Engine::new(), &sample, Mode::Final, find(&pieces, "fiche-1"));
    let Some(pages) = text(&path, &["-layout"]) else { return };
    let head = plain(pages[1].lines().find(|l| !l.trim().is_empty()).unwrap());
    assert!(head.contains("Session 2026") && head.contains("02604187325"), "{head}");
}

#[test]
fn a_short_table_is_not_torn_and_what_announces_it_goes_with_it() {
    use liasse::domain::markdown::{Align, Block, Inline};
    let words = |text: &str| vec![Inline::Text { text: text.to_owned() }];
    let row = |n: u32| vec![words(&format!("Ligne{n}")), words("12 %")];
    let table = Block::Table { columns: vec![Align::Left; 2], header: row(0), rows: (1..7).map(row).collect() };
    let mut sample = fixture("complet-scolaire");
    let mut engine = Engine::new();
    for lines in [0, 6, 10, 12, 14, 16, 18, 20] {
        let more =
            Block::Paragraph { inlines: words(&"Une ligne de plus, pour faire descendre la suite. ".repeat(lines)) };
        let lead = Block::Paragraph { inlines: words("Voici le tableau :") };
        sample.dossier.fiches[0].sections.truncate(1);
        sample.dossier.fiches[0].sections[0].blocks = vec![more, lead, table.clone()];
        let pieces = documents::documents(&sample, Mode::Final);
        let (path, _) = typeset(&mut engine, &sample, Mode::Final, find(&pieces, "fiche-1"));
        let Some(pages) = text(&path, &[]) else { return };
        let page = pages.iter().find(|p| p.contains("Ligne0")).expect("the table is there");
        assert!(plain(page).contains("Voici le tableau"), "{lines} lines: announced on another page");
        assert!(page.contains("Ligne6"), "{lines} lines: torn\n{page}");
    }
}

#[test]
fn a_box_to_sign_stays_with_its_sentence_whatever_the_length() {
    let mut sample = fixture("complet-scolaire");
    let line = "Une ligne de plus, pour faire descendre le visa vers le bas de sa page, puis sur la suivante. ";
    let mut engine = Engine::new();
    for lines in [0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 30] {
        let more = Inline::Text { text: line.repeat(lines) };
        let block = Block::Paragraph { inlines: vec![more] };
        let section = sample.dossier.fiches[0].sections.last_mut().unwrap();
        section.blocks.truncate(1);
        section.blocks.insert(0, block);
        let pieces = documents::documents(&sample, Mode::Final);
        let (path, _) = typeset(&mut engine, &sample, Mode::Final, find(&pieces, "fiche-1"));
        let Some(pages) = text(&path, &[]) else { return };
        let page = pages.iter().find(|p| p.contains("Signature et cachet")).expect("there is a box to sign");
        assert!(page.contains("Fiche visée"), "{lines} lines: the box is torn from its sentence");
        let words = page.split_whitespace().count();
        assert!(words > 60, "{lines} lines: the box is alone on its page\n{page}");
    }
    // Nor where the last section waits for its text.
    for lines in [0, 4, 8, 12, 16, 20] {
        let more = Inline::Text { text: line.repeat(lines) };
        sample.dossier.fiches[0].sections.truncate(1);
        sample.dossier.fiches[0].sections[0].blocks = vec![Block::Paragraph { inlines: vec![more] }];
        let pieces = documents::documents(&sample, Mode::Draft);
        let (path, _) = typeset(&mut engine, &sample, Mode::Draft, find(&pieces, "fiche-1"));
        let Some(pages) = text(&path, &[]) else { return };
        let page = pages.iter().find(|p| p.contains("Signature et cachet")).expect("there is a box to sign");
        assert!(page.contains("Analyse réflexive"), "{lines} lines: the box is alone on its page\n{page}");
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test writes its own files")]
fn a_school_lays_its_letterhead_over() {
    let folder = tempfile::tempdir().unwrap();
    let settings =
        "[entete]\nlignes = [\"Lycée d'Essai\", '12 rue #x[y]']\nlogo = 'logo.png'\n[titres]\nfiche = 'Situation'\n";
    std::fs::write(folder.path().join("dossier.toml"), settings).unwrap();
    image::RgbImage::new(90, 60).save(folder.path().join("logo.png")).unwrap();
    let pack = Pack::embedded().overlay(folder.path()).unwrap();
    let sample = fixture("complet-apprenti");
    let pieces = documents::documents_of(&pack, &sample, Mode::Final);
    let (path, _) = typeset(&mut Engine::new(), &sample, Mode::Final, find(&pieces, "dossier-professionnel"));
    let Some(pages) = text(&path, &[]) else { return };
    assert!(pages[0].contains("Lycée d’Essai\n12 rue #x[y]"), "{}", pages[0]);
    assert!(pages.concat().contains("Situation n°"));
}

#[test]
fn nothing_but_the_document_can_be_read() {
    let mut engine = Engine::new();
    for main in
        ["#read(\"/etc/passwd\")", "#image(\"../secret.png\")", "#import \"@preview/x:1.0.0\"", "#include \"lib\""]
    {
        let document = Document { main: format!("\n{main}"), origin: "x.tera".to_owned(), ..Document::default() };
        let faults = engine.compile(&document).unwrap_err().faults;
        assert_eq!(faults[0].kind, TemplateFaultKind::Template, "{main}");
        assert_eq!((faults[0].file.as_str(), faults[0].line), ("x.tera (main.typ)", 2), "{main}: {}", faults[0]);
    }
    // What compiles and does not meet the standards is another fault.
    let document = Document { main: "#heading(level: 3)[x]".to_owned(), title: "x".to_owned(), ..Document::default() };
    assert_eq!(engine.compile(&document).unwrap_err().faults[0].kind, TemplateFaultKind::Standard);
}

#[test]
fn what_is_emitted_is_a_whole_project() {
    let sample = fixture("complet-apprenti");
    for piece in documents::documents(&sample, Mode::Final) {
        let files = emit::sources(&piece.document);
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert!(names.contains(&"main.typ") && names.contains(&"data.json") && names.contains(&"lib/liasse.typ"));
        assert!(names.iter().all(|n| !n.starts_with('/') && !n.contains("..")));
        let main = String::from_utf8(files[0].1.to_vec()).unwrap();
        assert!(main.starts_with("#set document(title: \""), "{main}");
    }
}
