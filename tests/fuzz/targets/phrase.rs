//! Fuzzing of time phrases.

#![no_main]
#![expect(dead_code, reason = "each target keeps one of the laws")]

use libfuzzer_sys::fuzz_target;

#[path = "../../imports/laws.rs"]
mod laws;

fuzz_target!(|bytes: &[u8]| {
    laws::phrase(&String::from_utf8_lossy(bytes));
});
