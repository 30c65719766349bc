//! What the tests count of the faults they meet, for the table in the README (`tests/faults` makes it).

use std::io::Write as _;

/// What came of a fault that was met so many times. A test that finds any of it fails; what it counts is
/// written all the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct FaultCount {
    /// How often it was met.
    pub times: u64,
    /// What was said to be saved and is not there.
    pub lost: u64,
    /// What is there twice.
    pub doubled: u64,
    /// How often something hung.
    pub hung: u64,
}

/// Counts a fault that was met, where somebody collects the counts.
pub fn met(fault: &str, count: FaultCount) {
    let Some(file) = std::env::var_os("CHECKBACK_FAULTS") else {
        return;
    };
    let FaultCount {
        times,
        lost,
        doubled,
        hung,
    } = count;
    let mut file = std::fs::File::options()
        .append(true)
        .create(true)
        .open(file)
        .unwrap();
    // One write a line: several tests write to it.
    let line = format!("{fault}\t{times}\t{lost}\t{doubled}\t{hung}\n");
    file.write_all(line.as_bytes()).unwrap();
}

/// A fault that was met so many times, and nothing came of it.
pub fn met_well(fault: &str, times: u64) {
    let count = FaultCount {
        times,
        ..FaultCount::default()
    };
    met(fault, count);
}
