//! A promotion of as many rows as wanted, made from the one of the fixtures: students, organismes and stages are varied,
//! nothing is wrong with any of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Students that one teacher follows: below the cap of the law.
const FOLLOWED: usize = 20;

/// Writes a promotion of `rows` stages into `folder`, one for each student, two in each organisme.
pub fn write(folder: &Path, rows: usize) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/promotion/promotion.toml");
    let text = fs::read_to_string(fixture).expect("the fixture");
    fs::create_dir_all(folder).expect("a folder");
    fs::write(folder.join("promotion.toml"), of(&text, rows)).expect("a file");
}

/// The text of the promotion.
pub fn of(fixture: &str, rows: usize) -> String {
    let blocks = |table: &str| blocks(fixture, table);
    let (etudiants, organismes, stages) = (blocks("etudiant"), blocks("organisme"), blocks("stage"));
    let head = fixture.split("[[referent]]").next().expect("a head").to_owned();
    let tail = fixture.split_once("[defauts]").expect("defaults").1.split("[[etudiant]]").next().expect("defaults");
    let mut out = head;
    for i in 0..=rows / FOLLOWED {
        let _ = write!(out, "[[referent]]\ncle = \"r-{i}\"\nnom = \"Camille ENSEIGNANT-{i}\"\n\n");
    }
    let _ = write!(out, "[defauts]{tail}");
    for i in 0..rows {
        let block = renamed(etudiants[i % etudiants.len()], "cle", &format!("e-{i}"));
        out.push_str(&block.replacen("prenoms = \"", &format!("prenoms = \"{} ", letters(i)), 1));
    }
    for i in 0..=rows / 2 {
        // A stage abroad asks for a sheet that other rows do not tell.
        let block = organismes.iter().filter(|o| !o.contains("pays")).nth(i % (organismes.len() - 1));
        out.push_str(&renamed(block.expect("an organisme"), "cle", &format!("o-{i}")));
    }
    for i in 0..rows {
        let block = renamed(stages[i % stages.len()], "cle", &format!("s-{i}"));
        let block = renamed(&block, "etudiant", &format!("e-{i}"));
        let block = renamed(&block, "organisme", &format!("o-{}", i / 2));
        let block = block.lines().filter(|l| !l.starts_with("referent =")).collect::<Vec<_>>().join("\n") + "\n";
        let referent = format!("organisme = \"o-{}\"\nreferent = \"r-{}\"", i / 2, i / FOLLOWED);
        out.push_str(&block.replacen(&format!("organisme = \"o-{}\"", i / 2), &referent, 1));
    }
    let of_first = |block: &&str| block.contains("convention = \"c-01\"");
    let avenant = blocks("avenant").into_iter().find(of_first).expect("an avenant");
    for i in (0..rows).step_by(stages.len()) {
        out.push_str(&renamed(avenant, "convention", &format!("s-{i}")));
        out.push('\n');
    }
    out
}

/// The blocks of a table, each with its heading and the tables below it.
fn blocks<'a>(text: &'a str, table: &str) -> Vec<&'a str> {
    let heading = format!("[[{table}]]");
    let starts: Vec<usize> = text.match_indices(&heading).map(|(i, _)| i).collect();
    let end = |start: usize| {
        let mine = |line: &str| line.starts_with(&format!("[[{table}.")) || line.starts_with(&format!("[{table}."));
        let mut at = start + heading.len();
        for line in text[at..].split_inclusive('\n') {
            if line.starts_with('[') && !mine(line) {
                break;
            }
            at += line.len();
        }
        at
    };
    starts.into_iter().map(|start| &text[start..end(start)]).collect()
}

/// The block with another value of a key.
fn renamed(block: &str, key: &str, value: &str) -> String {
    let line = block.lines().find(|l| l.starts_with(&format!("{key} = "))).expect("the key");
    block.replacen(line, &format!("{key} = \"{value}\""), 1)
}

/// A number in letters: no name has digits.
fn letters(i: usize) -> String {
    i.to_string().bytes().map(|b| char::from(b'A' + (b - b'0'))).collect()
}
