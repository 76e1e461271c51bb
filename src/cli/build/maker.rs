//! Builds dossiers one after the other in this process.

use std::time::Instant;

use super::{Args, Done, options};
use crate::cli::rows::Row;
use crate::cli::{CliError, Common, Format, folders, report};
use crate::diagnostic::human::{Style, printable};
use crate::domain::document::TemplateFault;
use crate::pipeline::build::{BuildError, Built, Options, build};
use crate::pipeline::workshop::Workshop;
use crate::pipeline::{Library, control, output};
use crate::sources::discover::Found;

/// Whether a folder is one of several: those that conform are then told by their row alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Several {
    No,
    Yes,
}

/// Builds dossiers one after the other in this process.
pub(super) struct Maker<'a> {
    args: &'a Args,
    library: Library,
    workshop: Workshop,
    options: Options,
    several: Several,
}

impl<'a> Maker<'a> {
    pub(super) fn new(args: &'a Args, common: &Common, several: Several) -> Result<Self, CliError> {
        let workshop = match several {
            Several::No => Workshop::default(),
            // There are as many workers as cores.
            Several::Yes => Workshop::default().one_at_a_time(),
        };
        Ok(Maker {
            args,
            library: common.library_within(args.bounds.budget())?,
            workshop,
            options: options(args),
            several,
        })
    }

    pub(super) fn make(&mut self, one: &Found, style: Style) -> Done {
        let begun = Instant::now();
        let out = self.args.documents.target(&one.name);
        output::sweep(&out);
        let done = folders::open(&one.path).and_then(|folder| {
            let environment = |e: BuildError| CliError::Environment(e.to_string());
            let controlled = control(&folder, &self.library).map_err(|e| environment(e.into()))?;
            let built = build(&controlled, &mut self.workshop, &out, &self.options).map_err(environment)?;
            Ok((controlled, built))
        });
        let (controlled, built) = match done {
            Ok(done) => done,
            Err(CliError::Environment(why) | CliError::Usage(why)) => return Done::lost(one, why),
        };
        let format = self.args.reporting.format;
        let quiet = self.several == Several::Yes && built.summary.conforming && format == Format::Human;
        let mut text = match quiet {
            true => String::new(),
            false => {
                let (told, sources) = (&controlled.diagnostics, &controlled.loaded.sources);
                let manner = self.args.reporting.manner(style);
                report::render(one, told, sources, Some(&controlled.to_sign), built.summary, manner)
            }
        };
        text += &damaged(&built);
        let mut trouble = template_faults(one, &built);
        trouble.extend(built.unwritten.iter().cloned());
        Done { text, row: Row::of_dossier(one, &built, &controlled.to_sign, begun.elapsed()), trouble }
    }
}

/// The faults of templates, in the form of a diagnostic: they are never the user's.
fn template_faults(found: &Found, built: &Built) -> Vec<String> {
    let line = |(document, fault): &(String, TemplateFault)| {
        let code = fault.kind.code();
        let document = if document.is_empty() { "tous les documents" } else { document };
        let hints: String = fault.hints.iter().map(|h| format!("\n  aide : {h}")).collect();
        format!("[{code}] défaut du modèle, non de vos données ({}, {document}) : {fault}{hints}", found.name)
    };
    built.faults.iter().map(line).collect()
}

/// Pictures that could not be drawn: the user's files, told as FMT09 tells those that `check` finds.
pub fn damaged(built: &Built) -> String {
    let line =
        |(path, reason): &(String, String)| printable(&format!("erreur[FMT09]: « {path} » est abîmé : {reason}\n"));
    built.damaged.iter().map(line).collect()
}
