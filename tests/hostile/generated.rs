//! Ten thousand small hostile inputs of every kind, made by chance from sound ones: each is read and judged in this process, in its
//! time and memory. What goes wrong tells the seed of its input, which is kept in `seeds.txt`; `LIASSE_GRAINE` makes it alone.

use std::hash::{BuildHasher, RandomState};
use std::io::Cursor;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use liasse::pipeline::session::control_session;
use liasse::pipeline::{Library, control, control_examen, control_promotion};
use liasse::sources::MemoryFolder;

use super::packed::{DIGEST, Files, bag, each, object, seda, unit, zipped};
use super::support::{fixture, library, root};
use super::targets;

const INPUTS: u64 = 10_000;
/// What one of them may take, of this thread's time of the processor.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 16 } else { 2 });
/// What this process may take for all of them and for the tests beside them, in MiB.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1_000;
/// When a thread is told to hang.
const HANGS: Duration = Duration::from_secs(120);
/// Bytes that an input is let grow to.
const LARGE: usize = 48 << 10;

/// A kept sequence of chance: the same for the same seed, on every machine.
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
        (self.next() % n.max(1) as u64) as usize
    }

    fn one<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// What means something to one reader or another.
const WORDS: &[&[u8]] = &[
    b"\0",
    b"\x1b[31m",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3",
    b"\r",
    b"\n",
    b"\n\n",
    b"\t",
    b" ",
    b"\"",
    b"\"\"\"",
    b"'''",
    b"=",
    b"+++\n",
    b"[[",
    b"]]",
    b"{",
    b"}",
    b"../..",
    b"/etc/passwd",
    b"C:\\",
    b"con",
    b"99999999999999999999",
    b"-1",
    b"0",
    b"1e999",
    b"NaN",
    b"9999-12-31",
    b"0000-00-00",
    b"2024-02-30",
    b"31/12/9999",
    b"24:00",
    b"\n> > > - - * # ",
    b"![](",
    b"[a]: b\n",
    b"<script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"&b;",
    b"&#0;",
    b"&#x10ffff;",
    b"</",
    b"/>",
    b"<?xml version=\"1.1\" encoding=\"utf-16\"?>",
    b";;;;;;;;",
    b",",
    b"|",
    b"|-|-|\n",
    b"e\xcc\x81\xcc\x81\xcc\x81",
    b"\xe2\x80\xae",
    b"\xd7\x90 ",
    b"\xf0\x9f\x91\xa9\xe2\x80\x8d",
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x06\x07",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"data/",
    b"%2e%2e/",
    b"%",
    b"~",
    b"| Produit |",
    b"```toml\n",
    b"```\n",
    b"## Corrig\xc3\xa9\n",
    b"[[etudiant]]\n",
    b"[[periode]]\n",
    b"A1:XFD1048576",
    b"number-columns-repeated=\"16384\"",
    b"_x000D_",
    b"#REF!",
];
const PAIRS: &[(&str, &str)] = &[
    ("[", "]"),
    ("{a=", "}"),
    ("<A>", "</A>"),
    ("(", ")"),
    ("> ", ""),
    ("- ", ""),
    ("**", "**"),
    ("\"", "\""),
    ("![", "]("),
];

/// Changes a text or a file in one way.
fn change(bytes: &mut Vec<u8>, chance: &mut Chance, others: &[Vec<u8>]) {
    let at = chance.below(bytes.len() + 1);
    let end = (at + chance.below(60)).min(bytes.len());
    match chance.below(9) {
        0 | 1 => drop(bytes.splice(at..at, chance.one(WORDS).iter().copied())),
        2 => drop(bytes.splice(at..end, chance.one(WORDS).iter().copied())),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let part = bytes[at..end].to_vec();
            let times = 1 << chance.below(12);
            let more = part.iter().copied().cycle().take((part.len() * times).min(LARGE));
            bytes.splice(at..at, more);
        }
        5 => {
            let ((open, close), times) = (chance.one(PAIRS), 1 << chance.below(13));
            bytes.splice(at..at, (open.repeat(times) + &close.repeat(times)).into_bytes());
        }
        6 => bytes[at..end].iter_mut().for_each(|b| *b ^= (chance.next() & 0x1f) as u8),
        7 => {
            let other = chance.one(others);
            let from = chance.below(other.len() + 1);
            let to = (from + chance.below(400)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        _ => bytes.truncate(at.max(8)),
    }
    bytes.truncate(LARGE.max(end));
}

/// Sound inputs, small.
struct Sound {
    dossier: MemoryFolder,
    promotion: MemoryFolder,
    examens: Vec<MemoryFolder>,
    session: MemoryFolder,
    exports: Vec<Vec<u8>>,
    /// The parts of workbooks and sets, which are changed before they are packed again.
    packed: Vec<Files>,
    texts: Vec<Vec<u8>>,
}

fn texts_of(mut folder: MemoryFolder) -> MemoryFolder {
    let text = |name: &str| [".toml", ".md", ".csv"].iter().any(|e| name.ends_with(e));
    folder.files.retain(|name, _| text(name));
    folder
}

fn unpacked(bytes: &[u8]) -> Files {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let one = |i| {
        let mut entry = zip.by_index(i).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut entry, &mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(one).collect()
}

impl Sound {
    fn new() -> Self {
        let export = |name: &str| std::fs::read(root().join("fixtures/imports").join(name)).unwrap();
        let names = [
            "cyclades.csv",
            "liste.csv",
            "liste-tab.txt",
            "liste.xlsx",
            "liste.ods",
            "siecle/ElevesAvecAdresses.xml",
            "siecle/ResponsablesAvecAdresses.xml",
            "siecle/Structures.xml",
            "siecle/Communs.xml",
        ];
        let mut dossier = texts_of(fixture("complet-apprenti"));
        dossier.files.retain(|name, _| !name.starts_with("fiches/") || name.ends_with("01.md"));
        let mut session = texts_of(fixture("session"));
        session.files.retain(|name, _| !name.starts_with("dossiers/") || name.ends_with("martin/candidat.toml"));
        let examens = ["examen-e31", "examen-e32", "examen-e1-ccf", "examen-e41"].map(|e| texts_of(fixture(e))).into();
        let listed = |n: usize| each(n, |i| format!("{DIGEST}  data/{i}.txt\n"));
        let pieces = (0..3).map(|i| format!("data/{i}.txt"));
        let info = "Bagging-Date: 2026-01-02\nPayload-Oxum: 3.3\n".to_owned();
        let tags = [("manifest-sha256.txt", listed(3)), ("bag-info.txt", info), ("tagmanifest-sha256.txt", listed(1))];
        let transfer = seda(&each(3, object), &each(3, |i| unit(i, "")));
        let packed =
            vec![unpacked(&export("liste.xlsx")), unpacked(&export("liste.ods")), bag(&tags, pieces), transfer];
        let exports: Vec<_> = names.map(export).into();
        let texts = exports.iter().cloned().chain(dossier.files.values().cloned()).collect();
        Sound { dossier, promotion: texts_of(fixture("promotion")), examens, session, exports, packed, texts }
    }

    fn folder(&self, folder: &MemoryFolder, chance: &mut Chance) -> MemoryFolder {
        let mut folder = folder.clone();
        let names: Vec<String> = folder.files.keys().cloned().collect();
        for _ in 0..1 + chance.below(4) {
            let file = folder.files.get_mut(chance.one(&names)).unwrap();
            change(file, chance, &self.texts);
        }
        folder
    }

    fn file(&self, mut bytes: Vec<u8>, chance: &mut Chance) -> Vec<u8> {
        for _ in 0..1 + chance.below(4) {
            change(&mut bytes, chance, &self.texts);
        }
        bytes
    }

    /// A workbook or a set of which a part is changed, or the whole.
    fn zip(&self, chance: &mut Chance) -> Vec<u8> {
        let mut files = chance.one(&self.packed).clone();
        if chance.below(3) == 0 {
            return self.file(zipped(files), chance);
        }
        for _ in 0..1 + chance.below(3) {
            let one = chance.below(files.len());
            change(&mut files[one].1, chance, &self.texts);
        }
        if chance.below(4) == 0 {
            // Signs of a name that a zip cannot tell are another test's.
            let one = chance.below(files.len());
            files.push((format!("{}{}", files[one].0, chance.below(99)), files[one].1.clone()));
        }
        zipped(files)
    }

    /// Makes the input of a seed, reads it and judges it.
    fn tried(&self, seed: u64, library: &Library) {
        let mut chance = Chance(seed);
        match chance.below(100) {
            0..18 => drop(control(&self.folder(&self.dossier, &mut chance), library).unwrap()),
            18..22 => drop(control_promotion(&self.folder(&self.promotion, &mut chance), library).unwrap()),
            22..27 => {
                let one = chance.one(&self.examens).clone();
                drop(control_examen(&self.folder(&one, &mut chance), library).unwrap());
            }
            27..32 => drop(control_session(&self.folder(&self.session, &mut chance), library).unwrap()),
            32..60 => {
                let bytes = chance.one(&self.exports).clone();
                targets::importation(&self.file(bytes, &mut chance));
            }
            60..80 => targets::importation(&self.zip(&mut chance)),
            _ => targets::ensemble(&self.zip(&mut chance)),
        }
    }
}

/// Tells the seed of an input that stops its thread.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input of seed {} stopped its reader: keep it in tests/hostile/seeds.txt", self.0);
        }
    }
}

/// The time of the processor that this thread took; the time that passed where the system does not tell.
fn spent(begun: Instant) -> Duration {
    #[cfg(target_os = "linux")]
    {
        let _ = begun;
        let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_THREAD).unwrap();
        let time = |t: nix::sys::time::TimeVal| Duration::from_micros((t.tv_sec() * 1_000_000 + t.tv_usec()) as u64);
        time(usage.user_time()) + time(usage.system_time())
    }
    #[cfg(not(target_os = "linux"))]
    begun.elapsed()
}

fn seeds() -> Vec<u64> {
    let kept = std::fs::read_to_string(root().join("tests/hostile/seeds.txt")).unwrap();
    let kept = kept.lines().filter(|l| !l.starts_with('#')).map(|l| l.trim().parse().unwrap());
    if let Some(one) = std::env::var("LIASSE_GRAINE").ok().and_then(|s| s.parse().ok()) {
        return vec![one];
    }
    // Others at each run.
    let first = RandomState::new().hash_one("first");
    kept.chain((0..INPUTS).map(|i| first.wrapping_add(i))).collect()
}

#[test]
fn ten_thousand_hostile_inputs_are_answered() {
    let (sound, seeds, next) = (Sound::new(), seeds(), AtomicU64::new(0));
    let (late, begun) = (Mutex::new(Vec::new()), Instant::now());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let at: Vec<Mutex<Option<(u64, Instant)>>> = (0..threads).map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        let work = |here: &Mutex<Option<(u64, Instant)>>| {
            let library = library();
            while let Some(&seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                let (_told, begun) = (Told(seed), Instant::now());
                *here.lock().unwrap() = Some((seed, begun));
                let before = spent(begun);
                sound.tried(seed, &library);
                let took = spent(begun).saturating_sub(before);
                if took > TIME {
                    late.lock().unwrap().push(format!("{took:?} for the input of seed {seed}"));
                }
            }
            *here.lock().unwrap() = None;
        };
        let all: Vec<_> = at.iter().map(|here| scope.spawn(move || work(here))).collect();
        while all.iter().any(|t| !t.is_finished()) {
            std::thread::sleep(Duration::from_millis(50));
            for here in &at {
                if let Some((seed, _)) = here.lock().unwrap().filter(|(_, begun)| begun.elapsed() > HANGS) {
                    eprintln!("the input of seed {seed} hangs: keep it in tests/hostile/seeds.txt");
                    std::process::exit(101);
                }
            }
        }
    });
    eprintln!("{} inputs in {:?}", seeds.len(), begun.elapsed());
    assert!(late.lock().unwrap().is_empty(), "{late:?}");
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let peak =
            status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
        assert!(peak.unwrap() >> 10 < MEMORY, "{peak:?} KiB");
    }
}
