//! Images, which stand alone on their line in print, taken out of the runs in which they are written.

use super::{leftovers, pasted};
use crate::domain::markdown::{Block, Inline};

/// Runs in which the images whose paths have spaces are images.
pub(super) fn with_spaced_images(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text { text } => {
                let mut at = 0;
                for image in leftovers::spaced_images(&text) {
                    out.push(Inline::Text { text: text[at..image.bytes.start].to_owned() });
                    out.push(Inline::Image {
                        source: image.source.to_owned(),
                        alternative: image.alternative.to_owned(),
                        caption: image.caption.to_owned(),
                    });
                    at = image.bytes.end;
                }
                out.push(Inline::Text { text: text[at..].to_owned() });
            }
            other => out.push(other),
        }
    }
    out
}

/// A paragraph, its images taken out as figures: an image stands alone on its line in print.
pub(super) fn paragraphs(inlines: Vec<Inline>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    let flush = |run: &mut Vec<Inline>, out: &mut Vec<Block>| {
        let inlines = std::mem::take(run);
        if !inlines.iter().all(Inline::is_empty) {
            out.extend(pasted::blocks(inlines));
        }
    };
    for inline in with_spaced_images(inlines) {
        match inline {
            Inline::Image { source, alternative, caption } => {
                flush(&mut run, &mut out);
                out.push(Block::Figure { source, alternative, caption });
            }
            other => run.push(other),
        }
    }
    flush(&mut run, &mut out);
    out
}
