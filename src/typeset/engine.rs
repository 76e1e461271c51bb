//! Compiles documents one after the other and exports them as PDF/A-2a and PDF/UA-1 at once.

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::{FILES_LIMIT, Workspace};
use crate::domain::document::{Document, MAIN, TemplateFault, TemplateFaultKind};

/// Lets go of what the compiler laid out and did not use since `age` calls; with 0, of everything. Until then nothing
/// is forgotten, and it is the whole process's: to be called every few documents, whatever became of them.
pub fn forget(age: usize) {
    typst::comemo::evict(age);
}

/// A compiler with its fonts and its library loaded. One per thread that compiles.
pub struct Engine {
    world: Workspace,
    standards: PdfStandards,
}

/// A document once typeset.
#[derive(Clone, Debug)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
}

/// Why a document was not typeset: the faults of its templates, all of those that could be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub faults: Vec<TemplateFault>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// Loads the fonts and the library.
    pub fn new() -> Self {
        let standards =
            PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("PDF/A-2a and PDF/UA-1 go together");
        Engine { world: Workspace::new(), standards }
    }

    /// Typesets one document.
    ///
    /// # Errors
    /// The templates do not compile (PR02), or what they make does not meet the standards (PR01).
    pub fn compile(&mut self, document: &Document) -> Result<Pdf, Failure> {
        if document.files.len() > FILES_LIMIT {
            let message = format!("{} files, at most {FILES_LIMIT}", document.files.len());
            return Err(Failure { faults: vec![unplaced(&document.origin, message)] });
        }
        self.world.open(document);
        let result = self.typeset(document);
        self.world.close();
        result
    }

    fn typeset(&self, document: &Document) -> Result<Pdf, Failure> {
        let fail = |kind| move |errors: typst::ecow::EcoVec<SourceDiagnostic>| self.failure(document, kind, &errors);
        let compiled = typst::compile::<PagedDocument>(&self.world).output;
        let mut pages = compiled.map_err(fail(TemplateFaultKind::Template))?;
        pages.info_mut().title = Some(document.title.as_str().into());
        let options = PdfOptions {
            ident: Smart::Custom(document.ident.clone()),
            creator: Smart::Custom(Some(concat!("liasse ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: timestamp(document.timestamp),
            page_ranges: None,
            standards: self.standards.clone(),
            tagged: true,
            pretty: false,
        };
        let bytes = typst_pdf::pdf(&pages, &options).map_err(fail(TemplateFaultKind::Standard))?;
        Ok(Pdf { bytes, pages: pages.pages().len() })
    }

    fn failure(&self, document: &Document, kind: TemplateFaultKind, errors: &[SourceDiagnostic]) -> Failure {
        Failure { faults: errors.iter().map(|e| self.fault(document, kind, e)).collect() }
    }

    fn fault(&self, document: &Document, kind: TemplateFaultKind, error: &SourceDiagnostic) -> TemplateFault {
        let hints = error.hints.iter().map(|h| h.v.to_string()).collect();
        let mut fault = TemplateFault { kind, hints, ..unplaced(&document.origin, error.message.to_string()) };
        // A fault deep in the library is told where it is; a fault of the library's caller, one step up.
        let spans = std::iter::once(error.span).chain(error.trace.iter().map(|t| t.span.into()));
        for span in spans {
            let Some(id) = span.id() else { continue };
            let Ok(source) = typst::World::source(&self.world, id) else { continue };
            let Some(range) = self.world.range(span) else { continue };
            let path = id.vpath().get_without_slash();
            fault.file = if path == MAIN { format!("{} ({MAIN})", document.origin) } else { path.to_owned() };
            fault.line = source.lines().byte_to_line(range.start).map_or(0, |l| l + 1);
            fault.column = source.lines().byte_to_column(range.start).map_or(0, |c| c + 1);
            break;
        }
        fault
    }
}

fn unplaced(file: &str, message: String) -> TemplateFault {
    let kind = TemplateFaultKind::Template;
    TemplateFault { kind, file: file.to_owned(), line: 0, column: 0, message, hints: Vec::new() }
}

fn timestamp(seconds: i64) -> Option<Timestamp> {
    let moment = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let small = |n: i8| u8::try_from(n).ok();
    let datetime = Datetime::from_ymd_hms(
        moment.year().into(),
        small(moment.month())?,
        small(moment.day())?,
        small(moment.hour())?,
        small(moment.minute())?,
        small(moment.second())?,
    )?;
    Some(Timestamp::new_utc(datetime))
}
