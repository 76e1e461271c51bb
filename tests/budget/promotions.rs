//! Hostile texts of a class, a session and an exam.

use liasse::sources::MemoryFolder;

use super::families::{CHECK, Family};

fn append(folder: &mut MemoryFolder, file: &str, more: &str) {
    folder.files.get_mut(file).unwrap_or_else(|| panic!("no {file}")).extend(more.bytes());
}

fn lines(folder: &mut MemoryFolder, file: &str, one: impl Fn(usize) -> String, n: usize) {
    append(folder, file, &(0..n).map(one).collect::<String>());
}

pub const FAMILIES: &[Family] = &[
    Family {
        name: "rows of nothing in a class",
        args: CHECK,
        base: "promotion",
        sizes: [5_000, 20_000],
        make: |n, folder| append(folder, "promotion.toml", &"[[etudiant]]\n".repeat(n)),
    },
    Family {
        name: "errors in a class",
        args: CHECK,
        base: "promotion",
        sizes: [25_000, 100_000],
        make: |n, folder| append(folder, "promotion.toml", &"= =\n".repeat(n)),
    },
    Family {
        name: "students of one name",
        args: CHECK,
        base: "promotion",
        sizes: [2_000, 8_000],
        make: |n, folder| {
            let one =
                |i| format!("[[etudiant]]\ncle = \"e{i}\"\nnom = \"DUPONT\"\nprenoms = \"Anne\"\nne_le = 2004-01-01\n");
            lines(folder, "promotion.toml", one, n);
        },
    },
    Family {
        name: "candidates of a session",
        args: CHECK,
        base: "session",
        sizes: [2_000, 8_000],
        make: |n, folder| lines(folder, "candidats.csv", |i| format!("x{i};DUPONT;Anne\n"), n),
    },
    Family {
        name: "headings of a subject",
        args: CHECK,
        base: "examen-e31",
        sizes: [2_000, 8_000],
        make: |n, folder| {
            let name = folder.files.keys().find(|name| name.ends_with(".md")).unwrap().clone();
            lines(folder, &name, |i| format!("\n### Rubrique {i}\n\nmot\n"), n);
        },
    },
];
