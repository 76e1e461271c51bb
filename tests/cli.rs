//! The commands as users call them: what they print, what they write, how they exit.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{copy, edit, program, root};

fn liasse(folder: &Path, args: &[&str]) -> Output {
    program(folder).args(args).output().expect("the program runs")
}

/// Standard output, standard error and exit code, with what varies replaced.
fn transcript(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    let code = output.status.code().map_or_else(|| "signal".to_owned(), |c| c.to_string());
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    let err = if err.is_empty() { String::new() } else { format!("--- stderr\n{err}") };
    let all = format!("{out}{err}--- exit {code}\n");
    all.lines().map(|l| without_time(l) + "\n").collect()
}

/// "1,23 s" depends on the machine.
fn without_time(line: &str) -> String {
    let parts: Vec<&str> = line.rsplitn(2, "  ").collect();
    match parts[..] {
        [time, rest] if time.ends_with(" s") && time.contains(',') => format!("{rest}  TEMPS"),
        _ => line.to_owned(),
    }
}

/// A temporary folder with a copy of a complete dossier, named `dossier`.
fn workplace() -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dossier = temp.path().join("dossier");
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &dossier);
    (temp, dossier)
}

#[test]
fn help_is_french_and_begins_with_examples() {
    let temp = tempfile::tempdir().unwrap();
    let help = liasse(temp.path(), &["--help"]);
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(text.starts_with("Exemples :"), "{text}");
    for command in ["init", "import", "check", "build", "watch", "explain", "schema", "completions", "man"] {
        let help = liasse(temp.path(), &[command, "--help"]);
        let text = String::from_utf8(help.stdout).unwrap();
        assert_eq!(help.status.code(), Some(0));
        assert!(text.starts_with("Exemple"), "{command}: {text}");
        for english in ["Usage:", "Options:\n  -h, --help  Print", "Print help", "default:", "possible values"] {
            assert!(!text.contains(english), "{command} speaks English: {english}");
        }
    }
}

#[test]
fn every_command_answers_to_its_french_name() {
    let temp = tempfile::tempdir().unwrap();
    for alias in ["initialiser", "importer", "verifier", "generer", "surveiller", "expliquer"] {
        assert_eq!(liasse(temp.path(), &[alias, "--help"]).status.code(), Some(0), "{alias}");
    }
}

#[test]
fn wrong_calls() {
    let temp = tempfile::tempdir().unwrap();
    let calls: &[&[&str]] = &[
        &["chek"],
        &["check"],
        &["check", "--fromat", "json", "x"],
        &["check", "--format", "xml", "x"],
        &["build", "x", "--only", "tout"],
        &["explain", "ST99"],
        &["schema", "dossier"],
        &["init", "x", "--statut", "externe"],
        &["watch", ".", "--poll", "0"],
    ];
    let mut all = String::new();
    for call in calls {
        let output = liasse(temp.path(), call);
        assert_eq!(output.status.code(), Some(2), "{call:?}");
        all += &format!("$ liasse {}\n{}\n", call.join(" "), transcript(&output));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_is_not_there() {
    let temp = tempfile::tempdir().unwrap();
    std::fs::create_dir(temp.path().join("vide")).unwrap();
    let mut all = String::new();
    for call in [["check", "absent"], ["check", "vide"], ["build", "vide"]] {
        let output = liasse(temp.path(), &call);
        assert_eq!(output.status.code(), Some(3), "{call:?}");
        all += &format!("$ liasse {}\n{}\n", call.join(" "), transcript(&output));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn check_in_three_formats() {
    let (temp, dossier) = workplace();
    edit(&dossier.join("candidat.toml"), "academie = \"Lyon\"", "academie = \"\"");
    edit(&dossier.join("periodes.toml"), "journees = 25", "journee = 25");
    let mut all = String::new();
    for format in ["human", "short", "json"] {
        let output = liasse(temp.path(), &["check", "dossier", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        all += &format!("$ liasse check dossier --format {format}\n{}\n", transcript(&output));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn json_is_one_object_per_folder_and_keeps_its_promises() {
    let output = liasse(&root(), &["check", "fixtures/dossiers", "--format", "json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let folders = std::fs::read_dir(root().join("fixtures/dossiers")).unwrap();
    let folders = folders.filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(text.lines().count(), folders);
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["schema"], 1);
        assert_eq!(value["kind"], "dossier");
        assert_eq!(value["summary"]["conforming"], true, "{line}");
        for d in value["diagnostics"].as_array().unwrap() {
            let keys: Vec<_> = d.as_object().unwrap().keys().map(String::as_str).collect();
            let promised = [
                "code",
                "severity",
                "message",
                "file",
                "line",
                "column",
                "end_line",
                "end_column",
                "field",
                "reference",
                "nv",
                "help",
            ];
            assert_eq!(keys, promised);
        }
    }
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn warnings_count_when_asked() {
    let (temp, dossier) = workplace();
    edit(&dossier.join("candidat.toml"), "numero_candidat = \"0", "numero_candidat = \"");
    edit(&dossier.join("candidat.toml"), "numero_candidat = \"2", "numero_candidat = \"");
    assert_eq!(liasse(temp.path(), &["check", "dossier"]).status.code(), Some(0));
    assert_eq!(liasse(temp.path(), &["check", "dossier", "--strict"]).status.code(), Some(1));
}

#[test]
fn build_writes_what_it_says_and_nothing_else() {
    let (temp, _) = workplace();
    let output = liasse(temp.path(), &["build", "dossier"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    let out = temp.path().join("output/dossier");
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let mut told: Vec<String> =
        manifest["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect();
    told.push("manifest.json".into());
    told.sort();
    let mut there: Vec<String> = walkdir::WalkDir::new(&out)
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
        .map(|e| e.path().strip_prefix(&out).unwrap().to_string_lossy().replace('\\', "/"))
        .collect();
    there.sort();
    assert_eq!(told, there);
    assert!(there.contains(&"dossier-professionnel.pdf".to_owned()));
    // Names of files tell no person.
    assert!(there.iter().all(|p| !p.to_lowercase().contains("martin")), "{there:?}");

    let again = liasse(temp.path(), &["build", "dossier"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("à jour"), "{}", transcript(&again));
    let before = std::fs::read(out.join("dossier-professionnel.pdf")).unwrap();
    let forced = liasse(temp.path(), &["build", "dossier", "--force"]);
    assert!(String::from_utf8_lossy(&forced.stdout).contains("produit"), "{}", transcript(&forced));
    assert!(before == std::fs::read(out.join("dossier-professionnel.pdf")).unwrap(), "same inputs, same bytes");
}

#[test]
fn an_error_refuses_the_dossier_but_not_what_is_to_be_signed() {
    let (temp, dossier) = workplace();
    let out = temp.path().join("output/dossier");
    assert_eq!(liasse(temp.path(), &["build", "dossier"]).status.code(), Some(0));
    let good = std::fs::read(out.join("dossier-professionnel.pdf")).unwrap();

    edit(&dossier.join("candidat.toml"), "academie = \"Lyon\"", "academie = \"\"");
    let output = liasse(temp.path(), &["build", "dossier"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("l’ancien PDF est gardé"), "{}", transcript(&output));
    assert!(good == std::fs::read(out.join("dossier-professionnel.pdf")).unwrap(), "the last good one is kept");

    std::fs::remove_dir_all(&out).unwrap();
    let output = liasse(temp.path(), &["build", "dossier"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("refusé"), "{}", transcript(&output));
    assert!(!out.join("dossier-professionnel.pdf").exists());
    assert!(out.join("compte-rendu.pdf").exists());
    let signed = std::fs::read_dir(out.join("pieces")).unwrap().count();
    assert!(signed >= 9, "the sheets are made: they are needed before they can be signed");

    let draft = liasse(temp.path(), &["build", "dossier", "--brouillon"]);
    assert_eq!(draft.status.code(), Some(1));
    assert!(out.join("brouillon/dossier-professionnel.pdf").exists());
    assert!(!out.join("dossier-professionnel.pdf").exists(), "a draft never stands where a final one would");
}

/// More folders than one process takes: the same table, the same order, the same exit code.
#[test]
fn many_folders_are_built_by_several_processes() {
    let (temp, dossier) = workplace();
    for i in 0..14 {
        copy(&dossier, &temp.path().join(format!("tous/d{i:02}")));
    }
    std::fs::remove_file(temp.path().join("tous/d13/fiches/03.md")).unwrap();
    let output = liasse(temp.path(), &["build", "tous", "--only", "compte-rendu"]);
    let text = transcript(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let rows: Vec<_> = text.lines().filter(|l| l.starts_with('d') && l.contains(" pages ")).collect();
    assert_eq!(rows.len(), 14, "{text}");
    assert!(rows.is_sorted() && text.contains("14 dossiers, 13 conformes"), "{text}");
    assert!(text.contains("erreur[DP03]: la fiche 3 manque"), "{text}");
    let json = liasse(temp.path(), &["build", "tous", "--only", "compte-rendu", "--format", "json"]);
    assert_eq!(String::from_utf8_lossy(&json.stdout).lines().count(), 14);
}

/// A document that cannot be written does not keep the others from being made, and is told with its path.
#[test]
fn a_document_that_cannot_be_replaced_is_told_and_the_others_are_made() {
    let (temp, _) = workplace();
    let out = temp.path().join("output/dossier");
    // A folder in the place of the file stands for a viewer that keeps it open.
    std::fs::create_dir_all(out.join("dossier-professionnel.pdf/x")).unwrap();
    let output = liasse(temp.path(), &["build", "dossier"]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("dossier-professionnel.pdf ne peut pas être écrit"), "{said}");
    assert!(out.join("compte-rendu.pdf").exists() && out.join("pieces/06-fiche-1.pdf").exists());
    std::fs::remove_dir_all(out.join("dossier-professionnel.pdf")).unwrap();
    assert_eq!(liasse(temp.path(), &["build", "dossier"]).status.code(), Some(0));
    assert!(out.join("dossier-professionnel.pdf").is_file());
}

#[test]
fn a_bad_folder_does_not_stop_the_others() {
    let (temp, dossier) = workplace();
    let bad = temp.path().join("tous/b-mauvais");
    copy(&dossier, &temp.path().join("tous/a-bon"));
    copy(&dossier, &bad);
    copy(&dossier, &temp.path().join("tous/c-bon"));
    std::fs::remove_file(bad.join("fiches/03.md")).unwrap();
    let output = liasse(temp.path(), &["build", "tous", "--only", "dossier"]);
    assert_eq!(output.status.code(), Some(1));
    let text = transcript(&output);
    let table: String = text.lines().skip_while(|l| !l.starts_with("a-bon")).map(|l| l.to_owned() + "\n").collect();
    insta::assert_snapshot!(table);
}

#[test]
fn a_new_folder_builds_at_once_as_a_draft_and_keeps_what_was_there() {
    let temp = tempfile::tempdir().unwrap();
    for statut in liasse::domain::Statut::ALL {
        let name = format!("d-{}", statut.key());
        let made = liasse(temp.path(), &["init", &name, "--statut", statut.key(), "--session", "2027"]);
        assert_eq!(made.status.code(), Some(0), "{}", transcript(&made));
        let draft = liasse(temp.path(), &["build", &name, "--brouillon", "--only", "dossier"]);
        assert_eq!(draft.status.code(), Some(1), "{}", transcript(&draft));
        assert!(temp.path().join("output").join(&name).join("brouillon/dossier-professionnel.pdf").exists());
        // Everything that it says is about what is left to fill: no syntax, no unknown key, no wrong value.
        let check = liasse(temp.path(), &["check", &name, "--format", "short"]);
        let text = String::from_utf8_lossy(&check.stdout).into_owned();
        for code in ["FMT01", "FMT02", "FMT03", "FMT05", "FMT06", "FMT07", "FMT08", "FMT09", "FMT11"] {
            assert!(!text.contains(code), "{statut:?}: {text}");
        }
    }
    let file = temp.path().join("d-scolaire/candidat.toml");
    std::fs::write(&file, "# à moi\n").unwrap();
    std::fs::remove_file(temp.path().join("d-scolaire/fiches/02.md")).unwrap();
    liasse(temp.path(), &["init", "d-scolaire"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# à moi\n");
    assert!(temp.path().join("d-scolaire/fiches/02.md").exists());
}

#[test]
fn explain_schema_completions_man() {
    let temp = tempfile::tempdir().unwrap();
    for rule in liasse::rules::RULES.iter() {
        let output = liasse(temp.path(), &["explain", &rule.code.to_lowercase()]);
        assert!(String::from_utf8_lossy(&output.stdout).contains("## Comment corriger"), "{}", rule.code);
    }
    for kind in ["candidat", "periodes", "entreprise", "fiche"] {
        let output = liasse(temp.path(), &["schema", kind]);
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(schema["properties"].is_object(), "{kind}");
    }
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(liasse(temp.path(), &["completions", shell]).stdout.len() > 500, "{shell}");
    }
    assert!(String::from_utf8_lossy(&liasse(temp.path(), &["man"]).stdout).contains(".TH"));
}

/// Anyone can compile what we compile with the ordinary program.
#[test]
fn typst_sources_are_complete() {
    let (temp, _) = workplace();
    let output = liasse(temp.path(), &["build", "dossier", "--only", "dossier", "--emit-typst", "sources"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    let folder = temp.path().join("sources/dossier");
    assert!(folder.join("dossier-professionnel/main.typ").exists());
    let command = std::fs::read_to_string(folder.join("dossier-professionnel/COMMANDE.txt")).unwrap();
    let args: Vec<&str> = command.split_whitespace().collect();
    let Ok(version) = Command::new(args[0]).arg("--version").output() else {
        assert!(std::env::var_os("CI").is_none(), "CI has the typst program");
        return eprintln!("SKIPPED: no typst program here, the emitted sources were not compiled with it");
    };
    assert!(version.status.success());
    let made = Command::new(args[0]).args(&args[1..]).current_dir(&folder).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn a_new_folder_says_what_to_do_first() {
    let temp = tempfile::tempdir().unwrap();
    liasse(temp.path(), &["init", "neuf"]);
    let said = |args: &[&str]| String::from_utf8(liasse(temp.path(), args).stdout).unwrap();
    let (first, whole) = (said(&["check", "neuf"]), said(&["check", "neuf", "--tout"]));
    let faults = |text: &str| text.lines().filter(|l| l.starts_with("erreur[")).count();
    assert!(first.starts_with("À faire d’abord :\n"), "{first}");
    assert_eq!(faults(&first), 5, "{first}");
    assert!(first.lines().count() < 80, "a wall: {first}");
    assert!(first.contains("neuf/candidat.toml") && first.contains("Par fichier :"), "{first}");
    for file in ["candidat.toml", "periodes.toml", "fiches/01.md", "fiches/09.md"] {
        assert!(first.lines().any(|l| l.trim_start().starts_with(file) && l.contains("erreur")), "{file}: {first}");
    }
    assert!(faults(&whole) > 12 && !whole.contains("Par fichier"), "{whole}");
    assert_eq!(first.lines().last(), whole.lines().last());
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_told_by_every_command() {
    let (temp, _) = workplace();
    liasse(temp.path(), &["archive", "dossier", "--out", "set.zip"]);
    let calls: &[&[&str]] = &[
        &["--help"],
        &["init", "neuf"],
        &["import", "classe.csv", "--to", "classe"],
        &["check", "dossier"],
        &["check", "dossier", "--format", "json"],
        &["build", "dossier", "--only", "compte-rendu"],
        &["archive", "dossier", "--out", "autre.zip"],
        &["verify", "set.zip"],
        &["extract", "set.zip", "--to", "extrait"],
        &["explain", "ST01"],
        &["schema", "candidat"],
        &["completions", "bash"],
        &["man"],
    ];
    std::fs::write(temp.path().join("classe.csv"), "Nom;Prénom\nDURAND;Lise\n").unwrap();
    for call in calls {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = program(temp.path()).args(*call).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{call:?}: {said}");
        assert!(said.contains("le disque est plein"), "{call:?}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_is_no_fault() {
    let (temp, _) = workplace();
    for call in [vec!["explain"], vec!["man"], vec!["check", "dossier"]] {
        let mut child = program(temp.path())
            .args(&call)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{call:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{call:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_do_not_drive_the_terminal() {
    let (temp, dossier) = workplace();
    let name = "d\u{1b}[31m\u{202e}\u{9b}x";
    std::fs::write(dossier.join("periodes.toml"), "x\u{9b} = \u{202e}").unwrap();
    std::fs::rename(dossier.join("entreprises/terreaux-courtage.toml"), dossier.join("entreprises/t\u{1b}x.toml"))
        .unwrap();
    std::fs::rename(&dossier, temp.path().join(name)).unwrap();
    std::fs::write(temp.path().join("f\u{1b}x.csv"), "Nom;Prénom\nDU\u{1b}RAND;Lise\n").unwrap();
    let calls: &[&[&str]] = &[
        &["check", name],
        &["check", name, "--tout"],
        &["check", name, "--format", "short"],
        &["check", name, "--format", "json"],
        &["build", name, "--brouillon", "--only", "compte-rendu"],
        &["check", "absent\u{1b}\u{202e}"],
        &["explain", "X\u{1b}\u{202e}"],
        &["import", "f\u{1b}x.csv", "--to", "c\u{1b}\u{202e}"],
        &["init", "n\u{1b}\u{202e}"],
        &["verify", "n\u{1b}\u{202e}"],
    ];
    for call in calls {
        let output = liasse(temp.path(), call);
        for said in [output.stdout, output.stderr] {
            let said = String::from_utf8(said).unwrap();
            assert!(!said.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{call:?}: {said:?}");
        }
    }
}

/// A clause and a folder: what it says there, and the sum that it rests on.
#[test]
fn explain_says_what_a_clause_says_of_a_folder() {
    let (temp, _) = workplace();
    let file = temp.path().join("dossier/periodes.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let said = |args: &[&str]| {
        let output = liasse(temp.path(), args);
        (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr))
    };
    let (code, silent) = said(&["expliquer", "st01", "dossier"]);
    assert!(
        code == Some(0) && silent.contains("dossier : rien à dire") && !silent.contains("Ce qui changerait"),
        "{silent}"
    );
    std::fs::write(&file, text.replacen("journees = 34", "journees = 20", 1)).unwrap();
    let (code, told) = said(&["expliquer", "ST01", "dossier"]);
    assert_eq!(code, Some(1), "{told}");
    for words in [
        "dossier : en faute",
        "Journées de stage faites : 25 + 18 + 20 = 63 journées",
        "     20  période 3, du 03/11/2025 au 19/12/2025  (periodes.toml:50)",
        "Journées requises : 75",
        "réduction par décision du recteur : non demandée",
        "  - 12 journées de plus",
        "« La durée totale du stage est de 15 à 16 semaines maximum",
    ] {
        assert!(told.contains(words), "« {words} » : {told}");
    }
    let (code, all) = said(&["expliquer", "dossier"]);
    assert!(code == Some(1) && all.contains("ST01   erreur         durée totale des stages trop courte"), "{all}");
    assert!(all.lines().last().unwrap().contains(" clauses : 1 en faute, 0 avec un avertissement"), "{all}");
    let (code, wrong) = said(&["expliquer", "ST99", "dossier"]);
    assert!(code == Some(2) && wrong.contains("le code « ST99 » n’existe pas"), "{wrong}");
}

#[test]
fn packs_are_listed_and_their_text_is_asked_for() {
    let temp = tempfile::tempdir().unwrap();
    let listed = liasse(temp.path(), &["pack", "liste"]);
    let told = String::from_utf8(listed.stdout).unwrap();
    assert!(
        told.contains("bts-assurance : Brevet de technicien supérieur Assurance") && told.contains("E32"),
        "{told}"
    );
    std::fs::write(temp.path().join("autre.txt"), "Un autre texte.\n").unwrap();
    let wrong = liasse(temp.path(), &["pack", "couverture", "autre.txt"]);
    assert_eq!(wrong.status.code(), Some(3));
    let told = String::from_utf8(wrong.stderr).unwrap();
    assert!(told.contains("autre.txt n’est pas le référentiel du BTS Assurance") && told.len() < 400, "{told}");
    let unknown = liasse(temp.path(), &["pack", "couverture", "autre.txt", "--diplome", "bts-x"]);
    assert_eq!(unknown.status.code(), Some(2));
}
