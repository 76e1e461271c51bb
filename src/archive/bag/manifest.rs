//! A manifest of a bag: lines of a digest and a path, each path resolved to its file.

use std::collections::HashMap;

use super::names::{Names, Otherwise};
use super::text::lines;
use super::{Bag, TOLD};
use crate::archive::algorithm::Algorithm;
use crate::archive::container::SetError;
use crate::archive::declaration::{MANIFEST_LIMIT, Objet};
use crate::archive::shown;

/// A manifest that was read.
pub(super) struct Manifest {
    pub name: String,
    pub algorithm: Algorithm,
    pub lines: Vec<Line>,
}

/// A file that a manifest lists.
pub(super) struct Line {
    /// Below the top of the bag.
    pub path: String,
    pub there: bool,
    empreinte: String,
}

impl Line {
    pub(super) fn objet(&self, top: &str, nom: String, algorithm: Algorithm) -> Objet {
        Objet {
            uri: format!("{top}{}", self.path),
            nom,
            algorithme: algorithm.name().to_owned(),
            empreinte: self.empreinte.clone(),
            exact: true,
            ..Objet::default()
        }
    }
}

/// Whether a name is a manifest's: of tag files or of pieces, and by which algorithm, if it is known.
pub(super) fn of_name(name: &str) -> Option<(bool, Option<Algorithm>)> {
    let bare = name.strip_suffix(".txt")?;
    match (bare.strip_prefix("tagmanifest-"), bare.strip_prefix("manifest-")) {
        (Some(algorithm), _) => Some((true, Algorithm::of(algorithm))),
        (_, Some(algorithm)) => Some((false, Algorithm::of(algorithm))),
        _ => None,
    }
}

/// How many lines write their name otherwise in one manner, and the first of them.
#[derive(Default)]
struct Manner {
    count: usize,
    first: String,
}

impl Manner {
    fn see(&mut self, seen: bool, told: &str) {
        if seen {
            self.count += 1;
            if self.count == 1 {
                self.first = told.to_owned();
            }
        }
    }
}

/// The manners in which names are written otherwise.
#[derive(Default)]
struct Manners {
    star: Manner,
    relative: Manner,
    encoded: Manner,
    spaces: Manner,
    form: Manner,
    case: Manner,
    malformed: Manner,
}

impl Manners {
    fn see(&mut self, o: Otherwise, told: &str) {
        self.star.see(o.star, told);
        self.relative.see(o.relative, told);
        self.encoded.see(o.encoded, told);
        self.spaces.see(o.spaces, told);
        self.form.see(o.form, told);
        self.case.see(o.case, told);
    }
}

impl Manifest {
    /// Reads a manifest; nothing, and told, where its text cannot be.
    pub(super) fn read(
        bag: &mut Bag<'_>,
        names: &Names<'_>,
        name: &str,
        algorithm: Algorithm,
        of_tags: bool,
    ) -> Result<Option<Self>, SetError> {
        let Some(text) = bag.text(name, MANIFEST_LIMIT)? else { return Ok(None) };
        let usual = format!("{}manifest-{}.txt", if of_tags { "tag" } else { "" }, algorithm.key());
        if name != usual {
            bag.remark(format!("{name} : ce manifeste s’appelle {usual}"));
        }
        let mut out = Manifest { name: name.to_owned(), algorithm, lines: Vec::new() };
        // What was listed before: at which rank, and as it was written.
        let mut seen: HashMap<String, (usize, &str)> = HashMap::new();
        let (mut manners, digits, mut left) = (Manners::default(), algorithm.digits(), 0);
        for line in lines(&text) {
            let Some((empreinte, told)) = parts(line, digits) else {
                manners.malformed.see(true, line);
                continue;
            };
            let resolved = names.resolve(told, bag.strict);
            if !(if of_tags { resolved.stays() } else { resolved.is_payload() }) {
                left += 1;
                if left <= TOLD {
                    let place = if of_tags { "dans le sac" } else { "dans data/" };
                    bag.fault(format!("{name} : « {} » n’est pas {place}", shown(told)));
                }
                continue;
            }
            manners.see(resolved.otherwise, told);
            if let Some((rank, before)) = seen.get(&resolved.path) {
                let line = shown(told);
                match (out.lines[*rank].empreinte == empreinte, *before == told) {
                    (false, _) => bag.fault(format!("{name} : « {line} » est listé deux fois, sous deux empreintes")),
                    (true, true) => bag.since_one(format!("{name} : « {line} » est listé deux fois")),
                    (true, false) => {
                        bag.remark(format!("{name} : « {} » et « {line} » sont le même fichier", shown(before)));
                    }
                }
                continue;
            }
            seen.insert(resolved.path.clone(), (out.lines.len(), told));
            out.lines.push(Line { path: resolved.path, there: resolved.there, empreinte });
        }
        out.tell(bag, &manners);
        Ok(Some(out))
    }

    fn tell(&self, bag: &mut Bag<'_>, manners: &Manners) {
        let told = |manner: &Manner, what: &str| {
            let first = shown(&manner.first);
            (manner.count > 0).then(|| format!("{} : {} {what} (« {first} »)", self.name, lines_of(manner.count)))
        };
        let what = format!("sans une empreinte {} suivie d’un chemin", self.algorithm.name());
        bag.out.faults.extend(told(&manners.malformed, &what));
        let usages = [
            told(&manners.star, "avec l’étoile que md5sum met devant un nom"),
            told(&manners.encoded, "dont les signes « % » ne sont pas codés comme BagIt le veut"),
            told(&manners.spaces, "avec des espaces après le nom"),
            told(&manners.case, "où le nom n’a pas les capitales de son fichier"),
        ];
        bag.out.usages.extend(usages.into_iter().flatten());
        bag.out.notes.extend(told(&manners.form, "où les accents du nom sont composés autrement que ceux du fichier"));
        // Written by a tool of checksums, where all are so; here and there it is a manner of writing, that 1.0 left.
        if let Some(relative) = told(&manners.relative, "où « ./ » est devant le nom") {
            if bag.strict || manners.relative.count >= self.lines.len() {
                bag.remark(relative);
            } else {
                bag.out.notes.push(relative);
            }
        }
    }
}

fn lines_of(count: usize) -> String {
    if count == 1 { "une ligne".to_owned() } else { format!("{count} lignes") }
}

/// A digest, in small letters, and a path.
fn parts(line: &str, digits: usize) -> Option<(String, &str)> {
    let (digest, path) = line.split_once([' ', '\t'])?;
    let path = path.trim_start_matches([' ', '\t']);
    let right = digest.len() == digits && digest.bytes().all(|b| b.is_ascii_hexdigit());
    (right && !path.is_empty()).then(|| (digest.to_ascii_lowercase(), path))
}
