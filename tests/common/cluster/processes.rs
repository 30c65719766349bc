//! A cluster's processes: all that run in its folder, as the system tells.

use std::fs;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

/// The processes that run in a folder, the oldest first.
pub fn all_in(folder: &Path) -> Vec<u32> {
    let mut found: Vec<u32> = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|at| at == folder))
        .collect();
    found.sort_unstable();
    found
}

/// A signal to one process; one that is gone does not mind.
pub(super) fn send(pid: u32, signal: Signal) {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).unwrap();
    let _gone = kill_process(pid, signal);
}

/// A signal to all of them.
pub(super) fn signal_all_in(folder: &Path, signal: Signal) {
    for pid in all_in(folder) {
        send(pid, signal);
    }
}

/// Kills them until none is left; the postmaster is the oldest, and makes no new ones.
pub(super) fn end_all_in(folder: &Path) {
    super::until("the processes to end", || {
        let alive: Vec<u32> = all_in(folder)
            .into_iter()
            .filter(|&pid| !is_dead(pid))
            .collect();
        for &pid in &alive {
            send(pid, Signal::KILL);
        }
        alive.is_empty()
    });
}

/// Whether nothing is left of a process but its entry, which its parent has not read yet.
fn is_dead(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.trim_start().starts_with(['Z', 'X']) || stat.is_empty()
}
