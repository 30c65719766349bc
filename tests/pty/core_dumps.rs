//! What a program leaves behind that dies: nothing of its memory, in which the names are.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};

use crate::terminal::start;

#[test]
fn no_core_of_the_running_program_is_written_whatever_the_system_allows() {
    // As a shell that allows them as large as they come.
    let most = getrlimit(Resource::Core).maximum;
    let allowed = Rlimit {
        current: most,
        maximum: most,
    };
    setrlimit(Resource::Core, allowed).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = start(&folder.path().join("shop.db"), (80, 24));
    let process = format!("/proc/{}", terminal.pid().as_raw_nonzero());
    let limits = fs::read_to_string(format!("{process}/limits")).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let core: Vec<&str> = core.unwrap().split_whitespace().collect();
    assert_eq!(core[4..6], ["0", "0"], "{limits}");
    // The files of a process whose memory is nobody's business are the system's own, whoever runs it; run
    // by the system they say nothing.
    let owner = fs::metadata(format!("{process}/environ")).map(|there| there.uid());
    assert!(
        owner.is_ok_and(|owner| owner == 0),
        "its memory is its owner's to write down"
    );
    terminal.signals(Signal::ABORT).ends();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
    let cores = left
        .iter()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("core"));
    assert_eq!(cores.count(), 0, "{left:?}");
}
