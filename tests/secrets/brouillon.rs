//! Drafts of subjects that do not conform, by generation: whatever opens an answer where none may stand, what follows it is in
//! no byte of what candidates get, and an error tells it.

use std::cell::RefCell;

use liasse::diagnostic::Severity;
use liasse::domain::examen::FILE;
use liasse::sources::MemoryFolder;
use liasse::templates::Mode;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::plant::{Words, controlled, picture};
use crate::shapes::{Bloc, blocs, read};

/// Words by which an answer can begin, in the language of authors.
const OPENINGS: [&str; 44] = [
    "Réponse",
    "Réponses",
    "RÉPONSE",
    "Réponse attendue",
    "Réponses attendues",
    "Réponse possible",
    "Réponse type",
    "Proposition de réponse",
    "Propositions de réponse",
    "Exemple de réponse",
    "Bonne réponse",
    "Éléments de réponse",
    "E\u{301}le\u{301}ments de re\u{301}ponse",
    "Élément de réponse",
    "Pistes de réponse",
    "Corrigé",
    "Corrigés",
    "CORRIGÉ",
    "Corrigé indicatif",
    "Corrigé type",
    "Corrigé (professeur)",
    "Corrigé de la question 1.1",
    "Proposition de corrigé",
    "Éléments de corrigé",
    "Correction",
    "Correction de la question",
    "Éléments de correction",
    "Indications de correction",
    "Pistes de correction",
    "Attendu",
    "Attendus",
    "Éléments attendus",
    "Résultat attendu",
    "Attendus du jury",
    "Ce qui est attendu",
    "Solution",
    "Solutions",
    "Solution proposée",
    "Solution attendue",
    "Note au correcteur",
    "Pour le jury",
    "Suggested answer",
    "Musterlösung",
    "Respuesta esperada",
];

/// Those that a document may not have either: an insurer or a court writes the others.
const IN_DOCUMENTS: [&str; 9] = [
    "Corrigé",
    "Corrigé de la question 1.1",
    "Corrigé (professeur)",
    "Éléments de correction",
    "Éléments de réponse",
    "Réponse attendue",
    "Attendus du jury",
    "Note au correcteur",
    "Pour le jury",
];

/// How an author writes them.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// A heading of that level, 1 to 6.
    Heading(u8),
    /// The same with its closing signs, and a colon.
    Closed(u8),
    /// Underlined: level 1 or 2.
    Underlined(char),
    /// After the number of the question.
    Numbered,
    /// Without the space, after one that is no space, in retreat, escaped.
    Glued,
    Unbreakable,
    Retreated,
    Escaped,
    /// Inside a list, a quote.
    HeadingInList,
    HeadingInQuote,
    Bold,
    BoldColon,
    Italic,
    Plain,
    PlainColon,
    /// Before the answer, in one paragraph: on its line, or above it.
    SameLine,
    BoldSameLine,
    NextLine,
    AfterBreak,
    AfterSentence,
    Item,
    ItemColon,
    NumberedItem,
    Quoted,
    Alternative,
    Code,
    /// Tags, which are refused.
    Html,
    Details,
}

const FORMS: [Form; 37] = [
    Form::Heading(1),
    Form::Heading(2),
    Form::Heading(3),
    Form::Heading(4),
    Form::Heading(5),
    Form::Heading(6),
    Form::Closed(1),
    Form::Closed(2),
    Form::Closed(3),
    Form::Closed(4),
    Form::Underlined('='),
    Form::Underlined('-'),
    Form::Numbered,
    Form::Glued,
    Form::Unbreakable,
    Form::Retreated,
    Form::Escaped,
    Form::HeadingInList,
    Form::HeadingInQuote,
    Form::Bold,
    Form::BoldColon,
    Form::Italic,
    Form::Plain,
    Form::PlainColon,
    Form::SameLine,
    Form::BoldSameLine,
    Form::NextLine,
    Form::AfterBreak,
    Form::AfterSentence,
    Form::Item,
    Form::ItemColon,
    Form::NumberedItem,
    Form::Quoted,
    Form::Alternative,
    Form::Code,
    Form::Html,
    Form::Details,
];

impl Form {
    /// Whether questions and parts that follow may go with it: which they are is told by headings of its kind.
    fn takes_more(self) -> bool {
        matches!(self, Form::Heading(1) | Form::Closed(1) | Form::Underlined('=') | Form::Numbered)
    }

    fn write(self, words: &str, w: &mut dyn FnMut() -> String) -> String {
        let hashes = |level: u8| "#".repeat(level.into());
        match self {
            Form::Heading(level) => format!("{} {words}", hashes(level)),
            Form::Closed(level) => format!("{0} {words} : {0}", hashes(level)),
            Form::Underlined(sign) => format!("{words}\n{}", sign.to_string().repeat(5)),
            Form::Numbered => format!("## 1.1 {words}"),
            Form::Glued => format!("###{words}"),
            Form::Unbreakable => format!("###\u{a0}{words}"),
            Form::Retreated => format!("    ### {words}"),
            Form::Escaped => format!("\\### {words}"),
            Form::HeadingInList => format!("- ### {words}\n\n  {}", w()),
            Form::HeadingInQuote => format!("> ### {words}\n>\n> {}", w()),
            Form::Bold => format!("**{words}**"),
            Form::BoldColon => format!("**{words} :**"),
            Form::Italic => format!("*{words}*"),
            Form::Plain => words.to_owned(),
            Form::PlainColon => format!("{words} :"),
            Form::SameLine => format!("{words} : {}", w()),
            Form::BoldSameLine => format!("**{words}** : {}", w()),
            Form::NextLine => format!("{words} :\n{}", w()),
            Form::AfterBreak => format!("Arrondissez au centime.  \n{words} : {}", w()),
            Form::AfterSentence => format!("Arrondissez au centime. {words} : {}", w()),
            Form::Item => format!("- {words}\n- {}", w()),
            Form::ItemColon => format!("- arrondir ;\n- {words} : {}", w()),
            Form::NumberedItem => format!("1. {words} : {}\n2. {}", w(), w()),
            Form::Quoted => format!("> **{words} :** {}\n>\n> {}", w(), w()),
            Form::Alternative => format!("![{words} : {}](images/une.png)", w()),
            Form::Code => format!("```\n{words} : {}\n```", w()),
            Form::Html => format!("<h3>{words}</h3>"),
            Form::Details => format!("<details><summary>{words}</summary>"),
        }
    }
}

/// An answer where none may stand.
#[derive(Clone, Debug)]
struct Answer {
    words: &'static str,
    form: Form,
    body: Vec<Bloc>,
    /// Headings of deeper levels between its texts.
    deeper: Option<u8>,
}

fn answer(words: &'static [&'static str]) -> impl Strategy<Value = Answer> {
    let deeper = prop::option::of(3u8..7);
    (prop::sample::select(words), prop::sample::select(&FORMS[..]), blocs(1..4), deeper)
        .prop_map(|(words, form, body, deeper)| Answer { words, form, body, deeper })
}

impl Answer {
    fn write(&self, w: &mut dyn FnMut() -> String, out: &mut String) {
        *out += &format!("{}\n\n", self.form.write(self.words, w));
        for (i, bloc) in self.body.iter().enumerate() {
            if let (Some(level), true) = (self.deeper, i > 0) {
                *out += &format!("{} Étape {i}\n\n", "#".repeat(level.into()));
            }
            bloc.write(w, out);
        }
    }
}

/// A place of a subject: what stands before the answer there, and the answer.
#[derive(Clone, Debug)]
struct Zone {
    before: Vec<Bloc>,
    answer: Option<Answer>,
}

fn zone() -> impl Strategy<Value = Zone> {
    let answer = prop_oneof![3 => Just(None), 2 => answer(&OPENINGS).prop_map(Some)];
    (blocs(0..2), answer).prop_map(|(before, answer)| Zone { before, answer })
}

impl Zone {
    /// Words that must be read only where no answer stands: in its neighbourhood they may go with it.
    fn write(&self, words: &RefCell<Words>, told: bool, out: &mut String) {
        match &self.answer {
            None if told => self.before.iter().for_each(|b| b.write(&mut || words.borrow_mut().told(), out)),
            answer => {
                self.before.iter().for_each(|b| b.write(&mut || "mot".to_owned(), out));
                let Some(answer) = answer else { return };
                answer.write(&mut || words.borrow_mut().secret(), out);
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Shape {
    epreuve: &'static str,
    introduction: Zone,
    /// Situations, and the énoncés of each question; whether a lawful corrigé follows.
    parties: Vec<(Zone, Vec<(Zone, bool)>)>,
    annexe: Option<Answer>,
    line_end: &'static str,
}

fn shape() -> impl Strategy<Value = Shape> {
    let partie = (zone(), prop::collection::vec((zone(), any::<bool>()), 1..4));
    let annexe = prop::option::weighted(0.3, answer(&IN_DOCUMENTS));
    (
        prop::sample::select(vec!["E31", "E41", "E1"]),
        zone(),
        prop::collection::vec(partie, 1..4),
        annexe,
        prop::sample::select(vec!["\n", "\r\n"]),
    )
        .prop_map(|(epreuve, introduction, parties, annexe, line_end)| Shape {
            epreuve,
            introduction,
            parties,
            annexe,
            line_end,
        })
}

impl Shape {
    fn has_answer(&self) -> bool {
        let zones = self.parties.iter().flat_map(|(s, q)| std::iter::once(s).chain(q.iter().map(|(z, _)| z)));
        self.annexe.is_some() || std::iter::once(&self.introduction).chain(zones).any(|z| z.answer.is_some())
    }

    fn write(&self) -> (MemoryFolder, Words) {
        let words = RefCell::new(Words::default());
        let (told, secret) = (|| words.borrow_mut().told(), || words.borrow_mut().secret());
        let mut text = String::new();
        self.introduction.write(&words, true, &mut text);
        for (p, (situation, questions)) in self.parties.iter().enumerate() {
            // A first level takes what follows it in its part with it, which may be answers by their numbers.
            let opens = |zone: &Zone| zone.answer.as_ref().is_some_and(|a| a.form.takes_more());
            let mut whole = !opens(situation) && (p > 0 || !opens(&self.introduction));
            let told = |whole| if whole { told() } else { "mot".to_owned() };
            text += &format!("# Dossier {} – {}\n\n", p + 1, told(whole));
            situation.write(&words, whole, &mut text);
            for (q, (enonce, corrige)) in questions.iter().enumerate() {
                text += &format!("## {}.{} Dites {}.\n\n```toml\npoints = 5\n```\n\n", p + 1, q + 1, told(whole));
                enonce.write(&words, whole, &mut text);
                whole &= !opens(enonce);
                if *corrige {
                    text += &format!("### Corrigé\n\n{}\n\n", secret());
                }
            }
        }
        let mut folder = MemoryFolder::default();
        let mut put = |path: &str, text: &str| {
            folder.files.insert(path.to_owned(), text.replace('\n', self.line_end).into_bytes());
        };
        put("sujet.md", &text);
        let annexe = |answer: &Answer| {
            let mut text = format!("+++\nnumero = \"1\"\ntitre = \"{}\"\n+++\n\nUn document.\n\n", told());
            answer.write(&mut || secret(), &mut text);
            text
        };
        self.annexe.iter().for_each(|answer| put("annexes/1.md", &annexe(answer)));
        put(
            FILE,
            &format!(
                "[epreuve]\nsession = 2026\ncode = \"{}\"\ncode_sujet = \"26X\"\nstatut = \"scolaire\"\n\
                 etablissement = \"public\"\nforme = \"ponctuelle\"\n",
                self.epreuve
            ),
        );
        folder.files.insert("images/une.png".to_owned(), picture((8, 9)));
        (folder, words.into_inner())
    }
}

/// The kept seeds, and how many shapes of each: every run looks at the same ones.
const SEEDS: [u8; 5] = [1, 2, 3, 5, 8];
const SHAPES: usize = 40;

/// What is wrong with the draft of a shape.
fn fault(shape: &Shape) -> Option<String> {
    let (folder, words) = shape.write();
    let exam = controlled(&folder);
    let text = || {
        let files = folder.files.iter().filter(|(f, _)| f.ends_with(".md"));
        files.map(|(f, b)| format!("== {f}\n{}", String::from_utf8_lossy(b))).collect::<String>()
    };
    let errors: Vec<_> = exam.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    let told = errors.iter().any(|d| matches!(d.code, "EX30" | "OR06" | "FMT11"));
    if told != shape.has_answer() {
        let told: Vec<_> = errors.iter().map(|d| (d.code, &d.message)).collect();
        return Some(format!("told {told:?}\n{}", text()));
    }
    let (candidate, _) = read(&exam, Mode::Draft);
    let holds = |word: &String| candidate.iter().find_map(|(path, r)| Some((path.clone(), r.place(word)?)));
    if let Some((word, found)) = words.jury.iter().find_map(|w| Some((w, holds(w)?))) {
        return Some(format!("{found:?} tells {word}\n{}", text()));
    }
    let lost = words.candidate.iter().find(|w| holds(w).is_none());
    lost.map(|word| format!("{word} is told to nobody\n{}", text()))
}

#[test]
fn no_draft_tells_an_answer() {
    let of_seed = |seed: u8| {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
        let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
        (0..SHAPES).map(|_| shape().new_tree(&mut runner).unwrap().current()).collect::<Vec<_>>()
    };
    let shapes: Vec<Shape> = SEEDS.into_iter().flat_map(of_seed).collect();
    assert!(shapes.iter().filter(|s| s.has_answer()).count() >= 150);
    let wrong = std::thread::scope(|scope| {
        let halves = shapes
            .chunks(shapes.len() / 2)
            .map(|half| scope.spawn(|| half.iter().filter_map(fault).collect::<Vec<_>>()));
        halves.collect::<Vec<_>>().into_iter().flat_map(|h| h.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(wrong.is_empty(), "{} shapes:\n\n{}", wrong.len(), wrong.join("\n\n"));
}
