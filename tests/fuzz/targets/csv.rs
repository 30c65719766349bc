//! Fuzzing of rows of cells: any bytes as a CSV file, from their encoding to a checked draft.

#![no_main]
#![expect(dead_code, reason = "each target keeps one of the laws")]

use libfuzzer_sys::fuzz_target;

#[path = "../../imports/laws.rs"]
mod laws;

fuzz_target!(|bytes: &[u8]| {
    let _read = laws::file(bytes, checkback::import::file::ImportFormat::Csv);
});
