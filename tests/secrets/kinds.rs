//! An exam of each kind with a word of its own in every field that only the jury reads.

use std::collections::BTreeSet;

use liasse::domain::examen::{CANDIDATS, FILE, NOTES, ORAUX, PORTFOLIOS, VARIANTES};
use liasse::domain::referentiel::NatureForme;
use liasse::pipeline::ControlledExamen;
use liasse::sources::MemoryFolder;
use liasse::templates::{Mode, Piece};
use liasse::typeset::Engine;

use crate::fields::shapes;
use crate::plant::{
    Content, PICTURE, Words, composed, controlled, is_jury, picture, plant, secret_blocks, source, typeset,
};
use crate::reader::Read;
use crate::support::{fixture, root};

/// The exams of the fixtures.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("fixtures/examens")).unwrap().map(|e| e.unwrap());
    let mut all: Vec<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    all.sort();
    all
}

/// An exam whose jury's fields hold `content`, and the words that stand in it.
fn planted(name: &str, content: Content) -> (MemoryFolder, Words) {
    let mut folder = fixture(&format!("examen-{name}"));
    let mut words = Words::default();
    folder.files.insert("images/jury.png".to_owned(), picture(PICTURE));
    let before = controlled(&folder).loaded.examen;
    candidates(&mut folder, &before);
    let files: Vec<String> = folder.files.keys().cloned().collect();
    for file in files {
        for (shape, node) in shapes() {
            let below = file.strip_suffix(".toml").is_some_and(|f| f.starts_with(&format!("{shape}/")));
            if file != shape && !below {
                continue;
            }
            let text = String::from_utf8(folder.files[&file].clone()).unwrap();
            let mut value = toml::Value::Table(text.parse().unwrap());
            plant(shape, &node, "", &mut value, content, &mut words);
            let table = value.as_table_mut().unwrap();
            tell(shape, table, &mut words);
            folder.files.insert(file.clone(), toml::to_string(table).unwrap().into_bytes());
        }
        if file == "sujet.md" || file.starts_with("sujet/") {
            let text = String::from_utf8(folder.files[&file].clone()).unwrap();
            folder.files.insert(file.clone(), subject(&text, content, &mut words).into_bytes());
        }
    }
    for text in folder.files.iter_mut().filter(|(f, _)| f.starts_with("annexes/") && f.ends_with(".md")).map(|(_, t)| t)
    {
        text.extend(format!("\n\n{}\n", words.told()).bytes());
    }
    if content != Content::Nothing && !before.sujet.parties.is_empty() {
        let questions: Vec<String> = before.questions().map(|q| q.numero.clone()).collect();
        let cells = |c: &str| questions.iter().map(|_| format!(";{c}")).collect::<String>();
        let copy = if content == Content::Words { words.secret() } else { "A1".to_owned() };
        let notes = format!("copie;{}\n{copy}{}\nB2{}\n", questions.join(";"), cells("1"), cells("0,5"));
        folder.files.insert(NOTES.to_owned(), notes.into_bytes());
    }
    variants(&mut folder, &before, content, &mut words);
    (folder, words)
}

/// A list of candidates in TOML, where every key can be told.
fn candidates(folder: &mut MemoryFolder, examen: &liasse::domain::Examen) {
    folder.files.retain(|file, _| !file.starts_with("candidats."));
    let mut listed = examen.inscrits.clone();
    listed.resize_with(listed.len().max(2), Default::default);
    listed.truncate(3);
    let table = liasse::domain::examen::CandidatsFile { candidat: listed };
    folder.files.insert(CANDIDATS.to_owned(), toml::to_string(&table).unwrap().into_bytes());
}

/// Words that candidates read, in each kind of file.
fn tell(shape: &str, table: &mut toml::Table, words: &mut Words) {
    let mut add = |table: &mut toml::Table, key: &str| {
        let before = table.get(key).and_then(|v| v.as_str()).unwrap_or_default();
        let text = format!("{before}\n\n{}\n", words.told());
        table.insert(key.to_owned(), text.into());
    };
    let mut each = |table: &mut toml::Table, list: &str, key: &str| {
        for one in table.get_mut(list).and_then(|v| v.as_array_mut()).into_iter().flatten() {
            add(one.as_table_mut().unwrap(), key);
        }
    };
    match shape {
        ORAUX => each(table, "scenario", "situation"),
        PORTFOLIOS => each(table, "element", "description"),
        CANDIDATS => ["nom", "salle", "amenagement"].iter().for_each(|key| {
            for one in table["candidat"].as_array_mut().unwrap() {
                one.as_table_mut().unwrap().insert((*key).to_owned(), words.told().into());
            }
        }),
        FILE => {
            let materiel = table.entry("materiel").or_insert_with(|| toml::Table::new().into());
            materiel.as_table_mut().unwrap().insert("autorise".to_owned(), vec![words.told()].into());
        }
        _ => {}
    }
}

/// The subject with a text of `content` below each heading that is the jury's, and a word at the end of each énoncé.
fn subject(text: &str, content: Content, words: &mut Words) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let jury = ["### Corrigé", "### Barème"].contains(&line.trim_end());
        let before = if line.starts_with("### Corrigé") { format!("\n{}\n\n", words.told()) } else { String::new() };
        out += &format!("{before}{line}\n");
        if jury && content == Content::Words {
            out += &format!("\n{}\n", secret_blocks(words));
        }
    }
    match content {
        // No answers at all: the blocks below those headings go.
        Content::Nothing => without_answers(&out),
        _ => out,
    }
}

fn without_answers(text: &str) -> String {
    let (mut out, mut jury) = (String::new(), false);
    for line in text.lines() {
        if line.starts_with('#') {
            jury = ["### Corrigé", "### Barème"].contains(&line.trim_end());
        }
        if !jury {
            out += &format!("{line}\n");
        } else if line.starts_with("competences") {
            continue;
        }
    }
    out
}

/// In the table of variants, the parameters that only answers use are the jury's.
fn variants(folder: &mut MemoryFolder, examen: &liasse::domain::Examen, content: Content, words: &mut Words) {
    if examen.variantes.is_empty() {
        return;
    }
    let mut public = examen.clone();
    let questions = public.sujet.parties.iter_mut().flat_map(|p| &mut p.questions);
    questions.for_each(|q| {
        q.corrige.clear();
        q.bareme.clear();
    });
    let public: BTreeSet<String> = public.parametres().into_iter().collect();
    let heads: Vec<&str> = examen.variantes.parametres.iter().map(|c| c.text.trim()).collect();
    let mut out = heads.join(";");
    for row in &examen.variantes.lignes {
        let cell = |(head, cell): (&&str, &liasse::domain::examen::Cellule)| match content {
            _ if *head == "variante" || public.contains(*head) => cell.text.clone(),
            Content::Nothing => String::new(),
            Content::Words => words.secret(),
            Content::Examples => "12".to_owned(),
        };
        out += &format!("\n{}", heads.iter().zip(row).map(cell).collect::<Vec<_>>().join(";"));
    }
    folder.files.insert(VARIANTES.to_owned(), out.into_bytes());
}

/// What candidates get of an exam, whatever stands in the jury's fields: to the byte of what it is typeset from.
fn of_candidates(pieces: &[Piece]) -> Vec<&Piece> {
    pieces.iter().filter(|p| !is_jury(&p.path)).collect()
}

/// The jury's fields that no document prints: a word there is no mark, no step, no folder.
const UNPRINTED: [&str; 3] = ["dossier", "note_proposee", "pas"];

fn look(name: &str, engine: &mut Engine) {
    let (folder, words) = planted(name, Content::Words);
    let exam: ControlledExamen = controlled(&folder);
    let all = composed(&exam, Mode::Final);
    let made = of_candidates(&all.pieces);
    assert!(made.len() >= 4, "{name}: {made:?}", made = made.iter().map(|p| &p.path).collect::<Vec<_>>());
    // One of each kind of document, as a PDF; the others as all that their PDF is made from.
    let mut kinds = BTreeSet::new();
    let mut read: Vec<(String, Read)> = Vec::new();
    for piece in &made {
        let more = if kinds.insert(&piece.document.origin) { typeset(piece, engine) } else { Read::default() };
        read.push((piece.path.clone(), more));
        read.push((piece.path.clone(), Read::of(&piece.path, &source(piece))));
    }
    read.extend(all.textes.iter().map(|(path, text)| (path.clone(), Read::of(path, text.as_bytes()))));
    for word in &words.jury {
        for (path, read) in &read {
            assert_eq!(read.place(word), None, "{name}: {path} holds the secret {word}");
        }
    }
    for (path, read) in &read {
        assert!(!read.pictures.contains(&PICTURE), "{name}: {path} shows the jury's picture");
    }
    // The test can fail: what candidates are told is found by the same readers, and the secrets are in the jury's documents.
    let lost = |words: &[String], read: &[Read]| {
        words.iter().filter(|w| read.iter().all(|r| r.place(w).is_none())).cloned().collect::<Vec<_>>()
    };
    let read: Vec<Read> = read.into_iter().map(|(_, read)| read).collect();
    assert_eq!(lost(&words.candidate, &read), Vec::<String>::new(), "{name}: told to nobody");
    let jury: Vec<Read> =
        all.pieces.iter().filter(|p| is_jury(&p.path)).map(|p| Read::of(&p.path, &source(p))).collect();
    let unread = lost(&words.jury, &jury);
    let places = |word: &String| {
        let file = folder.files.iter().find(|(_, b)| memchr::memmem::find(b, word.as_bytes()).is_some()).unwrap();
        let text = String::from_utf8_lossy(file.1);
        text.lines().find(|l| l.contains(word)).unwrap().to_owned()
    };
    // Of a candidate of the list, there is a grid in CCF alone, where the text gives criteria.
    let examen = &exam.loaded.examen;
    let ccf = examen.reglage.epreuve.forme == Some(NatureForme::Ccf);
    let apart = !examen.oraux.is_empty() || !examen.portfolios.is_empty();
    let grids = ccf && !apart && all.pieces.iter().any(|p| p.document.origin == "grille.tera");
    let listed = |word: &String| memchr::memmem::find(&folder.files[CANDIDATS], word.as_bytes()).is_some();
    let due = unread.iter().filter(|w| grids || !listed(w));
    let unread: Vec<_> = due.map(places).filter(|l| !UNPRINTED.iter().any(|u| l.starts_with(u))).collect();
    assert!(unread.is_empty(), "{name}: planted where nobody reads: {unread:?}");
}

#[test]
fn no_byte_of_what_candidates_get_holds_a_secret() {
    let all = names();
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut engine = Engine::new();
                while let Some(name) = all.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    look(name, &mut engine);
                }
            });
        }
    });
}

/// Not only the words: numbers, days, choices, and whether something is there at all.
#[test]
fn what_candidates_get_is_the_same_whatever_the_jury_knows() {
    for name in names() {
        for mode in [Mode::Final, Mode::Draft] {
            let made = |content| {
                let (folder, words) = planted(&name, content);
                let all = composed(&controlled(&folder), mode);
                // The words that candidates are told differ with those that come before them.
                let rank = |text: Vec<u8>| {
                    let mut text = String::from_utf8_lossy(&text).into_owned();
                    for (i, word) in words.candidate.iter().enumerate() {
                        text = text.replace(word, &format!("mot{i}"));
                    }
                    text
                };
                let pieces = of_candidates(&all.pieces).into_iter().map(|p| (p.path.clone(), rank(source(p))));
                let texts = all.textes.iter().map(|(path, text)| (path.clone(), rank(text.clone().into_bytes())));
                pieces.chain(texts).collect::<Vec<_>>()
            };
            let words = made(Content::Words);
            for other in [Content::Nothing, Content::Examples] {
                let other = made(other);
                let paths = |all: &[(String, String)]| all.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>();
                assert_eq!(paths(&words), paths(&other), "{name}");
                for ((path, one), (_, two)) in words.iter().zip(&other) {
                    assert!(one == two, "{name}: {path} tells something of what the jury knows");
                }
            }
        }
    }
}

/// A convocation is sent to one person: nothing in it is another's, nor in its name; and a subject names nobody.
#[test]
fn a_convocation_is_one_candidates_and_a_subject_is_nobodys() {
    let exam = controlled(&fixture("examen-e31"));
    let all = composed(&exam, Mode::Final);
    let listed = &exam.loaded.examen.inscrits;
    let holds = |piece: &Piece, numero: &str| memchr::memmem::find(&source(piece), numero.as_bytes()).is_some();
    for (rank, candidate) in listed.iter().enumerate() {
        let end = format!("-convocation-{:03}.pdf", rank + 1);
        let own: Vec<_> = all.pieces.iter().filter(|p| p.path.ends_with(&end)).collect();
        assert!(own.len() == 1 && own[0].path.starts_with("convocations/"), "{end}");
        for other in listed {
            assert_eq!(holds(own[0], &other.numero_candidat), other == candidate, "{end}: {}", other.nom);
        }
    }
    let volume = all.pieces.iter().find(|p| p.path.ends_with("-convocations.pdf")).unwrap();
    assert!(listed.len() >= 30 && listed.iter().all(|c| holds(volume, &c.numero_candidat)));
    for piece in all.pieces.iter().filter(|p| p.path.starts_with("candidat/")) {
        assert!(!listed.iter().any(|c| holds(piece, &c.numero_candidat)), "{} names a candidate", piece.path);
    }
    for piece in &all.pieces {
        let named = listed
            .iter()
            .any(|c| piece.path.contains(&c.numero_candidat) || piece.path.contains(&c.nom.to_lowercase()));
        assert!(!named, "{} names a candidate", piece.path);
    }
}
