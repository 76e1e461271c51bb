//! Hostile texts of a candidate's folder: data, front matter, Markdown.

use liasse::sources::MemoryFolder;

use super::families::{CHECK, Family};

const FICHE: &str = "fiches/01.md";
const DOSSIER: &str = "complet-scolaire";

fn append(folder: &mut MemoryFolder, file: &str, more: &str) {
    folder.files.get_mut(file).unwrap().extend(more.bytes());
}

/// Adds a text to a sheet.
fn write(folder: &mut MemoryFolder, more: &str) {
    append(folder, FICHE, &format!("\n\n{more}\n"));
}

/// Puts lines in the data of a sheet.
fn data(folder: &mut MemoryFolder, more: &str) {
    let text = String::from_utf8(folder.files[FICHE].clone()).unwrap();
    folder.files.insert(FICHE.into(), text.replacen("[client]", &format!("{more}\n[client]"), 1).into_bytes());
}

/// `one` of each number below `n`.
fn each(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

/// A text with this added to a sheet, `$n` times.
macro_rules! text {
    ($name:literal, $sizes:expr, $make:expr) => {
        Family { name: $name, args: CHECK, base: DOSSIER, sizes: $sizes, make: |n, folder| write(folder, &($make)(n)) }
    };
}

/// Lines added to the candidate's data.
macro_rules! candidat {
    ($name:literal, $sizes:expr, $make:expr) => {
        Family {
            name: $name,
            args: CHECK,
            base: DOSSIER,
            sizes: $sizes,
            make: |n, f| append(f, "candidat.toml", &($make)(n)),
        }
    };
}

pub const FAMILIES: &[Family] = &[
    candidat!("errors of syntax", [25_000, 100_000], |n| "= =\n".repeat(n)),
    candidat!("errors of syntax on a line", [50_000, 200_000], |n| format!("k = \"{}\"\n", "\\q".repeat(n))),
    candidat!("tables not closed", [25_000, 100_000], |n| "[a\n".repeat(n)),
    candidat!("unknown keys", [20_000, 70_000], |n| each(n, |i| format!("k{i} = 1\n"))),
    candidat!("unknown keys on a line", [15_000, 60_000], |n| format!("k = {{{}}}\n", each(n, |i| format!("k{i}=1,")))),
    candidat!("unknown tables", [20_000, 80_000], |n| each(n, |i| format!("[t{i}]\n"))),
    candidat!("one key again and again", [25_000, 100_000], |n| "k = 1\n".repeat(n)),
    candidat!("arrays within arrays", [25_000, 100_000], |n| format!("k = {}{}\n", "[".repeat(n), "]".repeat(n))),
    candidat!("tables within tables", [25_000, 100_000], |n| format!("k = {}1{}\n", "{a=".repeat(n), "}".repeat(n))),
    candidat!("a key of many parts", [25_000, 100_000], |n| format!("a{} = 1\n", ".a".repeat(n))),
    candidat!("a key of many letters", [200_000, 800_000], |n| format!("{} = 1\n", "a".repeat(n))),
    candidat!("a list of many", [50_000, 200_000], |n| format!("k = [{}]\n", "1,".repeat(n))),
    candidat!("comments", [50_000, 200_000], |n| "# a\n".repeat(n)),
    Family {
        name: "a name of many words",
        args: CHECK,
        base: DOSSIER,
        sizes: [25_000, 100_000],
        make: |n, folder| {
            let text = String::from_utf8(folder.files["candidat.toml"].clone()).unwrap();
            let (before, after) = text.split_once("nom = \"").unwrap();
            let text = format!("{before}nom = \"{}{after}", "mot ".repeat(n));
            folder.files.insert("candidat.toml".into(), text.into_bytes());
        },
    },
    Family {
        name: "periods",
        args: CHECK,
        base: DOSSIER,
        sizes: [1_000, 4_000],
        make: |n, folder| {
            let one = |i: usize| {
                let day = format!("2024-{:02}-{:02}", 1 + i % 12, 1 + i % 28);
                format!(
                    "\n[[periode]]\nentreprise = \"agence-delorme\"\nnature = \"stage\"\ndebut = {day}\nfin = {day}\njournees = 1\n"
                )
            };
            append(folder, "periodes.toml", &each(n, one));
        },
    },
    Family {
        name: "periods of nothing",
        args: CHECK,
        base: DOSSIER,
        sizes: [5_000, 20_000],
        make: |n, folder| append(folder, "periodes.toml", &"[[periode]]\n".repeat(n)),
    },
    Family {
        name: "signatures of a sheet",
        args: CHECK,
        base: DOSSIER,
        sizes: [2_000, 8_000],
        make: |n, f| data(f, &"[[visa]]\nnom = \"A B\"\nqualite = \"tuteur\"\ndate = 2024-12-19\n".repeat(n)),
    },
    Family {
        name: "products of a sheet",
        args: CHECK,
        base: DOSSIER,
        sizes: [2_000, 8_000],
        make: |n, folder| data(folder, &"[[produit]]\nnom = \"a\"\nnature = \"assurance\"\n".repeat(n)),
    },
    Family {
        name: "errors in a sheet",
        args: CHECK,
        base: DOSSIER,
        sizes: [25_000, 100_000],
        make: |n, folder| data(folder, &"= =\n".repeat(n)),
    },
    Family {
        name: "files of a folder",
        args: CHECK,
        base: DOSSIER,
        sizes: [2_500, 10_000],
        make: |n, folder| (0..n).for_each(|i| drop(folder.files.insert(format!("fiches/x{i}.md"), b"a".to_vec()))),
    },
    Family {
        name: "files beside the others",
        args: CHECK,
        base: DOSSIER,
        sizes: [2_500, 10_000],
        make: |n, folder| (0..n).for_each(|i| drop(folder.files.insert(format!("x{i}.toml"), b"a".to_vec()))),
    },
    text!("definitions of links", [5_000, 20_000], |n| each(n, |i| format!("[a{i}]: http://x\n"))),
    text!("links by a definition", [20_000, 80_000], |n| format!("[a]: http://x\n\n{}", "[a] ".repeat(n))),
    text!("combining signs", [25_000, 100_000], |n| format!("e{}", "\u{301}".repeat(n))),
    text!("columns", [1_250, 5_000], |n| ["|a", "|-", "|b"].map(|c| c.repeat(n) + "|\n").concat()),
    text!("rows", [5_000, 20_000], |n| format!("|a|b|\n|-|-|\n{}", "|a|b|\n".repeat(n))),
    text!("rows of entities", [5_000, 20_000], |n| format!("|a|b|\n|-|-|\n{}", "|&amp;|&lt;|\n".repeat(n))),
    text!("quotes in quotes", [5_000, 20_000], |n| "> ".repeat(n) + "a"),
    text!("lists in lists", [5_000, 20_000], |n| "- ".repeat(n) + "a"),
    text!("lists in lists, each on its line", [400, 800], |n| each(n, |i| format!("{}- a\n", "  ".repeat(i)))),
    text!("stars", [10_000, 40_000], |n| "*a **b ".repeat(n)),
    text!("brackets", [50_000, 200_000], |n| "[".repeat(n)),
    text!("links not closed", [50_000, 200_000], |n| "[a](".repeat(n)),
    text!("links not closed, with a space", [50_000, 150_000], |n| "[a](b ".repeat(n)),
    text!("images not closed", [50_000, 200_000], |n| "![".repeat(n) + &"](".repeat(n)),
    text!("images whose paths have spaces", [5_000, 20_000], |n| "![a](b c.png) ".repeat(n)),
    text!("backquotes", [400, 800], |n| each(n, |i| "`".repeat(i) + " ")),
    text!("tags not closed", [20_000, 80_000], |n| "<a ".repeat(n)),
    text!("comments not closed", [20_000, 80_000], |n| "<!--".repeat(n)),
    text!("blocks of HTML", [5_000, 20_000], |n| "<b>a</b>\n\n".repeat(n)),
    text!("headings", [5_000, 20_000], |n| "# T\n\na\n\n".repeat(n)),
    text!("headings, each another", [5_000, 20_000], |n| each(n, |i| format!("# Titre {i}\n\na\n\n"))),
    text!("underlined headings", [5_000, 20_000], |n| "a\nb\nc\n---\n\n".repeat(n)),
    text!("one word", [200_000, 800_000], |n| "m".repeat(n)),
    text!("one line", [50_000, 200_000], |n| "mot ".repeat(n)),
    text!("lines", [50_000, 200_000], |n| "mot\n".repeat(n)),
    text!("lines with breaks", [25_000, 100_000], |n| "a  \n".repeat(n)),
    text!("paragraphs", [20_000, 80_000], |n| "mot\n\n".repeat(n)),
    text!("formulas", [20_000, 80_000], |n| "$a^2$ ".repeat(n)),
    text!("strikethrough", [20_000, 80_000], |n| "~~a~~ ".repeat(n)),
    text!("notes", [5_000, 20_000], |n| each(n, |i| format!("a[^{i}]\n\n[^{i}]: b\n\n"))),
    text!("boxes to tick", [10_000, 40_000], |n| "- [ ] a\n".repeat(n)),
    text!("bullets of a word processor", [20_000, 80_000], |n| "• a\n".repeat(n)),
    text!("attributes", [20_000, 80_000], |n| "{a=b} ".repeat(n)),
    text!("telephones and addresses", [2_500, 10_000], |n| "06 12 34 56 78, 12 rue des Lilas 69003 Lyon ".repeat(n)),
    text!("characters that no font has", [20_000, 80_000], |n| "\u{1f469}\u{200d} ".repeat(n)),
];
