//! What the tests of documents share: folders worth typesetting, and what can be read back from a PDF.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

pub mod classe;
pub mod long;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use liasse::diagnostic::Severity;
use liasse::domain::document::Shared;
use liasse::domain::dossier::{Attachment, AttachmentKind};
use liasse::domain::fiche::{Categorie, NatureProduit, Produit};
use liasse::domain::markdown::{Block, Inline, Section};
use liasse::domain::{Dossier, Visa};
use liasse::sources::{MemoryFolder, Pack, load_dossier};
use liasse::templates::{Composer, Constat, Inputs, Mode, Piece};
use liasse::typeset::{picture, scan};

/// What no template may take for markup.
pub const HOSTILE: &str = r##"#panic("x") [x] \ " $a$ // */ #read("/etc/passwd")"##;

/// A folder to typeset.
#[derive(Clone)]
pub struct Sample {
    pub name: String,
    pub dossier: Dossier,
    pub images: BTreeMap<String, Vec<Shared>>,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A complete dossier of `fixtures/dossiers`.
pub fn fixture(name: &str) -> Sample {
    let path = root().join("fixtures/dossiers").join(name);
    let folder = MemoryFolder::copy_of(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    sample(name, &folder)
}

fn sample(name: &str, folder: &MemoryFolder) -> Sample {
    let loaded = load_dossier(folder);
    let pages = |bytes: &Vec<u8>| match bytes.starts_with(b"%PDF") {
        true => scan::pages(bytes).unwrap().into_iter().map(Shared::from).collect(),
        false => vec![Shared::from(&*picture::archivable(bytes))],
    };
    let images = loaded.attachments.iter().map(|(path, bytes)| (path.clone(), pages(bytes))).collect();
    Sample { name: name.to_owned(), dossier: loaded.dossier, images }
}

/// A complete dossier whose proofs are still to be signed: the forms in their place.
pub fn unsigned(name: &str) -> Sample {
    let mut sample = fixture(name);
    sample.name = format!("{name}-a-signer");
    sample.dossier.periodes.iter_mut().filter_map(|p| p.justificatif.as_mut()).for_each(|j| {
        j.piece.clear();
        j.visa.clear();
    });
    sample
}

/// A candidate who has only begun.
pub fn almost_empty() -> Sample {
    let files = [
        ("candidat.toml", "[identite]\nnom_famille = \"X\"\n"),
        ("entreprises/a.toml", ""),
        (
            "periodes.toml",
            "[[periode]]\nentreprise = \"a\"\n[[periode]]\n[periode.justificatif]\nnature = \"certificat-travail\"\n",
        ),
        ("fiches/01.md", "+++\n+++\n"),
        ("fiches/12.md", "+++\nnumero = 12\n+++\nSans titre.\n"),
    ];
    let folder = MemoryFolder { files: files.map(|(path, text)| (path.to_owned(), text.into())).into() };
    sample("presque-vide", &folder)
}

/// Everything at its longest, and hostile.
pub fn extreme() -> Sample {
    let mut sample = fixture("complet-scolaire");
    sample.name = "extreme".to_owned();
    let d = &mut sample.dossier;
    let long = "Abcdefghij".repeat(6);
    d.candidat.identite.nom_famille = long.clone();
    d.candidat.identite.prenoms = format!("Jean-Baptiste Marie {HOSTILE}");
    d.candidat.examen.academie = HOSTILE.to_owned();
    if let Some(e) = &mut d.candidat.etablissement {
        e.adresse =
            "Bâtiment C\nEscalier 4\nRésidence des Grands Chênes\n12 bis, avenue du Général\nBP 20\u{f0b7}".to_owned();
        e.nom = long.clone();
    }
    for p in &mut d.periodes {
        p.justificatif = None;
        p.service = format!("Service {HOSTILE}");
    }
    for e in &mut d.entreprises {
        e.nom = format!("{long} {HOSTILE}");
        e.site = format!("https://exemple.fr/{}", "chemin/".repeat(30));
        e.organigramme = None;
    }
    for (i, f) in d.fiches.iter_mut().enumerate() {
        f.titre = format!("{HOSTILE} {}", if i == 1 { &long } else { "" });
        f.client.presentation = if i == 0 { format!("{} {HOSTILE}", "mot ".repeat(1_600)) } else { HOSTILE.to_owned() };
        f.visa = vec![Visa { nom: HOSTILE.to_owned(), ..Visa::default() }, Visa::default()];
    }
    let product = |i| Produit {
        nom: format!("Produit numéro {i} de la gamme {HOSTILE}"),
        nature: Some(NatureProduit::Assurance),
        categorie: Some(Categorie::Personnes),
    };
    d.fiches[0].produit = (1..=9).map(product).collect();
    d.fiches[0].competences = (1..=49).map(|n| format!("C{n}")).collect();
    let text = |text: &str| vec![Inline::Text { text: text.to_owned() }];
    let paragraph = |words: &str| Block::Paragraph { inlines: text(words) };
    let words = "Le candidat décrit avec soin l’activité, ses étapes et ses suites. ".repeat(9);
    d.fiches[1].sections = vec![
        Section { title: "Présentation".to_owned(), blocks: vec![paragraph(HOSTILE)] },
        Section { title: "Déroulement".to_owned(), blocks: (0..24).map(|_| paragraph(&words)).collect() },
        Section { title: HOSTILE.to_owned(), blocks: vec![paragraph(&long), Block::Rule] },
    ];
    let cell = |i: usize| text(if i.is_multiple_of(5) { &words } else { HOSTILE });
    let row = |n: usize| (0..4).map(|i| cell(i + n)).collect::<Vec<_>>();
    let columns = vec![liasse::domain::markdown::Align::Right; 4];
    let table = Block::Table { columns, header: row(1), rows: (0..12).map(row).collect() };
    let figure = |source: &str| Block::Figure {
        source: source.to_owned(),
        alternative: String::new(),
        caption: HOSTILE.to_owned(),
    };
    d.fiches[2].sections = vec![Section {
        title: "Déroulement".to_owned(),
        blocks: vec![
            Block::Heading { level: 5, inlines: text("Trop bas") },
            Block::Heading { level: 2, inlines: text("Plus haut") },
            Block::Heading { level: 3, inlines: vec![] },
            figure("portrait.png"),
            figure("paysage.png"),
            figure("absente.png"),
            Block::Figure { source: "paysage.png".into(), alternative: String::new(), caption: "mot ".repeat(2_000) },
            table,
            Block::List { ordered: true, start: 7, items: vec![vec![paragraph(HOSTILE)], vec![paragraph(&long)]] },
            Block::Quote { blocks: vec![paragraph(HOSTILE)] },
            Block::Paragraph {
                inlines: vec![
                    Inline::Code { text: HOSTILE.repeat(3) },
                    Inline::Link { url: "javascript:alert(1)".to_owned(), inlines: text("lien") },
                    Inline::Link { url: format!("https://exemple.fr/{long}"), inlines: text(&long) },
                    Inline::Image { source: "paysage.png".into(), alternative: String::new(), caption: String::new() },
                    Inline::Break,
                ],
            },
        ],
    }];
    picture(&mut sample, "portrait.png", 600, 1400);
    picture(&mut sample, "paysage.png", 1800, 500);
    sample
}

/// Adds a picture to a sample.
fn picture(sample: &mut Sample, path: &str, width: u32, height: u32) {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixel = |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]);
    image::RgbImage::from_fn(width, height, pixel).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let attachment = Attachment { kind: AttachmentKind::Png, width, height, pages: 1, empreinte: [0; 32] };
    sample.dossier.attachments.insert(path.to_owned(), attachment);
    sample.images.insert(path.to_owned(), vec![bytes.into_inner().into()]);
}

/// Findings of every weight.
pub fn findings() -> Vec<Constat> {
    let one = |code: &str, severity, message: &str| Constat {
        code: code.to_owned(),
        severity,
        message: message.to_owned(),
        place: "fiches/03.md:7:12".to_owned(),
        reference: "référentiel, annexe II D, E32, 4".to_owned(),
        help: vec!["ajoutez la pièce qui manque".to_owned()],
        unites: Vec::new(),
        nv: severity == Severity::Error,
    };
    vec![
        one("DP07", Severity::Error, "la période 2 n'a pas de justificatif"),
        one("E3207", Severity::Warning, HOSTILE),
        one("ST08", Severity::Advice, "une première période de 4 à 6 semaines est recommandée"),
        one("ST19", Severity::Human, "les activités sont en cohérence avec le référentiel"),
    ]
}

/// The documents of a sample.
pub fn documents(sample: &Sample, mode: Mode) -> Vec<Piece> {
    documents_of(&Pack::embedded(), sample, mode)
}

/// The same with a pack that a school has laid its own files over.
pub fn documents_of(pack: &Pack, sample: &Sample, mode: Mode) -> Vec<Piece> {
    let (referentiel, reglages) = (pack.referentiel(Some(2026)).unwrap(), pack.reglages().unwrap());
    let composer = Composer::new(pack.templates()).unwrap_or_else(|fault| panic!("{fault}"));
    let constats = findings();
    let inputs = Inputs {
        dossier: &sample.dossier,
        referentiel: &referentiel,
        reglages: &reglages,
        images: &sample.images,
        constats: &constats,
        a_signer: "",
        decompte: None,
        mode,
        timestamp: None,
    };
    composer.documents(&inputs).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Whether the tests run where nothing may be skipped.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|v| v == "true")
}

/// What `pdftotext` reads, page by page; `None`, said loudly, where it is not installed.
pub fn text(pdf: &Path, options: &[&str]) -> Option<Vec<String>> {
    let run = Command::new("pdftotext").args(options).arg(pdf).arg("-").output();
    match run {
        Ok(out) => {
            assert!(out.status.success(), "pdftotext: {}", String::from_utf8_lossy(&out.stderr));
            let text = String::from_utf8_lossy(&out.stdout).into_owned();
            let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
            pages.pop_if(|last| last.trim().is_empty());
            Some(pages)
        }
        Err(e) if in_ci() => panic!("pdftotext is needed here: {e}"),
        Err(_) => {
            eprintln!("\n*** SKIPPED: pdftotext is not installed, the text of the pages was not read ***\n");
            None
        }
    }
}

/// A text as a reader sees it: spaces of every kind are one, breaks that only layout wanted are gone.
pub fn plain(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == '\u{202f}').filter(|w| !w.is_empty()).collect();
    words.join(" ").replace(['\u{200b}', '\u{2060}', '\u{ad}'], "")
}

/// Where the PDFs of a test stay, to be looked at.
pub fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}
