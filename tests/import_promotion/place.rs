//! A folder to import in, and what is asked of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Output;

use liasse::sources::import::registre::Registre;

use crate::support::{program, root};

pub const SIECLE: [&str; 4] = [
    "siecle/ElevesAvecAdresses.xml",
    "siecle/Structures.xml",
    "siecle/ResponsablesAvecAdresses.xml",
    "siecle/Communs.xml",
];

/// Its folder `promo` is what imports write to.
pub struct Place {
    pub temp: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Place { temp: tempfile::tempdir().unwrap() }
    }

    /// A place where the whole of the fixtures was imported.
    pub fn imported() -> Self {
        let place = Place::new();
        place.import(0, &[&SIECLE[..], &["cyclades.csv"]].concat());
        place
    }

    pub fn call(&self, args: &[&str]) -> Output {
        let fixtures = root().join("fixtures/imports");
        let named = |a: &&str| if fixtures.join(a).is_file() { fixtures.join(a).into_os_string() } else { (*a).into() };
        let mut command = program(self.temp.path());
        command.arg("import").args(args.iter().map(named)).args(["--to", "promo", "--session", "2026"]);
        command.output().expect("the program runs")
    }

    /// Imports, and gives what is said.
    pub fn import(&self, code: i32, args: &[&str]) -> String {
        let output = self.call(args);
        let said = transcript(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.temp.path().join("promo").join(file)
    }

    pub fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    }

    pub fn table(&self, file: &str) -> Registre {
        Registre::parse(&std::fs::read(self.path(file)).unwrap(), &["cle".to_owned(), "etudiant".to_owned()])
    }

    /// A cell of the row of that key.
    pub fn cell(&self, cle: &str, column: &str) -> String {
        let table = self.table("etudiants.csv");
        let key = table.column("cle");
        let row = table.rows.iter().find(|r| r.get(key) == cle).unwrap_or_else(|| panic!("no row {cle}"));
        row.get(table.column(column)).to_owned()
    }

    /// Changes a table as a spreadsheet does: Windows-1252, no mark.
    pub fn in_excel(&self, file: &str, change: impl FnOnce(String) -> String) {
        let text = change(self.text(file).trim_start_matches('\u{feff}').to_owned());
        let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
        assert!(!lost, "{text}");
        std::fs::write(self.path(file), bytes).unwrap();
    }

    /// Every file of the folder with its bytes.
    pub fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = walkdir::WalkDir::new(self.temp.path()).into_iter().map(|e| e.unwrap().into_path());
        files.filter(|p| p.is_file()).map(|p| (p.clone(), std::fs::read(&p).unwrap())).collect()
    }
}

pub fn transcript(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    format!("{}{}--- exit {}\n", text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}
