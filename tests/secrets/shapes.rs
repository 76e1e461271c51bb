//! Subjects of many shapes, by generation: a secret in each text of the jury, a word that must be read in each other one.

use std::cell::RefCell;

use liasse::domain::examen::{CANDIDATS, FILE, NOTES, VARIANTES};
use liasse::sources::MemoryFolder;
use liasse::templates::{CONVOCATIONS, Mode};
use liasse::typeset::Engine;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::plant::{Words, composed, controlled, is_jury, picture, source, typeset};
use crate::reader::Read;

/// A block of text, a word in each of its places.
#[derive(Clone, Copy, Debug)]
pub enum Bloc {
    Paragraph,
    Styled,
    List,
    Nested,
    Numbered,
    Quote,
    Table(u8, u8),
    Figure,
    Code,
    Lines,
}

fn bloc() -> impl Strategy<Value = Bloc> {
    prop_oneof![
        Just(Bloc::Paragraph),
        Just(Bloc::Styled),
        Just(Bloc::List),
        Just(Bloc::Nested),
        Just(Bloc::Numbered),
        Just(Bloc::Quote),
        (1u8..4, 1u8..4).prop_map(|(columns, rows)| Bloc::Table(columns, rows)),
        Just(Bloc::Figure),
        Just(Bloc::Code),
        Just(Bloc::Lines),
    ]
}

impl Bloc {
    pub fn write(self, w: &mut dyn FnMut() -> String, out: &mut String) {
        *out += &match self {
            Bloc::Paragraph => format!("Un texte : {}, et 12,50 € ({}).", w(), w()),
            Bloc::Styled => format!("**{}** et *{}* ; ***{}***.", w(), w(), w()),
            Bloc::List => format!("- {} ;\n- {}.", w(), w()),
            Bloc::Nested => format!("- {} :\n  - {} ;\n    1. {}\n- {}", w(), w(), w(), w()),
            Bloc::Numbered => format!("3. {}\n4. {}", w(), w()),
            Bloc::Quote => format!("> {}\n>\n> - {}", w(), w()),
            Bloc::Table(columns, rows) => {
                let mut row = || format!("|{}\n", (0..columns).map(|_| format!(" {} |", w())).collect::<String>());
                let head = row();
                head + &format!("|{}\n", "---|".repeat(columns.into())) + &(0..rows).map(|_| row()).collect::<String>()
            }
            Bloc::Figure => format!("![{}](images/une.png \"{}\")", w(), w()),
            Bloc::Code => format!("Le code `{}`.", w()),
            Bloc::Lines => format!("{}  \n{}", w(), w()),
        };
        *out += "\n\n";
    }
}

/// The texts of a question, in the order in which they stand: énoncé, then answers and barèmes under their headings.
#[derive(Clone, Debug)]
struct Question {
    enonce: Vec<Bloc>,
    jury: Vec<(&'static str, Vec<Bloc>)>,
    points: u32,
}

#[derive(Clone, Debug)]
struct Partie {
    situation: Vec<Bloc>,
    questions: Vec<Question>,
    points: bool,
}

#[derive(Clone, Debug)]
struct Annexe {
    blocs: Vec<Bloc>,
    /// Columns and rows of its table of a file; none where it has none.
    tableau: Option<(u8, u8)>,
    separator: char,
    a_rendre: bool,
    scan: bool,
    langue: &'static str,
}

#[derive(Clone, Debug)]
struct Shape {
    epreuve: &'static str,
    introduction: Vec<Bloc>,
    /// Whether the first part has its heading.
    titled: bool,
    parties: Vec<Partie>,
    annexes: Vec<Annexe>,
    /// Rows of the table of variants, and whether it names them.
    variantes: (u8, bool),
    candidats: u8,
    copies: u8,
    files: bool,
    line_end: &'static str,
}

/// Headings below which a text is the jury's, as the guide lists them, however a person writes them.
const ANSWERS: [&str; 7] = [
    "### Corrigé",
    "### corrigé",
    "###  CORRIGÉ ###",
    "#### Corrigés",
    "### Éléments de correction",
    "## Corrigé",
    "### R\u{e9}ponse attendue :",
];
const MARKS: [&str; 4] = ["### Barème", "### Barème détaillé", "#### BAREME", "## Détail du barème"];

pub fn blocs(count: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<Bloc>> {
    prop::collection::vec(bloc(), count)
}

fn below(headings: &'static [&'static str]) -> impl Strategy<Value = (&'static str, Vec<Bloc>)> {
    (prop::sample::select(headings), blocs(0..3))
}

/// Answers, then how their points are shared.
fn lawful() -> impl Strategy<Value = Question> {
    let answers = prop::collection::vec((below(&ANSWERS), prop::option::of(below(&MARKS))), 0..3);
    (blocs(0..3), answers, 1u32..20).prop_map(|(enonce, answers, points)| {
        let jury = answers.into_iter().flat_map(|(answer, marks)| std::iter::once(answer).chain(marks)).collect();
        Question { enonce, jury, points }
    })
}

fn shape(question: impl Strategy<Value = Question> + 'static) -> impl Strategy<Value = Shape> {
    let partie = (blocs(0..2), prop::collection::vec(question, 1..4), any::<bool>())
        .prop_map(|(situation, questions, points)| Partie { situation, questions, points });
    let annexe = (
        blocs(1..3),
        prop::option::of((1u8..5, 1u8..4)),
        prop::sample::select(vec![';', ',', '\t']),
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(vec!["", "anglais", "hébreu"]),
    )
        .prop_map(|(blocs, tableau, separator, a_rendre, scan, langue)| Annexe {
            blocs,
            tableau,
            separator,
            a_rendre,
            scan,
            langue,
        });
    let exam = (
        prop::sample::select(vec!["E31", "E41", "E1", "E2", "E5"]),
        blocs(0..2),
        any::<bool>(),
        prop::collection::vec(partie, 1..4),
        prop::collection::vec(annexe, 0..3),
    );
    let around = ((0u8..4, any::<bool>()), 0u8..4, 0u8..3, any::<bool>(), prop::sample::select(vec!["\n", "\r\n"]));
    (exam, around).prop_map(|((epreuve, introduction, titled, parties, annexes), around)| {
        let (variantes, candidats, copies, files, line_end) = around;
        Shape { epreuve, introduction, titled, parties, annexes, variantes, candidats, copies, files, line_end }
    })
}

impl Shape {
    /// The folder of an exam of that shape, and its words.
    fn write(&self) -> (MemoryFolder, Words) {
        let words = RefCell::new(Words::default());
        let mut secret = || words.borrow_mut().secret();
        let mut told = || words.borrow_mut().told();
        let mut folder = MemoryFolder::default();
        let mut put = |path: &str, text: &str| {
            folder.files.insert(path.to_owned(), text.replace('\n', self.line_end).into_bytes());
        };
        put(
            FILE,
            &format!(
                "[epreuve]\nsession = 2026\ncode = \"{}\"\ncode_sujet = \"26X\"\nstatut = \"scolaire\"\n\
                 etablissement = \"public\"\nforme = \"ponctuelle\"\ngraine = 7\nlangue = \"anglais\"\n\n[materiel]\n\
                 autorise = [\"{}\"]\n\n[commission]\npresident = \"{}\"\nmembres = [\"{}\"]\n\n[centre]\n\
                 date_limite_notes = 2026-05-30\n\n[notation]\npas = \"0,5\"\npoints_par_niveau = [0, 1, 2, 3]\n",
                self.epreuve,
                told(),
                secret(),
                secret()
            ),
        );
        let (mut files, mut text) = (Vec::new(), String::new());
        self.introduction.iter().for_each(|b| b.write(&mut told, &mut text));
        // A value that only answers use, and one that the subject has: of each variant.
        let variants = self.variantes.0 > 0;
        for (p, partie) in self.parties.iter().enumerate() {
            if p > 0 && self.files {
                files.push(std::mem::take(&mut text));
            }
            if p > 0 || self.titled {
                text += &format!("# Dossier {} – {}\n\n", p + 1, told());
                if partie.points {
                    let sum: u32 = partie.questions.iter().map(|q| q.points).sum();
                    text += &format!("```toml\npoints = {sum}\n```\n\n");
                }
                partie.situation.iter().for_each(|b| b.write(&mut told, &mut text));
            }
            for (q, question) in partie.questions.iter().enumerate() {
                text += &format!("## {}.{} Dites {}.\n\n", p + 1, q + 1, told());
                text += &format!("```toml\npoints = {}\ncompetences = [\"C9\"]\n```\n\n", question.points);
                question.enonce.iter().for_each(|b| b.write(&mut told, &mut text));
                if variants {
                    text += "La surface est de {{surface}}.\n\n";
                }
                for (heading, blocs) in &question.jury {
                    text += &format!("{heading}\n\n");
                    blocs.iter().for_each(|b| b.write(&mut secret, &mut text));
                    if variants {
                        text += "La cotisation est de {{cotisation}}.\n\n";
                    }
                }
            }
        }
        files.push(text);
        match files.as_slice() {
            [only] => put("sujet.md", only),
            several => several.iter().enumerate().for_each(|(i, text)| put(&format!("sujet/{}.md", i + 1), text)),
        }
        for (i, annexe) in self.annexes.iter().enumerate() {
            let n = i + 1;
            let mut text = format!(
                "+++\nnumero = \"{n}\"\ntitre = \"{}\"\nsource = \"{}\"\ncontexte = \"{}\"\nlangue = \"{}\"\na_rendre = {}\n",
                told(),
                told(),
                told(),
                annexe.langue,
                annexe.a_rendre
            );
            if let Some((columns, rows)) = annexe.tableau {
                text += &format!("tableau = \"annexes/{n}.csv\"\n");
                let row = || (0..columns).map(|_| told()).collect::<Vec<_>>().join(&annexe.separator.to_string());
                put(&format!("annexes/{n}.csv"), &(0..=rows).map(|_| row() + "\n").collect::<String>());
            }
            if annexe.scan {
                text += &format!("document = \"images/une.png\"\nalternative = \"{}\"\n", told());
            }
            text += "+++\n\n";
            annexe.blocs.iter().for_each(|b| b.write(&mut told, &mut text));
            put(&format!("annexes/{n}.md"), &text);
        }
        if variants {
            let mut rows = format!("{}surface;cotisation\n", if self.variantes.1 { "variante;" } else { "" });
            for row in 0..self.variantes.0 {
                let nom = if self.variantes.1 { format!("V{row};") } else { String::new() };
                // The values of a row that is not drawn are read nowhere.
                rows += &format!("{nom}{row} m²;{}\n", secret());
            }
            put(VARIANTES, &rows);
        }
        let candidat = |rank: u8| {
            format!(
                "[[candidat]]\nnumero_candidat = \"02{rank:08}\"\nnom = \"{}\"\nprenoms = \"{}\"\nsalle = \"{}\"\n\
                 amenagement = \"{}\"\nobservations = \"{}\"\nniveaux = [1, 2, 3]\nnote_proposee = \"13,73\"\n\n",
                told(),
                told(),
                told(),
                told(),
                secret()
            )
        };
        let listed: String = (0..self.candidats).map(candidat).collect();
        if self.candidats > 0 {
            put(CANDIDATS, &listed);
        }
        if self.copies > 0 {
            let all = || self.parties.iter().enumerate().flat_map(|(p, x)| (0..x.questions.len()).map(move |q| (p, q)));
            let heads: String = all().map(|(p, q)| format!(";{}.{}", p + 1, q + 1)).collect();
            let mut row = |_| format!("{}{}\n", secret(), all().map(|_| ";1,5").collect::<String>());
            put(NOTES, &(format!("copie{heads}\n") + &(0..self.copies).map(&mut row).collect::<String>()));
        }
        folder.files.insert("images/une.png".to_owned(), picture((8, 9)));
        (folder, words.into_inner())
    }
}

/// The kept seeds: a shape that once failed is tried first.
fn config(cases: u32) -> ProptestConfig {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/secrets/seeds.txt");
    ProptestConfig {
        cases,
        max_shrink_iters: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(seeds))),
        ..ProptestConfig::default()
    }
}

thread_local!(static ENGINE: RefCell<Engine> = RefCell::new(Engine::new()));

/// What candidates get: the documents as all that they are typeset from, the subject as a PDF too, the texts.
pub fn read(exam: &liasse::pipeline::ControlledExamen, mode: Mode) -> (Vec<(String, Read)>, Vec<Read>) {
    let all = composed(exam, mode);
    let mut candidate: Vec<(String, Read)> = Vec::new();
    for piece in all.pieces.iter().filter(|p| !is_jury(&p.path)) {
        candidate.push((piece.path.clone(), Read::of(&piece.path, &source(piece))));
    }
    let subject = all.pieces.iter().find(|p| p.document.origin == "sujet.tera");
    if let Some(piece) = subject {
        let pdf = ENGINE.with(|engine| typeset(piece, &mut engine.borrow_mut()));
        candidate.push((format!("{} (PDF)", piece.path), pdf));
    }
    candidate.extend(all.textes.iter().map(|(path, text)| (path.clone(), Read::of(path, text.as_bytes()))));
    let jury = all.pieces.iter().filter(|p| is_jury(&p.path)).map(|p| Read::of(&p.path, &source(p))).collect();
    (candidate, jury)
}

proptest! {
    #![proptest_config(config(48))]

    /// Whatever the shape of a subject, no candidate reads what is the jury's, the jury reads all of it, and candidates all
    /// that is theirs: on paper, without pages, in the strings of the PDF.
    #[test]
    fn no_shape_of_subject_tells_a_secret(shape in shape(lawful())) {
        let (folder, words) = shape.write();
        let exam = controlled(&folder);
        prop_assert!(exam.loaded.faults.is_empty(), "{:?}", exam.loaded.faults);
        let (candidate, jury) = read(&exam, Mode::Final);
        for word in &words.jury {
            for (path, read) in &candidate {
                prop_assert_eq!(read.place(word), None, "{} tells {}", path, word);
            }
        }
        for word in &words.candidate {
            prop_assert!(candidate.iter().any(|(_, r)| r.place(word).is_some()), "{} is told to nobody", word);
        }
        // Each text of the subject, on its paper: what the reader of PDFs must be able to find.
        let paper = candidate.iter().find(|(path, _)| path.ends_with("(PDF)")).map(|(_, read)| read);
        let sent = candidate.iter().filter(|(path, _)| path.starts_with(CONVOCATIONS)).collect::<Vec<_>>();
        for word in words.candidate.iter().filter(|w| sent.iter().all(|(_, r)| r.place(w).is_none())) {
            prop_assert!(paper.is_some_and(|p| p.place(word).is_some()), "{} is not on the paper", word);
        }
        // What no variant that is made uses is read by nobody.
        let drawn = shape.variantes.0 > 0 && !shape.variantes.1;
        let answered = shape.parties.iter().flat_map(|p| &p.questions).any(|q| !q.jury.is_empty());
        let values = folder.files.get(VARIANTES).cloned().unwrap_or_default();
        let unused = |w: &String| (drawn || !answered) && memchr::memmem::find(&values, w.as_bytes()).is_some();
        // Of the list, there is a grid in CCF alone; without a list, no procès-verbal names the commission.
        let file = if shape.candidats > 0 { CANDIDATS } else { FILE };
        let unprinted = |w: &String| memchr::memmem::find(&folder.files[file], w.as_bytes()).is_some();
        for word in words.jury.iter().filter(|w| !unused(w) && !unprinted(w)) {
            prop_assert!(jury.iter().any(|r| r.place(word).is_some()), "{} is planted where nobody reads", word);
        }
    }
}
