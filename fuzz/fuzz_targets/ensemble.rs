//! An archived set that a stranger made: looking at it ends, and what does not verify gives nothing.
#![no_main]

use std::io::{Cursor, Result};
use std::path::Path;

use liasse::archive::{Ensemble, Limits, ReadSeek, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let opener = || -> Result<Box<dyn ReadSeek>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
    if let Ok(ensemble) = Ensemble::of_file(Path::new("set"), &opener, Limits::default()) {
        let _ = verify(&ensemble);
    }
});
