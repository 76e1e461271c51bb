//! Scans that would fill the memory, never end or overflow the stack: each is told where it is named, within its budget, and
//! everything else goes on. The program is run under a limit of memory that it would not survive if it read them itself.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

use support::{copy, root};

/// A PDF of these objects, numbered from 1; the first is its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut out, mut at) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (i, object) in objects.iter().enumerate() {
        at.push(out.len());
        out.extend([format!("{} 0 obj\n", i + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", at.len() + 1).bytes());
    at.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").bytes()));
    out.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", at.len() + 1).bytes());
    out
}

fn stream(told: &str, content: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(content).unwrap();
    let packed = packed.finish().unwrap();
    let head = format!("<<{told}/Filter/FlateDecode/Length {}>>stream\n", packed.len());
    [head.as_bytes(), &packed, b"\nendstream"].concat()
}

/// One page with that content; objects from 5 on are its own.
fn page(content: &[u8], resources: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>");
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        stream("", content),
    ];
    objects.extend(more);
    pdf(&objects)
}

/// A million million dashes.
fn dashes() -> Vec<u8> {
    page(&b"[0.0001 0.0001] 0 d 1 w 0 0 m 100000 100000 l S\n".repeat(20), "", Vec::new())
}

/// Forms that show the next one ten times each.
fn forms() -> Vec<u8> {
    let form = |i: usize| {
        let own = format!("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F {} 0 R>>>>", i + 1);
        stream(&own, &b"/F Do ".repeat(10))
    };
    let mut all: Vec<_> = (5..14).map(form).collect();
    all.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", b"0 0 600 800 re f"));
    page(b"/F Do", "/XObject<</F 5 0 R>>", all)
}

/// A million lines of one path.
fn segments() -> Vec<u8> {
    let line = |i: usize| format!("{} {} l ", i * 7919 % 595, i * 104_729 % 842);
    let path: String = (0..1_000_000).map(line).collect();
    page(format!("0 0 m {path} f").as_bytes(), "", Vec::new())
}

/// Arrays within arrays, where the page is drawn and where it is told.
fn arrays_of_the_content() -> Vec<u8> {
    let deep = [b"[".repeat(3_000_000), b"]".repeat(3_000_000)].concat();
    page(&[&deep[..], b" 0 d 0 0 m 10 10 l S"].concat(), "", Vec::new())
}

fn arrays_of_the_page() -> Vec<u8> {
    let deep = [b"[".repeat(3_000_000), b"]".repeat(3_000_000)].concat();
    let page = [&b"<</Type/Page/MediaBox "[..], &deep, b">>"].concat();
    pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(), page])
}

/// A tree of pages a hundred thousand deep.
fn tree() -> Vec<u8> {
    let node = |i: usize| format!("<</Type/Pages/Kids[{} 0 R]/Count 1/Resources<</Font<<>>>>>>", i + 1).into_bytes();
    let mut all = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
    all.extend((2..100_000).map(node));
    all.push(b"<</Type/Page/MediaBox[0 0 595 842]>>".to_vec());
    pdf(&all)
}

/// An image of which each row is claimed, none of it there.
fn image() -> Vec<u8> {
    let told = "/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray";
    page(b"q 595 0 0 842 0 0 cm /I Do Q", "/XObject<</I 5 0 R>>", vec![stream(told, &[0; 60_000 * 60])])
}

/// A colour that takes a program for each point.
fn shading() -> Vec<u8> {
    let shading =
        "/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1 0 1]/Matrix[600 0 0 800 0 0]/Function 5 0 R>>>>";
    let program = ["{", &"{ 1 } if ".repeat(3000), "}"].concat().replace("{ 1 } if", "dup sin exch");
    let told = "/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]";
    page(b"/S sh", shading, vec![stream(told, format!("{program} 0").as_bytes())])
}

/// The program in `folder`, in four gigabytes.
fn run(folder: &Path, args: &[&str]) -> Output {
    let limited = "ulimit -v 4194304; exec \"$0\" \"$@\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_liasse")]).args(args).current_dir(folder);
    shell.env_remove("LIASSE_PACK").env("NO_COLOR", "1").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A dossier whose scan is that one, beside others that are sound.
fn among_others(name: &str, scan: &[u8]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for other in ["avant", name, "zone"] {
        copy(&root().join("fixtures/dossiers/complet-scolaire"), &home.path().join("tous").join(other));
    }
    std::fs::write(home.path().join("tous").join(name).join("pieces/certificat-2.pdf"), scan).unwrap();
    home
}

/// The scan is told, for that reason and in French, and the two others conform.
fn is_told(name: &str, scan: &[u8], why: &str) {
    let home = among_others(name, scan);
    let begun = Instant::now();
    let output = run(home.path(), &["check", "tous", "--format", "short"]);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{name}: {told}");
    let wrong: Vec<_> = told.lines().filter(|l| l.contains("erreur")).collect();
    assert!(wrong.len() == 1 && wrong[0].contains("[FMT09]") && wrong[0].contains(why), "{name}: {told}");
    assert!(wrong[0].contains(&format!("{name}/periodes.toml:")) && wrong[0].contains("certificat-2.pdf"), "{told}");
    assert!(!told.contains("overflow") && !told.contains("panicked") && !told.contains("memory"), "{told}");
    assert!(begun.elapsed().as_secs() < 120, "{name}: {:?}", begun.elapsed());
}

#[test]
fn what_would_fill_the_memory_is_told() {
    for (name, scan) in [("dashes", dashes()), ("tree", tree())] {
        is_told(name, &scan, "demande plus de 1024 Mio de mémoire");
    }
}

#[test]
fn what_overflows_the_stack_is_told() {
    for (name, scan) in [("content", arrays_of_the_content()), ("page", arrays_of_the_page())] {
        is_told(name, &scan, "arrête le programme qui le lit");
    }
}

/// Memory or time, whichever comes first on this machine.
#[test]
fn what_draws_for_ever_is_told() {
    for (name, scan) in [("forms", forms()), ("segments", segments()), ("image", image())] {
        is_told(name, &scan, "demande plus de");
    }
}

/// One folder alone, which no worker builds, and a budget that the user gave.
#[test]
fn a_dossier_built_alone_tells_its_scan() {
    for scan in [dashes(), forms(), shading()] {
        let home = among_others("seul", &scan);
        let output = run(home.path(), &["build", "tous/seul", "--temps-max", "2", "--memoire-max", "400"]);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("FMT09") && told.contains("demande plus de"), "{told}");
    }
}

/// A session: the dossier with such a scan is still to be completed, and every other one has its verdict.
#[test]
fn a_session_goes_on_beside_such_a_scan() {
    let home = tempfile::tempdir().unwrap();
    copy(&root().join("fixtures/session"), &home.path().join("s"));
    std::fs::write(home.path().join("s/dossiers/rossi/pieces/attestation-employeur.pdf"), arrays_of_the_page())
        .unwrap();
    std::fs::write(home.path().join("s/decisions.toml"), "").unwrap();
    let told = said(&run(home.path(), &["check", "s"]));
    assert!(told.contains("   12  à compléter                rossi (FMT09)"), "{told}");
    assert!(told.contains("prigent (ST01)") && told.contains("20 candidats"), "{told}");
}

/// What a scanner, a copier that reads the text, or an office program makes is not drawn to be known, and conforms.
#[test]
fn an_ordinary_pdf_is_no_fault() {
    let text = page(
        b"BT /F 12 Tf 72 700 Td (Certificat de stage) Tj ET 72 690 m 300 690 l S",
        "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
        Vec::new(),
    );
    // A curve and a dashed line: drawn once to be known.
    let drawing = page(b"[3 2] 0 d 72 72 m 100 200 200 200 300 72 c S", "", Vec::new());
    let form = page(
        b"/F Do",
        "/XObject<</F 5 0 R>>",
        vec![stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 9 9 re f")],
    );
    for scan in [text, drawing, form] {
        let home = among_others("sain", &scan);
        let output = run(home.path(), &["check", "tous"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
}

/// What reads scans is held by the system: it writes nowhere, and makes no socket.
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
#[test]
fn what_reads_scans_is_held() {
    use liasse::pipeline::batch::Trade;
    let mark = serde_json::to_string(&(Trade::Scans, liasse::pipeline::scans::BUDGET)).unwrap();
    let mut command = support::program(&root());
    command.env("LIASSE_OUVRIER", mark).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let status = || std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let end = Instant::now() + std::time::Duration::from_secs(20);
    // Each of its threads is, as the first one was before it had others.
    while !status().lines().any(|l| l == "Seccomp:\t2") {
        assert!(Instant::now() < end, "{}", status());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(status().contains("NoNewPrivs:\t1"));
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}
