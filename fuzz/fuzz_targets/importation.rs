//! An export of a school's software: reading it ends, whatever it says that it is.
#![no_main]

use std::io::Cursor;

use liasse::sources::import::read_bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut sink = |_| {};
    read_bytes("export", Cursor::new(bytes), &mut sink, &mut |_, _| {});
});
