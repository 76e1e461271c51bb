//! What says the same is told the same: each conforming folder, written again in a hundred lawful ways (order, blanks, line
//! ends, marks of bytes, normal forms, encodings and separators, marks of Markdown), has not a word more.

mod support;

use liasse::sources::MemoryFolder;
use support::{controlled, fixture, new_ones, root};
use unicode_normalization::UnicodeNormalization;

/// How many rewritings each folder goes through.
const REWRITINGS: u64 = 100;

/// Rewritings that once brought a word: they are tried first.
const KEPT: [u64; 0] = [];

/// A small generator: the same seed gives the same rewriting, for ever.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Once in `n`.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            all.swap(i, self.below(i + 1));
        }
    }
}

/// A folder that says the same.
fn rewritten(base: &MemoryFolder, seed: u64) -> MemoryFolder {
    let mut chance = Chance(seed);
    let files = base.files.iter().map(|(name, bytes)| {
        let ending = name.rsplit('.').next().unwrap_or_default();
        let written = match (ending, std::str::from_utf8(bytes)) {
            ("toml", Ok(text)) => encoded(toml(text, &mut chance), &mut chance),
            ("md", Ok(text)) => encoded(markdown(text, &mut chance), &mut chance),
            ("csv", Ok(text)) => csv(text, &mut chance),
            _ => bytes.clone(),
        };
        // A Mac takes names apart.
        let name = if chance.once_in(4) { name.nfd().collect() } else { name.clone() };
        (name, written)
    });
    MemoryFolder { files: files.collect() }
}

/// Line ends of Windows, a mark of bytes, accents apart.
fn encoded(text: String, chance: &mut Chance) -> Vec<u8> {
    let mut text = text;
    if chance.once_in(4) {
        text = text.nfd().collect();
    }
    if chance.once_in(2) {
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if chance.once_in(3) && !text.starts_with('\u{feff}') {
        text.insert(0, '\u{feff}');
    }
    if chance.once_in(4) {
        text = text.trim_end().to_owned();
    }
    text.into_bytes()
}

/// The keys of each block in another order, remarks and blanks between them.
fn toml(text: &str, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut keys: Vec<&str> = Vec::new();
    let mut whole = false;
    for line in text.lines() {
        let quoted = line.matches("'''").count() + line.matches("\"\"\"").count();
        let plain = !whole && quoted == 0 && is_one_key(line);
        whole ^= quoted % 2 == 1;
        if plain {
            keys.push(line);
            continue;
        }
        flush(&mut keys, &mut out, chance);
        out += line;
        out.push('\n');
    }
    flush(&mut keys, &mut out, chance);
    out
}

/// `key = value`, whole on its line.
fn is_one_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once(" = ") else { return false };
    let brackets = |open: char, close: char| value.matches(open).count() == value.matches(close).count();
    key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && brackets('[', ']') && brackets('{', '}')
}

fn flush(keys: &mut Vec<&str>, out: &mut String, chance: &mut Chance) {
    chance.shuffle(keys);
    for line in keys.drain(..) {
        if chance.once_in(6) {
            *out += "\n# une remarque de qui écrit, avec un accent : é\n";
        }
        let (key, value) = line.split_once(" = ").expect("it is a key");
        *out += &match chance.below(4) {
            0 => format!("  {key}   =\t{value}  "),
            1 => format!("{key}={value}"),
            _ => line.to_owned(),
        };
        out.push('\n');
    }
}

/// The front matter as data; in the text, other marks for the same.
fn markdown(text: &str, chance: &mut Chance) -> String {
    let mark = text.lines().next().filter(|first| *first == "+++");
    let (head, body) = match mark.and_then(|_| text["+++\n".len()..].split_once("\n+++\n")) {
        Some((front, body)) => (format!("+++\n{}+++\n", toml(front, chance)), body),
        None => (String::new(), text),
    };
    let mut out = head;
    let mut fenced = false;
    for line in body.lines() {
        let fence = line.starts_with("```");
        fenced ^= fence;
        if fenced || fence {
            out += line;
        } else if line.starts_with('#') && chance.once_in(3) {
            out += &format!("{line} {}", "#".repeat(1 + chance.below(4)));
        } else if line.starts_with('#') && chance.once_in(3) {
            out += &format!(" {}  ", line.replacen("# ", "#   ", 1));
        } else if line.contains("**") && !line.contains("__") && chance.once_in(3) && spaced(line) {
            out += &line.replace("**", "__");
        } else if line.is_empty() && chance.once_in(5) {
            out += "   \n";
        } else {
            out += line;
        }
        out.push('\n');
    }
    out
}

/// Whether each pair of stars stands between words: underscores mean the same only there.
fn spaced(line: &str) -> bool {
    line.match_indices("**").all(|(at, _)| {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !(word(line[..at].chars().next_back()) && word(line[at + 2..].chars().next()))
    })
}

/// Another separator, another order of the columns, quotation marks, another encoding.
fn csv(text: &str, chance: &mut Chance) -> Vec<u8> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let is_semicolon = head.contains(';');
    let rows = text.lines().map(|l| l.split(if is_semicolon { ';' } else { ',' }).collect::<Vec<_>>());
    let mut rows: Vec<Vec<&str>> = rows.collect();
    let columns = rows.first().map_or(0, Vec::len);
    // A table whose cells hold marks of its own is left in its form; so is one that is printed, whose columns have an order.
    if !is_semicolon || text.contains('"') || text.contains('\t') || rows.iter().any(|r| r.len() != columns) {
        return text.as_bytes().to_vec();
    }
    let has_key = head.contains("cle") || head.contains("etudiant");
    let mut order: Vec<usize> = (0..columns).collect();
    if has_key {
        chance.shuffle(&mut order);
        rows.iter_mut().for_each(|row| *row = order.iter().map(|i| row[*i]).collect());
    }
    let separator = [";", ",", "\t"][chance.below(3)];
    let quotes = chance.once_in(3);
    let cell = |c: &&str| if quotes || c.contains(separator) { format!("\"{c}\"") } else { (*c).to_owned() };
    let end = if chance.once_in(2) { "\r\n" } else { "\n" };
    let text: String = rows.iter().map(|r| r.iter().map(cell).collect::<Vec<_>>().join(separator) + end).collect();
    match chance.below(4) {
        0 => match encoding_rs::WINDOWS_1252.encode(&text) {
            // It has no such letter: nobody can write it so.
            (_, _, true) => text.into_bytes(),
            (bytes, _, false) => bytes.into_owned(),
        },
        1 => encoding_rs::UTF_8.encode(&format!("\u{feff}{text}")).0.into_owned(),
        2 => text.nfd().collect::<String>().into_bytes(),
        _ => text.into_bytes(),
    }
}

/// Each folder that conforms.
fn conforming() -> Vec<String> {
    let below = |folder: &str, prefix: &str| -> Vec<String> {
        let entries = std::fs::read_dir(root().join("fixtures").join(folder)).unwrap().map(Result::unwrap);
        let folders = entries.filter(|e| e.path().is_dir());
        folders.map(|e| format!("{prefix}{}", e.file_name().to_string_lossy())).collect()
    };
    let mut all = below("dossiers", "");
    all.extend(below("examens", "examen-"));
    all.extend(["promotion", "promotion-csv"].map(str::to_owned));
    all.sort();
    all
}

fn tried(names: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in names {
        let folder = fixture(name);
        let base = controlled(&folder);
        for seed in KEPT.into_iter().chain(0..REWRITINGS) {
            let edited = controlled(&rewritten(&folder, seed));
            let told: Vec<_> = new_ones(&base, &edited).iter().map(|d| format!("{} {}", d.code, d.message)).collect();
            if !told.is_empty() {
                wrong.push(format!("{name}, rewriting {seed}: {told:#?}"));
                break;
            }
        }
    }
    wrong
}

#[test]
fn what_says_the_same_is_told_the_same() {
    let all = conforming();
    assert!(all.len() > 20, "{all:?}");
    // The two halves side by side: most of the time is the control of many folders.
    let (one, other) = all.split_at(all.len() / 2);
    let wrong = std::thread::scope(|scope| {
        let one = scope.spawn(|| tried(one));
        let mut wrong = tried(other);
        wrong.extend(one.join().unwrap());
        wrong
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rewriting_changes_the_bytes_and_a_fault_is_still_found() {
    let folder = fixture("complet-scolaire");
    let changed = (0..REWRITINGS).filter(|seed| rewritten(&folder, *seed).files != folder.files).count();
    assert_eq!(changed as u64, REWRITINGS);
    let mut wrong = folder.clone();
    support::apply(&mut wrong, "--- candidat.toml\n-academie = \"Lyon\"\n+academie = \"\"\n");
    let base = controlled(&folder);
    for seed in 0..10 {
        let edited = controlled(&rewritten(&wrong, seed));
        let codes: Vec<_> = new_ones(&base, &edited).iter().map(|d| d.code).collect();
        assert_eq!(codes, ["FMT04"], "rewriting {seed}");
    }
}
