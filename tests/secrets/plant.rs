//! Puts a word of its own in every field of an exam, and reads what is made of it.

use liasse::pipeline::build::Part;
use liasse::pipeline::examen::{Composed, Papiers, compose};
use liasse::pipeline::{ControlledExamen, control_examen};
use liasse::sources::MemoryFolder;
use liasse::sources::schema::Node;
use liasse::templates::{JURY, Mode, Piece, Presentation};
use liasse::typeset::Engine;

use crate::fields::{Reader, below, reader};
use crate::reader::Read;
use crate::support;

/// Words that no language, font or format has, none a part of another: « zq » and five letters without a vowel, a z or a q.
#[derive(Default)]
pub struct Words {
    pub jury: Vec<String>,
    pub candidate: Vec<String>,
}

impl Words {
    fn next(&self) -> String {
        const LETTERS: &[u8] = b"bdgjkmnprtwx";
        let mut rank = self.jury.len() + self.candidate.len();
        let letter = |_| {
            let letter = LETTERS[rank % LETTERS.len()];
            rank /= LETTERS.len();
            char::from(letter)
        };
        format!("zq{}", (0..5).map(letter).collect::<String>())
    }

    /// A word that no candidate may read.
    pub fn secret(&mut self) -> String {
        let word = self.next();
        self.jury.push(word.clone());
        word
    }

    /// A word that a candidate must be able to read.
    pub fn told(&mut self) -> String {
        let word = self.next();
        self.candidate.push(word.clone());
        word
    }
}

/// What stands in the jury's fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing at all.
    Nothing,
    /// A word of its own in each.
    Words,
    /// What may stand there: the example of each key.
    Examples,
}

/// Puts `content` in the jury's fields of a value of shape `node`.
pub fn plant(shape: &str, node: &Node, path: &str, value: &mut toml::Value, content: Content, words: &mut Words) {
    let Some(keys) = node.keys() else { return };
    match value {
        toml::Value::Array(all) => all.iter_mut().for_each(|one| plant(shape, node, path, one, content, words)),
        toml::Value::Table(table) => {
            for key in keys {
                let path = below(path, key);
                let of_jury = |leaf: &String| reader(shape, leaf) == Some(Reader::Jury);
                let leaves = crate::fields::leaves(&key.node, &path);
                if leaves.iter().all(of_jury) {
                    // All of it is the jury's: as often as it stands there, else once.
                    match content {
                        Content::Nothing => drop(table.remove(&key.name)),
                        _ => drop(
                            table.insert(key.name.clone(), filled(&key.node, key.example.as_ref(), content, words)),
                        ),
                    }
                } else if leaves.iter().any(of_jury) && !matches!(key.node, Node::Text) {
                    let many = matches!(key.node, Node::List(_));
                    let none = || if many { toml::Value::Array(Vec::new()) } else { toml::Table::new().into() };
                    let inner = table.entry(key.name.clone()).or_insert_with(none);
                    plant(shape, &key.node, &path, inner, content, words);
                }
            }
        }
        _ => {}
    }
}

/// A value of a shape that is the jury's.
fn filled(node: &Node, example: Option<&serde_json::Value>, content: Content, words: &mut Words) -> toml::Value {
    let told = |example: &serde_json::Value| toml::Value::try_from(example).expect("an example is a plain value");
    let words_here = content == Content::Words;
    match node {
        Node::Table(keys) => {
            let one = |key: &liasse::sources::schema::Key, words: &mut Words| {
                (key.name.clone(), filled(&key.node, key.example.as_ref(), content, words))
            };
            toml::Value::Table(keys.iter().map(|key| one(key, words)).collect())
        }
        Node::List(inner) => match &**inner {
            Node::Text if !words_here => told(example.expect("every leaf has its example")),
            Node::Integer { .. } | Node::Number { .. } if !words_here => {
                told(example.expect("every leaf has its example"))
            }
            Node::Integer { .. } | Node::Number { .. } => vec![1, 1].into(),
            inner => (0..2).map(|_| filled(inner, example, content, words)).collect::<Vec<_>>().into(),
        },
        Node::Text if words_here => words.secret().into(),
        Node::Text => told(example.expect("every leaf has its example")),
        Node::Integer { min, .. } | Node::Number { min, .. } if words_here => min.unwrap_or(1).max(1).into(),
        Node::Integer { .. } | Node::Number { .. } => told(example.expect("every leaf has its example")),
        Node::Quantite { .. } => told(example.expect("every leaf has its example")),
        Node::Bool => toml::Value::Boolean(!words_here),
        Node::Date => {
            let day = if words_here { "2026-05-30" } else { "2026-05-31" };
            toml::Value::Datetime(day.parse().expect("a day"))
        }
        Node::Choice(all) => (if words_here { all.first() } else { all.last() }).expect("a choice").as_str().into(),
    }
}

/// Everything that a jury's text may be made of, a secret in each place.
pub fn secret_blocks(words: &mut Words) -> String {
    let mut w = || words.secret();
    format!(
        "{} **{}** *{}* `{}` [{}](https://example.org/{}).\n\n- {}\n  1. {}\n\n> {}\n\n| {} | b |\n|---|---|\n| c | {} |\n\n\
         ![{}](images/jury.png \"{}\")\n",
        w(),
        w(),
        w(),
        w(),
        w(),
        w(),
        w(),
        w(),
        w(),
        w(),
        w(),
        w(),
        w()
    )
}

/// Width and height of the jury's picture: no other has them.
pub const PICTURE: (u32, u32) = (37, 41);

/// A picture of that size.
pub fn picture((width, height): (u32, u32)) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(width, height, image::Rgb([200, 30, 60]))
        .write_to(&mut out, image::ImageFormat::Png)
        .expect("memory takes it");
    out.into_inner()
}

/// The control of an exam in memory.
pub fn controlled(folder: &MemoryFolder) -> ControlledExamen {
    control_examen(folder, &support::library()).expect("the embedded texts")
}

/// All documents of an exam, the larger papers too.
pub fn composed(controlled: &ControlledExamen, mode: Mode) -> Composed {
    let adaptes = vec![Presentation { corps: 16, a3: true, aeree: true }];
    let papiers = Papiers { adaptes, variantes: Vec::new() };
    let composed = compose(controlled, &papiers, mode, None);
    assert!(composed.trouble.is_empty(), "{:?}", composed.trouble);
    // What one part alone is made of is made of the whole too, and no part has the jury's.
    for part in [Part::Sujet, Part::Convocations] {
        let some = compose(controlled, &papiers, mode, Some(part));
        let known = |path: &str| composed.pieces.iter().any(|p| p.path == path);
        assert!(some.pieces.iter().all(|p| known(&p.path) && !is_jury(&p.path)));
    }
    composed
}

/// Whether a document is below the jury's tree.
pub fn is_jury(path: &str) -> bool {
    path.split('/').next() == Some(JURY)
}

/// All that a document is typeset from, the library left out.
pub fn source(piece: &Piece) -> Vec<u8> {
    let d = &piece.document;
    let mut out = [&piece.path, &piece.title, &d.title, &d.ident, &d.main, &d.data].map(String::as_str).join("\n");
    out.push_str(&d.timestamp.to_string());
    let mut out = out.into_bytes();
    // The library is the same for all, and nobody's text.
    for (path, bytes) in d.files.iter().filter(|(path, _)| !path.starts_with("lib/")) {
        out.extend(path.as_bytes());
        out.extend(&**bytes);
    }
    out
}

/// The PDF of a document, read.
pub fn typeset(piece: &Piece, engine: &mut Engine) -> Read {
    let pdf = engine.compile(&piece.document).unwrap_or_else(|f| panic!("{}: {:?}", piece.path, f.faults));
    Read::of(&piece.path, &pdf.bytes)
}
