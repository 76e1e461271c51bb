//! What loading any folder shares: texts, data read against their shape, files that the data name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::attachments::{self, Accepts, Named};
use super::folder::{ATTACHMENT_LIMIT, Folder, PROMOTION_LIMIT, TEXT_LIMIT, refuse_path};
use super::markdown::Remark;
use super::reader::{Reader, unprintable};
use super::schema::Node;
use super::{Sources, toml_text};
use crate::diagnostic::{Lines, Place};
use crate::domain::dossier::{Attachment, AttachmentKind};
use crate::domain::fault::{BadReference, Fault, FaultKind, Unreadable};
use crate::domain::promotion;

/// A folder that is being read.
pub(super) struct Loader<'f> {
    pub(super) folder: &'f dyn Folder,
    pub(super) faults: Vec<Fault>,
    pub(super) sources: Sources,
    pub(super) attachments: BTreeMap<String, Vec<u8>>,
    /// PDFs, at each place that names them.
    pub(super) scans: Vec<Named>,
    /// References already looked at.
    seen: BTreeSet<String>,
    /// Whether « à compléter » and its like are nothing in every key.
    everywhere: bool,
}

impl<'f> Loader<'f> {
    /// Nothing read yet, but what no name can ask for.
    pub(super) fn new(folder: &'f dyn Folder) -> Self {
        let faults = folder
            .nameless()
            .into_iter()
            .map(|path| Fault { place: Place::file(path), kind: FaultKind::Unreadable(Unreadable::NotNamed) });
        Loader {
            folder,
            faults: faults.collect(),
            sources: Sources::default(),
            attachments: BTreeMap::new(),
            scans: Vec::new(),
            seen: BTreeSet::new(),
            everywhere: false,
        }
    }

    /// The same, for a folder whose texts are printed as they are: what only holds the place of one is told wherever it is.
    pub(super) fn of_texts(folder: &'f dyn Folder) -> Self {
        Loader { everywhere: true, ..Loader::new(folder) }
    }

    pub(super) fn fault(&mut self, place: Place, kind: FaultKind) {
        self.faults.push(Fault { place, kind });
    }

    /// The text of a file; `None` when it is absent, or cannot be read (told).
    pub(super) fn text(&mut self, file: &str) -> Option<String> {
        let limit = if file == promotion::FILE { PROMOTION_LIMIT } else { TEXT_LIMIT };
        self.text_within(file, limit)
    }

    /// The same for a file of at most `limit` bytes.
    pub(super) fn text_within(&mut self, file: &str, limit: u64) -> Option<String> {
        match self.folder.read(file, limit) {
            Ok(None) => None,
            Ok(Some(bytes)) => match String::from_utf8(bytes) {
                // A byte order mark is no fault, nor a column: Windows editors write one.
                Ok(text) => match text.strip_prefix('\u{feff}') {
                    Some(rest) => Some(rest.to_owned()),
                    None => Some(text),
                },
                Err(_) => {
                    self.fault(Place::file(file), FaultKind::Unreadable(Unreadable::NotUtf8));
                    None
                }
            },
            Err(reason) => {
                self.fault(Place::file(file), FaultKind::Unreadable(reason));
                None
            }
        }
    }

    pub(super) fn toml<T: DeserializeOwned>(&mut self, file: &str, shape: &Node) -> Option<T> {
        let text = self.text(file)?;
        let value = self.data(file, &text, 0, shape);
        self.sources.insert(file, text);
        Some(value)
    }

    /// Reads the TOML text that begins at byte `offset` of its file.
    pub(super) fn data<T: DeserializeOwned>(&mut self, file: &str, text: &str, offset: usize, shape: &Node) -> T {
        let parsed = toml_text::parse(text);
        for (span, detail) in &parsed.errors {
            if detail == toml_text::MANY {
                let kind = FaultKind::Syntax { detail: detail.clone() };
                self.fault(Place::bytes(file, span.start + offset..span.end + offset), kind);
                continue;
            }
            // A day that no calendar has is a slip of the pen, not of the writing.
            let (span, kind) = match toml_text::impossible_date(text, span.start) {
                Some((bytes, found)) => (bytes, FaultKind::ImpossibleDate { found }),
                None => match toml_text::date_otherwise(text, span.start) {
                    Some(bytes) => (bytes, FaultKind::Syntax { detail: "date written otherwise".to_owned() }),
                    None => match leading_zero(text, span.start, detail, shape) {
                        Some((bytes, found)) => (bytes, FaultKind::LeadingZero { found }),
                        None => (span.clone(), FaultKind::Syntax { detail: detail.clone() }),
                    },
                },
            };
            self.fault(Place::bytes(file, span.start + offset..span.end + offset), kind);
        }
        let (value, mut faults) = {
            let reader = Reader::new(file, parsed.errors.is_empty()).everywhere(self.everywhere);
            reader.read(&parsed.table, shape)
        };
        if !parsed.errors.is_empty() {
            // What was understood of a line with a slip is not worth a second fault.
            let lines = Lines::of(text);
            let wrong: BTreeSet<usize> = parsed.errors.iter().map(|(s, _)| lines.line(s.start)).collect();
            let outline = toml_text::Outline::of(text);
            faults.retain(|f| {
                let span = outline.span(f.place.field().unwrap_or_default(), toml_text::Wanted::Name);
                !wrong.contains(&lines.line(span.start)) && span.start < parsed.judged_until()
            });
        }
        self.faults.extend(faults);
        serde_json::from_value(value).expect("a value that was read against its shape has its type")
    }

    /// Tells the characters of `text`, from byte `start` of its file, that no font has, at the first of them.
    pub(super) fn printable(&mut self, file: &str, text: &str, start: usize) {
        let first = crate::fonts::unshown(&text[start..]).next();
        let (Some((at, character)), Some(kind)) = (first, unprintable(&text[start..])) else { return };
        self.fault(Place::bytes(file, start + at..start + at + character.len_utf8()), kind);
    }

    /// Tells the refused constructs and looks at the images of a Markdown text.
    pub(super) fn remarks(
        &mut self,
        remarks: Vec<Remark>,
        accepted: &mut BTreeMap<String, Attachment>,
        place: impl Fn(Range<usize>) -> Place,
    ) {
        for remark in remarks {
            match remark {
                Remark::Refused { construct, bytes } => {
                    self.fault(place(bytes), FaultKind::Markdown { construct });
                }
                Remark::Image { source, alternative, bytes } => {
                    if alternative.trim().is_empty() {
                        self.fault(place(bytes.clone()), FaultKind::NoAlternative { target: source.clone() });
                    }
                    self.reference(place(bytes), &source, Accepts::Pictures, accepted);
                }
            }
        }
    }

    pub(super) fn list(&mut self, sub: &str, ending: &str) -> Vec<String> {
        self.folder.list(sub, ending).unwrap_or_else(|reason| {
            self.fault(Place::file(sub), FaultKind::Unreadable(reason));
            Vec::new()
        })
    }

    /// Reads and inspects a file that the data names.
    pub(super) fn reference(
        &mut self,
        place: Place,
        target: &str,
        accepts: Accepts,
        accepted: &mut BTreeMap<String, Attachment>,
    ) {
        let first_time = self.seen.insert(target.to_owned());
        if let Some(known) = accepted.get(target).filter(|_| !first_time) {
            if known.kind == AttachmentKind::Pdf {
                self.scans.push(Named { place, target: target.to_owned() });
            }
            return;
        }
        match self.inspect(target, accepts) {
            Ok((bytes, attachment)) => {
                if attachment.kind == AttachmentKind::Pdf {
                    self.scans.push(Named { place, target: target.to_owned() });
                }
                self.attachments.insert(target.to_owned(), bytes);
                accepted.insert(target.to_owned(), attachment);
            }
            Err(reason) => self.fault(place, FaultKind::Reference { target: target.to_owned(), reason }),
        }
    }

    pub(super) fn inspect(&self, target: &str, accepts: Accepts) -> Result<(Vec<u8>, Attachment), BadReference> {
        if let Some(reason) = refuse_path(target) {
            return Err(reason);
        }
        let bytes = match self.folder.read(target, ATTACHMENT_LIMIT) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(BadReference::Missing),
            Err(Unreadable::Link) => return Err(BadReference::Link),
            Err(Unreadable::Twins) => return Err(BadReference::Twins),
            Err(Unreadable::TooLarge { size, limit }) => {
                return Err(BadReference::TooLarge {
                    found: format!("{} Mio", size >> 20),
                    limit: format!("{} Mio", limit >> 20),
                });
            }
            Err(Unreadable::Io(reason)) => return Err(BadReference::Damaged(reason)),
            Err(_) => return Err(BadReference::Kind { accepted: "fichier ordinaire", found: None }),
        };
        let attachment = attachments::inspect(&bytes, accepts)?;
        Ok((bytes, attachment))
    }
}

/// A number that is written with a zero before it, where a number is wanted: its bytes, and itself. Where a text is wanted, the
/// zero is to be kept and the quotes are missing.
fn leading_zero(text: &str, at: usize, detail: &str, shape: &Node) -> Option<(Range<usize>, String)> {
    if !detail.contains("leading zero") {
        return None;
    }
    let (bytes, written) = toml_text::bare_value(text, at)?;
    let number = written.trim_start_matches('0');
    let whole = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let line = &text[..bytes.start];
    let key = line[line.rfind('\n').map_or(0, |i| i + 1)..].split('=').next()?.trim();
    (whole && shape.has_number(key)).then(|| (bytes, written.to_owned()))
}
