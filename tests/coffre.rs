//! Sets that are shut: a passphrase is typed twice and is not too weak, a wrong key is told as such, a cut file is in fault.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod support;

use std::process::Output;

use support::{program, root};

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

#[test]
fn a_weak_passphrase_makes_no_set_and_a_cut_set_is_in_fault() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1"), &home.path().join("e1"));
    let run =
        |args: &[&str], word: &str| program(home.path()).args(args).env("LIASSE_PASSPHRASE", word).output().unwrap();
    let make = ["archive", "e1", "--part", "jury", "--out", "jury.age", "--passphrase"];
    for weak in ["secret", "aaaaaaaaaaaaaaaaaaaa", "motdepassemotdepasse"] {
        let out = run(&make, weak);
        assert!(out.status.code() == Some(2) && said(&out).contains("trop faible"), "{}", said(&out));
        assert!(!home.path().join("jury.age").exists() && !home.path().join("output").exists());
    }
    let word = "cinq mots au hasard";
    assert_eq!(run(&make, word).status.code(), Some(0));
    let whole = std::fs::read(home.path().join("jury.age")).unwrap();
    // The same work on every machine.
    let head = String::from_utf8_lossy(&whole[..200]).into_owned();
    assert!(head.lines().nth(1).unwrap().ends_with(" 18"), "{head}");
    let verify = ["verify", "coupe.age", "--passphrase"];
    for cut in [10, 30, 170, whole.len() / 2, whole.len() - 1] {
        std::fs::write(home.path().join("coupe.age"), &whole[..cut]).unwrap();
        let out = run(&verify, word);
        assert!(out.status.code() == Some(1) && said(&out).contains("KO"), "{cut}: {}", said(&out));
    }
    let mut changed = whole.clone();
    let at = changed.len() - 100;
    changed[at] ^= 1;
    std::fs::write(home.path().join("coupe.age"), &changed).unwrap();
    assert_eq!(run(&verify, word).status.code(), Some(1));
    std::fs::write(home.path().join("coupe.age"), &whole).unwrap();
    let out = run(&verify, "un autre mot que celui-ci");
    assert!(out.status.code() == Some(3) && said(&out).contains("n’ouvre pas"), "{}", said(&out));
}

/// As a person does it, at a terminal.
#[cfg(unix)]
#[test]
fn a_new_passphrase_is_typed_twice() {
    use nix::sys::wait::WaitStatus;
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1"), &home.path().join("e1"));
    // The terminal that a person has: what is typed, prompt by prompt, then how it ended and what was shown.
    let typed = |args: &[&str], answers: &[(&str, &str)]| {
        let mut command = program(home.path());
        command.args(args).env_remove("LIASSE_PASSPHRASE");
        let mut terminal = rexpect::session::spawn_command(command, Some(120_000)).unwrap();
        let mut shown = String::new();
        for (prompt, answer) in answers {
            shown += &terminal.exp_string(prompt).unwrap();
            terminal.send_line(answer).unwrap();
        }
        shown += &terminal.exp_eof().unwrap();
        // The library takes each byte for a character.
        let shown = String::from_utf8(shown.chars().map(|c| u8::try_from(c).unwrap()).collect()).unwrap();
        match terminal.process().wait().unwrap() {
            WaitStatus::Exited(_, code) => (code, shown),
            other => panic!("{other:?}: {shown}"),
        }
    };
    const ONCE: &str = "Mot de passe : ";
    const TWICE: &str = "rifier : ";
    let (good, other) = ("cinq mots au hasard", "cinq mots au hazard");
    let make = ["archive", "e1", "--part", "jury", "--out", "jury.age", "--passphrase"];
    for (answers, why) in [
        (&[(ONCE, good), (TWICE, other)][..], "les deux mots de passe ne sont pas les mêmes"),
        (&[(ONCE, "secret"), (TWICE, "secret")], "trop faible, il a moins de 14 caractères"),
        (&[(ONCE, "motdepassemotdepasse"), (TWICE, "motdepassemotdepasse")], "il est fait de mots trop courants"),
        (&[(ONCE, "")], "aucun mot de passe n’est donné"),
    ] {
        let (code, shown) = typed(&make, answers);
        assert!(code == 2 && shown.contains(why), "{code} {shown}");
        assert!(!home.path().join("jury.age").exists() && !home.path().join("output").exists());
    }
    let (code, shown) = typed(&make, &[(ONCE, good), (TWICE, good)]);
    assert!(code == 0 && shown.contains("identifiant : ") && !shown.contains(good), "{code} {shown}");
    // What exists already is typed once.
    let verify = ["verify", "jury.age", "--passphrase"];
    let (code, shown) = typed(&verify, &[(ONCE, good)]);
    assert!(code == 0 && shown.contains("EMPREINTES") && !shown.contains("Encore"), "{code} {shown}");
    let (code, shown) = typed(&verify, &[(ONCE, other)]);
    assert!(code == 3 && shown.contains("n’ouvre pas"), "{code} {shown}");
}
