//! The follow-up of a class, as a spreadsheet reads it and as a real browser shows, sorts and filters it.
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::{copy, edit, program, root};

/// A class whose documents were made, with one row that is wrong; where they are.
fn class(name: &str, change: impl Fn(&Path)) -> PathBuf {
    let folder = documents::scratch(&format!("suivi-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    copy(&root().join("fixtures/promotion"), &folder.join("classe"));
    change(&folder.join("classe/promotion.toml"));
    program(&folder).args(["build", "classe", "--only", "conventions"]).output().unwrap();
    folder.join("output/classe")
}

/// What stands in the page once its script has run, with that choice in the address; nothing without a browser.
fn shown(out: &Path, choice: &str) -> Option<String> {
    let page = format!("file://{}#{choice}", out.join("suivi.html").display());
    let browser = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| {
        let mut command = Command::new(name);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", &page]);
        command.output().ok()
    });
    match browser {
        Some(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        None if std::env::var_os("CI").is_some() => panic!("no browser: .ci/run installs chromium"),
        None => {
            eprintln!("SKIPPED: no chromium on this machine, the page is not tried in a browser");
            None
        }
    }
}

/// The rows that are shown, their cells in order.
fn rows(dom: &str) -> Vec<Vec<String>> {
    let body = dom.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let visible = body.split("<tr").skip(1).filter(|r| !r.split('>').next().unwrap().contains("hidden"));
    let cells = |row: &str| {
        let cells = row.split("<td").skip(1);
        cells.map(|c| c.split_once('>').unwrap().1.split("</td>").next().unwrap().to_owned()).collect()
    };
    visible.map(cells).collect()
}

#[test]
fn a_browser_sorts_filters_and_asks_nothing_of_the_network() {
    let out = class("browser", |file| {
        edit(file, "fiche_pays = \"", "fiche_pays = \"\" # \"");
        edit(file, "nom_famille = \"DUPRÉ\"", "nom_famille = '<script>alert(1)</script>'");
    });
    let page = std::fs::read_to_string(out.join("suivi.html")).unwrap();
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="), "an external resource");
    assert!(page.contains("default-src 'none'") && page.contains("<html lang=\"fr\">"));
    let Some(dom) = shown(&out, "") else { return };
    let all = rows(&dom);
    assert!(all.len() >= 24, "{} rows", all.len());
    assert!(dom.contains("&lt;script&gt;alert(1)"), "what a stranger wrote is text");
    let names = |rows: &[Vec<String>]| rows.iter().map(|r| r[1].clone()).collect::<Vec<_>>();
    let up = names(&rows(&shown(&out, "tri=Nom").unwrap()));
    let mut down = names(&rows(&shown(&out, "tri=-Nom").unwrap()));
    // Œ and Ç among the O and the C: as a French reader looks them up.
    let at = |name: &str| up.iter().position(|n| n == name).unwrap_or_else(|| panic!("{name} is not in {up:?}"));
    assert!(at("AÏT-OUFELLA") < at("BŒUF") && at("BŒUF") < at("CAZENAVE"), "{up:?}");
    down.reverse();
    assert_eq!(up, down);
    let wrong = rows(&shown(&out, "etat=%C3%A0%20corriger").unwrap());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].iter().any(|c| c.contains("à corriger : CV36")), "{wrong:?}");
    let one = rows(&shown(&out, "texte=ait-ouf").unwrap());
    assert_eq!(names(&one), ["AÏT-OUFELLA"]);
    let class = rows(&shown(&out, "classe=2BTSAS2").unwrap());
    assert!(!class.is_empty() && class.len() < all.len() && class.iter().all(|r| r[0] == "2BTSAS2"));
}

#[test]
fn a_student_without_a_convention_is_there() {
    let out = class("without", |file| {
        let text = std::fs::read_to_string(file).unwrap();
        let at = text.find("[[stage]]").unwrap();
        let end = at + 9 + text[at + 9..].find("[[stage]]").unwrap();
        std::fs::write(file, format!("{}{}", &text[..at], &text[end..])).unwrap();
    });
    let table = std::fs::read_to_string(out.join("suivi.csv")).unwrap();
    let line = table.lines().find(|l| l.contains("AÏT-OUFELLA")).unwrap();
    assert!(line.ends_with(";convention;sans convention"), "{line}");
}

#[test]
fn what_exists_and_what_is_missing_is_told() {
    let out = class("exists", |_| {});
    let table = std::fs::read_to_string(out.join("suivi.csv")).unwrap();
    let line = |key: &str| table.lines().find(|l| l.contains(key)).unwrap().to_owned();
    assert!(line(";c-01;").contains(";43;"), "{}", line(";c-01;"));
    assert!(line(";c-01;").contains("signatures : organisme, étudiant, référent, tuteur"), "{}", line(";c-01;"));
    let avenant = line(";c-02;");
    assert!(avenant.contains("5 sur 5 ; avenant 1 : 0 sur 6") && avenant.contains(";convention;"), "{avenant}");
}
